"""A believable past for a new shop: thousands of products, suppliers, lots, and every order from order to parcel."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.store.journal import append
from shopdesk.store.tables import Channel, CountLine, Location, Lot, Order
from shopdesk.store.work import Work
from shopdesk.usecases import counts
from shopdesk.usecases.indexing import put_docs
from shopdesk.usecases.sample_days import Item as LiveItem
from shopdesk.usecases.sample_days import Sample, live_day, open_front
from shopdesk.usecases.sample_goods import Buying, make_assortment
from shopdesk.usecases.sample_past import OWNER, SIZES, Past, Size
from shopdesk.usecases.sample_rows import go_on_counting, write_all
from shopdesk.usecases.sample_sales import Selling, make_people, orders_of

Report = Callable[[int, int], None]
_WRITE_EVERY = 40_000
_SUNDAY = 6
_MORE_THAN_ASKED = 1.04
"""Some orders find everything sold out."""
_COUNTS, _BINS_A_COUNT = 3, 24
_PLENTY, _BEST = 8, 60


def _silent(_at: int, _of: int) -> None:
    return None


@needs(Right.MANAGE_SHOP)
def build_past(
    work: Work, name: str = "year", *, seed: int = 7, size: Size | None = None, report: Report = _silent
) -> int:
    """Fill a new shop with ``year`` or ``million`` (or a ``size``), ending now; returns the number of orders.

    The same seed gives the same shop. Raises UserError for an unknown name or a shop with orders.
    """
    if size is None and name not in SIZES:
        raise UserError(_("“{name}” is no sample. Samples: {known}.").format(name=name, known=", ".join(SIZES)))
    if work.read(select(Order.id).limit(1)).first():
        raise UserError(_("This shop has orders already. A sample needs a new shop."))
    past = Past(work, size or SIZES[name], seed)
    open_front(work)
    channels = {row.code: row.id for row in work.read(select(Channel.id, Channel.code))}
    past.channels = [(channels[code], code) for code in ("web", "web", "web", "etsy", "etsy", "ebay")]
    make_assortment(past)
    make_people(past)
    now, last = work.now, work.now.date() - timedelta(days=2)
    buying, selling = Buying(past), Selling(past, last)
    average = _MORE_THAN_ASKED * past.size.orders / past.size.days
    for number in range(past.size.days - 1):
        day = past.first_day + timedelta(days=number)
        buying.deliver(day)
        if number and (day.weekday() != _SUNDAY or day == last):
            selling.ship(day)
        selling.take_back(day)
        if day.weekday() == 0 and number > _SUNDAY:
            buying.monday(day)
        if day < last:
            selling.place(day, orders_of(day, average, past.chance))
        if len(past.sheets.moves.waiting) > _WRITE_EVERY:
            _write(past)
        report(number + 1, past.size.days)
    buying.rest()
    _stock_now(past)
    _write(past)
    work.database.remembered.pop("locations", None)
    go_on_counting(work, past.sheets.all())
    past.keep_numbers()
    _count_bins(past)
    made = selling.made + _live_days(past, seed)
    work.now = now
    work.said.clear()  # the sample is one fact of the journal, not thousands of edits
    return made


def _stock_now(past: Past) -> None:
    """What lies in the bins at the end, as levels and balances."""
    levels, balances = past.sheets.levels, past.sheets.balances
    for item in past.items:
        for batch in item.batches:
            levels.add(past.id(levels), item.id, item.bin_id, batch.lot_id, batch.units)
        balances.add(past.id(balances), item.id, past.warehouse, item.free, 0)


def _count_bins(past: Past) -> None:
    """Posted stocktakes with a difference here and there, and one that is still being made."""
    work, chance = past.work, past.chance
    for number in range(_COUNTS + 1):
        work.now = past.at(past.now.date() - timedelta(days=2 if number < _COUNTS else 1), 20 * 60 + 20 * number)
        items = chance.sample(past.items, min(_BINS_A_COUNT, len(past.items)))
        count_id = counts.start_count(work, skus=[item.sku for item in items], tolerance_units=5)
        work.session.flush()
        lines = work.read(
            select(CountLine.variant_id, CountLine.snapshot, Location.code, Lot.code)
            .join(Location, Location.id == CountLine.location_id)
            .outerjoin(Lot, Lot.id == CountLine.lot_id)
            .where(CountLine.count_id == count_id)
            .order_by(CountLine.position)
        ).all()
        for variant_id, snapshot, place, lot in lines if number < _COUNTS else lines[: len(lines) // 2]:
            off = chance.choice((0, 0, 0, 0, 0, 0, 0, -1, -1, 1))
            counts.count_line(work, count_id, variant_id, max(0, snapshot + off), place, lot=lot or "")
        if number < _COUNTS:
            counts.post_count(work, count_id, _("Found when counting"), without_recount=True)


def _live_days(past: Past, seed: int) -> int:
    """Yesterday and today, lived through the real steps, with orders in every state."""
    work = past.work
    live = Sample(work, random.Random(seed), past.now - timedelta(days=1))  # noqa: S311 - a sample, not a secret
    best = sorted((item for item in past.items if item.free > _PLENTY), key=lambda item: -item.pull)[:_BEST]
    live.variants = [LiveItem(item.id, item.price, item.cost, item.bin_id) for item in best]
    live.people = [person[0] for person in past.people[:_BEST]]
    if len(live.variants) < _PLENTY:
        return 0
    return sum(live_day(live, day, 1, past.size.live_orders, past.now) for day in (0, 1))


def _write(past: Past) -> None:
    """Write what waits, with the journal line its timeline sentences hang on."""
    work = past.work
    write_all(work, past.sheets.all())
    for kind, docs in past.docs.items():
        put_docs(work, kind, docs, fresh=True)
    past.docs = {}
    if past.events:
        append(
            work.connection, at=past.events[-1]["at"], by_name=OWNER, verb="sample.past", key="", content={},
            result=None, events=past.events,
        )  # fmt: skip
        past.events = []
