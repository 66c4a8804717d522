"""A shop at work, made through the real use cases, in as few words as a test has room for."""

from __future__ import annotations

from sqlalchemy import select

from shopdesk.domain.rights import User
from shopdesk.store.engine import Database
from shopdesk.store.tables import Order, OrderLine, Shipment, ShipmentLine, Variant, Wave
from shopdesk.usecases import customers, orders, packing, picking, products, refunds, returns, shipping, stock
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.orders import NewLine
from tests.database import OWNER


class Maker:
    """Makes things in one shop; every method is one or a few actions of one person."""

    def __init__(self, database: Database, user: User = OWNER) -> None:
        self.desk = Desk(database, user)
        self.database = database

    def product(self, sku: str, units: int = 0, *, price: int = 1000, bin: str = "", lot: str = "") -> int:
        """A product with stock; returns the variant's id."""
        variant = self.desk.do(products.create_product, f"Product {sku}", sku, price=price)
        if units:
            self.desk.do(stock.receive, variant, units, bin, lot=lot)
        return variant

    def customer(self, name: str = "Anna") -> int:
        """A customer with a whole address."""
        return self.desk.do(
            customers.create_customer,
            name,
            line1="Weg 1",
            city="Bonn",
            postcode="53111",
            country="DE",
            phone="0228 123456",
        )

    def order(self, *lines: tuple[int, int], discount: int = 0, paid: bool = True, customer: int | None = None) -> int:
        """An order of (variant, units), paid in full; returns its id."""
        order = self.desk.do(
            orders.create_order,
            customer or self.customer(),
            [NewLine(v, n) for v, n in lines],
            discount=discount,
            shipping=490,
        )
        if paid:
            self.desk.do(orders.add_payment, order, self.value(Order.total, Order.id == order))
        return order

    def confirmed(self, *lines: tuple[int, int], **more: object) -> int:
        """A reviewed order with its goods reserved."""
        order = self.order(*lines, **more)  # type: ignore[arg-type]
        self.desk.do(orders.confirm_order, order)
        return order

    def in_wave(self, *order_ids: int) -> list[int]:
        """Their shipments, in picking."""
        return list(self.desk.do(picking.release_wave, order_ids).shipment_ids)

    def picked(self, *order_ids: int) -> list[int]:
        """Their shipments, at the packing area."""
        shipments = self.in_wave(*order_ids)
        self.desk.do(
            picking.finish_picking,
            self.value(Wave.id, Wave.id == self.value(Shipment.wave_id, Shipment.id == shipments[0])),
        )
        return shipments

    def scan(self, shipment: int, units: int | None = None) -> None:
        """Scan everything of a shipment, or only so many units of it."""
        self.desk.do(packing.start_packing, shipment)
        with self.database.reading() as session:
            rows = session.execute(
                select(Variant.sku, ShipmentLine.picked - ShipmentLine.packed)
                .join(ShipmentLine, ShipmentLine.variant_id == Variant.id)
                .where(ShipmentLine.shipment_id == shipment)
                .order_by(ShipmentLine.id)
            ).all()
        codes = [sku for sku, left in rows for _unit in range(left)]
        for code in codes[:units]:
            self.desk.do(packing.scan, shipment, code)

    def packed(self, *order_ids: int) -> list[int]:
        """Their shipments, packed and with tracking numbers."""
        shipments = self.picked(*order_ids)
        for shipment in shipments:
            self.scan(shipment)
            self.desk.do(packing.close_shipment, shipment)
            self.desk.do(shipping.set_tracking, shipment, f"TRACK-{shipment}", "DHL")
        return shipments

    def shipped(self, *order_ids: int) -> list[int]:
        """Their shipments, on their way."""
        shipments = self.packed(*order_ids)
        for shipment in shipments:
            self.desk.do(shipping.ship, shipment)
        return shipments

    def returned(self, order: int, units: int = 1, *, refund: bool = True) -> int:
        """A return of so many units of the order's first line, inspected as good and paid back."""
        line = self.value(OrderLine.id, OrderLine.order_id == order)
        case = self.desk.do(returns.log_return, order, [(line, units)], override=True)
        self.desk.do(returns.receive_return, case)
        with self.database.reading() as session:
            from shopdesk.store.tables import ReturnLine

            return_line = session.scalars(select(ReturnLine.id).where(ReturnLine.return_id == case)).one()
        self.desk.do(returns.inspect_line, return_line, units)
        if refund:
            self.desk.do(refunds.refund_return, case, "bank")
        return case

    def value(self, column: object, where: object) -> int:
        """One figure of one row."""
        with self.database.reading() as session:
            return session.scalars(select(column).where(where).order_by(column)).first()  # type: ignore[call-overload,no-any-return]


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
