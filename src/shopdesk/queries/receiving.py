"""A delivery at the dock, for the person in front of it: what should be there, what was counted, where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.queries.purchase_details import PurchaseLineDetail, purchase_lines
from shopdesk.queries.put_away import BinProposal, proposed_bin
from shopdesk.store.tables import Barcode, Lot, Purchase, Receipt, ReceiptLine, Supplier


@dataclass(frozen=True, slots=True)
class CountedPart:
    """What was counted of one line, per lot."""

    id: int
    good: int
    damaged: int
    over: int
    lot_code: str
    expires_on: date | None
    put_away: int


@dataclass(frozen=True, slots=True)
class DockLine:
    """One line of the order at the dock: ``before`` came with earlier deliveries; ``codes`` are (code, units).

    ``proposal`` is the bin for its good units once they are booked.
    """

    line: PurchaseLineDetail
    before: int
    good: int
    damaged: int
    needs_lot: bool
    codes: tuple[tuple[str, int], ...]
    parts: tuple[CountedPart, ...]
    proposal: BinProposal | None

    @property
    def here(self) -> int:
        """Units of the line that are in the house or at the dock."""
        return self.before + self.good + self.damaged

    @property
    def expected(self) -> int:
        """Units this delivery may still bring."""
        return max(0, self.line.quantity - self.before)

    @property
    def over(self) -> int:
        """Units more than were ordered."""
        return max(0, self.here - self.line.quantity)


@dataclass(frozen=True, slots=True)
class DockDetail:
    """A delivery with its order."""

    id: int
    number: str
    state: str
    purchase_id: int
    purchase_number: str
    purchase_state: str
    supplier_id: int
    supplier: str
    delivery_note: str
    started_at: datetime
    booked_at: datetime | None
    note: str
    lines: tuple[DockLine, ...]

    @property
    def counted(self) -> int:
        """Units counted in this delivery."""
        return sum(line.good + line.damaged for line in self.lines)

    @property
    def expected(self) -> int:
        """Units this delivery could bring."""
        return sum(line.expected for line in self.lines)

    @property
    def at_dock(self) -> int:
        """Good units still to be put away."""
        return sum(part.good - part.put_away for line in self.lines for part in line.parts)


def dock_detail(session: Session, receipt_id: int) -> DockDetail:
    """The delivery with this id; raises UserError when there is none."""
    row = session.execute(
        select(
            Receipt.__table__,
            Purchase.number.label("purchase_number"),
            Purchase.state.label("purchase_state"),
            Purchase.supplier_id,
            Supplier.name.label("supplier"),
        )
        .join(Purchase, Purchase.id == Receipt.purchase_id)
        .join(Supplier, Supplier.id == Purchase.supplier_id)
        .where(Receipt.id == receipt_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such receipt."))
    ordered = purchase_lines(session, row.purchase_id)
    parts: dict[int, list[CountedPart]] = {}
    for part in session.execute(
        select(ReceiptLine.__table__).where(ReceiptLine.receipt_id == receipt_id).order_by(ReceiptLine.id)
    ):
        counted = CountedPart(
            part.id, part.good, part.damaged, part.over, part.lot_code, part.expires_on, part.put_away
        )
        parts.setdefault(part.purchase_line_id, []).append(counted)
    variants = [line.variant_id for line in ordered]
    codes: dict[int, list[tuple[str, int]]] = {}
    for code in session.execute(
        select(Barcode.variant_id, Barcode.code, Barcode.quantity)
        .where(Barcode.variant_id.in_(variants))
        .order_by(Barcode.quantity, Barcode.id)
    ):
        codes.setdefault(code.variant_id, []).append((code.code, code.quantity))
    in_lots = set(session.scalars(select(Lot.variant_id).where(Lot.variant_id.in_(variants)).distinct()))
    booked = row.state == "booked"
    lines = []
    for line in ordered:
        own = tuple(parts.get(line.id, ()))
        good, damaged = sum(part.good for part in own), sum(part.damaged for part in own)
        here = line.good + line.damaged
        waiting = sum(part.good - part.put_away for part in own) if booked else good
        lines.append(
            DockLine(
                line,
                here - good - damaged if booked else here,
                good,
                damaged,
                line.variant_id in in_lots,
                tuple(codes.get(line.variant_id, ())),
                own,
                proposed_bin(session, line.variant_id, waiting) if waiting and booked else None,
            )
        )
    return DockDetail(
        row.id, row.number, row.state, row.purchase_id, row.purchase_number, row.purchase_state, row.supplier_id,
        row.supplier, row.delivery_note, row.started_at, row.booked_at, row.note, tuple(lines),
    )  # fmt: skip


def open_delivery(session: Session, purchase_id: int) -> int | None:
    """The delivery of this order that is being counted now, or None."""
    return session.scalar(
        select(func.max(Receipt.id)).where(Receipt.purchase_id == purchase_id, Receipt.state == "counting")
    )
