"""Importing files: read one outside any transaction, show what it would do, then do all of it at once or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from shopdesk.documents.formats import Format, Reading, apply_format, format_named, known_formats, recognise
from shopdesk.documents.mapping import OWN, custom_format, guess_columns, mapping_of
from shopdesk.documents.reader import Table, read_table
from shopdesk.documents.records import RowProblem
from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.domain.rights import Right, needs, require
from shopdesk.i18n import _
from shopdesk.queries.settings import default_warehouse, settings
from shopdesk.store.engine import Database
from shopdesk.store.tables import ImportBatch
from shopdesk.store.work import Work
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.import_plans import Plan, Reader, Report, ShopFacts, many_objects, spans

KINDS = ("products", "stock", "orders", "customers", "tracking")
POLICIES = ("all", "good")
MOST_KEPT_PROBLEMS = 10_000
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Prepared:
    """A file that was read and understood, ready to be compared with the shop and applied."""

    what: str
    path: Path
    sha256: str
    format: Format
    reading: Reading
    table: Table
    currency: str
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    @property
    def platform(self) -> str:
        """The platform the file comes from, e.g. ``shopify``; blank for own templates and own columns."""
        first = self.format.name.partition("_")[0]
        return "" if first in ("shopdesk", OWN) else first


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or would have done. ``batch`` is None when nothing was applied.

    ``created`` and ``updated`` count rows by table; errors among ``problems`` kept their rows out.
    """

    batch: int | None
    format: str
    rows: int
    created: dict[str, int]
    updated: dict[str, int]
    unchanged: int
    skipped: int
    problems: list[RowProblem]
    problem_count: int
    absent_columns: tuple[str, ...]
    problems_file: str | None = None
    refused: bool = False

    def as_json(self) -> dict[str, Any]:
        """The result as the command line prints it."""
        said = asdict(self)
        said["absent_columns"] = list(self.absent_columns)
        said["problems"] = [_as_json(problem) for problem in self.problems]
        return said


