"""The moves behind a delivery: supplier to dock or bin, at landed cost; and the same way back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import case, func, insert, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.landed_costs import (
    CostLine,
    Spread,
    checked_rate,
    cost_of_units,
    in_currency,
    landed,
    unit_costs,
)
from shopdesk.domain.purchasing import PurchaseState, ReceiptState
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.i18n import _
from shopdesk.queries.put_away import proposed_bin
from shopdesk.queries.settings import area, default_warehouse, settings
from shopdesk.store.tables import Lot, Purchase, PurchaseLine, Receipt, ReceiptLine, StockMove, Variant
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.ledger import Movement
from shopdesk.usecases.purchase_states import locked, refresh_state

DOCUMENT = "receipt_line"
_LINE, _COUNTED = PurchaseLine.__table__, ReceiptLine.__table__


def landed_by_line(work: Work, purchase: Purchase) -> dict[int, int]:
    """What all ordered units of each line cost in the end, in minor units of the shop's currency."""
    own = str(settings(work.database, work.connection)["currency"])
    rows = work.read(
        select(PurchaseLine.id, PurchaseLine.quantity, PurchaseLine.price, Variant.weight_g)
        .join(Variant, Variant.id == PurchaseLine.variant_id)
        .where(PurchaseLine.purchase_id == purchase.id)
        .order_by(PurchaseLine.id)
    ).all()
    lines = [CostLine(row.quantity, row.price, row.weight_g) for row in rows]
    costs = purchase.freight + purchase.other_costs
    total = None
    if purchase.currency != own:
        whole = sum(line.quantity * line.price for line in lines) + costs
        total = in_currency(whole, purchase.currency, own, checked_rate(purchase.rate))
    return dict(zip((row.id for row in rows), landed(lines, costs, Spread(purchase.spread), total), strict=True))


def book(work: Work, receipt: Receipt, *, into_bins: bool | None) -> None:
    """Move what a receipt counted into the house and tell its purchase order."""
    purchase = locked(work, receipt.purchase_id)
    counted = work.session.scalars(
        select(ReceiptLine).where(ReceiptLine.receipt_id == receipt.id).order_by(ReceiptLine.id)
    ).all()
    if not counted:
        raise UserError(_("Nothing was counted yet."))
    if into_bins is None:
        into_bins = bool(settings(work.database, work.connection).get("receive_into_bins", False))
    costs = landed_by_line(work, purchase)
    spent = _landed_before(work, purchase.id)
    arrived: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    movements: list[Movement] = []
    quarantine = area(work.database, work.connection, Zone.QUARANTINE).id
    dock = area(work.database, work.connection, Zone.RECEIVING).id
    rate = checked_rate(purchase.rate)
    own = str(settings(work.database, work.connection)["currency"])
    for part in counted:
        line = work.session.get_one(PurchaseLine, part.purchase_line_id)
        before = arrived[line.id]
        done = line.good + line.damaged + before[0] + before[1]
        units = part.good + part.damaged
        part.over = max(0, done + units - line.quantity) - max(0, done - line.quantity)
        part.over = min(part.over, part.good)
        extra = max(0, done + units - line.quantity) * in_currency(line.price, purchase.currency, own, rate)
        upto = cost_of_units(costs[line.id], line.quantity, 0, done + units) + extra
        part.landed = max(0, upto - spent[line.id])
        spent[line.id] += part.landed
        part.lot_id = _lot(work, part) if part.lot_code else None
        bin_id = _bin(work, part) if into_bins and part.good else None
        part.location_id = (bin_id or dock) if part.good else None
        part.put_away = part.good if bin_id else 0
        before[0] += part.good
        before[1] += part.damaged
        before[2] += part.over
        movements += _in(work, part, quarantine)
    purchase.received_at = work.now
    receipt.state, receipt.booked_at, receipt.by_name = ReceiptState.BOOKED.value, work.now, work.user.name
    number, note, receipt_id = receipt.number, receipt.delivery_note, receipt.id
    work.session.flush()
    ledger.move_goods(work, movements)
    _tell_lines(work, arrived, 1)
    refresh_state(work, purchase.id)
    good, damaged, over = (sum(sums[at] for sums in arrived.values()) for at in range(3))
    work.event(
        "purchase", purchase.id, "received", number=number, receipt=receipt_id, good=good, damaged=damaged, over=over,
        delivery_note=note,
    )  # fmt: skip


def _landed_before(work: Work, purchase_id: int) -> dict[int, int]:
    """What the units of each line that are booked already cost."""
    rows = work.read(
        select(ReceiptLine.purchase_line_id, func.sum(ReceiptLine.landed))
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(Receipt.purchase_id == purchase_id, Receipt.state == ReceiptState.BOOKED.value)
        .group_by(ReceiptLine.purchase_line_id)
    )
    return defaultdict(int, {line_id: int(cost) for line_id, cost in rows})


