"""The one search field: exact codes first, then words; also how the numbers people see become ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.codes import code_key, plain_code
from shopdesk.domain.errors import UserError
from shopdesk.domain.scanning import clean_scan
from shopdesk.i18n import _
from shopdesk.queries.listing import AnySelect
from shopdesk.store.search_index import first_refs
from shopdesk.store.tables import (
    Address,
    Barcode,
    Channel,
    Customer,
    ImportBatch,
    Location,
    Order,
    Parcel,
    Person,
    Product,
    Purchase,
    Receipt,
    Return,
    Shipment,
    StockCount,
    StockTransfer,
    Supplier,
    SupplierClaim,
    Variant,
    Wave,
)

_MOST_EXACT = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is, its id, and how to show it."""

    kind: str
    id: int
    title: str
    detail: str
    image: str | None = None
    exact: bool = False


def find(session: Session, dialect: str, text: str, limit: int = 8) -> list[Hit]:
    """Things that ``text`` names: exact codes first, then words and beginnings of codes, ``limit`` of each kind."""
    code = clean_scan(text)
    if not code:
        return []
    found = {(hit.kind, hit.id): hit for hit in _exact(session, code)}
    for kind, shown in _SHOWN.items():
        ids = first_refs(session.connection(), kind, text, limit * 4)
        if not ids:
            continue
        for hit in _hits(session, kind, shown, ids)[:limit]:
            found.setdefault((hit.kind, hit.id), hit)
    return list(found.values())


def _exact(session: Session, code: str) -> Iterator[Hit]:
    for kind, ids in _ids_of_code(session, code).items():
        if not ids:
            continue
        if kind in _SHOWN:
            for hit in _hits(session, kind, _SHOWN[kind], ids[:_MOST_EXACT]):
                yield Hit(hit.kind, hit.id, hit.title, hit.detail, hit.image, exact=True)
        else:
            for thing_id in ids[:_MOST_EXACT]:
                yield _PLAIN[kind](session, thing_id)


def _ids_of_code(session: Session, code: str) -> dict[str, list[int]]:
    """What carries exactly this code, by kind; a leading # is how people write order numbers."""
    number = code.removeprefix("#")
    written = {number, number.upper()}

    def ids(column: Any, *conditions: Any) -> list[int]:
        return list(session.scalars(select(column).where(*conditions).limit(_MOST_EXACT)))

    orders = ids(Order.id, Order.number.in_(written))
    orders += ids(Order.id, Order.channel_order_no.in_({*written, code, f"#{number}"}))
    parcels = ids(Parcel.shipment_id, Parcel.tracking_no.in_({code, code.upper(), code.replace(" ", "")}))
    shipments = ids(Shipment.id, Shipment.number.in_(written))
    variants = ids(Variant.id, Variant.sku_key == code_key(code))
    variants += ids(Barcode.variant_id, Barcode.code.in_(barcode_spellings(code)))
    return {
        "order": list(dict.fromkeys(orders)),
        "variant": list(dict.fromkeys(variants)),
        "return": ids(Return.id, Return.number.in_({*written, f"RMA-{number}"}))
        + ids(Return.id, Return.tracking_no == code),
        "shipment": list(dict.fromkeys(parcels + [found for found in shipments if not orders])),
        "product": ids(Product.id, Product.code_key == code_key(code)) if not variants else [],
        "purchase": ids(Purchase.id, Purchase.number.in_(written)),
        "supplier": ids(Supplier.id, Supplier.code_key == code_key(code)),
        "bin": ids(Location.id, Location.code.in_(written)),
        "customer": ids(Customer.id, Customer.number.in_(written)),
        "count": ids(StockCount.id, StockCount.number.in_(written)),
        "transfer": ids(StockTransfer.id, StockTransfer.number.in_(written)),
        "wave": ids(Wave.id, Wave.number == number[1:].removeprefix("-")) if number[:1] in "Ww" else [],
    }


def barcode_spellings(code: str) -> set[str]:
    """The ways one GTIN is written: with and without its leading zeros."""
    if not (code.isascii() and code.isdigit() and 8 <= len(code) <= 14):
        return {code}
    bare = code.lstrip("0")
    return {code, *(bare.zfill(length) for length in (8, 12, 13, 14) if len(bare) <= length)}


def _products() -> AnySelect:
    return select(Product.id, Product.title, Product.code.label("detail"), Product.image)


def _variants() -> AnySelect:
    return select(
        Variant.id,
        Variant.name.label("title"),
        Variant.sku.label("detail"),
        func.coalesce(Variant.image, Product.image).label("image"),
    ).join(Product, Product.id == Variant.product_id)


def _orders() -> AnySelect:
    return select(
        Order.id, Order.number.label("title"), Order.ship_name.label("detail"), Channel.name.label("more")
    ).join(Channel, Channel.id == Order.channel_id)


def _shipments() -> AnySelect:
    return select(
        Shipment.id, Shipment.number.label("title"), Order.ship_name.label("detail"), Order.ship_city.label("more")
    ).join(Order, Order.id == Shipment.order_id)


def _returns() -> AnySelect:
    return select(
        Return.id, Return.number.label("title"), Order.ship_name.label("detail"), Order.number.label("more")
    ).join(Order, Order.id == Return.order_id)


def _customers() -> AnySelect:
    city = (
        select(Address.city)
        .where(Address.customer_id == Customer.id)
        .order_by(Address.is_default.desc(), Address.id)
        .limit(1)
        .correlate(Customer)
        .scalar_subquery()
    )
    return select(Customer.id, Customer.name.label("title"), Customer.number.label("detail"), city.label("more"))


