"""A table's columns under a format: found by header name, read as wholes, bad cells turned into problems.

Each different cell of a column is read once and looked up for all its rows, so a hundred thousand rows cost little
more than their different values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from shopdesk.documents import cells
from shopdesk.documents.amounts import currency_named, decimal_mark, reader_of_amounts
from shopdesk.documents.cells import PLAIN_KINDS, BadCell, Reader, RoughCell, needs_no_change, shown
from shopdesk.documents.countries import country_code
from shopdesk.documents.data_rows import DataRows
from shopdesk.documents.dates import Dates, OrderFound, order_in, zone_of
from shopdesk.documents.fields import Field
from shopdesk.documents.records import RowProblem, Severity
from shopdesk.documents.sources import Source, header_key
from shopdesk.documents.workbook_checks import UnreadableCell
from shopdesk.domain.money import exponent
from shopdesk.i18n import N_, _

NO_RESULT = N_("The formula has no stored result. Open the file in a spreadsheet program and save it again.")
LONGER_THAN_HEADER = N_("The row has more cells than the header, so its values may belong to other columns.")

_READERS: dict[str, Reader] = {
    "text": cells.read_text,
    "marked": cells.read_marked_up,
    "code": cells.read_code,
    "gtin": cells.read_gtin,
    "codes": cells.reader_of_lists(",;|\n"),
    "whole": cells.read_whole,
    "yes_no": cells.read_yes_no,
    "list": cells.reader_of_lists(",;\n\uff0c"),
    "urls": cells.read_urls,
    "country": lambda cell: country_code(text) if (text := cells.read_text(cell)) else None,
}


class Columns:
    """Typed columns of a file; collects ``problems`` and the positions of rows that are ``bad``."""

    def __init__(
        self,
        data: DataRows,
        fields: Mapping[str, Field],
        specs: Mapping[str, tuple[Source, ...]],
        unreadable: Sequence[UnreadableCell] = (),
        *,
        is_text: bool = False,
    ) -> None:
        self.header = data.header
        self.rows = data.rows
        self.numbers = data.numbers
        self.problems: list[RowProblem] = []
        self.bad: set[int] = set()
        self._fields = fields
        self._places: dict[str, int] = {}
        for at, name in enumerate(self.header):
            if name:
                self._places.setdefault(header_key(name), at)
        self._specs = {key: present for key, spec in specs.items() if (present := self._present(spec))}
        self._cells: list[tuple[Any, ...]] = list(zip(*data.rows, strict=True)) or [()] * len(self.header)
        self.is_text = is_text  # text tables need no look at the cells' types
        self._typed: dict[str, list[Any]] = {}
        self._dates = Dates("dmy", zone_of(""))
        self._mark = "."
        self._digits: int | list[int] = 2
        self._unreadable: dict[int, list[UnreadableCell]] = {}
        for cell in unreadable:
            self._unreadable.setdefault(cell[1], []).append(cell)
        self._positions: dict[int, int] | None = None
        self._reported: set[int] = set()
        for position, beyond in data.overlong:
            self.report(position, "", beyond, _(LONGER_THAN_HEADER), "error")

    def __len__(self) -> int:
        return len(self.rows)

    # --- which columns there are -----------------------------------------------------------------------------

    def _present(self, spec: tuple[Source, ...]) -> tuple[Source, ...]:
        return tuple(source for source in spec if any(header_key(name) in self._places for name in source.headers))

    def has(self, key: str) -> bool:
        """Whether the file has a column for this field."""
        return key in self._specs

    def used(self) -> set[int]:
        """Positions of the columns that some field reads."""
        return {at for spec in self._specs.values() for source in spec for at in self._places_of(source)}

    def _places_of(self, source: Source) -> list[int]:
        return [self._places[key] for name in source.headers if (key := header_key(name)) in self._places]

    def header_of(self, key: str) -> str:
        """The header (of the first column) a field is read from, "" if it is absent."""
        return self.header[self._places_of(self._specs[key][0])[0]] if key in self._specs else ""

    # --- what the file as a whole decides ----------------------------------------------------------------------

    def decide_dates(self, default: str, chosen: str, zone: str) -> OrderFound:
        """Settle day/month order over all date columns, and the zone of times that name none."""
        found = order_in(self._different("time", "day"), "mdy" if default == "mdy" else "dmy", chosen)
        self._dates = Dates(found.order, zone_of(zone))
        return found

    def decide_amounts(self, default_mark: str, chosen: str) -> None:
        """Settle the decimal mark over all money columns."""
        self._mark = chosen if chosen in (".", ",") else decimal_mark(self._different("money"), default_mark)

    def decide_currency(self, currency: str | list[str]) -> None:
        """Set the currency of all rows, or of each."""
        if isinstance(currency, str):
            self._digits = exponent(currency)
            return
        known = {name: exponent(name) for name in set(currency)}
        digits = [known[name] for name in currency]
        self._digits = digits if len(set(digits)) > 1 else next(iter(digits), 2)

    def currencies_in_amounts(self, home: str) -> list[str]:
        """Per row the currency its amounts name by symbol or code, "" where they name none."""
        found = [""] * len(self.rows)
        for key in self._specs:
            if self._fields[key].kind != "money":
                continue
            for source in self._specs[key]:
                for at in self._places_of(source):
                    named = {cell: currency_named(cell, home) for cell in set(self._cells[at])}
                    if any(named.values()):
                        found = [one or named[cell] for one, cell in zip(found, self._cells[at], strict=True)]
        return found

    def _different(self, *kinds: str) -> Iterable[Any]:
        for key, spec in self._specs.items():
            if self._fields[key].kind in kinds:
                for source in spec:
                    for at in self._places_of(source):
                        yield from set(self._cells[at])

    def first_with(self, kinds: tuple[str, ...], matches: Callable[[Any], bool]) -> tuple[int, str, str] | None:
        """Position, header and text of the first cell of such columns that ``matches``."""
        for key, spec in self._specs.items():
            if self._fields[key].kind not in kinds:
                continue
            for source in spec:
                for at in self._places_of(source):
                    for position, cell in enumerate(self._cells[at]):
                        if matches(cell):
                            return position, self.header[at], shown(cell)
        return None

    # --- values --------------------------------------------------------------------------------------------------

    def values(self, key: str) -> list[Any] | None:
        """The field's values row by row, None for blank ones; None if the file has no such column."""
        if key not in self._specs:
            return None
        if key not in self._typed:
            field = self._fields[key]
            columns = [self._read(field, source) for source in self._specs[key]]
            best = columns[0]
            for other in columns[1:]:
                best = [one if one is not None else two for one, two in zip(best, other, strict=True)]
            self._typed[key] = best
        return self._typed[key]

    def column(self, key: str, blank: Any = None) -> list[Any]:
        """Like ``values``, with ``blank`` in place of None and for a column that is absent."""
        values = self.values(key)
        if values is None:
            return [blank] * len(self.rows)
        if blank is None or None not in values:
            return values
        return [blank if value is None else value for value in values]

    def amounts(self, source: tuple[Source, ...], strict: bool = True) -> list[Any] | None:
        """Amounts from columns that are no field of their own, such as a discount."""
        present = self._present(source)
        field = Field("", "", "money", strict=strict)
        columns = [self._read(field, one) for one in present]
        if not columns:
            return None
        best = columns[0]
        for other in columns[1:]:
            best = [one if one is not None else two for one, two in zip(best, other, strict=True)]
        return best

    def texts(self, source: tuple[Source, ...]) -> list[Any] | None:
        """Texts from columns that are no field of their own, such as a coupon's name."""
        present = self._present(source)
        return self._read(Field("", ""), present[0]) if present else None

    def _read(self, field: Field, source: Source) -> list[Any]:
        if not self.rows:
            return []
        if source.how == "sum":
            return self._add_up(field, source)
        if source.how == "join":
            part = Field(field.key, field.title, "text")
            columns = [self._read_one(part, at, source) for at in self._places_of(source)]
            return [source.by.join(part for part in parts if part) or None for parts in zip(*columns, strict=True)]
        return self._read_one(field, self._places_of(source)[0], source)

    def _add_up(self, field: Field, source: Source) -> list[Any]:
        columns = [self._read_one(field, at, source) for at in self._places_of(source)]
        return [
            None if all(part is None for part in parts) else sum(part or 0 for part in parts)
            for parts in zip(*columns, strict=True)
        ]

    def _read_one(self, field: Field, at: int, source: Source) -> list[Any]:
        column: Sequence[Any] = self._cells[at]
        self._report_unreadable(field, at)
        kinds = {str} if self.is_text else set(map(type, column))
        if bool in kinds:  # True and 1.0 are one dictionary key
            column = [shown(cell) if isinstance(cell, bool) else cell for cell in column]
        if field.kind == "money" and isinstance(self._digits, list):
            return self._read_mixed(field, at, column)
        is_plain = kinds == {str} and source.change is None and field.kind in PLAIN_KINDS
        if is_plain and needs_no_change(field.kind, column):
            return [cell or None for cell in column] if "" in column else list(column)
        read = self._reader(field, source)
        different = set(column)
        known, rejected = _read_each(different, _changed(read, source.change))
        if rejected:
            self._report_rejected(field, at, column, rejected)
        return list(map(known.__getitem__, column))

    def _read_mixed(self, field: Field, at: int, column: Sequence[Any]) -> list[Any]:
        """Amounts of rows whose currencies have different numbers of decimals."""
        assert isinstance(self._digits, list)
        values: list[Any] = [None] * len(column)
        for digits in set(self._digits):
            places = [place for place, own in enumerate(self._digits) if own == digits]
            known, rejected = _read_each({column[place] for place in places}, reader_of_amounts(digits, self._mark))
            for place in places:
                values[place] = known[column[place]]
            if rejected:
                self._report_rejected(field, at, column, rejected, places)
        return values

    def _reader(self, field: Field, source: Source) -> Reader:
        if field.kind == "money":
            assert isinstance(self._digits, int)
            return reader_of_amounts(self._digits, self._mark)
        if field.kind == "time":
            return self._dates.read_time
        if field.kind == "day":
            return self._dates.read_day
        if field.kind == "grams":
            return cells.read_grams(source.times if source.times else Decimal(1))
        return _READERS[field.kind]

    # --- problems ------------------------------------------------------------------------------------------------

    def report(self, position: int, header: str, got: str, why: str, severity: Severity) -> None:
        """Note a problem of the row at ``position``; an error keeps its record out."""
        if severity == "error":
            self.bad.add(position)
        self.problems.append(RowProblem(self.numbers[position], header, got, why, severity))

    def _report_rejected(
        self,
        field: Field,
        at: int,
        column: Sequence[Any],
        rejected: Mapping[Any, tuple[str, bool]],
        places: Iterable[int] | None = None,
    ) -> None:
        for position in range(len(column)) if places is None else places:
            verdict = rejected.get(column[position])
            if verdict:
                why, usable = verdict
                severity: Severity = "error" if field.strict and not usable else "warning"
                self.report(position, self.header[at], shown(column[position]), _(why), severity)

    def _report_unreadable(self, field: Field, at: int) -> None:
        if at not in self._unreadable or at in self._reported:
            return
        self._reported.add(at)
        if self._positions is None:
            self._positions = {number: position for position, number in enumerate(self.numbers)}
        for row, _at, kind, text in self._unreadable[at]:
            position = self._positions.get(row)
            if position is not None:
                why = NO_RESULT if kind == "formula" else cells.HOLDS_AN_ERROR
                severity: Severity = "error" if field.strict else "warning"
                self.report(position, self.header[at], text, _(why), severity)


def _changed(read: Reader, change: Callable[[str], str] | None) -> Reader:
    if change is None:
        return read
    return lambda cell: read(change(cells.unguarded(shown(cell))))


def _read_each(different: Iterable[Any], read: Reader) -> tuple[dict[Any, Any], dict[Any, tuple[str, bool]]]:
    """Every different cell's value, and for rejected ones the reason and whether the value is usable."""
    known: dict[Any, Any] = {}
    rejected: dict[Any, tuple[str, bool]] = {}
    for cell in different:
        try:
            known[cell] = read(cell)
        except BadCell as bad:
            known[cell] = None
            rejected[cell] = (bad.why, False)
        except RoughCell as rough:
            known[cell] = rough.value
            rejected[cell] = (rough.why, True)
    return known, rejected
