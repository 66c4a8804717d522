"""The sales of an invented past: who bought what, how it was packed and sent, and what came back."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate

from shopdesk.domain.money import refund_of, split
from shopdesk.domain.orders import Fulfilment, OrderState, PaymentState, ReturnStatus
from shopdesk.domain.parties import phone_digits
from shopdesk.domain.returns import Disposition, ReturnState, ReturnType
from shopdesk.domain.shipments import ParcelState, ShipmentState
from shopdesk.domain.stock import MoveReason, ReservationState
from shopdesk.domain.working_days import add_working_days
from shopdesk.usecases.indexing import customer_words, order_words, words_of
from shopdesk.usecases.sample_past import CLERK, PACKER, Item, Past

_CARRIERS = (("DHL", "00340434{:012d}"), ("DPD", "0150{:010d}"), ("GLS", "Z{:08d}"))
_PAID_BY = ("PayPal", "Card", "Bank transfer")
_NOTES = ("Please leave out the prices, it is a present.", "Bitte beim Nachbarn abgeben.", "请用气泡膜包好，谢谢！")
_REASONS = (
    ("no_reason", True),
    ("changed_mind", True),
    ("size", True),
    ("wrong_item", True),
    ("damaged", False),
    ("defect", False),
    ("not_as_described", True),
)
_FREE_FROM, _FREIGHT = 6000, 490
_RETURNED = 0.06
_WINDOW_DAYS = 14


@dataclass(slots=True)
class _Line:
    """One line on its way through the house; amounts in minor units."""

    id: int
    item: Item
    units: int
    discount: int
    total: int
    takes: list[tuple[int | None, int]]
    shipment_line: int = 0
    returned: int = 0
    refunded: int = 0


@dataclass(slots=True)
class _Sale:
    """One order on its way."""

    id: int
    number: str
    channel: tuple[int, str]
    channel_no: str
    person: tuple[str, ...]
    customer_id: int
    placed: datetime
    method: str
    note: str
    lines: list[_Line] = field(default_factory=list)
    goods: int = 0
    discount: int = 0
    shipping: int = 0

    @property
    def total(self) -> int:
        """What the buyer pays."""
        return self.goods + self.shipping


def make_people(past: Past) -> None:
    """Customers with one address each."""
    chance, words, sheets = past.chance, past.words["people"], past.sheets
    for at in range(past.size.customers):
        chinese = chance.random() < 0.18
        name = f"{chance.choice(words['first'])} {chance.choice(words['last'])}"
        if chinese:
            name = chance.choice(words["chinese"])
        city = chance.choice(words["city"])
        street = f"{chance.choice(words['streets'])} {chance.randrange(1, 140)}"
        company = f"{name.split()[-1]} GmbH" if chance.random() < 0.05 else ""
        email, phone = f"buyer{at + 1}@mail.example", f"+49 30 555 {at // 1000:03d} {at % 1000:03d}"
        customer_id, number = past.id(sheets.customers), str(past.number("customer"))
        joined = past.at(past.first_day, 0)
        sheets.customers.add(
            customer_id, number, name, company, email, email, phone, phone_digits(phone), "zh" if chinese else "de",
            "regular" if at < 40 else "", joined,
        )  # fmt: skip
        sheets.addresses.add(
            past.id(sheets.addresses), customer_id, name, company, phone, street, city["name"], city["postcode"],
            city["country"], True,
        )  # fmt: skip
        past.found_by("customer", customer_id, customer_words(number, phone, (name, company, email, city["name"])))
        past.people.append((customer_id, name, company, phone, street, city["name"], city["postcode"], city["country"]))


class Selling:
    """Orders day by day, and everything that happens to them afterwards."""

    def __init__(self, past: Past, last: date) -> None:
        """``last`` is the last day of the past; what would come after it has not happened."""
        self.past, self.last = past, last
        self._waiting: list[_Sale] = []
        self._back: dict[date, list[tuple[_Sale, _Line, int, str, bool, date]]] = defaultdict(list)
        self._pulls: dict[int, list[float]] = {}
        self._parcels = 0
        self.made = 0

    def place(self, day: date, count: int) -> None:
        """The orders of one day; what is sold out is not ordered."""
        past, chance = self.past, self.past.chance
        pulls = self._pulls_of(day.month)
        for minute in sorted(chance.randrange(6 * 60, 23 * 60) for _order in range(count)):
            chosen: dict[int, tuple[Item, int]] = {}
            for item in chance.choices(past.items, cum_weights=pulls, k=chance.choice((1, 1, 1, 2, 2, 3, 4))):
                units = min(chance.choice((1, 1, 1, 1, 2, 3)), item.free)
                if units and item.id not in chosen:
                    chosen[item.id] = (item, units)
            if chosen:
                self._order(past.at(day, minute), list(chosen.values()))

    def _pulls_of(self, month: int) -> list[float]:
        if month not in self._pulls:
            seasons = [group["season"][month - 1] for group in self.past.words["category"]]
            self._pulls[month] = list(accumulate(item.pull * seasons[item.category] for item in self.past.items))
        return self._pulls[month]

    def _order(self, placed: datetime, chosen: list[tuple[Item, int]]) -> None:
        past, chance = self.past, self.past.chance
        person = past.people[int(len(past.people) * chance.random() ** 1.6)]
        order_id, number = past.id(past.sheets.orders), str(past.number("order"))
        self.made += 1
        channel = chance.choice(past.channels)
        sale = _Sale(
            order_id, number, channel, f"{channel[1].upper()}-{number}", person[1:], person[0], placed,
            chance.choice(("Standard", "Standard", "Standard", "Express")),
            chance.choice(_NOTES) if chance.random() < 0.04 else "",
        )  # fmt: skip
        gross = [item.price * units for item, units in chosen]
        sale.discount = sum(gross) // 10 if chance.random() < 0.12 else 0
        shares = split(sale.discount, gross)
        for (item, units), whole, share in zip(chosen, gross, shares, strict=True):
            line = _Line(past.id(past.sheets.lines), item, units, share, whole - share, item.take(units))
            sale.lines.append(line)
        sale.goods = sum(gross) - sale.discount
        sale.shipping = 0 if sale.goods >= _FREE_FROM else _FREIGHT
        self._waiting.append(sale)

    def ship(self, day: date) -> None:
        """One wave with everything that waits: picked in the morning, packed and sent until the evening."""
        past, sheets = self.past, self.past.sheets
        sales, self._waiting = self._waiting, []
        if not sales:
            return
        wave_id, morning = past.id(sheets.waves), past.at(day, 9 * 60)
        picked = morning + timedelta(minutes=70)
        sheets.waves.add(wave_id, str(past.number("wave")), morning, PACKER, picked)
        for slot, sale in enumerate(sales, start=1):
            self._pick(sale, wave_id, slot, morning, picked)
        for at, sale in enumerate(sales):
            self._send(sale, wave_id, at + 1, morning, picked, picked + timedelta(seconds=20 * (at + 1)))

    def _pick(self, sale: _Sale, wave_id: int, slot: int, morning: datetime, picked: datetime) -> None:
        past, sheets = self.past, self.past.sheets
        for line in sale.lines:
            line.shipment_line = past.id(sheets.shipment_lines)
            for lot, units in line.takes:
                bin_id = line.item.bin_id
                sheets.allocations.add(past.id(sheets.allocations), line.shipment_line, bin_id, lot, units, units)
                past.move(
                    line.item, lot, units, (bin_id, past.packing), MoveReason.PICK, picked, PACKER, "shipment_line",
                    line.shipment_line,
                )  # fmt: skip

    def _send(
        self, sale: _Sale, wave_id: int, slot: int, morning: datetime, picked: datetime, packed: datetime
    ) -> None:
        past, sheets, chance = self.past, self.past.sheets, self.past.chance
        shipped = packed + timedelta(minutes=4)
        delivered = shipped + timedelta(days=chance.choice((1, 1, 2, 2, 3, 4)), hours=chance.randrange(1, 6))
        arrived = delivered if delivered.date() <= self.last else None
        self._plan_return(sale, arrived)
        carrier, pattern = chance.choice(_CARRIERS)
        self._parcels += 1
        tracking = pattern.format(530_000_000 + self._parcels * 7919 % 99_999_999)
        shipment_id, parcel_id = past.id(sheets.shipments), past.id(sheets.parcels)
        state = ShipmentState.DELIVERED if arrived else ShipmentState.SHIPPED
        sheets.shipments.add(
            shipment_id, sale.number, sale.id, past.warehouse, state.value, wave_id, slot, carrier, morning, picked,
            PACKER, packed, PACKER, shipped, PACKER, arrived,
        )  # fmt: skip
        weight = 120 + sum(line.item.weight_g * line.units for line in sale.lines)
        sheets.parcels.add(
            parcel_id, shipment_id, 1, ParcelState.HANDED_OVER.value, weight, carrier, tracking, picked, packed, PACKER
        )
        self._write_order(sale, arrived)
        units = sum(line.units for line in sale.lines)
        for line in sale.lines:
            self._write_line(sale, line, shipment_id, parcel_id, packed, shipped)
        self._tell(sale, shipment_id, wave_id, slot, units, morning, packed, shipped, arrived)
        past.found_by("shipment", shipment_id, words_of((sale.number, sale.channel_no, sale.person[0], tracking)))
        person = sale.person
        past.found_by(
            "order",
            sale.id,
            order_words(
                sale.number, sale.channel_no, (person[0], person[1], person[4], person[5]), (person[2],),
                (*(line.item.sku for line in sale.lines), tracking),
            ),
        )  # fmt: skip

    def _write_order(self, sale: _Sale, arrived: datetime | None) -> None:
        past, sheets, person = self.past, self.past.sheets, sale.person
        refunded = sum(line.refunded for line in sale.lines)
        returned, units = sum(line.returned for line in sale.lines), sum(line.units for line in sale.lines)
        back = ReturnStatus.NONE if not returned else ReturnStatus.FULL if returned == units else ReturnStatus.PART
        payment = PaymentState.PAID
        if refunded:
            payment = PaymentState.REFUNDED if refunded >= sale.total else PaymentState.REFUNDED_PART
        sheets.orders.add(
            sale.id, sale.number, sale.channel[0], sale.channel_no, OrderState.COMPLETED.value,
            (Fulfilment.DELIVERED if arrived else Fulfilment.SHIPPED).value, payment.value, back.value, sale.placed,
            add_working_days(sale.placed, 1), sale.customer_id, past.warehouse, *person, sale.method, past.currency,
            sale.goods, sale.discount, sale.shipping, sale.total, sale.total, refunded, sale.note, arrived, units,
        )  # fmt: skip
        sheets.payments.add(
            past.id(sheets.payments), sale.id, past.chance.choice(_PAID_BY), sale.total, "", sale.placed, CLERK
        )

    def _write_line(
        self, sale: _Sale, line: _Line, shipment_id: int, parcel_id: int, packed: datetime, shipped: datetime
    ) -> None:
        past, sheets, item = self.past, self.past.sheets, line.item
        sheets.lines.add(
            line.id, sale.id, sale.lines.index(line) + 1, item.id, item.sku, item.title, item.option, line.units,
            item.price, line.discount, line.total, line.units, line.returned, line.refunded, line.returned,
        )  # fmt: skip
        if line.discount:
            sheets.discounts.add(past.id(sheets.discounts), line.id, "WELCOME10", line.discount)
        sheets.reservations.add(
            past.id(sheets.reservations), line.id, item.id, past.warehouse, line.units, line.units,
            ReservationState.CONSUMED.value, sale.placed,
        )  # fmt: skip
        sheets.shipment_lines.add(line.shipment_line, shipment_id, line.id, item.id, line.units, line.units, line.units)
        scan = past.id(sheets.scans)
        sheets.scans.add(
            scan, shipment_id, parcel_id, line.shipment_line, item.id, f"past/{scan}", item.barcode, "ok", line.units,
            PACKER, packed,
        )  # fmt: skip
        for lot, units in line.takes:
            past.move(
                item, lot, units, (past.packing, past.customer), MoveReason.SHIP, shipped, PACKER, "shipment_line",
                line.shipment_line,
            )  # fmt: skip

    def _tell(
        self, sale: _Sale, shipment_id: int, wave_id: int, slot: int, units: int, morning: datetime, packed: datetime,
        shipped: datetime, arrived: datetime | None,
    ) -> None:  # fmt: skip
        past = self.past
        order, shipment = ("order", sale.id), ("shipment", shipment_id)
        past.tell(*order, "created", sale.placed, CLERK, channel=sale.channel[1], lines=len(sale.lines))
        if past.size.whole_timeline:
            reviewed = sale.placed + timedelta(minutes=35)
            past.tell(*order, "paid", sale.placed, CLERK, amount=sale.total, method="", reference="")
            past.tell(*order, "state", reviewed, CLERK, **{"from": "submitted", "to": "confirmed"})
            past.tell(*order, "to_picking", morning, PACKER, wave=wave_id, slot=slot)
            past.tell(*shipment, "released", morning, PACKER, wave=wave_id, slot=slot)
            past.tell(*shipment, "packed", packed, PACKER, units=units, parcels=1)
        past.tell(*shipment, "shipped", shipped, PACKER, units=units)
        past.tell(*order, "shipped", shipped, PACKER, shipment=sale.number, units=units)
        if arrived:
            past.tell(*order, "delivered", arrived, PACKER, shipment=sale.number, at=arrived.isoformat())

    def _plan_return(self, sale: _Sale, arrived: datetime | None) -> None:
        """Whether something comes back, and when; only what is over by the last day has happened."""
        chance = self.past.chance
        if arrived is None or chance.random() > _RETURNED:
            return
        day = arrived.date() + timedelta(days=chance.randrange(2, 10))
        if day > self.last:
            return
        line = chance.choice(sale.lines)
        units = chance.randrange(1, line.units + 1)
        reason, good = chance.choice(_REASONS)
        line.returned, line.refunded = units, refund_of(line.total, line.units, 0, units)
        self._back[day].append((sale, line, units, reason, good, arrived.date()))

    def take_back(self, day: date) -> None:
        """Parcels that come back today are inspected and paid back at once."""
        past, sheets = self.past, self.past.sheets
        for sale, line, units, reason, good, arrived in self._back.pop(day, ()):
            number = f"RMA-{past.number('return')}"
            case, part = past.id(sheets.returns), past.id(sheets.return_lines)
            came = past.at(day, 14 * 60)
            asked, over = came - timedelta(days=1), came + timedelta(hours=2)
            sheets.returns.add(
                case, number, sale.id, ReturnType.RETURN.value, ReturnState.CLOSED.value, reason, asked,
                came, over, over, arrived + timedelta(days=_WINDOW_DAYS), {"days": _WINDOW_DAYS, "answer": "allow"},
                CLERK,
            )  # fmt: skip
            sheets.return_lines.add(
                part, case, line.id, line.item.id, units, units, units if good else 0, 0 if good else units, "A",
                Disposition.RESTOCK.value if good else "", "" if good else Disposition.SCRAP.value, True,
                line.refunded, line.refunded, reason,
            )  # fmt: skip
            if line.refunded:
                refund = past.id(sheets.refunds)
                sheets.refunds.add(refund, sale.id, case, line.refunded, "PayPal", over, CLERK)
                sheets.refund_lines.add(past.id(sheets.refund_lines), refund, line.id, units, line.refunded)
            self._move_back(line, units, good, came, part)
            past.tell("return", case, "requested", asked, CLERK, type="return", reason=reason)
            past.tell("return", case, "closed", over, CLERK)
            past.found_by("return", case, words_of((number, sale.number, sale.person[0])))

    def _move_back(self, line: _Line, units: int, good: bool, came: datetime, part: int) -> None:
        past, left = self.past, units
        for lot, taken in line.takes:
            count = min(left, taken)
            left -= count
            if not count:
                continue
            document = ("return_line", part)
            past.move(
                line.item, lot, count, (past.customer, past.quarantine), MoveReason.RETURN, came, PACKER, *document
            )
            target, reason = (line.item.bin_id, MoveReason.RESTOCK) if good else (past.loss, MoveReason.SCRAP)
            later = came + timedelta(minutes=30)
            past.move(line.item, lot, count, (past.quarantine, target), reason, later, PACKER, *document)
            if good:
                line.item.put(lot, count)


def orders_of(day: date, average: float, chance: random.Random) -> int:
    """How many orders a day brings: weekends, the weeks before Christmas, and luck."""
    weekday = (1.1, 1.05, 1.0, 1.0, 1.0, 0.9, 0.95)[day.weekday()]
    season = 1.6 if day.month in (11, 12) and day.day < 20 else 0.85 if day.month in (7, 8) else 0.95
    return max(0, round(average * weekday * season * chance.uniform(0.75, 1.25)))
