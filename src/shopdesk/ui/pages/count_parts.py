"""Parts of a count's page: how far it is, the line being counted, and why a line differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.domain.counting import LineState
from shopdesk.i18n import _, n_
from shopdesk.queries.counts import CountDetail, CountedLine
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.forms.count_forms import REASONS
from shopdesk.ui.pictures import Pictures
from shopdesk.ui.screens.ledger import place_words
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.fields import ScanField
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, plain, row, rule, scrolling
from shopdesk.ui.widgets.people import Thumb

SIDE_WIDTH = 296
_BAR_WIDTH, _BAR_HEIGHT = 170, 6
_SHOWN_MOVES = 12


def signed(units: int) -> str:
    """A difference with its sign."""
    return f"+{figures.number(units)}" if units > 0 else figures.number(units)


class ProgressBar(QWidget):
    """How much is counted, and how much of that needs a second count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = self._again = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_BAR_WIDTH, _BAR_HEIGHT)

    def show_shares(self, done: float, again: float) -> None:
        """Both as shares 0–1 of all lines."""
        self._done, self._again = done, again
        self.setAccessibleName(figures.percent(done))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("hairline"))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        for share, tone in ((self._done, "warning"), (self._done - self._again, "success")):
            if share > 0:
                painter.setBrush(theme.tone(tone).solid)
                painter.drawRoundedRect(QRectF(0, 0, self.width() * share, self.height()), 3, 3)


