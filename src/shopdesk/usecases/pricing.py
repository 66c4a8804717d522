"""Prices: the shop's rules, suggestions that somebody accepts, competitors, price lists. Minor units throughout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from shopdesk.domain.codes import checked_code, code_key
from shopdesk.domain.errors import Conflict, UserError
from shopdesk.domain.pricing import (
    COMPETITOR_BASES,
    LIST_KIND_TITLES,
    RULE_TITLES,
    Ending,
    ListKind,
    PriceRules,
    Rule,
)
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.queries.price_rules import KEY, kept_rules, rules_from
from shopdesk.queries.pricing import proposals_for
from shopdesk.queries.settings import settings
from shopdesk.store.engine import upsert
from shopdesk.store.tables import Barcode, CompetitorPrice, PriceList, PriceListItem, PriceSuggestion, Setting, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.price_log import amounts_of
from shopdesk.usecases.variants import GridRow, Saved, save_variants

OPEN, ACCEPTED, DISMISSED = "open", "accepted", "dismissed"
_SUGGESTIONS, _ITEMS = PriceSuggestion.__table__, PriceListItem.__table__
_MOST_DAYS, _AT_ONCE = 3_650, 500


# rules


@needs(Right.SET_PRICES)
def set_price_rules(work: Work, changes: Mapping[str, Any]) -> None:
    """Change the shop's figures for prices; shares are given as decimals (0.30 is 30 %)."""
    known = rules_from(settings(work.database, work.connection))
    types = {field.name: field.default for field in fields(PriceRules)}
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in types:
            raise UserError(_("“{name}” cannot be changed here.").format(name=name))
        values[name] = _rule_value(name, types[name], value)
    rules = replace(known, **values)
    if rules != known:
        work.session.merge(Setting(key=KEY, value=kept_rules(rules)))
        work.session.flush()
        work.event("shop", 0, "edited", fields=["price_rules"])


def _rule_value(name: str, usual: Any, value: Any) -> Any:
    if isinstance(usual, Decimal):
        try:
            share = Decimal(str(value))
        except InvalidOperation as error:
            raise UserError(_("“{value}” is no share. Write 0.30 for 30 %.").format(value=value)) from error
        least = Decimal("-0.99") if name == "competitor_shift" else Decimal(0)
        if not share.is_finite() or not least <= share < 10:
            raise UserError(_("A share lies between 0 and less than 10."))
        if name == "margin" and share >= 1:
            raise UserError(_("A margin lies between 0 % and less than 100 %."))
        return share
    if isinstance(usual, Ending):
        if value not in {ending.value for ending in Ending}:
            raise UserError(_("There is no ending “{value}”.").format(value=value))
        return Ending(value)
    if isinstance(usual, int):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_DAYS:
            raise UserError(_("The number must be between 0 and {most}.").format(most=_MOST_DAYS))
        return value
    allowed = ("", Rule.MARKUP.value, Rule.MARGIN.value) if name == "cost_plus" else ("", *COMPETITOR_BASES)
    if value not in allowed:
        raise UserError(
            _("“{value}” is not one of: {known}.").format(value=value, known=", ".join(one for one in allowed if one))
        )
    return value


# suggestions


@needs(Right.SET_PRICES)
def suggest_prices(work: Work, variant_ids: Sequence[int] | None = None) -> int:
    """Ask the rules anew; open suggestions are replaced, dismissed ones stay away while nothing is different.

    Returns how many suggestions are open afterwards for these variants (None: all). No price changes.
    """
    ids = None if variant_ids is None else list(dict.fromkeys(variant_ids))
    made = proposals_for(work.session, ids, work.now)
    here = _SUGGESTIONS.c.variant_id.in_(ids) if ids is not None else _SUGGESTIONS.c.id > 0
    dismissed = {
        (row.variant_id, row.rule, row.price, row.was)
        for row in work.read(
            select(PriceSuggestion.variant_id, PriceSuggestion.rule, PriceSuggestion.price, PriceSuggestion.was).where(
                here, PriceSuggestion.state == DISMISSED
            )
        )
    }
    work.write(delete(_SUGGESTIONS).where(here, _SUGGESTIONS.c.state == OPEN))
    rows = [
        {
            "variant_id": variant_id,
            "was": facts.price,
            "price": one.price,
            "rule": one.rule.value,
            "numbers": one.numbers,
            "state": OPEN,
            "made_at": work.now,
            "decided_by": "",
        }
        for variant_id, (facts, found) in made.items()
        for one in found
        if (variant_id, one.rule.value, one.price, facts.price) not in dismissed
    ]
    for at in range(0, len(rows), _AT_ONCE):
        work.write(insert(_SUGGESTIONS), rows[at : at + _AT_ONCE])
    return len(rows)


