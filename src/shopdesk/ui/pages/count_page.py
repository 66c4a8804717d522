"""The page of one stocktake: scan or type line after line while the shop sells, look at differences, post."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopdesk.domain.counting import CountState, LineState
from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.domain.scanning import clean_scan
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.counts import CountDetail, CountedLine, count_detail, count_line_moves
from shopdesk.queries.listing import Column, Kind, ListRow
from shopdesk.ui import figures
from shopdesk.ui.page import Page
from shopdesk.ui.pages.count_parts import CountEntry, CountFigures, CountSide, signed
from shopdesk.ui.pages.count_steps import COUNT_VERBS
from shopdesk.ui.screen import StatusPart
from shopdesk.ui.sheet import Pill
from shopdesk.ui.table import Table
from shopdesk.ui.table_model import PICK, Rows
from shopdesk.ui.widgets.buttons import Segmented
from shopdesk.ui.widgets.card import Notice
from shopdesk.ui.widgets.labels import secondary
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.ui.widgets.people import Sign
from shopdesk.usecases import counts

_LONGEST_NUMBER = 6
# Where room is scarce columns step back from the right: what the books had first goes before the difference does.
_COLUMNS = (
    Column("bin", N_("Bin"), Kind.CODE, width=80),
    Column("title", N_("Item"), Kind.NAME, second="note", width=158),
    Column("since", N_("Moved since"), Kind.NUMBER, width=90),
    Column("book", N_("Book now"), Kind.NUMBER, width=78),
    Column("counted", N_("Counted"), Kind.NUMBER, width=72),
    Column("off", N_("Difference"), Kind.NUMBER, width=82),
    Column("then", N_("Book then"), Kind.NUMBER, width=80),
    Column("state", N_("State"), Kind.STATE, machine="count_line", width=116),
)
_SHOWN = {
    "all": (),
    "open": (LineState.OPEN,),
    "again": (LineState.AGAIN,),
    "off": (LineState.AGAIN, LineState.DIFFERS),
}


class CountPage(Page):
    """One stocktake."""

    kind, place, icon = "count", "inventory", "scan"
    right = Right.SEE_STOCK
    shows = frozenset({"stock_counts", "count_lines", "stock_moves", "stock_levels"})
    verbs_on_thing = COUNT_VERBS
    scrolls = False

    def build(self) -> None:
        super().build()
        self._bin = ""
        self._show = "all"
        self.figures = CountFigures()
        self.entry = CountEntry(self.shell.pictures)
        self.entry.entered.connect(self.take)
        self.entry.skipped.connect(self._next_open)
        self.table = Table(_COLUMNS, "count-page", self.shell.memory, self.shell.pictures, self._cell_tone)
        self.table.setColumnHidden(PICK, True)
        self.table.setAccessibleName(_("Lines of the count"))
        self.table.current_changed.connect(lambda _row: self._show_line())
        self.table.opened.connect(lambda _row: self.entry.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self.side = CountSide(self.shell.pictures)
        self.notice = Notice(
            _("The shop stays open: each line is compared with the books of the moment it is counted."),
            "info",
            "basket",
        )
        self.filter = Segmented(
            [("all", _("All")), ("open", _("Not yet")), ("again", _("Count again")), ("off", _("Different"))], "all"
        )
        self.filter.chosen.connect(self._filter)
        hint = secondary(_("Scan the bin, then every piece — or type the number. Empty means not counted, 0 none."))
        self._hint = plain(row(Sign("scan"), 6, hint, None))
        left = column(
            self.figures,
            12,
            self.notice,
            10,
            self.entry,
            10,
            row(self.filter, None),
            6,
            (self.table, 1),
            6,
            self._hint,
            margins=(20, 14, 14, 12),
        )
        self._whole = plain(row((plain(left), 1), self.side))
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._whole)
        self._gone: QWidget | None = None

    def load(self) -> CountDetail:
        found: CountDetail = self.shell.read(count_detail, self.thing_id)
        return found

    def arrive(self, **aim: Any) -> None:
        super().arrive(**aim)
        if aim.get("line") is not None:
            self.table.go_to(int(aim["line"]))
        if self.entry.isVisibleTo(self):
            self.entry.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def status(self) -> list[StatusPart | str]:
        if self.thing is None:
            return []
        people: dict[str, list[str]] = {}
        for line in self.thing.lines:
            if line.counted_by and line.bin not in people.setdefault(line.counted_by, []):
                people[line.counted_by].append(line.bin)
        said: list[StatusPart | str] = [
            _("{name}: {bins}").format(
                name=name, bins=n_("{count} bin", "{count} bins", len(bins)).format(count=len(bins))
            )
            for name, bins in people.items()
        ]
        if self.thing.state in (CountState.COUNTING.value, CountState.REVIEW.value):
            said.append(StatusPart(_("Nothing is changed until it is posted"), "lock"))
        return said

    # drawing

    def _draw(self) -> None:
        """Everything stays where it is, so that the next scan finds its field."""
        if self.thing is None:
            super()._draw()
            return
        self.show_thing()
        self.show_steps()
        self.shell.show_status(self.status())

    def show_thing(self) -> None:
        count: CountDetail = self.thing
        open_now = count.state in (CountState.COUNTING.value, CountState.REVIEW.value)
        note = _("not begun yet") if count.started_at is None else ""
        self.set_head(f"{count.number} · {count.title}", note, [Pill("count", count.state)])
        self.figures.show_count(count, self.shell.may(Right.SEE_COST))
        self.notice.setVisible(count.state == CountState.COUNTING.value)
        self.entry.setVisible(open_now and self.shell.may(Right.COUNT_STOCK))
        self._hint.setVisible(open_now)
        current = getattr(self.table.current_row(), "id", None)
        wanted = _SHOWN[self._show]
        lines = [line for line in count.lines if not wanted or line.state in wanted or line.id == current]
        self.table.show_pages(Rows([self._table_row(line) for line in lines]))
        self.table.setColumnHidden(PICK, True)
        if self.table.current_row() is None:
            first = next((line for line in lines if line.counted is None), lines[0] if lines else None)
            if first is not None:
                self.table.go_to(first.id)
        self._show_line()

    def _table_row(self, line: CountedLine) -> ListRow:
        hidden = self._hides(line)
        note = " · ".join(part for part in (line.variant, line.lot) if part)
        return ListRow(
            id=line.id,
            bin=line.bin,
            title=line.title,
            note=note or line.sku,
            image=line.image,
            then=None if hidden else line.snapshot,
            since=line.since,
            book=None if hidden else line.book,
            counted=line.counted,
            off=line.difference,
            state=line.state,
        )

    def _hides(self, line: CountedLine) -> bool:
        count: CountDetail = self.thing
        return count.blind and line.counted is None and count.state != CountState.POSTED.value

    def _cell_tone(self, column: Any, row: Any) -> str | None:
        if column.key != "off" or not row.off:
            return None
        return "danger" if row.off < 0 else "success"

    def line(self) -> CountedLine | None:
        """The line looked at."""
        current = getattr(self.table.current_row(), "id", None)
        return next((line for line in self.thing.lines if line.id == current), None) if self.thing else None

    def _show_line(self) -> None:
        line = self.line()
        if line is not None:
            self._bin = line.bin
        self.entry.show_line(line)
        if line is None:
            self.side.show_line(None, [], hidden=False, hint=None, steps=[], give_reason=None)
            return
        moves = self.shell.read(count_line_moves, line) if line.snapshot_mark is not None else []
        open_now = self.thing.state in (CountState.COUNTING.value, CountState.REVIEW.value)
        may = open_now and self.shell.may(Right.COUNT_STOCK)
        steps: list[Any] = []
        if may and line.counted is not None:
            if line.difference:
                steps.append((_("Count again"), partial(self._again, line)))
            steps.append((_("Not counted"), partial(self._uncount, line)))
        reason = partial(self._reason, line) if may and line.difference else None
        self.side.show_line(line, moves, self._hides(line), self._hint_for(line), steps, reason)

    def _hint_for(self, line: CountedLine) -> Any:
        """Where the missing pieces may lie: a line off by the same number the other way, its sibling first."""
        if not line.difference:
            return None
        others = [one for one in self.thing.lines if one.difference == -line.difference and one.id != line.id]
        others.sort(key=lambda one: (one.variant_id != line.variant_id, one.product_id != line.product_id))
        if not others:
            return None
        other = others[0]
        too_many = _("{bin} has {count} too many of {name}. Were they mixed up?")
        too_few = _("{bin} has {count} too few of {name}. Were they mixed up?")
        words = too_many if line.difference < 0 else too_few
        name = " · ".join(part for part in (other.title, other.variant) if part)
        sentence = words.format(bin=other.bin, count=figures.number(abs(line.difference)), name=name)
        return sentence, partial(self.table.go_to, other.id)

    def _filter(self, key: str) -> None:
        self._show = key
        self._draw()

    # counting

    def take(self, text: str) -> None:
        """A scan or a typed number: a bin, a line of the sheet, pieces of an item, or how many there are."""
        words = clean_scan(text)
        if not words or self.thing is None:
            return
        count: CountDetail = self.thing
        lines = {line.code.casefold(): line for line in count.lines}
        bins = {name.casefold(): name for name in count.bins}
        if words.casefold() in lines:
            self._look_at(lines[words.casefold()])
        elif words.casefold() in bins:
            self._go_to_bin(bins[words.casefold()])
        elif words.isdigit() and len(words) <= _LONGEST_NUMBER and not self._is_item(words):
            self._count(int(words))
        else:
            self._scan(words)

    def _is_item(self, code: str) -> bool:
        return any(code in line.barcodes or code.casefold() == line.sku.casefold() for line in self.thing.lines)

    def _look_at(self, line: CountedLine) -> None:
        if not self.table.go_to(line.id):
            self._show = "all"
            self.filter.set_current("all")
            self._draw()
            self.table.go_to(line.id)
        self.entry.say("")

    def _go_to_bin(self, name: str) -> None:
        self._bin = name
        here = [line for line in self.thing.lines if line.bin == name]
        waiting = [line for line in here if line.counted is None] or here
        self._look_at(waiting[0])
        self._bin = name
        self.entry.say(_("Bin {bin}: scan every piece, or type how many there are.").format(bin=name))

    def _count(self, units: int) -> None:
        line = self.line()
        if line is None:
            self.entry.say(_("Choose a line first."), "danger")
            return
        try:
            self.shell.desk.do(counts.count_line, self.thing_id, line.variant_id, units, line.bin, lot=line.lot)
        except UserError as error:
            self.entry.say(str(error), "danger")
            return
        self.refresh()
        self._report(line.id)
        if self.thing.state == CountState.COUNTING.value:
            self._next_open(keep=True)

    def _scan(self, code: str) -> None:
        line = self.line()
        same = line is not None and (code in line.barcodes or code.casefold() == line.sku.casefold())
        bin_name, lot = (line.bin, line.lot) if same and line is not None else (self._bin, "")
        try:
            line_id = self.shell.desk.do(counts.scan_count, self.thing_id, code, bin_name, lot=lot)
        except UserError as error:
            self.entry.say(str(error), "danger")
            return
        self.refresh()
        self.table.go_to(line_id)
        found = self.line()
        if found is not None:
            words = _("{name}: {count} counted in {bin}")
            self.entry.say(
                words.format(name=found.title, count=figures.number(found.counted), bin=found.bin), "success"
            )

    def _report(self, line_id: int) -> None:
        line = next((one for one in self.thing.lines if one.id == line_id), None)
        if line is None or line.difference is None:
            return
        if line.state == LineState.AGAIN:
            words = _("{bin}: {difference} against the books; it should be counted again.")
            self.entry.say(words.format(bin=line.bin, difference=signed(line.difference)), "warning")
        elif line.difference:
            words = _("{bin}: {difference} against the books.")
            self.entry.say(words.format(bin=line.bin, difference=signed(line.difference)), "warning")
        else:
            self.entry.say(_("{bin} agrees.").format(bin=line.bin), "success")

    def _next_open(self, keep: bool = False) -> None:
        """Go on to the next line in walking order that is not counted."""
        current = getattr(self.table.current_row(), "id", None)
        order = [line.id for line in self.thing.lines]
        at = order.index(current) if current in order else -1
        waiting = [*self.thing.lines[at + 1 :], *self.thing.lines[: max(at, 0)]]
        following = next((line for line in waiting if line.counted is None), None)
        if following is not None:
            said, tone = self.entry.said()
            self._look_at(following)
            if keep:
                self.entry.say(said, tone)
        elif not keep:
            self.entry.say(_("Every line is counted"), "success")
        self.entry.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _again(self, line: CountedLine) -> None:
        self.shell.do(
            counts.recount,
            count_id=self.thing_id,
            line_ids=[line.id],
            said=_("{bin} is counted again").format(bin=line.bin),
        )

    def _uncount(self, line: CountedLine) -> None:
        self.shell.do(counts.uncount_line, line_id=line.id)

    def _reason(self, line: CountedLine, reason: str) -> None:
        if reason.strip() != line.reason:
            self.shell.do(counts.give_reason, line_id=line.id, reason=reason)
