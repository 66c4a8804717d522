"""How good the suppliers are, what was bought of whom, and every row the figures are made of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.landed_costs import checked_rate, in_currency
from shopdesk.domain.purchasing import PurchaseState
from shopdesk.domain.rights import Right
from shopdesk.domain.supplier_score import FULL_YEARS, Weights, supplier_score
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.tables import CURRENCY, Asked, Report, ReportColumn, ReportTable
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.queries.supplier_scores import DAYS, facts, rows_behind, weights
from shopdesk.queries.suppliers import LOCAL
from shopdesk.store.tables import Purchase, Supplier

_NEVER_SENT = [PurchaseState.DRAFT.value, PurchaseState.CANCELLED.value]


def _suppliers(session: Session, asked: Asked) -> list[ReportTable]:
    known = session.execute(select(Supplier.id, Supplier.code, Supplier.name, Supplier.tags).order_by(Supplier.name))
    everybody = known.all()
    ids = [row.id for row in everybody]
    own, counted = weights(session), facts(session, ids, asked.first, asked.last)
    rows = []
    for row in everybody:
        figures = counted[row.id]
        score = supplier_score(figures, own, asked.last)
        rows.append(
            (
                row.code, row.name, score.years, score.quality, figures.received, figures.defects,
                figures.caused_returns, score.stability, score.on_time, figures.on_time, figures.due, score.fill_rate,
                figures.filled, figures.owed, None if score.score is None else round(score.score, 1),
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (-(row[-1] if row[-1] is not None else -1), row[1]))
    names = {row.id: row.name for row in everybody}
    return [_card(rows, own), _shares(session, asked), *_behind(session, ids, names, asked)]


def _card(rows: Sequence[tuple[object, ...]], own: Weights) -> ReportTable:
    return ReportTable(
        "scorecard",
        N_("Scorecard"),
        (
            ReportColumn("code", N_("Code"), Kind.CODE),
            ReportColumn("supplier", N_("Supplier"), Kind.NAME),
            ReportColumn("years", N_("Years"), Kind.NUMBER),
            ReportColumn("quality", N_("Quality"), Kind.PERCENT),
            ReportColumn("received", N_("Received"), Kind.NUMBER),
            ReportColumn("damaged", N_("Damaged"), Kind.NUMBER),
            ReportColumn("caused_returns", N_("Returns caused"), Kind.NUMBER),
            ReportColumn("stability", N_("Stability"), Kind.PERCENT),
            ReportColumn("on_time_rate", N_("On-time rate"), Kind.PERCENT),
            ReportColumn("on_time", N_("Lines on time"), Kind.NUMBER),
            ReportColumn("due", N_("Lines due"), Kind.NUMBER),
            ReportColumn("fill_rate", N_("Fill rate"), Kind.PERCENT),
            ReportColumn("arrived", N_("Units arrived"), Kind.NUMBER),
            ReportColumn("ordered", N_("Units ordered"), Kind.NUMBER),
            ReportColumn("score", N_("Score"), Kind.NUMBER),
        ),
        tuple(rows),
        (
            _("Score = {years} % years + {quality} % quality + {stability} % stability.").format(
                years=own.years, quality=own.quality,
                stability=own.stability,
            ),
            _("Years count in full from {years} years on.").format(years=FULL_YEARS),
            _("Quality = 1 − (damaged + returns caused) ÷ received. Stability = on-time rate × fill rate."),
            _("What is not known yet counts neither for nor against a supplier."),
        ),
    )  # fmt: skip


def _shares(session: Session, asked: Asked) -> ReportTable:
    """Who the money went to, in the shop's currency at the rate of each order."""
    own = shop_currency(session)
    spent: dict[tuple[str, bool], list[int]] = {}
    sent_at = func.coalesce(Purchase.ordered_at, Purchase.created_at)
    for row in session.execute(
        select(Supplier.name, Supplier.tags, Purchase.goods, Purchase.currency, Purchase.rate)
        .join(Supplier, Supplier.id == Purchase.supplier_id)
        .where(Purchase.state.not_in(_NEVER_SENT), asked.within(sent_at))
    ):
        local = LOCAL in {tag.strip().casefold() for tag in row.tags.split(",")}
        sums = spent.setdefault((row.name, local), [0, 0])
        sums[0] += 1
        sums[1] += in_currency(row.goods, row.currency, own, checked_rate(row.rate)) if row.rate else 0
    whole = sum(amount for _count, amount in spent.values())
    rows = sorted(
        (
            (name, local, count, amount, amount / whole if whole else None, own)
            for (name, local), (count, amount) in spent.items()
        ),
        key=lambda row: (-row[3], row[0]),
    )
    near = sum(row[3] for row in rows if row[1])
    return ReportTable(
        "purchase_share",
        N_("Purchase share"),
        (
            ReportColumn("supplier", N_("Supplier"), Kind.NAME),
            ReportColumn("local", N_("Local"), Kind.BOOL),
            ReportColumn("orders", N_("Orders"), Kind.NUMBER),
            ReportColumn("goods", N_("Goods"), Kind.MONEY),
            ReportColumn("share", N_("Share"), Kind.PERCENT),
            CURRENCY,
        ),
        tuple(rows),
        (_("Local suppliers: {percent} % of the goods bought.").format(percent=round(100 * near / whole)),)
        if whole
        else (),
    )


