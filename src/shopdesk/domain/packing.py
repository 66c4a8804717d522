"""The packing bench's rules: what one scan means for an order, and what a parcel should weigh.

Frozen data in, frozen data out. The rules refuse a surplus at the scan, never at save, so a packed order always
holds exactly its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from shopdesk.domain.bench_commands import COMMANDS, Command, CommandEntry, quantity_code, read_command
from shopdesk.domain.errors import UserError
from shopdesk.domain.scanning import clean_scan, is_command, scan_key
from shopdesk.i18n import _, n_

__all__ = [
    "COMMANDS",
    "Command",
    "CommandEntry",
    "LookAlike",
    "OtherItem",
    "PackLine",
    "PackOrder",
    "ScanResult",
    "Verdict",
    "WeightQuestion",
    "apply",
    "expected_weight",
    "force_line",
    "full_weight",
    "in_packing_order",
    "judge",
    "quantity_code",
    "read_command",
    "recounted",
    "undo",
    "weight_question",
]


@dataclass(frozen=True)
class PackLine:
    """One line to pack. ``codes`` maps every code of the item to the pieces one scan stands for."""

    line_id: int
    variant_id: int
    sku: str
    title: str
    variant_title: str
    bin: str
    image: str | None
    expected: int
    packed: int
    weight_g: int | None
    codes: Mapping[str, int]
    is_gift: bool = False
    forced: int = 0
    """How many of ``packed`` were let in without a scan."""

    @property
    def remaining(self) -> int:
        """Pieces still to scan."""
        return self.expected - self.packed

    def units(self, code: str) -> int:
        """Pieces one scan of ``code`` stands for; 0 when it is not a code of this line."""
        wanted = scan_key(code)
        return next((units for own, units in self.codes.items() if scan_key(own) == wanted), 0)


@dataclass(frozen=True)
class OtherItem:
    """A product that is not a line of the order: the wrong one just scanned, or a look-alike."""

    variant_id: int
    sku: str
    title: str
    variant_title: str = ""
    bin: str = ""
    image: str | None = None
    code: str = ""


@dataclass(frozen=True)
class LookAlike:
    """Two items people mix up: the line's own variant and the other one, how often, and how to tell them apart."""

    variant_id: int
    other: OtherItem
    times: int
    days: int
    hint: str = ""


@dataclass(frozen=True)
class PackOrder:
    """One shipment on the bench, as far as the packer needs it. Weights are in grams."""

    shipment_id: int
    number: str
    customer: str
    city: str
    country: str
    channel: str
    wave_text: str
    slot: str
    office_note: str
    buyer_note: str
    gift: bool
    ship_by: datetime | None
    carrier: str
    parcel_no: int
    parcel_of: int
    lines: tuple[PackLine, ...]
    version: int
    packaging: str = ""
    packaging_detail: str = ""
    packaging_g: int = 0
    weight_g: int | None = None
    look_alikes: tuple[LookAlike, ...] = ()
    slip_without_prices: bool = False

    @property
    def pieces(self) -> int:
        """All pieces of the order."""
        return sum(line.expected for line in self.lines)

    @property
    def packed(self) -> int:
        """Pieces already in."""
        return sum(line.packed for line in self.lines)

    @property
    def remaining(self) -> int:
        """Pieces still to scan."""
        return self.pieces - self.packed

    @property
    def complete(self) -> bool:
        """Whether every piece is in."""
        return self.remaining == 0

    def line(self, line_id: int | None) -> PackLine | None:
        """The line with this id."""
        return next((line for line in self.lines if line.line_id == line_id), None)

    def look_alike(self, variant_id: int | None) -> LookAlike | None:
        """What this item is known to be mixed up with."""
        return next((pair for pair in self.look_alikes if pair.variant_id == variant_id), None)


class ScanResult(StrEnum):
    """What became of one scan."""

    OK = "ok"
    WRONG = "wrong"
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"
    DONE = "done"
    COMMAND = "command"
    IGNORED = "ignored"

    @property
    def counts(self) -> bool:
        """Whether pieces went into the parcel."""
        return self in {ScanResult.OK, ScanResult.DONE}

    @property
    def refused(self) -> bool:
        """Whether the packer has to take something back before going on."""
        return self in {ScanResult.WRONG, ScanResult.TOO_MANY, ScanResult.UNKNOWN}


