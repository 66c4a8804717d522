"""The command palette: every place and every verb of this screen by typing a few letters of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from shopdesk.i18n import _
from shopdesk.ui import fonts
from shopdesk.ui.widgets.labels import secondary
from shopdesk.ui.widgets.layouts import row, rule
from shopdesk.ui.widgets.people import Sign
from shopdesk.ui.widgets.pick_list import Choice, PickList
from shopdesk.ui.widgets.surface import SHADOW, Surface, watch_clicks

_WIDTH, _TOP = 560, 88


@dataclass(frozen=True)
class Command:
    """Something to run: ``why`` says why it cannot be run now."""

    title: str
    run: Callable[[], object]
    group: str = ""
    icon: str = ""
    key: str = ""
    why: str = ""


def matching(commands: Sequence[Command], words: str) -> list[Command]:
    """Commands that hold every word; those that begin with the first word come first, groups stay together."""
    parts = words.casefold().split()
    if not parts:
        return list(commands)
    found = [c for c in commands if all(part in f"{c.title} {c.group}".casefold() for part in parts)]
    begins = [c for c in found if any(word.startswith(parts[0]) for word in c.title.casefold().split())]
    others = [c for c in found if c not in begins]
    groups = list(dict.fromkeys(c.group for c in [*begins, *others]))
    return sorted([*begins, *others], key=lambda c: groups.index(c.group))


class Palette(Surface):
    """A field over a list, in the upper middle of the window; Esc or a click elsewhere closes it."""

    def __init__(self, window: QWidget, commands: Sequence[Command]) -> None:
        super().__init__(window)
        self._window = window
        self._commands = list(commands)
        self._before = QApplication.focusWidget()
        self.setAccessibleName(_("Commands"))
        self.field = QLineEdit()
        self.field.setObjectName("bare")
        self.field.setFont(fonts.font(15))
        self.field.setPlaceholderText(_("What do you want to do?"))
        self.field.setAccessibleName(_("Command"))
        self.field.setFixedHeight(32)
        self.list = PickList()
        self.list.setAccessibleName(_("Commands"))
        self._nothing = secondary(_("No command has these words."))
        self._nothing.setContentsMargins(16, 10, 16, 12)
        self.body.addLayout(row(Sign("search"), 10, (self.field, 1), margins=(16, 10, 16, 8)))
        self.body.addWidget(rule())
        self.body.addSpacing(4)
        self.body.addWidget(self.list)
        self.body.addWidget(self._nothing)
        self.body.addSpacing(6)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.picked.connect(self._run)
        self._filter("")

    def open(self) -> None:
        """Show it."""
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        watch_clicks(self, True)

    def dismiss(self) -> None:
        """Close it, giving the focus back."""
        if self.isHidden():
            return
        watch_clicks(self, False)
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    def _filter(self, words: str) -> None:
        found = matching(self._commands, words)
        self.list.show_choices(
            [
                Choice(c.title, icon=c.icon or "right", group=c.group, right=c.why or c.key, why=c.why, thing=c)
                for c in found
            ]
        )
        self.list.setFixedHeight(self.list.wanted_height(400))
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self._place()

    def _place(self) -> None:
        window = self._window
        self.setFixedWidth(min(_WIDTH, window.width() - 40) + 2 * SHADOW)
        self.adjustSize()
        self.move((window.width() - self.width()) // 2, _TOP - SHADOW)

    def _run(self, choice: Choice) -> None:
        self.dismiss()
        choice.thing.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and watched is self.field and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            self._clicked(watched)
        return False

    def _clicked(self, target: QWidget) -> None:
        if target is not self and not self.isAncestorOf(target) and target.window() is self.window():
            self.dismiss()

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.pick()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            return False
        return True
