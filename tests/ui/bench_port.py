"""A complete bench port in memory, for tests and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from shopdesk.domain import packing
from shopdesk.domain.errors import UserError
from shopdesk.domain.packing import OtherItem, PackOrder, ScanResult, Verdict
from shopdesk.domain.scanning import same_code
from shopdesk.ui.bench.port import BenchFacts, Closed, Device, LastParcel, PaperState, WaitingOrder
from tests.ui.bench_pictures import PICTURES
from tests.ui.bench_shop import ITEMS, NOW


@dataclass
class Record:
    """What the port was told, in order."""

    scans: list[tuple[int, str, int, ScanResult]] = field(default_factory=list)
    acknowledged: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    forced: list[tuple[int, int | None, str]] = field(default_factory=list)
    held: list[tuple[int, str]] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    slips: list[int] = field(default_factory=list)
    tracking: list[tuple[int, str]] = field(default_factory=list)


class MemoryPort:
    """Orders in a dictionary. ``refuse`` makes the next call of a method raise; ``facts_are`` changes the habits."""

    def __init__(self, orders: Sequence[PackOrder], *, user_name: str = "Lena", **habits: object) -> None:
        self.orders = {own.shipment_id: own for own in orders}
        self.finished: dict[int, PackOrder] = {}
        self.record = Record()
        self.habits = habits
        self.tracking_needed = False
        self.label: bytes | None = None
        self.papers = (PaperState.PRINTED, PaperState.PRINTING)
        self.chinese = False
        self._user_name = user_name
        self._history: dict[int, list[Verdict]] = {}
        self._seen: dict[str, tuple[PackOrder, Verdict]] = {}
        self._refusals: dict[str, Exception] = {}

    def refuse(self, method: str, error: Exception) -> None:
        """Let the next call of ``method`` fail."""
        self._refusals[method] = error

    @property
    def user_name(self) -> str:
        return self._user_name

    def facts(self) -> BenchFacts:
        self._check("facts")
        last = next(reversed(self.finished.values()), None)
        plain = BenchFacts(
            "Bench 2",
            "Wave 118",
            len(self.orders),
            41 + len(self.finished),
            17,
            self._wrong(),
            0,
            2,
            LastParcel(
                last.shipment_id, last.number, NOW - timedelta(minutes=4), last.pieces, last.weight_g, "Parcel EU"
            )
            if last
            else None,
            (
                Device("Scanner", True),
                Device("Slip printer", True),
                Device("Label printer", True),
                Device("No scale", False),
            ),
        )
        return replace(plain, **self.habits)  # type: ignore[arg-type]

    def waiting(self) -> list[WaitingOrder]:
        return [
            WaitingOrder(
                own.shipment_id,
                own.number,
                own.slot,
                own.ship_by,
                own.pieces,
                tuple((one.image, one.title) for one in own.lines),
                own.packed,
            )
            for own in sorted(self.orders.values(), key=lambda one: one.ship_by or NOW)
        ]

    def open_next(self) -> PackOrder | None:
        self._check("open_next")
        first = next(iter(self.waiting()), None)
        return self.orders[first.shipment_id] if first else None

    def open_code(self, code: str) -> PackOrder | None:
        self._check("open_code")
        for own in self.orders.values():
            if same_code(code, own.number) or (own.slot and same_code(code, f"SLOT-{own.slot}")):
                return own
        return next((own for own in self.orders.values() if own.pieces == 1 and own.lines[0].units(code)), None)

    def scan(self, shipment_id: int, code: str, quantity: int, scan_id: str) -> tuple[PackOrder, Verdict]:
        self._check("scan")
        if scan_id in self._seen:
            return self._seen[scan_id]
        own = self.orders[shipment_id]
        verdict = packing.judge(own, code, quantity, other=self._other(code))
        self.orders[shipment_id] = packing.apply(own, verdict)
        self.record.scans.append((shipment_id, code, quantity, verdict.result))
        if verdict.result.counts:
            self._history.setdefault(shipment_id, []).append(verdict)
        self._seen[scan_id] = self.orders[shipment_id], verdict
        return self._seen[scan_id]

    def acknowledge(self, shipment_id: int, ignored: Sequence[str]) -> None:
        self.record.acknowledged.append((shipment_id, tuple(ignored)))

    def undo(self, shipment_id: int) -> PackOrder:
        self._check("undo")
        history = self._history.get(shipment_id, [])
        if not history:
            raise UserError("There is no scan to take back.")
        self.orders[shipment_id] = packing.undo(self.orders[shipment_id], history.pop())
        return self.orders[shipment_id]

    def force(self, shipment_id: int, line_id: int | None, reason: str) -> PackOrder:
        self._check("force")
        self.record.forced.append((shipment_id, line_id, reason))
        if line_id is not None:
            self.orders[shipment_id] = packing.force_line(self.orders[shipment_id], line_id)
        return self.orders[shipment_id]

    def recount(self, shipment_id: int) -> PackOrder:
        self._history.pop(shipment_id, None)
        self.orders[shipment_id] = packing.recounted(self.orders[shipment_id])
        return self.orders[shipment_id]

    def next_parcel(self, shipment_id: int) -> PackOrder:
        own = self.orders[shipment_id]
        if not own.packed:
            raise UserError("The parcel is still empty.")
        self.orders[shipment_id] = replace(own, parcel_no=own.parcel_no + 1, parcel_of=own.parcel_of + 1)
        return self.orders[shipment_id]

    def hold(self, shipment_id: int, reason: str) -> None:
        self._check("hold")
        self.record.held.append((shipment_id, reason))
        del self.orders[shipment_id]

    def weigh(self, shipment_id: int, grams: int) -> PackOrder:
        self.orders[shipment_id] = replace(self.orders[shipment_id], weight_g=grams)
        return self.orders[shipment_id]

    def close(self, shipment_id: int) -> Closed:
        self._check("close")
        own = self.orders.pop(shipment_id)
        self.finished[shipment_id] = own
        self.record.closed.append(shipment_id)
        return Closed(self.label, None, own.number, self.tracking_needed, *self.papers)

    def reopen(self, shipment_id: int) -> PackOrder:
        self.orders[shipment_id] = self.finished.pop(shipment_id)
        return self.orders[shipment_id]

    def reprint_slip(self, shipment_id: int) -> None:
        self._check("reprint_slip")
        self.record.slips.append(shipment_id)

    def set_tracking(self, shipment_id: int, code: str) -> None:
        self._check("set_tracking")
        self.record.tracking.append((shipment_id, code))

    def image(self, content_hash: str) -> bytes | None:
        return PICTURES.get(content_hash)

    def _check(self, method: str) -> None:
        if error := self._refusals.pop(method, None):
            raise error

    def _wrong(self) -> int:
        return sum(result.refused for _order, _code, _quantity, result in self.record.scans)

    def _other(self, code: str) -> OtherItem | None:
        item = next((own for own in ITEMS.values() if same_code(code, own.code) or same_code(code, own.sku)), None)
        if item is None:
            return None
        title, variant = item.chinese if self.chinese else (item.title, item.variant)
        return OtherItem(item.variant_id, item.sku, title, variant, item.bin, item.image, item.code)