@dataclass(frozen=True)
class Verdict:
    """The answer to one scan. ``parts`` says how many pieces went to which line."""

    result: ScanResult
    message: str
    line_id: int | None
    variant_id: int | None
    counted: int
    remaining: int
    complete: bool
    parts: tuple[tuple[int, int], ...] = ()
    other: OtherItem | None = None
    code: str = ""


def judge(order: PackOrder, code: str, quantity: int = 1, *, other: OtherItem | None = None) -> Verdict:
    """What scanning ``code`` means for ``order``; nothing is changed.

    ``quantity`` is how many scans this one stands for; a case barcode multiplies it. ``other`` is the product that owns
    the code when it is none of the order's. Raises UserError for a quantity below one.
    """
    if quantity < 1:
        raise UserError(_("The quantity must be at least one."))
    code = clean_scan(code)
    if is_command(code):
        return _command_verdict(order, code)
    owners = [(line, units) for line in order.lines if (units := line.units(code))]
    if not owners:
        return _foreign_verdict(order, code, other)
    first, units = owners[0]
    same_item = [line for line, _units in owners if line.variant_id == first.variant_id]
    wanted = units * quantity
    room = sum(line.remaining for line in same_item)
    if wanted > room:
        return _refusal(order, ScanResult.TOO_MANY, _surplus_sentence(first, wanted, room), code, line=first)
    parts = _spread(same_item, wanted)
    left = order.remaining - wanted
    line = order.line(parts[0][0]) or first
    return Verdict(
        ScanResult.OK if left else ScanResult.DONE,
        _("{title} is right.").format(title=_name(line)) if left else _("All pieces are in."),
        line.line_id,
        line.variant_id,
        wanted,
        left,
        complete=not left,
        parts=parts,
        code=code,
    )


def apply(order: PackOrder, verdict: Verdict) -> PackOrder:
    """The order after a scan; refused scans and commands change nothing."""
    return _moved(order, dict(verdict.parts), 1) if verdict.result.counts else order


def undo(order: PackOrder, verdict: Verdict) -> PackOrder:
    """The order as it was before a scan that counted."""
    return _moved(order, dict(verdict.parts), -1) if verdict.result.counts else order


def force_line(order: PackOrder, line_id: int) -> PackOrder:
    """Take the rest of one line as packed without scanning it; raises UserError when nothing is left to force."""
    line = order.line(line_id)
    if line is None or not line.remaining:
        raise UserError(_("Nothing is left to force on this line."))
    forced = replace(line, packed=line.expected, forced=line.forced + line.remaining)
    return replace(order, lines=tuple(forced if own is line else own for own in order.lines))


def recounted(order: PackOrder) -> PackOrder:
    """The order with an empty parcel, to scan everything again."""
    return replace(order, lines=tuple(replace(line, packed=0, forced=0) for line in order.lines), weight_g=None)


def in_packing_order(lines: Iterable[PackLine], look_alikes: Iterable[LookAlike] = ()) -> tuple[PackLine, ...]:
    """Lines as the packer should see them: in walking order of their bins, look-alikes of one order side by side."""
    waiting = sorted(lines, key=lambda line: (line.is_gift, line.bin, line.title, line.line_id))
    pairs = {(pair.variant_id, pair.other.variant_id) for pair in look_alikes}
    ordered: list[PackLine] = []
    while waiting:
        line = waiting.pop(0)
        ordered.append(line)
        twins = [
            own for own in waiting if {(line.variant_id, own.variant_id), (own.variant_id, line.variant_id)} & pairs
        ]
        waiting = [own for own in waiting if own not in twins]
        ordered.extend(twins)
    return tuple(ordered)


def expected_weight(order: PackOrder) -> int | None:
    """Grams the parcel should weigh with what is packed so far; None while an item's weight is unknown."""
    return _weight(order, [(line, line.packed) for line in order.lines])


def full_weight(order: PackOrder) -> int | None:
    """Grams the parcel should weigh once every piece is in; None while an item's weight is unknown."""
    return _weight(order, [(line, line.expected) for line in order.lines])


