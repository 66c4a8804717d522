"""Prices and why: what a variant's price rests on, its history, and what the shop's rules would charge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import exponent
from shopdesk.domain.pricing import (
    Change,
    Considered,
    ListKind,
    Offer,
    PriceFacts,
    PriceField,
    PriceRules,
    Proposal,
    Reference,
    Seen,
    Unstable,
    floor_price,
    margin_share,
    proposals,
    reference_price,
    resolve,
    stability,
    was_price_problem,
)
from shopdesk.i18n import _
from shopdesk.queries.customers import NO_SALE
from shopdesk.queries.price_rules import price_rules
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.store.tables import (
    CompetitorPrice,
    Order,
    OrderLine,
    PriceChange,
    PriceList,
    PriceListItem,
    Product,
    StockBalance,
    Variant,
)
from shopdesk.store.work import utc_now

SOLD = ("testing", "active", "clearance")
WEEKS = 4
HISTORY_DAYS = 365


@dataclass(frozen=True, slots=True)
class KeptChange:
    """One changed amount as it was kept."""

    id: int
    field: str
    was: int | None
    now: int | None
    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CompetitorRow:
    """What somebody else asks; ``fresh`` while it counts."""

    id: int
    source: str
    price: int
    seen_on: date
    fresh: bool
    note: str


@dataclass(frozen=True, slots=True)
class PriceView:
    """Everything behind one variant's price; minor units of the shop."""

    variant_id: int
    sku: str
    name: str
    currency: str
    price: int
    list_price: int | None
    cost: int | None
    floor: int | None
    margin: Decimal | None
    rules: PriceRules
    changes: tuple[KeptChange, ...]
    competitors: tuple[CompetitorRow, ...]
    reference: Reference | None
    considered: tuple[Considered, ...]
    winner: int
    proposals: tuple[Proposal, ...]
    unstable: Unstable | None
    was_problem: str
    sold_recent: int
    sold_before: int
    days_left: float | None
    version: int

    @property
    def below_floor(self) -> bool:
        """Whether the price is under the floor now."""
        return self.floor is not None and 0 < self.price < self.floor


def _sold(session: Session, variant_ids: Collection[int] | None, now: datetime) -> dict[int, tuple[int, int]]:
    """Units sold in the last four weeks and in the four before, by variant."""
    middle, first = now - timedelta(weeks=WEEKS), now - timedelta(weeks=2 * WEEKS)
    rows = select(
        OrderLine.variant_id,
        func.sum(OrderLine.quantity).filter(Order.placed_at >= middle).label("recent"),
        func.sum(OrderLine.quantity).filter(Order.placed_at < middle).label("before"),
    ).join(Order, Order.id == OrderLine.order_id)
    rows = rows.where(Order.placed_at >= first, Order.state.not_in(NO_SALE), OrderLine.variant_id.is_not(None))
    if variant_ids is not None:
        rows = rows.where(OrderLine.variant_id.in_(variant_ids))
    found: dict[int, tuple[int, int]] = {}
    for row in session.execute(rows.group_by(OrderLine.variant_id)):
        found[row.variant_id or 0] = (int(row.recent or 0), int(row.before or 0))
    return found


def _seen(session: Session, variant_ids: Collection[int] | None) -> dict[int, list[Seen]]:
    found: dict[int, list[Seen]] = defaultdict(list)
    rows = select(CompetitorPrice.variant_id, CompetitorPrice.source, CompetitorPrice.price, CompetitorPrice.seen_on)
    if variant_ids is not None:
        rows = rows.where(CompetitorPrice.variant_id.in_(variant_ids))
    for row in session.execute(rows):
        found[row.variant_id].append(Seen(row.source, row.price, row.seen_on))
    return found


def price_facts(
    session: Session, variant_ids: Collection[int] | None = None, now: datetime | None = None
) -> dict[int, PriceFacts]:
    """What the rules need, for the given variants or for all on sale; some look-ups for any number of them."""
    moment = now or utc_now()
    rows = (
        select(Variant.id, Variant.price, Variant.cost)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.active, Product.lifecycle.in_(SOLD))
    )
    stock = select(
        StockBalance.variant_id,
        func.sum(StockBalance.on_hand - StockBalance.reserved - StockBalance.unavailable).label("free"),
    ).group_by(StockBalance.variant_id)
    if variant_ids is not None:
        rows = rows.where(Variant.id.in_(variant_ids))
        stock = stock.where(StockBalance.variant_id.in_(variant_ids))
    free = {row.variant_id: int(row.free) for row in session.execute(stock)}
    sold, seen = _sold(session, variant_ids, moment), _seen(session, variant_ids)
    found = {}
    for row in session.execute(rows):
        recent, before = sold.get(row.id, (0, 0))
        available = max(0, free.get(row.id, 0))
        days_left = available / (recent / (WEEKS * 7)) if recent else None
        found[row.id] = PriceFacts(
            row.price, row.cost, available, days_left, recent, before, tuple(seen.get(row.id, ()))
        )
    return found


def proposals_for(
    session: Session, variant_ids: Collection[int] | None = None, now: datetime | None = None
) -> dict[int, tuple[PriceFacts, list[Proposal]]]:
    """What the shop's rules would charge, for each variant they have something to say on."""
    moment = now or utc_now()
    rules, digits = price_rules(session), exponent(shop_currency(session))
    today = moment.astimezone().date()
    found = {}
    for variant_id, facts in price_facts(session, variant_ids, moment).items():
        made = proposals(facts, rules, today, digits) if facts.price else []
        if made:
            found[variant_id] = (facts, made)
    return found


