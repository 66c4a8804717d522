"""Small builders for tests of the shop's steps, each going the way a person would go: through a desk.

``order(desk, lines=3, state="packed")`` reads like what it makes; looking back is done by ``row``, ``rows``,
``stock`` and ``whole``. A ``Maker`` says the same of one shop, and ``busy_shop`` is a shop where all of it happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import select, text

from shopdesk.domain.rights import Role, User
from shopdesk.store.engine import Database
from shopdesk.store.tables import (
    Base,
    Event,
    Location,
    Lot,
    Order,
    OrderLine,
    ReturnLine,
    Shipment,
    ShipmentLine,
    StockBalance,
    StockLevel,
    Variant,
)
from shopdesk.usecases import customers, orders, packing, picking, products, refunds, returns, shipping, stock
from shopdesk.usecases.checking import check
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.orders import NewLine

STATES = ("submitted", "confirmed", "picking", "picked", "packing", "packed", "shipped", "delivered")
PEOPLE = {
    Role.OWNER: User(1, "Olga", Role.OWNER),
    Role.WAREHOUSE: User(2, "Wanda", Role.WAREHOUSE),
    Role.SERVICE: User(3, "Sven", Role.SERVICE),
    Role.VIEWER: User(4, "Vera", Role.VIEWER),
}
_NUMBERS = count(1)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **time: float) -> None:
        """Let so many days, hours or seconds pass."""
        self.now += timedelta(**time)


class Stock(NamedTuple):
    """What the shop says of one variant, in units."""

    on_hand: int
    reserved: int
    unavailable: int

    @property
    def free(self) -> int:
        """What may still be promised."""
        return self.on_hand - self.reserved - self.unavailable


def desk(database: Database, role: Role = Role.OWNER, clock: Clock | None = None) -> Desk:
    """A desk at which a person of this role works."""
    return Desk(database, PEOPLE[role], clock=clock) if clock else Desk(database, PEOPLE[role])


def number() -> int:
    """A number no other test of this run got."""
    return next(_NUMBERS)


def bin(desk: Desk, code: str = "", **more: Any) -> str:
    """A new bin; returns its code."""
    code = code or f"BIN-{number():03d}"
    desk.do(stock.add_bin, code, **more)
    return code


def product(desk: Desk, units: int = 0, *, sku: str = "", bin: str = "", lot: str = "", **more: Any) -> int:
    """A product for 10.00 with so many units in stock; returns the variant's id."""
    sku = sku or f"SKU-{number():04d}"
    variant = desk.do(products.create_product, f"Product {sku}", sku, **{"price": 1000, **more})
    if units:
        desk.do(stock.receive, variant, units, bin, lot=lot)
    return variant


def received(desk: Desk, variant: int, units: int, bin: str = "", lot: str = "", expires: date | None = None) -> None:
    """More units of a variant."""
    desk.do(stock.receive, variant, units, bin, lot=lot, expires_on=expires)


def customer(desk: Desk, name: str = "", **more: Any) -> int:
    """Somebody with a whole address."""
    address = {"line1": "Weg 1", "city": "Bonn", "postcode": "53111", "country": "DE"}
    return desk.do(customers.create_customer, name or f"Buyer {number()}", **{**address, **more})


Lines = int | Sequence[tuple[int, int] | NewLine]


def order(
    desk: Desk, lines: Lines = 1, state: str = "submitted", *, paid: bool | int = True, buyer: int = 0, **more: Any
) -> int:
    """An order in one of ``STATES``; ``lines`` are (variant, units), or how many new products with enough stock."""
    if isinstance(lines, int):
        lines = [(product(desk, 10), 1) for _line in range(lines)]
    wanted = [line if isinstance(line, NewLine) else NewLine(*line) for line in lines]
    order_id = desk.do(orders.create_order, buyer or customer(desk), wanted, **more)
    total = row(desk, Order, order_id).total
    amount = total if paid is True else int(paid)
    if amount:
        desk.do(orders.add_payment, order_id, amount)
    bring(desk, order_id, state)
    return order_id


def bring(desk: Desk, order_id: int, state: str) -> None:
    """Take an order on to a later state."""
    upto = STATES.index(state)
    now = row(desk, Order, order_id).state
    if upto >= 1 and now == "submitted":
        desk.do(orders.confirm_order, order_id)
    if upto >= 2:
        shipment_id = shipment(desk, order_id)
        at = STATES.index(row(desk, Shipment, shipment_id).state) if shipment_id else 1
        if at >= STATES.index("shipped") and row(desk, Order, order_id).fulfilment == "partly_shipped":
            at = 1  # the rest goes in a shipment of its own
        if at < 2:
            shipment_id = desk.do(picking.release_wave, [order_id]).shipment_ids[0]
        for step, do in (
            ("picked", lambda: desk.do(picking.pick_shipment, shipment_id)),
            ("packing", lambda: desk.do(packing.start_packing, shipment_id)),
            ("packed", lambda: packed(desk, shipment_id)),
            ("shipped", lambda: desk.do(shipping.ship, shipment_id)),
            ("delivered", lambda: desk.do(shipping.deliver, shipment_id)),
        ):
            if at < STATES.index(step) <= upto:
                do()


