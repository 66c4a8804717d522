"""Days of a sample shop lived through the real use cases: old days are finished, the last ones stand in every state."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from shopdesk.store.tables import Barcode, Channel, Order, OrderLine, ReturnLine, Setting, Shipment, ShipmentLine
from shopdesk.store.work import Work
from shopdesk.usecases import orders, packing, picking, refunds, returns, shipping
from shopdesk.usecases.orders import NewLine

_CARRIERS = (("DHL", "00340434{:012d}"), ("DPD", "0150{:010d}"), ("GLS", "Z{:08d}"))
_NOTES = (
    "Please ship together if under a week.",
    "A birthday present — please leave out the prices.",
    "Bitte beim Nachbarn abgeben.",
    "请用气泡膜包好，谢谢！",
    "",
    "",
    "",
    "",
    "",
    "",
)
_OFFICE = ("Wrap each mug. No plastic filling.", "", "", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Item:
    """A variant as the builder needs it."""

    id: int
    price: int
    cost: int
    home_bin_id: int


@dataclass
class Sample:
    """What the builder remembers while it fills the shop."""

    work: Work
    chance: random.Random
    start: datetime
    variants: list[Item] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    parcels: int = 0


def open_front(work: Work) -> None:
    """The name of the sample's shop and its sales channels."""
    setting = Setting.__table__
    values = {
        "shop_name": "Juniper & Clay",
        "sender_lines": ["Hafenstraße 12", "20457 Hamburg", "Germany"],
        "sender_contact": "hello@juniper-clay.example · +49 40 555 01 23",
    }
    for key, value in values.items():
        work.write(update(setting).where(setting.c.key == key).values(value=value))
    work.write(
        insert(Channel),
        [
            {"code": "web", "name": "Web shop", "platform": "shopify"},
            {"code": "etsy", "name": "Etsy", "platform": "etsy"},
            {"code": "ebay", "name": "eBay", "platform": "ebay"},
        ],
    )
    work.database.remembered.clear()


def live_day(sample: Sample, day: int, days: int, count: int, now: datetime) -> int:
    """Orders of one day; old days are finished, the last two stand in every state."""
    work, chance = sample.work, sample.chance
    morning = (sample.start + timedelta(days=day)).replace(hour=7, minute=0, second=0, microsecond=0)
    placed = sorted(chance.randrange(0, 11 * 60) for _order in range(count))
    ids: list[int] = []
    for minute in placed:
        moment = morning + timedelta(minutes=minute)
        if moment > now:
            moment = now - timedelta(minutes=5 * (len(ids) + 1))
        work.now = moment
        ids.append(_order(sample))
    age = days - day
    if age >= 2:
        _finish_day(sample, ids, morning, age)
    elif age == 1:
        _yesterday(sample, ids, morning)
    else:
        _today(sample, ids)
    return len(ids)


def _order(sample: Sample) -> int:
    work, chance = sample.work, sample.chance
    popular = sample.variants[:40] if chance.random() < 0.6 else sample.variants
    chosen = chance.sample(popular, chance.choice((1, 1, 1, 2, 2, 3, 4)))
    lines = [NewLine(variant.id, chance.choice((1, 1, 1, 1, 2, 2, 3))) for variant in chosen]
    goods = sum(variant.price * line.quantity for variant, line in zip(chosen, lines, strict=True))
    channel = chance.choice(("web", "web", "web", "etsy", "etsy", "ebay", "phone"))
    order_id = orders.create_order(
        work,
        chance.choice(sample.people),
        lines,
        channel=channel,
        channel_order_no="" if channel == "phone" else f"{channel.upper()}-{chance.randrange(10**9):09d}",
        shipping=0 if goods >= 6000 else 490,
        discount=goods // 10 if chance.random() < 0.15 else 0,
        note=chance.choice(_NOTES),
        office_note=chance.choice(_OFFICE),
        delivery_method=chance.choice(("Standard", "Standard", "Standard", "Express")),
        placed_at=work.now,
    )
    if chance.random() < 0.93:
        total = work.read(select(Order.total).where(Order.id == order_id)).scalar_one()
        if total:
            orders.add_payment(work, order_id, total, chance.choice(("PayPal", "Card", "Bank transfer")))
    return order_id


def _confirm(sample: Sample, order_ids: list[int]) -> list[int]:
    for order_id in order_ids:
        orders.confirm_order(sample.work, order_id)
    states = sample.work.read(
        select(Order.id).where(Order.id.in_(order_ids), Order.fulfilment.in_(["ready", "partly_ready"]))
    ).scalars()
    return list(states)


