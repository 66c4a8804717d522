"""The bar across the top: which order, for whom, until when; who packs, and the time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from shopdesk.domain.packing import PackOrder
from shopdesk.i18n import _, n_
from shopdesk.ui import figures, theme
from shopdesk.ui.bench.look import ALARM, ALARM_SOFT, WHITE, Look, Part, tint
from shopdesk.ui.bench.parts import Text
from shopdesk.ui.bench.session import BenchSession
from shopdesk.ui.bench.stages import Stage
from shopdesk.ui.bench.wording import customer_words, due_words

_LONG_NAME = 28


class TopBar(QWidget):
    """The top bar; only its clock changes by itself."""

    def __init__(self, look: Look, session: BenchSession, now: datetime) -> None:
        super().__init__()
        alarm = session.stage is Stage.ALARM
        main = WHITE if alarm else theme.colour("text")
        quiet = ALARM_SOFT if alarm else theme.colour("text2")
        self._clock = look.text(figures.clock(now), 28, 600, main, rigid=True)
        left = _order_parts(look, session.order, now, alarm) if session.order else _title_parts(look)
        right: list[Part] = []
        for words in (_wave_words(session), session.facts.bench):
            if words:
                right += [look.text(words, 22, 500, quiet, rigid=len(words) <= _LONG_NAME), 28]
        name = look.text(session.user_name, 22, 500, quiet, rigid=len(session.user_name) <= _LONG_NAME)
        right += [look.symbol("user", 24, quiet, 1.4), 8, name, 28, self._clock]
        row = look.row(*left, None, *right, margins=(32, 0, 32, 0))
        fill = ALARM if alarm else theme.colour("surface")
        bar = look.panel(row, fill=fill, sides="" if alarm else "b")
        self.setLayout(look.column((bar, 1)))

    def show_time(self, now: datetime) -> None:
        """Set the clock."""
        self._clock.set_words(figures.clock(now))

    def clock_label(self) -> Text:
        """The clock's words, for tests."""
        return self._clock


def _title_parts(look: Look) -> list[Part]:
    return [look.symbol("scan", 34, "accent"), 16, look.text(_("Packing"), 32, 600)]


def _order_parts(look: Look, order: PackOrder, now: datetime, alarm: bool) -> list[Part]:
    main = WHITE if alarm else theme.colour("text")
    quiet = ALARM_SOFT if alarm else theme.colour("text2")
    parts: list[Part] = [
        look.text(order.number, 40, 700, main, rigid=True),
        20,
        look.text(customer_words(order), 24, 500, quiet),
    ]
    if alarm:
        return parts
    parts.append(20)
    if order.channel:
        parts += [look.chip(order.channel, 18, 500, colour="neutral", rigid=True), 10]
    if order.ship_by is not None:
        tone, words = due_words(order.ship_by, now)
        parts += [look.chip(words, 18, 600, colour=tone, fill=tint(tone), icon="clock", rigid=True), 10]
    if order.slot:
        parts.append(look.chip(_("Slot {slot}").format(slot=order.slot), 18, 600, colour="info", rigid=True))
    parts.append(24)
    return parts


def _wave_words(session: BenchSession) -> str:
    left = session.facts.waiting
    wave = session.order.wave_text if session.order and session.order.wave_text else session.facts.wave_text
    if wave and left:
        return n_("{wave} · {count} left", "{wave} · {count} left", left).format(wave=wave, count=left)
    if left:
        return n_("{count} order waits", "{count} orders wait", left).format(count=left)
    return wave
