"""Waves: tie goods in bins to shipments, walk once, bring everything to the packing area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import Fulfilment, LineKind, OrderFacts, OrderState, check_move, fulfilment
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.shipments import ShipmentState
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.i18n import _
from shopdesk.queries.settings import area, settings
from shopdesk.store.prepared import Prepared
from shopdesk.store.tables import Allocation, Order, OrderLine, Shipment, ShipmentLine, Wave
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.indexing import index_shipments
from shopdesk.usecases.ledger import Movement
from shopdesk.usecases.order_states import facts_of, refresh, set_state
from shopdesk.usecases.shipment_steps import order_back, set_shipment, take_back
from shopdesk.usecases.short_picks import report_short

_SHIPMENT, _LINE, _ALLOCATION = Shipment.__table__, ShipmentLine.__table__, Allocation.__table__
_LIVE = [ShipmentState.RELEASED, ShipmentState.PICKING, ShipmentState.PICKED, ShipmentState.PACKING]


_ADD_WAVE = Prepared(insert(Wave).returning(Wave.id), "number", "created_at", "by_name")
_RESERVED = Prepared(
    select(
        OrderLine.variant_id,
        Order.warehouse_id,
        func.max(OrderLine.sku).label("sku"),
        func.sum(OrderLine.reserved).label("units"),
    )
    .join(Order, Order.id == OrderLine.order_id)
    .where(OrderLine.order_id == bindparam("order"), OrderLine.reserved > 0, OrderLine.variant_id.is_not(None))
    .group_by(OrderLine.variant_id, Order.warehouse_id)
)
_TO_PICK = Prepared(
    select(
        Order.warehouse_id,
        Order.number,
        Order.pickup,
        Order.delivery_method,
        select(func.count())
        .select_from(Shipment)
        .where(Shipment.order_id == Order.id)
        .correlate(Order)
        .scalar_subquery()
        .label("earlier"),
    ).where(Order.id == bindparam("order"))
)
_ADD_SHIPMENT = Prepared(
    insert(Shipment).returning(Shipment.id),
    *("number", "order_id", "warehouse_id", "state", "wave_id", "slot", "service", "tracking_required", "created_at"),
)
_LINES_TO_PICK = Prepared(
    select(OrderLine.id, OrderLine.variant_id, OrderLine.reserved)
    .where(
        OrderLine.order_id == bindparam("order"),
        OrderLine.reserved > 0,
        OrderLine.variant_id.is_not(None),
        OrderLine.kind != LineKind.SERVICE.value,
    )
    .order_by(OrderLine.position, OrderLine.id)
)
_ADD_LINE = Prepared(
    insert(ShipmentLine).returning(ShipmentLine.id), "shipment_id", "order_line_id", "variant_id", "quantity"
)
_TIE = Prepared(insert(Allocation), "shipment_line_id", "location_id", "lot_id", "quantity")
_HEAD = Prepared(
    select(Shipment.order_id, Shipment.warehouse_id, Shipment.state).where(Shipment.id == bindparam("shipment"))
)
_TIED = Prepared(
    select(
        Allocation.id,
        Allocation.shipment_line_id,
        Allocation.location_id,
        Allocation.lot_id,
        Allocation.picked,
        (Allocation.quantity - Allocation.picked).label("open"),
        ShipmentLine.variant_id,
        ShipmentLine.order_line_id,
    )
    .join(ShipmentLine, ShipmentLine.id == Allocation.shipment_line_id)
    .where(ShipmentLine.shipment_id == bindparam("shipment"), Allocation.quantity > Allocation.picked)
    .order_by(Allocation.id)
)
_FOUND = Prepared(
    update(_ALLOCATION)
    .where(_ALLOCATION.c.id == bindparam("tie"))
    .values(picked=_ALLOCATION.c.picked + bindparam("units"))
)
_PICKED = Prepared(
    update(_LINE)
    .where(_LINE.c.id == bindparam("line"))
    .values(picked=_LINE.c.picked + bindparam("units"), short=_LINE.c.short + bindparam("lacking"))
)


@dataclass(frozen=True, slots=True)
class WaveMade:
    """A released wave and the orders that could not join it, with the reason."""

    wave_id: int
    number: str
    shipment_ids: tuple[int, ...]
    left_out: tuple[tuple[str, str], ...]


@needs(Right.PICK_ORDERS)
def release_wave(work: Work, order_ids: Sequence[int], *, allow_partial: bool = True) -> WaveMade:
    """Make one wave of reviewed orders, single-item orders first, and tie their goods to bins.

    Orders on hold or without reserved goods stay out with their reason. Raises UserError when none is left.
    """
    ready, left_out = _split_ready(work, order_ids, allow_partial=allow_partial)
    if not ready:
        raise UserError(
            _("No order can be picked now. {reasons}").format(reasons=" ".join(why for _number, why in left_out))
            if left_out
            else _("No order can be picked now.")
        )
    number = str(work.next_number("wave"))
    wave_id: int = work.run(_ADD_WAVE, {"number": number, "created_at": work.now, "by_name": work.user.name}).scalar()
    required = bool(settings(work.database, work.connection).get("tracking_required", True))
    shipment_ids = [
        _make_shipment(work, order_id, wave_id, slot, required) for slot, order_id in enumerate(ready, start=1)
    ]
    work.event("wave", wave_id, "released", shipments=len(shipment_ids))
    index_shipments(work, shipment_ids)
    refresh(work, ready)
    return WaveMade(wave_id, number, tuple(shipment_ids), tuple(left_out))


def _split_ready(
    work: Work, order_ids: Sequence[int], *, allow_partial: bool
) -> tuple[list[int], list[tuple[str, str]]]:
    ready: list[tuple[int, int]] = []
    left_out: list[tuple[str, str]] = []
    left_in_bins: dict[tuple[int, int], int] = {}
    for order_id in dict.fromkeys(order_ids):
        facts = facts_of(work, order_id)
        state = _readiness(facts) or fulfilment(facts.state, facts.lines, facts.shipments)
        if facts.state not in (OrderState.CONFIRMED, OrderState.PROCESSING):
            left_out.append((facts.number, _("Order {number} is not reviewed.").format(number=facts.number)))
        elif facts.held:
            left_out.append((facts.number, _("Order {number} is on hold.").format(number=facts.number)))
        elif state is Fulfilment.READY or (allow_partial and state is Fulfilment.PARTLY_READY):
            if why := _bins_lack(work, order_id, left_in_bins):
                left_out.append((facts.number, why))
                continue
            ready.append((sum(line.open for line in facts.lines if line.stocked), order_id))
        elif state in (Fulfilment.SHORT, Fulfilment.PARTLY_READY):
            left_out.append((facts.number, _("Order {number} is short of stock.").format(number=facts.number)))
        else:
            left_out.append((facts.number, _("Order {number} is in work already.").format(number=facts.number)))
    ready.sort(key=lambda pair: (pair[0] != 1, pair[1]))
    return [order_id for _pieces, order_id in ready], left_out


def _readiness(facts: OrderFacts) -> Fulfilment | None:
    """Whether the rest of a partly shipped order has its goods; None when something else is to say."""
    if fulfilment(facts.state, facts.lines, facts.shipments) is not Fulfilment.PARTLY_SHIPPED:
        return None
    waiting = [line for line in facts.lines if line.stocked and line.open]
    if all(line.reserved >= line.open for line in waiting):
        return Fulfilment.READY
    return Fulfilment.PARTLY_READY if any(line.reserved for line in waiting) else Fulfilment.SHORT


def _bins_lack(work: Work, order_id: int, left_in_bins: dict[tuple[int, int], int]) -> str:
    """Why the bins cannot give what is reserved for an order (goods got lost); else count it as taken from them."""
    rows = work.run(_RESERVED, {"order": order_id}).all()
    for row in rows:
        place = (row.variant_id, row.warehouse_id)
        if place not in left_in_bins:
            left_in_bins[place] = ledger.free_in_bins(work, *place)
        if left_in_bins[place] < row.units:
            return ledger.not_in_bins(row.sku, int(row.units), int(row.units) - left_in_bins[place])
    for row in rows:
        left_in_bins[row.variant_id, row.warehouse_id] -= int(row.units)
    return ""


def _make_shipment(work: Work, order_id: int, wave_id: int, slot: int, tracking_required: bool) -> int:
    facts = facts_of(work, order_id)
    if facts.state is OrderState.CONFIRMED:
        check_move(facts, OrderState.PROCESSING)
        set_state(work, order_id, facts, OrderState.PROCESSING)
    order = work.run(_TO_PICK, {"order": order_id}).first()
    shipment_id: int = work.run(
        _ADD_SHIPMENT,
        {
            "number": order.number if order.earlier == 0 else f"{order.number}-{order.earlier + 1}",
            "order_id": order_id,
            "warehouse_id": order.warehouse_id,
            "state": ShipmentState.PICKING.value,
            "wave_id": wave_id,
            "slot": slot,
            "service": order.delivery_method,
            "tracking_required": tracking_required and not order.pickup,
            "created_at": work.now,
        },
    ).scalar()
    ties: list[dict[str, Any]] = []
    for line in work.run(_LINES_TO_PICK, {"order": order_id}).all():
        line_id = work.run(
            _ADD_LINE,
            {
                "shipment_id": shipment_id,
                "order_line_id": line.id,
                "variant_id": line.variant_id,
                "quantity": line.reserved,
            },
        ).scalar()
        takes = ledger.allocate(work, line.variant_id, order.warehouse_id, line.reserved)
        ties += [
            {"shipment_line_id": line_id, "location_id": place, "lot_id": lot, "quantity": units}
            for place, lot, units in takes
        ]
    work.run(_TIE, ties)
    work.event("order", order_id, "to_picking", wave=wave_id, slot=slot)
    work.event("shipment", shipment_id, "released", wave=wave_id, slot=slot)
    return shipment_id


@needs(Right.PICK_ORDERS)
def finish_picking(work: Work, wave_id: int, short: Mapping[int, int] | None = None) -> int:
    """Bring all goods of a wave to the packing area; ``short`` maps allocation ids to missing units.

    What was not found is set aside as missing, so nobody else is promised it, and its order waits again.

    Returns the number of shipments ready to pack.
    """
    work.lock(Shipment, wave_id=wave_id)
    shipment_ids = list(
        work.read(
            select(Shipment.id).where(
                Shipment.wave_id == wave_id,
                Shipment.state.in_([ShipmentState.RELEASED.value, ShipmentState.PICKING.value]),
            )
        ).scalars()
    )
    if not shipment_ids:
        raise UserError(_("There is nothing left to pick in this wave."))
    wave = Wave.__table__
    work.write(update(wave).where(wave.c.id == wave_id).values(picked_at=work.now))
    return sum(_pick_shipment(work, shipment_id, short or {}) for shipment_id in shipment_ids)


@needs(Right.PICK_ORDERS)
def pick_shipment(work: Work, shipment_id: int, short: Mapping[int, int] | None = None) -> int:
    """Bring the goods of one shipment to the packing area; returns 1 when there is something to pack."""
    work.lock(Shipment, id=shipment_id)
    head = work.run(_HEAD, {"shipment": shipment_id}).first()
    if head is None or head.state not in (ShipmentState.RELEASED.value, ShipmentState.PICKING.value):
        raise UserError(_("There is nothing left to pick in this shipment."))
    return _pick_shipment(work, shipment_id, short or {})


def _pick_shipment(work: Work, shipment_id: int, short: Mapping[int, int]) -> int:
    header = work.run(_HEAD, {"shipment": shipment_id}).first()
    packing = area(work.database, work.connection, Zone.PACKING, header.warehouse_id)
    rows = work.run(_TIED, {"shipment": shipment_id}).all()
    movements: list[Movement] = []
    picked: dict[int, int] = defaultdict(int)
    missing: dict[int, int] = defaultdict(int)
    found: list[dict[str, int]] = []
    for row in rows:
        lacking = min(row.open, max(0, short.get(row.id, 0)))
        taken = row.open - lacking
        if taken:
            movements.append(
                Movement(
                    row.variant_id,
                    taken,
                    row.location_id,
                    packing.id,
                    MoveReason.PICK,
                    "shipment_line",
                    row.shipment_line_id,
                    row.lot_id,
                )
            )
            picked[row.shipment_line_id] += taken
            found.append({"tie": row.id, "units": taken})
        if lacking:
            report_short(
                work,
                allocation_id=row.id,
                still_there=row.open - lacking + row.picked,
                lacking=lacking,
                order_id=header.order_id,
                order_line_id=row.order_line_id,
                shipment_line_id=row.shipment_line_id,
                variant_id=row.variant_id,
                location_id=row.location_id,
                lot_id=row.lot_id,
                warehouse_id=header.warehouse_id,
            )
            missing[row.shipment_line_id] += lacking
    ledger.move_goods(work, movements, allocated=True)
    if found:
        work.run(_FOUND, found)
    work.run(
        _PICKED, [{"line": line, "units": picked[line], "lacking": missing[line]} for line in {**picked, **missing}]
    )
    if not movements:
        set_shipment(work, shipment_id, ShipmentState.CANCELLED)
        work.event("shipment", shipment_id, "cancelled", reason=_("Nothing was found in the bins."))
        order_back(work, header.order_id)
        return 0
    set_shipment(work, shipment_id, ShipmentState.PICKED, picked_at=work.now, picked_by=work.user.name)
    work.event("shipment", shipment_id, "picked", units=sum(picked.values()))
    refresh(work, [header.order_id])
    return 1


@needs(Right.PICK_ORDERS)
def cancel_shipment(work: Work, shipment_id: int, reason: str) -> None:
    """Take a shipment back before it leaves: picked goods return to their bins, the order waits again."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    take_back(work, shipment_id, reason)