@dataclass(frozen=True)
class WeightQuestion:
    """A weight that does not fit. ``difference_g`` is below zero when the parcel is too light."""

    weight_g: int
    expected_g: int
    tolerance_g: int
    difference_g: int
    line_id: int | None
    message: str


def weight_question(order: PackOrder, weight_g: int, tolerance_g: int) -> WeightQuestion | None:
    """Ask about a parcel's weight, or None when it fits or cannot be known.

    Names the one line whose piece weight explains the gap within the tolerance; with no match, or two equally
    good ones, it does not guess.
    """
    expected = expected_weight(order)
    if expected is None or abs(weight_g - expected) <= tolerance_g:
        return None
    gap = weight_g - expected
    by_distance = sorted(
        (abs(abs(gap) - line.weight_g), line.line_id)
        for line in order.lines
        if line.weight_g and line.packed and abs(abs(gap) - line.weight_g) <= tolerance_g
    )
    unclear = len(by_distance) > 1 and by_distance[0][0] == by_distance[1][0]
    line_id = by_distance[0][1] if by_distance and not unclear else None
    message = (_("The parcel is {grams} g too light.") if gap < 0 else _("The parcel is {grams} g too heavy.")).format(
        grams=abs(gap)
    )
    return WeightQuestion(weight_g, expected, tolerance_g, gap, line_id, message)


def _weight(order: PackOrder, counts: list[tuple[PackLine, int]]) -> int | None:
    if any(count and line.weight_g is None for line, count in counts):
        return None
    return order.packaging_g + sum((line.weight_g or 0) * count for line, count in counts)


def _spread(lines: list[PackLine], wanted: int) -> tuple[tuple[int, int], ...]:
    """Share ``wanted`` pieces over lines of one item: one line that takes all of them, else in order."""
    if whole := next((line for line in lines if line.remaining >= wanted), None):
        return ((whole.line_id, wanted),)
    parts = []
    for line in lines:
        if taken := min(line.remaining, wanted):
            parts.append((line.line_id, taken))
            wanted -= taken
    return tuple(parts)


def _moved(order: PackOrder, parts: dict[int, int], sign: int) -> PackOrder:
    lines = tuple(replace(line, packed=line.packed + sign * parts.get(line.line_id, 0)) for line in order.lines)
    if any(not 0 <= line.packed <= line.expected for line in lines):
        raise UserError(_("The parcel has changed since this scan."))
    return replace(order, lines=lines)


def _refusal(
    order: PackOrder,
    result: ScanResult,
    message: str,
    code: str,
    line: PackLine | None = None,
    other: OtherItem | None = None,
) -> Verdict:
    variant_id = line.variant_id if line else other.variant_id if other else None
    line_id = line.line_id if line else None
    return Verdict(result, message, line_id, variant_id, 0, order.remaining, order.complete, other=other, code=code)


def _foreign_verdict(order: PackOrder, code: str, other: OtherItem | None) -> Verdict:
    if other is None:
        return _refusal(order, ScanResult.UNKNOWN, _("No product has the code {code}.").format(code=code), code)
    message = _("{title} is not in order {number}.").format(title=_name(other), number=order.number)
    return _refusal(order, ScanResult.WRONG, message, code, other=other)


def _command_verdict(order: PackOrder, code: str) -> Verdict:
    known = read_command(code)
    if known is None:
        return _refusal(
            order, ScanResult.UNKNOWN, _("The bench does not know the command {code}.").format(code=code), code
        )
    entry = next(entry for entry in COMMANDS if entry.command is known[0])
    return _refusal(order, ScanResult.COMMAND, _(entry.title), code)


def _surplus_sentence(line: PackLine, wanted: int, room: int) -> str:
    title = _name(line)
    if not room:
        return _("{title} is already complete.").format(title=title)
    return n_(
        "This scan stands for {wanted}, but only {count} more piece is needed: {title}.",
        "This scan stands for {wanted}, but only {count} more pieces are needed: {title}.",
        room,
    ).format(wanted=wanted, count=room, title=title)


def _name(item: PackLine | OtherItem) -> str:
    return item.title or item.sku
