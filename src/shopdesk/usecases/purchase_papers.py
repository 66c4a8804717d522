"""The papers of buying: the purchase order as a PDF for the supplier, and as a workbook for their system."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import Money, exponent
from shopdesk.domain.purchasing import CLAIM_REASONS, PurchaseState
from shopdesk.domain.rights import Right, require
from shopdesk.i18n import _
from shopdesk.queries.purchase_details import PurchaseDetail, purchase_detail
from shopdesk.usecases.paper_words import Options, day_text, money_text, shop_head, words_in

if TYPE_CHECKING:
    from shopdesk.documents.papers import Paper
    from shopdesk.usecases.desk import Desk

_ANSWER_DAYS = 2


def purchase_order(session: Session, shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """A paper for each purchase order, in the shop's own language."""
    from shopdesk.documents import purchase_order as paper

    language = str(shop.get("language", "en"))
    made = [_order(purchase_detail(session, purchase_id), shop, language) for purchase_id in ids]
    page = options.page or str(shop.get("paper", "A4"))
    return paper.render(made, shop_head(shop), page, prices=options.prices, allow_missing=options.allow_missing)


def _order(order: PurchaseDetail, shop: dict[str, Any], language: str) -> Any:
    from shopdesk.documents import purchase_order as paper

    catalogue = words_in(language)
    sent = order.ordered_at or order.created_at
    contact = [order.supplier_contact] if order.supplier_contact else []
    totals = [(catalogue.gettext("Goods"), order.goods)]
    if order.freight:
        totals.append((catalogue.gettext("Freight"), order.freight))
    if order.other_costs:
        totals.append((catalogue.gettext("Other costs"), order.other_costs))
    totals.append((catalogue.gettext("Total"), order.total))
    return paper.OrderPaper(
        number=order.number,
        supplier=order.supplier,
        supplier_lines=(*contact, *order.supplier_address.splitlines()),
        lines=tuple(
            paper.OrderedLine(
                line.name,
                line.sku,
                line.supplier_code,
                line.quantity,
                line.pack,
                line.quantity // line.pack if line.pack > 1 and line.quantity % line.pack == 0 else None,
                _plain(line.price, order.currency, language),
                _plain(line.amount, order.currency, language),
                " · ".join(
                    part
                    for part in (
                        line.note,
                        catalogue.gettext("deliver by {day}").format(day=_day(line.expected_on, language))
                        if line.expected_on
                        else "",
                    )
                    if part
                ),
            )
            for line in order.lines
        ),
        currency=order.currency,
        date_text=day_text(sent, language),
        deliver_by=_day(order.expected_on, language),
        deliver_to=tuple(shop.get("sender_lines", ()))[:3],
        reference=order.reference,
        terms=order.supplier_terms,
        totals=tuple((title, money_text(amount, order.currency, language)) for title, amount in totals),
        wishes=_wishes(order, catalogue, language),
        ordered_by=order.by_name,
        draft=order.state == PurchaseState.DRAFT.value,
        language=language,
    )


def _wishes(order: PurchaseDetail, catalogue: Any, language: str) -> tuple[str, ...]:
    wishes = [catalogue.gettext("Write {number} on every case and on the delivery note.").format(number=order.number)]
    if order.ordered_at is not None and order.confirmed_at is None:
        by = _day(order.ordered_at.astimezone().date() + timedelta(days=_ANSWER_DAYS), language)
        asked = catalogue.gettext("Confirm prices and the date by {day}; tell us at once if something will be short.")
        wishes.append(asked.format(day=by))
    wishes += [line.strip() for line in order.note.splitlines() if line.strip()]
    return tuple(wishes)


def supplier_claim(session: Session, shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """A letter for each supplier these claims are against, in the shop's own language."""
    from shopdesk.documents import supplier_claim as paper
    from shopdesk.queries.claims import claims_to_write

    language = str(shop.get("language", "en"))
    rows = claims_to_write(session, ids)
    if len(rows) != len(set(ids)):
        raise UserError(_("There is no such claim."))
    letters = []
    for key in dict.fromkeys((row.supplier_id, row.currency) for row in rows):
        own = [row for row in rows if (row.supplier_id, row.currency) == key]
        first = own[0]
        letters.append(
            paper.ClaimPaper(
                supplier=first.supplier,
                supplier_lines=tuple(part for part in (first.contact, *first.address.splitlines()) if part),
                lines=tuple(
                    paper.ClaimedLine(
                        row.number, row.name, row.sku, row.supplier_code or "", row.purchase_number or "",
                        row.quantity, words_in(language).gettext(CLAIM_REASONS.get(row.reason, row.reason)),
                        money_text(row.amount, row.currency, language), row.note,
                    )
                    for row in own
                ),
                date_text=day_text(max(row.opened_at for row in own), language),
                total_text=money_text(sum(row.amount for row in own), first.currency, language),
                signed_by=first.by_name,
                language=language,
            )
        )  # fmt: skip
    page = options.page or str(shop.get("paper", "A4"))
    return paper.render(letters, shop_head(shop), page, allow_missing=options.allow_missing)


def _plain(minor: int, currency: str, language: str) -> str:
    """An amount without its currency, which stands over the column."""
    from babel.numbers import format_decimal

    digits = exponent(currency)
    amount = Decimal(minor).scaleb(-digits)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(amount, format=pattern, locale=language)


def _day(day: date, language: str) -> str:
    from babel.dates import format_date

    return format_date(day, "medium", locale=language)


def purchase_workbook(desk: Desk, purchase_id: int) -> bytes:
    """The purchase order as an .xlsx file: its lines, and a second sheet with its facts."""
    from shopdesk.documents.sheets import SheetColumn, write_xlsx

    require(desk.user, Right.PRINT_PAPERS)
    order = desk.read(purchase_detail, purchase_id)
    columns = (
        SheetColumn("#", "number", 5),
        SheetColumn(_("Your code"), "code"),
        SheetColumn(_("SKU"), "code"),
        SheetColumn(_("Item"), "name", 44),
        SheetColumn(_("Pack"), "number"),
        SheetColumn(_("Packs"), "number"),
        SheetColumn(_("Pieces"), "number"),
        SheetColumn(_("Unit price"), "money", currency=order.currency),
        SheetColumn(_("Amount"), "money", currency=order.currency),
        SheetColumn(_("Deliver by"), "date"),
    )
    rows = [
        (
            at, line.supplier_code, line.sku, line.name, line.pack,
            line.quantity // line.pack if line.quantity % line.pack == 0 else None, line.quantity, line.price,
            line.amount, line.expected_on or order.expected_on,
        )
        for at, line in enumerate(order.lines, 1)
    ]  # fmt: skip
    facts = [
        (_("Purchase order"), order.number),
        (_("Supplier"), order.supplier),
        (_("Your reference"), order.reference),
        (_("Date"), (order.ordered_at or order.created_at).astimezone().date().isoformat()),
        (_("Deliver by"), order.expected_on.isoformat()),
        (_("Terms"), order.supplier_terms),
        (_("Goods"), str(Money(order.goods, order.currency))),
        (_("Freight"), str(Money(order.freight, order.currency))),
        (_("Other costs"), str(Money(order.other_costs, order.currency))),
        (_("Total"), str(Money(order.total, order.currency))),
        (_("Note"), order.note),
    ]
    file = io.BytesIO()
    write_xlsx(
        file,
        [
            (order.number, columns, rows),
            (_("Order"), (SheetColumn(_("What"), "text", 20), SheetColumn(_("Value"), "text", 44)), facts),
        ],
    )
    return file.getvalue()
