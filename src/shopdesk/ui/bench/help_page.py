"""The bench's help: every key and command, from the one table."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from shopdesk.domain.packing import COMMANDS
from shopdesk.i18n import _
from shopdesk.ui.bench.look import Look, Part
from shopdesk.ui.bench.packing_card import framed


def help_page(look: Look) -> QWidget:
    """Keys in two columns and the three things to know."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.px(28))
    grid.setVerticalSpacing(look.px(26))
    half = (len(COMMANDS) + 1) // 2
    for at, entry in enumerate(COMMANDS):
        words = look.column(
            look.text(_(entry.title), 28, 600, fit=0.75), look.text(_(entry.hint), 22, 400, "text2", fit=0.7)
        )
        grid.addLayout(look.row(look.key(entry.key, 22, 76), 18, (words, 1)), at % half, at // half)
        grid.setColumnStretch(at // half, 1)
    told: list[Part] = []
    for sentence in (
        _("Scan a slip, a slot or an order number to open an order; then scan every piece."),
        _("A red page swallows every scan until you scan OK or press F9. Enter does nothing there."),
        _("The last right scan closes the parcel and prints its papers."),
    ):
        told += [look.row(look.symbol("dot", 18, "accent"), 14, (look.text(sentence, 24, 400, lines=3), 1)), 12]
    column = look.column(
        look.text(_("Working with scanner and keys"), 48, 700, fit=0.7),
        32,
        grid,
        40,
        *told,
        None,
        margins=(56, 48, 56, 32),
    )
    return framed(look, column)