def prepare(
    desk: Desk,
    what: str,
    path: Path | str,
    *,
    format: str = "",
    options: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Prepared:
    """Read a file in a limited process and bring its rows to records; the shop is not touched.

    ``options``: encoding, sheet, dates (dmy, mdy), decimal, zone, header_row, channel. ``mapping``: field → header,
    on top of the format; blank headers leave a field out. Raises UserError or OutsideError for unusable files.
    """
    require(desk.user, Right.IMPORT_FILES)
    if what not in KINDS:
        raise UserError(_("“{what}” cannot be imported. Possible: {known}.").format(what=what, known=", ".join(KINDS)))
    path, options = Path(path), dict(options or {})
    sha256 = sha256_of(path)
    with many_objects():
        table = read_table(path, encoding=options.get("encoding") or None, sheet=options.get("sheet") or None)
    chosen = _chosen_format(table, what, format, mapping)
    currency, country = desk.currency, chosen.country or str(desk.setting("country", ""))
    if not chosen.zone:
        options.setdefault("zone", str(desk.setting("timezone", "UTC")))
    with many_objects():
        reading = apply_format(table, chosen, currency=currency, country=country, options=options)
    return Prepared(what, path, sha256, chosen, reading, table, currency, options)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes; raises OutsideError when it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        said = _("“{name}” could not be opened: {reason}")
        raise OutsideError(said.format(name=path.name, reason=error.strerror or error)) from error
    return digest.hexdigest()


def _chosen_format(table: Table, what: str, name: str, mapping: Mapping[str, str] | None) -> Format:
    """The named format, else the recognised one, else one guessed from the headers; a mapping goes on top."""
    if name and name != OWN:
        chosen = format_named(name)
        if chosen.what != what:
            raise UserError(_("“{title}” is no format for {what}.").format(title=_(chosen.title), what=what))
    else:
        found = [] if name == OWN else recognise(table, what)
        header = [str(cell).strip() for cell in table.rows[table.header_row]]
        chosen = found[0] if found else custom_format(what, guess_columns(what, header))
    return custom_format(what, mapping, chosen) if mapping else chosen


# --- comparing with the shop --------------------------------------------------------------------------------------


def plan_of(database: Database, reader: Reader, prepared: Prepared, now: Any, user_name: str,
            report: Report | None = None) -> Plan:  # fmt: skip
    """What the prepared file would change in the shop as ``reader`` sees it; nothing is written."""
    known = settings(database, reader)
    facts = ShopFacts(
        currency=str(known.get("currency", "EUR")),
        country=str(known.get("country", "")),
        timezone=str(known.get("timezone", "UTC")),
        handling_days=int(known.get("handling_days", 1)),
        warehouse_id=default_warehouse(database, reader),
        now=now,
        user_name=user_name,
        platform=prepared.platform,
        channel=prepared.options.get("channel", ""),
        file_name=prepared.file_name,
    )
    plan: Plan = _module(prepared.what).plan(reader, facts, prepared.reading.records, report)
    plan.facts = facts
    headers = mapping_of(prepared.format, prepared.reading.header)
    plan.problems = [replace(problem, column=headers.get(problem.column, "")) for problem in plan.problems]
    return plan


def _module(what: str, step: str = "") -> Any:
    """The module that plans (or with ``step`` writes) one kind of file."""
    return import_module(f"shopdesk.usecases.import_{what}{step}")


def result_of(prepared: Prepared, plan: Plan, batch: int | None = None, *, refused: bool = False) -> ImportResult:
    """The figures of a plan as a result."""
    problems = in_file_order([*prepared.reading.problems, *plan.problems])
    nothing: dict[str, int] = {}
    return ImportResult(
        batch=batch,
        format=prepared.format.name,
        rows=prepared.reading.row_count,
        created=nothing if refused else _counts(plan.created),
        updated=nothing if refused else _counts(plan.updated),
        unchanged=0 if refused else plan.unchanged,
        skipped=prepared.reading.row_count if refused else plan.skipped,
        problems=problems[:MOST_KEPT_PROBLEMS],
        problem_count=len(problems),
        absent_columns=prepared.reading.absent_columns,
        refused=refused,
    )


def in_file_order(problems: Sequence[RowProblem]) -> list[RowProblem]:
    """Problems by row, errors before warnings."""
    return sorted(problems, key=lambda problem: (problem.row, problem.severity))


def _counts(counter: Mapping[str, int]) -> dict[str, int]:
    return {table: count for table, count in counter.items() if count}


def _as_json(problem: RowProblem) -> dict[str, Any]:
    return {"row": problem.row, "column": problem.column, "got": problem.got, "why": problem.why,
            "severity": problem.severity}  # fmt: skip


# --- applying -----------------------------------------------------------------------------------------------------


@needs(Right.IMPORT_FILES)
def apply(
    work: Work, prepared: Prepared, *, policy: str = "all", dry_run: bool = False, report: Report | None = None
) -> ImportResult:
    """Apply a prepared file: everything or, with policy ``good``, its good rows; nothing if it has errors otherwise.

    ``report(at, of)`` is called now and then; cancelling is that call raising. ``dry_run`` only compares.
    """
    if policy not in POLICIES:
        raise UserError(_("The policy is “all” or “good”."))
    try:
        with many_objects():
            return _apply(work, prepared, policy, dry_run=dry_run, report=report)
    except BaseException:
        # What was remembered may name rows that are rolled back now.
        work.database.forget(frozenset({"locations", "settings"}))
        raise


def _apply(work: Work, prepared: Prepared, policy: str, *, dry_run: bool, report: Report | None) -> ImportResult:
    plan = plan_of(work.database, work.connection, prepared, work.now, work.user.name, report)
    errors = any(one.severity == "error" for one in (*prepared.reading.problems, *plan.problems))
    if errors and (policy == "all" or not prepared.reading.records):
        return result_of(prepared, plan, refused=True)
    if dry_run:
        return result_of(prepared, plan)
    batch_id = _keep_batch(work, prepared, plan)
    _module(prepared.what, "_writing").write(work, plan, plan.facts, batch_id, report)
    work.content["import"]["ids"] = {table: spans(ids) for table, ids in plan.made.items()}
    return result_of(prepared, plan, batch_id)


def _keep_batch(work: Work, prepared: Prepared, plan: Plan) -> int:
    """The row of the import itself, its journal content and its timeline."""
    result = result_of(prepared, plan)
    facts = {"what": prepared.what, "format": result.format, "file_name": prepared.file_name, "sha256": prepared.sha256}
    batch_id = int(
        work.write(
            insert(ImportBatch)
            .values(
                **facts,
                state="applied",
                row_count=result.rows,
                created=result.created,
                updated=result.updated,
                unchanged=result.unchanged,
                skipped=result.skipped,
                problem_count=result.problem_count,
                problems=[_as_json(problem) for problem in result.problems],
                at=work.now,
                by_name=work.user.name,
            )
            .returning(ImportBatch.id)
        ).scalar_one()
    )
    counts = {"rows": result.rows, "created": result.created, "updated": result.updated}
    work.content["import"] = {"batch": batch_id, **facts, **counts, "problems": result.problem_count}
    work.event("import", batch_id, "imported", file=prepared.file_name, **counts)
    return batch_id


def import_file(
    desk: Desk,
    what: str,
    path: Path | str,
    *,
    format: str = "",
    policy: str = "all",
    dry_run: bool = False,
    options: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
    report: Report | None = None,
) -> ImportResult:
    """Read a file and apply it in one go; ``result.refused`` tells that errors kept all of it out."""
    prepared = prepare(desk, what, path, format=format, options=options, mapping=mapping)
    if not dry_run:
        return desk.do(apply, prepared, policy=policy, report=report)
    with desk.reading() as session:
        plan = plan_of(desk.database, session, prepared, desk.clock(), desk.user.name, report)
        errors = any(one.severity == "error" for one in (*prepared.reading.problems, *plan.problems))
        return result_of(prepared, plan, refused=errors and policy == "all")


def formats(what: str | None = None) -> list[dict[str, str]]:
    """The channel formats known: name, subject and title."""
    return [{"name": one.name, "what": one.what, "title": _(one.title)} for one in known_formats(what)]


def earlier_import(reader: Reader, sha256: str) -> Any:
    """When and by whom the very same file was applied before, or None."""
    return reader.execute(
        select(ImportBatch.id, ImportBatch.at, ImportBatch.by_name)
        .where(ImportBatch.sha256 == sha256, ImportBatch.state == "applied")
        .order_by(ImportBatch.id.desc())
        .limit(1)
    ).first()
