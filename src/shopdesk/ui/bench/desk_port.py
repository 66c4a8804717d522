"""The bench at a real shop: every question of the bench answered by the use cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from shopdesk.domain.errors import ShopdeskError, UserError
from shopdesk.domain.packing import PackOrder, Verdict
from shopdesk.i18n import _
from shopdesk.queries import packing as queries
from shopdesk.ui.bench.port import BenchFacts, Closed, Device, LastParcel, PaperState, WaitingOrder
from shopdesk.usecases import packing, printing, shipping
from shopdesk.usecases.desk import Desk

_TOLERANCE_G = 50


class DeskPort:
    """Answers the bench from a desk; ``deliver`` takes each finished paper (name, PDF) and says what became of it."""

    def __init__(
        self, desk: Desk, *, bench: str = "", deliver: Callable[[str, bytes], PaperState] | None = None
    ) -> None:
        """Without ``deliver`` papers are only kept for showing."""
        self._desk, self._bench = desk, bench
        self._deliver = deliver or (lambda _name, _pdf: PaperState.SAVED)

    @property
    def user_name(self) -> str:
        """Who packs."""
        return self._desk.user.name

    def facts(self) -> BenchFacts:
        """Counters, devices and habits of this bench."""
        return self._desk.read(self._facts)

    def _facts(self, session: Any) -> BenchFacts:
        now = datetime.now(UTC)
        day = queries.bench_day(session, self._desk.user.name, now - timedelta(hours=12))
        last = None
        if day.last is not None:
            last = LastParcel(
                day.last.shipment_id,
                day.last.number,
                day.last.closed_at,
                day.last.pieces,
                day.last.weight_g,
                day.last.carrier,
            )
        return BenchFacts(
            bench=self._bench,
            waiting=queries.waiting_count(session),
            parcels_today=day.parcels,
            wrong_scans=day.wrong_scans,
            forced_lines=day.forced_lines,
            on_hold=day.on_hold,
            last=last,
            devices=(Device(_("Scanner"), ready=True),),
            tolerance_g=_TOLERANCE_G,
        )

    def waiting(self) -> list[WaitingOrder]:
        """The next orders, most urgent first."""
        return self._desk.read(self._waiting)

    def _waiting(self, session: Any) -> list[WaitingOrder]:
        rows = queries.waiting_shipments(session)
        items = queries.waiting_items(session, [row.id for row in rows])
        found = []
        for row in rows:
            lines = items.get(row.id, [])
            found.append(
                WaitingOrder(
                    row.id,
                    row.number,
                    str(row.slot) if row.slot else "",
                    row.ship_by,
                    sum(line.picked for line in lines),
                    tuple((line.image, line.title) for line in lines),
                    sum(line.packed for line in lines),
                )
            )
        return found

    def open_next(self) -> PackOrder | None:
        """The most urgent order, or None when nothing waits."""
        waiting = self._desk.read(queries.waiting_shipments, 1)
        return self._desk.do(packing.start_packing, waiting[0].id) if waiting else None

    def open_code(self, code: str) -> PackOrder | None:
        """The order a code stands for."""
        found = self._desk.read(queries.shipment_for_code, code)
        return None if found is None else self._desk.do(packing.start_packing, found)

    def scan(self, shipment_id: int, code: str, quantity: int, scan_id: str) -> tuple[PackOrder, Verdict]:
        """Judge and record one scan."""
        return self._desk.do(packing.scan, shipment_id, code, quantity, scan_id)

    def acknowledge(self, shipment_id: int, ignored: Sequence[str]) -> None:
        """Record what a red banner swallowed."""
        self._desk.do(packing.acknowledge, shipment_id, list(ignored))

    def undo(self, shipment_id: int) -> PackOrder:
        """Take back the last scan that counted."""
        return self._desk.do(packing.undo_scan, shipment_id)

    def force(self, shipment_id: int, line_id: int | None, reason: str) -> PackOrder:
        """Let the rest of a line in without a scan; ``None`` accepts the weight as it is."""
        if line_id is None:
            return self._desk.read(queries.pack_order, shipment_id)
        return self._desk.do(packing.force_line, shipment_id, line_id, reason)

    def recount(self, shipment_id: int) -> PackOrder:
        """Empty the parcel."""
        return self._desk.do(packing.recount, shipment_id)

    def next_parcel(self, shipment_id: int) -> PackOrder:
        """Close the parcel and open another."""
        return self._desk.do(packing.next_parcel, shipment_id)

    def hold(self, shipment_id: int, reason: str) -> None:
        """Lay the order aside for the office."""
        self._desk.do(packing.lay_aside, shipment_id, reason)

    def weigh(self, shipment_id: int, grams: int) -> PackOrder:
        """Record the weight of the parcel."""
        return self._desk.do(packing.weigh, shipment_id, grams)

    def close(self, shipment_id: int) -> Closed:
        """Close the parcel, then make its papers; a paper that fails never undoes the closed parcel."""
        number = self._desk.do(packing.close_shipment, shipment_id)
        slip, slip_state = self._paper("packing-slip", shipment_id)
        label, label_state = self._paper("shipping-label", shipment_id)
        needed = self._desk.read(queries.tracking_needed, shipment_id)
        return Closed(label, slip, number, needed, slip_state, label_state)

    def _paper(self, name: str, shipment_id: int) -> tuple[bytes | None, PaperState]:
        try:
            pdf = printing.make(self._desk, name, [shipment_id]).pdf
        except ShopdeskError:
            return None, PaperState.FAILED
        return pdf, self._deliver(name, pdf)

    def reopen(self, shipment_id: int) -> PackOrder:
        """Open the parcel closed last again."""
        return self._desk.do(packing.reopen_shipment, shipment_id)

    def reprint_slip(self, shipment_id: int) -> None:
        """Print the packing slip once more."""
        pdf = printing.make(self._desk, "packing-slip", [shipment_id]).pdf
        if self._deliver("packing-slip", pdf) is PaperState.FAILED:
            raise UserError(_("The slip could not be printed."))

    def set_tracking(self, shipment_id: int, code: str) -> None:
        """Note the tracking number of the closed parcel."""
        self._desk.do(shipping.set_tracking, shipment_id, code)

    def image(self, content_hash: str) -> bytes | None:
        """The bytes of a product picture."""
        return self._desk.image(content_hash, thumb=False)
