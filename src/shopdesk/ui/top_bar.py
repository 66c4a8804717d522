"""The top bar: one field that searches and takes scans, the scanner's sign, help, alerts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from shopdesk.i18n import _, n_
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.fields import ScanField
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.ui.widgets.people import Sign
from shopdesk.ui.widgets.surface import SHADOW, Popover, Surface, watch_clicks

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

HEIGHT = 52
_WAIT = 120
_LEAST = 2


@dataclass(frozen=True)
class Hit:
    """Something the search found: where it leads and how it is shown. ``exact`` hits are opened by Enter at once."""

    kind: str
    thing: Any
    title: str
    note: str = ""
    group: str = ""
    icon: str = ""
    image: str | None = None
    has_picture: bool = False
    exact: bool = False
    aim: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Alert:
    """Something that needs a person: a sentence, maybe a place it leads to."""

    title: str
    note: str = ""
    icon: str = "warn"
    tone: str = "warning"
    opens: tuple[str, Any] | None = None
    verb: str = ""


Search = Callable[[str], Sequence[Hit]]


class _Results(Surface):
    """What was found, below the field."""

    def __init__(self, window: QWidget, shell: Shell) -> None:
        super().__init__(window)
        self._window = window
        from shopdesk.ui.widgets.pick_list import PickList  # loaded when first needed, for a quick start

        self.list = PickList(shell.pictures)
        self.list.setAccessibleName(_("Found"))
        self._nothing = label("", role="secondary")
        self._nothing.setContentsMargins(14, 8, 14, 8)
        self._foot = secondary(_("Enter opens · ↑ ↓ choose · Esc closes"))
        self._foot.setContentsMargins(14, 6, 14, 8)
        self.body.addSpacing(4)
        self.body.addWidget(self.list)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self._foot)
        self.hide()

    def show_hits(self, hits: Sequence[Hit], words: str, field: QWidget) -> None:
        from shopdesk.ui.widgets.pick_list import Choice

        self.list.show_choices(
            [Choice(hit.title, hit.note, hit.icon, hit.image, hit.has_picture, hit.group, thing=hit) for hit in hits]
        )
        self._nothing.setText(_("Nothing found for “{words}”.").format(words=words))
        self._nothing.setVisible(not hits)
        self.list.setVisible(bool(hits))
        self.list.setFixedHeight(self.list.wanted_height())
        spot = self._window.mapFromGlobal(field.mapToGlobal(QPoint(0, field.height() + 4)))
        self.setFixedWidth(field.width() + 2 * SHADOW)
        self.adjustSize()
        self.move(spot.x() - SHADOW, spot.y() - SHADOW)
        self.show()
        self.raise_()


class SearchBox(ScanField):
    """The one field of the top: finds while typing, goes with Enter; whatever a scanner types is looked up whole."""

    def __init__(self, shell: Shell, search: Search | None) -> None:
        super().__init__(_("Search or scan an order, product, customer, parcel, bin…"), "Ctrl K")
        self._shell, self._search = shell, search
        self.setMinimumWidth(240)
        self.setMaximumWidth(560)
        self._results: _Results | None = None
        self._wait = QTimer(self, singleShot=True, interval=_WAIT)
        self._wait.timeout.connect(self.look)
        self.textEdited.connect(self._edited)

    def search_with(self, search: Search) -> None:
        """Find things in this way from now on."""
        self._search = search

    def _edited(self, text: str) -> None:
        if len(text.strip()) >= _LEAST or any(ord(letter) > 0x2E80 for letter in text):
            self._wait.start()
        else:
            self.close_results()

    def _found(self) -> list[Hit]:
        words = self.text().strip()
        if self._search is None or not words:
            return []
        try:
            return list(self._search(words))
        except Exception as error:
            self._shell.fail(error)
            return []

    def look(self) -> None:
        """Show what is found."""
        self._wait.stop()
        words = self.text().strip()
        if not words:
            self.close_results()
            return
        if self._results is None:
            self._results = _Results(self.window(), self._shell)
            self._results.list.picked.connect(lambda choice: self._go(choice.thing))
            watch_clicks(self, True)
        self._results.show_hits(self._found(), words, self)

    def enter(self) -> None:
        """Go to what is meant: the chosen result, else the exact or only hit, else show what is found."""
        chosen = self._results.list.current() if self._results and self._results.isVisible() else None
        pending = self._wait.isActive()
        if chosen is not None and not pending:
            self._go(chosen.thing)
            return
        hits = self._found()
        exact = [hit for hit in hits if hit.exact]
        if len(exact) == 1 or len(hits) == 1:
            self._go((exact or hits)[0])
        elif self.text().strip():
            self.look()
            self.selectAll()

    def _go(self, hit: Hit) -> None:
        self.close_results()
        self.clear()
        self._shell.open(hit.kind, hit.thing, **dict(hit.aim))

    def close_results(self) -> None:
        """Take the results away."""
        self._wait.stop()
        if self._results is not None:
            self._results.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self._results is not None and self._results.isVisible()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._results is not None and shown:
            self._results.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape and (shown or self.text()):
            if not shown:
                self.clear()
            self.close_results()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and self._results is not None and self._results.isVisible():
            inside = isinstance(watched, QWidget) and (self._results.isAncestorOf(watched) or watched is self)
            if isinstance(watched, QWidget) and not inside and watched is not self._results:
                self.close_results()
        return False


class Bell(IconButton):
    """How many alerts there are; opens them."""

    def __init__(self, run: Callable[[], object]) -> None:
        super().__init__("bell", _("Alerts"), run)
        self._count = 0
        self.setFixedWidth(34)

    def set_count(self, count: int) -> None:
        """Show a number, nothing for zero."""
        self._count = count
        words = n_("{count} alert", "{count} alerts", count).format(count=figures.number(count))
        self.setAccessibleName(words if count else _("No alerts"))
        self.setToolTip(words if count else _("No alerts"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = str(self._count) if self._count < 100 else "99+"
        width = max(16.0, fonts.width(text, 10, fonts.SEMIBOLD) + 8)
        spot = QRectF(self.width() - width - 1, 1, width, 16)
        painter.setPen(QPen(theme.colour("bg"), 2))
        painter.setBrush(theme.colour("danger"))
        painter.drawRoundedRect(spot, 8, 8)
        painter.setPen(QColor("#FFFFFF" if theme.mode() == "light" else "#2A0B09"))
        painter.setFont(fonts.font(10, fonts.SEMIBOLD, True))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)


class ScannerSign(QWidget):
    """Says that a scan was seen lately; hidden until the first one."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.hide()

    def show_words(self, words: str) -> None:
        """Show, e.g. “Scanner ready”; empty hides it."""
        self._words = words
        self.setFixedSize(round(fonts.width(words, fonts.SECONDARY)) + 26, HEIGHT - 2)
        self.setVisible(bool(words))
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, "scan", theme.tone("success").text, 0, self.height() / 2 - 8)
        painter.setFont(fonts.font(fonts.SECONDARY))
        painter.setPen(theme.colour("text2"))
        painter.drawText(QRectF(22, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self._words)


class TopBar(QFrame):
    """Search field, scanner sign, help, alerts."""

    help_wanted = Signal()

    def __init__(self, shell: Shell, search: Search | None) -> None:
        super().__init__()
        self.setObjectName("top")
        self.setFixedHeight(HEIGHT)
        self._shell = shell
        self._alerts: list[Alert] = []
        self.field = SearchBox(shell, search)
        self.scanner = ScannerSign()
        self.bell = Bell(self._open_alerts)
        help_button = IconButton("question", _("Help and shortcuts"), self.help_wanted.emit, "F1")
        self.setLayout(
            row((self.field, 6), (QWidget(), 1), self.scanner, 8, help_button, 4, self.bell, margins=(16, 0, 14, 0))
        )

    def search_with(self, search: Search) -> None:
        """Find things in this way from now on."""
        self.field.search_with(search)

    def show_alerts(self, alerts: Sequence[Alert]) -> None:
        """Show what needs a person."""
        self._alerts = list(alerts)
        self.bell.set_count(len(alerts))

    def _open_alerts(self) -> None:
        popover = Popover(self.window(), 372)
        popover.setAccessibleName(_("Alerts"))
        lines = column(label(_("Needs you"), weight=fonts.SEMIBOLD), margins=(16, 14, 16, 12), gap=8)
        if not self._alerts:
            lines.addWidget(secondary(_("Nothing needs you now.")))
        for place, alert in enumerate(self._alerts[:8]):
            if place:
                lines.addWidget(rule())
            words = column(Elided(alert.title, weight=fonts.MEDIUM), gap=0)
            if alert.note:
                words.addWidget(Elided(alert.note, fonts.SECONDARY, role="secondary"))
            line = row(Sign(alert.icon, alert.tone), 10, (plain(words), 1))
            if alert.opens is not None:
                target = alert.opens

                def follow(target: tuple[str, Any] = target) -> None:
                    popover.dismiss()
                    self._shell.open(*target)

                line.addSpacing(8)
                line.addWidget(Button(alert.verb or _("Show"), follow, "link"))
            lines.addLayout(line)
        popover.body.addLayout(lines)
        popover.open_at(QRect(self.bell.mapToGlobal(QPoint(0, 0)), self.bell.size()))
