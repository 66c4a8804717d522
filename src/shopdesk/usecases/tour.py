"""The main job from a channel's file to a refund, done by the use cases themselves, as a demonstration and a proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import Review, review_reasons
from shopdesk.queries.order_facts import order_facts
from shopdesk.resources_folder import resource
from shopdesk.store.tables import Barcode, Order, OrderLine, ReturnLine, ShipmentLine
from shopdesk.usecases import orders, packing, picking, printing, refunds, returns, shipping
from shopdesk.usecases.checking import check
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.imports import import_file

Say = Callable[[str], None]
_RETURNED = 3


@dataclass
class TourResult:
    """What the tour did, as counts, and the papers it wrote."""

    imported: int = 0
    reviewed: int = 0
    shipped: int = 0
    parcels: int = 0
    returned: int = 0
    refunded: str = ""
    exchanged: int = 0
    papers: list[str] = field(default_factory=list)
    check: dict[str, Any] = field(default_factory=dict)


def run_tour(desk: Desk, out: Path, say: Say = lambda _line: None) -> TourResult:
    """Import a file of a web shop, review, pick, scan every unit, print, ship, take back, refund, prove the shop."""
    out.mkdir(parents=True, exist_ok=True)
    tour = TourResult()
    before = set(desk.read(_order_ids))
    say("Importing the orders of the web shop…")
    result = import_file(desk, "orders", resource("sample", "web_shop_orders.csv"), policy="good")
    tour.imported = result.created.get("orders", 0)
    fresh = [order_id for order_id in desk.read(_order_ids) if order_id not in before]
    say("Reviewing them and reserving their goods…")
    tour.reviewed = _review(desk, fresh)
    say("Picking in one walk…")
    ready = [order_id for order_id in fresh if desk.read(_fulfilment, order_id) in ("ready", "partly_ready")]
    wave = desk.do(picking.release_wave, ready)
    _paper(desk, tour, out, "pick-list", [wave.wave_id])
    desk.do(picking.finish_picking, wave.wave_id)
    say("Packing by scan and shipping…")
    packed = [shipment_id for shipment_id in wave.shipment_ids if _pack(desk, tour, shipment_id)]
    _paper(desk, tour, out, "packing-slip", packed)
    for at, shipment_id in enumerate(packed):
        desk.do(shipping.set_tracking, shipment_id, f"00340434{990_000_000_000 + at * 7919:012d}", "DHL")
    _paper(desk, tour, out, "shipping-label", packed)
    for shipment_id in packed:
        desk.do(shipping.ship, shipment_id)
        tour.shipped += 1
    say("Delivering, taking back and refunding…")
    _after_sale(desk, tour, out, packed)
    variants = desk.read(_some_variants)
    _paper(desk, tour, out, "product-label", variants)
    _paper(desk, tour, out, "command-card", [])
    say("Proving the shop consistent…")
    proof = desk.read(check)
    tour.check = {
        "ok": proof.ok,
        "checked": proof.checked,
        "problems": [{"rule": p.rule, "what": p.what, "message": p.message} for p in proof.problems],
    }
    return tour


def _review(desk: Desk, order_ids: list[int]) -> int:
    """Confirm what nothing speaks against, then what a person may wave through; the rest keeps waiting."""
    done = sum(outcome.done for outcome in desk.do(orders.review_orders, order_ids))
    for order_id in order_ids:
        note = desk.read(_note_only, order_id)
        if note:
            desk.do(orders.confirm_order, order_id)
            done += 1
    return done


def _note_only(session: Session, order_id: int) -> bool:
    """Whether only the buyer's note keeps an order waiting."""
    facts = order_facts(session, [order_id], duplicates=True)[order_id]
    reasons = review_reasons(facts)
    return (
        facts.state == "submitted" and bool(reasons) and all(r.kind in (Review.NOTE, Review.DUPLICATE) for r in reasons)
    )


def _pack(desk: Desk, tour: TourResult, shipment_id: int) -> bool:
    """Scan every unit of a shipment as the bench would; a wrong item is refused on the way."""
    desk.do(packing.start_packing, shipment_id)
    desk.do(packing.scan, shipment_id, "0000000000000", 1, f"tour/{shipment_id}/wrong")
    done = False
    for at, code in enumerate(desk.read(_codes_to_scan, shipment_id)):
        _order, verdict = desk.do(packing.scan, shipment_id, code, 1, f"tour/{shipment_id}/{at}")
        done = verdict.complete
    if not done:
        return False
    desk.do(packing.close_shipment, shipment_id)
    tour.parcels += 1
    return True


def _after_sale(desk: Desk, tour: TourResult, out: Path, shipment_ids: list[int]) -> None:
    refunded = 0
    for at, shipment_id in enumerate(shipment_ids):
        desk.do(shipping.deliver, shipment_id)
        if at >= _RETURNED:
            continue
        order_id, line_id = desk.read(_first_line, shipment_id)
        kind = "exchange" if at == 0 else "return"
        return_id = desk.do(returns.log_return, order_id, [(line_id, 1)], type=kind, reason="changed_mind")
        if at == 0:
            _paper(desk, tour, out, "return-slip", [return_id])
        desk.do(returns.receive_return, return_id)
        return_line = desk.read(_return_line, return_id)
        desk.do(returns.inspect_line, return_line, int(at != 1), int(at == 1))
        if kind == "exchange":
            desk.do(returns.exchange_order, return_id)
            tour.exchanged += 1
        refunded += desk.do(refunds.refund_return, return_id, "PayPal")
        tour.returned += 1
    tour.refunded = printing.money_text(refunded, desk.currency, "en")


def _paper(desk: Desk, tour: TourResult, out: Path, name: str, ids: list[int]) -> None:
    path = out / f"{name}.pdf"
    path.write_bytes(printing.make(desk, name, ids).pdf)
    tour.papers.append(str(path))


def _order_ids(session: Session) -> list[int]:
    return list(session.scalars(select(Order.id).order_by(Order.id)))


def _fulfilment(session: Session, order_id: int) -> str | None:
    return session.scalar(select(Order.fulfilment).where(Order.id == order_id))


def _codes_to_scan(session: Session, shipment_id: int) -> list[str]:
    rows = session.execute(
        select(ShipmentLine.picked, Barcode.code)
        .join(Barcode, Barcode.variant_id == ShipmentLine.variant_id)
        .where(ShipmentLine.shipment_id == shipment_id)
        .order_by(ShipmentLine.id)
    )
    return [code for picked, code in rows for _unit in range(picked)]


def _first_line(session: Session, shipment_id: int) -> tuple[int, int]:
    row = session.execute(
        select(OrderLine.order_id, OrderLine.id)
        .join(ShipmentLine, ShipmentLine.order_line_id == OrderLine.id)
        .where(ShipmentLine.shipment_id == shipment_id, OrderLine.shipped > 0)
        .limit(1)
    ).one()
    return row[0], row[1]


def _return_line(session: Session, return_id: int) -> int:
    return session.scalars(select(ReturnLine.id).where(ReturnLine.return_id == return_id)).one()


def _some_variants(session: Session) -> list[int]:
    return list(session.scalars(select(Barcode.variant_id).order_by(Barcode.variant_id).limit(24)))
