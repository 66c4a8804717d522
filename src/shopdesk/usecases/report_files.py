"""Reports as files: tables for spreadsheets, or a paper to print."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.domain.money import Money
from shopdesk.i18n import _, current_language
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports import MadeReport, ReportTable
from shopdesk.queries.settings import settings
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.paper_words import day_text, money_text, shop_head

ENDINGS = (".xlsx", ".csv", ".pdf")
_FOR_PROGRAMS = frozenset({"currency", "step"})
_FIGURES = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT})


def save_report(desk: Desk, made: MadeReport, path: Path | str) -> str:
    """Write a report to .xlsx, .csv (its longest table) or .pdf; returns where it is.

    Raises UserError for another ending, OutsideError when the file cannot be written.
    """
    target = Path(path)
    match target.suffix.lower():
        case ".xlsx":
            _write_xlsx(made, target)
        case ".csv":
            _write_csv(made, target)
        case ".pdf":
            _write_pdf(desk, made, target)
        case _:
            said = _("“{name}” must end with one of: {endings}.")
            raise UserError(said.format(name=target.name, endings=", ".join((*ENDINGS, ".json"))))
    return str(target)


def span_words(made: MadeReport) -> str:
    """The days a report covers, as people write them."""
    first, last = (day_words(day) for day in (made.asked.first, made.asked.last))
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


def day_words(day: date) -> str:
    """A day as people write it."""
    from babel.dates import format_date

    return format_date(day, "medium", locale=current_language())


def cell_words(table: ReportTable, at: int, row: tuple[Any, ...]) -> str:
    """One cell of a report as people write it."""
    value, column = row[at], table.columns[at]
    if value is None:
        return "–" if column.kind in _FIGURES else ""
    language = current_language()
    match column.kind:
        case Kind.MONEY:
            return money_text(value, row[table.at("currency")], language)
        case Kind.PERCENT:
            from babel.numbers import format_decimal

            return _("{share} %").format(share=format_decimal(round(value * 100, 1), locale=language))
        case Kind.NUMBER:
            from babel.numbers import format_decimal

            return format_decimal(value, locale=language)
        case Kind.DATE if isinstance(value, datetime):
            return day_text(value, language)
        case Kind.DATE if isinstance(value, date):
            return day_words(value)
    return str(value)


def _sheets(made: MadeReport) -> list[tuple[str, Any, Any]]:
    from shopdesk.documents.sheets import SheetColumn

    sheets: list[tuple[str, Any, Any]] = []
    for table in made.tables:
        at = table.at("currency")
        shown = [SheetColumn(_(c.title), "text" if c.kind is Kind.NAME else c.kind.value) for c in table.columns]
        rows = [
            [
                Money(value, row[at]) if at >= 0 and column.kind is Kind.MONEY and value is not None else value
                for column, value in zip(table.columns, row, strict=True)
            ]
            for row in table.rows
        ]
        sheets.append((_(table.title), shown, rows))
    return sheets


def _write_xlsx(made: MadeReport, target: Path) -> None:
    from shopdesk.documents.sheets import write_xlsx

    write_xlsx(target, _sheets(made))


def _write_csv(made: MadeReport, target: Path) -> None:
    from shopdesk.documents.sheets import write_csv

    _title, shown, rows = max(_sheets(made), key=lambda sheet: len(sheet[2]))
    write_csv(target, shown, rows)


def _write_pdf(desk: Desk, made: MadeReport, target: Path) -> None:
    from babel.dates import format_datetime

    from shopdesk.documents.flowing import FlowColumn, FlowTable
    from shopdesk.documents.report_paper import ReportPart, render

    with desk.reading() as session:
        shop = dict(settings(desk.database, session))
    parts = []
    for table in made.tables:
        # What a paper says in its amounts already needs no column of its own.
        kept = [at for at, column in enumerate(table.columns) if column.key not in _FOR_PROGRAMS]
        columns = tuple(FlowColumn(_(table.columns[at].title), table.columns[at].kind in _FIGURES) for at in kept)
        rows = [[cell_words(table, at, row) for at in kept] for row in table.rows]
        parts.append(ReportPart(_(table.title), FlowTable(columns, rows), tuple(_(note) for note in table.notes)))
    now = format_datetime(desk.clock().astimezone(), "medium", locale=current_language())
    paper = render(
        _(made.report.title),
        span_words(made),
        parts,
        shop_head(shop),
        empty=_("Nothing in these days."),
        made_text=_("Made {time}").format(time=now),
        page=str(shop.get("paper", "A4")),
        language=current_language(),
        allow_missing=True,
    )
    partial = target.with_name(target.name + ".partial")
    try:
        partial.write_bytes(paper.pdf)
        partial.replace(target)
    except OSError as error:
        raise OutsideError(_("{file} could not be written: {why}").format(file=target, why=error.strerror)) from error
