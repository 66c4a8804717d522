"""Lays the bench out: five areas, each rebuilt only when what it shows has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from shopdesk.i18n import current_language
from shopdesk.ui import theme
from shopdesk.ui.bench import alarm, complete_page, entry_card, help_page, packing_card, waiting_page, weight_card
from shopdesk.ui.bench.entry import EntryKind
from shopdesk.ui.bench.hint_line import hint_line
from shopdesk.ui.bench.label_preview import first_page
from shopdesk.ui.bench.lines_column import lines_column
from shopdesk.ui.bench.look import Look
from shopdesk.ui.bench.notes_column import notes_column
from shopdesk.ui.bench.session import BenchSession
from shopdesk.ui.bench.stages import Stage
from shopdesk.ui.bench.top_bar import TopBar
from shopdesk.ui.pictures import Pictures

TOP, FOOT, LEFT, RIGHT = 80, 56, 600, 440
LABEL_ROOM = (368, 520)
_VEILED = 0.55


class _Veil(QWidget):
    """Dims what lies below it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = QColor(theme.colour("bg"))
        colour.setAlphaF(_VEILED)
        painter.fillRect(self.rect(), colour)
        painter.end()


class BenchView(QWidget):
    """The picture of one session at the size of its window. It holds no state of the work itself."""

    def __init__(self, session: BenchSession, pictures: Pictures, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._session, self._pictures, self._now = session, pictures, now
        self._look = Look(1920, 1080, pictures)
        self._areas: dict[str, tuple[object, QWidget]] = {}
        self._label: tuple[object, QPixmap | None] = (None, None)
        self._typed = ""
        self._veil = _Veil(self)
        self._veil.hide()

    def note_typed(self, typed: str) -> None:
        """Remember what is being typed by hand; the next rendering shows it."""
        self._typed = typed

    def tick(self) -> None:
        """Move the clock on."""
        top = self._areas.get("top")
        if top is not None and isinstance(top[1], TopBar):
            top[1].show_time(self._now())

    def forget(self) -> None:
        """Build everything anew next time, e.g. after the theme was switched."""
        for _key, widget in self._areas.values():
            widget.hide()
            widget.deleteLater()
        self._areas.clear()
        self._label = (None, None)

    def render_session(self) -> None:
        """Bring all areas up to date with the session."""
        session, now = self._session, self._now()
        base = (self._look.k, theme.mode(), current_language())
        self.setUpdatesEnabled(False)
        try:
            stage = session.stage
            self._area(
                "top",
                (
                    *base,
                    stage,
                    session.order and (session.order.number, session.order.ship_by),
                    session.facts,
                    now.hour,
                ),
                lambda: TopBar(self._look, session, now),
            )
            current = session.last.line_id if session.last and stage is not Stage.COMPLETE else None
            left_key = (*base, stage is Stage.WAITING, session.order, current, session.waiting, session.facts)
            self._area("left", left_key, lambda: self._left(now, current))
            shown = (session.order, session.alarm, session.question, session.entry, session.note, session.last)
            more = (session.swallowed, session.helping, session.quantity, session.next_order, session.closed)
            typed = self._typed if session.entry is not None else ""
            centre_key = (*base, stage, shown, more, typed, session.facts, session.taken_back)
            self._area("centre", centre_key, self._centre)
            right_key = (*base, stage, session.order, session.question, session.facts, session.closed)
            self._area("right", right_key, self._right)
            foot_key = (*base, stage, session.entry is not None, session.helping, self._typed)
            self._area("foot", foot_key, lambda: hint_line(self._look, session, self._typed))
            self._place()
        finally:
            self.setUpdatesEnabled(True)

    def sizeHint(self) -> QSize:
        return QSize(1280, 720)

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look = Look(self.width(), self.height(), self._pictures)
        self.render_session()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg"))
        painter.end()

    def _area(self, name: str, key: object, build: Callable[[], QWidget]) -> None:
        known = self._areas.get(name)
        if known is not None and known[0] == key:
            return
        widget = build()
        widget.setParent(self)
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        widget.show()
        self._areas[name] = (key, widget)
        if known is not None:
            known[1].hide()
            known[1].deleteLater()

    def _left(self, now: datetime, current: int | None) -> QWidget:
        session = self._session
        if session.stage is Stage.WAITING or session.order is None:
            return waiting_page.waiting_orders(self._look, session, now)
        return lines_column(self._look, session.order, current)

    def _centre(self) -> QWidget:
        session, look = self._session, self._look
        if session.stage is Stage.ALARM:
            return alarm.alarm_page(look, session)
        if session.helping:
            return help_page.help_page(look)
        if session.entry is not None and session.entry.kind is not EntryKind.TRACKING:
            return entry_card.entry_card(look, session, session.entry, self._typed)
        pages = {
            Stage.WAITING: waiting_page.scan_an_order,
            Stage.PACKING: packing_card.packing_card,
            Stage.WEIGHT: weight_card.weight_card,
            Stage.COMPLETE: complete_page.complete_card,
        }
        return pages[session.stage](look, session)

    def _right(self) -> QWidget:
        session, look = self._session, self._look
        if session.stage is Stage.WAITING or session.order is None:
            return waiting_page.bench_today(look, session.facts)
        if session.stage is Stage.COMPLETE and session.closed is not None:
            return complete_page.label_column(look, self._label_picture(session.closed.label_pdf), session.facts)
        return notes_column(look, session.order, session.question, session.facts.tolerance_g)

    def _label_picture(self, pdf: bytes | None) -> QPixmap | None:
        key = (pdf, self._look.k)
        if self._label[0] != key:
            room = QSize(self._look.px(LABEL_ROOM[0]), self._look.px(LABEL_ROOM[1]))
            self._label = (key, first_page(pdf, room, self.devicePixelRatioF()) if pdf else None)
        return self._label[1]

    def _place(self) -> None:
        """Put the areas where they belong; red takes everything right of the lines."""
        px, width, height = self._look.px, self.width(), self.height()
        top, foot, left, right = px(TOP), px(FOOT), px(LEFT), px(RIGHT)
        alarmed = self._session.stage is Stage.ALARM
        below = height - top - (0 if alarmed else foot)
        places = {
            "top": QRect(0, 0, width, top),
            "left": QRect(0, top, left, below),
            "centre": QRect(left, top, width - left - (0 if alarmed else right), below),
            "right": QRect(width - right, top, right, below),
            "foot": QRect(0, height - foot, width, foot),
        }
        for name, place in places.items():
            widget = self._areas[name][1]
            widget.setGeometry(place)
            widget.setVisible(not alarmed or name in {"top", "left", "centre"})
        self._veil.setGeometry(places["left"])
        self._veil.setVisible(alarmed)
        self._veil.raise_()
