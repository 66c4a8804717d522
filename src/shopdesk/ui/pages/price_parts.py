"""Drawings about a price: its steps over time, and what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.i18n import _
from shopdesk.ui import figures, fonts, theme

_HEIGHT, _BAR = 150, 14


class PriceSteps(QWidget):
    """The price over time as steps, newest at the right; the floor as a dotted line."""

    def __init__(
        self, steps: Sequence[tuple[datetime, int]], floor: int | None, currency: str, parent: QWidget | None = None
    ) -> None:
        """``steps`` are (from when, price), oldest first; the last one still holds."""
        super().__init__(parent)
        self._steps, self._floor, self._currency = list(steps), floor, currency
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Price over time"))
        told = [f"{figures.day(at)}: {figures.money(price, currency)}" for at, price in self._steps]
        self.setAccessibleDescription("; ".join(told))

    def sizeHint(self) -> QSize:
        return QSize(360, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._steps:
            return
        values = [price for _at, price in self._steps] + ([self._floor] if self._floor else [])
        low, high = min(values), max(values)
        room = max(high - low, high // 10, 1)
        low, high = max(0, low - room // 4), high + room // 4
        ground = QRectF(0, 8, self.width() - 64, self.height() - 34)
        first, last = self._steps[0][0], datetime.now().astimezone()
        whole = max((last - first).total_seconds(), 1.0)

        def x(at: datetime) -> float:
            return ground.left() + ground.width() * max(0.0, (at - first).total_seconds()) / whole

        def y(price: int) -> float:
            return ground.bottom() - ground.height() * (price - low) / max(high - low, 1)

        painter.setPen(QPen(theme.colour("hairline"), 1))
        for part in (0.0, 0.5, 1.0):
            line = ground.bottom() - ground.height() * part
            painter.drawLine(QPointF(ground.left(), line), QPointF(ground.right(), line))
        painter.setFont(fonts.font(fonts.SECONDARY, fonts.REGULAR, True))
        if self._floor:
            painter.setPen(QPen(theme.tone("warning").text, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(ground.left(), y(self._floor)), QPointF(ground.right(), y(self._floor)))
            painter.setPen(theme.tone("warning").text)
            painter.drawText(
                QRectF(ground.left(), y(self._floor) + 2, ground.width(), 16), Qt.AlignmentFlag.AlignLeft, _("floor")
            )
        painter.setPen(QPen(theme.colour("accentFill"), 2))
        for at, (moment, price) in enumerate(self._steps):
            end = x(self._steps[at + 1][0]) if at + 1 < len(self._steps) else ground.right()
            painter.drawLine(QPointF(x(moment), y(price)), QPointF(end, y(price)))
            if at + 1 < len(self._steps):
                painter.drawLine(QPointF(end, y(price)), QPointF(end, y(self._steps[at + 1][1])))
        now = self._steps[-1][1]
        painter.setBrush(theme.colour("accentFill"))
        painter.drawEllipse(QPointF(ground.right(), y(now)), 3, 3)
        painter.setPen(theme.colour("text"))
        painter.setFont(fonts.font(fonts.BODY, fonts.SEMIBOLD, True))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(ground.right(), y(now) - 10, 64, 20), middle, figures.amount(now, self._currency))
        painter.setFont(fonts.font(fonts.SECONDARY))
        painter.setPen(theme.colour("text2"))
        foot = QRectF(ground.left(), ground.bottom() + 8, ground.width(), 18)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, figures.day(first))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, _("today"))


class FloorBar(QWidget):
    """A price as a bar: what it costs, what is left, and a tick at the floor."""

    def __init__(self, price: int, cost: int, floor: int | None, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._price, self._cost, self._floor, self._currency = price, cost, floor, currency
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = _("{cost} of {price} is cost").format(
            cost=figures.money(cost, currency), price=figures.money(price, currency)
        )
        self.setAccessibleName(words)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:
        return QSize(220, _BAR + 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max(self._price, self._cost, self._floor or 0, 1)
        top, width = 20.0, self.width()

        def at(amount: int) -> float:
            return width * amount / most

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track") if "track" in theme.tokens()["light"] else theme.colour("hairline"))
        painter.drawRect(QRectF(0, top, width, _BAR))
        painter.setBrush(theme.tone("neutral").solid)
        painter.drawRect(QRectF(0, top, at(min(self._cost, self._price)), _BAR))
        gain = self._price - self._cost
        painter.setBrush(theme.colour("accentFill") if gain >= 0 else theme.tone("danger").solid)
        painter.drawRect(QRectF(at(min(self._cost, self._price)), top, at(abs(gain)), _BAR))
        painter.setFont(fonts.font(fonts.SECONDARY))
        painter.setPen(theme.colour("text2"))
        painter.drawText(QRectF(0, top + _BAR + 3, width, 16), Qt.AlignmentFlag.AlignLeft, _("cost"))
        if self._price:
            share = _("margin {share}").format(share=figures.percent(gain / self._price, 1))
            painter.drawText(QRectF(0, top + _BAR + 3, width, 16), Qt.AlignmentFlag.AlignRight, share)
        if self._floor:
            place = at(self._floor)
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawLine(QPointF(place, top - 4), QPointF(place, top + _BAR + 4))
            words = _("floor {amount}").format(amount=figures.amount(self._floor, self._currency))
            room = fonts.width(words, fonts.SECONDARY)
            left = min(max(0.0, place - room / 2), width - room)
            painter.drawText(QRectF(left, 0, room + 4, 16), Qt.AlignmentFlag.AlignLeft, words)
