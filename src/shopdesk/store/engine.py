"""The only place that knows which database a shop lives in."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from shopdesk.domain.errors import OutsideError
from shopdesk.i18n import _
from shopdesk.store.driver import is_server as is_server  # noqa: PLC0414 - asked for here as well
from shopdesk.store.driver import sqlite_module as sqlite_module  # noqa: PLC0414

BUSY_TIMEOUT_MS = 10_000
_JOURNAL_LOCK = 7_403_001
_ORDER_RETRIES = frozenset({"40001", "40P01", "55P03"})


_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _sqlite_engine(path: Path, *, writes: bool, rebuilds: bool = False) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=sqlite_module(),
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        poolclass=QueuePool,
        pool_size=1 if writes else 4,
        max_overflow=1 if writes else 4,
        hide_parameters=True,
        json_serializer=_dumps,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling would leave DDL and leading SELECTs outside the transaction.
        connection.isolation_level = None
        cursor = connection.cursor()
        if writes:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
        else:
            cursor.execute("PRAGMA query_only=ON")
        # Rebuilding a table drops the old one, which would drag along the rows that point at it.
        cursor.execute("PRAGMA foreign_keys=OFF" if rebuilds else "PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA cache_size=-32000")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    begin_words = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        cursor = straight_cursor(connection)
        if cursor is None:
            connection.exec_driver_sql(begin_words)
            return
        try:
            cursor.execute(begin_words)
        except connection.dialect.loaded_dbapi.Error as error:
            raise as_sqlalchemy(connection, begin_words, error) from error

    return engine


def straight_cursor(connection: Connection) -> Any | None:
    """The driver's own cursor of a shop file, past all that SQLAlchemy does for each statement.

    None on a server, and when somebody listens to the statements of this connection.
    """
    if connection.dialect.name != "sqlite" or connection.dispatch.before_cursor_execute:
        return None
    return connection.connection.cursor()


def as_sqlalchemy(connection: Connection, statement: str, error: Exception) -> DBAPIError:
    """An error of the driver as SQLAlchemy would have raised it."""
    dialect = connection.dialect
    wrapped = DBAPIError.instance(
        statement, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
    )
    assert isinstance(wrapped, DBAPIError)
    return wrapped


def _server_engine(url: str) -> Engine:
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=4,
        max_overflow=8,
        pool_pre_ping=True,
        hide_parameters=True,
        json_serializer=_dumps,
    )


@dataclass
class Database:
    """The engines of one shop: one that writes, one that reads."""

    target: str
    writer: Engine
    reader: Engine
    server: bool

    @classmethod
    def connect(cls, target: str | Path, *, rebuilds: bool = False) -> Database:
        """Engines for a shop file or a ``postgresql://`` URL; nothing is opened yet.

        An upgrade, which ``rebuilds`` tables, proves the links between them itself.
        """
        if is_server(target):
            engine = _server_engine(str(target))
            one_moment = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            return cls(str(target), engine, one_moment, server=True)
        path = Path(target).absolute()
        writer = _sqlite_engine(path, writes=True, rebuilds=rebuilds)
        return cls(str(path), writer, _sqlite_engine(path, writes=False), server=False)

    def __post_init__(self) -> None:
        """One writer at a time in this process; other processes wait at the database."""
        self._turn = threading.RLock()
        self._kept: Connection | None = None
        self._closed = False
        self.remembered: dict[str, Any] = {}
        # Whoever wants to interrupt looks here: once a change is being committed, it is too late to take it back.
        self.finishing = False
        self.commits = 0

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.writer.dialect.name

    def forget(self, tables: frozenset[str]) -> None:
        """Drop what was remembered of ``tables`` after they changed."""
        for table in tables:
            self.remembered.pop(table, None)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection inside a write transaction; commits at the end, rolls back on any error."""
        self.finishing = False
        if self.server:
            with outside_errors(), self.writer.begin() as connection:
                yield connection
                self.finishing = True
            self.commits += 1
            return
        with self._turn, outside_errors():
            # One connection stays open for all writing: fetching it anew costs more than beginning and committing.
            connection = self._kept = self._kept or self.writer.connect()
            try:
                with connection.begin():
                    yield connection
                    self.finishing = True
                self.commits += 1
            except BaseException:
                self._let_go()
                raise
            if self._closed:
                self._let_go()

    def _let_go(self) -> None:
        """Give the kept connection back, in whatever state it is."""
        kept, self._kept = self._kept, None
        if kept is not None:
            if self._closed:
                kept.invalidate()  # its pool is gone, so nobody else would close the file
            kept.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads, seeing one moment of the shop."""
        with outside_errors(), Session(self.reader, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Close every connection; on SQLite this also folds the write-ahead log into the file."""
        self.reader.dispose()
        self._closed = True
        if self._turn.acquire(blocking=False):  # else who is writing in another thread lets go at the end
            try:
                self._let_go()
            finally:
                self._turn.release()
        self.writer.dispose()


def upsert(dialect: str, table: Any) -> Any:
    """An insert of ``dialect`` that knows ``on_conflict_do_update``."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # only for a shop server

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def lock_journal(connection: Connection) -> None:
    """Let one transaction at a time append to the hash chain; SQLite's write lock already does."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _JOURNAL_LOCK})


_OUTSIDE_NAMES = ("BUSY", "LOCKED", "FULL", "READONLY", "IOERR", "CANTOPEN", "PERM", "NOMEM", "PROTOCOL")


def _sentence(error: DBAPIError) -> str | None:
    name = str(getattr(error.orig, "sqlite_errorname", "")).removeprefix("SQLITE_")
    if not name:
        name = _name_from_words(str(error.orig))
    kind = name.split("_")[0]
    if kind in ("BUSY", "LOCKED"):
        return _("The shop file is in use by another program. Nothing was changed; please try again.")
    if kind == "FULL":
        return _("The disk is full. Nothing was changed.")
    if kind in ("READONLY", "PERM"):
        return _("The shop file cannot be written. Nothing was changed.")
    if kind in ("CORRUPT", "NOTADB"):
        return _("This is no readable shop file, or it is damaged.")
    if kind in _OUTSIDE_NAMES:
        return _("The shop file could not be used. Nothing was changed.")
    return None


def _name_from_words(words: str) -> str:
    """Error kinds by SQLite's stable wording, for drivers that do not pass the code on."""
    for words_part, name in (
        ("database is locked", "BUSY"),
        ("table is locked", "LOCKED"),
        ("database or disk is full", "FULL"),
        ("readonly", "READONLY"),
        ("disk I/O error", "IOERR"),
        ("unable to open", "CANTOPEN"),
        ("file is not a database", "NOTADB"),
        ("malformed", "CORRUPT"),
    ):
        if words_part in words:
            return name
    return ""


@contextmanager
def outside_errors() -> Iterator[None]:
    """Turn failures of disk, lock or server into OutsideError; bugs pass through unchanged."""
    try:
        yield
    except DBAPIError as error:
        sentence = _sentence(error)
        if sentence is not None:
            raise OutsideError(sentence) from error
        if is_retryable(error):
            raise
        if error.connection_invalidated or (
            isinstance(error, OperationalError | InterfaceError) and hasattr(error.orig, "pgconn")
        ):
            raise OutsideError(_("The shop server cannot be reached. Nothing was changed.")) from error
        raise


def is_retryable(error: BaseException) -> bool:
    """Whether a server refused only because of a race, so that the whole command may run again."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _ORDER_RETRIES
