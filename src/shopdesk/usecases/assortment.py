"""What belongs to a product beside its variants: pictures, papers, category, tags, channels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, insert, or_, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.listings import category_path, moved_category
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.store.tables import Channel, ChannelListing, Image, Product, ProductDocument, ProductImage
from shopdesk.store.work import Work
from shopdesk.usecases.indexing import index_products

MOST_PICTURES, MOST_DOCUMENT_BYTES, MOST_TAGS = 30, 20 * 1024 * 1024, 30
_PICTURES, _PRODUCTS = ProductImage.__table__, Product.__table__


def _product(work: Work, product_id: int) -> Product:
    product = work.session.get(Product, product_id)
    if product is None:
        raise UserError(_("There is no such product."))
    return product


def _gallery(work: Work, product_id: int) -> list[str]:
    rows = work.read(
        select(ProductImage.image)
        .where(ProductImage.product_id == product_id)
        .order_by(ProductImage.position, ProductImage.id)
    )
    return [row.image for row in rows]


# pictures


@needs(Right.EDIT_PRODUCTS)
def set_pictures(work: Work, product_id: int, images: Sequence[str]) -> None:
    """Say which kept pictures a product has, in order; the first one is shown first, none is shown without."""
    product = _product(work, product_id)
    wanted = list(dict.fromkeys(images))
    if len(wanted) > MOST_PICTURES:
        raise UserError(_("A product has at most {count} pictures.").format(count=MOST_PICTURES))
    known = set(work.read(select(Image.hash).where(Image.hash.in_(wanted))).scalars())
    if len(known) < len(wanted):
        raise UserError(_("There is no such picture."))
    product.image = wanted[0] if wanted else None
    product.updated_at = work.now
    work.session.flush()
    work.write(delete(_PICTURES).where(_PICTURES.c.product_id == product_id))
    if wanted:
        work.write(
            insert(_PICTURES),
            [{"product_id": product_id, "image": one, "position": at} for at, one in enumerate(wanted)],
        )
    work.event("product", product_id, "pictures", count=len(wanted))


@needs(Right.EDIT_PRODUCTS)
def add_picture(work: Work, product_id: int, image: str, *, first: bool = False) -> list[str]:
    """Put a kept picture to a product's others; returns the pictures from before, for undo."""
    product = _product(work, product_id)
    before = _gallery(work, product_id)
    if product.image and product.image not in before:
        before.insert(0, product.image)
    others = [one for one in before if one != image]
    set_pictures(work, product_id, [image, *others] if first else [*others, image])
    return before


# papers