def codes(desk: Desk, shipment_id: int) -> list[str]:
    """One SKU for every unit of a shipment that is not scanned yet."""
    with desk.reading() as session:
        found = session.execute(
            select(Variant.sku, ShipmentLine.picked - ShipmentLine.packed)
            .join(ShipmentLine, ShipmentLine.variant_id == Variant.id)
            .where(ShipmentLine.shipment_id == shipment_id)
            .order_by(ShipmentLine.id)
        ).all()
    return [sku for sku, left in found for _unit in range(left)]


def packed(desk: Desk, shipment_id: int) -> None:
    """Scan the rest of a shipment, close it and note a tracking number."""
    for code in codes(desk, shipment_id):
        desk.do(packing.scan, shipment_id, code)
    desk.do(packing.close_shipment, shipment_id)
    desk.do(shipping.set_tracking, shipment_id, f"TRACK-{number()}", "DHL")


def returned(desk: Desk, order_id: int, units: int = 1, state: str = "decided", *, line: int = 0, **more: Any) -> int:
    """A return of units of one line of an order: ``awaiting_goods``, ``received`` or (as good) ``decided``."""
    line_id = lines(desk, order_id)[line].id
    case = desk.do(returns.log_return, order_id, [(line_id, units)], **{"override": True, **more})
    if state in ("received", "decided"):
        desk.do(returns.receive_return, case)
    if state == "decided":
        for own in rows(desk, ReturnLine, ReturnLine.return_id == case):
            desk.do(returns.inspect_line, own.id, own.expected)
    return case


def row(desk: Desk, table: type[Base], row_id: int | None) -> Any:
    """One row as it stands now."""
    with desk.reading() as session:
        return session.get_one(table, row_id)


def rows(desk: Desk, table: type[Base], *where: Any) -> list[Any]:
    """The rows of a table that fit, oldest first."""
    with desk.reading() as session:
        return list(session.scalars(select(table).where(*where).order_by(*table.__table__.primary_key)))


def lines(desk: Desk, order_id: int) -> list[Any]:
    """The lines of an order."""
    return rows(desk, OrderLine, OrderLine.order_id == order_id)


def shipment(desk: Desk, order_id: int) -> int:
    """The latest live shipment of an order, or 0."""
    live = rows(desk, Shipment, Shipment.order_id == order_id, Shipment.state.not_in(["cancelled", "voided"]))
    return live[-1].id if live else 0


def stock_of(desk: Desk, variant: int) -> Stock:
    """What the shop says of a variant."""
    found = rows(desk, StockBalance, StockBalance.variant_id == variant)
    return Stock(found[0].on_hand, found[0].reserved, found[0].unavailable) if found else Stock(0, 0, 0)


def bins_of(desk: Desk, variant: int) -> dict[str, int]:
    """Units of a variant by bin, or by ``bin/lot``; empty bins are left out."""
    with desk.reading() as session:
        found = session.execute(
            select(Location.code, Lot.code, StockLevel.quantity)
            .join(Location, Location.id == StockLevel.location_id)
            .outerjoin(Lot, Lot.id == StockLevel.lot_id)
            .where(StockLevel.variant_id == variant, StockLevel.quantity > 0)
        ).all()
    return {f"{place}/{lot}" if lot else place: units for place, lot, units in found}


def events(desk: Desk, subject: str, subject_id: int) -> list[str]:
    """The kinds of what happened to a thing, oldest first."""
    return [event.kind for event in rows(desk, Event, Event.subject == subject, Event.subject_id == subject_id)]


def whole(desk: Desk) -> None:
    """The shop's own check finds nothing wrong."""
    problems = [problem.message for problem in desk.read(check).problems]
    assert not problems, problems


def contents(database: Database) -> dict[str, list[Any]]:
    """Every row of every table of a shop file, its hidden ones too."""
    with database.reader.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return {
            name: [tuple(found) for found in connection.execute(text(f'SELECT * FROM "{name}"'))]
            for name in sorted(names)
        }


