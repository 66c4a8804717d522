"""Transfers between warehouses: out of one, under way, into the other; what is lost on the way is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.stock import (
    PICKABLE_ZONES,
    TRANSFER_TITLES,
    BinStock,
    MoveReason,
    Take,
    TransferState,
    Zone,
    take,
)
from shopdesk.i18n import _
from shopdesk.queries.settings import area, default_warehouse, places
from shopdesk.store.tables import Location, Lot, StockLevel, StockTransfer, TransferLine, Variant, Warehouse
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.ledger import Movement, find_bin

DOCUMENT = "transfer_line"


@needs(Right.MOVE_STOCK)
def create_transfer(
    work: Work, to_warehouse: str, lines: Sequence[tuple[int, int]], *, from_warehouse: str = "", note: str = ""
) -> int:
    """Prepare a transfer of (variant, units) to another warehouse, by its code; nothing moves before it is sent.

    The goods are looked for oldest first, in bins to pick from; a line may come from several bins.
    """
    target = _warehouse(work, to_warehouse)
    source = _warehouse(work, from_warehouse) if from_warehouse else default_warehouse(work.database, work.connection)
    if source == target:
        raise UserError(_("The goods are in this warehouse already."))
    if not lines:
        raise UserError(_("Choose what is sent."))
    transfer = StockTransfer(
        number=f"TR-{work.next_number('transfer'):03d}",
        state=TransferState.DRAFT.value,
        from_id=source,
        to_id=target,
        note=note.strip(),
        created_at=work.now,
        created_by=work.user.name,
    )
    work.session.add(transfer)
    work.session.flush()
    transfer_id, units = int(transfer.id), 0
    wanted: dict[int, int] = {}
    for variant_id, quantity in lines:
        if quantity <= 0:
            raise UserError(_("The quantity must be at least one."))
        wanted[variant_id] = wanted.get(variant_id, 0) + quantity
    for variant_id, quantity in wanted.items():
        units += quantity
        for part in _found(work, variant_id, source, quantity):
            work.session.add(
                TransferLine(
                    transfer_id=transfer_id,
                    variant_id=variant_id,
                    lot_id=part.lot_id,
                    from_bin_id=part.location_id,
                    quantity=part.quantity,
                )
            )
    work.session.flush()
    work.event("transfer", transfer_id, "created", units=units)
    return transfer_id


@needs(Right.MOVE_STOCK)
def send_transfer(work: Work, transfer_id: int) -> None:
    """Let a transfer leave: its goods are under way now and count in neither warehouse."""
    transfer = _transfer(work, transfer_id, TransferState.DRAFT)
    lines = _lines(work, transfer_id)
    for variant_id in {line.variant_id for line in lines}:
        units = sum(line.quantity for line in lines if line.variant_id == variant_id)
        _refuse_promised(work, variant_id, transfer.from_id, units)
    transit = area(work.database, work.connection, Zone.TRANSIT).id
    ledger.move_goods(
        work,
        [
            Movement(line.variant_id, line.quantity, line.from_bin_id, transit, MoveReason.SENT, DOCUMENT, line.id,
                     line.lot_id, note=transfer.number)
            for line in lines
        ],
    )  # fmt: skip
    transfer = _transfer(work, transfer_id, TransferState.DRAFT)
    transfer.state, transfer.sent_at, transfer.sent_by = TransferState.SENT.value, work.now, work.user.name
    work.event("transfer", transfer_id, "sent", units=sum(line.quantity for line in _lines(work, transfer_id)))


@needs(Right.MOVE_STOCK)
def receive_transfer(
    work: Work,
    transfer_id: int,
    arrived: Mapping[int, int] | None = None,
    bin: str = "",
    *,
    more_to_come: bool = False,
    reason: str = "",
) -> int:
    """Take goods of a transfer in, into ``bin`` or the shelf; ``arrived`` are units by line, everything when not given.

    What has not arrived is lost, with a reason, unless there is ``more_to_come``. Returns the units lost.
    """
    transfer = _transfer(work, transfer_id, TransferState.SENT)
    target_id = find_bin(work, bin) if bin else area(work.database, work.connection, Zone.STORAGE, transfer.to_id).id
    place = places(work.database, work.connection)[target_id]
    if place.warehouse_id != transfer.to_id:
        raise UserError(_("Bin {bin} is not in the warehouse the goods are sent to.").format(bin=place.code))
    transit = area(work.database, work.connection, Zone.TRANSIT).id
    loss = area(work.database, work.connection, Zone.LOSS).id
    moves, came, lost = [], 0, 0
    lines = {line.id: line for line in _lines(work, transfer_id)}
    if arrived is not None and set(arrived) - set(lines):
        raise UserError(_("There is no such line."))
    changes: dict[int, tuple[int, int]] = {}
    for line in lines.values():
        open_units = line.quantity - line.received - line.lost
        units = open_units if arrived is None else arrived.get(line.id, 0)
        if not 0 <= units <= open_units:
            raise UserError(
                _("{units} cannot arrive: {open} of this line are under way.").format(units=units, open=open_units)
            )
        missing = 0 if more_to_come else open_units - units
        for count, to_id, why, note in (
            (units, target_id, MoveReason.ARRIVED, ""),
            (missing, loss, MoveReason.LOST_ON_THE_WAY, reason.strip()),
        ):
            if count:
                moves.append(
                    Movement(line.variant_id, count, transit, to_id, why, DOCUMENT, line.id, line.lot_id, note=note)
                )
        changes[line.id] = (units, missing)
        came, lost = came + units, lost + missing
    if lost and not reason.strip():
        raise UserError(_("{count} pieces have not arrived. Please give a reason.").format(count=lost))
    if not moves:
        raise UserError(_("Nothing has arrived."))
    ledger.move_goods(work, moves)
    still = 0
    for line in _lines(work, transfer_id):
        units, missing = changes[line.id]
        line.received, line.lost = line.received + units, line.lost + missing
        line.loss_reason = reason.strip() if missing else line.loss_reason
        still += line.quantity - line.received - line.lost
    if not still:
        transfer = _transfer(work, transfer_id, TransferState.SENT)
        transfer.state = TransferState.RECEIVED.value
        transfer.received_at, transfer.received_by = work.now, work.user.name
    if came:
        work.event("transfer", transfer_id, "arrived", units=came)
    if lost:
        work.event("transfer", transfer_id, "lost", units=lost, reason=reason.strip())
    return lost


@needs(Right.MOVE_STOCK)
def cancel_transfer(work: Work, transfer_id: int, reason: str = "") -> None:
    """Give a transfer up that has not left yet."""
    transfer = _transfer(work, transfer_id, TransferState.DRAFT)
    transfer.state = TransferState.CANCELLED.value
    work.event("transfer", transfer_id, "cancelled", reason=reason.strip())


def _warehouse(work: Work, code: str) -> int:
    wanted = code.strip().upper()
    found = work.read(select(Warehouse.id).where(Warehouse.code == wanted)).scalar()
    if found is None:
        raise UserError(_("There is no warehouse “{code}”.").format(code=code))
    return int(found)


def _transfer(work: Work, transfer_id: int, at: TransferState) -> StockTransfer:
    work.lock(StockTransfer, id=transfer_id)
    transfer = work.session.get(StockTransfer, transfer_id, populate_existing=True)
    if transfer is None:
        raise UserError(_("There is no such transfer."))
    if transfer.state != at.value:
        title = _(TRANSFER_TITLES[TransferState(transfer.state)])
        raise UserError(_("Transfer {number} is: {state}.").format(number=transfer.number, state=title))
    return transfer


def _lines(work: Work, transfer_id: int) -> list[TransferLine]:
    lines = select(TransferLine).where(TransferLine.transfer_id == transfer_id).order_by(TransferLine.id)
    return list(work.session.scalars(lines))


def _refuse_promised(work: Work, variant_id: int, warehouse_id: int, units: int) -> None:
    free = max(0, ledger.free_units(work, variant_id, warehouse_id))
    if units > free:
        sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar()
        raise UserError(
            _("Only {free} of {sku} are free to be sent; the others are promised to orders.").format(free=free, sku=sku)
        )


def _found(work: Work, variant_id: int, warehouse_id: int, quantity: int) -> list[Take]:
    """The bins and lots of a warehouse to take units from, oldest first; raises UserError when they are too few."""
    row = work.read(select(Variant.sku, Variant.stocked).where(Variant.id == variant_id)).first()
    if row is None or not row.stocked:
        raise UserError(_("A service has no stock.") if row else _("There is no such product."))
    free = StockLevel.quantity - StockLevel.allocated
    stocks = [
        BinStock(found.id, found.lot_id, found.free, found.walk, found.code, found.received_on, found.expires_on)
        for found in work.read(
            select(
                Location.id,
                StockLevel.lot_id,
                free.label("free"),
                Location.walk,
                Location.code,
                Lot.received_on,
                Lot.expires_on,
            )
            .join(Location, Location.id == StockLevel.location_id)
            .outerjoin(Lot, Lot.id == StockLevel.lot_id)
            .where(
                StockLevel.variant_id == variant_id,
                Location.warehouse_id == warehouse_id,
                Location.zone.in_([zone.value for zone in PICKABLE_ZONES]),
                free > 0,
            )
        )
    ]
    takes, missing = take(stocks, quantity)
    if missing:
        raise UserError(ledger.not_in_bins(row.sku, quantity, missing))
    return takes
