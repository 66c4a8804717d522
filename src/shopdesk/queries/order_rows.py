"""What a list says of an order beyond its columns; rules on plain rows, known without any database."""

from __future__ import annotations

from datetime import datetime

from shopdesk.domain.orders import Fulfilment, OrderState
from shopdesk.queries.columns import Found, ListRow, by_id

OPEN = (OrderState.SUBMITTED.value, OrderState.CONFIRMED.value, OrderState.PROCESSING.value)
AT_WORK = (OrderState.CONFIRMED.value, OrderState.PROCESSING.value)
GONE = (Fulfilment.SHIPPED.value, Fulfilment.DELIVERED.value)
_SHOWN_PICTURES = 2


def shown_state(state: str, fulfilment: str, return_status: str, *, held: bool) -> str:
    """The one state a list shows, with the machine it belongs to: ``order_fulfilment/ready``."""
    if held and state in OPEN:
        return "order_hold/on_hold"
    if state in AT_WORK:
        return f"order_fulfilment/{fulfilment}"
    if state == OrderState.COMPLETED:
        if return_status != "none":
            return f"order_return/{return_status}"
        if fulfilment in (Fulfilment.SHIPPED, Fulfilment.DELIVERED):
            return f"order_fulfilment/{fulfilment}"
    return f"order/{state}"


def is_late(state: str, fulfilment: str, ship_by: datetime, now: datetime, *, history: bool) -> bool:
    """Whether the goods should have left before ``now`` and did not; history was never ours to send."""
    return state in OPEN and not history and fulfilment not in GONE and ship_by < now


def complete(rows: list[ListRow], found: Found, now: datetime) -> None:
    """States, lateness, and titles and pictures of what was ordered."""
    for row in rows:
        row.status = shown_state(row.state, row.fulfilment, row.return_status, held=row.held)
        row.late = is_late(row.state, row.fulfilment, row.ship_by, now, history=row.history)
        if row.state not in OPEN or row.history or row.fulfilment in GONE:
            row.ship_by = None
        row.images, row.titles = [], []
        row.ship_name_flags = ("note",) if row.buyer_note else ()
    known = by_id(rows)
    for order_id, title, image in found["lines"]:
        row = known[order_id]
        row.titles.append(title)
        if len(row.images) < _SHOWN_PICTURES:
            row.images.append(image)
    for row in rows:
        row.line_count = len(row.titles)
        row.first_title = row.titles[0] if row.titles else ""
        row.items = ", ".join(row.titles)
