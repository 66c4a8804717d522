"""The words under which products, orders, customers, returns and shipments are found; told anew after each change.

Kinds and what their ``ref`` is: ``product`` a product, ``variant`` a variant, ``order``, ``customer``, ``return``,
``shipment`` the thing of that name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import delete, select, update

from shopdesk.domain.parties import phone_digits
from shopdesk.store.bulk import insert_columns
from shopdesk.store.engine import upsert
from shopdesk.store.prepared import ByIds, Prepared
from shopdesk.store.tables import (
    Address,
    Barcode,
    Customer,
    Order,
    OrderLine,
    Parcel,
    Product,
    Return,
    SearchDoc,
    Shipment,
    ShipmentLine,
    Variant,
)
from shopdesk.store.terms import LONGEST, terms_of
from shopdesk.store.work import Work

_CHUNK = 1_000
_LONGEST_JOINED = 40  # a code written with hyphens is also found written without
_ASCII_WORDS = re.compile(r"[a-z0-9]+").findall
_DOC: Any = SearchDoc.__table__


def chunks(ids: Iterable[int], size: int = _CHUNK) -> Iterator[list[int]]:
    """``ids`` in lists of at most ``size``, so that no statement has too many parameters."""
    rest = iter(ids)
    while part := list(islice(rest, size)):
        yield part


def put_docs(work: Work, kind: str, docs: Iterable[tuple[int, str]], *, fresh: bool = False) -> None:
    """Keep (ref, body) pairs of one kind; ``fresh`` promises that none of them is in the index yet."""
    if fresh:
        work.touched.add(_DOC.name)
        refs, bodies = zip(*docs, strict=True) if docs else ((), ())
        insert_columns(work.connection, _DOC, {"ref": refs, "body": bodies}, {"kind": kind})
        return
    rows = [{"kind": kind, "ref": ref, "body": body} for ref, body in docs]
    if not rows:
        return
    work.run(_put_doc(work.connection.dialect.name), rows)


@lru_cache(maxsize=2)
def _put_doc(dialect: str) -> Prepared:
    put = upsert(dialect, _DOC)
    put = put.on_conflict_do_update(
        index_elements=(_DOC.c.kind, _DOC.c.ref),
        set_={"body": put.excluded.body, "only_variant_id": None},
        # an unchanged text costs the index nothing
        where=(_DOC.c.body != put.excluded.body) | _DOC.c.only_variant_id.is_not(None),
    )
    return Prepared(put, "kind", "ref", "body")


def forget_docs(work: Work, kind: str, refs: Iterable[int]) -> None:
    """Take things that are gone out of the index."""
    for part in chunks(refs):
        work.write(delete(_DOC).where(_DOC.c.kind == kind, _DOC.c.ref.in_(part)))


def words_of(texts: Iterable[str], often: Iterable[str] = ()) -> str:
    """The terms of ``texts``; the plain case (ASCII only) is done quickly. ``often`` are texts many things share."""
    several = list(texts)
    terms: dict[str, None] = {}
    joined = " ".join(several)
    if not joined.isascii():
        for text in several:
            if not text.isascii():
                terms |= terms_of(text)
        several = [text for text in several if text.isascii()]
        joined = " ".join(several)
    terms |= dict.fromkeys(_ASCII_WORDS(joined.lower()))
    if len(joined) > LONGEST and max(map(len, terms)) > LONGEST:
        terms = dict.fromkeys(term[:LONGEST] for term in terms)
    for text in several:
        if text and not text.isalnum() and len(text) <= _LONGEST_JOINED and " " not in text.strip():
            terms["".join(_ASCII_WORDS(text.lower()))] = None
    terms |= _often_used(tuple(often))
    terms.pop("", None)
    return " ".join(terms)


@lru_cache(maxsize=2_048)
def _often_used(texts: tuple[str, ...]) -> dict[str, None]:
    return terms_of(*texts)


def product_words(
    title: str, code: str, brand: str, category: str, tags: str, short_title: str, codes: Iterable[str]
) -> str:
    """The index text of a product; ``codes`` are its SKUs, variant names and barcodes."""
    return words_of((title, short_title, code, *codes), (brand, category, tags))


def variant_words(
    title: str, variant_title: str, sku: str, code: str, brand: str, category: str, tags: str, codes: Iterable[str]
) -> str:
    """The index text of a variant; ``codes`` are its barcodes. Of an only variant it says what its product's says."""
    return words_of((title, variant_title, sku, code, *codes), (brand, category, tags))


