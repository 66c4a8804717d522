"""``formats``, ``import``, ``import-undo`` and ``export``: files in and out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _, n_

if TYPE_CHECKING:
    from shopdesk.cli.arguments import Group
    from shopdesk.cli.session import Session
    from shopdesk.usecases.imports import ImportResult

_SHOWN_PROBLEMS = 20


def add_to(group: Group) -> None:
    """Add the commands of this file."""
    group.add("formats", formats, _("the channel formats known"))
    importing = group.add("import", import_files, _("bring in products, stock, orders, customers or tracking"))
    importing.add_argument("what", metavar="WHAT")
    importing.add_argument("files", metavar="FILE", nargs="+")
    importing.add_argument("--format", metavar="NAME", default="", help=_("else it is recognised from the header"))
    importing.add_argument(
        "--policy", choices=("all", "good"), default="all", help=_("all rows or nothing, or the good rows")
    )
    importing.add_argument("--dry-run", action="store_true", help=_("say what would happen and change nothing"))
    importing.add_argument("--map", metavar="FILE.toml", help=_('which header holds which field: title = "Name"'))
    importing.add_argument(
        "--options", metavar="K=V", nargs="*", default=[], help=_("encoding, sheet, dates, decimal, zone, channel …")
    )
    undoing = group.add("import-undo", import_undo, _("take an import back, or say what changed since"))
    undoing.add_argument("batch", metavar="BATCH", help=_("the number the import was given"))
    exporting = group.add("export", export, _("write a list to .xlsx or .csv, as the screen shows it"))
    exporting.add_argument("what", metavar="WHAT")
    exporting.add_argument("file", metavar="FILE")
    exporting.add_argument("--format", metavar="NAME", default="", help=_("tracking or stock as a channel takes it"))
    exporting.add_argument("--where", metavar="TEXT", default="", help=_("filters and words, as for list"))
    exporting.add_argument("--sort", metavar="COL")
    exporting.add_argument("--down", action="store_true", help=_("largest or latest first"))
    exporting.add_argument("--columns", metavar="A,B", default="", help=_("these columns in this order"))


def formats(session: Session, _options: Namespace) -> None:
    """The formats known."""
    from shopdesk.usecases.channel_exports import channel_formats
    from shopdesk.usecases.imports import formats as known

    found = [{**one, "way": "import"} for one in known()] + [{**one, "way": "export"} for one in channel_formats()]
    session.answer(found, *(f"{one['way']} {one['what']:10} {one['name']:28} {one['title']}" for one in found))


def import_files(session: Session, options: Namespace) -> int:
    """Bring files in, one after another; 1 when rows were wrong or a file was refused."""
    from shopdesk.cli.plain_values import named_values

    chosen = named_values(options.options)
    mapping = _mapping(options.map)
    answers, failed = [], False
    for name in options.files:
        session.go_on()
        answer, result = _import(session, options, Path(name), chosen, mapping)
        answers.append(answer)
        failed = failed or result.refused or any(one.severity == "error" for one in result.problems)
        if not session.json:
            session.say(*_words(name, result, answer["problems_file"], dry=options.dry_run))
    if session.json:
        session.line(answers[0] if len(answers) == 1 else answers)
    return int(failed)


def _import(
    session: Session, options: Namespace, path: Path, chosen: dict[str, str], mapping: dict[str, str] | None
) -> tuple[dict[str, Any], ImportResult]:
    from shopdesk.usecases.imports import import_file

    result = import_file(
        session.desk,
        options.what,
        path,
        format=options.format,
        policy=options.policy,
        dry_run=options.dry_run,
        options=chosen,
        mapping=mapping,
        report=session.report,
    )
    session.progress.clear()
    answer = result.as_json()
    answer["file"] = str(path)
    answer["problems_file"] = _keep_problems(session, path, result)
    return answer, result


def _keep_problems(session: Session, path: Path, result: ImportResult) -> str | None:
    """A table of what was wrong, kept in this home; None when nothing was."""
    if not result.problems:
        return None
    from shopdesk.usecases.import_preview import save_problems

    folder = session.settings.problems_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideError(_("The folder {path} cannot be written.").format(path=folder)) from error
    return save_problems(result.problems, folder / f"{path.stem}-problems.csv")


def _mapping(name: str | None) -> dict[str, str] | None:
    if name is None:
        return None
    import tomllib

    try:
        with Path(name).open("rb") as file:
            found = tomllib.load(file)
    except OSError as error:
        said = _("“{name}” could not be opened: {reason}")
        raise OutsideError(said.format(name=name, reason=error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(_("“{name}” is no TOML: {why}").format(name=name, why=error)) from error
    columns = found.get("columns", found)
    return {str(field): str(header) for field, header in columns.items()}


def _words(name: str, result: ImportResult, problems_file: str | None, *, dry: bool) -> list[str]:
    counts = [_("{count} {table} new").format(count=count, table=table) for table, count in result.created.items()] + [
        _("{count} {table} changed").format(count=count, table=table) for table, count in result.updated.items()
    ]
    said = [
        _("{file}: {format}, {rows} rows").format(file=name, format=result.format, rows=result.rows),
        "  " + (", ".join(counts) or _("nothing new")),
    ]
    if result.unchanged or result.skipped:
        said.append(
            "  " + _("{same} unchanged, {skipped} left out").format(same=result.unchanged, skipped=result.skipped)
        )
    if result.absent_columns:
        said.append("  " + _("Columns not in the file: {names}").format(names=", ".join(result.absent_columns)))
    for one in result.problems[:_SHOWN_PROBLEMS]:
        place = _("row {row}").format(row=one.row)
        got = f" ({one.got})" if one.got else ""
        said.append(f"  {place} {one.column}: {one.why}{got}")
    more = result.problem_count - _SHOWN_PROBLEMS
    if more > 0:
        said.append("  " + n_("… and {count} more", "… and {count} more", more).format(count=more))
    if problems_file:
        said.append("  " + _("All of them: {file}").format(file=problems_file))
    if result.refused:
        said.append(_("Nothing was imported. Put the rows right, or import the good ones with --policy good."))
    elif dry:
        said.append(_("Nothing was changed: this was a dry run."))
    return said


def import_undo(session: Session, options: Namespace) -> None:
    """Take an import back as a whole."""
    from shopdesk.queries.finder import id_of
    from shopdesk.usecases.import_undo import undo

    desk = session.desk
    batch = desk.read(id_of, "import", options.batch)
    desk.do(undo, batch)
    session.answer({"batch": batch, "undone": True}, _("Import {number} was taken back.").format(number=batch))


def export(session: Session, options: Namespace) -> None:
    """Write a list to a file, or what a channel wants to know."""
    if options.what == "tracking" or options.format:
        _export_for_channel(session, options)
        return
    from shopdesk.cli.list_commands import sorting
    from shopdesk.queries.lists import list_named, typed_filters
    from shopdesk.usecases.exports import export_list

    listing = list_named(options.what)
    where, words = typed_filters(listing, options.where)
    sort, down = sorting(options)
    columns = [key.strip() for key in options.columns.split(",") if key.strip()] or None
    done = export_list(
        session.desk,
        listing,
        options.file,
        where=where,
        text=words,
        sort=sort,
        down=down,
        columns=columns,
        report=session.report,
    )
    session.progress.clear()
    said = n_("{count} row written to {file}", "{count} rows written to {file}", done.rows)
    session.answer({"rows": done.rows, "file": done.file}, said.format(count=done.rows, file=done.file))


def _export_for_channel(session: Session, options: Namespace) -> None:
    from shopdesk.usecases.channel_exports import OWN, export_for_channel

    if options.columns or options.sort or options.down:
        raise UserError(_("A channel's file has the columns and the order the channel wants."))
    name = options.format or OWN
    done = export_for_channel(
        session.desk, options.what, options.file, name, where=options.where, report=session.report
    )
    session.progress.clear()
    said = n_("{count} row written to {file}", "{count} rows written to {file}", done.rows)
    session.answer({"rows": done.rows, "file": done.file, "format": name}, said.format(count=done.rows, file=done.file))
