"""The check: what the shop knows twice must agree, and nobody changed its journal. It only reads."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from shopdesk.i18n import N_, _
from shopdesk.store.journal import broken_line
from shopdesk.store.tables import (
    Customer,
    Event,
    Image,
    Journal,
    Order,
    Product,
    Purchase,
    Return,
    SearchDoc,
    Shipment,
    Supplier,
    Variant,
)
from shopdesk.usecases.check_counts import COUNTS
from shopdesk.usecases.check_goods import GOODS
from shopdesk.usecases.check_orders import ORDERS, STATES, wrong_states
from shopdesk.usecases.check_purchases import PURCHASING
from shopdesk.usecases.check_rules import MOST_OF_ONE_KIND, Rule

SEARCHED: tuple[tuple[str, Any, Any], ...] = (
    ("product", Product, Product.code),
    ("variant", Variant, Variant.sku),
    ("order", Order, Order.number),
    ("customer", Customer, Customer.number),
    ("return", Return, Return.number),
    ("shipment", Shipment, Shipment.number),
    ("supplier", Supplier, Supplier.code),
    ("purchase", Purchase, Purchase.number),
)
_NOT_FOUND = N_("{what} cannot be found by searching.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold: the broken rule, the thing, and a sentence to show."""

    rule: str
    what: str
    message: str


@dataclass(slots=True)
class CheckResult:
    """What was looked at (rule → number of things) and what is wrong."""

    checked: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check(session: Session, deep: bool = False) -> CheckResult:
    """Prove the shop's invariants; ``deep`` also proves every picture and every timeline sentence.

    At most 500 problems of one kind are listed.
    """
    result = CheckResult()
    _check_file(session, result)
    if any(problem.rule == "file" for problem in result.problems):
        return result  # what a damaged file says about the shop proves nothing
    sizes: dict[str, int] = {}
    for rule in (*GOODS, *COUNTS, *ORDERS, *PURCHASING):
        name = rule.looked_at.__tablename__
        if name not in sizes:
            sizes[name] = _count(session, rule.looked_at)
        result.checked[rule.name] = sizes[name]
        result.problems += _broken(session, rule)
    _check_states(session, result, sizes["orders"])
    _check_journal(session, result)
    _check_search(session, result)
    if deep:
        _check_timeline(session, result)
        _check_pictures(session, result)
    return result


def _count(session: Session, table: Any) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _broken(session: Session, rule: Rule) -> Iterator[Problem]:
    for row in session.execute(rule.broken().limit(MOST_OF_ONE_KIND)).mappings():
        parts = [str(row[name]) for name in row if name.startswith("what") and row[name] is not None]
        what = " · ".join(parts)
        said, proved = (None if row.get(name) is None else int(row[name]) for name in ("said", "proved"))
        yield Problem(rule.name, what, _(rule.sentence).format(what=what, said=said, proved=proved))


def _check_file(session: Session, result: CheckResult) -> None:
    """SQLite's own proofs; a server keeps its links and pages whole itself."""
    if session.get_bind().dialect.name != "sqlite":
        return
    # FTS5 proves its index by what this connection remembers of it; a search makes it look again.
    session.execute(text("SELECT count(*) FROM search_index WHERE search_index MATCH 'a'")).all()
    for name, pragma in (("file", "PRAGMA integrity_check"), ("links", "PRAGMA foreign_key_check")):
        result.checked[name] = 1
        for row in session.execute(text(pragma)):
            if name == "file" and row[0] == "ok":
                continue
            what = str(row[0])
            sentence = _("The file is damaged: {what}.") if name == "file" else _("A row of {what} points at nothing.")
            result.problems.append(Problem(name, what, sentence.format(what=what)))


def _check_states(session: Session, result: CheckResult, orders: int) -> None:
    sentences = dict(STATES)
    seen: Counter[str] = Counter()
    result.checked |= dict.fromkeys(sentences, orders)
    for rule, number, said, proved in wrong_states(session):
        seen[rule] += 1
        if seen[rule] <= MOST_OF_ONE_KIND:
            sentence = _(sentences[rule]).format(what=number, said=said, proved=proved)
            result.problems.append(Problem(rule, number, sentence))


def _check_journal(session: Session, result: CheckResult) -> None:
    result.checked["journal"] = _count(session, Journal)
    line = broken_line(session)
    if line is not None:
        sentence = _("The journal was changed at line {what} or just before it.").format(what=line)
        result.problems.append(Problem("journal", str(line), sentence))


def _check_search(session: Session, result: CheckResult) -> None:
    result.checked["search"] = _count(session, SearchDoc)
    for kind, table, name in SEARCHED:
        found: Any = select(SearchDoc.id).where(SearchDoc.kind == kind, SearchDoc.ref == table.id).exists()
        if table is Variant:
            of_product = (SearchDoc.kind == "product") & (SearchDoc.ref == Variant.product_id)
            found |= select(SearchDoc.id).where(of_product, SearchDoc.only_variant_id == Variant.id).exists()
        for (what,) in session.execute(select(name).where(~found).limit(MOST_OF_ONE_KIND)):
            result.problems.append(Problem("search", what, _(_NOT_FOUND).format(what=what)))
        thing = select(table.id).where(table.id == SearchDoc.ref).exists()
        gone = select(SearchDoc.ref).where(SearchDoc.kind == kind, ~thing).limit(MOST_OF_ONE_KIND)
        for (ref,) in session.execute(gone):
            what = f"{kind} {ref}"
            sentence = _("Searching still finds {what}, which is gone.").format(what=what)
            result.problems.append(Problem("search", what, sentence))


def _check_timeline(session: Session, result: CheckResult) -> None:
    """Every timeline sentence stands in the journal line it came from, and the other way round."""
    result.checked["timeline"] = _count(session, Event)
    shown: dict[int, list[Any]] = {}
    for event in session.execute(select(Event.__table__).order_by(Event.id)).yield_per(2000):
        shown.setdefault(event.journal_id, []).append([event.subject, event.subject_id, event.kind, event.data])
    for number, content in session.execute(select(Journal.id, Journal.content)).yield_per(2000):
        said = json.loads(content).get("events", []) if '"events"' in content else []
        if shown.pop(number, []) != said:
            result.problems.append(_changed_timeline(number))
    result.problems += [_changed_timeline(number) for number in sorted(shown)]


def _changed_timeline(number: int) -> Problem:
    sentence = _("The timeline does not say what journal line {what} says.").format(what=number)
    return Problem("timeline", str(number), sentence)


def _check_pictures(session: Session, result: CheckResult) -> None:
    result.checked["pictures"] = _count(session, Image)
    for name, data in session.execute(select(Image.hash, Image.data)).yield_per(20):
        if hashlib.sha256(data).hexdigest() != name:
            sentence = _("Picture {what} is not the picture that was stored.").format(what=name[:12])
            result.problems.append(Problem("pictures", name[:12], sentence))
