"""The packing bench: every unit scanned against the order, every scan recorded, the parcel closed when all is in."""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.packing import PackOrder, ScanResult, Verdict, apply, judge
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.scanning import clean_scan
from shopdesk.domain.shipments import ParcelState, ShipmentState, check_move
from shopdesk.i18n import _
from shopdesk.queries.packing import item_with_code, pack_order
from shopdesk.store.prepared import Prepared
from shopdesk.store.tables import Parcel, Scan, Shipment, ShipmentLine
from shopdesk.store.work import Work
from shopdesk.usecases.order_states import put_on_hold, refresh
from shopdesk.usecases.shipment_steps import set_shipment, shipment_facts

_SHIPMENT, _LINE, _PARCEL, _SCAN = Shipment.__table__, ShipmentLine.__table__, Parcel.__table__, Scan.__table__

_HEAD = Prepared(
    select(Shipment.state, Shipment.packed_by, Shipment.order_id).where(Shipment.id == bindparam("shipment"))
)
_OPEN = Prepared(
    select(Parcel.id).where(Parcel.shipment_id == bindparam("shipment"), Parcel.state == ParcelState.OPEN.value)
)
_LAST = Prepared(select(func.coalesce(func.max(Parcel.number), 0)).where(Parcel.shipment_id == bindparam("shipment")))
_ADD_PARCEL = Prepared(insert(Parcel).returning(Parcel.id), "shipment_id", "number", "state", "opened_at")
_CLOSE = Prepared(
    update(_PARCEL)
    .where(_PARCEL.c.id == bindparam("parcel"))
    .values(state=ParcelState.CLOSED.value, closed_at=bindparam("now"), closed_by=bindparam("who"))
)
_SAME_SCAN = Prepared(select(Scan.id).where(Scan.scan_key == bindparam("key")))
_COUNT_SCANS = Prepared(select(func.count()).select_from(Scan).where(Scan.shipment_id == bindparam("shipment")))
_ADD_SCANS = Prepared(
    insert(Scan),
    *("shipment_id", "parcel_id", "shipment_line_id", "variant_id", "scan_key", "code", "result", "quantity"),
    *("by_name", "at"),
)
_ADD_PACKED = Prepared(
    update(_LINE)
    .where(
        _LINE.c.id == bindparam("line"),
        _LINE.c.packed + bindparam("units") <= _LINE.c.picked,
        _LINE.c.packed + bindparam("units") >= 0,
    )
    .values(packed=_LINE.c.packed + bindparam("units"))
)


@needs(Right.PACK_ORDERS)
def start_packing(work: Work, shipment_id: int) -> PackOrder:
    """Take a picked shipment to the bench; one already there is simply shown again."""
    facts = shipment_facts(work, shipment_id)
    if facts.state is not ShipmentState.PACKING:
        if facts.state is ShipmentState.PACKED:
            _require_packing(work, shipment_id)  # says by whom it was packed
        check_move(facts, ShipmentState.PACKING)
        set_shipment(work, shipment_id, ShipmentState.PACKING)
        work.event("shipment", shipment_id, "packing")
    elif facts.held:
        raise UserError(_("The order is on hold."))
    _open_parcel(work, shipment_id)
    return pack_order(work.connection, shipment_id)


def _open_parcel(work: Work, shipment_id: int) -> int:
    """The id of the open parcel, made when there is none."""
    found: int | None = work.run(_OPEN, {"shipment": shipment_id}).scalar()
    if found is not None:
        return found
    last = work.run(_LAST, {"shipment": shipment_id}).scalar()
    new = {"number": last + 1, "state": ParcelState.OPEN.value, "opened_at": work.now}
    made: int = work.run(_ADD_PARCEL, {"shipment_id": shipment_id, **new}).scalar()
    return made


def _require_packing(work: Work, shipment_id: int) -> None:
    work.lock(Shipment, id=shipment_id)
    state = work.run(_HEAD, {"shipment": shipment_id}).first()
    if state is None:
        raise UserError(_("There is no such shipment."))
    if state.state == ShipmentState.PACKED.value:
        raise UserError(_("This shipment was packed already by {name}.").format(name=state.packed_by))
    if state.state != ShipmentState.PACKING.value:
        raise UserError(_("This shipment is not on the bench."))


