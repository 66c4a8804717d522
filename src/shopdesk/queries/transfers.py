"""Transfers between warehouses: the list of them, and the lines of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.domain.stock import TransferState
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, between, by_id, equals
from shopdesk.queries.state_titles import choices_of
from shopdesk.queries.timeline import Line, timeline
from shopdesk.store.tables import Location, Lot, Product, StockTransfer, TransferLine, Variant, Warehouse

_From, _To = aliased(Warehouse), aliased(Warehouse)


def _rows() -> AnySelect:
    return (
        select(
            StockTransfer.id,
            StockTransfer.number,
            StockTransfer.state,
            StockTransfer.note,
            StockTransfer.created_at,
            StockTransfer.created_by,
            StockTransfer.sent_at,
            StockTransfer.received_at,
            StockTransfer.from_id,
            StockTransfer.to_id,
            _From.name.label("source"),
            _To.name.label("target"),
        )
        .join(_From, _From.id == StockTransfer.from_id)
        .join(_To, _To.id == StockTransfer.to_id)
    )


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(StockTransfer)


def _complete(session: Session, rows: list[ListRow]) -> None:
    known = by_id(rows)
    for row in rows:
        row.units = row.received = row.lost = row.under_way = row.items = 0
    for found in session.execute(
        select(
            TransferLine.transfer_id,
            func.sum(TransferLine.quantity).label("units"),
            func.sum(TransferLine.received).label("received"),
            func.sum(TransferLine.lost).label("lost"),
            func.count(TransferLine.variant_id.distinct()).label("items"),
        )
        .where(TransferLine.transfer_id.in_(known))
        .group_by(TransferLine.transfer_id)
    ):
        row = known[found.transfer_id]
        row.units, row.received, row.lost = int(found.units), int(found.received), int(found.lost)
        row.items = found.items
        if row.state == TransferState.SENT.value:
            row.under_way = row.units - row.received - row.lost


def _open(value: str) -> ColumnElement[bool]:
    if value not in ("yes", "no"):
        raise UserError(_("“{value}” is neither yes nor no.").format(value=value))
    unfinished = (TransferState.DRAFT.value, TransferState.SENT.value)
    return StockTransfer.state.in_(unfinished) if value == "yes" else StockTransfer.state.not_in(unfinished)


TRANSFERS = Listing(
    name="transfers",
    title=N_("Transfers"),
    right=Right.SEE_STOCK,
    columns=(
        Column("number", N_("Transfer"), Kind.CODE, sort="number", width=100),
        Column("source", N_("From"), width=160),
        Column("target", N_("To"), width=160),
        Column("state", N_("State"), Kind.STATE, machine="transfer", width=120),
        Column("units", N_("Pieces"), Kind.NUMBER, width=80),
        Column("under_way", N_("Under way"), Kind.NUMBER, width=90),
        Column("received", N_("Arrived"), Kind.NUMBER, width=80),
        Column("lost", N_("Lost"), Kind.NUMBER, width=70),
        Column("created_at", N_("Made"), Kind.TIME, sort="created_at", width=120),
        Column("sent_at", N_("Sent off"), Kind.TIME, width=120),
        Column("created_by", N_("Who"), width=110, hidden=True),
        Column("received_at", N_("Received"), Kind.TIME, width=120, hidden=True),
        Column("items", N_("Products"), Kind.NUMBER, width=80, hidden=True),
        Column("note", N_("Note"), width=180, hidden=True),
    ),
    rows=_rows,
    id_column=StockTransfer.__table__.c.id,
    sorts={"number": StockTransfer.number, "created_at": StockTransfer.created_at},
    default_sort="created_at",
    default_down=True,
    filters=(
        Filter("state", N_("State"), choices_of("transfer")),
        Filter("created_at", N_("Date"), kind=Kind.DATE),
    ),
    conditions={
        "state": equals(StockTransfer.state),
        "open": _open,
        "created_at": between(StockTransfer.created_at),
    },
    views=(
        View("open", N_("Open"), {"open": "yes"}),
        View("sent", N_("In transit"), {"state": TransferState.SENT.value}),
        View("all", N_("All")),
    ),
    keys_from=_keys,
    decorate=_complete,
    tables=frozenset({"stock_transfers", "transfer_lines"}),
)
"""All transfers, newest first."""


@dataclass(frozen=True, slots=True)
class TransferLineDetail:
    """Units of one variant (and lot) from one bin."""

    id: int
    variant_id: int
    sku: str
    name: str
    image: str | None
    bin: str
    lot: str
    quantity: int
    received: int
    lost: int
    loss_reason: str

    @property
    def open(self) -> int:
        """Units neither here nor lost."""
        return self.quantity - self.received - self.lost


@dataclass(frozen=True, slots=True)
class TransferDetail:
    """One transfer with its lines and story."""

    id: int
    number: str
    state: str
    source: str
    target: str
    to_id: int
    note: str
    created_at: datetime
    created_by: str
    sent_at: datetime | None
    sent_by: str
    received_at: datetime | None
    received_by: str
    lines: tuple[TransferLineDetail, ...]
    timeline: tuple[Line, ...]

    @property
    def units(self) -> int:
        """Units of all lines."""
        return sum(line.quantity for line in self.lines)


def transfer_detail(session: Session, transfer_id: int) -> TransferDetail:
    """Everything about one transfer; raises UserError when there is none."""
    row: Any = session.execute(
        select(StockTransfer.__table__, _From.name.label("source"), _To.name.label("target"))
        .join(_From, _From.id == StockTransfer.from_id)
        .join(_To, _To.id == StockTransfer.to_id)
        .where(StockTransfer.id == transfer_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such transfer."))
    lines = session.execute(
        select(
            TransferLine.id,
            TransferLine.variant_id,
            Variant.sku,
            Variant.name,
            func.coalesce(Variant.image, Product.image).label("image"),
            Location.code,
            func.coalesce(Lot.code, "").label("lot"),
            TransferLine.quantity,
            TransferLine.received,
            TransferLine.lost,
            TransferLine.loss_reason,
        )
        .join(Variant, Variant.id == TransferLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Location, Location.id == TransferLine.from_bin_id)
        .outerjoin(Lot, Lot.id == TransferLine.lot_id)
        .where(TransferLine.transfer_id == transfer_id)
        .order_by(TransferLine.id)
    )
    named = {key: row._mapping[key] for key in TransferDetail.__slots__ if key in row._mapping}
    return TransferDetail(
        **{
            **named,
            "lines": tuple(TransferLineDetail(*line) for line in lines),
            "timeline": timeline(session, "transfer", transfer_id),
        }
    )
