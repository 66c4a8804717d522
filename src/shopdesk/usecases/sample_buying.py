"""Suppliers of a sample shop and their orders: one delivered, one on its way, one late, one being written."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from shopdesk.store.tables import Product, Variant
from shopdesk.store.work import Work
from shopdesk.usecases import purchases, receiving, suppliers
from shopdesk.usecases.sample_days import Sample

_SUPPLIERS = (
    ("Nordlicht Keramik", ("Ceramics", "Home"), 14, 4, "Frau Lindner"),
    ("Uji Tea Trading", ("Tea", "Food"), 28, 6, "Kenji Sato"),
    ("Weberei Lindqvist", ("Textiles",), 18, 2, "Maja Lindqvist"),
    ("景德镇陶艺 Jingdezhen Studio", ("Kitchen", "Ceramics"), 45, 6, "王伟"),
)
_ORDERED_BEFORE, _CAME_BEFORE = 12, 3


class Buying:
    """What is bought while the days of a sample pass; the same calls give the same shop."""

    def __init__(self, sample: Sample, days: int) -> None:
        self._sample, self._days = sample, days
        self._suppliers: list[tuple[int, list[int]]] = []
        self._due = 0

    def open(self) -> None:
        """Suppliers with their prices; the first of a category is asked first."""
        work = self._sample.work
        by_category = _by_category(work)
        for number, (name, categories, lead, pack, contact) in enumerate(_SUPPLIERS, start=1):
            since = work.now.date() - timedelta(days=420 * number)
            supplier = suppliers.create_supplier(
                work, name, contact=contact, email=f"orders{number}@supplier.example", lead_days=lead, review_days=7,
                terms="30 days net", since=since,
            )  # fmt: skip
            items = [item for category in categories for item in by_category.get(category, [])]
            for variant_id, cost in items:
                suppliers.set_item(
                    work, supplier, variant_id, pack=pack, price=cost, preferred=number != len(_SUPPLIERS)
                )
            self._suppliers.append((supplier, [variant_id for variant_id, _cost in items]))
        work.session.flush()

    def day(self, number: int) -> None:
        """Order, receive or write what this day asks for."""
        work, left = self._sample.work, self._days - number
        if left == _ORDERED_BEFORE:
            self._due = self._order(0, 8)
            self._order(3, 5)
            self._order(1, 6, expected_in=_ORDERED_BEFORE - 2)
        elif left == _CAME_BEFORE and self._due:
            receiving.receive_purchase(work, self._due, delivery_note="LS 20417", into_bins=True)
        elif left == 0:
            purchases.create_purchase(work, self._suppliers[2][0], self._lines(2, 4), note="Before the season")

    def _order(self, supplier: int, lines: int, expected_in: int | None = None) -> int:
        work = self._sample.work
        expected = None if expected_in is None else work.now.date() + timedelta(days=expected_in)
        purchase: int = purchases.create_purchase(
            work, self._suppliers[supplier][0], self._lines(supplier, lines), expected=expected
        )
        purchases.order_purchase(work, purchase, anyway=True)
        purchases.confirm_purchase(work, purchase)
        return purchase

    def _lines(self, supplier: int, count: int) -> list[dict[str, int]]:
        items = self._suppliers[supplier][1]
        pack = _SUPPLIERS[supplier][3]
        return [{"variant": items[at * 2 % len(items)], "quantity": pack * (2 + at % 3)} for at in range(count)]


def _by_category(work: Work) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for category, variant_id, cost in work.read(
        select(Product.category, Variant.id, Variant.cost)
        .join(Product, Product.id == Variant.product_id)
        .order_by(Variant.id)
    ):
        found.setdefault(category, []).append((variant_id, cost))
    return found
