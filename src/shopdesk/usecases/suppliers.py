"""Suppliers: who they are, what they sell us, their papers that run out, how their score is weighted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, select, update

from shopdesk.domain.codes import checked_code, code_key
from shopdesk.domain.errors import Conflict, UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.supplier_score import checked_weights
from shopdesk.i18n import _
from shopdesk.queries.settings import settings
from shopdesk.store.tables import Setting, Supplier, SupplierItem, SupplierPaper, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.purchase_index import index_suppliers

BUFFER_DAYS = 7
MOST_DAYS = 730
_TEXTS = frozenset({"name", "contact", "address", "phone", "email", "terms", "tags", "note"})
_DAYS = frozenset({"lead_days", "review_days", "buffer_days"})
_FIELDS = _TEXTS | _DAYS | {"code", "currency", "min_order", "since", "active"}


@needs(Right.EDIT_PURCHASES)
def create_supplier(
    work: Work,
    name: str,
    *,
    code: str = "",
    contact: str = "",
    address: str = "",
    phone: str = "",
    email: str = "",
    currency: str = "",
    terms: str = "",
    lead_days: int = 0,
    review_days: int = 0,
    buffer_days: int = BUFFER_DAYS,
    min_order: int = 0,
    tags: str = "",
    since: date | None = None,
    note: str = "",
) -> int:
    """Add a supplier; returns the id. ``min_order`` in minor units of ``currency`` (the shop's when not given)."""
    own_code = checked_code(code, _("The supplier code")) if code else f"S-{work.next_number('supplier')}"
    _refuse_taken_code(work, own_code)
    values = {
        "name": name, "contact": contact, "address": address, "phone": phone, "email": email, "terms": terms,
        "tags": tags, "note": note, "lead_days": lead_days, "review_days": review_days, "buffer_days": buffer_days,
        "min_order": min_order, "currency": currency or settings(work.database, work.connection)["currency"],
        "since": since or work.now.date(),
    }  # fmt: skip
    supplier = Supplier(code=own_code, code_key=code_key(own_code), **_checked(values))
    work.session.add(supplier)
    work.session.flush()
    index_suppliers(work, [supplier.id])
    work.event("supplier", supplier.id, "created")
    return supplier.id


@needs(Right.EDIT_PURCHASES)
def edit_supplier(work: Work, supplier_id: int, changes: Mapping[str, Any], version: int | None = None) -> None:
    """Change fields of a supplier. Raises Conflict when ``version`` is not the current one."""
    supplier = _supplier(work, supplier_id)
    if version is not None and supplier.version != version:
        raise Conflict(_("Somebody else changed this a moment ago. Nothing was overwritten; look again."))
    unknown = sorted(set(changes) - _FIELDS)
    if unknown:
        raise UserError(_("“{name}” cannot be changed here.").format(name=unknown[0]))
    values = _checked(changes)
    if "code" in values:
        values["code"] = checked_code(str(values["code"]), _("The supplier code"))
        if code_key(values["code"]) != supplier.code_key:
            _refuse_taken_code(work, values["code"])
        supplier.code_key = code_key(values["code"])
    for key, value in values.items():
        setattr(supplier, key, value)
    work.session.flush()
    index_suppliers(work, [supplier_id])
    work.event("supplier", supplier_id, "edited", fields=sorted(changes))


def _supplier(work: Work, supplier_id: int) -> Supplier:
    supplier = work.session.get(Supplier, supplier_id)
    if supplier is None:
        raise UserError(_("There is no such supplier."))
    return supplier


def _refuse_taken_code(work: Work, code: str) -> None:
    if work.read(select(Supplier.id).where(Supplier.code_key == code_key(code))).first():
        raise UserError(_("There is a supplier with the code “{code}” already.").format(code=code))


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {key: str(value).strip() if key in _TEXTS else value for key, value in changes.items()}
    if "tags" in values:
        values["tags"] = values["tags"].replace("\uff0c", ",").replace("\u3001", ",")  # as Chinese keyboards write it
    if "name" in values and not values["name"]:
        raise UserError(_("The name is empty."))
    for key in _DAYS & set(values):
        if not isinstance(values[key], int) or not 0 <= values[key] <= MOST_DAYS:
            raise UserError(_("The number of days must be between 0 and {most}.").format(most=MOST_DAYS))
    if (values.get("min_order") or 0) < 0:
        raise UserError(_("An amount cannot be negative."))
    if "currency" in values:
        values["currency"] = str(values["currency"]).strip().upper()
        if len(values["currency"]) != 3 or not values["currency"].isalpha():
            raise UserError(
                _("“{code}” is no currency. Write three letters such as EUR.").format(code=values["currency"])
            )
    if isinstance(values.get("since"), str):
        values["since"] = _day(values["since"])
    return values


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(_("“{value}” is no date. Write dates like 2026-01-31.").format(value=text)) from error


@needs(Right.EDIT_PURCHASES)
def set_item(
    work: Work,
    supplier_id: int,
    variant_id: int,
    *,
    code: str = "",
    pack: int = 1,
    price: int | None = None,
    min_quantity: int = 0,
    lead_days: int | None = None,
    preferred: bool = False,
) -> int:
    """Say how a supplier sells a variant; returns the item's id. ``price`` of one unit in the supplier's currency.

    A preferred item takes that place from the other suppliers of the variant.
    """
    supplier = _supplier(work, supplier_id)
    found = work.read(select(Variant.sku, Variant.stocked).where(Variant.id == variant_id)).first()
    if found is None:
        raise UserError(_("There is no such product."))
    if pack < 1:
        raise UserError(_("A pack holds at least one piece."))
    if min_quantity < 0 or (price or 0) < 0:
        raise UserError(_("This value cannot be negative."))
    if lead_days is not None and not 0 <= lead_days <= MOST_DAYS:
        raise UserError(_("The number of days must be between 0 and {most}.").format(most=MOST_DAYS))
    item = work.session.scalars(
        select(SupplierItem).where(SupplierItem.supplier_id == supplier_id, SupplierItem.variant_id == variant_id)
    ).first()
    if item is None:
        item = SupplierItem(supplier_id=supplier_id, variant_id=variant_id)
        work.session.add(item)
    was = item.price
    item.code, item.pack, item.price = code.strip(), pack, price
    item.min_quantity, item.lead_days, item.preferred = min_quantity, lead_days, preferred
    work.session.flush()
    item_id = item.id
    if preferred:
        table = SupplierItem.__table__
        work.write(
            update(table)
            .where(table.c.variant_id == variant_id, table.c.id != item_id, table.c.preferred)
            .values(preferred=False)
        )
    work.event(
        "supplier", supplier.id, "item", sku=found.sku, code=code.strip(), was=was, price=price,
        currency=supplier.currency,
    )  # fmt: skip
    return item_id


@needs(Right.EDIT_PURCHASES)
def remove_item(work: Work, supplier_id: int, variant_id: int) -> None:
    """The supplier does not sell this variant any more; orders keep what they say."""
    table = SupplierItem.__table__
    gone = work.write(delete(table).where(table.c.supplier_id == supplier_id, table.c.variant_id == variant_id))
    if not gone.rowcount:
        raise UserError(_("The supplier does not sell this product."))
    sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar()
    work.event("supplier", supplier_id, "item_removed", sku=sku)


@needs(Right.EDIT_PURCHASES)
def add_supplier_paper(
    work: Work, supplier_id: int, name: str, *, reference: str = "", expires_on: date | None = None, note: str = ""
) -> int:
    """Note a licence or certificate of a supplier and when it runs out; returns its id."""
    _supplier(work, supplier_id)
    if not name.strip():
        raise UserError(_("The name is empty."))
    paper = SupplierPaper(
        supplier_id=supplier_id, name=name.strip(), reference=reference.strip(), expires_on=expires_on, note=note
    )
    work.session.add(paper)
    work.session.flush()
    work.event(
        "supplier", supplier_id, "paper", name=paper.name, expires=expires_on.isoformat() if expires_on else None
    )
    return paper.id


@needs(Right.EDIT_PURCHASES)
def remove_supplier_paper(work: Work, paper_id: int) -> None:
    """Strike a licence or certificate off the supplier's papers."""
    paper = work.session.get(SupplierPaper, paper_id)
    if paper is None:
        raise UserError(_("There is no such paper."))
    work.event("supplier", paper.supplier_id, "paper_removed", name=paper.name)
    work.session.delete(paper)
    work.session.flush()


@needs(Right.MANAGE_SHOP)
def set_score_weights(work: Work, years: int, quality: int, stability: int) -> None:
    """How much years, quality and stability count in a supplier's score; the percentages sum to 100."""
    weights = checked_weights(years, quality, stability)
    value = {"years": weights.years, "quality": weights.quality, "stability": weights.stability}
    work.session.merge(Setting(key="supplier_weights", value=value))
    work.session.flush()
    work.event("shop", 0, "edited", fields=["supplier_weights"])


@needs(Right.MANAGE_SHOP)
def set_receive_into_bins(work: Work, on: bool) -> None:
    """Whether good goods of a delivery go straight to their bins, to be sold at once."""
    work.session.merge(Setting(key="receive_into_bins", value=bool(on)))
    work.session.flush()
    work.event("shop", 0, "edited", fields=["receive_into_bins"])
