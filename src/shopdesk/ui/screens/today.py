"""The first screen: what waits, how sales went, what needs a person, what runs out first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.today import DaySales, Need, Today, today
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.pages.shipment_steps import to_bench
from shopdesk.ui.screen import Screen, StatusPart
from shopdesk.ui.screens.today_tiles import QueueTile, queue_words
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row, Verb
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card
from shopdesk.ui.widgets.charts import Bar, BarsByDay, Cover, CoverBars, Sparkline
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, plain, row, rule, scrolling, upright_rule
from shopdesk.ui.widgets.people import Sign

SHOWN_DAYS, WEEK = 14, 7
_TILES = ("to_review", "to_pick", "to_pack", "to_ship", "late", "returns")
_ENOUGH_DAYS, _LITTLE_DAYS = 14, 7
_VIEW_RIGHT = {"orders": Right.SEE_ORDERS, "returns": Right.SEE_RETURNS}


def open_bench(shell: Shell, _rows: list[Row]) -> None:
    """Open the packing bench over the whole screen."""
    to_bench(shell, [])


def import_orders(shell: Shell, _rows: list[Row]) -> None:
    """Go to the import of order files."""
    shell.open("import", None, what="orders")


def last_backup(shell: Shell) -> datetime | None:
    """When the shop was last backed up from this computer, if that is known."""
    kept = shell.memory.get("last_backup")
    try:
        return datetime.fromisoformat(str(kept["at"])) if isinstance(kept, dict) else None
    except (KeyError, ValueError):
        return None


class TodayScreen(Screen):
    """What a person looks at first in the morning."""

    key, title, icon, group = "today", N_("Today"), "today", 0
    right = Right.SEE_TODAY
    shows = frozenset({"orders", "order_lines", "shipments", "returns", "stock_balances", "variants", "products"})
    actions_on_screen = (
        Verb(N_("Import orders"), import_orders, key="Ctrl+I", icon="upload", on_rows=False, right=Right.IMPORT_FILES),
        Verb(N_("Open packing bench"), open_bench, key="Ctrl+Return", icon="packing", primary=True, on_rows=False,
             right=Right.PACK_ORDERS),
    )  # fmt: skip

    def build(self) -> None:
        self._day = label("", 14, role="secondary")
        self._best: Button | None = None
        line = row(label(_(self.title), fonts.TITLE, fonts.SEMIBOLD), 10, self._day, None, margins=(20, 10, 20, 6))
        for verb in self.own_actions():
            if self.shell.may(verb.right):
                kind = "primary" if verb.primary else "secondary"
                button = Button(verb.words(), partial(self.run, verb), kind, verb.icon, verb.shown_key())
                line.addSpacing(8)
                line.addWidget(button)
                self._best = button if verb.primary else self._best
        head = plain(line)
        head.setFixedHeight(52)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(20, 0, 20, 16)
        self.body.setSpacing(14)
        self._area = scrolling(plain(self.body))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(head)
        lines.addWidget(self._area, 1)
        self.known: Today | None = None

    def arrive(self, **aim: Any) -> None:
        if self.known is None:
            self.refresh()

    def refresh(self) -> None:
        """Read the day again and draw it, keeping the place on the screen."""
        self.known = known = self.shell.desk.read(today, last_backup=last_backup(self.shell))
        at = self._area.verticalScrollBar().value()
        now = datetime.now().astimezone().date()
        pattern = "M月d日 dddd" if figures.locale().name().startswith("zh") else "dddd d MMMM"
        self._day.setText(figures.locale().toString(QDate(now.year, now.month, now.day), pattern))
        self.setUpdatesEnabled(False)
        emptied(self.body)
        is_new = not known.variants and not any(day.orders for day in (*known.sales, *known.sales_before))
        if is_new:
            self.body.addWidget(self._first_steps())
        self.body.addWidget(self._queues(known))
        if not is_new:
            self.body.addLayout(self._cards(known))
        if self._best is not None:
            self._best.set_kind("secondary" if is_new else "primary")
        self.body.addStretch(1)
        self.setUpdatesEnabled(True)
        self._area.verticalScrollBar().setValue(at)
        if self.isVisible():
            self.shell.show_status(self.status())

    def _cards(self, known: Today) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(14)
        grid.setColumnStretch(0, 13)
        grid.setColumnStretch(1, 8)
        for place, card in enumerate((self._sales(known), self._needs(known), self._cover(known), self._week(known))):
            grid.addWidget(card, place // 2, place % 2)
        return grid

    def status(self) -> Sequence[StatusPart | str]:
        kept = last_backup(self.shell)
        if kept is None:
            return ()
        return (StatusPart(_("Backup {when}").format(when=figures.when(kept)), "checkc", "success"),)

    # parts

    def _queues(self, known: Today) -> QWidget:
        line = row(margins=(4, 0, 4, 0))
        tiles = [known.queue(key) for key in _TILES if self.shell.may(_VIEW_RIGHT[known.queue(key).list])]
        for place, queue in enumerate(tiles):
            if place:
                line.addWidget(plain(column(upright_rule(), margins=(0, 14, 0, 14))))
            tile = QueueTile(queue, queue_words(queue, known.at))
            tile.clicked.connect(lambda _on=False, queue=queue: self.shell.open(queue.list, view=queue.view))
            line.addWidget(tile, 1)
        card = Card(padding=0)
        card.setAccessibleName(_("What waits"))
        return card.add(line)

    def _sales(self, known: Today) -> QWidget:
        days, before = _compared(known)
        now = days[-1]
        card = Card(_("Sales by day"), padding=16)
        card.head.addLayout(_legend())
        amount = label(figures.amount(now.revenue, known.currency), 20, fonts.SEMIBOLD)
        words = secondary(_("{currency} today").format(currency=known.currency))
        line = row(amount, 6, words, 12, gap=0)
        change = _change(now.revenue, before[-1].revenue)
        if change is not None:
            tone = "success" if change >= 0 else "warning"
            said = _("{change} on {day}").format(change=_signed_percent(change), day=figures.day(before[-1].day))
            line.addWidget(Sign("trend", tone, 14))
            line.addSpacing(4)
            line.addWidget(label(said, fonts.SECONDARY, fonts.MEDIUM, tone))
        line.addStretch(1)
        bars = [_bar(day, old, place, known) for place, (day, old) in enumerate(zip(days, before, strict=True))]
        chart = BarsByDay(bars, axis=lambda value: figures.number(round(value)))
        if self.shell.may(Right.SEE_ORDERS):
            chart.opened.connect(lambda day: self.shell.open("orders", where={"placed": f"{day}..{day}"}))
        return card.add(line, chart)

    def _needs(self, known: Today) -> QWidget:
        card = Card(_("Needs you"), figures.number(len(known.needs)) if known.needs else "", padding=16)
        card.body.setSpacing(0)
        if not known.needs:
            calm = row(Sign("checkc", "success", 18), 10, (_wrapped(_("Nothing. Everything is on its way.")), 1))
            card.add(calm)
        for place, need in enumerate(known.needs):
            if place:
                card.add(rule())
            card.add(self._need(need))
        card.body.addStretch(1)
        return card

    def _need(self, need: Need) -> QWidget:
        words = column(Elided(need.title, weight=fonts.MEDIUM), Elided(need.detail, fonts.SECONDARY, role="secondary"))
        line = row(Sign(need.icon, need.tone, 16), 12, (plain(words), 1), 8, margins=(0, 7, 0, 7))
        step = self._step_of(need)
        if step is not None:
            line.addWidget(step)
        return plain(line)

    def _step_of(self, need: Need) -> Button | None:
        if need.kind == "backup":
            if not self.shell.may(Right.MANAGE_SHOP):
                return None
            return Button(_("Back up"), lambda: self.shell.open("settings", part="backup"), "link")
        if need.opens is not None:
            kind, thing = need.opens
            return Button(_("Resolve"), lambda: self.shell.open(kind, thing), "link")
        if not need.list:
            return None
        view = next(iter(need.where.values()), "")
        return Button(_("Show"), lambda: self.shell.open(need.list, view=view), "link")

    def _cover(self, known: Today) -> QWidget:
        card = Card(_("Runs out first"), _("at the pace of four weeks"), padding=16)
        link = Button(_("All {count}").format(count=figures.number(known.variants)),
                      lambda: self.shell.open("inventory", view="all"), "link")  # fmt: skip
        card.head.addWidget(link)
        if not known.runs_out:
            return _padded(card.add(_wrapped(_("Nothing was sold in the last four weeks."))))
        covers = [_cover_of(out) for out in known.runs_out]
        chart = CoverBars(covers, _axis_day, self.shell.pictures)
        if self.shell.may(Right.SEE_STOCK):
            chart.opened.connect(lambda key: self.shell.open("inventory", int(key)))
        return _padded(card.add(chart))

    def _week(self, known: Today) -> QWidget:
        days = (*known.sales_before, *known.sales)
        week, before = days[-WEEK:], days[-2 * WEEK : -WEEK]
        card = Card(_("Last 7 days"), padding=16)
        card.body.setSpacing(0)
        sums = [sum(day.revenue for day in some) for some in (week, before)]
        counts = [sum(day.orders for day in some) for some in (week, before)]
        means = [total // count if count else None for total, count in zip(sums, counts, strict=True)]
        line = [float(day.revenue) for day in days[-SHOWN_DAYS:]]
        orders = [float(day.orders) for day in days[-SHOWN_DAYS:]]
        average = [day.revenue / day.orders if day.orders else 0.0 for day in days[-SHOWN_DAYS:]]
        rows = [
            (_("Sales"), figures.money(sums[0], known.currency), _change(*sums), line),
            (_("Orders"), figures.number(counts[0]), _change(*counts), orders),
            (_("Average order value"), figures.money(means[0], known.currency),
             _change(means[0] or 0, means[1] or 0), average),
            (_("Sent back, four weeks"), figures.percent(known.return_rate, 1), None, []),
        ]  # fmt: skip
        for place, (title, value, change, values) in enumerate(rows):
            if place:
                card.add(rule())
            card.add(_figure(title, value, change, values))
        card.body.addStretch(1)
        return card

    def _first_steps(self) -> QWidget:
        card = Card(_("Welcome. Three steps and the first order is packed."), padding=20)
        steps = (
            ("products", "products", N_("Bring your products"),
             N_("Import the product list of your shop or marketplace, with opening stock if it has any."),
             N_("Import products")),
            ("orders", "orders", N_("Bring your orders"),
             N_("Import the order file you download there. Nothing is changed before you have seen every row."),
             N_("Import orders")),
        )  # fmt: skip
        line = row(gap=14)
        for place, (icon, what, title, sentence, verb) in enumerate(steps):
            if self.shell.may(Right.IMPORT_FILES):
                kind = "secondary" if place else "primary"
                step = Button(_(verb), partial(self.shell.open, "import", None, what=what), kind, "upload")
                line.addWidget(_step_card(icon, _(title), _(sentence), step), 1)
        if self.shell.may(Right.PACK_ORDERS):
            bench = Button(_("Open packing bench"), partial(open_bench, self.shell, []), "secondary", "packing")
            sentence = _("Review, pick and scan each piece into its parcel; slip and label come out at the end.")
            line.addWidget(_step_card("packing", _("Pack"), sentence, bench), 1)
        return card.add(line)


def _compared(known: Today) -> tuple[tuple[DaySales, ...], tuple[DaySales, ...]]:
    """The days shown and those two weeks before, weekday by weekday."""
    days = (*known.sales_before, *known.sales)
    return days[-SHOWN_DAYS:], days[-2 * SHOWN_DAYS : -SHOWN_DAYS]


def _bar(day: DaySales, old: DaySales, place: int, known: Today) -> Bar:
    is_today = place == SHOWN_DAYS - 1
    if is_today:
        words = _("today")
    elif place == 0 or day.day.day == 1:
        pattern = "MM-dd" if figures.locale().name().startswith("zh") else "d MMM"
        words = figures.locale().toString(QDate(day.day.year, day.day.month, day.day.day), pattern)
    else:
        words = str(day.day.day)
    orders = n_("{count} order", "{count} orders", day.orders).format(count=figures.number(day.orders))
    hint = _("{day}: {amount}, {orders}; two weeks before {before}").format(
        day=figures.day(day.day),
        amount=figures.money(day.revenue, known.currency),
        orders=orders,
        before=figures.money(old.revenue, known.currency),
    )
    scale = _major(known.currency)
    return Bar(day.day.isoformat(), words, day.revenue / scale, old.revenue / scale, hint, is_today)


def _major(currency: str) -> int:
    from shopdesk.domain.money import exponent

    return int(10 ** exponent(currency))


def _change(now: float, before: float) -> float | None:
    return (now - before) / before if before else None


def _signed_percent(share: float) -> str:
    words = figures.percent(round(abs(share), 4))
    return f"+{words}" if share >= 0 else f"−{words}"


def _cover_of(out: Any) -> Cover:
    if out.days < 1:
        words, tone, icon = (_("out") if out.available <= 0 else _("today")), "danger", "stop"
    else:
        days = int(out.days)
        words = n_("{count} day", "{count} days", days).format(count=figures.number(days))
        tone = "danger" if days < _LITTLE_DAYS else "warning" if days < _ENOUGH_DAYS else "quiet"
        icon = {"danger": "warn", "warning": "clock"}.get(tone, "check")
    hint = _("{name}: {available} available, {pace} a day").format(
        name=out.name, available=figures.number(out.available), pace=figures.number(out.per_day, 1)
    )
    return Cover(str(out.variant_id), out.name, out.days, _ENOUGH_DAYS, words, tone, icon, out.image, hint)


def _axis_day(days: float) -> str:
    count = int(days)
    return n_("{count} day", "{count} days", count).format(count=count) if count else _("today")


class _Mark(QWidget):
    """A spot in the colour of the bars."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(8, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("chart1"))
        painter.drawEllipse(self.rect())


def _legend() -> Any:
    return row(_Mark(), 6, secondary(_("this period")), 12, secondary("┄"), 4, secondary(_("two weeks before")))


def _figure(title: str, value: str, change: float | None, values: Sequence[float]) -> QWidget:
    figure = row(label(value, 15, fonts.SEMIBOLD), 8)
    if change is not None:
        tone = "success" if change >= 0 else "warning"
        figure.addWidget(label(_signed_percent(change), fonts.SECONDARY, fonts.MEDIUM, tone))
    figure.addStretch(1)
    line = row((plain(column(secondary(title), 2, figure)), 1), margins=(0, 7, 0, 7))
    if any(values):
        line.addWidget(Sparkline(values))
    return plain(line)


def _step_card(icon: str, title: str, sentence: str, step: Button) -> QWidget:
    head = row(Sign(icon, "accent", 18), 8, label(title, weight=fonts.SEMIBOLD), None)
    words = column(head, 4, _wrapped(sentence), 8, None, row(step, None), margins=(14, 12, 14, 14))
    well = Card(padding=0)
    return well.add(words)


def _wrapped(text: str) -> QWidget:
    return secondary(text, wrap=True)


def _padded(card: Card) -> Card:
    card.body.addStretch(1)
    return card
