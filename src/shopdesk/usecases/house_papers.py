"""Papers that stay in the house: pick list, product labels, the bench's command card."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _, current_language
from shopdesk.store.tables import (
    Allocation,
    Barcode,
    Image,
    Location,
    Order,
    OrderKit,
    OrderLine,
    Product,
    Shipment,
    ShipmentLine,
    Variant,
    Wave,
)
from shopdesk.usecases.paper_words import Options, day_text, money_text

if TYPE_CHECKING:
    from shopdesk.documents.papers import Paper

_NO_PICK = ("cancelled", "voided")


def pick_list(session: Session, _shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """The pick list of each wave, in walking order."""
    from shopdesk.documents import pick_list

    waves = []
    language = current_language()
    for wave_id in ids:
        wave = session.execute(select(Wave.number, Wave.created_at, Wave.by_name).where(Wave.id == wave_id)).first()
        if wave is None:
            raise UserError(_("There is no such wave."))
        waves.append(
            pick_list.PickListData(
                number=wave.number,
                lines=tuple(_pick_lines(session, wave_id)),
                slots=tuple(
                    pick_list.PickSlot(row.slot, row.number, row.ship_name)
                    for row in session.execute(
                        select(Shipment.slot, Shipment.number, Order.ship_name)
                        .join(Order, Order.id == Shipment.order_id)
                        .where(Shipment.wave_id == wave_id, Shipment.state.not_in(_NO_PICK))
                        .order_by(Shipment.slot)
                    )
                ),
                made_text=day_text(wave.created_at, language),
                picker=wave.by_name,
                language=language,
                code=f"W{wave.number}",
            )
        )
    return pick_list.render(waves, options.page or "A4", allow_missing=options.allow_missing)


def _pick_lines(session: Session, wave_id: int) -> list[Any]:
    """One line per bin and item in walking order, with the slots that get it."""
    from shopdesk.documents import pick_list

    rows = session.execute(
        select(
            Location.code,
            Location.walk,
            Allocation.quantity,
            Shipment.slot,
            Variant.id.label("variant_id"),
            Variant.sku,
            Variant.title.label("variant"),
            Product.title,
            Product.short_title,
            Image.thumb,
            OrderKit.title.label("kit"),
        )
        .join(ShipmentLine, ShipmentLine.id == Allocation.shipment_line_id)
        .outerjoin(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
        .outerjoin(OrderKit, OrderKit.id == OrderLine.kit_id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .join(Location, Location.id == Allocation.location_id)
        .join(Variant, Variant.id == ShipmentLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Image, Image.hash == func.coalesce(Variant.image, Product.image))
        .where(Shipment.wave_id == wave_id, Shipment.state.not_in(_NO_PICK))
        .order_by(Location.walk, Location.code, Variant.sku, Shipment.slot)
    ).all()
    stops: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in rows:
        stops[row.code, row.variant_id].append(row)
    return [
        pick_list.PickLine(
            bin=code,
            quantity=sum(row.quantity for row in stop),
            title=stop[0].short_title or stop[0].title,
            variant=stop[0].variant,
            sku=stop[0].sku,
            aisle=code.split("-")[0] if "-" in code else "",
            into=tuple((row.slot, row.quantity) for row in stop),
            note=", ".join(dict.fromkeys(row.kit for row in stop if row.kit)),
            thumb=stop[0].thumb,
        )
        for (code, _variant), stop in stops.items()
    ]


def product_label(session: Session, shop: dict[str, Any], ids: list[int], options: Options) -> Paper:
    """A label for each variant, as often as asked."""
    from shopdesk.documents import product_label

    rows = {
        row.id: row
        for row in session.execute(
            select(
                Variant.id,
                Variant.sku,
                Variant.title.label("variant"),
                Variant.price,
                Product.title,
                func.min(Barcode.code).label("code"),
            )
            .join(Product, Product.id == Variant.product_id)
            .outerjoin(Barcode, (Barcode.variant_id == Variant.id) & (Barcode.quantity == 1))
            .where(Variant.id.in_(ids))
            .group_by(Variant.id, Product.id)
        )
    }
    if not ids or any(variant_id not in rows for variant_id in ids):
        raise UserError(_("There is no such product."))
    language = current_language()
    currency = str(shop.get("currency", "EUR"))
    made = [
        product_label.ProductLabelData(
            rows[variant_id].title,
            rows[variant_id].variant,
            rows[variant_id].sku,
            rows[variant_id].code or rows[variant_id].sku,
            money_text(rows[variant_id].price, currency, language)
            if options.prices and rows[variant_id].price
            else None,
            options.copies,
            language,
        )
        for variant_id in ids
    ]
    return product_label.render(
        made,
        options.stock or "50x30",
        dpi=options.dpi,
        start=options.start,
        used=options.used,
        allow_missing=options.allow_missing,
        zpl=options.zpl,
    )


def command_card(_session: Session, _shop: dict[str, Any], _ids: list[int], _options: Options) -> Paper:
    """The card with the bench's commands."""
    from shopdesk.documents import command_card

    return command_card.render(language=current_language())


def calibration(_session: Session, shop: dict[str, Any], _ids: list[int], options: Options) -> Paper:
    """A page to check a printer with, for a paper, a roll or a sheet."""
    from shopdesk.documents import calibration

    stock = options.stock or options.page or str(shop.get("paper", "A4"))
    return calibration.render(stock, options.dpi, current_language())
