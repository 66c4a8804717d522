"""What the bench asks of the shop. A thin adapter over the use cases answers; tests answer from memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shopdesk.domain.packing import PackOrder, Verdict


@dataclass(frozen=True)
class WaitingOrder:
    """One order that waits for the bench. ``items`` are (picture, title) pairs, one for each line."""

    shipment_id: int
    number: str
    slot: str
    ship_by: datetime | None
    pieces: int
    items: tuple[tuple[str | None, str], ...] = ()
    packed: int = 0


@dataclass(frozen=True)
class LastParcel:
    """The parcel closed before this one, for printing again and reopening."""

    shipment_id: int
    number: str
    at: datetime
    pieces: int
    weight_g: int | None = None
    carrier: str = ""


@dataclass(frozen=True)
class Device:
    """One thing at the bench that can be missing; ``title`` names it and says so when it is."""

    title: str
    ready: bool


@dataclass(frozen=True)
class BenchFacts:
    """What the bench shows besides the order. ``waiting`` counts all orders that wait, not only those listed."""

    bench: str = ""
    wave_text: str = ""
    waiting: int = 0
    parcels_today: int = 0
    per_hour: int | None = None
    wrong_scans: int = 0
    forced_lines: int = 0
    on_hold: int = 0
    last: LastParcel | None = None
    devices: tuple[Device, ...] = ()
    asks_weight: bool = False
    tolerance_g: int = 50


class PaperState(StrEnum):
    """What became of a paper after the parcel closed."""

    PRINTED = "printed"
    PRINTING = "printing"
    SAVED = "saved"
    FAILED = "failed"
    NONE = "none"


@dataclass(frozen=True)
class Closed:
    """A closed parcel with its papers as PDF."""

    label_pdf: bytes | None
    slip_pdf: bytes | None
    number: str
    tracking_needed: bool
    slip: PaperState = PaperState.SAVED
    label: PaperState = PaperState.SAVED


class BenchPort(Protocol):
    """Everything the bench can ask for.

    Every method may raise UserError or OutsideError; the bench shows its sentence and nothing has changed then.
    """

    @property
    def user_name(self) -> str:
        """Who packs."""

    def facts(self) -> BenchFacts:
        """Counters, devices and habits of this bench."""

    def waiting(self) -> list[WaitingOrder]:
        """The next orders, most urgent first; a dozen is enough."""

    def open_next(self) -> PackOrder | None:
        """The most urgent order, or None when nothing waits."""

    def open_code(self, code: str) -> PackOrder | None:
        """The order a code stands for: its number, slip, slot, or the item of a single-item order."""

    def scan(self, shipment_id: int, code: str, quantity: int, scan_id: str) -> tuple[PackOrder, Verdict]:
        """Judge and record one scan, refused ones too; the same ``scan_id`` twice counts once."""

    def acknowledge(self, shipment_id: int, ignored: Sequence[str]) -> None:
        """Record that a red banner was acknowledged and which scans it swallowed."""

    def undo(self, shipment_id: int) -> PackOrder:
        """Take back the last scan that counted."""

    def force(self, shipment_id: int, line_id: int | None, reason: str) -> PackOrder:
        """Let the rest of a line in without a scan, or with ``None`` accept the weight as it is."""

    def recount(self, shipment_id: int) -> PackOrder:
        """Empty the parcel, to scan everything again."""

    def next_parcel(self, shipment_id: int) -> PackOrder:
        """Close the parcel as it is and go on with another one of the same shipment."""

    def hold(self, shipment_id: int, reason: str) -> None:
        """Lay the order aside for the office."""

    def weigh(self, shipment_id: int, grams: int) -> PackOrder:
        """Record the weight of the parcel."""

    def close(self, shipment_id: int) -> Closed:
        """Close the complete parcel, make and print its papers."""

    def reopen(self, shipment_id: int) -> PackOrder:
        """Open the parcel closed last again, as long as it was not handed over."""

    def reprint_slip(self, shipment_id: int) -> None:
        """Print the packing slip once more."""

    def set_tracking(self, shipment_id: int, code: str) -> None:
        """Note the tracking number of the closed parcel."""

    def image(self, content_hash: str) -> bytes | None:
        """The bytes of a product picture."""
