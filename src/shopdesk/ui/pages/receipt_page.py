"""The page of one delivery: scan what is in the boxes, see how much of it is here, book it, put it away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from shopdesk.domain.errors import UserError
from shopdesk.domain.purchasing import MoreThanOrdered
from shopdesk.domain.rights import Right
from shopdesk.i18n import _
from shopdesk.queries.put_away import proposed_bin
from shopdesk.queries.receiving import DockDetail, DockLine, dock_detail
from shopdesk.ui import figures
from shopdesk.ui.bench.stages import Sound
from shopdesk.ui.page import Page
from shopdesk.ui.pages.dock_card import DockCard, Told
from shopdesk.ui.pages.dock_list import DockList
from shopdesk.ui.pages.dock_side import dock_side
from shopdesk.ui.pages.dock_words import counted_told, waiting_told
from shopdesk.ui.pages.receipt_steps import RECEIPT_VERBS
from shopdesk.ui.screen import StatusPart
from shopdesk.ui.sheet import Pill
from shopdesk.ui.sounds import BenchSounds
from shopdesk.ui.widgets.buttons import Button, Segmented
from shopdesk.ui.widgets.fields import ScanField
from shopdesk.ui.widgets.layouts import column, emptied, plain, row, scrolling
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import put_away, receiving

_SIDE, _MOST_SCANS = 292, 7


class ReceiptPage(Page):
    """One delivery, counted by scanner and keyboard alone."""

    kind, place, icon = "receipt", "purchases", "inbox"
    right = Right.SEE_PURCHASES
    shows = frozenset({"receipts", "receipt_lines", "purchase_lines", "purchases", "stock_levels"})
    verbs_on_thing = RECEIPT_VERBS
    scrolls = False

    def build(self) -> None:
        super().build()
        self._told: Told | None = None
        self._last: tuple[int, int, bool] | None = None
        self._over: tuple[str, bool] | None = None
        self._damaged = self._busy = False
        self._state = ""
        self._drawn: tuple[object, ...] = ()
        self.list: DockList | None = None
        self._lot = ""
        self._expires: date | None = None
        self._scans: list[tuple[str, str]] = []
        self._sounds: BenchSounds | None = None
        self._choice: Segmented | None = None
        self.scan: ScanField | None = None
        self.card: DockCard | None = None
        for key, run in self._keys().items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _keys(self) -> dict[str, Callable[[], object]]:
        return {
            "F6": lambda: self._set_damaged(False),
            "F7": lambda: self._set_damaged(True),
            "F8": self.accept_over,
            "F9": self.undo_scan,
            "F10": self.ask_lot,
        }

    def keys(self) -> list[tuple[str, str]]:
        return [
            *super().keys(),
            ("F6", _("The next scans are good")),
            ("F7", _("The next scans are damaged")),
            ("F8", _("Take more than was ordered")),
            ("F9", _("Take the last scan back")),
            ("F10", _("Lot and expiry date of the next scans")),
        ]

    def load(self) -> Any:
        detail: DockDetail = self.shell.read(dock_detail, int(self.thing_id))
        return detail

    def arrive(self, **aim: Any) -> None:
        super().arrive(**aim)
        self._focus()

    def _focus(self) -> None:
        if self.scan is not None:
            self.scan.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scan.selectAll()

    def _counts(self) -> bool:
        return self.thing.state == "counting" and self.shell.may(Right.RECEIVE_GOODS)

    def _puts_away(self) -> bool:
        return self.thing.state == "booked" and bool(self.thing.at_dock) and self.shell.may(Right.RECEIVE_GOODS)

    # drawing

    def show_thing(self) -> None:
        dock: DockDetail = self.thing
        if self._state not in ("", dock.state):
            self._told, self._last, self._over, self._scans = None, None, None, []
        self._state = dock.state
        notes = [dock.supplier, dock.purchase_number]
        if dock.delivery_note:
            notes.append(dock.delivery_note)
        self.set_head(dock.number, " · ".join(notes), [Pill("purchase_receipt", dock.state)])
        self.body.setContentsMargins(0, 0, 0, 0)
        self.scan = self.card = self._choice = self.list = None
        left = column(gap=12, margins=(20, 16, 20, 20))
        if self._counts() or self._puts_away():
            left.addLayout(self._scan_line())
            self.card = DockCard(
                self.shell, self._told or waiting_told(self.thing, puts_away=self._puts_away()), self._card_keys()
            )
            left.addWidget(self.card)
        self.list = DockList(self.shell, dock, counts=self._counts(), puts_away=self._puts_away())
        self.list.counted.connect(self._typed)
        self.list.carried.connect(self._carry)
        self.list.finished.connect(self._focus)
        left.addWidget(self.list)
        left.addStretch(1)
        self._side = row(dock_side(self.shell, dock, self._scans, may_count=self._counts()))
        shown = row((scrolling(plain(left)), 1))
        shown.addLayout(self._side)
        self.body.addLayout(shown)
        self._drawn = self._mode()
        self.shell.show_status(self.status())
        self._focus()

    def _mode(self) -> tuple[object, ...]:
        """What decides how the page is drawn; while it stays the same, figures are only told anew."""
        dock: DockDetail = self.thing
        return (
            dock.state,
            self._counts(),
            self._puts_away(),
            tuple(one.line.id for one in dock.lines),
            self._lot_words(),
        )

    def refresh(self) -> None:
        if self._busy:
            return
        known = self.thing is not None and self.list is not None and self.card is not None
        if known:
            try:
                self.thing = self.load()
            except UserError:
                known = False
        if known and self._mode() == self._drawn:
            self._tell_anew()
        else:
            super().refresh()

    def _tell_anew(self) -> None:
        """Bring card, rows and side up to date where they stand."""
        dock: DockDetail = self.thing
        if self.list is None or self.card is None:
            return
        self.card.show_told(self._words(), self._card_keys())
        self.list.show_dock(dock)
        emptied(self._side)
        self._side.addWidget(dock_side(self.shell, dock, self._scans, may_count=self._counts()))
        self.show_steps()

    def _do(self, usecase: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Run a step; what it changed is shown once, with what is said about it."""
        self._busy = True
        try:
            return self.shell.desk.do(usecase, *args, **more)
        finally:
            self._busy = False

    def _scan_line(self) -> Any:
        hint = _("Scan the goods: barcode, SKU or the supplier’s code")
        if self._puts_away():
            hint = _("Scan the goods, then the bin they go to")
        self.scan = ScanField(hint, icon_name="scan")
        self.scan.returnPressed.connect(self._entered)
        line = row((self.scan, 1), gap=0)
        if self._counts():
            choices = [("good", _("Good")), ("damaged", _("Damaged"))]
            self._choice = Segmented(choices, "damaged" if self._damaged else "good")
            self._choice.chosen.connect(lambda key: self._set_damaged(key == "damaged"))
            line.addSpacing(12)
            line.addWidget(self._choice)
            lot = Button(self._lot_words(), self.ask_lot, "secondary", "calendar", tip="F10")
            line.addSpacing(6)
            line.addWidget(lot)
        return line

    def _lot_words(self) -> str:
        if not self._lot and self._expires is None:
            return _("Lot…")
        expires = figures.day(self._expires) if self._expires else ""
        return " · ".join(part for part in (self._lot, expires) if part)

    def _words(self) -> Told:
        return self._told or waiting_told(self.thing, puts_away=self._puts_away())

    def _card_keys(self) -> list[tuple[str, str]]:
        if not self._counts():
            return []
        found = [("F7", _("damaged")), ("F6", _("good"))]
        if self._over is not None:
            found.insert(0, ("F8", _("take more than ordered")))
        if self._last is not None:
            found.append(("F9", _("take back")))
        return found

    def status(self) -> tuple[StatusPart, ...]:
        if self.thing is None or self.thing.state != "counting":
            return ()
        return (StatusPart(_("Every scan is kept; the count goes on where it stopped."), "checkc"),)

    # counting

    def _entered(self) -> None:
        if self.scan is None or not self.scan.text().strip():
            return
        code = self.scan.text().strip()
        self.scan.clear()
        if self._puts_away():
            self._scanned_for_bin(code)
        else:
            self.count(code)

    def count(self, code: str, accept_over: bool = False) -> None:
        """Count one scan; wrong ones are said loudly and count nothing."""
        damaged = self._damaged
        try:
            counted = self._do(
                receiving.scan_goods, int(self.thing_id), code, damaged=damaged, lot=self._lot,
                expires_on=self._expires, accept_over=accept_over,
            )  # fmt: skip
        except UserError as error:
            may = isinstance(error, MoreThanOrdered) and self.shell.may(Right.EDIT_PURCHASES)
            self._over = (code, damaged) if may else None
            self._last = None
            self._tell(Told(str(error), _("“{code}” was not counted.").format(code=code), "danger"), Sound.WRONG)
            return
        except Exception as error:
            self.shell.fail(error)
            return
        self._over = None
        self._last = (counted.receipt_line_id, counted.units, damaged)
        self._say_counted(counted, damaged)

    def _line_of(self, code: str) -> DockLine | None:
        wanted = code.strip().casefold()
        for one in self.thing.lines:
            known = {one.line.sku.casefold(), one.line.supplier_code.casefold(), *(c.casefold() for c, _n in one.codes)}
            if wanted in known:
                return one  # type: ignore[no-any-return]
        return None

    def _say_counted(self, counted: Any, damaged: bool) -> None:
        self.thing = self.load()
        one = next(line for line in self.thing.lines if line.line.id == counted.purchase_line_id)
        whole = all(line.here >= line.line.quantity for line in self.thing.lines)
        to = self.shell.read(proposed_bin, one.line.variant_id, one.good) if one.good and not damaged else None
        told = counted_told(one, counted.units, damaged, to.code if to else "")
        sign = _("+{count} damaged") if damaged else _("+{count}")
        self._scans.insert(0, (one.line.name, sign.format(count=figures.number(counted.units))))
        sound = Sound.COMPLETE if whole else Sound.ATTENTION if damaged or one.over else Sound.RIGHT
        self._tell(told, sound)

    def _tell(self, told: Told, sound: Sound) -> None:
        self._told = told
        if self._sounds is None:
            self._sounds = BenchSounds(self)
        self._sounds(sound)
        if self._mode() == self._drawn:
            self._tell_anew()
        else:
            self._draw()
        self._focus()

    def _set_damaged(self, damaged: bool) -> None:
        if self.thing is None or not self._counts():
            return
        self._damaged = damaged
        if self._choice is not None:
            self._choice.set_current("damaged" if damaged else "good")
        self._focus()

    def accept_over(self) -> None:
        """Count the scan that was refused because there is more than was ordered."""
        if self._over is None:
            return
        code, self._damaged = self._over
        self.count(code, accept_over=True)

    def undo_scan(self) -> None:
        """Take the last scan back."""
        if self._last is None or not self._counts():
            return
        line_id, units, damaged = self._last
        try:
            self._do(receiving.uncount, line_id, units, damaged)
        except UserError as error:
            self.shell.fail(error)
            return
        self._last = None
        if self._scans:
            self._scans.pop(0)
        self._tell(Told(_("Taken back"), _("The last scan does not count."), "neutral"), Sound.ATTENTION)

    def ask_lot(self) -> None:
        """Which lot the next scans belong to, and until when it keeps."""
        if self.thing is None or not self._counts():
            return

        def then(answers: Any) -> None:
            if answers["keeps"] and answers["expires"] < figures.today():
                raise UserError(_("The expiry date {day} is past.").format(day=answers["expires"].isoformat()))
            self._lot = answers["lot"].strip()
            self._expires = answers["expires"] if answers["keeps"] else None
            self.refresh()

        fields = [
            Ask("lot", _("Lot"), value=self._lot),
            Ask("keeps", _("It has an expiry date"), "yes", self._expires is not None),
            Ask("expires", _("Keeps until"), "date", self._expires),
        ]
        sentence = _("Holds for all scans from now on; leave both empty for goods without lots.")
        self.shell.ask(_("Lot of the next scans"), fields, then, sentence, _("Use it"))

    def _typed(self, purchase_line_id: int, good: int, damaged: int) -> None:
        one = next(line for line in self.thing.lines if line.line.id == purchase_line_id)
        lot = one.parts[0].lot_code if len(one.parts) == 1 else self._lot
        over = self.shell.may(Right.EDIT_PURCHASES)
        expires = self._expires if lot == self._lot else None
        done = self.shell.do(
            receiving.count_line, receipt_id=int(self.thing_id), purchase_line_id=purchase_line_id, good=good,
            damaged=damaged, lot=lot, expires_on=expires, accept_over=over,
        )  # fmt: skip
        if not done:
            self.refresh()

    # putting away

    def _scanned_for_bin(self, code: str) -> None:
        found = self._line_of(code)
        if found is not None and any(part.good > part.put_away for part in found.parts):
            self._last = None
            to = found.proposal.code if found.proposal else ""
            words = _("Scan the bin: {bin} is proposed.").format(bin=to) if to else _("Scan the bin.")
            left = sum(part.good - part.put_away for part in found.parts)
            self._tell(
                Told(found.line.name, words, "info", _("{count} ×").format(count=figures.number(left)),
                     found.line.image, found.line.id),
                Sound.RIGHT,
            )  # fmt: skip
            return
        line_id = self._told.line_id if self._told is not None else 0
        chosen = next((one for one in self.thing.lines if one.line.id == line_id), None)
        if chosen is None:
            words = _("“{code}” is neither of these goods nor a bin for the goods chosen.").format(code=code)
            self._tell(Told(words, _("Scan the goods first, then the bin."), "danger"), Sound.WRONG)
            return
        for part in chosen.parts:
            if part.good > part.put_away and not self._carried(part.id, code, chosen):
                return

    def _carried(self, part_id: int, code: str, one: DockLine) -> bool:
        try:
            place = self._do(put_away.put_away, part_id, code)
        except UserError as error:
            self._tell(Told(str(error), _("Nothing was moved."), "danger", line_id=one.line.id), Sound.WRONG)
            return False
        self.thing = self.load()
        words = _("lies in {bin} now").format(bin=place)
        self._scans.insert(0, (one.line.name, place))
        done = not self.thing.at_dock
        self._tell(
            Told(one.line.name, words, "success", place, one.line.image), Sound.COMPLETE if done else Sound.RIGHT
        )
        return True

    def _carry(self, part_id: int, place: str, units: int) -> None:
        said = _("Put away in {bin}")
        self.shell.do(
            put_away.put_away,
            receipt_line_id=part_id,
            bin=place,
            quantity=units,
            said=lambda found: said.format(bin=found),
        )
        self._focus()
