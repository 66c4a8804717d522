"""Exporting: exactly the list somebody sees, as a spreadsheet or as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shopdesk.documents.records import RowProblem
from shopdesk.domain.errors import UserError
from shopdesk.domain.money import Money
from shopdesk.domain.parties import masked_email, masked_phone
from shopdesk.domain.rights import Right, needs, require
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import Column, Kind, Listing
from shopdesk.queries.state_titles import state_title
from shopdesk.store.work import Work
from shopdesk.usecases.desk import Desk

Report = Callable[[int, int], None]
ENDINGS = (".xlsx", ".csv")
_REPORT_EVERY = 200
_PIXELS_PER_CHARACTER = 7
_CURRENCY = Column("currency", N_("Currency"), Kind.CODE, width=70)
_MASKED: dict[str, Callable[[str], str]] = {
    "phone": masked_phone,
    "ship_phone": masked_phone,
    "email": masked_email,
}
_SHEET_KINDS = {Kind.NAME: "text", Kind.STATE: "text"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote; ``problems`` are cells a file of this kind cannot hold as they are."""

    rows: int
    file: str
    problems: tuple[RowProblem, ...] = ()


@needs(Right.EXPORT_FILES)
def _note_export(work: Work, list_name: str, rows: int, file_name: str) -> None:
    """Keep in the journal that a list left the shop: which, how many rows, under what name; never what it said."""
    work.event("shop", 0, "exported", list=list_name, rows=rows, file=file_name)


def export_list(
    desk: Desk,
    listing: Listing,
    path: Path | str,
    *,
    where: Mapping[str, str] | None = None,
    text: str = "",
    sort: str | None = None,
    down: bool | None = None,
    columns: Sequence[str] | None = None,
    report: Report | None = None,
) -> Exported:
    """Write the rows of a list to .xlsx or .csv, in its order, with its columns (the visible ones when not named).

    Without the right to see contacts, phones and e-mails are masked. Cancelling is ``report`` raising; nothing is
    written then. Raises UserError for unknown columns or endings, OutsideError when the file cannot be written.
    """
    require(desk.user, Right.EXPORT_FILES)
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise UserError(
            _("“{name}” must end with one of: {endings}.").format(name=target.name, endings=", ".join(ENDINGS))
        )
    chosen = exported_columns(desk, listing, columns)
    pages = desk.pages(listing, where, text, sort, down)
    counted = _Counted(report, pages.total if report else 0)
    cells = _cells(desk, chosen, counted.each(pages))
    problems = _write(target, ending, listing, chosen, cells)
    desk.do(_note_export, listing.name, counted.rows, target.name)
    return Exported(counted.rows, str(target), tuple(problems))


def exported_columns(desk: Desk, listing: Listing, keys: Sequence[str] | None = None) -> tuple[Column, ...]:
    """The columns of an export: those named, else the visible ones with their second lines, and the currency."""
    if keys:
        chosen = [listing.column(key) if key != _CURRENCY.key else _CURRENCY for key in keys]
        for column in chosen:
            if column.right is not None:
                require(desk.user, column.right)
    else:
        chosen = [column for column in listing.columns if not column.hidden and _may_see(desk, column)]
        chosen = [part for column in chosen for part in _with_second_line(listing, column)]
        if any(column.kind is Kind.MONEY for column in chosen):
            chosen.append(_CURRENCY)
    return tuple(dict.fromkeys(column for column in chosen if column.kind is not Kind.THUMB))


def _may_see(desk: Desk, column: Column) -> bool:
    return column.right is None or desk.may(column.right)


def _with_second_line(listing: Listing, column: Column) -> list[Column]:
    """A column and, as a column of its own, its second line; pictures become the titles of what they show."""
    known = {one.key: one for one in listing.columns}
    if column.kind is Kind.THUMB:
        return [known["items"]] if "items" in known else []
    second = known.get(column.second or "")
    return [column] if second is None or second is column else [column, second]


def _write(
    target: Path, ending: str, listing: Listing, columns: Sequence[Column], cells: Iterator[list[Any]]
) -> list[RowProblem]:
    from shopdesk.documents.sheets import SheetColumn, write_csv, write_xlsx

    shown = [
        SheetColumn(
            _(column.title), _SHEET_KINDS.get(column.kind, column.kind.value), column.width / _PIXELS_PER_CHARACTER
        )
        for column in columns
    ]
    if ending == ".csv":
        return write_csv(target, shown, cells)
    return write_xlsx(target, [(_(listing.title), shown, cells)])


@dataclass
class _Counted:
    """Counts the rows that pass by and reports how far it is."""

    report: Report | None
    of: int
    rows: int = 0

    def each(self, rows: Any) -> Iterator[Any]:
        for row in rows:
            if self.report is not None and self.rows % _REPORT_EVERY == 0:
                self.report(self.rows, max(self.of, self.rows))
            self.rows += 1
            yield row
        if self.report is not None:
            self.report(self.rows, self.rows)


def _cells(desk: Desk, columns: Sequence[Column], rows: Iterator[Any]) -> Iterator[list[Any]]:
    masked = {} if desk.may(Right.SEE_CONTACTS) else _MASKED
    makers = [_maker(column, masked.get(column.key)) for column in columns]
    for row in rows:
        yield [make(row) for make in makers]


def _maker(column: Column, mask: Callable[[str], str] | None) -> Callable[[Any], Any]:
    """How one column turns a row into a cell."""
    key = column.key
    if mask is not None:
        return lambda row: mask(str(getattr(row, key) or ""))
    match column.kind:
        case Kind.MONEY:
            return lambda row: None if getattr(row, key) is None else Money(getattr(row, key), row.currency)
        case Kind.STATE:
            return lambda row: state_title(column.machine, str(getattr(row, key) or ""))
        case Kind.BOOL:
            return lambda row: bool(getattr(row, key))
    return lambda row: getattr(row, key)