@needs(Right.PACK_ORDERS)
def scan(work: Work, shipment_id: int, code: str, quantity: int = 1, scan_id: str = "") -> tuple[PackOrder, Verdict]:
    """Judge one scan and record it, refused ones too. The same ``scan_id`` twice counts once."""
    _require_packing(work, shipment_id)
    order = pack_order(work.connection, shipment_id)
    cleaned = clean_scan(code)
    if scan_id and work.run(_SAME_SCAN, {"key": scan_id}).first():
        again = Verdict(
            ScanResult.IGNORED,
            _("This scan was counted already."),
            None,
            None,
            0,
            order.remaining,
            order.complete,
            code=cleaned,
        )
        return order, again
    known = any(line.units(cleaned) for line in order.lines)
    other = None if known else item_with_code(work.connection, cleaned)
    verdict = judge(order, cleaned, quantity, other=other)
    if verdict.result is ScanResult.COMMAND:
        return order, verdict
    parcel_id = _open_parcel(work, shipment_id)
    key = scan_id or f"{work.now.isoformat()}/{_scan_count(work, shipment_id)}/{shipment_id}"
    parts = verdict.parts or ((None, 0),)
    work.run(
        _ADD_SCANS,
        [
            {
                "shipment_id": shipment_id,
                "parcel_id": parcel_id,
                "shipment_line_id": line_id,
                "variant_id": verdict.variant_id,
                "scan_key": key if at == 0 else f"{key}/{at}",
                "code": cleaned[:200],
                "result": verdict.result.value,
                "quantity": units,
                "by_name": work.user.name,
                "at": work.now,
            }
            for at, (line_id, units) in enumerate(parts)
        ],
    )
    for line_id, units in verdict.parts:
        _add_packed(work, line_id, units)
    return apply(order, verdict), verdict


def _scan_count(work: Work, shipment_id: int) -> int:
    return int(work.run(_COUNT_SCANS, {"shipment": shipment_id}).scalar())


def _add_packed(work: Work, line_id: int, units: int) -> None:
    changed = work.run(_ADD_PACKED, {"line": line_id, "units": units})
    if changed.rowcount != 1:
        raise UserError(_("Somebody else is packing this order. Look again."))


@needs(Right.PACK_ORDERS)
def undo_scan(work: Work, shipment_id: int) -> PackOrder:
    """Take the last counted scan of the open parcel back."""
    _require_packing(work, shipment_id)
    parcel_id = _open_parcel(work, shipment_id)
    counted = work.read(
        select(Scan.id, Scan.shipment_line_id, Scan.quantity, Scan.scan_key)
        .where(Scan.parcel_id == parcel_id, Scan.quantity > 0, Scan.undone.is_(False))
        .order_by(Scan.id.desc())
    ).all()
    if not counted:
        raise UserError(_("There is no scan to take back."))
    keys = {row.scan_key for row in counted}
    for row in counted:
        work.write(update(_SCAN).where(_SCAN.c.id == row.id).values(undone=True))
        _add_packed(work, row.shipment_line_id, -row.quantity)
        whole, _slash, part = row.scan_key.rpartition("/")
        if not part.isdigit() or whole not in keys:
            break  # this row is no further part of one scan over several lines
    return pack_order(work.connection, shipment_id)


@needs(Right.PACK_ORDERS)
def recount(work: Work, shipment_id: int) -> PackOrder:
    """Empty the open parcel to scan everything in it again."""
    _require_packing(work, shipment_id)
    parcel_id = _open_parcel(work, shipment_id)
    rows = work.read(
        select(Scan.id, Scan.shipment_line_id, Scan.quantity).where(
            Scan.parcel_id == parcel_id, Scan.quantity > 0, Scan.undone.is_(False)
        )
    ).all()
    for row in rows:
        work.write(update(_SCAN).where(_SCAN.c.id == row.id).values(undone=True))
        _add_packed(work, row.shipment_line_id, -row.quantity)
    work.event("shipment", shipment_id, "recount")
    return pack_order(work.connection, shipment_id)