class CountFigures(QFrame):
    """The three numbers of a count: what is done, what is doubtful, what was sold meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.bar = ProgressBar()
        self._done, self._done_words = self._pair()
        self._again, self._again_words = self._pair()
        self._sold, self._sold_words = self._pair()
        self._value = secondary("", tabular=True)
        self._taken = label("", fonts.SECONDARY, role="success")
        blocks = (
            column(row(self._done, 6, self._done_words, None), 6, row(self.bar, None)),
            column(row(self._again, 6, self._again_words, None), 4, self._value),
            column(row(self._sold, 6, self._sold_words, None), 4, self._taken),
        )
        self.setLayout(row(*(part for block in blocks for part in (plain(block), 36)), None))

    @staticmethod
    def _pair() -> tuple[Any, Any]:
        return label("", 24, fonts.SEMIBOLD, tabular=True), secondary("")

    def show_count(self, count: CountDetail, with_value: bool) -> None:
        """Show how far ``count`` is."""
        lines, again = len(count.lines), len(count.in_state(LineState.AGAIN))
        self._done.setText(figures.number(count.bins_done))
        bins = len(count.bins)
        self._done_words.setText(n_("of {count} bin counted", "of {count} bins counted", bins).format(count=bins))
        self.bar.show_shares(count.counted / lines if lines else 0, again / lines if lines else 0)
        self._again.setText(figures.number(again))
        self._again.setProperty("role", "warning" if again else "")
        self._again.style().polish(self._again)
        self._again_words.setText(n_("needs a second count", "need a second count", again))
        value = figures.money(count.value, count.currency)
        self._value.setText(_("{amount} so far at cost").format(amount=value) if with_value else "")
        sold = count.sold_since
        self._sold.setText(figures.number(sold))
        self._sold_words.setText(n_("piece left while counting", "pieces left while counting", sold))
        self._taken.setText(_("already taken into account") if sold else "")


class CountEntry(QFrame):
    """The line being counted, large, and one field for scans and numbers."""

    entered = Signal(str)
    skipped = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setObjectName("card")
        self._thumb = Thumb(pictures, None, "", 52)
        self._bin = label("", 22, fonts.SEMIBOLD, tabular=True)
        self._name = Elided("", fonts.SECTION, fonts.SEMIBOLD)
        self._note = Elided("", fonts.SECONDARY, role="secondary")
        self._so_far = label("", 24, fonts.SEMIBOLD, tabular=True)
        self._so_far_words = secondary("")
        self.field = ScanField(_("Scan a bin or a piece, or type the number"), "", "scan")
        self.field.setMinimumWidth(200)
        self.field.setFixedHeight(40)
        self.field.returnPressed.connect(self._enter)
        self.skip = IconButton("down", _("Next line that is not counted"), self.skipped.emit)
        self._said = label("", fonts.SECONDARY, fonts.MEDIUM)
        self._said.setVisible(False)
        names = plain(column(self._name, 2, self._note))
        names.setMinimumWidth(90)
        top = row(
            self._thumb,
            12,
            self._bin,
            18,
            (names, 1),
            12,
            plain(column(self._so_far, self._so_far_words)),
            14,
            (self.field, 1),
            4,
            self.skip,
        )
        self.setLayout(column(top, self._said, gap=6, margins=(14, 12, 10, 12)))

    def show_line(self, line: CountedLine | None) -> None:
        """Show what is counted now; None when nothing is left."""
        self.skip.setVisible(line is not None)
        self._thumb.setVisible(line is not None)
        self._so_far.setVisible(line is not None and line.counted is not None)
        self._so_far_words.setVisible(line is not None and line.counted is not None)
        if line is None:
            self._bin.setText("")
            self._name.setText(_("Every line is counted"))
            self._note.setText(_("Scan a piece to look at its line again."))
            return
        self._thumb.show_picture(line.image, line.title)
        self._bin.setText(line.bin)
        self._name.setText(line.title)
        lot = _("lot {lot}").format(lot=line.lot) if line.lot else ""
        self._note.setText(" · ".join(part for part in (line.variant, line.sku, lot) if part))
        self._so_far.setText(figures.number(line.counted))
        self._so_far_words.setText(_("counted so far"))

    def say(self, words: str, tone: str = "") -> None:
        """A sentence below the line: what the last scan did, or why it did nothing."""
        self._said.setText(words)
        self._said.setProperty("role", tone)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.setVisible(bool(words))

    def said(self) -> tuple[str, str]:
        """The sentence shown and its tone."""
        return self._said.text(), str(self._said.property("role") or "")

    def _enter(self) -> None:
        text = self.field.text()
        self.field.clear()
        self.entered.emit(text)


class CountSide(QFrame):
    """Why a line differs: what was counted, what the books had, what moved in between."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setFixedWidth(SIDE_WIDTH)
        self._pictures = pictures
        self._content = QVBoxLayout()
        self._content.setContentsMargins(20, 18, 16, 16)
        self._content.setSpacing(10)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(scrolling(plain(self._content)))
        self.reason: QComboBox | None = None

    def show_line(
        self,
        line: CountedLine | None,
        moves: list[Any],
        hidden: bool,
        hint: tuple[str, Callable[[], object]] | None,
        steps: list[tuple[str, Callable[[], object]]],
        give_reason: Callable[[str], object] | None,
    ) -> None:
        """Explain ``line``; ``hidden`` keeps the books to themselves until it is counted."""
        emptied(self._content)
        self.reason = None
        if line is None:
            self._content.addWidget(secondary(_("Choose a line to see why it differs."), wrap=True))
            self._content.addStretch(1)
            return
        names = column(label(line.title, fonts.SECTION, fonts.SEMIBOLD, wrap=True), gap=2)
        if line.variant:
            names.addWidget(secondary(line.variant, wrap=True))
        place = " · ".join(part for part in (line.bin, line.sku, line.lot) if part)
        names.addWidget(label(place, fonts.SECONDARY, fonts.MEDIUM, tabular=True, wrap=True))
        self._content.addLayout(row(Thumb(self._pictures, line.image, line.title, 56), 12, (plain(names), 1)))
        self._content.addSpacing(4)
        self._content.addWidget(label(self._heading(line), fonts.SECTION, fonts.SEMIBOLD, wrap=True))
        self._content.addWidget(self._reckoning(line, hidden))
        if line.allocated and line.difference:
            words = n_(
                "{count} of them was on a pick list then and may have been in a basket.",
                "{count} of them were on pick lists then and may have been in baskets.",
                line.allocated,
            )
            self._content.addWidget(Notice(words.format(count=line.allocated), "warning", "basket"))
        if line.doubtful:
            self._content.addWidget(
                Notice(_("Goods moved while it was being scanned. Count it again."), "warning", "warn")
            )
        if moves:
            self._content.addWidget(label(_("Moves in that time"), weight=fonts.SEMIBOLD))
            self._content.addLayout(self._moves(moves, hidden))
        if hint is not None:
            self._content.addWidget(Notice(hint[0], "warning", "eye"))
            self._content.addLayout(row(Button(_("Look there"), hint[1], "secondary"), None))
        if steps:
            self._content.addLayout(row(*(Button(words, run, "secondary") for words, run in steps), None, gap=8))
        if give_reason is not None:
            self._content.addWidget(secondary(_("Reason, if it stays")))
            self._content.addWidget(self._reasons(line, give_reason))
        elif line.reason:
            self._content.addWidget(secondary(_("Reason: {reason}").format(reason=line.reason), wrap=True))
        self._content.addStretch(1)

    @staticmethod
    def _heading(line: CountedLine) -> str:
        off = line.difference
        if off is None:
            return _("Not counted yet")
        if off == 0:
            return _("The books and the shelf agree")
        if off < 0:
            return n_("Why {count} piece is missing", "Why {count} pieces are missing", -off).format(count=-off)
        return n_("Why there is {count} piece too many", "Why there are {count} pieces too many", off).format(count=off)

    def _reckoning(self, line: CountedLine, hidden: bool) -> QWidget:
        card = Card(padding=12)
        if line.counted is not None:
            at = figures.clock(line.counted_at)
            words = _("Counted at {time} by {name}").format(time=at, name=line.counted_by)
            card.add(_figure(words, figures.number(line.counted)))
        if line.first_counted is not None:
            words = _("First count by {name}").format(name=line.first_by)
            card.add(_figure(words, figures.number(line.first_counted)))
        if not hidden:
            began = figures.clock(line.snapshot_at)
            words = _("Book when the count began, {time}").format(time=began)
            card.add(_figure(words, figures.number(line.snapshot)))
            card.add(
                _figure(
                    _("Moved since") if line.counted is None else _("Moved in between"),
                    signed(line.since),
                    "danger" if line.since < 0 else "",
                )
            )
        if line.difference is not None and not hidden:
            way = f"{figures.number(line.counted)} − {figures.number(line.book)}"
            off = label(signed(line.difference), 22, fonts.SEMIBOLD, _tone(line.difference), tabular=True)
            card.add(rule(), row(label(way, weight=fonts.MEDIUM, role="secondary", tabular=True), None, off))
        if hidden and line.counted is None:
            card.add(secondary(_("Blind: the books are shown once it is counted."), wrap=True))
        return card

    @staticmethod
    def _moves(moves: list[Any], hidden: bool) -> QVBoxLayout:
        lines = column(gap=5)
        for move in moves[:_SHOWN_MOVES]:
            document = " ".join(part for part in (move.reason_title, move.document_number) if part)
            other = move.to_bin if move.signed < 0 else move.from_bin
            zone = move.to_zone if move.signed < 0 else move.from_zone
            words = Elided(document or place_words(other, zone))
            line = row(
                secondary(figures.clock(move.at), tabular=True),
                10,
                (words, 1),
                8,
                label(signed(move.signed), weight=fonts.SEMIBOLD, role=_tone(move.signed), tabular=True),
            )
            lines.addLayout(line)
            if move.after:
                lines.addWidget(secondary(_("after the count, so it does not matter here")))
        return lines

    def _reasons(self, line: CountedLine, give_reason: Callable[[str], object]) -> QWidget:
        box = QComboBox()
        box.setEditable(True)
        box.addItems([_(reason) for reason in REASONS])
        box.setCurrentText(line.reason)
        edit = box.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(_("choose a reason"))
            edit.editingFinished.connect(lambda: give_reason(box.currentText()))
        box.activated.connect(lambda _place: give_reason(box.currentText()))
        box.setAccessibleName(_("Reason, if it stays"))
        self.reason = box
        return box


def _tone(units: int) -> str:
    return "danger" if units < 0 else "success" if units > 0 else ""


def _figure(words: str, value: str, tone: str = "") -> QWidget:
    figure = label(value, weight=fonts.SEMIBOLD, role=tone, tabular=True)
    return plain(row((label(words, fonts.SECONDARY, wrap=True), 1), 8, figure))