@needs(Right.EDIT_PRODUCTS)
def add_document(
    work: Work,
    product_id: int,
    name: str,
    expires_on: date | None = None,
    *,
    file_name: str = "",
    data: bytes | None = None,
) -> int:
    """Keep a paper of a product, e.g. a certificate, with the last day it is good for; the file may be missing."""
    _product(work, product_id)
    if not name.strip():
        raise UserError(_("The name is empty."))
    if data is not None and len(data) > MOST_DOCUMENT_BYTES:
        raise UserError(_("“{name}” is larger than 20 MB.").format(name=file_name or name))
    row = ProductDocument(
        product_id=product_id, name=name.strip(), expires_on=expires_on, file_name=file_name, data=data, at=work.now,
        by_name=work.user.name,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    more = {"until": expires_on.isoformat()} if expires_on else {}
    work.event("product", product_id, "document", name=name.strip(), **more)
    return row.id


@needs(Right.EDIT_PRODUCTS)
def note_document(work: Work, product_id: int, name: str, expires_on: date | None = None) -> int:
    """Note a paper of a product without its file, with the last day it is good for; returns its id."""
    return int(add_document(work, product_id, name, expires_on))


@needs(Right.EDIT_PRODUCTS)
def remove_document(work: Work, document_id: int) -> None:
    """Throw a paper away."""
    row = work.session.get(ProductDocument, document_id)
    if row is None:
        raise UserError(_("There is no such paper."))
    work.event("product", row.product_id, "document_removed", name=row.name)
    work.session.delete(row)
    work.session.flush()


# categories and tags


@needs(Right.EDIT_PRODUCTS)
def move_category(work: Work, old: str, new: str) -> dict[int, str]:
    """Rename or move a category with everything below it; returns each product's earlier category, for undo."""
    source, target = category_path(old), category_path(new)
    if not source:
        raise UserError(_("Name the category to move."))
    if target.startswith(f"{source} > "):
        raise UserError(_("A category cannot be moved into itself."))
    rows = work.read(
        select(Product.id, Product.category).where(
            or_(Product.category == source, Product.category.startswith(f"{source} > ", autoescape=True))
        )
    ).all()
    if not rows:
        raise UserError(_("No product is in the category “{name}”.").format(name=source))
    before = {row.id: row.category for row in rows}
    put_categories(work, {row.id: moved_category(row.category, source, target) or "" for row in rows})
    return before


@needs(Right.EDIT_PRODUCTS)
def put_categories(work: Work, categories: dict[int, str]) -> None:
    """Give each product (by id) its category."""
    by_category: dict[str, list[int]] = {}
    for product_id, category in categories.items():
        by_category.setdefault(category_path(category), []).append(product_id)
    for category, ids in by_category.items():
        work.write(
            update(_PRODUCTS)
            .where(_PRODUCTS.c.id.in_(ids))
            .values(category=category, updated_at=work.now, version=_PRODUCTS.c.version + 1)
        )
        for product_id in ids:
            work.event("product", product_id, "category", category=category)
    index_products(work, sorted(categories))


@needs(Right.EDIT_PRODUCTS)
def change_tags(work: Work, product_ids: Sequence[int], add: str = "", remove: str = "") -> dict[int, str]:
    """Add and take away tags (separated by commas) of many products; returns their earlier tags, for undo."""
    more, less = _tags(add), {tag.casefold() for tag in _tags(remove)}
    if not more and not less:
        raise UserError(_("Name a tag to add or to remove."))
    rows = work.read(select(Product.id, Product.tags).where(Product.id.in_(product_ids))).all()
    if not rows:
        raise UserError(_("There is no such product."))
    wanted = {}
    for row in rows:
        kept = [tag for tag in _tags(row.tags) if tag.casefold() not in less]
        known = {tag.casefold() for tag in kept}
        wanted[row.id] = ", ".join([*kept, *(tag for tag in more if tag.casefold() not in known)])
    put_tags(work, wanted)
    return {row.id: row.tags for row in rows}


@needs(Right.EDIT_PRODUCTS)
def put_tags(work: Work, tags: dict[int, str]) -> None:
    """Give each product (by id) its tags."""
    for product_id, text in tags.items():
        found = _tags(text)
        if len(found) > MOST_TAGS:
            raise UserError(_("A product has at most {count} tags.").format(count=MOST_TAGS))
        work.write(
            update(_PRODUCTS)
            .where(_PRODUCTS.c.id == product_id)
            .values(tags=", ".join(found), updated_at=work.now, version=_PRODUCTS.c.version + 1)
        )
        work.event("product", product_id, "edited", fields=["tags"])
    index_products(work, sorted(tags))


def _tags(text: str) -> list[str]:
    found: dict[str, str] = {}
    for part in text.replace("\uff0c", ",").replace(";", ",").split(","):
        plain = " ".join(part.split())
        if plain:
            found.setdefault(plain.casefold(), plain)
    return list(found.values())


# channels


@needs(Right.EDIT_PRODUCTS)
def set_listed(work: Work, product_ids: Sequence[int], channel: str, listed: bool = True) -> int:
    """Put products on the shelf of a channel, or take them off; returns how many changed."""
    channel_id = work.read(select(Channel.id).where(Channel.code == channel)).scalar()
    if channel_id is None:
        raise UserError(_("There is no channel “{code}”.").format(code=channel))
    found = work.read(select(Product.id, Product.title, Product.lifecycle).where(Product.id.in_(product_ids))).all()
    if len(found) < len(set(product_ids)):
        raise UserError(_("There is no such product."))
    if listed:
        gone = next((row for row in found if row.lifecycle in ("retired", "candidate")), None)
        if gone is not None:
            raise UserError(_("{title} is not sold now, so it cannot be listed.").format(title=gone.title))
    rows = ChannelListing.__table__
    known = {
        row.product_id: row.listed
        for row in work.read(
            select(ChannelListing.product_id, ChannelListing.listed).where(
                ChannelListing.channel_id == channel_id, ChannelListing.product_id.in_(product_ids)
            )
        )
    }
    changed = [product_id for product_id in dict.fromkeys(product_ids) if known.get(product_id, False) != listed]
    for product_id in changed:
        values = {"listed": listed, "since": work.now, "by_name": work.user.name}
        if product_id in known:
            here = (rows.c.product_id == product_id) & (rows.c.channel_id == channel_id)
            work.write(update(rows).where(here).values(**values))
        else:
            work.write(insert(rows).values(product_id=product_id, channel_id=channel_id, **values))
        work.event("product", product_id, "listed" if listed else "unlisted", channel=channel)
    return len(changed)
