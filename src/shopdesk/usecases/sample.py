"""The sample shop a newcomer sees first: products with pictures, bins, and weeks of orders in every state."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import insert, select

from shopdesk.domain.codes import code_key, in_house_ean
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.queries.settings import area, default_warehouse
from shopdesk.resources_folder import resource
from shopdesk.store.tables import (
    Allocation,
    Barcode,
    Location,
    Product,
    ShipmentLine,
    Variant,
)
from shopdesk.store.work import Work
from shopdesk.usecases import customers, ledger
from shopdesk.usecases.indexing import index_products, index_variants
from shopdesk.usecases.products import add_image
from shopdesk.usecases.sample_buying import Buying
from shopdesk.usecases.sample_days import Item, Sample, live_day, open_front

Report = Callable[[int, int], None]
DAYS = 21
_DESCRIPTIONS = {
    "Tea": "Loose leaf, picked by hand, packed in small batches and sealed against light.",
    "Ceramics": "Thrown and glazed in small runs; no two pieces are quite alike. Safe for the dishwasher.",
    "Kitchen": "Made to be used every day and to be mended rather than replaced.",
    "Textiles": "Woven from long fibres, washed once before it leaves, softer with every year.",
    "Home": "Made by hand from plain materials; unscented unless its name says otherwise.",
    "Paper": "Heavy paper that takes ink well, bound so that it lies flat.",
    "Food": "From one maker whom we know by name; see the label for the harvest.",
}


def _silent(_at: int, _of: int) -> None:
    return None


@needs(Right.MANAGE_SHOP)
def build_sample(work: Work, *, seed: int = 7, days: int = DAYS, per_day: int = 4, report: Report = _silent) -> int:
    """Fill a new shop with the sample, ending now; the same seed gives the same shop. Returns the number of orders."""
    now = work.now
    sample = Sample(work, random.Random(seed), now - timedelta(days=days))  # noqa: S311 - a sample, not a secret
    work.now = sample.start
    open_front(work)
    _catalogue(sample)
    _customers(sample)
    buying = Buying(sample, days)
    buying.open()
    made = 0
    for day in range(days + 1):
        count = per_day + sample.chance.choice((-2, -1, 0, 1, 2)) + (8 if day >= days - 1 else 0)
        work.now = min(now, sample.start + timedelta(days=day))
        buying.day(day)
        made += live_day(sample, day, days, count, now)
        report(day + 1, days + 1)
    work.now = now
    _low_stock(sample)
    work.session.flush()
    work.said.clear()  # the sample is one fact of the journal, not thousands of edits
    return made


def _catalogue(sample: Sample) -> None:
    work = sample.work
    with resource("sample", "products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pictures = {name: _picture(work, name) for name in sorted({row["picture"] for row in rows})}
    bins = _bins(work, sorted({row["bin"] for row in rows}))
    products: dict[str, Product] = {}
    for row in rows:
        product = products.get(row["code"])
        if product is None:
            product = products[row["code"]] = Product(
                code=row["code"],
                code_key=code_key(row["code"]),
                title=row["title"],
                brand=row["brand"],
                category=row["category"],
                description="" if len(products) % 15 == 14 else _DESCRIPTIONS[row["category"]],
                image=pictures[row["picture"]],
                option_names=["Variant"],
                created_at=work.now,
                updated_at=work.now,
            )
            work.session.add(product)
            work.session.flush()
        variant = Variant(
            product_id=product.id,
            position=len(sample.variants),
            sku=row["sku"],
            sku_key=code_key(row["sku"]),
            name=f"{row['title']} · {row['variant']}",
            title=row["variant"],
            option_values=[row["variant"]],
            price=int(row["price"]),
            cost=int(row["cost"]),
            weight_g=int(row["weight_g"]),
            home_bin_id=bins[row["bin"]],
            image=pictures[row["picture"]],
            min_stock=4,
        )
        work.session.add(variant)
        work.session.flush()
        work.session.add(Barcode(variant_id=variant.id, code=in_house_ean(100_000 + variant.id)))
        sample.variants.append(Item(variant.id, int(row["price"]), int(row["cost"]), bins[row["bin"]]))
    work.session.flush()
    product_ids = [product.id for product in products.values()]
    products.clear()
    work.session.expunge_all()
    supplier = area(work.database, work.connection, Zone.SUPPLIER).id
    ledger.move_goods(
        work,
        [
            ledger.Movement(
                variant.id,
                int(row["stock"]) + 10,
                supplier,
                bins[row["bin"]],
                MoveReason.OPENING,
                unit_cost=variant.cost,
            )
            for variant, row in zip(sample.variants, rows, strict=True)
        ],
    )
    index_products(work, product_ids)
    index_variants(work, [variant.id for variant in sample.variants])


def _picture(work: Work, name: str) -> str:
    data = resource("sample", "pictures", f"{name}.png").read_bytes()
    return add_image(work, data, data)


def _bins(work: Work, codes: list[str]) -> dict[str, int]:
    warehouse_id = default_warehouse(work.database, work.connection)
    work.write(
        insert(Location),
        [
            {"warehouse_id": warehouse_id, "zone": Zone.PICKING.value, "code": code, "walk": 10 * at}
            for at, code in enumerate(codes, start=1)
        ],
    )
    work.database.remembered.pop("locations", None)
    return {row.code: row.id for row in work.read(select(Location.id, Location.code).where(Location.code.in_(codes)))}


def _customers(sample: Sample) -> None:
    with resource("sample", "people.csv").open(encoding="utf-8", newline="") as file:
        for at, row in enumerate(csv.DictReader(file)):
            sample.people.append(
                customers.create_customer(
                    sample.work,
                    row["name"],
                    company=row["company"],
                    email=f"buyer{at + 1}@mail.example",
                    phone=f"+49 30 555 {at + 10:02d} {(at * 37) % 100:02d}",
                    line1=row["line1"],
                    city=row["city"],
                    region=row["region"],
                    postcode=row["postcode"],
                    country=row["country"],
                    language=row["language"],
                )
            )


def _low_stock(sample: Sample) -> None:
    """A few bins nearly empty, so that the lists have something to say."""
    work = sample.work
    loss = area(work.database, work.connection, Zone.LOSS).id
    for at, left in ((3, 0), (17, 2), (33, 1), (52, 3)):
        variant = sample.variants[at]
        free = ledger.free_units(work, variant.id, default_warehouse(work.database, work.connection))
        tied = work.read(
            select(Allocation.id)
            .join(ShipmentLine, ShipmentLine.id == Allocation.shipment_line_id)
            .where(ShipmentLine.variant_id == variant.id, Allocation.picked < Allocation.quantity)
        ).first()
        if free > left and tied is None and variant.home_bin_id:
            ledger.move_goods(
                work,
                [
                    ledger.Movement(
                        variant.id,
                        free - left,
                        variant.home_bin_id,
                        loss,
                        MoveReason.ADJUSTMENT,
                        note="Counted in the sample.",
                    )
                ],
            )
