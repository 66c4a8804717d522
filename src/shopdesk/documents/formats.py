"""Channel formats: what is known of a platform's files, read from ``resources/formats/*.toml``, and reading by them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from shopdesk.documents.cells import shown
from shopdesk.documents.collector import collector_paused
from shopdesk.documents.columns import Columns
from shopdesk.documents.data_rows import data_rows
from shopdesk.documents.fields import FIELDS, NEEDED
from shopdesk.documents.format_words import REFUSALS
from shopdesk.documents.reader import Table
from shopdesk.documents.records import (
    CustomerRecord,
    OrderRecord,
    ProductRecord,
    RowProblem,
    StockRecord,
    TrackingRecord,
)
from shopdesk.documents.sources import Source, header_key, sources_of
from shopdesk.domain.errors import UserError
from shopdesk.i18n import LANGUAGES, N_, _, current_language
from shopdesk.resources_folder import resource

_HEADER_WITHIN = 10
_PREVIEW = 20
_MOST_UNREADABLE = 5_000

TOO_MANY_FORMULAS = N_(
    "The file holds thousands of formulas without a stored result. Open it in a spreadsheet program and save it again."
)

AnyRecord = OrderRecord | ProductRecord | StockRecord | CustomerRecord | TrackingRecord


@dataclass(frozen=True, slots=True)
class Discount:
    """A column of reductions: on the order or the line, borne by shop or platform, already in the total or not."""

    amount: tuple[Source, ...]
    label: tuple[Source, ...]
    name: str
    level: str = "order"
    bearer: str = "shop"
    included: bool = False
    add_up: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """How one kind of file is recognised and what its columns mean; all rules are data of the TOML file."""

    name: str
    what: str
    title: str
    columns: Mapping[str, tuple[Source, ...]]
    signature: tuple[frozenset[str], ...] = ()
    without: frozenset[str] = frozenset()
    refuse: str = ""
    currency: str = ""
    country: str = ""
    zone: str = ""
    dates: str = "dmy"
    decimal: str = "."
    price: str = "unit"
    blank_key: str = "error"
    add_up: frozenset[str] = frozenset()
    furniture: tuple[str, ...] = ()
    lineless: bool = False
    paid: str = ""
    fulfilled: str = ""
    pay_words: Mapping[str, bool] = field(default_factory=dict)
    fulfil_words: Mapping[str, bool] = field(default_factory=dict)
    cancel_words: frozenset[str] = frozenset()
    status_words: Mapping[str, str] = field(default_factory=dict)
    no_option: frozenset[str] = frozenset()
    parent_types: frozenset[str] = frozenset()
    discounts: tuple[Discount, ...] = ()
    order: int = 50

    def known_headers(self) -> frozenset[str]:
        """All header names this format reads, as they are compared."""
        return _known_headers(tuple(self.columns.values()) + tuple(each.amount for each in self.discounts))


@dataclass(slots=True)
class Reading:
    """What a file gave under a format: records, problems with true file rows, and what was absent or left unread.

    ``asks`` names options the file itself could not decide (``dates``).
    """

    format: Format
    what: str
    records: list[Any]
    problems: list[RowProblem]
    absent_columns: tuple[str, ...]
    unused_columns: tuple[str, ...]
    header: list[str]
    header_row: int
    row_count: int
    preview_rows: list[list[str]]
    asks: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def _known_headers(specs: tuple[tuple[Source, ...], ...]) -> frozenset[str]:
    return frozenset(header_key(name) for spec in specs for source in spec for name in source.headers)


@cache
def _all_formats() -> tuple[Format, ...]:
    formats = [load_format(path) for path in sorted(resource("formats").glob("*.toml"))]
    return tuple(sorted(formats, key=lambda each: (each.order, each.name)))


def known_formats(what: str | None = None) -> list[Format]:
    """The formats of ``resources/formats``, own templates first, optionally only those of one subject."""
    return [each for each in _all_formats() if what is None or each.what == what]


def format_named(name: str) -> Format:
    """The format with this name. Raises UserError if there is none."""
    for each in _all_formats():
        if each.name == name:
            return each
    raise UserError(_("There is no file format called “{name}”.").format(name=name))


def load_format(path: Path) -> Format:
    """Read one format file. Raises ValueError naming the file if a key or field is unknown."""
    with path.open("rb") as file:
        data = tomllib.load(file)
    what = data["what"]
    unknown = set(data["columns"]) - set(FIELDS[what])
    if unknown:
        raise ValueError(f"{path.name}: unknown fields {sorted(unknown)}")
    signature = data.get("signature", [])
    signatures = [signature] if signature and isinstance(signature[0], str) else signature
    plain = {
        key: data[key]
        for key in ("refuse", "currency", "country", "zone", "dates", "decimal", "price", "blank_key", "lineless",
                    "paid", "fulfilled", "order")
        if key in data
    }  # fmt: skip
    known = {"name", "what", "title", "signature", "without", "columns", "discounts", "add_up", "furniture", "words"}
    if strange := set(data) - known - set(plain):
        raise ValueError(f"{path.name}: unknown keys {sorted(strange)}")
    words = data.get("words", {})
    return Format(
        name=path.stem,
        what=what,
        title=data["title"],
        columns={key: sources_of(spec) for key, spec in data["columns"].items()},
        signature=tuple(frozenset(map(header_key, names)) for names in signatures),
        without=frozenset(map(header_key, data.get("without", ()))),
        add_up=frozenset(data.get("add_up", ())),
        furniture=tuple(data.get("furniture", ())),
        pay_words=_folded(words.get("pay", {})),
        fulfil_words=_folded(words.get("fulfil", {})),
        cancel_words=frozenset(header_key(word) for word in words.get("cancelled", ())),
        status_words=_folded(words.get("status", {})),
        no_option=frozenset(word.casefold() for word in words.get("no_option", ())),
        parent_types=frozenset(word.casefold() for word in words.get("parent_types", ())),
        discounts=tuple(_discount(each) for each in data.get("discounts", ())),
        **plain,
    )


def _folded(words: Mapping[str, Any]) -> dict[str, Any]:
    return {header_key(word): meaning for word, meaning in words.items()}


def _discount(data: Mapping[str, Any]) -> Discount:
    return Discount(
        amount=sources_of(data["amount"]),
        label=sources_of(data["label"]) if "label" in data else (),
        name=data.get("name", ""),
        level=data.get("level", "order"),
        bearer=data.get("bearer", "shop"),
        included=data.get("included", False),
        add_up=data.get("add_up", False),
    )


# --- recognising ----------------------------------------------------------------------------------------------


def recognise(table: Table, what: str | None = None) -> list[Format]:
    """The formats whose signature stands in one of the first ten rows, best first."""
    scored = []
    for each in known_formats(what):
        at = header_place(table, each)
        if at is None:
            continue
        names = _names(table.rows[at])
        matched = len(names & each.known_headers())
        longest = max(len(one) for one in each.signature if one <= names)
        scored.append((-matched / max(1, len(names)) - 0.1 * longest - 0.01 * matched, each.order, each))
    return [each for _score, _order, each in sorted(scored, key=lambda item: item[:2])]


def header_place(table: Table, fmt: Format) -> int | None:
    """Index of the row that carries the format's signature, within the first ten; None if there is none."""
    for at, row in enumerate(table.rows[:_HEADER_WITHIN]):
        names = _names(row)
        if any(one <= names for one in fmt.signature) and not names & fmt.without:
            return at
    return None


