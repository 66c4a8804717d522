"""What the bench is doing, without a window: scans and keys in, one of a few stages out."""

from __future__ import annotations

import uuid

from shopdesk.domain.packing import (
    COMMANDS,
    Command,
    PackOrder,
    read_command,
)
from shopdesk.domain.scanning import clean_scan, is_command
from shopdesk.i18n import _, n_
from shopdesk.ui.bench.answers import BenchAnswers
from shopdesk.ui.bench.entry import Entry, EntryKind, ask_reason
from shopdesk.ui.bench.stages import Note, Sound, Stage

_KEYS = {entry.key: entry.command for entry in COMMANDS}


class BenchSession(BenchAnswers):
    """One packer at one bench: takes scans and keys one after another."""

    def start(self) -> None:
        """Go to the waiting page."""
        self._try(self._wait)
        self._changed()

    def scan(self, raw: str, at: float | None = None) -> None:
        """Take one scan; ``at`` is when it was made, in seconds, if known."""
        code = clean_scan(raw)
        if not code:
            return
        if self.stage is Stage.ALARM:
            self._swallow(code)
        elif not self._guard.repeats(code, at):
            self._note_nothing()
            self._try(lambda: self._take(code))
        self._changed()

    def press(self, key: str) -> None:
        """Take one function key by its name, e.g. ``F3`` or ``Esc``."""
        if self.stage is Stage.ALARM:
            if _KEYS.get(key) is Command.OK:
                self._acknowledge()
        elif key == "Esc":
            self._escape()
        elif key == "F1":
            self.helping = not self.helping
        elif key in _KEYS:
            self._note_nothing()
            self._try(lambda: self._command(_KEYS[key], 0))
        self._changed()

    # ------------------------------------------------------------------------------------------------ scans

    def _take(self, code: str) -> None:
        if command := read_command(code):
            self._command(*command)
        elif is_command(code):
            self._attention(_("The bench does not know the command {code}.").format(code=code))
        elif self.entry is not None and self._answer(self.entry, code):
            return
        elif self.stage is Stage.WAITING or self.order is None:
            self._open(code)
        elif self.stage is Stage.COMPLETE:
            self._after_complete(code)
        else:
            self._pack(self.order, code)

    def _open(self, code: str) -> None:
        order = self._port.open_code(code)
        if order is None:
            self._play(Sound.WRONG)
            self.note = Note(_("No order that waits here has the code {code}.").format(code=code))
            return
        self._begin(order)
        if any(line.units(code) for line in order.lines):
            self._pack(order, code)
        else:
            self._play(Sound.ATTENTION if self.look_alike() else Sound.RIGHT)

    def _after_complete(self, code: str) -> None:
        following = self.next_order
        if following is not None and any(line.units(code) for line in following.lines):
            self._begin(following)
            self._pack(following, code)
            return
        order = self._port.open_code(code)
        if order is not None or following is None:
            self.stage = Stage.WAITING if order is None else self.stage
            self._open(code)
            return
        self._begin(following)
        self._pack(following, code)

    def _pack(self, order: PackOrder, code: str) -> None:
        quantity, self.quantity = self.quantity, 1
        self.order, verdict = self._port.scan(order.shipment_id, code, quantity, uuid.uuid4().hex)
        self.taken_back = self.question = None
        self.stage = Stage.PACKING
        if verdict.result.refused:
            self.stage, self.alarm, self.entry = Stage.ALARM, verdict, None
            self._swallowed.clear()
            self._play(Sound.WRONG)
        elif verdict.result.counts:
            self.last = verdict
            if verdict.complete:
                self._finish()
            else:
                self._play(Sound.ATTENTION if self.look_alike() else Sound.RIGHT)

    def _swallow(self, code: str) -> None:
        command = read_command(code)
        if command and command[0] is Command.OK:
            self._acknowledge()
        else:
            self._swallowed.append(code)
            self._play(Sound.WRONG)

    def _acknowledge(self) -> None:
        order, ignored = self.order, tuple(self._swallowed)
        self.stage, self.alarm = Stage.PACKING, None
        self._swallowed.clear()
        self._guard.forget()
        if order is not None:
            self._try(lambda: self._port.acknowledge(order.shipment_id, ignored))
            if order.complete:
                self._try(self._finish)

    # --------------------------------------------------------------------------------------------- commands

    def _command(self, command: Command, quantity: int) -> None:
        self.helping = False
        match command:
            case Command.OK:
                self._okay()
            case Command.UNDO:
                self._undo()
            case Command.SLIP:
                self._print_slip()
            case _ if self.order is None or self.stage in {Stage.WAITING, Stage.COMPLETE}:
                self._attention(_("Scan an order first."))
            case _:
                self._packing_command(self.order, command, quantity)

    def _packing_command(self, order: PackOrder, command: Command, quantity: int) -> None:
        self._may_leave_open = False
        match command:
            case Command.QUANTITY if quantity:
                self.quantity, self.entry = quantity, None
            case Command.QUANTITY:
                self.entry = Entry(EntryKind.QUANTITY, _("How many pieces?"))
            case Command.WEIGH:
                self._ask_weight()
            case Command.HOLD:
                self.entry = ask_reason(EntryKind.HOLD)
            case Command.FORCE:
                self._ask_force(order)
            case Command.NEXT:
                self._begin(self._port.next_parcel(order.shipment_id))
                self._play(Sound.COMPLETE)
            case Command.RECOUNT:
                self._begin(self._port.recount(order.shipment_id))
            case Command.DONE if order.complete:
                self._finish()
            case _:
                self._attention(
                    n_("{count} piece is still missing.", "{count} pieces are still missing.", order.remaining).format(
                        count=order.remaining
                    )
                )

    def _okay(self) -> None:
        if self.entry is not None and self.entry.kind is not EntryKind.WEIGHT:
            self.entry = None

    def _undo(self) -> None:
        self.entry = None
        if self.stage in {Stage.WAITING, Stage.COMPLETE}:
            shipment_id = self._last_shipment()
            if shipment_id is None:
                self._attention(_("No parcel was closed here yet."))
                return
            self._begin(self._port.reopen(shipment_id))
            return
        before = self.order
        if before is None or not before.packed:
            self._attention(_("There is no scan to take back."))
            return
        self.order = self._port.undo(before.shipment_id)
        self.last, self.question, self.stage = None, None, Stage.PACKING
        left = {line.line_id: line.packed for line in self.order.lines}
        self.taken_back = next((line for line in before.lines if left.get(line.line_id, 0) < line.packed), None)
        self._guard.forget()
        self._play(Sound.ATTENTION)

    def _print_slip(self) -> None:
        open_now = self.stage in {Stage.PACKING, Stage.WEIGHT} and self.order is not None
        shipment_id = self.order.shipment_id if open_now and self.order else self._last_shipment()
        if shipment_id is None:
            self._attention(_("No parcel was closed here yet."))
            return
        self._port.reprint_slip(shipment_id)
        self.note = Note(_("The packing slip is printed again."), loud=False)

    def _last_shipment(self) -> int | None:
        if self.stage is Stage.COMPLETE and self.order is not None:
            return self.order.shipment_id
        return self.facts.last.shipment_id if self.facts.last else None

    # ----------------------------------------------------------------------------------------------- around

    def _escape(self) -> None:
        if self.helping:
            self.helping = False
        elif self.entry is not None:
            self.entry = None
        elif self.stage is Stage.WAITING:
            self._leave()
        elif self.stage is Stage.COMPLETE or self.order is None or not self.order.packed or self._may_leave_open:
            self._try(self._wait)
        else:
            self._may_leave_open = True
            self.note = Note(_("Press Esc again to leave the parcel open. It waits as you leave it."))
