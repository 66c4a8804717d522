"""The selection board: candidates by score, and what became of those that were chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.pricing import margin_share
from shopdesk.domain.rights import Right
from shopdesk.domain.selection import DIRECTIONS
from shopdesk.i18n import N_, _
from shopdesk.queries.customers import NO_SALE
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, by_id, equals
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.queries.state_titles import choices_of
from shopdesk.store.tables import Candidate, Order, OrderLine, Product, StockBalance, Variant
from shopdesk.store.work import utc_now

OUTCOME_DAYS = 90


def _rows() -> AnySelect:
    return select(
        Candidate.id,
        Candidate.product_id,
        Candidate.demand,
        Candidate.margin,
        Candidate.supply,
        (Candidate.demand * Candidate.margin * Candidate.supply).label("score"),
        Candidate.directions,
        Candidate.segment,
        Candidate.note,
        Candidate.scored_at,
        Candidate.by_name,
        Product.title,
        Product.code,
        Product.lifecycle,
        Product.image,
        Product.version,
    ).join(Product, Product.id == Candidate.product_id)


def _complete(session: Session, rows: list[ListRow]) -> None:
    found: Any
    currency = shop_currency(session)
    by_product = {row.product_id: row for row in rows}
    for row in rows:
        row.currency, row.price, row.cost, row.margin_share = currency, None, None, None
        row.sold, row.returned_share, row.sell_through, row.on_hand = 0, None, None, 0
        row.direction_titles = ", ".join(_(DIRECTIONS[one]) for one in row.directions.split("|") if one in DIRECTIONS)
    for found in session.execute(
        select(Variant.product_id, func.min(Variant.price).label("price"), func.min(Variant.cost).label("cost"))
        .where(Variant.product_id.in_(by_product), Variant.active)
        .group_by(Variant.product_id)
    ):
        row = by_product[found.product_id]
        row.price, row.cost = found.price, found.cost
        margin = margin_share(found.price, found.cost)
        row.margin_share = None if margin is None else float(margin)
    for product_id, outcome in outcomes(session, list(by_product)).items():
        row = by_product[product_id]
        row.sold, row.on_hand = outcome.sold, outcome.on_hand
        row.returned_share, row.sell_through = outcome.returned_share, outcome.sell_through


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a product in the last ninety days, in units."""

    sold: int
    returned: int
    on_hand: int

    @property
    def returned_share(self) -> float | None:
        """Units that came back of those sold."""
        return self.returned / self.sold if self.sold else None

    @property
    def sell_through(self) -> float | None:
        """Units sold of those sold and still here."""
        whole = self.sold + self.on_hand
        return self.sold / whole if whole else None


def outcomes(session: Session, product_ids: list[int]) -> dict[int, Outcome]:
    """What became of products, by two look-ups for all of them."""
    since = utc_now() - timedelta(days=OUTCOME_DAYS)
    sold: dict[int, tuple[int, int]] = {
        row.product_id: (int(row.sold or 0), int(row.returned or 0))
        for row in session.execute(
            select(
                Variant.product_id,
                func.sum(OrderLine.quantity).label("sold"),
                func.sum(OrderLine.returned).label("returned"),
            )
            .join(OrderLine, OrderLine.variant_id == Variant.id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Variant.product_id.in_(product_ids), Order.placed_at >= since, Order.state.not_in(NO_SALE))
            .group_by(Variant.product_id)
        )
    }
    here = {
        row.product_id: int(row.units or 0)
        for row in session.execute(
            select(Variant.product_id, func.sum(StockBalance.on_hand).label("units"))
            .join(StockBalance, StockBalance.variant_id == Variant.id)
            .where(Variant.product_id.in_(product_ids))
            .group_by(Variant.product_id)
        )
    }
    return {one: Outcome(*sold.get(one, (0, 0)), here.get(one, 0)) for one in product_ids}


def _direction(value: str) -> Any:
    return Candidate.directions.contains(value, autoescape=True)


CANDIDATES = Listing(
    name="selection",
    title=N_("Selection board"),
    right=Right.SEE_PRODUCTS,
    columns=(
        Column("title", N_("Product"), Kind.NAME, second="code", width=280),
        Column("score", N_("Score"), Kind.NUMBER, sort="score", width=80),
        Column("demand", N_("Demand"), Kind.NUMBER, width=80),
        Column("margin", N_("Margin"), Kind.NUMBER, width=80),
        Column("supply", N_("Supply"), Kind.NUMBER, width=80),
        Column("price", N_("Price"), Kind.MONEY, width=90),
        Column("cost", N_("Cost"), Kind.MONEY, width=90, right=Right.SEE_COST),
        Column("margin_share", N_("Margin of price"), Kind.PERCENT, width=110, right=Right.SEE_COST),
        Column("lifecycle", N_("State"), Kind.STATE, machine="product", width=110),
        Column("segment", N_("For whom"), width=120, hidden=True),
        Column("direction_titles", N_("Direction"), width=160, hidden=True),
        Column("sold", N_("Sold in 90 days"), Kind.NUMBER, width=110),
        Column("sell_through", N_("Sold through"), Kind.PERCENT, width=110),
        Column("returned_share", N_("Came back"), Kind.PERCENT, width=100, hidden=True),
        Column("note", N_("Note"), width=200, hidden=True),
        Column("scored_at", N_("Scored"), Kind.TIME, width=110, hidden=True),
    ),
    rows=_rows,
    id_column=Candidate.__table__.c.id,
    sorts={"score": Candidate.rank},
    default_sort="score",
    default_down=True,
    filters=(
        Filter("lifecycle", N_("State"), choices_of("product")),
        Filter("direction", N_("Direction"), tuple(DIRECTIONS.items())),
    ),
    conditions={
        "lifecycle": lambda value: Candidate.product_id.in_(select(Product.id).where(equals(Product.lifecycle)(value))),
        "direction": _direction,
    },
    views=(
        View("candidates", N_("Candidates"), {"lifecycle": "candidate"}),
        View("chosen", N_("Chosen"), {"lifecycle": "testing|active|clearance"}),
        View("dropped", N_("Dropped"), {"lifecycle": "retired"}),
        View("all", N_("All")),
    ),
    decorate=_complete,
    tables=frozenset({"candidates", "products", "variants", "orders", "stock_balances"}),
)
"""Every scored product, the highest score first, ties by margin."""


def candidate_of(session: Session, product_id: int) -> ListRow | None:
    """The scored product with all its figures; None when it was never scored."""
    row = session.execute(_rows().where(Candidate.product_id == product_id)).first()
    if row is None:
        return None
    found = ListRow(**dict(row._mapping))
    _complete(session, [found])
    return by_id([found])[found.id]