def _open(work: Work, suggestion_ids: Sequence[int]) -> list[Any]:
    rows = work.read(
        select(
            PriceSuggestion.id,
            PriceSuggestion.variant_id,
            PriceSuggestion.was,
            PriceSuggestion.price,
            PriceSuggestion.rule,
            PriceSuggestion.state,
            Variant.price.label("now"),
            Variant.sku,
        )
        .join(Variant, Variant.id == PriceSuggestion.variant_id)
        .where(PriceSuggestion.id.in_(suggestion_ids))
        .order_by(PriceSuggestion.id)
    ).all()
    if len(rows) < len(set(suggestion_ids)) or any(row.state != OPEN for row in rows):
        raise UserError(_("This suggestion is no longer open."))
    return list(rows)


@needs(Right.SET_PRICES)
def accept_suggestions(work: Work, suggestion_ids: Sequence[int], *, below_floor: bool = False) -> Saved:
    """Charge what was suggested; the rule is kept as the reason. Other suggestions for the same variant close.

    Raises Conflict when a price changed since it was suggested.
    """
    rows = _open(work, suggestion_ids)
    if len({row.variant_id for row in rows}) < len(rows):
        raise UserError(_("Two of these suggestions are for the same variant. Accept one of them."))
    for row in rows:
        if row.now != row.was:
            raise Conflict(_("The price of {sku} changed since this was suggested. Ask anew.").format(sku=row.sku))
    before: list[tuple[int, dict[str, Any]]] = []
    for rule in dict.fromkeys(row.rule for row in rows):
        reason = _("Suggestion: {rule}").format(rule=_(RULE_TITLES[Rule(rule)]))
        given = [GridRow({"price": row.price}, row.variant_id) for row in rows if row.rule == rule]
        saved = save_variants(work, given, reason=reason, below_floor=below_floor)
        before += saved.before
    decided = {"decided_at": work.now, "decided_by": work.user.name}
    accepted = [row.id for row in rows]
    work.write(update(_SUGGESTIONS).where(_SUGGESTIONS.c.id.in_(accepted)).values(state=ACCEPTED, **decided))
    work.write(
        delete(_SUGGESTIONS).where(
            _SUGGESTIONS.c.variant_id.in_([row.variant_id for row in rows]), _SUGGESTIONS.c.state == OPEN
        )
    )
    return Saved(len(before), (), tuple(before))


@needs(Right.SET_PRICES)
def dismiss_suggestions(work: Work, suggestion_ids: Sequence[int]) -> None:
    """Close suggestions without changing a price."""
    rows = _open(work, suggestion_ids)
    work.write(
        update(_SUGGESTIONS)
        .where(_SUGGESTIONS.c.id.in_([row.id for row in rows]))
        .values(state=DISMISSED, decided_at=work.now, decided_by=work.user.name)
    )


@needs(Right.SET_PRICES)
def open_again(work: Work, suggestion_ids: Sequence[int]) -> None:
    """Take a dismissal back."""
    work.write(
        update(_SUGGESTIONS)
        .where(_SUGGESTIONS.c.id.in_(suggestion_ids), _SUGGESTIONS.c.state == DISMISSED)
        .values(state=OPEN, decided_at=None, decided_by="")
    )


# competitors


@needs(Right.EDIT_PRODUCTS)
def add_competitor_price(
    work: Work, variant_id: int, source: str, price: int, seen_on: date | None = None, note: str = ""
) -> None:
    """Note what somebody else asks for the same thing; the same source on the same day is replaced."""
    today = work.now.astimezone().date()
    day = seen_on or today
    if not source.strip():
        raise UserError(_("Say whose price this is."))
    if price <= 0:
        raise UserError(_("The price must be above zero."))
    if day > today:
        raise UserError(_("A price cannot be seen in the future."))
    if work.read(select(Variant.id).where(Variant.id == variant_id)).first() is None:
        raise UserError(_("There is no such product."))
    put = upsert(work.connection.dialect.name, CompetitorPrice.__table__)
    put = put.on_conflict_do_update(
        index_elements=("variant_id", "source", "seen_on"),
        set_={"price": put.excluded.price, "note": put.excluded.note, "by_name": put.excluded.by_name},
    )
    work.write(
        put,
        [{"variant_id": variant_id, "source": source.strip(), "price": price, "seen_on": day, "note": note,
          "by_name": work.user.name}],
    )  # fmt: skip