def _behind(session: Session, ids: list[int], names: dict[int, str], asked: Asked) -> list[ReportTable]:
    received, due, caused = rows_behind(session, ids, asked.first, asked.last)
    supplier = ReportColumn("supplier", N_("Supplier"), Kind.NAME)
    sku, name = ReportColumn("sku", N_("SKU"), Kind.CODE), ReportColumn("name", N_("Product"), Kind.NAME)
    return [
        ReportTable(
            "received",
            N_("Units received"),
            (
                supplier, ReportColumn("receipt", N_("Goods receipt"), Kind.CODE),
                ReportColumn("purchase", N_("Purchase order"), Kind.CODE),
                ReportColumn("booked_at", N_("Booked at"), Kind.TIME), sku, name,
                ReportColumn("received", N_("Received"), Kind.NUMBER),
                ReportColumn("damaged", N_("Damaged"), Kind.NUMBER),
            ),
            tuple(
                (names[r.supplier_id], r.receipt, r.number, r.booked_at, r.sku, r.name, r.received, r.damaged)
                for r in received
            ),
        ),
        ReportTable(
            "due",
            N_("Lines due"),
            (
                supplier, ReportColumn("purchase", N_("Purchase order"), Kind.CODE), sku, name,
                ReportColumn("due_on", N_("Due"), Kind.DATE),
                ReportColumn("complete_on", N_("Complete on"), Kind.DATE),
                ReportColumn("on_time", N_("On time"), Kind.BOOL),
                ReportColumn("ordered", N_("Ordered"), Kind.NUMBER),
                ReportColumn("arrived", N_("Arrived"), Kind.NUMBER),
            ),
            tuple(
                (names[r.supplier_id], r.number, r.sku, r.name, r.due_on, r.complete_on, bool(r.on_time), r.ordered,
                 r.arrived)
                for r in due
            ),
        ),
        ReportTable(
            "caused_returns",
            N_("Returns caused"),
            (
                supplier, ReportColumn("return", N_("Return"), Kind.CODE),
                ReportColumn("requested_at", N_("Requested"), Kind.TIME), sku, name,
                ReportColumn("returned", N_("Returned"), Kind.NUMBER),
            ),
            tuple((names[r.supplier_id], r.number, r.requested_at, r.sku, r.name, r.returned) for r in caused),
        ),
    ]  # fmt: skip


REPORT = Report("suppliers", N_("Suppliers"), Right.SEE_COST, _suppliers, days=DAYS)