def _in(work: Work, part: ReceiptLine, quarantine: int) -> list[Movement]:
    """The moves of one receipt line; unit costs add up to its whole cost to the last minor unit."""
    supplier = area(work.database, work.connection, Zone.SUPPLIER).id
    found = []
    left = {True: part.good, False: part.damaged}
    for units, cost in unit_costs(part.landed, part.good + part.damaged):
        rest = units
        for good in (True, False):
            count = min(rest, left[good])
            if count:
                place = part.location_id if good else quarantine
                assert place is not None
                found.append(
                    Movement(
                        part.variant_id, count, supplier, place, MoveReason.RECEIPT, DOCUMENT, part.id, part.lot_id,
                        unit_cost=cost,
                    )
                )  # fmt: skip
                left[good] -= count
                rest -= count
    return found


def _bin(work: Work, part: ReceiptLine) -> int | None:
    store = default_warehouse(work.database, work.connection)
    found = proposed_bin(work.connection, part.variant_id, part.good, store)
    return found.location_id if found else None


def _lot(work: Work, part: ReceiptLine) -> int:
    known = work.read(
        select(Lot.id, Lot.expires_on).where(Lot.variant_id == part.variant_id, Lot.code == part.lot_code)
    ).first()
    if known is not None:
        return int(known.id)
    values = {
        "variant_id": part.variant_id,
        "code": part.lot_code,
        "received_on": work.now.date(),
        "expires_on": part.expires_on,
    }
    return int(work.write(insert(Lot).values(**values).returning(Lot.id)).scalar_one())


def _tell_lines(work: Work, arrived: dict[int, list[int]], sign: int) -> None:
    for line_id, (good, damaged, over) in arrived.items():
        work.write(
            update(_LINE)
            .where(_LINE.c.id == line_id)
            .values(
                good=_LINE.c.good + sign * good,
                damaged=_LINE.c.damaged + sign * damaged,
                over=_LINE.c.over + sign * over,
            )
        )
        came = _LINE.c.good - _LINE.c.over + _LINE.c.damaged >= _LINE.c.quantity
        first_day = case((came, func.coalesce(_LINE.c.complete_on, work.now.date())), else_=None)
        work.write(update(_LINE).where(_LINE.c.id == line_id).values(complete_on=first_day))


def take_back(work: Work, receipt: Receipt, reason: str) -> None:
    """Undo a booked receipt by the opposite of each of its moves, latest first."""
    purchase = locked(work, receipt.purchase_id)
    if PurchaseState(purchase.state) in (PurchaseState.CLOSED, PurchaseState.CANCELLED):
        raise UserError(_("{number} is finished. Reopen it first.").format(number=purchase.number))
    counted = work.session.scalars(select(ReceiptLine).where(ReceiptLine.receipt_id == receipt.id)).all()
    if any(part.over < part.good + part.damaged and _later_over(work, part) for part in counted):
        raise UserError(_("A later delivery counted on this one. Undo that one first."))
    moves = _moves_of(work, [part.id for part in counted])
    movements = [
        Movement(
            move.variant_id, move.quantity, move.to_id, move.from_id, MoveReason(move.reason), DOCUMENT,
            move.document_id, move.lot_id, note=reason, unit_cost=move.unit_cost, reverses=move.id,
        )
        for move in moves
    ]  # fmt: skip
    arrived: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for part in counted:
        for at, units in enumerate((part.good, part.damaged, part.over)):
            arrived[part.purchase_line_id][at] += units
        part.put_away = 0
    receipt.state, receipt.undone_at = ReceiptState.UNDONE.value, work.now
    number, receipt_id, purchase_id = receipt.number, receipt.id, purchase.id
    work.session.flush()
    # One after the other: what went from the dock to a bin must be back at the dock before it leaves the house.
    for movement in movements:
        ledger.move_goods(work, [movement])
    _tell_lines(work, arrived, -1)
    refresh_state(work, purchase_id)
    units = sum(sum(sums[:2]) for sums in arrived.values())
    work.event("purchase", purchase_id, "receipt_undone", number=number, receipt=receipt_id, units=units, reason=reason)


def _later_over(work: Work, part: ReceiptLine) -> bool:
    """Whether a later delivery of the line came as “over” because this one filled it."""
    later = select(ReceiptLine.id).join(Receipt, Receipt.id == ReceiptLine.receipt_id)
    return (
        work.read(
            later.where(
                ReceiptLine.purchase_line_id == part.purchase_line_id,
                ReceiptLine.receipt_id > part.receipt_id,
                ReceiptLine.over > 0,
                Receipt.state == ReceiptState.BOOKED.value,
            )
        ).first()
        is not None
    )


def _moves_of(work: Work, part_ids: Sequence[int]) -> Sequence[StockMove]:
    """The moves of receipt lines that nothing has reversed, latest first."""
    reversed_ones = select(StockMove.reverses).where(StockMove.reverses.is_not(None))
    return work.session.scalars(
        select(StockMove)
        .where(
            StockMove.document == DOCUMENT,
            StockMove.document_id.in_(part_ids),
            StockMove.reverses.is_(None),
            StockMove.id.not_in(reversed_ones),
        )
        .order_by(StockMove.id.desc())
    ).all()
