"""Which cells of the lists of buying need an eye; functions of plain rows, known without any query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shopdesk.queries.columns import Column

_WEAK, _GOOD = 0.7, 0.9


def of_purchases(column: Column, row: Any) -> str | None:
    """Orders that should be here by now."""
    return "danger" if column.key == "expected_on" and row.late else None


def of_suppliers(column: Column, row: Any) -> str | None:
    """Weak suppliers, and orders that are late."""
    if column.key == "open_orders" and row.late_orders:
        return "danger"
    if column.key == "rating" and row.rating is not None:
        return "danger" if row.rating < _WEAK else "success" if row.rating >= _GOOD else None
    return None


def of_receipts(column: Column, row: Any) -> str | None:
    """Deliveries with damage, and those still at the dock."""
    if column.key in ("damaged", "over") and getattr(row, column.key):
        return "warning"
    return "warning" if column.key == "at_dock" and row.at_dock else None


def of_purchase_lines(column: Column, row: Any) -> str | None:
    """Lines with damage or less than was ordered."""
    return "warning" if column.key in ("damaged", "short", "over") and getattr(row, column.key) else None


def of_claims(column: Column, row: Any) -> str | None:
    """Claims of which not everything was credited."""
    less = column.key == "credited" and row.state == "credited" and row.credited < row.amount
    return "warning" if less else None