def order_words(number: str, channel_order_no: str, names: Iterable[str], phones: Iterable[str],
                codes: Iterable[str]) -> str:  # fmt: skip
    """The index text of an order; ``codes`` are its SKUs and tracking numbers."""
    numbers = [form for phone in phones if phone for form in (phone, phone_digits(phone))]
    return words_of((number, channel_order_no, *names, *numbers, *codes))


def customer_words(number: str, phone: str, texts: Iterable[str]) -> str:
    """The index text of a customer; ``texts`` are names, e-mail, buyer name and places."""
    return words_of((number, phone, phone_digits(phone) if phone else "", *texts))


def index_products(work: Work, product_ids: Iterable[int]) -> None:
    """Tell the index what these products and all their variants are called now."""
    ids = list(product_ids)
    _each(work, "product", ids, _product_docs)
    for part in chunks(ids):
        index_variants(work, list(work.read(select(Variant.id).where(Variant.product_id.in_(part))).scalars()))


def index_variants(work: Work, variant_ids: Iterable[int]) -> None:
    """Tell the index what these variants are called now; their products no longer speak for them."""
    ids = list(variant_ids)
    _each(work, "variant", ids, _variant_docs)
    for part in chunks(ids):
        products = select(Variant.product_id).where(Variant.id.in_(part))
        spoken_for = (_DOC.c.kind == "product") & _DOC.c.ref.in_(products) & _DOC.c.only_variant_id.is_not(None)
        work.write(update(_DOC).where(spoken_for).values(only_variant_id=None))


def index_orders(work: Work, order_ids: Iterable[int]) -> None:
    """Tell the index under which numbers, names, phones and SKUs these orders are found."""
    _each(work, "order", order_ids, _order_docs)


def index_customers(work: Work, customer_ids: Iterable[int]) -> None:
    """Tell the index under which names and addresses these customers are found."""
    _each(work, "customer", customer_ids, _customer_docs)


def index_returns(work: Work, return_ids: Iterable[int]) -> None:
    """Tell the index under which numbers and names these returns are found."""
    _each(work, "return", return_ids, _return_docs)


def index_shipments(work: Work, shipment_ids: Iterable[int]) -> None:
    """Tell the index under which numbers and tracking numbers these shipments are found, and so their orders."""
    ids = list(shipment_ids)
    _each(work, "shipment", ids, _shipment_docs)
    for part in chunks(ids):
        index_orders(work, sorted({order for orders in _orders_of(work, part).values() for order in orders}))


Docs = Callable[[Work, list[int]], Iterator[tuple[int, str]]]


def _each(work: Work, kind: str, ids: Iterable[int], docs: Docs) -> None:
    work.flush()
    for part in chunks(ids):
        put_docs(work, kind, docs(work, part))


def _rows(work: Work, statement: Any) -> Iterator[Any]:
    """Rows of a select, to be taken apart by position."""
    yield from work.read(statement)


def _grouped(work: Work, statement: Any) -> dict[int, list[str]]:
    """Texts by id, from a select of (id, text …)."""
    return _by_id(_rows(work, statement))


