"""Pictures, papers, channels and categories of products, and what is still missing before they can be listed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from shopdesk.domain.listings import ListingFacts, category_parents, completeness, missing
from shopdesk.domain.orders import OrderState
from shopdesk.store.tables import (
    Barcode,
    Channel,
    ChannelListing,
    Order,
    OrderLine,
    Product,
    ProductDocument,
    ProductImage,
    Variant,
)

EXPIRY_DAYS = 60


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of a product; ``size`` in bytes, 0 without a file."""

    id: int
    product_id: int
    product: str
    name: str
    file_name: str
    size: int
    expires_on: date | None
    by_name: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A channel and a product: whether it is listed there, since when, and what is missing."""

    channel: str
    name: str
    listed: bool
    since: datetime | None
    by_name: str
    missing: tuple[str, ...]
    complete: float
    open_orders: int


def pictures_of(session: Session, product_id: int) -> list[str]:
    """The gallery of a product, the picture shown first at the front."""
    rows = session.scalars(
        select(ProductImage.image)
        .where(ProductImage.product_id == product_id)
        .order_by(ProductImage.position, ProductImage.id)
    )
    first = session.scalar(select(Product.image).where(Product.id == product_id))
    return list(dict.fromkeys([*([first] if first else []), *rows]))


def documents_of(session: Session, product_id: int) -> list[Document]:
    """The papers of a product, those that end soonest first."""
    return _documents(session, ProductDocument.product_id == product_id)


def expiring_documents(session: Session, today: date, days: int = EXPIRY_DAYS) -> list[Document]:
    """Papers that are over or end within so many days, of every product that is not retired."""
    return _documents(
        session,
        and_(ProductDocument.expires_on <= today + timedelta(days=days), Product.lifecycle != "retired"),
    )


def _documents(session: Session, where: ColumnElement[bool]) -> list[Document]:
    rows = session.execute(
        select(
            ProductDocument.id,
            ProductDocument.product_id,
            Product.title,
            ProductDocument.name,
            ProductDocument.file_name,
            func.coalesce(func.length(ProductDocument.data), 0).label("size"),
            ProductDocument.expires_on,
            ProductDocument.by_name,
        )
        .join(Product, Product.id == ProductDocument.product_id)
        .where(where)
        .order_by(ProductDocument.expires_on.is_(None), ProductDocument.expires_on, ProductDocument.id)
    )
    return [Document(*row) for row in rows]


def document_data(session: Session, document_id: int) -> tuple[str, bytes] | None:
    """The file of a paper as (name, bytes)."""
    row = session.execute(
        select(ProductDocument.file_name, ProductDocument.data).where(ProductDocument.id == document_id)
    ).first()
    return None if row is None or row.data is None else (row.file_name, bytes(row.data))


def category_tree(session: Session) -> dict[str, int]:
    """Every category with the number of products in and below it."""
    rows = session.execute(
        select(Product.category, func.count()).where(Product.category != "").group_by(Product.category)
    )
    return category_parents({row[0]: row[1] for row in rows})


def in_category(value: str) -> ColumnElement[bool]:
    """A filter for one or several categories (``a|b``) with everything below them."""
    wanted: list[ColumnElement[bool]] = []
    for one in value.split("|"):
        wanted += [Product.category == one, Product.category.startswith(f"{one} > ", autoescape=True)]
    return or_(*wanted)


def facts_of(session: Session, product_ids: Collection[int]) -> dict[int, ListingFacts]:
    """What is known of products, by two look-ups for all of them."""
    has_code = exists().where(Barcode.variant_id == Variant.id).correlate(Variant)
    counts: dict[int, Any] = {
        row.product_id: row
        for row in session.execute(
            select(
                Variant.product_id,
                func.count().label("variants"),
                func.count().filter(Variant.price > 0).label("priced"),
                func.count(Variant.weight_g).label("weighed"),
                func.count().filter(has_code).label("coded"),
                func.count().filter(Variant.stocked).label("stocked"),
            )
            .where(Variant.product_id.in_(product_ids), Variant.active)
            .group_by(Variant.product_id)
        )
    }
    found = {}
    for row in session.execute(
        select(Product.id, Product.title, Product.image, Product.description, Product.category, Product.brand).where(
            Product.id.in_(product_ids)
        )
    ):
        own: Any = counts.get(row.id)
        variants = own.variants if own else 0
        found[row.id] = ListingFacts(
            title=bool(row.title.strip()),
            image=bool(row.image),
            description=bool(row.description.strip()),
            category=bool(row.category),
            brand=bool(row.brand),
            price=variants > 0 and own.priced == variants,
            barcode=variants > 0 and own.coded == variants,
            weight=variants > 0 and own.weighed == variants,
            needs_weight=bool(own and own.stocked),
        )
    return found


def shelves_of(session: Session, product_id: int) -> list[Shelf]:
    """Every active channel and whether the product is on its shelf."""
    facts = facts_of(session, [product_id]).get(product_id, ListingFacts())
    waiting = {
        row.channel_id: row.orders
        for row in session.execute(
            select(Order.channel_id, func.count(func.distinct(Order.id)).label("orders"))
            .join(OrderLine, OrderLine.order_id == Order.id)
            .join(Variant, Variant.id == OrderLine.variant_id)
            .where(
                Variant.product_id == product_id,
                Order.state.in_([OrderState.SUBMITTED.value, OrderState.CONFIRMED.value, OrderState.PROCESSING.value]),
            )
            .group_by(Order.channel_id)
        )
    }
    rows = session.execute(
        select(
            Channel.id,
            Channel.code,
            Channel.name,
            Channel.platform,
            ChannelListing.listed,
            ChannelListing.since,
            ChannelListing.by_name,
        )
        .outerjoin(
            ChannelListing, (ChannelListing.channel_id == Channel.id) & (ChannelListing.product_id == product_id)
        )
        .where(Channel.active)
        .order_by(Channel.name)
    )
    return [
        Shelf(
            row.code,
            row.name,
            bool(row.listed),
            row.since,
            row.by_name or "",
            tuple(missing(facts, row.platform or row.code)),
            completeness(facts, row.platform or row.code),
            waiting.get(row.id, 0),
        )
        for row in rows
    ]


def incomplete(value: str) -> ColumnElement[bool]:
    """A filter for products that lack something every shop asks for (``yes``) or nothing (``no``)."""
    own = Variant.product_id == Product.id
    lacks: ColumnElement[bool] = or_(
        Product.image.is_(None),
        Product.description == "",
        Product.category == "",
        exists().where(own, Variant.active, (Variant.price == 0) | (Variant.stocked & Variant.weight_g.is_(None))),
    )
    return lacks if value == "yes" else ~lacks


def papers_end(value: str) -> ColumnElement[bool]:
    """A filter for products with a paper that is ``over``, or that ends ``soon`` (over or within sixty days)."""
    today = datetime.now().astimezone().date()
    last = today + timedelta(days=EXPIRY_DAYS if value == "soon" else -1)
    return Product.id.in_(select(ProductDocument.product_id).where(ProductDocument.expires_on <= last))


def on_channel(value: str) -> ColumnElement[bool]:
    """A filter for products on the shelf of one of the channels ``a|b``."""
    return Product.id.in_(
        select(ChannelListing.product_id)
        .join(Channel, Channel.id == ChannelListing.channel_id)
        .where(ChannelListing.listed, Channel.code.in_(value.split("|")))
    )


def product_names(session: Session, product_ids: Sequence[int]) -> dict[int, str]:
    """The titles of products by id."""
    rows = session.execute(select(Product.id, Product.title).where(Product.id.in_(product_ids)))
    return {row.id: row.title for row in rows}
