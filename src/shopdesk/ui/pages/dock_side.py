"""Beside the goods: how much of the delivery is counted, what for, and the last scans."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from shopdesk.i18n import _
from shopdesk.queries.receiving import DockDetail
from shopdesk.ui import figures, fonts
from shopdesk.ui.pages import parts
from shopdesk.ui.sheet import Fact
from shopdesk.ui.widgets.labels import Elided, KeyCap, label, secondary
from shopdesk.ui.widgets.layouts import column, frame, row, rule
from shopdesk.ui.widgets.share_bar import ShareBar

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_SIDE, _MOST_SCANS = 292, 7


def dock_side(shell: Shell, dock: DockDetail, scans: Sequence[tuple[str, str]], *, may_count: bool) -> QWidget:
    """The panel at the right of a delivery."""
    good = sum(one.good for one in dock.lines)
    damaged = sum(one.damaged for one in dock.lines)
    over = sum(min(one.over, one.good) for one in dock.lines)
    counted = label(figures.number(dock.counted), 34, fonts.SEMIBOLD, tabular=True)
    of = label(_("of {count}").format(count=figures.number(dock.expected)), 16, role="secondary", tabular=True)
    lines = column(gap=8, margins=(18, 18, 18, 16))
    title = _("This delivery") if dock.state == "counting" else _("Counted")
    lines.addWidget(label(title, fonts.BODY, fonts.SEMIBOLD))
    lines.addLayout(row(counted, 8, of, None))
    lines.addWidget(ShareBar(good, damaged, max(dock.expected, good + damaged)))
    facts = [
        Fact(_("Good"), figures.number(good)),
        Fact(_("Damaged"), figures.number(damaged), "danger" if damaged else ""),
        Fact(_("Too many"), figures.number(over), "warning" if over else ""),
        Fact(_("Not here yet"), figures.number(max(0, dock.expected - dock.counted + over))),
    ]
    lines.addWidget(parts.facts(shell, facts))
    lines.addSpacing(4)
    for title, kind, thing in (
        (dock.purchase_number, "purchase", dock.purchase_id),
        (dock.supplier, "supplier", dock.supplier_id),
    ):
        link = Elided(title)
        link.make_link()
        link.clicked.connect(partial(shell.open, kind, thing))
        lines.addWidget(link)
    if scans:
        lines.addSpacing(8)
        lines.addWidget(rule())
        lines.addWidget(label(_("Last scans"), fonts.BODY, fonts.SEMIBOLD))
        for name, words in scans[:_MOST_SCANS]:
            lines.addLayout(row((Elided(name, fonts.SECONDARY), 1), 8, secondary(words, tabular=True)))
    lines.addStretch(1)
    if may_count:
        for key, words in (("Ctrl ↵", _("book the delivery")), ("F1", _("all keys"))):
            lines.addLayout(row(KeyCap(key), 8, secondary(words), None))
    side = frame("inspector", lines)
    side.setFixedWidth(_SIDE)
    return side
