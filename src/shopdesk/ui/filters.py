"""Filters of a list: chips to choose, active ones tinted with ×, more behind “+ Filter”; the field for words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget, QWidgetAction

from shopdesk.i18n import _
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.icons import icon, paint_icon
from shopdesk.ui.widgets.buttons import IconButton
from shopdesk.ui.widgets.fields import DateRange, SearchField
from shopdesk.ui.widgets.layouts import row

if TYPE_CHECKING:
    from shopdesk.queries.listing import Choices, Filter

_ALWAYS_SHOWN = 3
_WAIT_FOR_WORDS = 180
_LONGEST = 180
_SHORTER = (_LONGEST, 120, 80, 48)
_GAP = 6
SEPARATOR = "|"


class Chip(QAbstractButton):
    """Choose (plain), active (tinted, with ×) or add (dashed)."""

    cleared = Signal()

    def __init__(self, title: str, value: str = "", adds: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._value, self._adds = title, value, adds
        self._longest = _LONGEST
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    def set_value(self, value: str) -> None:
        """Show what is chosen; empty means nothing."""
        self._value = value
        self._name()
        self.updateGeometry()
        self.update()

    def set_longest(self, pixels: int) -> None:
        """How wide the value may be before it is shortened."""
        if pixels != self._longest:
            self._longest = pixels
            self._name()
            self.updateGeometry()
            self.update()

    def _name(self) -> None:
        self.setAccessibleName(_("Filter {title}: {value}").format(title=self._title, value=self._value or _("any")))
        self.setToolTip(self._value if self._shown_value() != self._value else "")

    def _shown_value(self) -> str:
        return fonts.metrics(fonts.SECONDARY, fonts.SEMIBOLD).elidedText(
            self._value, Qt.TextElideMode.ElideRight, self._longest
        )

    def sizeHint(self) -> QSize:
        width = fonts.width(self._title, fonts.SECONDARY, fonts.MEDIUM) + 36
        if self._value:
            width += fonts.width(self._shown_value(), fonts.SECONDARY, fonts.SEMIBOLD) + 5
        return QSize(ceil(width), 26)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._value and event.position().x() > self.width() - 24:
            self.setDown(False)
            self.cleared.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._value and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        info = theme.tone("info")
        active = bool(self._value)
        pen = QPen(info.line if active else theme.colour("border"), 1)
        if self._adds:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 3])
        if self.hasFocus():
            pen = QPen(theme.colour("accent"), 2)
            box = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(pen)
        ground = info.fill if active else theme.colour("hover" if self.underMouse() else "surface")
        painter.setBrush(ground if active or not self._adds or self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        x = 10.0
        if self._adds:
            paint_icon(painter, "plus", theme.colour("text2"), 8, 6, 14)
            x = 26
        painter.setFont(fonts.font(fonts.SECONDARY, fonts.MEDIUM))
        painter.setPen(theme.colour("text2" if active or self._adds else "text"))
        painter.drawText(QRectF(x, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self._title)
        if active:
            x += fonts.width(self._title, fonts.SECONDARY, fonts.MEDIUM) + 5
            painter.setFont(fonts.font(fonts.SECONDARY, fonts.SEMIBOLD))
            painter.setPen(info.text)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(x, 0, self.width(), self.height()), middle, self._shown_value())
        if not self._adds:
            colour = info.text if active else theme.colour("text2")
            paint_icon(painter, "close" if active else "down", colour, self.width() - 20, 7, 12, None, 1.6)


def date_presets(today: date) -> list[tuple[str, str]]:
    """Usual ranges as (``from..to``, words)."""

    def back(days: int) -> str:
        return f"{today - timedelta(days=days)}..{today}"

    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    return [
        (back(0), _("Today")),
        (f"{today - timedelta(days=1)}..{today - timedelta(days=1)}", _("Yesterday")),
        (back(6), _("Last 7 days")),
        (back(29), _("Last 30 days")),
        (f"{month}..{today}", _("This month")),
        (f"{before}..{month - timedelta(days=1)}", _("Last month")),
    ]


def value_words(chosen: Filter, value: str, choices: Choices, today: date | None = None) -> str:
    """A filter's value as people read it; ``choices`` are those it has now."""
    if not value:
        return ""
    if chosen.kind == "date":
        known = dict(date_presets(today or date.today()))
        if value in known:
            return known[value]
        first, _dots, last = value.partition("..")
        ends = [figures.day(date.fromisoformat(end)) if end else "…" for end in (first, last or first)]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} – {ends[1]}"
    titles = dict(choices)
    words = [_(titles[part]) if part in titles else part for part in value.split(SEPARATOR)]
    if len(words) > 2:
        return _("{first}, {second}, +{more}").format(first=words[0], second=words[1], more=len(words) - 2)
    return ", ".join(words)


