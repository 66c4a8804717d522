"""Random work of a stock room from one seed, and the proof that its books are right.

Used by the tests (short, on both databases) and by ``bench stock-books`` (long). A refusal in words is part of the
work; anything else that goes wrong is a fault of the program.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from shopdesk.domain.errors import Conflict, UserError
from shopdesk.domain.rights import Role, User
from shopdesk.store.engine import Database
from shopdesk.store.tables import (
    CountLine,
    Location,
    Lot,
    Order,
    OrderLine,
    Person,
    Reservation,
    ReturnLine,
    Shipment,
    ShipmentLine,
    StockBalance,
    StockLevel,
    StockMove,
    StockTransfer,
    TransferLine,
    Variant,
    Warehouse,
)
from shopdesk.usecases import (
    bins,
    counts,
    customers,
    orders,
    packing,
    picking,
    products,
    returns,
    shipping,
    stock,
    transfers,
)
from shopdesk.usecases.desk import Desk

FIRST_DAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
PLACES = ("A-01", "A-02", "B-01", "SHELF", "QUARANTINE", "NORTH-SHELF")
WRITE_OFFS = ("damaged", "expired", "lost", "own_use", "gift")
GIVEN_UP = 10**7
_VIRTUAL = frozenset({"supplier", "customer", "loss", "production", "transit"})
_BLOCKED = frozenset({"receiving", "returns", "quarantine", "scrap"})


class StockRoom:
    """A small shop and somebody who does whatever ``seed`` says; ``expected`` are units on hand by variant."""

    def __init__(self, database: Database, seed: int, items: int = 6) -> None:
        self.chance = random.Random(seed)
        self.now = FIRST_DAY
        with database.reading() as session:
            owner = session.execute(select(Person.id, Person.name).order_by(Person.id).limit(1)).one()
        self.desk = Desk(database, User(owner.id, owner.name, Role.OWNER), clock=lambda: self.now)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.expected: Counter[int] = Counter()
        self.under_way: Counter[int] = Counter()
        for code in PLACES[:3]:
            self.desk.do(stock.add_bin, code)
        self.desk.do(bins.add_warehouse, "NORTH", "North store")
        self.items = [
            self.desk.do(products.create_product, f"Item {at}", f"SKU-{at}", price=1000 + at) for at in range(items)
        ]
        self.buyer = self.desk.do(
            customers.create_customer, "Anna", line1="Weg 1", city="Bonn", postcode="53111", country="DE"
        )
        self.steps: list[tuple[Callable[[], None], int]] = [
            (self.receive, 22), (self.adjust, 10), (self.carry, 14), (self.write_off, 5), (self.reverse, 4),
            (self.order, 12), (self.pick, 8), (self.ship, 7), (self.void, 2), (self.give_up, 3), (self.take_back, 4),
            (self.count, 4), (self.send, 3), (self.arrive, 3),
        ]  # fmt: skip

    def work(self, steps: int) -> None:
        """Do so many random things."""
        all_steps, weights = zip(*self.steps, strict=True)
        for step in self.chance.choices(all_steps, weights, k=steps):
            self.now += timedelta(seconds=self.chance.randint(1, 90))
            step()

    def attempt(self, usecase: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Do one thing; None when it is refused in words. A rule of the database that is hit is a fault."""
        try:
            result = self.desk.do(usecase, *args, **more)
        except Conflict as error:
            raise AssertionError(f"{usecase.__name__} ran into the database: {error}") from error
        except UserError:
            self.refused[usecase.__name__] += 1
            return None
        self.done[usecase.__name__] += 1
        return True if result is None else result

    # looking

    def _some(self, column: Any, *where: Any) -> int:
        """One id that fits, or nobody's."""
        with self.desk.reading() as session:
            ids = list(session.scalars(select(column).where(*where).order_by(column.desc()).limit(12)))
        return int(self.chance.choice(ids)) if ids else GIVEN_UP

    def _units_of(self, variant: int) -> int:
        with self.desk.reading() as session:
            return sum(session.scalars(select(StockBalance.on_hand).where(StockBalance.variant_id == variant)))

    def _level(self) -> tuple[int, str, str, int] | None:
        """Something that lies somewhere: (variant, bin, lot, units)."""
        variant = self.chance.choice(self.items)
        with self.desk.reading() as session:
            rows = session.execute(
                select(Location.code, Lot.code, StockLevel.quantity)
                .join(Location, Location.id == StockLevel.location_id)
                .outerjoin(Lot, Lot.id == StockLevel.lot_id)
                .where(StockLevel.variant_id == variant, StockLevel.quantity > 0)
                .order_by(Location.code, StockLevel.lot_id)
            ).all()
        # Databases order missing lots differently.
        rows = sorted(rows, key=lambda row: (row[0], row[1] or ""))
        if not rows:
            return None
        place, lot, units = self.chance.choice(rows)
        return variant, place, lot or "", int(units)

    def _changed(self, before: dict[int, int]) -> None:
        """Take over what a step of many moves did, when it is not known beforehand."""
        for variant in before:
            self.expected[variant] = self._units_of(variant)

    # doing

    def receive(self) -> None:
        """Goods come from a supplier, sometimes as a lot with a date."""
        variant, units = self.chance.choice(self.items), self.chance.randint(1, 12)
        lot = f"L{self.chance.randint(1, 4)}" if self.chance.random() < 0.5 else ""
        expires = date(2027, 1, 1) + timedelta(days=int(lot[1:]) * 40) if lot else None
        if self.attempt(stock.receive, variant, units, self.chance.choice(PLACES), lot=lot, expires_on=expires):
            self.expected[variant] += units

    def adjust(self) -> None:
        """A bin is corrected by a difference."""
        level = self._level()
        if level is not None:
            variant, place, lot, units = level
            off = self.chance.choice([-units - 1, -units, -1, 1, 2, 5])
            if self.attempt(stock.adjust, variant, off, place, "Random", lot=lot):
                self.expected[variant] += off

    def carry(self) -> None:
        """Goods go from one bin to another; nothing comes or goes."""
        level = self._level()
        if level is not None:
            variant, place, lot, units = level
            target = self.chance.choice((*PLACES, "SCRAP", "RETURNS", "PACKING"))
            if target != "PACKING":
                count = self.chance.randint(1, units + 1)
                self.attempt(stock.transfer, variant, count, place, target, lot=lot)

    def write_off(self) -> None:
        """Goods leave the books unsold."""
        level = self._level()
        if level is not None:
            variant, place, lot, units = level
            count = self.chance.randint(1, units + 1)
            if self.attempt(stock.write_off, variant, count, place, self.chance.choice(WRITE_OFFS), lot=lot):
                self.expected[variant] -= count

    def reverse(self) -> None:
        """A late move is undone by its opposite."""
        move_id = self._some(StockMove.id)
        with self.desk.reading() as session:
            move = session.get(StockMove, move_id)
            kinds = {row.id: row.zone for row in session.execute(select(Location.id, Location.zone))}
        if move is None:
            return
        if self.attempt(stock.reverse_move, move_id, "Random"):
            came = (kinds[move.from_id] not in _VIRTUAL) - (kinds[move.to_id] not in _VIRTUAL)
            self.expected[move.variant_id] += came * move.quantity

    def order(self) -> None:
        """Somebody buys one or two things and the order is reviewed: goods are reserved."""
        wanted = self.chance.sample(self.items, self.chance.randint(1, 2))
        lines = [orders.NewLine(variant, self.chance.randint(1, 4)) for variant in wanted]
        made = self.attempt(orders.create_order, self.buyer, lines)
        if made:
            with self.desk.reading() as session:
                total = session.get_one(Order, made).total
            self.attempt(orders.add_payment, made, total)
            self.attempt(orders.confirm_order, made)

    def pick(self) -> None:
        """A reviewed order is released and brought to the packing area."""
        order = self._some(Order.id, Order.state.in_(("confirmed", "processing")))
        made = self.attempt(picking.release_wave, [order])
        if made:
            for shipment in made.shipment_ids:
                if self.chance.random() < 0.8:
                    self.attempt(picking.pick_shipment, shipment)

    def ship(self) -> None:
        """What was picked is packed and leaves."""
        shipment = self._some(Shipment.id, Shipment.state.in_(("picked", "packing", "packed")))
        if shipment == GIVEN_UP:
            return
        self.attempt(packing.start_packing, shipment)
        with self.desk.reading() as session:
            left = session.execute(
                select(Variant.id, Variant.sku, ShipmentLine.picked - ShipmentLine.packed, ShipmentLine.picked)
                .join(ShipmentLine, ShipmentLine.variant_id == Variant.id)
                .where(ShipmentLine.shipment_id == shipment)
                .order_by(ShipmentLine.id)
            ).all()
        for _variant, sku, units, _picked in left:
            if units:
                self.attempt(packing.scan, shipment, sku, units)
        self.attempt(packing.close_shipment, shipment)
        self.attempt(shipping.set_tracking, shipment, f"T{shipment}", "DHL")
        if self.attempt(shipping.ship, shipment):
            for variant, _sku, _units, picked in left:
                self.expected[variant] -= picked

    def void(self) -> None:
        """A parcel that left comes back into the books."""
        before = dict.fromkeys(self.items, 0)
        if self.attempt(shipping.void_shipment, self._some(Shipment.id, Shipment.state == "shipped"), "Random"):
            self._changed(before)

    def give_up(self) -> None:
        """Picked goods go back, or an order is cancelled."""
        if self.chance.random() < 0.5:
            places = Shipment.state.in_(("released", "picking", "picked"))
            self.attempt(picking.cancel_shipment, self._some(Shipment.id, places), "Random")
        else:
            self.attempt(orders.cancel_order, self._some(Order.id, Order.state == "confirmed"), "Random")

    def take_back(self) -> None:
        """A customer sends something back; it goes on sale again or into scrap."""
        order = self._some(Order.id, Order.state == "completed")
        with self.desk.reading() as session:
            lines = list(
                session.scalars(select(OrderLine.id).where(OrderLine.order_id == order).order_by(OrderLine.id))
            )
        if not lines:
            return
        case = self.attempt(returns.log_return, order, [(self.chance.choice(lines), 1)], override=True)
        if not case:
            return
        self.attempt(returns.receive_return, case)
        with self.desk.reading() as session:
            own = list(session.scalars(select(ReturnLine.id).where(ReturnLine.return_id == case)))
        good = int(self.chance.random() < 0.7)
        for line in own:
            self.attempt(returns.inspect_line, line, good, 1 - good)
        self._changed(dict.fromkeys(self.items, 0))

    def count(self) -> None:
        """A bin is counted while other things may have happened, and posted."""
        level = self._level()
        if level is None or level[1] == "PACKING":
            return
        count = self.attempt(counts.start_count, bins=level[1], tolerance_units=1000)
        if not count:
            return
        with self.desk.reading() as session:
            lines = session.execute(
                select(CountLine.variant_id, CountLine.snapshot, Lot.code)
                .outerjoin(Lot, Lot.id == CountLine.lot_id)
                .where(CountLine.count_id == count)
                .order_by(CountLine.position)
            ).all()
        for at in range(self.chance.randint(0, 2)):
            self.chance.choice([self.receive, self.carry, self.adjust])()
            self.now += timedelta(seconds=at + 1)
        for variant, units, lot in lines:
            if self.chance.random() < 0.8:
                found = max(0, units + self.chance.choice([0, 0, 0, -1, 1]))
                self.attempt(counts.count_line, count, variant, found, level[1], lot=lot or "")
        if self.attempt(counts.post_count, count, "Random", without_recount=True) is not None:
            with self.desk.reading() as session:
                for variant, off in session.execute(
                    select(CountLine.variant_id, CountLine.adjusted).where(
                        CountLine.count_id == count, CountLine.adjusted.is_not(None)
                    )
                ):
                    self.expected[variant] += off
        else:
            self.attempt(counts.cancel_count, count)

    def send(self) -> None:
        """Goods leave for the other warehouse; on the way they are in neither."""
        variant, units = self.chance.choice(self.items), self.chance.randint(1, 4)
        made = self.attempt(transfers.create_transfer, "NORTH", [(variant, units)])
        if made and self.attempt(transfers.send_transfer, made):
            self.expected[variant] -= units
            self.under_way[variant] += units

    def arrive(self) -> None:
        """Goods arrive; sometimes a piece is lost."""
        transfer = self._some(StockTransfer.id, StockTransfer.state == "sent")
        with self.desk.reading() as session:
            lines = session.execute(
                select(TransferLine.id, TransferLine.variant_id, TransferLine.quantity)
                .where(TransferLine.transfer_id == transfer)
                .order_by(TransferLine.id)
            ).all()
        if not lines:
            return
        lost = int(self.chance.random() < 0.3)
        came = {line.id: line.quantity - (lost if at == 0 else 0) for at, line in enumerate(lines)}
        if self.attempt(transfers.receive_transfer, transfer, came, reason="Random") is not None:
            for line in lines:
                self.expected[line.variant_id] += came[line.id]
                self.under_way[line.variant_id] -= line.quantity

    # proving

    def prove(self) -> None:
        """The books are right: added up anew in this process, from the moves alone. Raises AssertionError."""
        prove(self.desk, +self.expected, +self.under_way)