@needs(Right.FORCE_LINES)
def force_line(work: Work, shipment_id: int, line_id: int, reason: str) -> PackOrder:
    """Let the rest of a line in without scanning it; the reason stays in the packing record."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    _require_packing(work, shipment_id)
    line = pack_order(work.connection, shipment_id).line(line_id)
    if line is None or not line.remaining:
        raise UserError(_("Nothing is left to force on this line."))
    parcel_id = _open_parcel(work, shipment_id)
    work.write(
        insert(Scan).values(
            shipment_id=shipment_id,
            parcel_id=parcel_id,
            shipment_line_id=line_id,
            variant_id=line.variant_id,
            scan_key=f"force/{work.now.isoformat()}/{_scan_count(work, shipment_id)}/{line_id}",
            code="",
            result="forced",
            quantity=line.remaining,
            forced_reason=reason,
            by_name=work.user.name,
            at=work.now,
        )
    )
    _add_packed(work, line_id, line.remaining)
    work.event("shipment", shipment_id, "forced", sku=line.sku, units=line.remaining, reason=reason)
    return pack_order(work.connection, shipment_id)


@needs(Right.PACK_ORDERS)
def acknowledge(work: Work, shipment_id: int, ignored: list[str]) -> None:
    """Record that a red banner was acknowledged and which scans it had swallowed."""
    _require_packing(work, shipment_id)
    parcel_id = _open_parcel(work, shipment_id)
    count = _scan_count(work, shipment_id)
    rows = [
        {
            "shipment_id": shipment_id,
            "parcel_id": parcel_id,
            "scan_key": f"ignored/{work.now.isoformat()}/{count}/{at}/{shipment_id}",
            "code": clean_scan(code)[:200],
            "result": ScanResult.IGNORED.value,
            "quantity": 0,
            "by_name": work.user.name,
            "at": work.now,
        }
        for at, code in enumerate(ignored)
    ]
    if rows:
        work.write(insert(Scan), rows)


@needs(Right.PACK_ORDERS)
def weigh(work: Work, shipment_id: int, grams: int) -> PackOrder:
    """Record the weight of the open parcel in grams."""
    if grams <= 0:
        raise UserError(_("The weight must be more than zero."))
    _require_packing(work, shipment_id)
    parcel_id = _open_parcel(work, shipment_id)
    work.write(update(_PARCEL).where(_PARCEL.c.id == parcel_id).values(weight_g=grams))
    return pack_order(work.connection, shipment_id)


@needs(Right.PACK_ORDERS)
def next_parcel(work: Work, shipment_id: int) -> PackOrder:
    """Close the open parcel as it is and go on with another one of the same shipment."""
    _require_packing(work, shipment_id)
    parcel_id = _open_parcel(work, shipment_id)
    contents = work.read(
        select(func.coalesce(func.sum(Scan.quantity), 0)).where(Scan.parcel_id == parcel_id, Scan.undone.is_(False))
    ).scalar_one()
    if not contents:
        raise UserError(_("The parcel is empty."))
    if pack_order(work.connection, shipment_id).complete:
        raise UserError(_("All pieces are in; close the parcel instead."))
    _close_parcel(work, parcel_id)
    _open_parcel(work, shipment_id)
    return pack_order(work.connection, shipment_id)


def _close_parcel(work: Work, parcel_id: int) -> None:
    work.run(_CLOSE, {"parcel": parcel_id, "now": work.now, "who": work.user.name})


@needs(Right.PACK_ORDERS)
def close_shipment(work: Work, shipment_id: int) -> str:
    """Close the last parcel of a completely scanned shipment; returns its number."""
    _require_packing(work, shipment_id)
    order = pack_order(work.connection, shipment_id)
    if not order.complete:
        raise UserError(_("{count} pieces are not scanned yet.").format(count=order.remaining))
    _close_parcel(work, _open_parcel(work, shipment_id))
    facts = shipment_facts(work, shipment_id)
    check_move(facts, ShipmentState.PACKED)
    set_shipment(work, shipment_id, ShipmentState.PACKED, packed_at=work.now, packed_by=work.user.name)
    order_id = work.run(_HEAD, {"shipment": shipment_id}).first().order_id
    work.event("shipment", shipment_id, "packed", units=facts.packed, parcels=facts.parcels)
    work.event("order", order_id, "packed", shipment=facts.number, units=facts.packed, parcels=facts.parcels)
    refresh(work, [order_id])
    return facts.number


@needs(Right.PACK_ORDERS)
def reopen_shipment(work: Work, shipment_id: int, reason: str = "") -> PackOrder:
    """Open the last parcel of a packed shipment again, as long as nothing was handed over."""
    facts = shipment_facts(work, shipment_id)
    check_move(facts, ShipmentState.PACKING)
    last = work.read(
        select(Parcel.id)
        .where(Parcel.shipment_id == shipment_id, Parcel.state == ParcelState.CLOSED.value)
        .order_by(Parcel.number.desc())
        .limit(1)
    ).scalar()
    work.write(
        update(_PARCEL).where(_PARCEL.c.id == last).values(state=ParcelState.OPEN.value, closed_at=None, closed_by="")
    )
    set_shipment(work, shipment_id, ShipmentState.PACKING, packed_at=None, packed_by="")
    order_id = work.read(select(Shipment.order_id).where(Shipment.id == shipment_id)).scalar_one()
    work.event("shipment", shipment_id, "reopened", reason=reason or _("Opened again at the bench."))
    refresh(work, [order_id])
    return pack_order(work.connection, shipment_id)


@needs(Right.PACK_ORDERS)
def lay_aside(work: Work, shipment_id: int, reason: str) -> None:
    """Put a shipment's order on hold from the bench; what was scanned stays scanned."""
    order_id = work.read(select(Shipment.order_id).where(Shipment.id == shipment_id)).scalar()
    if order_id is None:
        raise UserError(_("There is no such shipment."))
    put_on_hold(work, order_id, reason)