@needs(Right.EDIT_PRODUCTS)
def add_competitor_prices(work: Work, rows: Sequence[Mapping[str, Any]]) -> int:
    """Note many competitors' prices in one step: each row has sku, source, price (minor units), seen_on and note.

    All of them or none: raises UserError naming the first row that makes no sense. Returns how many were noted.
    """
    if not rows:
        raise UserError(_("There is no price to note."))
    keys = {code_key(str(row.get("sku", ""))) for row in rows}
    known: dict[str, list[int]] = {}
    for part in (sorted(keys)[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE)):
        for found in work.read(select(Variant.sku_key, Variant.id).where(Variant.sku_key.in_(part))):
            known.setdefault(found.sku_key, []).append(found.id)
        for found in work.read(select(Barcode.code, Barcode.variant_id).where(Barcode.code.in_(part))):
            known.setdefault(code_key(found.code), []).append(found.variant_id)
    for number, row in enumerate(rows, 1):
        sku = str(row.get("sku", ""))
        ids = known.get(code_key(sku), [])
        try:
            if not ids:
                raise UserError(_("There is no product with the SKU “{sku}”.").format(sku=sku))
            if len(set(ids)) > 1:
                raise UserError(_("Several variants have the SKU “{sku}”. Use the barcode.").format(sku=sku))
            day = row.get("seen_on")
            seen_on = date.fromisoformat(day) if isinstance(day, str) and day else day or None
            add_competitor_price(
                work, ids[0], str(row.get("source", "")), int(row.get("price") or 0), seen_on, str(row.get("note", ""))
            )
        except ValueError as error:
            raise UserError(_("Line {number}: “{value}” is no date.").format(number=number, value=day)) from error
        except UserError as error:
            raise UserError(_("Line {number}: {problem}").format(number=number, problem=error)) from error
    return len(rows)


@needs(Right.EDIT_PRODUCTS)
def remove_competitor_price(work: Work, competitor_price_id: int) -> None:
    """Throw a competitor's price away."""
    rows = CompetitorPrice.__table__
    if work.write(delete(rows).where(rows.c.id == competitor_price_id)).rowcount == 0:
        raise UserError(_("There is no such price."))


# price lists


@needs(Right.SET_PRICES)
def create_price_list(
    work: Work,
    code: str,
    name: str,
    kind: str = "list",
    *,
    level: str = "",
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> int:
    """Make a price list; from inclusive, until exclusive, ``level`` empty is for everybody. Returns its id."""
    plain = checked_code(code, _("The code"))
    if not name.strip():
        raise UserError(_("The name is empty."))
    if kind not in {one.value for one in ListKind}:
        known = ", ".join(_(title) for title in LIST_KIND_TITLES.values())
        raise UserError(_("“{value}” is not one of: {known}.").format(value=kind, known=known))
    if kind == ListKind.MEMBER.value and not level.strip():
        raise UserError(_("A member price needs the level it is for."))
    if kind == ListKind.LIMITED.value and valid_until is None:
        raise UserError(_("A price for a limited time needs its end."))
    if valid_from is not None and valid_until is not None and valid_until <= valid_from:
        raise UserError(_("The end must be after the beginning."))
    taken = select(PriceList.id).where(func.lower(PriceList.code) == plain.lower())
    if work.read(taken).first():
        raise UserError(_("There is a price list “{code}” already.").format(code=plain))
    made = PriceList(
        code=plain, name=name.strip(), kind=kind, level=level.strip(), valid_from=valid_from, valid_until=valid_until
    )
    work.session.add(made)
    work.session.flush()
    work.event("price_list", made.id, "created", code=plain)
    return made.id


@needs(Right.SET_PRICES)
def end_price_list(work: Work, code: str, active: bool = False) -> None:
    """Stop using a price list, or use it again."""
    rows = PriceList.__table__
    if work.write(update(rows).where(rows.c.code == code).values(active=active)).rowcount == 0:
        raise UserError(_("There is no price list “{code}”.").format(code=code))


@needs(Right.SET_PRICES)
def put_in_price_list(work: Work, code: str, variant_id: int, price: int | None, least: int = 1) -> None:
    """Say the price of a variant in a list from ``least`` units on; None takes it out."""
    list_id = work.read(select(PriceList.id).where(PriceList.code == code)).scalar()
    if list_id is None:
        raise UserError(_("There is no price list “{code}”.").format(code=code))
    variant = work.session.get(Variant, variant_id)
    if variant is None:
        raise UserError(_("There is no such product."))
    if least < 1:
        raise UserError(_("The quantity must be at least one."))
    if price is not None and price < 0:
        raise UserError(_("A price cannot be negative."))
    here = (_ITEMS.c.price_list_id == list_id) & (_ITEMS.c.variant_id == variant_id) & (_ITEMS.c.least == least)
    was = work.read(select(_ITEMS.c.price).where(here)).scalar()
    before = amounts_of(variant)
    work.write(delete(_ITEMS).where(here))
    if price is not None:
        work.write(insert(_ITEMS).values(price_list_id=list_id, variant_id=variant_id, price=price, least=least))
    work.event("product", before.product_id, "list_price", sku=before.sku, list=code, was=was, now=price, least=least)
