"""The first screen: what waits, how sales went, what needs a person, what runs out first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import OrderState
from shopdesk.domain.returns import FINISHED
from shopdesk.domain.shipments import ShipmentState
from shopdesk.i18n import _, listed, n_
from shopdesk.queries.assortment import expiring_documents
from shopdesk.queries.customers import NO_SALE
from shopdesk.queries.inventory import INVENTORY, available_units, oversold_variants
from shopdesk.queries.orders import ORDERS, late_orders
from shopdesk.queries.pricing import unstable_prices
from shopdesk.queries.returns import RETURNS
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.store.tables import Order, OrderLine, Product, Return, Shipment, StockBalance, Variant
from shopdesk.store.work import utc_now

SALES_DAYS = 28
BACKUP_DAYS = 2
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Queue:
    """One pile of work: how many wait and since when; ``list``, ``view`` lead to its rows."""

    key: str
    count: int
    oldest: datetime | None
    list: str
    view: str


@dataclass(frozen=True, slots=True)
class DaySales:
    """Orders placed on one day of this computer's calendar; revenue in minor units."""

    day: date
    orders: int
    revenue: int


@dataclass(frozen=True, slots=True)
class Need:
    """Something a person should look at; ``list`` and ``where`` lead to its rows."""

    kind: str
    tone: str
    icon: str
    title: str
    detail: str
    list: str = ""
    where: dict[str, str] = field(default_factory=dict)
    opens: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class RunsOut:
    """A variant and how many days its free units last at the pace of the last weeks."""

    variant_id: int
    product_id: int
    name: str
    sku: str
    image: str | None
    available: int
    per_day: float
    days: float


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the first screen shows."""

    at: datetime
    queues: tuple[Queue, ...]
    currency: str
    sales: tuple[DaySales, ...]
    sales_before: tuple[DaySales, ...]
    needs: tuple[Need, ...]
    runs_out: tuple[RunsOut, ...]
    variants: int
    average_order: int | None
    return_rate: float | None

    def queue(self, key: str) -> Queue:
        """The pile called ``key``."""
        return next(queue for queue in self.queues if queue.key == key)


def today(session: Session, *, now: datetime | None = None, last_backup: datetime | None = None) -> Today:
    """What the shop looks like at this moment."""
    at = now or utc_now()
    currency, sales = _sales(session, at)
    recent = sales[SALES_DAYS:]
    orders = sum(day.orders for day in recent)
    return Today(
        at=at,
        queues=queues(session),
        currency=currency,
        sales=recent,
        sales_before=sales[:SALES_DAYS],
        needs=needs(session, at, last_backup),
        runs_out=runs_out(session, at),
        variants=INVENTORY.count(session, {}),
        average_order=sum(day.revenue for day in recent) // orders if orders else None,
        return_rate=_return_rate(session, at),
    )


def queues(session: Session) -> tuple[Queue, ...]:
    """What waits, in the order the work is done."""
    steps = {view.key: ORDERS.count(session, view.where) for view in ORDERS.views if view.key != "all"}
    cases = {view.key: RETURNS.count(session, view.where) for view in RETURNS.views if view.key != "all"}
    oldest = _oldest(session)
    found = [Queue(key, count, oldest.get(key), "orders", key) for key, count in steps.items()]
    found += [Queue("returns", cases["open"], oldest.get("returns"), "returns", "open")]
    found += [
        Queue(key, cases[key], oldest.get("returns") if cases[key] else None, "returns", key)
        for key in ("to_inspect", "to_refund")
    ]
    return tuple(found)


def _oldest(session: Session) -> dict[str, datetime | None]:
    """Since when the first of each pile waits."""
    picked = (ShipmentState.PICKED.value, ShipmentState.PACKING.value)
    questions: dict[str, Any] = {
        "to_review": select(func.min(Order.placed_at)).where(Order.state == OrderState.SUBMITTED.value),
        "to_pick": select(func.min(Order.placed_at)).where(ORDERS.conditions["step"]("to_pick")),
        "on_hold": select(func.min(Order.placed_at)).where(ORDERS.conditions["step"]("on_hold")),
        "to_pack": select(func.min(Shipment.picked_at)).where(Shipment.state.in_(picked)),
        "to_ship": select(func.min(Shipment.packed_at)).where(Shipment.state == ShipmentState.PACKED.value),
        "late": select(func.min(Order.ship_by)).where(late_orders(utc_now())),
        "returns": select(func.min(Return.requested_at)).where(
            Return.state.not_in([state.value for state in FINISHED])
        ),
    }
    return {key: session.scalar(question) for key, question in questions.items()}


_OF_DAY = select(func.count(), func.coalesce(func.sum(Order.total), 0)).where(
    Order.placed_at >= bindparam("since"),
    Order.placed_at < bindparam("until"),
    Order.currency == bindparam("currency"),
    Order.state.not_in(NO_SALE),
)


def _sales(session: Session, at: datetime) -> tuple[str, tuple[DaySales, ...]]:
    """Twice the shown days, oldest first, in the shop's currency or else the one used most."""
    last = at.astimezone().date()
    first = last - timedelta(days=2 * SALES_DAYS - 1)
    placed = (Order.placed_at >= _midnight(first), Order.placed_at <= at, Order.state.not_in(NO_SALE))
    counts = select(Order.currency, func.count()).where(*placed).group_by(Order.currency)
    used = {code: int(orders) for code, orders in session.execute(counts)}
    own = shop_currency(session)
    currency = own if own in used or not used else max(used, key=lambda code: used[code])
    # One day at a time along the index of placed_at: the database adds up, and a day begins at midnight here.
    found = []
    for n in range(2 * SALES_DAYS):
        day = first + timedelta(days=n)
        orders, revenue = session.execute(
            _OF_DAY, {"since": _midnight(day), "until": _midnight(day + timedelta(days=1)), "currency": currency}
        ).one()
        found.append(DaySales(day, orders, int(revenue)))
    return currency, tuple(found)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day).astimezone()


