"""``list`` and ``report``: what the screens show, as text or JSON."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _

if TYPE_CHECKING:
    from shopdesk.cli.arguments import Group
    from shopdesk.cli.session import Session
    from shopdesk.queries.reports import MadeReport, ReportTable
    from shopdesk.usecases.desk import Desk

_WIDEST = 40


def add_to(group: Group) -> None:
    """Add the commands of this file."""
    listing = group.add("list", list_rows, _("rows of a list: orders, shipments, returns, products, inventory, …"))
    listing.add_argument("what", metavar="WHAT")
    listing.add_argument(
        "--where", metavar="TEXT", default="", help=_('filters and words: "view=late channel=etsy müller"')
    )
    listing.add_argument("--sort", metavar="COL", help=_("sort by this column"))
    listing.add_argument("--down", action="store_true", help=_("largest or latest first"))
    listing.add_argument("--limit", metavar="N", type=int)
    reporting = group.add("report", report, _("a report: daily, weekly, monthly, sales, profit, returns, …"))
    reporting.add_argument("name", metavar="NAME")
    reporting.add_argument("--from", dest="first", metavar="D", type=day, help=_("first day, 2026-01-31"))
    reporting.add_argument("--to", dest="last", metavar="D", type=day, help=_("last day, included"))
    reporting.add_argument("--by", metavar="CHANNEL", nargs="+", default=[], help=_("only these channels"))
    reporting.add_argument("--set", metavar="NAME=VALUE", nargs="+", default=[], help=_("values of the report's own"))
    reporting.add_argument("--out", metavar="FILE", help=_("write to .pdf, .xlsx, .csv or .json"))


def day(words: str) -> date:
    """A day as it is typed; its name is what a complaint about it says."""
    return date.fromisoformat(words)


def sorting(options: Namespace) -> tuple[str | None, bool | None]:
    """Column and direction; without either the list's own order."""
    return options.sort, True if options.down else (False if options.sort else None)


def list_rows(session: Session, options: Namespace) -> None:
    """Rows of a list, one JSON object a line."""
    from shopdesk.cli.plain_values import list_row
    from shopdesk.domain.rights import Right
    from shopdesk.queries.lists import list_named, typed_filters

    listing = list_named(options.what)
    desk = session.desk
    where, words = typed_filters(listing, options.where)
    sort, down = sorting(options)
    if options.limit is not None and options.limit < 0:
        raise UserError(_("The limit cannot be negative."))
    rows = islice(desk.pages(listing, where, words, sort, down), options.limit)
    contacts = desk.may(Right.SEE_CONTACTS)
    barred = {column.key for column in listing.columns if column.right is not None and not desk.may(column.right)}
    said = (
        {key: value for key, value in list_row(listing, row, contacts=contacts).items() if key not in barred}
        for row in rows
    )
    if session.json:
        for line in said:
            session.line(line)
        return
    keys = [column.key for column in listing.columns if not column.hidden and column.kind != "thumb"]
    session.say(*_table(keys, [[line.get(key) for key in keys] for line in said]))


def _table(head: list[str], rows: list[list[Any]]) -> list[str]:
    """Text columns as wide as they need to be, at most ``_WIDEST``."""
    cells = [head, *([_cell(value) for value in row] for row in rows)]
    widths = [min(_WIDEST, max(len(row[at]) for row in cells)) for at in range(len(head))]
    return [
        "  ".join(cell[:width].ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    ]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return " ".join((json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)).split())


def report(session: Session, options: Namespace) -> None:
    """The tables of a report."""
    from shopdesk.cli.plain_values import named_values
    from shopdesk.queries.reports import make_report
    from shopdesk.usecases.report_files import cell_words

    desk = session.desk
    made = desk.read(
        make_report,
        desk.user,
        options.name,
        options.first,
        options.last,
        channels=options.by,
        values=named_values(options.set),
    )
    tables = [_table_json(table) for table in made.tables]
    said: dict[str, Any] = {
        "report": made.report.name,
        "from": made.asked.first.isoformat(),
        "to": made.asked.last.isoformat(),
        "tables": tables,
    }
    if options.out:
        said["file"] = _write_report(desk, made, Path(options.out), said)
        session.answer(said, said["file"])
        return
    words: list[str] = [f"{_(made.report.title)}  {made.asked.first} … {made.asked.last}"]
    for table in made.tables:
        shown = [[cell_words(table, at, row) for at in range(len(table.columns))] for row in table.rows]
        words += ["", _(table.title), *_table([column.key for column in table.columns], shown)]
        words += [f"  {_(note)}" for note in table.notes]
    session.answer(said, *words)


def _table_json(table: ReportTable) -> dict[str, Any]:
    from shopdesk.cli.plain_values import amount, plain

    at = table.at("currency")
    rows = []
    for row in table.rows:
        currency = row[at] if at >= 0 else ""
        rows.append(
            {
                column.key: amount(value, currency) if column.kind == "money" and value is not None else plain(value)
                for column, value in zip(table.columns, row, strict=True)
            }
        )
    return {
        "table": table.key,
        "title": _(table.title),
        "columns": [column.key for column in table.columns],
        "rows": rows,
        "notes": [_(note) for note in table.notes],
    }


def _write_report(desk: Desk, made: MadeReport, target: Path, said: dict[str, Any]) -> str:
    if target.suffix.lower() != ".json":
        from shopdesk.usecases.report_files import save_report

        return save_report(desk, made, target)
    partial = target.with_name(target.name + ".partial")
    try:
        partial.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
        partial.replace(target)
    except OSError as error:
        raise OutsideError(_("{file} could not be written: {why}").format(file=target, why=error.strerror)) from error
    return str(target)
