"""Small builders for tests of buying: suppliers, purchase orders at any step, deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shopdesk.store.tables import Purchase, PurchaseLine, ReceiptLine
from shopdesk.usecases import purchases, receiving, suppliers
from shopdesk.usecases.desk import Desk
from tests import make


def supplier(desk: Desk, name: str = "", **more: Any) -> int:
    """A supplier who needs ten days."""
    return desk.do(suppliers.create_supplier, name or f"Supplier {make.number()}", **{"lead_days": 10, **more})


def purchase(
    desk: Desk, lines: Sequence[tuple[int, int, int]], state: str = "ordered", *, by: int = 0, **costs: Any
) -> int:
    """An order for (variant, units, price) lines: ``draft``, ``ordered`` or ``confirmed``."""
    wanted = [{"variant": variant, "quantity": units, "price": price} for variant, units, price in lines]
    made = desk.do(purchases.create_purchase, by or supplier(desk), wanted)
    if costs:
        desk.do(purchases.edit_purchase, made, costs)
    if state != "draft":
        desk.do(purchases.order_purchase, made)
    if state == "confirmed":
        desk.do(purchases.confirm_purchase, made)
    return made


def state(desk: Desk, purchase_id: int) -> str:
    """How a purchase order stands."""
    return str(make.row(desk, Purchase, purchase_id).state)


def lines(desk: Desk, purchase_id: int) -> list[Any]:
    """The lines of a purchase order."""
    return make.rows(desk, PurchaseLine, PurchaseLine.purchase_id == purchase_id)


def parts(desk: Desk, receipt_id: int) -> list[Any]:
    """The lines of a receipt."""
    return make.rows(desk, ReceiptLine, ReceiptLine.receipt_id == receipt_id)


def arrived(desk: Desk, purchase_id: int, variant: int, good: int, damaged: int = 0, **more: Any) -> int:
    """A delivery of one line, booked; returns the receipt."""
    came = {"variant": variant, "good": good, "damaged": damaged}
    came |= {key: more.pop(key) for key in ("lot", "expires") if key in more}
    return desk.do(receiving.receive_purchase, purchase_id, [came], **more)
