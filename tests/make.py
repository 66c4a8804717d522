"""Small builders for tests of the shop's steps, each going the way a person would go: through a desk.

``order(desk, lines=3, state="packed")`` reads like what it makes; looking back is done by ``row``, ``rows``,
``stock`` and ``whole``.
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
from shopdesk.usecases import customers, orders, packing, picking, products, returns, shipping, stock
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
