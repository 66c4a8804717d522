"""What the shop earned with the goods that left: sales without tax, less what was given back, less their cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.earnings import Earned, Sums, costs, given_back, left_the_house, sales
from shopdesk.queries.reports.tables import CURRENCY, Asked, Report, ReportColumn, ReportTable
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.store.tables import Channel, Order, OrderLine, Shipment, ShipmentLine, StockMove, Variant

_HOW = (
    N_("A sale counts on the day its goods leave; freight and services with the first parcel of the order."),
    N_("Cost follows the goods: what came in first leaves first. Where a receipt named no cost, the item's cost."),
    N_(
        "Left out: fees of channels, carriers' bills, packaging, advertising, what a channel pays towards discounts, "
        "goods lost in the house, and orders that were shipped before they were imported."
    ),
)
_MONEY_COLUMNS = (
    ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
    ReportColumn("sales", N_("Sales"), Kind.MONEY),
    ReportColumn("given_back", N_("Refunds and credits"), Kind.MONEY),
    ReportColumn("tax", N_("Tax in both"), Kind.MONEY),
    ReportColumn("net", N_("Net sales"), Kind.MONEY),
    ReportColumn("cost", N_("Cost of goods"), Kind.MONEY),
    ReportColumn("lost", N_("Returned and scrapped"), Kind.MONEY),
    ReportColumn("profit", N_("Gross profit"), Kind.MONEY),
    ReportColumn("margin", N_("Margin"), Kind.PERCENT),
    CURRENCY,
)


def _profit(session: Session, asked: Asked) -> list[ReportTable]:
    own = shop_currency(session)
    found = [*sales(session, asked), *given_back(session, asked), *costs(session, asked)]
    channels = {row.id: row.name for row in session.execute(select(Channel.id, Channel.name))}
    whole = _grouped(found, lambda one: "")
    by_channel = _grouped(found, lambda one: channels[one.channel_id])
    by_product = _grouped((one for one in found if one.variant_id is not None), lambda one: one.variant_id)
    return [
        ReportTable(
            "total",
            N_("Total"),
            _MONEY_COLUMNS,
            tuple(_figures(sums, currency, own) for (_key, currency), sums in sorted(whole.items())),
            (*_HOW, *_doubts(session, asked, whole, own)),
        ),
        ReportTable(
            "by_channel",
            N_("By channel"),
            (ReportColumn("channel", N_("Channel")), *_MONEY_COLUMNS),
            tuple((name, *_figures(sums, currency, own)) for (name, currency), sums in sorted(by_channel.items())),
        ),
        _products(session, by_product, own),
    ]


def _grouped(found: Iterable[Earned], key: Callable[[Earned], Any]) -> dict[tuple[Any, str], Sums]:
    groups: dict[tuple[Any, str], Sums] = defaultdict(Sums)
    for one in found:
        groups[key(one), one.currency].add(one)
    return groups


def _figures(sums: Sums, currency: str, own: str) -> tuple[object, ...]:
    """The figures of one group; goods have their cost in the shop's money, which no other is reckoned against."""
    earned = (sums.cost, sums.lost, sums.profit, sums.margin) if currency == own else (None, None, None, None)
    return sums.pieces, sums.gross, sums.given_back, sums.tax, sums.net, *earned, currency


def _products(session: Session, groups: dict[tuple[Any, str], Sums], own: str) -> ReportTable:
    names = {row.id: row for row in session.execute(select(Variant.id, Variant.sku, Variant.name))}
    kept = [
        (names[key], currency, sums)
        for (key, currency), sums in groups.items()
        if sums.pieces or sums.gross or sums.cost or sums.lost
    ]
    kept.sort(key=lambda one: (-one[2].profit, one[0].sku, one[1]))
    columns = [column for column in _MONEY_COLUMNS if column.key != "given_back"]
    left_out = [column.key for column in _MONEY_COLUMNS].index("given_back")
    rows = []
    for item, currency, sums in kept:
        figures = _figures(sums, currency, own)
        rows.append((item.sku, item.name, *figures[:left_out], *figures[left_out + 1 :]))
    return ReportTable(
        "by_product",
        N_("By product"),
        (ReportColumn("sku", N_("SKU"), Kind.CODE), ReportColumn("name", N_("Product"), Kind.NAME), *columns),
        tuple(rows),
        (N_("Refunds and credits belong to whole orders and are not shared out over products."),),
    )


def _doubts(session: Session, asked: Asked, whole: dict[tuple[Any, str], Sums], own: str) -> list[str]:
    """What the figures could not know, said with its size."""
    said = []
    without = session.execute(
        select(ShipmentLine.packed)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Variant, Variant.id == ShipmentLine.variant_id)
        .where(
            left_the_house(asked),
            asked.of_channels(),
            Variant.cost.is_(None),
            ~select(StockMove.id).where(StockMove.variant_id == Variant.id, StockMove.unit_cost.is_not(None)).exists(),
        )
    ).scalars()
    pieces = sum(without)
    if pieces:
        said.append(
            n_(
                "{count} piece has no cost and counts as free: the profit is too high by it.",
                "{count} pieces have no cost and count as free: the profit is too high by them.",
                pieces,
            ).format(count=pieces)
        )
    unknown = session.scalars(
        select(OrderLine.order_id)
        .join(ShipmentLine, ShipmentLine.order_line_id == OrderLine.id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(left_the_house(asked), asked.of_channels(), Order.amounts_known.is_(False))
        .distinct()
    ).all()
    if unknown:
        said.append(
            n_(
                "{count} order came without amounts and is left out.",
                "{count} orders came without amounts and are left out.",
                len(unknown),
            ).format(count=len(unknown))
        )
    foreign = sorted({currency for _key, currency in whole if currency != own})
    if foreign:
        said.append(
            _("Sales in {currencies} are not reckoned against costs, which are kept in {own}.").format(
                currencies=", ".join(foreign), own=own
            )
        )
    return said


REPORT = Report("profit", N_("Profit"), Right.SEE_COST, _profit)