def _by_id(rows: Iterable[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for ref, *texts in rows:
        found[ref] += [text for text in texts if text]
    return found


def _product_docs(work: Work, ids: list[int]) -> Iterator[tuple[int, str]]:
    codes = _grouped(work, select(Variant.product_id, Variant.sku, Variant.title).where(Variant.product_id.in_(ids)))
    scans = _grouped(work, select(Variant.product_id, Barcode.code).join(Variant).where(Variant.product_id.in_(ids)))
    columns = (
        Product.id, Product.title, Product.code, Product.brand, Product.category, Product.tags, Product.short_title
    )  # fmt: skip
    for ref, title, code, brand, category, tags, short in _rows(work, select(*columns).where(Product.id.in_(ids))):
        found = dict.fromkeys((*codes.get(ref, ()), *scans.get(ref, ())))
        yield ref, product_words(title, code, brand, category, tags, short, found)


def _variant_docs(work: Work, ids: list[int]) -> Iterator[tuple[int, str]]:
    scans = _grouped(work, select(Barcode.variant_id, Barcode.code).where(Barcode.variant_id.in_(ids)))
    rows = _rows(
        work,
        select(Variant.id, Product.title, Variant.title, Variant.sku, Product.code, Product.brand, Product.category,
               Product.tags)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id.in_(ids)),
    )  # fmt: skip
    for ref, title, variant_title, sku, code, brand, category, tags in rows:
        yield ref, variant_words(title, variant_title, sku, code, brand, category, tags, scans.get(ref, ()))


_ORDER_SKUS = ByIds(select(OrderLine.order_id, OrderLine.sku), OrderLine.order_id)
_ORDER_TRACKING = ByIds(
    select(OrderLine.order_id, Parcel.tracking_no)
    .join(ShipmentLine, ShipmentLine.order_line_id == OrderLine.id)
    .join(Parcel, Parcel.shipment_id == ShipmentLine.shipment_id)
    .where(Parcel.tracking_no != "")
    .distinct(),
    OrderLine.order_id,
)
_ORDERS = ByIds(
    select(
        Order.id, Order.number, Order.channel_order_no, Order.ship_name, Order.ship_company, Order.ship_city,
        Order.ship_postcode, Order.ship_phone, Customer.name, Customer.company, Customer.email,
        Customer.channel_buyer, Customer.phone,
    ).outerjoin(Customer, Customer.id == Order.customer_id),
    Order.id,
)  # fmt: skip


def _order_docs(work: Work, ids: list[int]) -> Iterator[tuple[int, str]]:
    codes = _by_id(work.rows(_ORDER_SKUS, ids))
    for order_id, texts in _by_id(work.rows(_ORDER_TRACKING, ids)).items():
        codes[order_id] += texts
    for row in work.rows(_ORDERS, ids):
        names = (row.ship_name, row.ship_company, row.ship_city, row.ship_postcode, row.name or "", row.company or "",
                 row.email or "", row.channel_buyer or "")  # fmt: skip
        phones = (row.ship_phone, row.phone or "")
        yield row.id, order_words(row.number, row.channel_order_no, names, phones, dict.fromkeys(codes.get(row.id, ())))


def _customer_docs(work: Work, ids: list[int]) -> Iterator[tuple[int, str]]:
    places = _grouped(
        work,
        select(Address.customer_id, Address.name, Address.company, Address.city, Address.postcode).where(
            Address.customer_id.in_(ids)
        ),
    )
    rows = _rows(
        work,
        select(
            Customer.id, Customer.number, Customer.phone, Customer.name, Customer.company, Customer.email,
            Customer.channel_buyer, Customer.tags,
        ).where(Customer.id.in_(ids)),
    )  # fmt: skip
    for ref, number, phone, *texts in rows:
        yield ref, customer_words(number, phone, dict.fromkeys((*texts, *places.get(ref, ()))))


def _return_docs(work: Work, ids: list[int]) -> Iterator[tuple[int, str]]:
    rows = _rows(
        work,
        select(Return.id, Return.number, Return.tracking_no, Order.number, Order.channel_order_no, Order.ship_name,
               Customer.name)
        .join(Order, Order.id == Return.order_id)
        .outerjoin(Customer, Customer.id == Order.customer_id)
        .where(Return.id.in_(ids)),
    )  # fmt: skip
    for ref, *texts in rows:
        yield ref, words_of(text or "" for text in texts)


_OWN_ORDERS = ByIds(select(Shipment.id, Shipment.order_id), Shipment.id)
_CARRIED_ORDERS = ByIds(
    select(ShipmentLine.shipment_id, OrderLine.order_id)
    .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
    .distinct(),
    ShipmentLine.shipment_id,
)
_TRACKING = ByIds(select(Parcel.shipment_id, Parcel.tracking_no), Parcel.shipment_id)
_ORDER_NAMES = ByIds(select(Order.id, Order.number, Order.channel_order_no, Order.ship_name), Order.id)
_NUMBERS = ByIds(select(Shipment.id, Shipment.number), Shipment.id)


def _orders_of(work: Work, shipment_ids: list[int]) -> dict[int, set[int]]:
    """Orders of each shipment: its own, and those whose lines it carries."""
    found: dict[int, set[int]] = defaultdict(set)
    for shipment_id, order_id in (*work.rows(_OWN_ORDERS, shipment_ids), *work.rows(_CARRIED_ORDERS, shipment_ids)):
        found[shipment_id].add(order_id)
    return found


def _shipment_docs(work: Work, ids: list[int]) -> Iterator[tuple[int, str]]:
    orders = _orders_of(work, ids)
    tracking = _by_id(work.rows(_TRACKING, ids))
    words = _by_id(work.rows(_ORDER_NAMES, sorted({order for several in orders.values() for order in several})))
    for ref, number in work.rows(_NUMBERS, ids):
        texts = [text for order in sorted(orders.get(ref, ())) for text in words.get(order, ())]
        yield ref, words_of((number, *texts, *tracking.get(ref, ())))