def price_changes(session: Session, variant_id: int, days: int = HISTORY_DAYS) -> list[KeptChange]:
    """Every changed amount of a variant in the last days, newest first."""
    rows = session.execute(
        select(
            PriceChange.id,
            PriceChange.field,
            PriceChange.was,
            PriceChange.now,
            PriceChange.reason,
            PriceChange.by_name,
            PriceChange.at,
        )
        .where(PriceChange.variant_id == variant_id, PriceChange.at >= utc_now() - timedelta(days=days))
        .order_by(PriceChange.at.desc(), PriceChange.id.desc())
    )
    return [KeptChange(*row) for row in rows]


def offers_of(session: Session, variant_id: int) -> list[Offer]:
    """The prices of a variant in the active price lists."""
    rows = session.execute(
        select(
            PriceList.name,
            PriceList.kind,
            PriceListItem.price,
            PriceList.level,
            PriceListItem.least,
            PriceList.valid_from,
            PriceList.valid_until,
        )
        .join(PriceList, PriceList.id == PriceListItem.price_list_id)
        .where(PriceListItem.variant_id == variant_id, PriceList.active)
        .order_by(PriceList.id, PriceListItem.least)
    )
    return [Offer(r.name, ListKind(r.kind), r.price, r.level, r.least, r.valid_from, r.valid_until) for r in rows]


def price_for(
    session: Session, variant_id: int, level: str = "", units: int = 1, at: datetime | None = None
) -> tuple[int, list[Considered]]:
    """The one price per unit a buyer of this level pays for so many units, and every price looked at."""
    base = session.scalar(select(Variant.price).where(Variant.id == variant_id))
    if base is None:
        raise UserError(_("There is no such product."))
    return resolve(base, offers_of(session, variant_id), at or utc_now(), level, units)


def price_view(session: Session, variant_id: int) -> PriceView:
    """Everything behind one variant's price; raises UserError when there is none."""
    row = session.execute(select(Variant.__table__).where(Variant.id == variant_id)).first()
    if row is None:
        raise UserError(_("There is no such product."))
    now, rules = utc_now(), price_rules(session)
    currency = shop_currency(session)
    today = now.astimezone().date()
    facts = price_facts(session, [variant_id], now).get(variant_id) or PriceFacts(row.price, row.cost)
    changes = price_changes(session, variant_id)
    of_price = _changes_of(changes, PriceField.PRICE)
    competitors = session.execute(
        select(
            CompetitorPrice.id,
            CompetitorPrice.source,
            CompetitorPrice.price,
            CompetitorPrice.seen_on,
            CompetitorPrice.note,
        )
        .where(CompetitorPrice.variant_id == variant_id)
        .order_by(CompetitorPrice.seen_on.desc(), CompetitorPrice.id.desc())
        .limit(50)
    )
    oldest = today - timedelta(days=rules.stale_days)
    winner, considered = resolve(row.price, offers_of(session, variant_id), now)
    return PriceView(
        variant_id=variant_id,
        sku=row.sku,
        name=row.name,
        currency=currency,
        price=row.price,
        list_price=row.list_price,
        cost=row.cost,
        floor=floor_price(row.cost, rules.min_margin),
        margin=margin_share(row.price, row.cost),
        rules=rules,
        changes=tuple(changes),
        competitors=tuple(
            CompetitorRow(one.id, one.source, one.price, one.seen_on, one.seen_on >= oldest, one.note)
            for one in competitors
        ),
        reference=reference_price(facts.seen, rules.competitor_base or "median", today, rules.stale_days),
        considered=tuple(considered),
        winner=winner,
        proposals=tuple(proposals(facts, rules, today, exponent(currency))) if row.price else (),
        unstable=stability(of_price, rules, now),
        was_problem=was_price_problem(row.list_price, row.price, of_price, rules, now),
        sold_recent=facts.sold_recent,
        sold_before=facts.sold_before,
        days_left=facts.days_left,
        version=row.version,
    )


def _changes_of(changes: Sequence[KeptChange], field: PriceField) -> list[Change]:
    return [Change(one.at, one.was or 0, one.now or 0) for one in changes if one.field == field.value]


@dataclass(frozen=True, slots=True)
class UnstablePrice:
    """A variant whose price needs an eye."""

    variant_id: int
    product_id: int
    sku: str
    name: str
    price: int
    unstable: Unstable


def unstable_prices(session: Session, limit: int = 200) -> list[UnstablePrice]:
    """Every variant whose price jumped too far or changed too often in the shop's window."""
    now, rules = utc_now(), price_rules(session)
    found: dict[int, list[Change]] = defaultdict(list)
    rows = session.execute(
        select(PriceChange.variant_id, PriceChange.at, PriceChange.was, PriceChange.now).where(
            PriceChange.at >= now - timedelta(days=rules.change_days), PriceChange.field == PriceField.PRICE.value
        )
    )
    for row in rows:
        found[row.variant_id].append(Change(row.at, row.was or 0, row.now or 0))
    alarming = {variant_id: said for variant_id, own in found.items() if (said := stability(own, rules, now))}
    known: Any = session.execute(
        select(Variant.id, Variant.product_id, Variant.sku, Variant.name, Variant.price)
        .where(Variant.id.in_(list(alarming)[:limit]))
        .order_by(Variant.name)
    )
    return [UnstablePrice(r.id, r.product_id, r.sku, r.name, r.price, alarming[r.id]) for r in known]
