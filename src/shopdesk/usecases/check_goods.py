"""What must hold of goods: the ledger explains every bin, every balance, every shipment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, select, union_all

from shopdesk.domain.returns import Disposition
from shopdesk.domain.shipments import ShipmentState
from shopdesk.domain.stock import UNAVAILABLE_ZONES, VIRTUAL_ZONES, MoveReason, ReservationState
from shopdesk.i18n import N_
from shopdesk.store.tables import (
    Allocation,
    Location,
    Lot,
    Order,
    OrderLine,
    Parcel,
    Reservation,
    ReturnLine,
    Scan,
    Shipment,
    ShipmentLine,
    StockBalance,
    StockLevel,
    StockMove,
    Variant,
    Warehouse,
)
from shopdesk.usecases.check_rules import Rows, Rule, apart, told

_VIRTUAL = [zone.value for zone in VIRTUAL_ZONES]
_UNAVAILABLE = [zone.value for zone in UNAVAILABLE_ZONES]
_BEFORE_PICKED = [ShipmentState.RELEASED.value, ShipmentState.PICKING.value]
_NEVER_LEFT = [ShipmentState.DRAFT.value, ShipmentState.CANCELLED.value]
_PACKED = [
    state.value
    for state in (
        ShipmentState.PACKED,
        ShipmentState.SHIPPED,
        ShipmentState.DELIVERED,
        ShipmentState.DELIVERY_EXCEPTION,
        ShipmentState.RETURNED_TO_SENDER,
        ShipmentState.LOST,
    )
]
_GONE = _PACKED[1:]
# Said in the statement itself: a server takes two parameters for two different expressions.
_NO_LOT: ColumnElement[Any] = literal_column("0")
_BIN = ("variant_id", "location_id", "lot_id")
_STORE = ("variant_id", "warehouse_id")


def _sku(found: Any) -> ColumnElement[Any]:
    return select(Variant.sku).where(Variant.id == found.c.variant_id).scalar_subquery()


def _bin(found: Any) -> ColumnElement[Any]:
    return select(Location.code).where(Location.id == found.c.location_id).scalar_subquery()


def _lot(found: Any) -> ColumnElement[Any]:
    return select(Lot.code).where(Lot.id == found.c.lot_id).scalar_subquery()


def _warehouse(found: Any) -> ColumnElement[Any]:
    return select(Warehouse.code).where(Warehouse.id == found.c.warehouse_id).scalar_subquery()


def _bins() -> Rows:
    lot = func.coalesce(StockMove.lot_id, _NO_LOT).label("lot_id")
    moved = union_all(
        select(StockMove.variant_id, StockMove.to_id.label("location_id"), lot, StockMove.quantity.label("units")),
        select(StockMove.variant_id, StockMove.from_id.label("location_id"), lot, (-StockMove.quantity).label("units")),
    ).subquery()
    proved = (
        select(moved.c.variant_id, moved.c.location_id, moved.c.lot_id, func.sum(moved.c.units).label("units"))
        .join(Location, Location.id == moved.c.location_id)
        .where(Location.zone.not_in(_VIRTUAL))
        .group_by(moved.c.variant_id, moved.c.location_id, moved.c.lot_id)
    )
    said = select(
        StockLevel.variant_id,
        StockLevel.location_id,
        func.coalesce(StockLevel.lot_id, _NO_LOT).label("lot_id"),
        StockLevel.quantity.label("units"),
    )
    found = apart(_BIN, said, proved)
    return told(found, _sku(found), _bin(found), _lot(found))


def _levels_by_warehouse(units: ColumnElement[Any]) -> Rows:
    return (
        select(StockLevel.variant_id, Location.warehouse_id, func.sum(units).label("units"))
        .join(Location, Location.id == StockLevel.location_id)
        .where(Location.zone.not_in(_VIRTUAL))
        .group_by(StockLevel.variant_id, Location.warehouse_id)
    )


def _balances(said: ColumnElement[Any], proved: Rows) -> Rows:
    found = apart(_STORE, select(StockBalance.variant_id, StockBalance.warehouse_id, said.label("units")), proved)
    return told(found, _sku(found), _warehouse(found))


def _on_hand() -> Rows:
    return _balances(StockBalance.on_hand.expression, _levels_by_warehouse(StockLevel.quantity.expression))


def _unavailable() -> Rows:
    blocked = case((Location.zone.in_(_UNAVAILABLE), StockLevel.quantity), else_=0)
    return _balances(StockBalance.unavailable.expression, _levels_by_warehouse(blocked))


def _promised() -> ColumnElement[Any]:
    return func.sum(Reservation.quantity - Reservation.consumed).label("units")


_ACTIVE = Reservation.state == ReservationState.ACTIVE.value


def _reserved() -> Rows:
    promised = (
        select(Reservation.variant_id, Reservation.warehouse_id, _promised())
        .where(_ACTIVE)
        .group_by(Reservation.variant_id, Reservation.warehouse_id)
    )
    return _balances(StockBalance.reserved.expression, promised)


def _line_name(found: Any) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    line = OrderLine.id == found.c.line_id
    number = select(Order.number).join(OrderLine, OrderLine.order_id == Order.id).where(line).scalar_subquery()
    return number, select(OrderLine.title).where(line).scalar_subquery()


def _lines(said: ColumnElement[Any], proved: Rows, *only: ColumnElement[bool]) -> Rows:
    mine = select(OrderLine.id.label("line_id"), said.label("units")).join(Order, Order.id == OrderLine.order_id)
    found = apart(("line_id",), mine.where(*only), proved)
    return told(found, *_line_name(found))


def _line_reserved() -> Rows:
    promised = (
        select(Reservation.order_line_id.label("line_id"), _promised())
        .where(_ACTIVE)
        .group_by(Reservation.order_line_id)
    )
    return _lines(OrderLine.reserved.expression, promised)


def _idle_reservations() -> Rows:
    return (
        select(Order.number.label("what0"), OrderLine.title.label("what1"))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Reservation, Reservation.order_line_id == OrderLine.id)
        .where(_ACTIVE, Order.state.not_in(["confirmed", "processing"]))
    )


def _allocated() -> Rows:
    tied = (
        select(
            ShipmentLine.variant_id,
            Allocation.location_id,
            func.coalesce(Allocation.lot_id, _NO_LOT).label("lot_id"),
            func.sum(Allocation.quantity - Allocation.picked).label("units"),
        )
        .join(ShipmentLine, ShipmentLine.id == Allocation.shipment_line_id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.state.in_(_BEFORE_PICKED))
        .group_by(ShipmentLine.variant_id, Allocation.location_id, func.coalesce(Allocation.lot_id, _NO_LOT))
    )
    said = select(
        StockLevel.variant_id,
        StockLevel.location_id,
        func.coalesce(StockLevel.lot_id, _NO_LOT).label("lot_id"),
        StockLevel.allocated.label("units"),
    )
    found = apart(_BIN, said, tied)
    return told(found, _sku(found), _bin(found), _lot(found))


def _shipment_lines(said: ColumnElement[Any], proved: Rows, *only: ColumnElement[bool]) -> Rows:
    mine = select(ShipmentLine.id.label("line_id"), said.label("units")).join(Shipment)
    found = apart(("line_id",), mine.where(*only), proved)
    line = ShipmentLine.id == found.c.line_id
    number = select(Shipment.number).join(ShipmentLine).where(line).scalar_subquery()
    sku = select(Variant.sku).join(ShipmentLine, ShipmentLine.variant_id == Variant.id).where(line).scalar_subquery()
    return told(found, number, sku)


def _of_allocations(units: ColumnElement[Any]) -> Rows:
    return (
        select(Allocation.shipment_line_id.label("line_id"), func.sum(units).label("units"))
        .join(ShipmentLine, ShipmentLine.id == Allocation.shipment_line_id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.state.not_in(_NEVER_LEFT))
        .group_by(Allocation.shipment_line_id)
    )


def _tied() -> Rows:
    return _shipment_lines(
        ShipmentLine.quantity - ShipmentLine.short,
        _of_allocations(Allocation.quantity.expression),
        Shipment.state.not_in(_NEVER_LEFT),
    )


def _picked() -> Rows:
    return _shipment_lines(
        ShipmentLine.picked.expression,
        _of_allocations(Allocation.picked.expression),
        Shipment.state.not_in(_NEVER_LEFT),
    )


def _net_moves(document: str, there: MoveReason, back: MoveReason) -> Rows:
    units = case((StockMove.reason == there.value, StockMove.quantity), else_=-StockMove.quantity)
    reasons = [there.value] if back is None else [there.value, back.value]
    return (
        select(StockMove.document_id.label("line_id"), func.sum(units).label("units"))
        .where(StockMove.document == document, StockMove.reason.in_(reasons))
        .group_by(StockMove.document_id)
    )


def _pick_moves() -> Rows:
    return _shipment_lines(
        ShipmentLine.picked.expression, _net_moves("shipment_line", MoveReason.PICK, MoveReason.UNPICK)
    )


def _packed() -> Rows:
    counted = (
        select(Scan.shipment_line_id.label("line_id"), func.sum(Scan.quantity).label("units"))
        .join(Parcel, Parcel.id == Scan.parcel_id)
        .join(ShipmentLine, ShipmentLine.id == Scan.shipment_line_id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Scan.undone.is_(False), Shipment.state.not_in(_NEVER_LEFT), Parcel.shipment_id == Shipment.id)
        .group_by(Scan.shipment_line_id)
    )
    return _shipment_lines(ShipmentLine.packed.expression, counted, Shipment.state.not_in(_NEVER_LEFT))


def _packed_whole() -> Rows:
    return (
        select(
            Shipment.number.label("what0"),
            Variant.sku.label("what1"),
            ShipmentLine.packed.label("said"),
            ShipmentLine.picked.label("proved"),
        )
        .join(ShipmentLine, ShipmentLine.shipment_id == Shipment.id)
        .join(Variant, Variant.id == ShipmentLine.variant_id)
        .where(Shipment.state.in_(_PACKED), ShipmentLine.packed != ShipmentLine.picked)
    )


def _parcels() -> Rows:
    handed_over = Parcel.state == "handed_over"
    wrong = case((Shipment.state.in_(_GONE), Parcel.state.in_(["open", "closed"])), else_=handed_over)
    return (
        select(Shipment.number.label("what0"), Parcel.number.label("what1"))
        .join(Parcel, Parcel.shipment_id == Shipment.id)
        .where(wrong)
    )


def _shipped() -> Rows:
    moves = _net_moves("shipment_line", MoveReason.SHIP, MoveReason.VOID_SHIP).subquery()
    left = (
        select(ShipmentLine.order_line_id.label("line_id"), func.sum(moves.c.units).label("units"))
        .join(moves, moves.c.line_id == ShipmentLine.id)
        .group_by(ShipmentLine.order_line_id)
    )
    return _lines(OrderLine.shipped.expression, left, Order.history.is_(False))


def _history() -> Rows:
    """Goods of history left the house before they were imported: all of them, and without moves."""
    return (
        select(
            Order.number.label("what0"),
            OrderLine.title.label("what1"),
            OrderLine.shipped.label("said"),
            OrderLine.quantity.label("proved"),
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.history.is_(True), OrderLine.shipped != OrderLine.quantity)
    )


def _shipped_parcels() -> Rows:
    return _shipment_lines(
        case((Shipment.state.in_(_GONE), ShipmentLine.packed), else_=0),
        _net_moves("shipment_line", MoveReason.SHIP, MoveReason.VOID_SHIP),
    )


def _returned() -> Rows:
    own = Disposition.BACK_TO_CUSTOMER.value  # what was sent back to the customer did not stay here
    again = case((ReturnLine.good_disposition == own, ReturnLine.good), else_=0) + case(
        (ReturnLine.damaged_disposition == own, ReturnLine.damaged), else_=0
    )
    came = select(
        ReturnLine.order_line_id.label("line_id"), func.sum(ReturnLine.received - again).label("units")
    ).group_by(ReturnLine.order_line_id)
    return _lines(OrderLine.returned.expression, came)


def _return_moves() -> Rows:
    mine = select(ReturnLine.id.label("line_id"), ReturnLine.received.label("units")).where(
        ReturnLine.variant_id.is_not(None)
    )
    found = apart(("line_id",), mine, _net_moves("return_line", MoveReason.RETURN, MoveReason.MISCOUNTED))
    return told(
        found,
        select(OrderLine.title)
        .join(ReturnLine, ReturnLine.order_line_id == OrderLine.id)
        .where(ReturnLine.id == found.c.line_id)
        .scalar_subquery(),
    )


GOODS: tuple[Rule, ...] = (
    Rule("bins", StockLevel, _bins, N_("{what}: the bin says {said} pieces, its moves say {proved}.")),
    Rule("on_hand", StockBalance, _on_hand, N_("{what}: {said} pieces on hand, but {proved} lie in bins.")),
    Rule(
        "unavailable",
        StockBalance,
        _unavailable,
        N_("{what}: {said} pieces not for sale, but {proved} lie in such areas."),
    ),
    Rule("reserved", StockBalance, _reserved, N_("{what}: {said} pieces reserved, but orders hold {proved}.")),
    Rule(
        "line_reserved",
        OrderLine,
        _line_reserved,
        N_("Order {what}: the line says {said} pieces are reserved, its reservations say {proved}."),
    ),
    Rule(
        "idle_reservations",
        Reservation,
        _idle_reservations,
        N_("Order {what}: goods are reserved although the order does not wait for any."),
    ),
    Rule(
        "allocated",
        StockLevel,
        _allocated,
        N_("{what}: {said} pieces are tied to shipments, but shipments to pick ask for {proved}."),
    ),
    Rule(
        "shipment_quantity",
        ShipmentLine,
        _tied,
        N_("Shipment {what}: {said} pieces to pick, but bins were named for {proved}."),
    ),
    Rule("picked", ShipmentLine, _picked, N_("Shipment {what}: {said} pieces picked, but {proved} taken from bins.")),
    Rule(
        "pick_moves",
        ShipmentLine,
        _pick_moves,
        N_("Shipment {what}: {said} pieces picked, but {proved} moved to the packing area."),
    ),
    Rule("packed", ShipmentLine, _packed, N_("Shipment {what}: {said} pieces packed, but {proved} scanned.")),
    Rule(
        "packed_whole",
        ShipmentLine,
        _packed_whole,
        N_("Shipment {what}: the parcel is closed with {said} of {proved} pieces."),
    ),
    Rule("parcels", Parcel, _parcels, N_("Shipment {what}: the state of the parcel does not fit its shipment.")),
    Rule("shipped", OrderLine, _shipped, N_("Order {what}: {said} pieces shipped, but {proved} left the house.")),
    Rule("history", OrderLine, _history, N_("Order {what}: {said} of {proved} pieces left before it was imported.")),
    Rule(
        "shipped_parcels",
        ShipmentLine,
        _shipped_parcels,
        N_("Shipment {what}: {said} pieces are on their way, but {proved} left the house."),
    ),
    Rule("returned", OrderLine, _returned, N_("Order {what}: {said} pieces came back, its returns say {proved}.")),
    Rule(
        "return_moves",
        ReturnLine,
        _return_moves,
        N_("{what}: the return says {said} pieces came back, the moves say {proved}."),
    ),
)
