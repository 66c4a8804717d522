"""What must hold of counts and transfers: a posted count stays true, and goods under way are somewhere."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Numeric, case, cast, func, literal_column, select

from shopdesk.domain.counting import CountState
from shopdesk.domain.stock import TransferState
from shopdesk.i18n import N_
from shopdesk.store.tables import (
    CountLine,
    Location,
    StockCount,
    StockMove,
    StockTransfer,
    TransferLine,
    Variant,
)
from shopdesk.usecases.check_rules import Rows, Rule

_POSTED = CountState.POSTED.value
_NO_LOT: ColumnElement[Any] = literal_column("0")


def _names() -> tuple[ColumnElement[Any], ...]:
    sku = select(Variant.sku).where(Variant.id == CountLine.variant_id).scalar_subquery()
    place = select(Location.code).where(Location.id == CountLine.location_id).scalar_subquery()
    return StockCount.number.label("what0"), sku.label("what1"), place.label("what2")


def _ledger_then() -> ColumnElement[Any]:
    """Units of the line's item in its bin by the ledger, up to the last move before it was counted."""
    sign = case((StockMove.to_id == CountLine.location_id, StockMove.quantity), else_=-StockMove.quantity)
    return (
        select(func.coalesce(func.sum(sign), 0))
        .where(
            StockMove.variant_id == CountLine.variant_id,
            StockMove.id <= CountLine.counted_mark,
            (StockMove.to_id == CountLine.location_id) | (StockMove.from_id == CountLine.location_id),
            func.coalesce(StockMove.lot_id, _NO_LOT) == func.coalesce(CountLine.lot_id, _NO_LOT),
        )
        .correlate(CountLine)
        .scalar_subquery()
    )


def _booked() -> ColumnElement[Any]:
    sign = case((StockMove.to_id == CountLine.location_id, StockMove.quantity), else_=-StockMove.quantity)
    return (
        select(func.coalesce(func.sum(sign), 0))
        .where(StockMove.document == "count_line", StockMove.document_id == CountLine.id)
        .correlate(CountLine)
        .scalar_subquery()
    )


def _different(said: ColumnElement[Any], proved: ColumnElement[Any], *only: ColumnElement[bool]) -> Rows:
    found = (
        select(*_names(), cast(said, Numeric).label("said"), cast(proved, Numeric).label("proved"))
        .join(StockCount, StockCount.id == CountLine.count_id)
        .where(*only)
        .subquery()
    )
    return select(found).where(found.c.said != found.c.proved)


def _counted() -> Rows:
    posted = StockCount.state == _POSTED
    return _different(
        CountLine.counted.expression,
        _ledger_then() + func.coalesce(CountLine.adjusted, _NO_LOT),
        posted,
        CountLine.counted.is_not(None),
    )


def _adjusted() -> Rows:
    return _different(func.coalesce(CountLine.adjusted, _NO_LOT), _booked())


def _on_the_way() -> Rows:
    """Units that left with a transfer and neither arrived nor were lost, against what the ledger has under way."""
    under_way = case(
        (
            StockTransfer.state == TransferState.SENT.value,
            TransferLine.quantity - TransferLine.received - TransferLine.lost,
        ),
        else_=0,
    )
    sign = case((Location.zone == "transit", StockMove.quantity), else_=-StockMove.quantity)
    moved = (
        select(func.coalesce(func.sum(sign), 0))
        .join(Location, Location.id == StockMove.to_id)
        .where(StockMove.document == "transfer_line", StockMove.document_id == TransferLine.id)
        .correlate(TransferLine)
        .scalar_subquery()
    )
    sku = select(Variant.sku).where(Variant.id == TransferLine.variant_id).scalar_subquery()
    found = (
        select(
            StockTransfer.number.label("what0"),
            sku.label("what1"),
            cast(under_way, Numeric).label("said"),
            cast(moved, Numeric).label("proved"),
        )
        .join(StockTransfer, StockTransfer.id == TransferLine.transfer_id)
        .subquery()
    )
    return select(found).where(found.c.said != found.c.proved)


COUNTS = (
    Rule(
        "counts",
        CountLine,
        _counted,
        N_("{what}: {said} were counted, but the ledger with the count’s own correction has {proved} at that moment."),
    ),
    Rule(
        "count differences",
        CountLine,
        _adjusted,
        N_("{what}: the count says it corrected {said}, the ledger says {proved}."),
    ),
    Rule(
        "transfers",
        TransferLine,
        _on_the_way,
        N_("{what}: {said} are under way by the transfer, {proved} by the ledger."),
    ),
)
