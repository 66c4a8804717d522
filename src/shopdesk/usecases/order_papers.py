"""Papers about orders and their parcels: the invoice, and the hand-over list for a carrier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import half_up
from shopdesk.domain.shipments import ShipmentState
from shopdesk.i18n import _, current_language, n_
from shopdesk.store.tables import Channel, Customer, Order, OrderLine, Parcel, Payment, Shipment
from shopdesk.usecases.paper_words import Options, day_text, money_text, paper_language, shop_head, words_in
from shopdesk.usecases.parcel_papers import delivery_address

if TYPE_CHECKING:
    from shopdesk.documents.invoice import InvoiceLine
    from shopdesk.documents.papers import Paper

_HALF_PERCENT = Decimal("0.005")
_READY = ShipmentState.PACKED.value
_GONE = (ShipmentState.VOIDED.value, ShipmentState.CANCELLED.value)


def invoice(session: Session, shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """An invoice for each order from the figures it was kept with, a receipt when it is paid."""
    from shopdesk.documents import invoice

    made = [_invoice(session, shop, order_id) for order_id in ids]
    page = options.page or str(shop.get("paper", "A4"))
    return invoice.render(made, shop_head(shop), page, allow_missing=options.allow_missing)


def _invoice(session: Session, shop: dict[str, Any], order_id: int) -> Any:
    from shopdesk.documents.invoice import InvoiceData

    row = session.execute(
        select(*Order.__table__.c, Channel.name.label("channel"), func.coalesce(Customer.language, "").label("speaks"))
        .join(Channel, Channel.id == Order.channel_id)
        .outerjoin(Customer, Customer.id == Order.customer_id)
        .where(Order.id == order_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such order."))
    if not row.amounts_known:
        raise UserError(
            _("Order {number} came without amounts, so there is no invoice for it.").format(number=row.number)
        )
    language = paper_language(row.speaks, row.ship_country)
    lines = session.execute(
        select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.position, OrderLine.id)
    ).scalars()
    due = row.total - row.credited - row.paid
    return InvoiceData(
        number=row.number,
        bill_to=delivery_address(row),
        lines=tuple(_line(line, row.currency, language) for line in lines),
        sums=_sums(row, language),
        taxes=_taxes(row, language),
        settled=_settled(session, row, language),
        due=(words_in(language).gettext("To pay"), money_text(due, row.currency, language)) if due > 0 else None,
        facts=_facts(session, row, language),
        is_paid=due <= 0,
        tax_number=str(shop.get("tax_number", "")),
        note=str(shop.get("invoice_note", "")),
        language=language,
    )


def _line(line: OrderLine, currency: str, language: str) -> InvoiceLine:
    """Price × quantity − discount = amount, as kept; where the parts do not explain the amount, only it is shown."""
    from babel.numbers import format_decimal

    from shopdesk.documents.invoice import InvoiceLine

    off = line.quantity * line.unit_price - line.total
    explained = off >= 0 and (line.unit_price or not line.total)
    return InvoiceLine(
        line.title,
        " · ".join(filter(None, (line.variant_title, line.sku))),
        format_decimal(line.quantity, locale=language),
        money_text(line.unit_price, currency, language) if explained else "",
        money_text(-off, currency, language) if explained and off else "",
        money_text(line.total, currency, language),
    )


def _sums(row: Any, language: str) -> tuple[tuple[str, str], ...]:
    catalogue = words_in(language)
    parts = [(catalogue.gettext("Goods"), row.goods_total)]
    if row.shipping:
        parts.append((catalogue.pgettext("sum on paper", "Shipping"), row.shipping))
    if row.tax:
        parts.append((catalogue.gettext("Tax"), row.tax))
    if row.adjustment:
        parts.append((catalogue.pgettext("sum on paper", "Rounding"), row.adjustment))
    parts.append((catalogue.gettext("Total"), row.total))
    return tuple((name, money_text(amount, row.currency, language)) for name, amount in parts)


def _taxes(row: Any, language: str) -> tuple[tuple[str, str, str], ...]:
    """Net and tax of the whole order; the rate is named where one rate, to half a percent, gives exactly this tax."""
    catalogue = words_in(language)
    found = []
    for tax, gross, name in (
        (row.tax, row.total, catalogue.gettext("Tax")),
        (row.tax_included, row.total - row.tax, catalogue.gettext("Tax included in the prices")),
    ):
        if not tax:
            continue
        net = gross - tax
        rate = tax_rate(net, tax)
        named = f"{name} {_percent(rate, language)}" if rate is not None else name
        found.append((named, money_text(net, row.currency, language), money_text(tax, row.currency, language)))
    return tuple(found)


def tax_rate(net: int, tax: int) -> Decimal | None:
    """The rate in steps of half a percent that makes exactly this tax of this net amount, or None."""
    if net <= 0:
        return None
    rate = (Decimal(tax) / net / _HALF_PERCENT).quantize(Decimal(1)) * _HALF_PERCENT
    return rate if rate and half_up(net * rate) == tax else None


def _percent(rate: Decimal, language: str) -> str:
    from babel.numbers import format_percent

    return format_percent(rate, "#,##0.# %", locale=language)


def _settled(session: Session, row: Any, language: str) -> tuple[tuple[str, str], ...]:
    catalogue = words_in(language)
    said = []
    for payment in session.execute(select(Payment).where(Payment.order_id == row.id).order_by(Payment.id)).scalars():
        day = day_text(payment.at, language)
        name = catalogue.gettext("Paid on {day}, {method}") if payment.method else catalogue.gettext("Paid on {day}")
        said.append((name.format(day=day, method=payment.method), payment.amount))
    if row.credited:
        said.append((catalogue.gettext("Credited"), -row.credited))
    if row.refunded:
        said.append((catalogue.gettext("Refunded"), -row.refunded))
    return tuple((name, money_text(amount, row.currency, language)) for name, amount in said)


def _facts(session: Session, row: Any, language: str) -> tuple[tuple[str, str], ...]:
    catalogue = words_in(language)
    shipped = session.scalar(
        select(func.min(Shipment.shipped_at)).where(Shipment.order_id == row.id, Shipment.state.not_in(_GONE))
    )
    facts = [
        (catalogue.gettext("Invoice number"), row.number),
        (catalogue.gettext("Order date"), day_text(row.placed_at, language)),
        (catalogue.gettext("Shipped on"), day_text(shipped, language)),
    ]
    if row.channel_order_no and row.channel_order_no != row.number:
        facts.append((row.channel, row.channel_order_no))
    return tuple(fact for fact in facts if fact[1])


# --- hand-over lists ----------------------------------------------------------------------------------------------


def handed_over(session: Session, day: date, carriers: Sequence[str] = ()) -> list[int]:
    """Shipments that left on a day of this computer's calendar; today's include those packed and waiting.

    ``carriers`` narrows to their names. Raises UserError when there is none.
    """
    since = datetime(day.year, day.month, day.day).astimezone()
    until = datetime.combine(day + timedelta(days=1), datetime.min.time()).astimezone()
    left = (Shipment.shipped_at >= since) & (Shipment.shipped_at < until) & Shipment.state.not_in(_GONE)
    today = datetime.now().astimezone().date() == day
    wanted = or_(left, Shipment.state == _READY) if today else left
    chosen = select(Shipment.id).where(wanted).order_by(Shipment.id)
    if carriers:
        names = [name.casefold() for name in carriers]
        own = func.coalesce(func.nullif(Parcel.carrier, ""), Shipment.carrier)
        chosen = chosen.where(
            select(Parcel.id).where(Parcel.shipment_id == Shipment.id, func.lower(own).in_(names)).exists()
        )
    found = list(session.scalars(chosen))
    if not found:
        raise UserError(_("No parcel was handed over on {day}.").format(day=day.isoformat()))
    return found


def manifest(session: Session, shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """A hand-over list for each carrier and day of these shipments' parcels."""
    from shopdesk.documents import manifest

    language = current_language()
    rows = session.execute(
        select(
            Shipment.id, Shipment.number, Shipment.shipped_at, Shipment.service, Parcel.number.label("parcel"),
            Parcel.tracking_no, Parcel.weight_g, func.coalesce(func.nullif(Parcel.carrier, ""), Shipment.carrier),
            Order.ship_name, Order.ship_company, Order.ship_postcode, Order.ship_city, Order.ship_country,
        )
        .join(Parcel, Parcel.shipment_id == Shipment.id)
        .join(Order, Order.id == Shipment.order_id)
        .where(Shipment.id.in_(ids), Parcel.state != "voided", Shipment.state.not_in(_GONE))
        .order_by(Parcel.tracking_no, Shipment.id, Parcel.number)
    ).all()  # fmt: skip
    if {row.id for row in rows} != set(ids):
        raise UserError(_("There is no such shipment with a parcel."))
    counts: dict[int, int] = defaultdict(int)
    groups: dict[tuple[str, date], list[Any]] = defaultdict(list)
    now = datetime.now().astimezone()
    for row in rows:
        counts[row.id] += 1
        groups[row[7] or _("Carrier not named"), (row.shipped_at or now).astimezone().date()].append(row)
    made = []
    for (carrier, day), parcels in sorted(groups.items(), key=lambda group: (group[0][1], group[0][0])):
        grams = [row.weight_g for row in parcels if row.weight_g]
        count = n_("{count} parcel", "{count} parcels", len(parcels)).format(count=len(parcels))
        made.append(
            manifest.ManifestData(
                carrier=carrier,
                day_text=day_text(datetime(day.year, day.month, day.day).astimezone(), language),
                parcels=tuple(_parcel(row, counts[row.id]) for row in parcels),
                count_text=count,
                weight_text=_weight(sum(grams)) if len(grams) == len(parcels) else "",
                language=language,
            )
        )
    page = options.page or str(shop.get("paper", "A4"))
    return manifest.render(made, shop_head(shop), page, allow_missing=options.allow_missing)


def _parcel(row: Any, of: int) -> Any:
    from shopdesk.documents.manifest import ManifestParcel

    place = " ".join(filter(None, (row.ship_country, row.ship_postcode, row.ship_city)))
    number = row.number if of == 1 else f"{row.number}/{row.parcel}"
    weight = _weight(row.weight_g) if row.weight_g else ""
    return ManifestParcel(number, row.ship_name or row.ship_company, place, row.tracking_no, weight, row.service)


def _weight(grams: int) -> str:
    from babel.numbers import format_decimal

    kilograms = format_decimal(Decimal(grams) / 1000, "#,##0.00", locale=current_language())
    return _("{weight} kg").format(weight=kilograms)