def _wave(sample: Sample, order_ids: list[int]) -> tuple[int, list[int]]:
    made = picking.release_wave(sample.work, order_ids)
    return made.wave_id, list(made.shipment_ids)


def _pack(sample: Sample, shipment_id: int, *, upto: int | None = None) -> None:
    """Scan everything of a shipment (or ``upto`` units of it) and close the parcel."""
    work = sample.work
    packing.start_packing(work, shipment_id)
    codes = work.read(
        select(ShipmentLine.picked, Barcode.code)
        .join(Barcode, Barcode.variant_id == ShipmentLine.variant_id)
        .where(ShipmentLine.shipment_id == shipment_id, ShipmentLine.picked > 0)
    ).all()
    units = [code for picked, code in codes for _unit in range(picked)]
    for at, code in enumerate(units if upto is None else units[:upto]):
        packing.scan(work, shipment_id, code, 1, f"sample/{shipment_id}/{at}")
    if upto is None:
        packing.close_shipment(work, shipment_id)


def _ship(sample: Sample, shipment_id: int) -> None:
    carrier, pattern = sample.chance.choice(_CARRIERS)
    sample.parcels += 1
    shipping.set_tracking(sample.work, shipment_id, pattern.format(430_000_000 + sample.parcels * 7919), carrier)
    shipping.ship(sample.work, shipment_id)


def _finish_day(sample: Sample, order_ids: list[int], morning: datetime, age: int) -> None:
    work = sample.work
    work.now = morning + timedelta(hours=12)
    ready = _confirm(sample, order_ids)
    if not ready:
        return
    work.now = morning + timedelta(days=1, hours=1)
    wave_id, shipments = _wave(sample, ready)
    picking.finish_picking(work, wave_id)
    for at, shipment_id in enumerate(shipments):
        work.now = morning + timedelta(days=1, hours=2, minutes=7 * at)
        _pack(sample, shipment_id)
        _ship(sample, shipment_id)
    if age >= 5:
        for shipment_id in shipments:
            work.now = morning + timedelta(days=3, hours=sample.chance.randrange(1, 9))
            shipping.deliver(work, shipment_id)
            if sample.chance.random() < 0.09:
                _return(sample, shipment_id, age)


def _return(sample: Sample, shipment_id: int, age: int) -> None:
    work, chance = sample.work, sample.chance
    order_id = work.read(select(Shipment.order_id).where(Shipment.id == shipment_id)).scalar_one()
    line = work.read(
        select(OrderLine.id, OrderLine.shipped).where(OrderLine.order_id == order_id, OrderLine.shipped > 0).limit(1)
    ).first()
    if line is None:
        return
    work.now += timedelta(days=1)
    reason = chance.choice(("changed_mind", "damaged", "wrong_item", "not_as_described", "no_reason"))
    return_id = returns.log_return(work, order_id, [(line.id, 1)], reason=reason, override=True)
    if age < 8:
        return
    work.now += timedelta(days=2)
    returns.receive_return(work, return_id)
    if age < 10:
        return
    good = reason in ("changed_mind", "no_reason", "wrong_item")
    return_line = work.read(select(ReturnLine.id).where(ReturnLine.return_id == return_id)).scalar_one()
    returns.inspect_line(work, return_line, int(good), int(not good))
    if age >= 12:
        refunds.refund_return(work, return_id, "PayPal")


def _yesterday(sample: Sample, order_ids: list[int], morning: datetime) -> None:
    """Yesterday: some shipped, some packed, some waiting for the bench, one half scanned."""
    work = sample.work
    work.now = morning + timedelta(hours=12)
    ready = _confirm(sample, order_ids)
    wave_id, shipments = _wave(sample, ready)
    picking.finish_picking(work, wave_id)
    for at, shipment_id in enumerate(shipments):
        work.now = morning + timedelta(hours=13, minutes=6 * at)
        if at < 2:
            _pack(sample, shipment_id)
            _ship(sample, shipment_id)
        elif at < 4:
            _pack(sample, shipment_id)
        elif at == 4:
            _pack(sample, shipment_id, upto=1)


def _today(sample: Sample, order_ids: list[int]) -> None:
    """Today: some to review, some ready to pick, some in a wave, one on hold."""
    work = sample.work
    review, ready_part, wave_part = order_ids[:4], order_ids[4:7], order_ids[7:]
    ready = _confirm(sample, wave_part)
    if ready:
        _wave(sample, ready)
    _confirm(sample, ready_part)
    if review:
        orders.hold_order(work, review[0], "Customer asked to wait", days=2)
