"""What the bench holds at any moment, how it is filled from the shop, and how a parcel is finished."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from shopdesk.domain.errors import Conflict, ShopdeskError
from shopdesk.domain.packing import (
    LookAlike,
    PackLine,
    PackOrder,
    Verdict,
    WeightQuestion,
)
from shopdesk.domain.scanning import DoubleScan
from shopdesk.i18n import _
from shopdesk.ui.bench.entry import Entry, EntryKind
from shopdesk.ui.bench.port import BenchFacts, BenchPort, Closed, PaperState, WaitingOrder
from shopdesk.ui.bench.stages import Note, Sound, Stage


class BenchState:
    """The order on the bench and everything shown around it; see ``BenchSession`` for what moves it."""

    def __init__(
        self,
        port: BenchPort,
        *,
        clock: Callable[[], float] = time.monotonic,
        play: Callable[[Sound], None] = lambda sound: None,
        changed: Callable[[], None] = lambda: None,
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        """Nothing is asked of ``port`` before ``start``. ``clock`` returns seconds."""
        self._port = port
        self._guard = DoubleScan(clock)
        self._play = play
        self._changed = changed
        self._leave = leave
        self._may_leave_open = False
        self._swallowed: list[str] = []
        self.stage = Stage.WAITING
        self.order: PackOrder | None = None
        self.next_order: PackOrder | None = None
        self.last: Verdict | None = None
        self.taken_back: PackLine | None = None
        self.alarm: Verdict | None = None
        self.question: WeightQuestion | None = None
        self.closed: Closed | None = None
        self.entry: Entry | None = None
        self.quantity = 1
        self.note: Note | None = None
        self.helping = False
        self.facts = BenchFacts()
        self.waiting: Sequence[WaitingOrder] = ()

    @property
    def swallowed(self) -> int:
        """How many scans the red banner has taken so far."""
        return len(self._swallowed)

    @property
    def user_name(self) -> str:
        """Who packs."""
        return self._port.user_name

    def papers_are(self, slip: PaperState, label: PaperState) -> None:
        """The printers report what became of the papers of the parcel just closed."""
        if self.closed is not None:
            self.closed = replace(self.closed, slip=slip, label=label)
            self._changed()

    def refresh(self) -> None:
        """Read the waiting orders and counters again; while an order is open this waits for its end."""
        if self.stage in {Stage.WAITING, Stage.COMPLETE}:
            self._try(self._read_shop)
            self._changed()

    def look_alike(self) -> LookAlike | None:
        """The pair to look at closely: that of the item just scanned while more come, or the first of a new order."""
        if self.order is None or self.stage is not Stage.PACKING:
            return None
        if not self.order.packed:
            return next(iter(self.order.look_alikes), None)
        line = self.order.line(self.last.line_id) if self.last else None
        return self.order.look_alike(line.variant_id) if line and line.remaining else None

    def _begin(self, order: PackOrder) -> None:
        self.stage = Stage.PACKING
        self.order, self.next_order, self.closed = order, None, None
        self.last = self.taken_back = self.question = self.entry = None
        self.quantity = 1

    def _finish(self) -> None:
        """All pieces are in: ask for the weight if this bench wants it, else close."""
        order = self.order
        if order is None:
            return
        if self.facts.asks_weight and order.weight_g is None:
            self._play(Sound.RIGHT)
            self._ask_weight()
            return
        self.closed = self._port.close(order.shipment_id)
        self.stage, self.entry, self.question = Stage.COMPLETE, None, None
        self._play(Sound.COMPLETE)
        if self.closed.tracking_needed:
            self.entry = Entry(EntryKind.TRACKING, _("Scan the tracking number"))
        self._try(self._open_following)

    def _ask_weight(self) -> None:
        self.entry = Entry(EntryKind.WEIGHT, _("What does the parcel weigh?"))

    def _open_following(self) -> None:
        self._read_shop()
        self.next_order = self._port.open_next()

    def _wait(self) -> None:
        self.stage = Stage.WAITING
        self.order = self.next_order = self.last = self.taken_back = None
        self.question = self.closed = self.entry = None
        self.quantity, self._may_leave_open = 1, False
        self._read_shop()

    def _read_shop(self) -> None:
        self.facts = self._port.facts()
        self.waiting = tuple(self._port.waiting())

    def _note_nothing(self) -> None:
        self.note = None
        self._may_leave_open = False

    def _attention(self, text: str) -> None:
        self.note = Note(text)
        self._play(Sound.ATTENTION)

    def _try(self, step: Callable[[], None]) -> None:
        """Do one step; a refusal becomes a banner, and someone else's change sends back to the waiting page."""
        try:
            step()
        except Conflict as refusal:
            with suppress(ShopdeskError):
                self._wait()
            self._attention(str(refusal))
        except ShopdeskError as refusal:
            self._attention(str(refusal))
