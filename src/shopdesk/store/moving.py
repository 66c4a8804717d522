"""Copying a whole shop from a file to a server or back, table by table, and proving that both say the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Table, func, insert, inspect, select, text
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _
from shopdesk.store import search_index, shop, upgrade
from shopdesk.store.backup import to_disk
from shopdesk.store.engine import Database, is_server, lock_journal
from shopdesk.store.tables import Base

Report = Callable[[int, int], None]
_AT_ONCE = 2_000
_WHOLE = 1 << 256


def move(source: Database, target: str | Path, report: Report | None = None) -> dict[str, int]:
    """Copy a shop to an empty server database or to a file that is not there yet; returns the rows by table.

    Nobody can change the source meanwhile. The copy counts only once every table was read back and has the same
    rows; any failure, and ``report`` raising, leaves nothing behind. Raises UserError when something is there
    already or a server cannot hold a text, OutsideError for disk and server trouble.
    """
    if is_server(target):
        database = Database.connect(target)
        try:
            with database.writing() as there:
                _refuse_what_is_there(there)
                return _copied(source, there, report)
        finally:
            database.close()
    path = Path(target)
    if path.exists():
        raise shop.exists_already(path)
    with TemporaryDirectory(prefix=".new-shop-", dir=_folder(path)) as folder:
        whole = Path(folder) / path.name
        database = Database.connect(whole, rebuilds=True)
        try:
            with database.writing() as there:
                rows = _copied(source, there, report)
        finally:
            database.close()
        try:
            shop.place(whole, path)
        except FileExistsError as error:
            raise shop.exists_already(path) from error
    to_disk(path.parent)
    return rows


def _folder(path: Path) -> Path:
    if not path.parent.is_dir():
        raise OutsideError(_("The folder {path} cannot be written.").format(path=path.parent))
    return path.parent


def _refuse_what_is_there(there: Connection) -> None:
    if shop.version_of(there) is not None:
        raise UserError(_("There is a shop already on this server database."))
    if inspect(there).get_table_names():
        raise UserError(_("This server database is not empty. A shop moves only into an empty one."))


def _copied(source: Database, there: Connection, report: Report | None) -> dict[str, int]:
    """Copy every table and prove it; the caller's transaction makes it all or nothing."""
    tables = Base.metadata.sorted_tables
    with _standing_still(source) as here:
        counts = {table.name: here.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
        steps = _Steps(report, 2 * sum(counts.values()))
        server = there.dialect.name == "postgresql"
        _make_tables(there, tables, server=server)
        sums = {}
        for table in tables:
            summing = _Sum()
            _fill(there, table, steps.watched(summing.of(_rows(here, table))))
            sums[table.name] = summing.value
        _finish(there, tables, server=server)
        for table in tables:
            proof = _Sum()
            for _row in steps.watched(proof.of(_rows(there, table))):
                pass
            if (proof.value, proof.rows) != (sums[table.name], counts[table.name]):
                raise OutsideError(
                    _("The copy of {table} is not equal to the original. Nothing was moved.").format(table=table.name)
                )
    steps.done()
    return counts


@contextmanager
def _standing_still(source: Database) -> Iterator[Connection]:
    """A connection to the source while everybody who wants to change it waits."""
    with source.writing() as here:
        lock_journal(here)
        yield here


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    return iter(connection.execute(select(*table.columns).execution_options(yield_per=_AT_ONCE)))


class _Sum:
    """A checksum over rows in any order: databases sort texts differently."""

    def __init__(self) -> None:
        self.value, self.rows = 0, 0

    def of(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """``rows`` as they pass by."""
        for row in rows:
            said = repr(tuple(row)).encode("utf-8", "surrogatepass")
            self.value = (self.value + int.from_bytes(hashlib.sha256(said).digest())) % _WHOLE
            self.rows += 1
            yield row


class _Steps:
    """Tells how far it is; cancelling is the report raising."""

    def __init__(self, report: Report | None, of: int) -> None:
        self._report, self._of, self._at = report, of, 0

    def watched(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """``rows`` as they pass by."""
        for row in rows:
            if self._report is not None and self._at % _AT_ONCE == 0:
                self._report(self._at, self._of)
            self._at += 1
            yield row

    def done(self) -> None:
        """Everything passed."""
        if self._report is not None:
            self._report(self._of, self._of)


def _make_tables(there: Connection, tables: Sequence[Table], *, server: bool) -> None:
    """Tables ready to be filled: on a server without links and indexes, which are quicker made over full tables."""
    there.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    there.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": upgrade.HEAD})
    if not server:
        Base.metadata.create_all(there)
        return
    for table in tables:
        there.execute(CreateTable(table, include_foreign_key_constraints=()))


def _fill(there: Connection, table: Table, rows: Iterator[Sequence[Any]]) -> None:
    """Put rows into one table; what the database computes itself is left to it."""
    kept = [at for at, column in enumerate(table.columns) if column.computed is None]
    columns = [list(table.columns)[at] for at in kept]
    if there.dialect.name != "postgresql":
        names = [column.name for column in columns]
        while part := list(islice(rows, _AT_ONCE)):
            there.execute(insert(table), [dict(zip(names, (row[at] for at in kept), strict=True)) for row in part])
        return
    quoted = there.dialect.identifier_preparer.quote
    words = f"COPY {quoted(table.name)} ({', '.join(quoted(column.name) for column in columns)}) FROM STDIN"
    impls = [column.type.dialect_impl(there.dialect) for column in columns]
    binders = [impl.bind_processor(there.dialect) for impl in impls]
    cursor: Any = there.connection.cursor()
    try:
        with cursor.copy(words) as copy:
            for row in rows:
                copy.write_row(
                    [row[at] if bind is None else bind(row[at]) for at, bind in zip(kept, binders, strict=True)]
                )
    except there.dialect.loaded_dbapi.DataError as error:
        raise UserError(
            _("{table} holds a text or number that the server cannot keep: {why}").format(table=table.name, why=error)
        ) from error
    finally:
        cursor.close()


def _finish(there: Connection, tables: Sequence[Table], *, server: bool) -> None:
    """Indexes, links and number ranges over the full tables, and the search index."""
    search_index.create(there)
    if not server:
        search_index.rebuild(there)
        if there.execute(text("PRAGMA foreign_key_check")).first():
            raise OutsideError(_("The copy would have broken links. Nothing was moved."))
        return
    for table in tables:
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            there.execute(CreateIndex(index))
    for table in tables:
        for link in sorted(table.foreign_key_constraints, key=lambda link: str(link.name)):
            there.execute(AddConstraint(link, isolate_from_table=False))
        if table.autoincrement_column is not None:
            last = there.execute(select(func.max(table.autoincrement_column))).scalar()
            if last is not None:
                owned = func.pg_get_serial_sequence(table.name, table.autoincrement_column.name)
                there.execute(select(func.setval(owned, last)))
    there.execute(text("ANALYZE"))
