"""Papers that leave with the goods or come back with them: packing slip, shipping label, return slip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.store.tables import (
    Barcode,
    Channel,
    Customer,
    Order,
    OrderKit,
    OrderLine,
    Parcel,
    Product,
    Return,
    ReturnLine,
    Scan,
    Shipment,
    ShipmentLine,
    Variant,
)
from shopdesk.usecases.paper_words import Options, day_text, money_text, paper_language, shop_head, words_in

if TYPE_CHECKING:
    from shopdesk.documents.packing_slip import SlipLine
    from shopdesk.documents.papers import Address, Paper

SMALL_TO_BIG = frozenset({"CN", "TW", "HK", "MO", "JP", "KR"})
_REASON_CODES = {
    "changed_mind": "1",
    "not_as_described": "2",
    "size": "2",
    "defect": "3",
    "damaged": "4",
    "wrong_item": "5",
    "missing": "6",
    "late": "6",
    "other": "6",
}


def packing_slip(session: Session, shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """A slip for each shipment, in the customer's language."""
    from shopdesk.documents import packing_slip

    slips = []
    piece_code = (
        select(func.min(Barcode.code))
        .where(Barcode.variant_id == ShipmentLine.variant_id, Barcode.quantity == 1)
        .correlate(ShipmentLine)
        .scalar_subquery()
    )
    for row in _shipments(session, ids):
        language = paper_language(row.language, row.ship_country)
        catalogue = words_in(language)
        priced = options.prices and row.amounts_known and not row.gift
        lines = session.execute(
            select(
                OrderLine.title,
                OrderLine.variant_title,
                OrderLine.sku,
                OrderLine.kind,
                OrderLine.quantity.label("ordered"),
                OrderLine.total,
                OrderLine.unit_price,
                ShipmentLine.picked.label("quantity"),
                piece_code.label("barcode"),
                OrderLine.kit_id,
                OrderKit.title.label("kit_title"),
                OrderKit.sku.label("kit_sku"),
                OrderKit.quantity.label("kit_quantity"),
            )
            .join(ShipmentLine, ShipmentLine.order_line_id == OrderLine.id)
            .outerjoin(OrderKit, OrderKit.id == OrderLine.kit_id)
            .where(ShipmentLine.shipment_id == row.id, ShipmentLine.picked > 0)
            .order_by(OrderLine.position, OrderLine.id)
        ).all()
        # Until it leaves, what lies in this shipment does not count as shipped.
        inside = case((Shipment.shipped_at.is_(None), func.coalesce(ShipmentLine.picked, 0)), else_=0)
        later = session.execute(
            select(
                OrderLine.title, (OrderLine.quantity - OrderLine.cancelled - OrderLine.shipped - inside).label("left")
            )
            .join(Order, Order.id == OrderLine.order_id)
            .join(Shipment, Shipment.id == row.id)
            .outerjoin(
                ShipmentLine, (ShipmentLine.order_line_id == OrderLine.id) & (ShipmentLine.shipment_id == row.id)
            )
            .where(OrderLine.order_id == row.order_id, OrderLine.kind != "service", Order.state != "closed_short")
            .order_by(OrderLine.position, OrderLine.id)
        ).all()
        parcels = session.scalar(
            select(func.count()).select_from(Parcel).where(Parcel.shipment_id == row.id, Parcel.state != "voided")
        )
        whole = all(line.ordered == line.quantity for line in lines)
        slips.append(
            packing_slip.SlipData(
                number=row.number,
                ship_to=delivery_address(row),
                lines=_slip_lines(lines, row.currency, language, priced),
                channel=row.channel,
                channel_order_no=row.channel_order_no if row.channel_order_no != row.order_number else "",
                placed_text=day_text(row.placed_at, language),
                totals=_totals(row, language) if priced and whole else (),
                note=str(shop.get("slip_note", "")),
                gift="" if row.gift else None,
                parcel_text=catalogue.ngettext("{count} parcel", "{count} parcels", parcels).format(count=parcels)
                if parcels and parcels > 1
                else "",
                language=language,
                later=tuple(f"{line.title} × {line.left}" for line in later if line.left and line.left > 0),
                packed_by=row.packed_by,
                return_code=row.order_number,
            )
        )
    page = options.page or str(shop.get("paper", "A4"))
    return packing_slip.render(slips, shop_head(shop), page, options.prices, allow_missing=options.allow_missing)


