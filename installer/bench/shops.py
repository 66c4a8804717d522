"""Shops of any size for the benchmark, filled straight through the tables."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from shopdesk.domain.codes import code_key, in_house_ean
from shopdesk.domain.stock import Zone
from shopdesk.queries.settings import area
from shopdesk.store.engine import Database
from shopdesk.store.shop import ShopProfile, create
from shopdesk.store.tables import (
    Barcode,
    Channel,
    Customer,
    Location,
    Order,
    OrderLine,
    Parcel,
    Product,
    Reservation,
    SearchDoc,
    Shipment,
    ShipmentLine,
    StockBalance,
    StockLevel,
    StockMove,
    Variant,
    Warehouse,
)
from shopdesk.store.terms import index_terms

CHUNK = 20_000
_HAN = "茶花围巾红绿青白瓷杯壶盘碗竹木棉麻丝绒香皂蜡烛蜂蜜桂圆乌龙普洱龙井云南福建手工天然经典"
_WORDS = ("mug", "tea", "linen", "towel", "candle", "soap", "bowl", "vase", "scarf", "board", "blue", "green", "large")


def product_names(count: int, seed: int = 3) -> list[str]:
    """Invented names in two scripts; one in 27 holds 围巾."""
    chance = random.Random(seed)
    names = []
    for at in range(count):
        han = "".join(chance.choice(_HAN) for _char in range(6)).replace("围巾", "围红")
        if at % 27 == 0:
            han = han[:2] + "围巾" + han[4:]
        names.append(f"{han} {chance.choice(_WORDS)} {chance.choice(_WORDS)} {at}")
    return names


def catalogue(database: Database, count: int) -> None:
    """``count`` products of one variant each, with barcode, stock and search words."""
    now = datetime.now(UTC)
    names = product_names(count)
    with database.writing() as connection:
        warehouse = connection.execute(select(Warehouse.id)).scalar_one()
        shelf = area(database, connection, Zone.STORAGE).id
        supplier = area(database, connection, Zone.SUPPLIER).id
        for start in range(0, count, CHUNK):
            part = range(start, min(start + CHUNK, count))
            stamp = {"created_at": now, "updated_at": now}
            connection.execute(
                insert(Product),
                [
                    {"id": at + 1, "code": f"P{at:07}", "code_key": f"p{at:07}", "title": names[at], **stamp}
                    for at in part
                ],
            )
            connection.execute(
                insert(Variant),
                [
                    {
                        "id": at + 1,
                        "product_id": at + 1,
                        "position": 1,
                        "sku": f"P{at:07}-1",
                        "sku_key": code_key(f"P{at:07}-1"),
                        "name": names[at],
                        "price": 1000 + at % 5000,
                        "weight_g": 100,
                    }
                    for at in part
                ],
            )
            connection.execute(insert(Barcode), [{"variant_id": at + 1, "code": in_house_ean(at + 1)} for at in part])
            connection.execute(
                insert(StockLevel), [{"variant_id": at + 1, "location_id": shelf, "quantity": 1000} for at in part]
            )
            connection.execute(
                insert(StockBalance),
                [{"variant_id": at + 1, "warehouse_id": warehouse, "on_hand": 1000} for at in part],
            )
            connection.execute(
                insert(StockMove),
                [
                    {
                        "variant_id": at + 1,
                        "quantity": 1000,
                        "from_id": supplier,
                        "to_id": shelf,
                        "reason": "opening",
                        "by_name": "bench",
                        "at": now,
                    }
                    for at in part
                ],
            )
            connection.execute(
                insert(SearchDoc), [{"kind": "product", "ref": at + 1, "body": index_terms(names[at])} for at in part]
            )


def orders(database: Database, count: int) -> None:
    """``count`` finished orders of three lines, spread over time, for lists to page through."""
    chance = random.Random(5)
    base = datetime(2024, 1, 1, tzinfo=UTC)
    with database.writing() as connection:
        channel = connection.execute(select(Channel.id).limit(1)).scalar_one()
        warehouse = connection.execute(select(Warehouse.id)).scalar_one()
        customers = min(count, 5000)
        connection.execute(
            insert(Customer),
            [
                {"id": at + 1, "number": f"C{at}", "name": f"Customer {at}", "created_at": base}
                for at in range(customers)
            ],
        )
        for start in range(0, count, CHUNK):
            part = range(start, min(start + CHUNK, count))
            connection.execute(
                insert(Order),
                [
                    {
                        "id": at + 1,
                        "number": str(100_000 + at),
                        "channel_id": channel,
                        "channel_order_no": f"B{at}",
                        "state": "completed",
                        "fulfilment": "delivered",
                        "payment": "paid",
                        "placed_at": base + timedelta(minutes=at),
                        "ship_by": base + timedelta(minutes=at, days=1),
                        "customer_id": at % customers + 1,
                        "warehouse_id": warehouse,
                        "ship_name": f"Customer {at % customers}",
                        "ship_city": "Hamburg",
                        "currency": "EUR",
                        "goods_total": 3000,
                        "total": 3000,
                        "paid": 3000,
                        "item_count": 3,
                        "history": True,
                    }
                    for at in part
                ],
            )
            connection.execute(
                insert(OrderLine),
                [
                    {
                        "order_id": at + 1,
                        "position": line,
                        "variant_id": chance.randrange(1000) + 1,
                        "title": "Item",
                        "quantity": 1,
                        "unit_price": 1000,
                        "total": 1000,
                        "shipped": 1,
                    }
                    for at in part
                    for line in (1, 2, 3)
                ],
            )


def packed_shipments(database: Database, count: int, first_order: int = 1) -> list[int]:
    """``count`` packed shipments of three lines with tracking numbers, ready to ship; returns their ids."""
    now = datetime.now(UTC)
    with database.writing() as connection:
        channel = connection.execute(select(Channel.id).limit(1)).scalar_one()
        warehouse = connection.execute(select(Warehouse.id)).scalar_one()
        packing = connection.execute(select(Location.id).where(Location.zone == "packing")).scalar_one()
        variants = list(connection.execute(select(Variant.id).order_by(Variant.id).limit(300)).scalars())
        each = count * 3 // len(variants) + 1
        connection.execute(
            insert(StockLevel), [{"variant_id": v, "location_id": packing, "quantity": each} for v in variants]
        )
        connection.exec_driver_sql(
            f"UPDATE stock_balances SET on_hand = on_hand + {each}, reserved = reserved + {each} "
            f"WHERE variant_id <= {max(variants)}"
        )
        for at in range(count):
            order_id, line = first_order + at, (first_order + at) * 3
            connection.execute(
                insert(Order),
                {
                    "id": order_id,
                    "number": f"S{order_id}",
                    "channel_id": channel,
                    "channel_order_no": f"S{order_id}",
                    "state": "processing",
                    "fulfilment": "packed",
                    "payment": "paid",
                    "placed_at": now,
                    "ship_by": now,
                    "warehouse_id": warehouse,
                    "ship_name": "Customer",
                    "currency": "EUR",
                    "goods_total": 3000,
                    "total": 3000,
                    "paid": 3000,
                    "item_count": 3,
                },
            )
            connection.execute(
                insert(Shipment),
                {
                    "id": order_id,
                    "number": f"S{order_id}",
                    "order_id": order_id,
                    "warehouse_id": warehouse,
                    "state": "packed",
                    "created_at": now,
                },
            )
            rows = [(line + part, variants[(at * 3 + part) % len(variants)]) for part in range(3)]
            connection.execute(
                insert(OrderLine),
                [
                    {
                        "id": line_id,
                        "order_id": order_id,
                        "position": 1,
                        "variant_id": variant,
                        "title": "Item",
                        "quantity": 1,
                        "total": 1000,
                        "reserved": 1,
                    }
                    for line_id, variant in rows
                ],
            )
            connection.execute(
                insert(Reservation),
                [
                    {
                        "order_line_id": line_id,
                        "variant_id": variant,
                        "warehouse_id": warehouse,
                        "quantity": 1,
                        "state": "active",
                        "created_at": now,
                    }
                    for line_id, variant in rows
                ],
            )
            connection.execute(
                insert(ShipmentLine),
                [
                    {
                        "shipment_id": order_id,
                        "order_line_id": line_id,
                        "variant_id": variant,
                        "quantity": 1,
                        "picked": 1,
                        "packed": 1,
                    }
                    for line_id, variant in rows
                ],
            )
            connection.execute(
                insert(Parcel),
                {
                    "shipment_id": order_id,
                    "number": 1,
                    "state": "closed",
                    "tracking_no": f"T{order_id}",
                    "opened_at": now,
                },
            )
    return list(range(first_order, first_order + count))


def new(folder: Path, name: str) -> Database:
    """A fresh shop in ``folder``."""
    return create(folder / f"{name}.db", ShopProfile(name="Benchmark"))