def _purchases() -> AnySelect:
    return select(
        Purchase.id, Purchase.number.label("title"), Supplier.name.label("detail"), Purchase.reference.label("more")
    ).join(Supplier, Supplier.id == Purchase.supplier_id)


def _suppliers() -> AnySelect:
    return select(Supplier.id, Supplier.name.label("title"), Supplier.code.label("detail"))


_SHOWN: dict[str, tuple[Callable[[], AnySelect], Any]] = {
    "order": (_orders, Order.id),
    "variant": (_variants, Variant.id),
    "product": (_products, Product.id),
    "customer": (_customers, Customer.id),
    "return": (_returns, Return.id),
    "shipment": (_shipments, Shipment.id),
    "purchase": (_purchases, Purchase.id),
    "supplier": (_suppliers, Supplier.id),
}


def _hits(session: Session, kind: str, shown: tuple[Callable[[], AnySelect], Any], ids: Sequence[int]) -> list[Hit]:
    statement, id_column = shown
    rows = session.execute(statement().where(id_column.in_(ids)).order_by(id_column.desc()))
    return [
        Hit(
            kind,
            row.id,
            row.title,
            " · ".join(part for part in (row.detail, getattr(row, "more", "")) if part),
            getattr(row, "image", None),
        )
        for row in rows
    ]


def _bin(session: Session, location_id: int) -> Hit:
    row = session.execute(select(Location.code, Location.zone).where(Location.id == location_id)).one()
    return Hit("bin", location_id, row.code, row.zone, exact=True)


def _wave(session: Session, wave_id: int) -> Hit:
    row = session.execute(select(Wave.number, Wave.by_name).where(Wave.id == wave_id)).one()
    return Hit("wave", wave_id, row.number, row.by_name, exact=True)


def _count(session: Session, count_id: int) -> Hit:
    row = session.execute(select(StockCount.number, StockCount.title).where(StockCount.id == count_id)).one()
    return Hit("count", count_id, row.number, row.title, exact=True)


def _transfer(session: Session, transfer_id: int) -> Hit:
    number = session.execute(select(StockTransfer.number).where(StockTransfer.id == transfer_id)).scalar_one()
    return Hit("transfer", transfer_id, number, "", exact=True)


_PLAIN: dict[str, Callable[[Session, int], Hit]] = {"count": _count, "transfer": _transfer, "bin": _bin, "wave": _wave}

_NUMBERED: dict[str, tuple[Any, Any]] = {
    "order": (Order.id, Order.number),
    "shipment": (Shipment.id, Shipment.number),
    "return": (Return.id, Return.number),
    "customer": (Customer.id, Customer.number),
    "wave": (Wave.id, Wave.number),
    "count": (StockCount.id, StockCount.number),
    "transfer": (StockTransfer.id, StockTransfer.number),
    "purchase": (Purchase.id, Purchase.number),
    "receipt": (Receipt.id, Receipt.number),
    "claim": (SupplierClaim.id, SupplierClaim.number),
    "supplier": (Supplier.id, Supplier.code),
    "bin": (Location.id, Location.code),
    "import": (ImportBatch.id, cast(ImportBatch.id, Text)),
    "person": (Person.id, Person.name_key),
}


def id_of(session: Session, kind: str, number: str) -> int:
    """The id behind the number people see (a SKU or barcode for a variant); raises UserError when there is none."""
    wanted = plain_code(number)
    found: int | None
    if kind in ("variant", "product"):
        key = code_key(wanted)
        variant: Any = Variant.id if kind == "variant" else Variant.product_id
        own = set(session.scalars(select(variant).where(Variant.sku_key == key).limit(2)))
        if len(own) > 1:
            raise UserError(_("Several products carry the SKU “{sku}”. Use a barcode.").format(sku=number))
        found = next(iter(own), None)
        if found is None and kind == "product":
            found = session.scalar(select(Product.id).where(Product.code_key == key))
        if found is None:
            coded = select(variant).join(Barcode, Barcode.variant_id == Variant.id)
            found = session.scalar(coded.where(Barcode.code.in_(barcode_spellings(wanted))).limit(1))
    elif kind in _NUMBERED:
        id_column, column = _NUMBERED[kind]
        bare = wanted.removeprefix("#")
        spellings = {bare, bare.upper(), f"RMA-{bare}"} if kind == "return" else {bare, bare.upper(), bare.casefold()}
        found = session.scalar(select(id_column).where(column.in_(spellings)).limit(1))
        if found is None and kind == "order":
            found = session.scalar(select(Order.id).where(Order.channel_order_no.in_({wanted, bare})).limit(1))
    else:
        raise UserError(_("There is nothing called “{kind}”.").format(kind=kind))
    if found is None:
        raise UserError(_("There is no {kind} “{number}”.").format(kind=kind, number=number))
    return int(found)


def numbers_of(session: Session, kind: str, ids: Sequence[int]) -> list[str]:
    """The numbers people see (SKUs for variants) of these ids, in the same order."""
    if kind in ("variant", "product"):
        id_column, column = (Variant.id, Variant.sku) if kind == "variant" else (Product.id, Product.code)
    else:
        id_column, column = _NUMBERED[kind]
    known = {row[0]: row[1] for row in session.execute(select(id_column, column).where(id_column.in_(ids)))}
    return [str(known.get(thing_id, "")) for thing_id in ids]
