"""The list of imported files: what each made, and what was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, between, equals
from shopdesk.queries.read_models import filled
from shopdesk.queries.state_titles import choices_of
from shopdesk.queries.timeline import Line, timeline
from shopdesk.store.tables import ImportBatch


def _rows() -> AnySelect:
    return select(
        ImportBatch.id,
        ImportBatch.id.label("number"),
        ImportBatch.at,
        ImportBatch.what,
        ImportBatch.format,
        ImportBatch.file_name,
        ImportBatch.state,
        ImportBatch.row_count,
        ImportBatch.created,
        ImportBatch.updated,
        ImportBatch.unchanged,
        ImportBatch.skipped,
        ImportBatch.problem_count,
        ImportBatch.by_name,
    )


def _complete(_session: Session, rows: list[ListRow]) -> None:
    for row in rows:
        row.created_count = sum((row.created or {}).values())
        row.updated_count = sum((row.updated or {}).values())


IMPORT_BATCHES = Listing(
    name="imports",
    title=N_("Imports"),
    right=Right.IMPORT_FILES,
    columns=(
        Column("number", N_("Import"), Kind.NUMBER, sort="at", width=80),
        Column("file_name", N_("File"), Kind.NAME, second="format", width=240),
        Column("what", N_("What"), width=100),
        Column("state", N_("State"), Kind.STATE, machine="import_batch", width=120),
        Column("row_count", N_("Rows"), Kind.NUMBER, width=80),
        Column("created_count", N_("Created"), Kind.NUMBER, width=80),
        Column("updated_count", N_("Updated"), Kind.NUMBER, width=80),
        Column("unchanged", N_("Unchanged"), Kind.NUMBER, width=80),
        Column("problem_count", N_("Problems"), Kind.NUMBER, width=80),
        Column("at", N_("When"), Kind.TIME, sort="at", width=130),
        Column("format", N_("Format"), width=120, hidden=True),
        Column("by_name", N_("Who"), width=110),
    ),
    rows=_rows,
    id_column=ImportBatch.__table__.c.id,
    sorts={"at": ImportBatch.id},
    default_sort="at",
    default_down=True,
    filters=(
        Filter("what", N_("What")),
        Filter("state", N_("State"), choices_of("import_batch")),
        Filter("at", N_("Date"), kind=Kind.DATE),
    ),
    conditions={
        "what": equals(ImportBatch.what),
        "state": equals(ImportBatch.state),
        "format": equals(ImportBatch.format),
        "at": between(ImportBatch.at),
        "problems": lambda value: (ImportBatch.problem_count > 0) == (value == "yes"),
    },
    views=(View("all", N_("All")), View("problems", N_("With problems"), {"problems": "yes"})),
    decorate=_complete,
    tables=frozenset({"import_batches"}),
)
"""All imported files, newest first."""


@dataclass(frozen=True, slots=True)
class ImportDetail:
    """One imported file: what it made, row by row what was wrong, and its story."""

    id: int
    number: int
    what: str
    format: str
    file_name: str
    sha256: str
    state: str
    row_count: int
    created: dict[str, int]
    updated: dict[str, int]
    unchanged: int
    skipped: int
    problem_count: int
    problems: list[dict[str, Any]]
    at: datetime
    by_name: str
    timeline: tuple[Line, ...]


def import_detail(session: Session, batch_id: int) -> ImportDetail:
    """Everything about one imported file; raises UserError when there is none."""
    row = session.execute(select(ImportBatch.__table__).where(ImportBatch.id == batch_id)).first()
    if row is None:
        raise UserError(_("There is no such import."))
    return filled(ImportDetail, row, number=row.id, timeline=timeline(session, "import", batch_id))
