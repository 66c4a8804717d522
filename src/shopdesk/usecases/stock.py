"""Stock: receive, transfer, adjust by a counted difference, write off; bins."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, insert, select

from shopdesk.domain.codes import checked_code
from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.stock import REASON_TITLES, WRITE_OFFS, MoveReason, Zone, made_by_hand
from shopdesk.i18n import _
from shopdesk.queries.settings import area, default_warehouse, places
from shopdesk.store.tables import Location, Lot, Product, StockLevel, StockMove, Variant, Warehouse
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.ledger import Movement, find_bin


def _stocked(work: Work, variant_id: int) -> str:
    row = work.read(
        select(Variant.sku, Variant.stocked, Product.title)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such product."))
    if not row.stocked:
        raise UserError(_("{title} is a service and has no stock.").format(title=row.title))
    return str(row.sku)


def _positive(quantity: int) -> None:
    if quantity <= 0:
        raise UserError(_("The quantity must be at least one."))


@needs(Right.MOVE_STOCK)
def receive(
    work: Work,
    variant_id: int,
    quantity: int,
    bin: str = "",
    *,
    lot: str = "",
    expires_on: date | None = None,
    unit_cost: int | None = None,
    note: str = "",
) -> None:
    """Book goods in from a supplier, into ``bin`` or the shelf. ``unit_cost`` in minor units."""
    _positive(quantity)
    sku = _stocked(work, variant_id)
    if expires_on is not None and expires_on < work.now.astimezone().date():
        raise UserError(_("These goods expired on {day}. They are not received.").format(day=expires_on.isoformat()))
    to_id = find_bin(work, bin) if bin else area(work.database, work.connection, Zone.STORAGE).id
    _refuse_closed(work, to_id)
    lot_id = _lot(work, variant_id, lot, expires_on) if lot or expires_on else None
    supplier = area(work.database, work.connection, Zone.SUPPLIER).id
    ledger.move_goods(
        work,
        [
            Movement(
                variant_id,
                quantity,
                supplier,
                to_id,
                MoveReason.RECEIPT,
                lot_id=lot_id,
                note=note,
                unit_cost=unit_cost,
            )
        ],
    )
    work.event("variant", variant_id, "received", sku=sku, units=quantity, bin=bin)


def _lot(work: Work, variant_id: int, code: str, expires_on: date | None) -> int:
    name = checked_code(code or str(expires_on), _("The lot"))
    found = work.read(select(Lot.id, Lot.expires_on).where(Lot.variant_id == variant_id, Lot.code == name)).first()
    if found is not None:
        if expires_on is not None and found.expires_on is not None and expires_on != found.expires_on:
            words = _("Lot {lot} expires on {known}, not on {day}.")
            raise UserError(words.format(lot=name, known=found.expires_on.isoformat(), day=expires_on.isoformat()))
        return int(found.id)
    return int(
        work.write(
            insert(Lot)
            .values(variant_id=variant_id, code=name, received_on=work.now.date(), expires_on=expires_on)
            .returning(Lot.id)
        ).scalar_one()
    )


def _known_lot(work: Work, variant_id: int, code: str) -> int | None:
    if not code:
        return None
    found = work.read(select(Lot.id).where(Lot.variant_id == variant_id, Lot.code == code)).scalar()
    if found is None:
        raise UserError(_("There is no lot “{code}”.").format(code=code))
    return int(found)


def _refuse_packing_area(work: Work, place_id: int) -> None:
    """What lies at the packing area belongs to shipments; it goes back only with them."""
    if places(work.database, work.connection)[place_id].zone is Zone.PACKING:
        raise UserError(_("Goods in the packing area belong to shipments. Cancel the shipment to put them back."))


def _refuse_closed(work: Work, place_id: int) -> None:
    row = work.read(select(Location.code, Location.active).where(Location.id == place_id)).one()
    if not row.active:
        raise UserError(_("Bin {bin} is closed.").format(bin=row.code))


@needs(Right.MOVE_STOCK)
def transfer(
    work: Work, variant_id: int, quantity: int, from_bin: str, to_bin: str, *, lot: str = "", note: str = ""
) -> None:
    """Carry goods from one bin to another."""
    _positive(quantity)
    sku = _stocked(work, variant_id)
    from_id, to_id = find_bin(work, from_bin), find_bin(work, to_bin)
    if from_id == to_id:
        raise UserError(_("The goods lie in {bin} already.").format(bin=to_bin))
    _refuse_packing_area(work, from_id)
    _refuse_closed(work, to_id)
    lot_id = _known_lot(work, variant_id, lot)
    ledger.move_goods(
        work, [Movement(variant_id, quantity, from_id, to_id, MoveReason.TRANSFER, lot_id=lot_id, note=note)]
    )
    work.event("variant", variant_id, "transferred", sku=sku, units=quantity, source=from_bin, target=to_bin)


@needs(Right.ADJUST_STOCK)
def adjust(work: Work, variant_id: int, difference: int, bin: str, reason: str, *, lot: str = "") -> None:
    """Correct a bin by a difference in units, with a reason; the ledger keeps the difference, not the target."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    if difference == 0:
        raise UserError(_("The difference is zero."))
    sku = _stocked(work, variant_id)
    bin_id = find_bin(work, bin)
    loss = area(work.database, work.connection, Zone.LOSS).id
    if difference < 0:
        _refuse_packing_area(work, bin_id)
    source, target = (loss, bin_id) if difference > 0 else (bin_id, loss)
    lot_id = _known_lot(work, variant_id, lot)
    ledger.move_goods(
        work,
        [Movement(variant_id, abs(difference), source, target, MoveReason.ADJUSTMENT, lot_id=lot_id, note=reason)],
    )
    work.event("variant", variant_id, "adjusted", sku=sku, units=difference, bin=bin, reason=reason)