def _return_rate(session: Session, at: datetime) -> float | None:
    shipped, returned = session.execute(
        select(func.coalesce(func.sum(OrderLine.shipped), 0), func.coalesce(func.sum(OrderLine.returned), 0))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.placed_at >= at - timedelta(days=SALES_DAYS))
    ).one()
    return returned / shipped if shipped else None


def needs(session: Session, at: datetime, last_backup: datetime | None = None) -> tuple[Need, ...]:
    """What a person should look at, the most urgent first."""
    found: list[Need | None] = [
        _oversold(session),
        _late(session, at),
        _unmatched(session),
        _low(session),
        _papers(session, at),
        _unstable(session),
        _backup(at, last_backup),
    ]
    return tuple(need for need in found if need is not None)


def _papers(session: Session, at: datetime) -> Need | None:
    papers = expiring_documents(session, at.astimezone().date())
    if not papers:
        return None
    count = len(papers)
    title = n_("{count} paper of a product ends soon", "{count} papers of products end soon", count).format(count=count)
    over = any(paper.expires_on is not None and paper.expires_on < at.astimezone().date() for paper in papers)
    detail = listed(f"{paper.name} ({paper.product})" for paper in papers[:_NAMED]) + ("…" if count > _NAMED else "")
    return Need("papers", "danger" if over else "warning", "file", title, detail, "products", {"papers": "soon"})


def _unstable(session: Session) -> Need | None:
    prices = unstable_prices(session)
    if not prices:
        return None
    count = len(prices)
    title = n_("{count} price is unstable", "{count} prices are unstable", count).format(count=count)
    detail = listed(price.sku for price in prices[:_NAMED]) + ("…" if count > _NAMED else "")
    return Need("unstable", "warning", "trend", title, detail, "product-list", {"problem": "moved"})


def _oversold(session: Session) -> Need | None:
    lacking_units = OrderLine.quantity - OrderLine.cancelled - OrderLine.reserved - OrderLine.shipped
    rows = session.execute(
        select(
            Variant.id,
            Variant.name,
            func.sum(lacking_units).label("lacking"),
        )
        .join(OrderLine, OrderLine.variant_id == Variant.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.state.in_((OrderState.CONFIRMED.value, OrderState.PROCESSING.value)),
            Variant.id.in_(oversold_variants()),
            lacking_units > 0,
        )
        .group_by(Variant.id, Variant.name)
        .order_by(func.sum(lacking_units).desc(), Variant.id)
    ).all()
    if not rows:
        return None
    lacking = sum(int(row.lacking) for row in rows)
    title = (
        _("Oversold: {name}").format(name=rows[0].name)
        if len(rows) == 1
        else n_("{count} product is oversold", "{count} products are oversold", len(rows)).format(count=len(rows))
    )
    detail = n_(
        "{count} piece is promised to confirmed orders and not there",
        "{count} pieces are promised to confirmed orders and not there",
        lacking,
    ).format(count=lacking)
    return Need("oversold", "danger", "stop", title, detail, "inventory", {"level": "short"})


