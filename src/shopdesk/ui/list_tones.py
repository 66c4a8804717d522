"""Which cells of lists need an eye, and how much; functions of plain rows, known without any query."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from shopdesk.ui import figures

if TYPE_CHECKING:
    from shopdesk.queries.columns import Column

_UNPAID = frozenset({"unpaid", "part"})
_OPEN_ORDERS = frozenset({"submitted", "confirmed", "processing"})
_OPEN_SHIPMENTS = frozenset({"released", "picking", "picked", "packing", "packed"})
_ON_SALE = frozenset({"active", "clearance"})


def ship_by_tone(order: Any) -> str:
    """Danger when an order is late, warning when its day is today, else nothing."""
    if order.ship_by is None or order.state not in _OPEN_ORDERS:
        return ""
    if getattr(order, "late", False):
        return "danger"
    return "warning" if figures.day(order.ship_by) == figures.day(date.today()) else ""


def of_orders(column: Column, row: Any) -> str | None:
    """Orders to be shipped soon or late, and those not paid."""
    if column.key == "ship_by":
        return ship_by_tone(row) or None
    if column.key == "total" and row.payment in _UNPAID and row.state not in ("cancelled", "draft"):
        return "warning"
    return None


def of_shipments(column: Column, row: Any) -> str | None:
    """Shipments that should have left."""
    late = column.key == "ship_by" and row.state in _OPEN_SHIPMENTS and row.late
    return "danger" if late else None


def of_products(column: Column, row: Any) -> str | None:
    """Products on sale of which nothing is left."""
    short = column.key == "available" and row.lifecycle in _ON_SALE and row.variants and row.available <= 0
    return "danger" if short else None


def of_inventory(column: Column, row: Any) -> str | None:
    """Variants that are out, or as low as their least stock."""
    if column.key != "available" or not row.stocked or not row.active:
        return None
    if row.available <= 0:
        return "danger"
    return "warning" if row.min_stock is not None and row.available <= row.min_stock else None


def of_returns(column: Column, row: Any) -> str | None:
    """Returns that wait for their refund."""
    due = column.key == "refund_due" and row.state == "decided" and row.refund_due > row.refunded
    return "warning" if due else None


def of_imports(column: Column, row: Any) -> str | None:
    """Imported files with problems."""
    return "warning" if column.key == "problem_count" and row.problem_count else None
