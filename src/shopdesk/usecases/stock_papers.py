"""Papers for people who look after the stock: bin labels and count sheets."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.counting import EmptyMeans
from shopdesk.domain.errors import UserError
from shopdesk.domain.stock import ZONE_TITLES, Zone
from shopdesk.i18n import _, current_language
from shopdesk.queries.counts import CountDetail, count_detail
from shopdesk.store.tables import Location
from shopdesk.usecases.paper_words import Options

if TYPE_CHECKING:
    from shopdesk.documents.papers import Paper

_AISLE_RACK_LEVEL = re.compile(r"([A-Z]{1,3})-(\w{1,3})-(\w{1,3})")


def bin_label(session: Session, _shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """A label for each bin, in walking order, with its aisle, rack and level where its code names them."""
    from shopdesk.documents import bin_label

    rows = session.execute(
        select(Location.code, Location.zone).where(Location.id.in_(ids)).order_by(Location.walk, Location.code)
    ).all()
    if len(rows) != len(set(ids)):
        raise UserError(_("There is no such bin."))
    return bin_label.render(
        [
            bin_label.BinLabelData(
                name=row.code,
                place_text=_place_text(row.code),
                zone_text=_(ZONE_TITLES[Zone(row.zone)]),
                language=current_language(),
            )
            for row in rows
        ],
        options.stock or "100x40",
        dpi=options.dpi,
        copies=options.copies,
        start=options.start,
        used=options.used,
        allow_missing=options.allow_missing,
        zpl=options.zpl,
    )


def _place_text(code: str) -> str:
    parts = _AISLE_RACK_LEVEL.fullmatch(code)
    if parts is None:
        return ""
    aisle, rack, level = parts.groups()
    return _("Aisle {aisle} · rack {rack} · level {level}").format(aisle=aisle, rack=rack, level=level)


def count_sheet(session: Session, _shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """A sheet to fill in by hand for each stocktake, in walking order; a blind one does not show the books."""
    from shopdesk.documents import count_sheet

    return count_sheet.render(
        [_sheet(count_detail(session, count_id)) for count_id in ids],
        options.page or "A4",
        allow_missing=options.allow_missing,
    )


def _sheet(count: CountDetail) -> Any:
    from babel.dates import format_datetime

    from shopdesk.documents import count_sheet

    if not count.lines:
        raise UserError(_("This count has not begun yet."))
    language = current_language()
    now = format_datetime(datetime.now(UTC).astimezone(), "d MMM y HH:mm", locale=language)
    zero = count.empty_means == EmptyMeans.ZERO.value
    return count_sheet.CountSheetData(
        number=count.number,
        title=count.title,
        lines=tuple(
            count_sheet.CountSheetLine(
                line.bin,
                line.title,
                line.variant,
                line.sku,
                line.lot,
                line.code,
                None if count.blind else line.book,
            )
            for line in count.lines
        ),
        blind=count.blind,
        printed_text=_("Printed {time}.").format(time=now),
        empty_text=_("An empty field means: none there.")
        if zero
        else _("An empty field means: not counted; write 0 for none."),
        language=language,
    )
