"""Rows for tests of lists and read models, written straight into the tables so that no use case stands between."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from shopdesk.store.engine import Database
from shopdesk.store.tables import (
    Address,
    Barcode,
    Candidate,
    Channel,
    CountLine,
    Customer,
    ImportBatch,
    Location,
    Lot,
    Order,
    OrderLine,
    Parcel,
    PriceSuggestion,
    Product,
    Purchase,
    PurchaseLine,
    Receipt,
    ReceiptLine,
    Reservation,
    Return,
    ReturnLine,
    SearchDoc,
    Shipment,
    ShipmentLine,
    StockBalance,
    StockCount,
    StockLevel,
    StockMove,
    StockTransfer,
    Supplier,
    SupplierClaim,
    Variant,
    Warehouse,
    Wave,
)
from shopdesk.store.terms import index_terms
from shopdesk.store.work import utc_now


@dataclass
class Rows:
    """Adds rows to one shop; every method returns the new id."""

    database: Database
    now: datetime = field(default_factory=utc_now)

    def add(self, table: Any, **values: Any) -> int:
        with self.database.writing() as connection:
            return connection.execute(insert(table).values(**values).returning(table.id)).scalar_one()

    def stock_papers(self, variant: int) -> None:
        """A lot, a count with one line and a transfer, of one variant."""
        place = self.one(Location.id, code="SHELF")
        house = self.one(Warehouse.id)
        self.add(Lot, variant_id=variant, code="L1", expires_on=(self.now + timedelta(days=9)).date())
        count = self.add(
            StockCount, number="ST-001", title="Shelf", state="counting", warehouse_id=house, chosen={}, blind=True,
            empty_means="not_counted", created_at=self.now, created_by="Anna",
        )  # fmt: skip
        self.add(CountLine, count_id=count, position=1, variant_id=variant, location_id=place, snapshot=4)
        self.add(
            StockTransfer, number="TR-001", state="draft", from_id=house, to_id=house, created_at=self.now,
            created_by="Anna",
        )  # fmt: skip

    def one(self, column: Any, **where: Any) -> Any:
        table = column.class_
        with self.database.reading() as session:
            return session.scalar(select(column).where(*(getattr(table, k) == v for k, v in where.items())).limit(1))

    @property
    def warehouse(self) -> int:
        return int(self.one(Warehouse.id))

    def place(self, zone: str) -> int:
        return int(self.one(Location.id, zone=zone))

    def found(self, kind: str, ref: int, *texts: str) -> None:
        self.add(SearchDoc, kind=kind, ref=ref, body=index_terms(*texts))

    def product(
        self, title: str, sku: str, *, stock: int = 0, price: int = 1000, barcode: str = "", **more: Any
    ) -> int:
        """A product with one variant, ``stock`` pieces of it on the shelf; returns the variant's id."""
        product_id = self.add(
            Product,
            code=sku,
            code_key=sku.casefold(),
            title=title,
            option_names=[],
            attributes={},
            created_at=self.now,
            updated_at=self.now,
            **more,
        )
        variant_id = self.add(
            Variant,
            product_id=product_id,
            sku=sku,
            sku_key=sku.casefold(),
            name=title,
            option_values=[],
            price=price,
        )
        if barcode:
            self.add(Barcode, variant_id=variant_id, code=barcode)
        if stock:
            shelf = self.place("storage")
            self.add(
                StockMove,
                variant_id=variant_id,
                quantity=stock,
                from_id=self.place("loss"),
                to_id=shelf,
                reason="opening",
                by_name="Olga",
                at=self.now,
            )
            self.add(StockLevel, variant_id=variant_id, location_id=shelf, quantity=stock)
            self.add(StockBalance, variant_id=variant_id, warehouse_id=self.warehouse, on_hand=stock)
        self.found("product", product_id, title, sku, barcode)
        self.found("variant", variant_id, title, sku, barcode)
        return variant_id

    def customer(self, name: str, number: str, **more: Any) -> int:
        customer_id = self.add(Customer, number=number, name=name, created_at=self.now - timedelta(days=400), **more)
        self.add(Address, customer_id=customer_id, name=name, line1="Gasse 1", city="Wien", country="AT")
        self.found("customer", customer_id, name, number)
        return customer_id

    def order(
        self, number: str, *, lines: tuple[tuple[int | None, int, int], ...] = (), days_ago: float = 0, **more: Any
    ) -> int:
        """An order with lines of (variant, pieces, total); returns its id."""
        placed = self.now - timedelta(days=days_ago)
        total = sum(line[2] for line in lines)
        values = {
            "state": "submitted",
            "channel_id": self.one(Channel.id, code="counter"),
            "channel_order_no": number,
            "placed_at": placed,
            "ship_by": placed + timedelta(days=1),
            "warehouse_id": self.warehouse,
            "ship_name": "Anna Auer",
            "ship_city": "Wien",
            "currency": "EUR",
            "goods_total": total,
            "total": total,
            "paid": total,
            "payment": "paid",
            "item_count": sum(line[1] for line in lines),
            **more,
        }
        order_id = self.add(Order, number=number, **values)
        for at, (variant_id, pieces, amount) in enumerate(lines):
            self.add(
                OrderLine,
                order_id=order_id,
                position=at,
                variant_id=variant_id,
                sku=f"S{at}",
                title=f"Line {at + 1}",
                quantity=pieces,
                unit_price=amount // pieces,
                total=amount,
            )
        self.found("order", order_id, number, str(values["ship_name"]))
        return order_id

    def line(self, order_id: int) -> Any:
        """The first line of an order."""
        with self.database.reading() as session:
            return session.execute(
                select(OrderLine.id, OrderLine.variant_id, OrderLine.quantity).where(OrderLine.order_id == order_id)
            ).first()

    def reserve(self, order_id: int, pieces: int) -> int:
        line = self.line(order_id)
        return self.add(
            Reservation,
            order_line_id=line.id,
            variant_id=line.variant_id,
            warehouse_id=self.warehouse,
            quantity=pieces,
            state="active",
            created_at=self.now,
        )

    def shipment(self, order_id: int, number: str, state: str, *, tracking_no: str = "", wave: str = "") -> int:
        wave_id = self.add(Wave, number=wave, created_at=self.now, by_name="Olga") if wave else None
        shipment_id = self.add(
            Shipment,
            number=number,
            order_id=order_id,
            warehouse_id=self.warehouse,
            state=state,
            wave_id=wave_id,
            slot=1,
            carrier="DHL",
            created_at=self.now,
        )
        line = self.line(order_id)
        self.add(
            ShipmentLine,
            shipment_id=shipment_id,
            order_line_id=line.id,
            variant_id=line.variant_id,
            quantity=line.quantity,
        )
        self.add(
            Parcel,
            shipment_id=shipment_id,
            number=1,
            state="closed",
            tracking_no=tracking_no,
            weight_g=640,
            opened_at=self.now,
        )
        self.found("shipment", shipment_id, number, tracking_no)
        return shipment_id

    def case(self, order_id: int, number: str, state: str, *, due: int = 0) -> int:
        """A return of one piece of the first line."""
        return_id = self.add(
            Return,
            number=number,
            order_id=order_id,
            type="return",
            state=state,
            reason="defect",
            requested_at=self.now,
            policy={},
            by_name="Olga",
        )
        line = self.line(order_id)
        self.add(
            ReturnLine,
            return_id=return_id,
            order_line_id=line.id,
            variant_id=line.variant_id,
            expected=1,
            refund_due=due,
        )
        self.found("return", return_id, number)
        return return_id

    def bought(self, variant_id: int, number: str = "PO-1001") -> int:
        """A purchase order half of which came, one unit damaged and claimed."""
        today = self.now.date()
        supplier = self.add(Supplier, code=f"S-{number}", code_key=f"s-{number}", name="Ceramica Vale", currency="EUR",
                            since=today, tags="local")  # fmt: skip
        order = self.add(Purchase, number=number, supplier_id=supplier, state="partly_received", currency="EUR",
                         created_at=self.now, expected_on=today, goods=4920, by_name="Olga")  # fmt: skip
        line = self.add(PurchaseLine, purchase_id=order, variant_id=variant_id, quantity=12, price=410, good=5,
                        damaged=1)  # fmt: skip
        receipt = self.add(Receipt, number=f"GR-{number}", purchase_id=order, state="booked", started_at=self.now,
                           booked_at=self.now, by_name="Olga")  # fmt: skip
        part = self.add(ReceiptLine, receipt_id=receipt, purchase_line_id=line, variant_id=variant_id, good=5,
                        damaged=1, landed=2460)  # fmt: skip
        self.add(SupplierClaim, number=f"CL-{number}", supplier_id=supplier, variant_id=variant_id,
                 purchase_line_id=line, receipt_line_id=part, reason="damaged", state="open", quantity=1,
                 currency="EUR", amount=410, opened_at=self.now, by_name="Olga")  # fmt: skip
        self.found("supplier", supplier, "Ceramica Vale")
        self.found("purchase", order, number)
        return order

    def batch(self, file_name: str = "orders.csv", problems: int = 0) -> int:
        return self.add(
            ImportBatch,
            what="orders",
            format="shopdesk",
            file_name=file_name,
            sha256="0" * 64,
            state="applied",
            row_count=3,
            created={"orders": 3},
            updated={},
            problem_count=problems,
            problems=[{"row": 2, "column": "SKU", "got": "", "why": "empty"}] * problems,
            at=self.now,
            by_name="Olga",
        )

    def priced(self, variant_id: int) -> None:
        """A suggested price for a variant, and a score for its product."""
        self.add(
            PriceSuggestion, variant_id=variant_id, was=1250, price=1190, rule="too_much", numbers={}, state="open",
            made_at=self.now,
        )  # fmt: skip
        self.add(
            Candidate, product_id=self.one(Variant.product_id, id=variant_id), demand=4, margin=3, supply=2, rank=48,
            scored_at=self.now, by_name="Olga",
        )  # fmt: skip