def _late(session: Session, at: datetime) -> Need | None:
    condition = late_orders(at)
    count = session.scalar(select(func.count()).select_from(Order).where(condition)) or 0
    if not count:
        return None
    numbers = session.scalars(select(Order.number).where(condition).order_by(Order.ship_by, Order.id).limit(_NAMED))
    title = n_("{count} order is late", "{count} orders are late", count).format(count=count)
    detail = listed(numbers) + ("…" if count > _NAMED else "")
    return Need("late", "danger", "clock", title, detail, "orders", {"step": "late"})


def _unmatched(session: Session) -> Need | None:
    rows = session.execute(
        select(Order.id, Order.number, func.count().label("lines"))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(OrderLine.variant_id.is_(None), Order.state == OrderState.SUBMITTED.value, OrderLine.kind != "service")
        .group_by(Order.id, Order.number)
        .order_by(Order.id)
    ).all()
    if not rows:
        return None
    count = sum(row.lines for row in rows)
    title = n_(
        "{count} order line names no product of the catalogue",
        "{count} order lines name no product of the catalogue",
        count,
    ).format(count=count)
    detail = listed(row.number for row in rows[:_NAMED]) + ("…" if len(rows) > _NAMED else "")
    return Need("unmatched", "warning", "link", title, detail, "orders", {"step": "to_review"}, ("order", rows[0].id))


def _low(session: Session) -> Need | None:
    count = INVENTORY.count(session, {"level": "low"})
    if not count:
        return None
    names = session.scalars(
        select(Variant.name)
        .where(Variant.min_stock.is_not(None), Variant.active, available_units() <= Variant.min_stock)
        .order_by(Variant.name)
        .limit(_NAMED)
    )
    title = n_("{count} product is at its minimum", "{count} products are at their minimum", count).format(count=count)
    return Need("low", "warning", "warn", title, listed(names), "inventory", {"level": "low"})


def _backup(at: datetime, last_backup: datetime | None) -> Need | None:
    if last_backup is None or at - last_backup < timedelta(days=BACKUP_DAYS):
        return None
    days = (at - last_backup).days
    title = _("No backup for {days} days").format(days=days)
    return Need("backup", "warning", "shield", title, _("A backup takes a few seconds."))


def runs_out(session: Session, at: datetime, limit: int = 6) -> tuple[RunsOut, ...]:
    """Variants whose free units last the shortest, at the pace of the last weeks."""
    # Adding nothing keeps the database from walking all lines ever sold in the order of their variants.
    variant: Any = OrderLine.variant_id + 0
    sold: dict[int, int] = {
        variant_id: int(units)
        for variant_id, units in session.execute(
            select(variant, func.sum(OrderLine.quantity))
            .join(Order, Order.id == OrderLine.order_id)
            .where(
                Order.placed_at >= at - timedelta(days=SALES_DAYS),
                Order.state.not_in(NO_SALE),
                OrderLine.variant_id.is_not(None),
            )
            .group_by(variant)
        )
    }
    free = {
        variant_id: int(units)
        for variant_id, units in session.execute(
            select(
                StockBalance.variant_id,
                func.sum(StockBalance.on_hand - StockBalance.reserved - StockBalance.unavailable),
            ).group_by(StockBalance.variant_id)
        )
    }
    idle = set(session.scalars(select(Variant.id).where(~(Variant.stocked & Variant.active))))
    days = {
        variant_id: max(0, free.get(variant_id, 0)) * SALES_DAYS / units
        for variant_id, units in sold.items()
        if variant_id not in idle
    }
    first = sorted(days, key=lambda variant_id: (days[variant_id], -sold[variant_id], variant_id))[:limit]
    rows = {
        row.id: row
        for row in session.execute(
            select(
                Variant.id,
                Variant.product_id,
                Variant.name,
                Variant.sku,
                func.coalesce(Variant.image, Product.image).label("image"),
            )
            .join(Product, Product.id == Variant.product_id)
            .where(Variant.id.in_(first))
        )
    }
    return tuple(
        RunsOut(
            variant_id,
            rows[variant_id].product_id,
            rows[variant_id].name,
            rows[variant_id].sku,
            rows[variant_id].image,
            free.get(variant_id, 0),
            sold[variant_id] / SALES_DAYS,
            days[variant_id],
        )
        for variant_id in first
    )