def _names(row: list[Any]) -> set[str]:
    return {header_key(cell) for cell in row if isinstance(cell, str) and cell.strip()}


# --- reading ----------------------------------------------------------------------------------------------------


def apply_format(
    table: Table, fmt: Format, *, currency: str = "EUR", country: str = "", options: Mapping[str, str] | None = None
) -> Reading:
    """Read the whole table by a format.

    ``options``: ``dates`` (dmy, mdy), ``decimal`` (. or ,), ``zone`` (of times without one), ``header_row``
    (counted from 1). Raises UserError if the format says that this kind of file is of no use.
    """
    if fmt.refuse:
        raise UserError(_(REFUSALS[fmt.refuse]))
    with collector_paused():
        return _apply(table, fmt, currency, country, options or {})


def _apply(table: Table, fmt: Format, currency: str, country: str, options: Mapping[str, str]) -> Reading:
    place = header_place(table, fmt)
    if options.get("header_row"):
        place = min(max(int(options["header_row"]) - 1, 0), len(table.rows) - 1)
    header_row = table.header_row if place is None else place
    data = data_rows(table, header_row, fmt.furniture)
    columns = Columns(data, FIELDS[fmt.what], fmt.columns, table.unreadable, is_text=table.kind in ("csv", "html"))
    if len(table.unreadable) >= _MOST_UNREADABLE:
        raise UserError(_(TOO_MANY_FORMULAS))
    problems = _problems_of_file(table, fmt, header_row)
    missing = _missing(columns, fmt, header_row)
    found = columns.decide_dates(fmt.dates, options.get("dates", ""), options.get("zone") or fmt.zone)
    columns.decide_amounts(fmt.decimal, options.get("decimal", ""))
    records: list[Any] = []
    if not missing:
        records = _reader_of(fmt.what)(columns, fmt, currency, country or fmt.country)
        if found.needed and not found.proved:
            problems.append(_date_warning(columns, found.order, found.contradictory))
    problems += missing
    problems += sorted(columns.problems, key=lambda problem: problem.row)
    used = columns.used() | _places(columns.header, fmt)
    return Reading(
        format=fmt,
        what=fmt.what,
        records=records,
        problems=problems,
        absent_columns=_absent(columns, fmt),
        unused_columns=tuple(name for at, name in enumerate(columns.header) if name and at not in used),
        header=columns.header,
        header_row=header_row,
        row_count=len(columns),
        preview_rows=[[shown(cell) for cell in row] for row in columns.rows[:_PREVIEW]],
        asks=("dates",) if found.needed and not found.proved else (),
    )