class FilterBar(QWidget):
    """The row above a list: chips, the field for words, density and columns. Chips give way before the window does."""

    changed = Signal()
    columns_wanted = Signal(QPoint)
    density_chosen = Signal(str)
    save_wanted = Signal()

    def __init__(
        self,
        filters: Sequence[Filter],
        searchable: bool,
        options: Callable[[Filter], Choices] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``options`` gives the choices of a filter whose choices the shop keeps."""
        super().__init__(parent)
        self.setObjectName("plain")
        self.setFixedHeight(43)
        self._options = options
        self._read: dict[str, Choices] = {}
        self._filters = list(filters)
        self._values: dict[str, str] = {}
        self._chips: dict[str, Chip] = {}
        self._opened = ""
        self._holder = QWidget()
        self._holder.setObjectName("plain")
        self._holder.setMinimumWidth(180)
        line = QHBoxLayout(self._holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(_GAP)
        # Chips that stand outside the room must not widen the window.
        line.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        for chosen in self._filters:
            chip = Chip(_(chosen.title))
            chip.clicked.connect(lambda _on=False, chosen=chosen: self._choose(chosen))
            chip.cleared.connect(lambda chosen=chosen: self.set_value(chosen.key, ""))
            self._chips[chosen.key] = chip
            line.addWidget(chip)
        self._add = Chip(_("Filter"), adds=True)
        self._add.setAccessibleName(_("Add a filter"))
        self._add.clicked.connect(self._add_filter)
        line.addWidget(self._add)
        line.addStretch(1)
        self.field = SearchField(_("Filter this list"), icon_name="filter")
        self.field.setMinimumWidth(96)
        self.field.setMaximumWidth(176)
        if not searchable:
            self.field.hide()  # shown without a parent, it would be a window for a moment
        self.field.setClearButtonEnabled(True)
        self._wait = QTimer(self, singleShot=True, interval=_WAIT_FOR_WORDS)
        self._wait.timeout.connect(self.changed)
        self.field.textChanged.connect(lambda _text: self._wait.start())
        self._rows_button = IconButton("rows", _("Row height"), self._open_densities)
        self._columns_button = IconButton("columns", _("Columns and sorting"), self._open_columns)
        tools = row((self._holder, 3), 8, (self.field, 1), 6, self._rows_button, 4, self._columns_button)
        tools.setContentsMargins(20, 0, 10, 0)
        self.setLayout(tools)
        self._arrange()

    def values(self) -> dict[str, str]:
        """The chosen filters."""
        return dict(self._values)

    def words(self) -> str:
        """What is typed in the field."""
        return self.field.text().strip()

    def show_values(self, values: Mapping[str, str], words: str = "") -> None:
        """Show other filters and words without telling anybody."""
        known = {chosen.key for chosen in self._filters}
        self._values = {key: value for key, value in values.items() if value and key in known}
        self.field.blockSignals(True)
        self.field.setText(words)
        self.field.blockSignals(False)
        self._arrange()

    def set_value(self, key: str, value: str) -> None:
        """Choose or clear one filter."""
        if value:
            self._values[key] = value
        else:
            self._values.pop(key, None)
        self._arrange()
        self.changed.emit()

    def _choices(self, chosen: Filter, fresh: bool = False) -> Choices:
        if chosen.choices_from is None or self._options is None:
            return chosen.choices or ()
        if fresh or chosen.key not in self._read:
            self._read[chosen.key] = self._options(chosen)
        return self._read[chosen.key]

    def _words_for(self, chosen: Filter) -> str:
        value = self._values.get(chosen.key, "")
        return value_words(chosen, value, self._choices(chosen)) if value else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Show active chips and as many others as there is room for; shorten values first."""
        room = self._holder.width()
        for chosen in self._filters:
            self._chips[chosen.key].set_value(self._words_for(chosen))
        active = [self._chips[key] for key in self._chips if key in self._values]
        for longest in _SHORTER:
            for chip in active:
                chip.set_longest(longest)
            used = self._add.sizeHint().width() + sum(chip.sizeHint().width() + _GAP for chip in active)
            if used <= room:
                break
        hidden = 0
        for place, (key, chip) in enumerate(self._chips.items()):
            wanted = key in self._values or key == self._opened
            if not wanted and place < _ALWAYS_SHOWN and used + chip.sizeHint().width() + _GAP <= room:
                used += chip.sizeHint().width() + _GAP
                wanted = True
            chip.setVisible(wanted)
            hidden += not wanted
        self._add.setVisible(bool(hidden) or bool(self._values))

    # choosing

    def _popup(self, menu: QMenu, under: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(under.mapToGlobal(QPoint(0, under.height() + 4)))

    def _choose(self, chosen: Filter) -> None:
        self._opened = chosen.key
        self._arrange()
        menu = QMenu(self)
        if chosen.kind == "date":
            self._date_menu(menu, chosen)
        elif chosen.choices is not None or chosen.choices_from is not None:
            self._choice_menu(menu, chosen)
        else:
            self._words_menu(menu, chosen)
        menu.aboutToHide.connect(self._closed)
        self._popup(menu, self._chips[chosen.key])

    def _closed(self) -> None:
        self._opened = ""
        self._arrange()

    def _choice_menu(self, menu: QMenu, chosen: Filter) -> None:
        picked = self._values.get(chosen.key, "").split(SEPARATOR)
        for value, title in self._choices(chosen, fresh=True):
            action = QAction(_(title), menu, checkable=True)
            action.setChecked(value in picked)
            action.toggled.connect(lambda on, value=value: self._toggle(chosen, value, on))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("Any")).triggered.connect(lambda: self.set_value(chosen.key, ""))

    def _toggle(self, chosen: Filter, value: str, on: bool) -> None:
        picked = {part for part in self._values.get(chosen.key, "").split(SEPARATOR) if part}
        picked = picked | {value} if on else picked - {value}
        order = [key for key, _title in self._choices(chosen) if key in picked]
        self.set_value(chosen.key, SEPARATOR.join(order))

    def _date_menu(self, menu: QMenu, chosen: Filter) -> None:
        one = QActionGroup(menu)
        for value, title in date_presets(date.today()):
            action = one.addAction(menu.addAction(title))
            action.setCheckable(True)
            action.setChecked(self._values.get(chosen.key) == value)
            action.triggered.connect(lambda _on=False, value=value: self.set_value(chosen.key, value))
        menu.addSeparator()
        ends = DateRange(self._values.get(chosen.key, ""))
        ends.chosen.connect(lambda value: self.set_value(chosen.key, value))
        ends.chosen.connect(menu.close)
        own = QWidgetAction(menu)
        own.setDefaultWidget(ends)
        menu.addAction(own)

    def _words_menu(self, menu: QMenu, chosen: Filter) -> None:
        field = SearchField(_("Type and press Enter"))
        field.setText(self._values.get(chosen.key, ""))
        field.setFixedWidth(220)
        field.setAccessibleName(_(chosen.title))
        field.returnPressed.connect(lambda: self.set_value(chosen.key, field.text().strip()))
        field.returnPressed.connect(menu.close)
        own = QWidgetAction(menu)
        own.setDefaultWidget(field)
        menu.addAction(own)
        QTimer.singleShot(0, field, field.setFocus)

    def _add_filter(self) -> None:
        menu = QMenu(self)
        for chosen in self._filters:
            if self._chips[chosen.key].isHidden():
                menu.addAction(_(chosen.title)).triggered.connect(lambda _on=False, chosen=chosen: self._choose(chosen))
        if self._values:
            menu.addSeparator()
            menu.addAction(icon("plus", "text2"), _("Save as a view…")).triggered.connect(self.save_wanted)
            menu.addAction(_("Clear all filters")).triggered.connect(self.clear)
        self._popup(menu, self._add)

    def clear(self) -> None:
        """Clear every filter and the words."""
        self.show_values({})
        self.changed.emit()

    def _open_densities(self) -> None:
        menu = QMenu(self)
        for density, title in (("two_line", _("Two lines")), ("comfortable", _("One line")), ("compact", _("Compact"))):
            menu.addAction(title).triggered.connect(
                lambda _on=False, density=density: self.density_chosen.emit(density)
            )
        self._popup(menu, self._rows_button)

    def _open_columns(self) -> None:
        self.columns_wanted.emit(self._columns_button.mapToGlobal(QPoint(0, self._columns_button.height() + 4)))