class Maker:
    """The same builders for one shop, in as few words as a test of many steps has room for."""

    def __init__(self, database: Database, user: User | None = None) -> None:
        self.desk = Desk(database, user or PEOPLE[Role.OWNER])
        self.database = database

    def product(self, sku: str, units: int = 0, *, price: int = 1000, bin: str = "", lot: str = "") -> int:
        """A product with stock; returns the variant's id."""
        return product(self.desk, units, sku=sku, price=price, bin=bin, lot=lot)

    def customer(self, name: str = "Anna") -> int:
        """A customer with a whole address."""
        return customer(self.desk, name, phone="0228 123456")

    def order(self, *lines: tuple[int, int], customer: int = 0, **more: Any) -> int:
        """An order of (variant, units) with freight, paid in full unless said otherwise; returns its id."""
        return order(self.desk, lines, buyer=customer or self.customer(), shipping=490, **more)

    def confirmed(self, *lines: tuple[int, int], **more: Any) -> int:
        """A reviewed order with its goods reserved."""
        made = self.order(*lines, **more)
        self.desk.do(orders.confirm_order, made)
        return made

    def in_wave(self, *order_ids: int) -> list[int]:
        """Their shipments, in picking."""
        return list(self.desk.do(picking.release_wave, order_ids).shipment_ids)

    def picked(self, *order_ids: int) -> list[int]:
        """Their shipments, at the packing area."""
        shipments = self.in_wave(*order_ids)
        self.desk.do(picking.finish_picking, row(self.desk, Shipment, shipments[0]).wave_id)
        return shipments

    def scan(self, shipment_id: int, units: int | None = None) -> None:
        """Scan everything of a shipment, or only so many units of it."""
        self.desk.do(packing.start_packing, shipment_id)
        for code in codes(self.desk, shipment_id)[:units]:
            self.desk.do(packing.scan, shipment_id, code)

    def packed(self, *order_ids: int) -> list[int]:
        """Their shipments, packed and with tracking numbers."""
        shipments = self.picked(*order_ids)
        for one in shipments:
            self.desk.do(packing.start_packing, one)
            packed(self.desk, one)
        return shipments

    def shipped(self, *order_ids: int) -> list[int]:
        """Their shipments, on their way."""
        shipments = self.packed(*order_ids)
        for one in shipments:
            self.desk.do(shipping.ship, one)
        return shipments

    def returned(self, order_id: int, units: int = 1, *, refund: bool = True) -> int:
        """A return of so many units of the order's first line, inspected as good and paid back."""
        case = returned(self.desk, order_id, units)
        if refund:
            self.desk.do(refunds.refund_return, case, "bank")
        return case

    def value(self, column: Any, where: Any) -> Any:
        """One figure of one row."""
        with self.database.reading() as session:
            return session.scalars(select(column).where(where).order_by(column)).first()


def busy_shop(database: Database) -> None:
    """A small shop in which something of everything has happened."""
    make = Maker(database)
    do = make.desk.do
    do(stock.add_bin, "A-01")
    do(stock.add_bin, "A-02")
    tea = make.product("TEA-01", 40, bin="A-01", price=999)
    mug = make.product("MUG-01", 30, bin="A-02", price=1250)
    oil = make.product("OIL-01", 10, bin="A-02", lot="L1")
    do(stock.receive, oil, 10, "A-01", lot="L2")
    do(stock.transfer, mug, 5, "A-02", "A-01")
    do(stock.adjust, tea, -2, "A-01", "Broken")

    finished = make.confirmed((tea, 3), (oil, 12), discount=100)
    (parcel,) = make.shipped(finished)
    do(shipping.deliver, parcel)
    make.returned(finished, 2)
    do(refunds.refund_order, finished, 50, "bank", "Goodwill")

    voided = make.confirmed((mug, 2))
    (parcel,) = make.shipped(voided)
    do(shipping.void_shipment, parcel, "The van broke down")

    make.packed(make.confirmed((tea, 1)))
    (at_bench,) = make.picked(make.confirmed((tea, 2), (mug, 1)))
    make.scan(at_bench, 2)
    do(packing.undo_scan, at_bench)
    make.in_wave(make.confirmed((mug, 3), (oil, 2)))
    (taken_back,) = make.picked(make.confirmed((tea, 4)))
    do(picking.cancel_shipment, taken_back, "Wrong shelf")
    make.confirmed((tea, 10**3))
    do(orders.cancel_order, make.confirmed((mug, 1)), "Changed mind")
    do(orders.hold_order, make.order((mug, 1), paid=False), "Address?")
    (waiting,) = make.shipped(make.confirmed((mug, 2)))
    line = make.value(ShipmentLine.order_line_id, ShipmentLine.shipment_id == waiting)
    do(returns.log_return, make.value(OrderLine.order_id, OrderLine.id == line), [(line, 1)], override=True)