def with_columns(fmt: Format, columns: Mapping[str, str]) -> Format:
    """The same format with some fields read from other headers; a blank header means: do not read the field."""
    changed = {key: spec for key, spec in fmt.columns.items() if key not in columns}
    changed |= {key: (Source((name,)),) for key, name in columns.items() if name and key in FIELDS[fmt.what]}
    return replace(fmt, columns=changed)


def _reader_of(what: str) -> Callable[[Columns, Format, str, str], list[Any]]:
    from shopdesk.documents import order_records, plain_records, product_records

    readers: dict[str, Callable[[Columns, Format, str, str], list[Any]]] = {
        "orders": order_records.read,
        "products": product_records.read,
        "stock": plain_records.read_stock,
        "customers": plain_records.read_customers,
        "tracking": plain_records.read_tracking,
    }
    return readers[what]


def _problems_of_file(table: Table, fmt: Format, header_row: int) -> list[RowProblem]:
    problems = []
    proved = any(not name.isascii() for one in fmt.signature if one <= _names(table.rows[header_row]) for name in one)
    if not table.certain and not proved:  # a header known by its foreign letters proves the encoding
        why = _(
            "The file does not say how its text is encoded; it was read as {encoding}. Check the names in the preview."
        )
        problems.append(RowProblem(header_row + 1, "", table.encoding, why.format(encoding=table.encoding), "warning"))
    if table.garbled:
        why = _("Some text looks garbled. Choose another encoding, or ask for the file again.")
        problems.append(RowProblem(header_row + 1, "", table.encoding, why, "warning"))
    return problems


def _missing(columns: Columns, fmt: Format, header_row: int) -> list[RowProblem]:
    problems = []
    for group in NEEDED[fmt.what]:
        if any(columns.has(key) for key in group) or (fmt.lineless and "order_no" not in group):
            continue
        titles = " / ".join(_(FIELDS[fmt.what][key].title) for key in group)
        why = _("The file has no column for this, and nothing can be read without it.")
        problems.append(RowProblem(header_row + 1, titles, "", why, "error"))
    return problems


def _date_warning(columns: Columns, order: str, contradictory: bool) -> RowProblem:
    from shopdesk.documents.dates import is_ambiguous

    place = columns.first_with(("time", "day"), is_ambiguous)
    position, header, got = place or (0, "", "")
    if contradictory:
        why = N_("Some dates of this file have the day first, others the month. Doubtful ones were read as {order}.")
    else:
        why = N_(
            "Nothing in this file shows whether its dates have the day or the month first. They were read as {order}."
        )
    named = _("day/month/year") if order == "dmy" else _("month/day/year")
    return RowProblem(columns.numbers[position], header, got, _(why).format(order=named), "warning")


def _absent(columns: Columns, fmt: Format) -> tuple[str, ...]:
    # The shop's own templates name each column in every language; of a platform's names the first is the usual one.
    place = LANGUAGES.index(current_language()) if fmt.name.startswith("shopdesk_") else 0
    named = {key: [name for one in spec for name in one.headers] for key, spec in fmt.columns.items()}
    return tuple(names[min(place, len(names) - 1)] for key, names in named.items() if not columns.has(key))


def _places(header: list[str], fmt: Format) -> set[int]:
    """Columns that only discounts read."""
    names = {
        header_key(name) for each in fmt.discounts for source in each.amount + each.label for name in source.headers
    }
    return {at for at, name in enumerate(header) if header_key(name) in names}
