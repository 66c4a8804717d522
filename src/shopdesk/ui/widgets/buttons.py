"""Buttons: primary, secondary, quiet, link; icon buttons; a segmented choice; a stepper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QIntValidator, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QToolTip, QWidget

from shopdesk.ui import fonts
from shopdesk.ui.icons import icon

_ICON = 15
_GAP = 4
_HEAVY = ("primary", "link", "toast")
_ICON_ROLE = {"primary": "onAccent", "quiet": "text2", "link": "accentText", "danger": "danger"}


class Button(QPushButton):
    """A button; a disabled one still says why in its tooltip."""

    def __init__(
        self,
        text: str,
        run: Callable[[], object] | None = None,
        kind: str = "secondary",
        icon_name: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setFont(fonts.font(fonts.BODY, fonts.SEMIBOLD if kind in _HEAVY else fonts.MEDIUM))
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind in ("link", "toast") else Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._kind, self._icon_name = kind, ""
        if icon_name:
            self.set_icon(icon_name)
        if tip:
            self.setToolTip(tip)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def set_kind(self, kind: str) -> None:
        """Look like another kind: primary, secondary, quiet, link, danger."""
        if kind == self._kind:
            return
        self._kind = kind
        self.setFont(fonts.font(fonts.BODY, fonts.SEMIBOLD if kind in _HEAVY else fonts.MEDIUM))
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        if self._icon_name:
            self.set_icon(self._icon_name)

    def set_icon(self, name: str, role: str = "") -> None:
        """Show an icon before the words."""
        self._icon_name = name
        gap = _GAP if self.text() else 0
        self.setIcon(icon(name, role or _ICON_ROLE.get(self._kind, "text"), gap))
        self.setIconSize(QSize(_ICON + gap, _ICON))

    def refuse(self, why: str) -> None:
        """Disable the button, giving ``why`` as tooltip; an empty ``why`` enables it."""
        self.setEnabled(not why)
        self.setToolTip(why)
        self.setAccessibleDescription(why)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if not self.isEnabled() and self.toolTip():
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.toolTip(), self)


class IconButton(Button):
    """A button of 30 px with only an icon; ``name`` is what it does, shown on hover and read aloud."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        run: Callable[[], object] | None = None,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", run, "quiet", parent=parent)
        self.set_icon(icon_name)
        self.setIconSize(QSize(16, 16))
        self.setFixedWidth(30)
        self.setAccessibleName(name)
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""
        self.setToolTip(f"{name} ({shown})" if shown else name)


class Segmented(QWidget):
    """A choice of a few things side by side; exactly one is chosen."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], current: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        for key, title in choices:
            button = Button(title, kind="segment")
            button.setCheckable(True)
            button.setChecked(key == current)
            button.clicked.connect(lambda _on=False, key=key: self._choose(key))
            self._group.addButton(button)
            self._buttons[key] = button
            line.addWidget(button)
        line.addStretch(1)

    def current(self) -> str:
        """The key of the choice."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Choose without telling anybody."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def _choose(self, key: str) -> None:
        self.chosen.emit(key)


class Stepper(QWidget):
    """A whole number between − and +, typed or stepped."""

    changed = Signal(int)

    def __init__(self, value: int = 0, least: int = 0, most: int = 999_999, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self._least, self._most = least, most
        self._field = QLineEdit(str(value))
        self._field.setFont(fonts.font(fonts.BODY, fonts.MEDIUM, True))
        self._field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._field.setFixedWidth(56)
        self._field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._field.setValidator(QIntValidator(least, most, self))
        self._field.textEdited.connect(lambda _text: self._announce())
        self._less = IconButton("minus", "−1", lambda: self.set_value(self.value() - 1, True))
        self._more = IconButton("plus", "+1", lambda: self.set_value(self.value() + 1, True))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for part in (self._less, self._field, self._more):
            line.addWidget(part)
        line.addStretch(1)
        self.setFocusProxy(self._field)
        self._mirror()

    def value(self) -> int:
        """The number; an unfinished entry counts as the least."""
        text = self._field.text()
        return int(text) if text.lstrip("-").isdigit() else self._least

    def set_value(self, value: int, announce: bool = False) -> None:
        """Set the number, kept within its bounds."""
        self._field.setText(str(min(self._most, max(self._least, value))))
        self._mirror()
        if announce:
            self._announce()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._field.setAccessibleName(name)

    def _announce(self) -> None:
        self._mirror()
        self.changed.emit(self.value())

    def _mirror(self) -> None:
        self._less.setEnabled(self.value() > self._least)
        self._more.setEnabled(self.value() < self._most)