@needs(Right.ADJUST_STOCK)
def write_off(work: Work, variant_id: int, quantity: int, bin: str, why: str, *, lot: str = "", note: str = "") -> None:
    """Take goods out of the books that will not be sold: damaged, expired, lost, own_use or gift."""
    _positive(quantity)
    reasons = {reason.value: reason for reason in WRITE_OFFS}
    if why not in reasons:
        known = ", ".join(reasons)
        raise UserError(_("“{value}” is not one of: {known}.").format(value=why, known=known))
    sku = _stocked(work, variant_id)
    bin_id = find_bin(work, bin)
    _refuse_packing_area(work, bin_id)
    loss = area(work.database, work.connection, Zone.LOSS).id
    lot_id = _known_lot(work, variant_id, lot)
    ledger.move_goods(work, [Movement(variant_id, quantity, bin_id, loss, reasons[why], lot_id=lot_id, note=note)])
    title = _(REASON_TITLES[reasons[why]])
    work.event("variant", variant_id, "written_off", sku=sku, units=quantity, bin=bin, why=title, note=note)


@needs(Right.ADJUST_STOCK)
def set_counted(work: Work, variant_id: int, counted: int, bin: str, reason: str) -> int:
    """Adjust a bin to what was counted in it; returns the difference booked."""
    if counted < 0:
        raise UserError(_("A counted quantity cannot be negative."))
    bin_id = find_bin(work, bin)
    work.lock(StockLevel, variant_id=variant_id, location_id=bin_id)
    there = work.read(
        select(func.coalesce(func.sum(StockLevel.quantity), 0)).where(
            StockLevel.variant_id == variant_id, StockLevel.location_id == bin_id
        )
    ).scalar_one()
    if counted != there:
        adjust(work, variant_id, counted - there, bin, reason)
    return int(counted - there)


@needs(Right.ADJUST_STOCK)
def reverse_move(work: Work, move_id: int, reason: str) -> None:
    """Undo a receipt, transfer or adjustment by its opposite; a move can be reversed once."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    move = work.session.get(StockMove, move_id)
    if move is None:
        raise UserError(_("There is no such move."))
    if not made_by_hand(move.reason, move.document) or move.reverses is not None:
        raise UserError(_("This move belongs to a document; reverse it there."))
    if work.read(select(StockMove.id).where(StockMove.reverses == move_id)).first():
        raise UserError(_("This move was reversed already."))
    ledger.move_goods(
        work,
        [
            Movement(
                move.variant_id,
                move.quantity,
                move.to_id,
                move.from_id,
                MoveReason(move.reason),
                move.document,
                move.document_id,
                move.lot_id,
                note=reason,
                reverses=move.id,
            )
        ],
    )
    work.event("variant", move.variant_id, "move_reversed", units=move.quantity, reason=reason)


@needs(Right.MOVE_STOCK)
def add_bin(
    work: Work,
    code: str,
    walk: int | None = None,
    zone: str = "picking",
    *,
    capacity: int | None = None,
    warehouse: str = "",
) -> int:
    """Add a bin; ``walk`` is its place in the walking order (by its code when not given).

    ``capacity`` is how many pieces fit; ``warehouse`` the code of another warehouse than the first.
    """
    name = checked_code(code, _("The bin code")).upper()
    if zone not in set(Zone):
        raise UserError(_("There is no zone “{zone}”.").format(zone=zone))
    if capacity is not None and capacity < 1:
        raise UserError(_("A bin holds at least one piece and at most a million."))
    warehouse_id = default_warehouse(work.database, work.connection)
    if warehouse:
        found = work.read(select(Warehouse.id).where(Warehouse.code == warehouse.strip().upper())).scalar()
        if found is None:
            raise UserError(_("There is no warehouse “{code}”.").format(code=warehouse))
        warehouse_id = int(found)
    known = places(work.database, work.connection)
    if any(place.code.casefold() == name.casefold() for place in known.values()):
        raise UserError(_("There is a bin “{code}” already.").format(code=name))
    if walk is None:
        before = [place.walk for place in known.values() if place.code < name and place.walk < 900_000]
        walk = max(before, default=0) + 10
    bin_id = work.write(
        insert(Location)
        .values(warehouse_id=warehouse_id, zone=zone, code=name, walk=walk, capacity=capacity)
        .returning(Location.id)
    ).scalar_one()
    work.database.remembered.pop("locations", None)
    work.event("location", int(bin_id), "created", code=name)
    return int(bin_id)