def _slip_lines(lines: Sequence[Any], currency: str, language: str, priced: bool) -> tuple[SlipLine, ...]:
    """The lines of a slip; parts of a bundle stand under it, and the bundle carries what they cost together."""
    from shopdesk.documents.slip_lines import SlipLine

    def worth(line: Any, units: int) -> int:
        return int(line.total * units // line.ordered)

    def slip_line(line: Any, with_price: bool) -> SlipLine:
        units = int(line.quantity)
        return SlipLine(
            line.title,
            line.variant_title,
            line.sku,
            line.barcode or "",
            "",
            units,
            money_text(worth(line, 1), currency, language) if with_price else None,
            money_text(worth(line, units), currency, language) if with_price else None,
            line.kind == "gift",
        )

    found: list[SlipLine] = []
    for kit_id, group in groupby(lines, key=lambda line: line.kit_id):
        parts = list(group)
        if kit_id is None:
            found += [slip_line(line, priced) for line in parts]
            continue
        kit, together = parts[0], sum(worth(line, int(line.quantity)) for line in parts)
        count = int(kit.kit_quantity)
        found.append(
            SlipLine(
                kit.kit_title,
                "",
                kit.kit_sku,
                quantity=count,
                unit_price_text=money_text(together // count, currency, language) if priced else None,
                total_text=money_text(together, currency, language) if priced else None,
                is_gift=all(line.kind == "gift" for line in parts),
                parts=tuple(slip_line(line, False) for line in parts),
            )
        )
    return tuple(found)


def _totals(row: Any, language: str) -> tuple[tuple[str, str], ...]:
    catalogue = words_in(language)
    parts = [(catalogue.gettext("Goods"), row.goods_total)]
    if row.shipping:
        parts.append((catalogue.pgettext("sum on paper", "Shipping"), row.shipping))
    if row.tax:
        parts.append((catalogue.gettext("Tax"), row.tax))
    if row.adjustment:
        parts.append((catalogue.pgettext("sum on paper", "Rounding"), row.adjustment))
    parts.append((catalogue.gettext("Total"), row.total))
    return tuple((title, money_text(amount, row.currency, language)) for title, amount in parts)


def shipping_label(session: Session, shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """A label for each parcel of each shipment."""
    from shopdesk.documents import labels
    from shopdesk.documents.papers import Address

    head = shop_head(shop)
    sender = Address(head.name, "", head.lines, "", "")
    made = []
    for row in _shipments(session, ids):
        parcels = session.execute(
            select(Parcel.id, Parcel.number, Parcel.tracking_no, Parcel.carrier, Parcel.weight_g, Parcel.closed_at)
            .where(Parcel.shipment_id == row.id, Parcel.state != "voided")
            .order_by(Parcel.number)
        ).all()
        if not parcels:
            raise UserError(_("Shipment {number} has no parcel yet.").format(number=row.number))
        contents = _contents(session, [parcel.id for parcel in parcels])
        language = "zh_CN" if row.ship_country == "CN" else "zh_TW" if row.ship_country in ("TW", "HK", "MO") else "en"
        catalogue = words_in(language)
        for parcel in parcels:
            made.append(
                labels.ShippingLabelData(
                    number=row.number,
                    parcel_text=catalogue.gettext("Parcel {number} of {count}").format(
                        number=parcel.number, count=len(parcels)
                    ),
                    sender=sender,
                    ship_to=delivery_address(row),
                    tracking_no=parcel.tracking_no,
                    carrier=parcel.carrier or row.carrier,
                    service=row.service,
                    weight_text=f"{parcel.weight_g / 1000:.2f} kg" if parcel.weight_g else "",
                    reference=row.order_number,
                    language=language,
                    code=row.number if len(parcels) == 1 else f"{row.number}/{parcel.number}",
                    date_text=day_text(parcel.closed_at, language),
                    is_gift=row.gift,
                    contents=tuple(contents.get(parcel.id, ())),
                )
            )
    made = [label for label in made for _copy in range(options.copies)]
    return labels.render(
        made, options.stock or "100x150", options.dpi, allow_missing=options.allow_missing, zpl=options.zpl
    )


def _contents(session: Session, parcel_ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Scan.parcel_id, Product.title, Product.short_title, func.sum(Scan.quantity))
        .join(Variant, Variant.id == Scan.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(Scan.parcel_id.in_(parcel_ids), Scan.quantity > 0, Scan.undone.is_(False))
        .group_by(Scan.parcel_id, Product.id, Product.title, Product.short_title)
        .order_by(Product.title)
    )
    for parcel_id, title, short, units in rows:
        found[parcel_id].append(f"{short or title} × {int(units)}")
    return found


def return_slip(session: Session, shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """A slip for each return."""
    from shopdesk.documents import return_slip
    from shopdesk.documents.papers import Address

    head = shop_head(shop)
    made = []
    for return_id in ids:
        row = session.execute(
            select(
                Return.number,
                Return.reason,
                Return.window_ends_on,
                Order.number.label("order_number"),
                Order.ship_name,
                Order.ship_country,
                func.coalesce(Customer.language, "").label("language"),
            )
            .join(Order, Order.id == Return.order_id)
            .outerjoin(Customer, Customer.id == Order.customer_id)
            .where(Return.id == return_id)
        ).first()
        if row is None:
            raise UserError(_("There is no such return."))
        language = paper_language(row.language, row.ship_country)

        lines = session.execute(
            select(ReturnLine.expected, ReturnLine.reason, OrderLine.title, OrderLine.variant_title, OrderLine.sku)
            .join(OrderLine, OrderLine.id == ReturnLine.order_line_id)
            .where(ReturnLine.return_id == return_id)
            .order_by(ReturnLine.id)
        ).all()
        made.append(
            return_slip.ReturnSlipData(
                number=row.number,
                order_number=row.order_number,
                customer=row.ship_name,
                lines=tuple(
                    return_slip.ReturnLine(
                        line.expected, line.title, line.variant_title, line.sku, _REASON_CODES.get(line.reason, "")
                    )
                    for line in lines
                ),
                return_to=Address(head.name, "", head.lines, "", ""),
                language=language,
            )
        )
    return return_slip.render(made, head, allow_missing=options.allow_missing)


def _shipments(session: Session, ids: Sequence[int]) -> list[Any]:
    rows = {
        row.id: row
        for row in session.execute(
            select(
                Shipment.id,
                Shipment.number,
                Shipment.carrier,
                Shipment.service,
                Shipment.packed_by,
                Shipment.order_id,
                Order.number.label("order_number"),
                Order.channel_order_no,
                Order.placed_at,
                Order.buyer_note,
                Order.gift,
                Order.currency,
                Order.goods_total,
                Order.discount,
                Order.shipping,
                Order.tax,
                Order.adjustment,
                Order.total,
                Order.paid,
                Order.payment,
                Order.amounts_known,
                Order.ship_name,
                Order.ship_company,
                Order.ship_phone,
                Order.ship_line1,
                Order.ship_line2,
                Order.ship_city,
                Order.ship_region,
                Order.ship_postcode,
                Order.ship_country,
                Channel.name.label("channel"),
                func.coalesce(Customer.language, "").label("language"),
            )
            .join(Order, Order.id == Shipment.order_id)
            .join(Channel, Channel.id == Order.channel_id)
            .outerjoin(Customer, Customer.id == Order.customer_id)
            .where(Shipment.id.in_(ids))
        )
    }
    missing = [str(shipment_id) for shipment_id in ids if shipment_id not in rows]
    if missing:
        raise UserError(_("There is no such shipment: {ids}.").format(ids=", ".join(missing)))
    return [rows[shipment_id] for shipment_id in ids]


def delivery_address(row: Any) -> Address:
    """The delivery address in the order its country writes it."""
    town = " ".join(part for part in (row.ship_postcode, row.ship_city) if part)
    if row.ship_country in ("GB", "IE", "US", "CA", "AU"):
        lines = [row.ship_line1, row.ship_line2, row.ship_city, " ".join((row.ship_region, row.ship_postcode)).strip()]
    elif row.ship_country in SMALL_TO_BIG:
        lines = [row.ship_postcode, f"{row.ship_region}{row.ship_city}", f"{row.ship_line1}{row.ship_line2}"]
    else:
        lines = [row.ship_line1, row.ship_line2, town, row.ship_region if row.ship_region != row.ship_city else ""]
    from shopdesk.documents.papers import Address

    company = row.ship_company if row.ship_company != row.ship_name else ""
    return Address(row.ship_name, company, tuple(line for line in lines if line), row.ship_country, row.ship_phone)