def prove(desk: Desk, expected: Counter[int], under_way: Counter[int]) -> None:
    """Levels and balances are exactly what the moves add up to, never negative, and what was done to the goods."""
    with desk.reading() as session:
        places = {row.id: row for row in session.execute(select(Location.id, Location.zone, Location.warehouse_id))}
        bins_: Counter[tuple[int, int, int]] = Counter()
        way: Counter[int] = Counter()
        moves = select(StockMove.variant_id, StockMove.lot_id, StockMove.quantity, StockMove.from_id, StockMove.to_id)
        for variant, lot, units, from_id, to_id in session.execute(moves.order_by(StockMove.id)).yield_per(10_000):
            for place, sign in ((from_id, -1), (to_id, 1)):
                key = (variant, place, lot or 0)
                if places[place].zone == "transit":
                    way[variant] += sign * units
                elif places[place].zone not in _VIRTUAL:
                    bins_[key] += sign * units
                    assert bins_[key] >= 0, f"{key} was below zero"
        levels = {
            (row.variant_id, row.location_id, row.lot_id or 0): row
            for row in session.execute(select(StockLevel.__table__))
        }
        held = {key: row.quantity for key, row in levels.items() if row.quantity}
        assert held == +bins_, "the bins are not what the moves add up to"
        assert all(0 <= row.allocated <= row.quantity for row in levels.values())
        totals: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
        for (variant, place, _lot), units in bins_.items():
            total = totals[variant, places[place].warehouse_id]
            total[0] += units
            total[1] += units if places[place].zone in _BLOCKED else 0
        promised: Counter[tuple[int, int]] = Counter()
        for variant, house, units in session.execute(
            select(Reservation.variant_id, Reservation.warehouse_id, Reservation.quantity - Reservation.consumed).where(
                Reservation.state == "active"
            )
        ):
            promised[variant, house] += units
        for row in session.execute(select(StockBalance.__table__)):
            key2 = (row.variant_id, row.warehouse_id)
            said = [row.on_hand, row.unavailable, row.reserved]
            assert said == [*totals.pop(key2, [0, 0]), promised[key2]], f"balance of {key2}"
            assert row.on_hand >= 0
        assert not any(units for total in totals.values() for units in total), "a balance is missing"
    found = Counter({variant: 0 for variant, _place, _lot in bins_})
    for (variant, _place, _lot), units in bins_.items():
        found[variant] += units
    assert +found == expected, "on hand is not what was done"
    assert +way == under_way, "under way is not what was sent"


