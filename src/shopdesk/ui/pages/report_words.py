"""What the reports are about, in a sentence each, and what may be asked of them."""

from __future__ import annotations

from dataclasses import dataclass

from shopdesk.i18n import N_


@dataclass(frozen=True)
class About:
    """``says`` is the report in one line. ``spans`` False asks for one day only; ``by_channel`` offers the channels."""

    group: str
    icon: str
    says: str
    spans: bool = True
    by_channel: bool = False


_AT_A_GLANCE, _SELLING, _STOCK, _BUYING = N_("At a glance"), N_("Selling"), N_("Stock"), N_("Purchasing")
ABOUT: dict[str, About] = {
    "daily": About(_AT_A_GLANCE, "calendar", N_("Beside the day before"), by_channel=True),
    "weekly": About(_AT_A_GLANCE, "calendar", N_("Beside the week before"), by_channel=True),
    "monthly": About(_AT_A_GLANCE, "calendar", N_("Beside the month before"), by_channel=True),
    "sales": About(_SELLING, "trend", N_("By day, by channel and by product"), by_channel=True),
    "profit": About(_SELLING, "coin", N_("Sales without tax, less the cost"), by_channel=True),
    "customers": About(_SELLING, "customers", N_("Who buys, and who comes back"), by_channel=True),
    "returns": About(_SELLING, "returns", N_("What comes back, and why"), by_channel=True),
    "stock-value": About(_STOCK, "inventory", N_("What the stock is worth"), spans=False),
    "turnover": About(_STOCK, "loop", N_("What moves, and what lies too long")),
    "shrinkage": About(_STOCK, "warn", N_("What went missing, and why")),
    "forecast": About(_STOCK, "trend", N_("What sells a day, and how sure it is"), spans=False),
    "reorder": About(_BUYING, "purchasing", N_("What runs out, and when"), spans=False),
    "suppliers": About(_BUYING, "truck", N_("Who delivers in full and on time")),
}
"""By name, in the order they are offered."""

UNKNOWN = About(N_("More reports"), "reports", "")
"""Stands for a report nobody wrote about yet."""
