"""F1: the shortcuts of this screen and of the whole program."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui import fonts
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import KeyCap, label
from shopdesk.ui.widgets.layouts import row

Keys = Sequence[tuple[str, str]]


def everywhere() -> list[tuple[str, str]]:
    """Shortcuts that work on every screen."""
    return [
        ("Ctrl+K", _("Search or scan anything")),
        ("Ctrl+Shift+P", _("All commands")),
        ("Alt+←", _("Back")),
        ("Ctrl+1 … 9", _("Go to a place of the side bar")),
        ("Ctrl+Z", _("Undo what the message says")),
        ("Ctrl+B", _("Fold or unfold the side bar")),
        ("F5", _("Read again")),
        ("F1", _("This list")),
    ]


class KeysHelp(QDialog):
    """Two columns of shortcuts, and the way to the help page."""

    def __init__(self, parent: QWidget, screen: str, here: Keys, open_page: Callable[[], object] | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(16)
        columns = row(gap=40)
        if here:
            columns.addLayout(self._block(screen, here))
        columns.addLayout(self._block(_("Everywhere"), everywhere()))
        lines.addLayout(columns)
        close = Button(_("Close"), self.accept)
        close.setDefault(True)
        foot = row(None, close)
        if open_page is not None:
            more = Button(_("Open the help page"), self.accept, "link")
            more.clicked.connect(lambda _on=False: open_page())
            foot.insertWidget(0, more)
        lines.addLayout(foot)

    @staticmethod
    def _block(title: str, keys: Keys) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(10)
        lines.addWidget(label(title, fonts.SECTION, fonts.SEMIBOLD))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, (key, words) in enumerate(keys):
            grid.addWidget(KeyCap(key), place, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(words), place, 1)
        grid.setColumnStretch(1, 1)
        lines.addLayout(grid)
        lines.addStretch(1)
        return lines