def digest(desk: Desk) -> str:
    """One word for all books: the same on every database after the same work."""
    whole = hashlib.sha256()
    with desk.reading() as session:
        codes = {row.id: row.code for row in session.execute(select(Location.id, Location.code))}
        lots = {row.id: row.code for row in session.execute(select(Lot.id, Lot.code))}
        houses = {row.id: row.code for row in session.execute(select(Warehouse.id, Warehouse.code))}
        skus = {row.id: row.sku for row in session.execute(select(Variant.id, Variant.sku))}
        moves = session.execute(select(StockMove.__table__).order_by(StockMove.id)).all()
        said = [
            (skus[m.variant_id], lots.get(m.lot_id), m.quantity, codes[m.from_id], codes[m.to_id], m.reason, m.note)
            for m in moves
        ]
        levels = sorted(
            (skus[row.variant_id], codes[row.location_id], lots.get(row.lot_id) or "", row.quantity, row.allocated)
            for row in session.execute(select(StockLevel.__table__))
            if row.quantity
        )
        balances = sorted(
            (skus[row.variant_id], houses[row.warehouse_id], row.on_hand, row.reserved, row.unavailable)
            for row in session.execute(select(StockBalance.__table__))
        )
    for part in (said, levels, balances):
        whole.update(repr(part).encode())
    return whole.hexdigest()
