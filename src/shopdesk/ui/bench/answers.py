"""The bench's questions: asking for quantity, weight, line, reason or tracking number, and taking the answer."""

from __future__ import annotations

from dataclasses import replace

from shopdesk.domain.packing import (
    PackOrder,
    weight_question,
)
from shopdesk.i18n import _
from shopdesk.ui.bench.entry import Entry, EntryKind, ask_line, ask_reason, read_weight
from shopdesk.ui.bench.stages import Note, Sound, Stage
from shopdesk.ui.bench.state import BenchState


class BenchAnswers(BenchState):
    """A bench that can ask and be answered."""

    def _ask_force(self, order: PackOrder) -> None:
        open_lines = [line for line in order.lines if line.remaining]
        if self.question is not None:
            self.entry = ask_reason(EntryKind.FORCE)
        elif not open_lines:
            self._attention(_("Nothing is left to force."))
        elif len(open_lines) == 1:
            self.entry = ask_reason(EntryKind.FORCE, open_lines[0].line_id)
        else:
            self.entry = ask_line(open_lines)

    def _answer(self, entry: Entry, code: str) -> bool:
        """Try ``code`` as the answer to what was asked; false when it is a scan like any other."""
        order = self.order
        if order is None:
            return False
        match entry.kind:
            case EntryKind.QUANTITY:
                self.entry = None
                if not (code.isascii() and code.isdigit() and len(code) <= len("999") and int(code)):
                    return False
                self.quantity = int(code)
            case EntryKind.WEIGHT:
                grams = read_weight(code)
                if grams is None or any(line.units(code) for line in order.lines):
                    return False
                self._weighed(order, grams)
            case EntryKind.TRACKING:
                return self._tracking(order, code)
            case EntryKind.LINE:
                chosen = entry.choice(code)
                if chosen is None:
                    self._attention(_("Type one of the numbers, then Enter. Esc goes back."))
                else:
                    self.entry = ask_reason(EntryKind.FORCE, entry.line_ids[chosen])
            case EntryKind.HOLD | EntryKind.FORCE:
                self._reason(order, entry, code)
        return True

    def _reason(self, order: PackOrder, entry: Entry, code: str) -> None:
        chosen = entry.choice(code)
        is_item = any(line.units(code) for line in order.lines)
        own_words = sum(c.isalpha() for c in code) > 1 and not is_item
        if chosen is None and not own_words:
            self._attention(_("Type one of the numbers or a reason, then Enter. Esc goes back."))
            return
        reason = code if chosen is None else entry.choices[chosen]
        if entry.kind is EntryKind.HOLD:
            self._port.hold(order.shipment_id, reason)
            self._wait()
            self.note = Note(_("Order {number} is on hold: {reason}").format(number=order.number, reason=reason))
            return
        self.order = self._port.force(order.shipment_id, entry.line_id, reason)
        self.entry, self.last = None, None
        accepted, self.question = self.question is not None, None
        self.stage = Stage.PACKING
        if accepted or self.order.complete:
            self._finish()

    def _weighed(self, order: PackOrder, grams: int) -> None:
        self.order = self._port.weigh(order.shipment_id, grams)
        self.entry = None
        self.question = weight_question(self.order, grams, self.facts.tolerance_g)
        if self.question is not None:
            self.stage = Stage.WEIGHT
            self._play(Sound.ATTENTION)
        elif self.order.complete:
            self._finish()

    def _tracking(self, order: PackOrder, code: str) -> bool:
        following = self.next_order.lines if self.next_order else ()
        if any(line.units(code) for line in (*order.lines, *following)):
            self._attention(_("This is an item, not a tracking number. Scan the label of the carrier, or press F9."))
            return True
        self._port.set_tracking(order.shipment_id, code)
        self.entry = None
        if self.closed is not None:
            self.closed = replace(self.closed, tracking_needed=False)
        self.note = Note(_("Tracking number {code} is noted.").format(code=code), loud=False)
        self._play(Sound.RIGHT)
        return True
