"""SKUs: which are taken, what a pattern proposes, and which were given to several variants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.codes import checked_code, code_key
from shopdesk.domain.variants import check_pattern, free_code, proposed_code
from shopdesk.i18n import _
from shopdesk.store.tables import Product, Variant

REPAIR_PATTERN = "{code}-{options}"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Repair:
    """A SKU that several variants have, and the one proposed for this variant instead."""

    variant_id: int
    name: str
    sku: str
    proposed: str


def taken_codes(session: Session, keys: Iterable[str]) -> set[str]:
    """Those of the SKU keys that a variant has."""
    wanted, found = sorted(set(keys)), set()
    for at in range(0, len(wanted), _AT_ONCE):
        part = wanted[at : at + _AT_ONCE]
        found |= set(session.scalars(select(Variant.sku_key).where(Variant.sku_key.in_(part))))
    return found


class _Proposer:
    """Proposes codes, none of them twice; ``wanted`` are the codes to begin with, asked for all at once."""

    def __init__(self, session: Session, taken: set[str], wanted: Iterable[str]) -> None:
        self._session = session
        self._asked = {code_key(code) for code in wanted}
        self._taken = taken | taken_codes(session, self._asked)

    def free(self, code: str) -> str:
        """``code``, or the first one like it that nobody has."""
        while True:
            found = free_code(code, self._taken)
            key = code_key(found)
            self._taken.add(key)
            if key in self._asked or not taken_codes(self._session, [key]):
                return found


def proposed_codes(
    session: Session, code: str, names: Sequence[str], combinations: Sequence[Sequence[str]], pattern: str
) -> list[str]:
    """A free SKU for each combination of option values; raises UserError for a pattern that cannot be used."""
    check_pattern(pattern, names)
    wanted = [
        checked_code(proposed_code(pattern, code, dict(zip(names, values, strict=False))), _("The product code"))
        for values in combinations
    ]
    proposer = _Proposer(session, set(), wanted)
    return [proposer.free(one) for one in wanted]


def repairs(session: Session, pattern: str = REPAIR_PATTERN, limit: int = 5_000) -> list[Repair]:
    """For every SKU given more than once: the oldest variant keeps it, the others get a proposal."""
    twice = select(Variant.sku_key).group_by(Variant.sku_key).having(func.count() > 1)
    rows = session.execute(
        select(Variant.id, Variant.name, Variant.sku, Variant.sku_key, Variant.option_values, Product.option_names)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.sku_key.in_(twice))
        .order_by(Variant.sku_key, Variant.id)
    ).all()
    kept: set[str] = set()
    wanted: list[tuple[Any, str]] = []
    for row in rows:
        if row.sku_key not in kept:
            kept.add(row.sku_key)
            continue
        if len(wanted) >= limit:
            break
        values = list(row.option_values or [])
        names = list(row.option_names or []) or [str(place) for place in range(len(values))]
        options = dict(zip(names, values, strict=False))
        wanted.append((row, proposed_code(pattern, row.sku, options) if options else row.sku))
    proposer = _Proposer(session, {row.sku_key for row in rows}, (code for _row, code in wanted))
    return [Repair(row.id, row.name, row.sku, proposer.free(code)) for row, code in wanted]


def duplicate_count(session: Session) -> int:
    """How many variants share their SKU with an older one."""
    groups = select(func.count().label("units")).select_from(Variant).group_by(Variant.sku_key)
    many = groups.having(func.count() > 1).subquery()
    return int(session.scalar(select(func.coalesce(func.sum(many.c.units - 1), 0))) or 0)
