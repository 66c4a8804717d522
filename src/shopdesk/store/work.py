"""One user action = one transaction = one journal entry = one announcement."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, bindparam, event, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from shopdesk.domain.errors import Conflict
from shopdesk.domain.rights import User
from shopdesk.i18n import _
from shopdesk.store import journal
from shopdesk.store.engine import Database, straight_cursor
from shopdesk.store.prepared import ByIds, Prepared
from shopdesk.store.tables import Sequence as NumberRange
from shopdesk.store.tables.bookkeeping import Journal

Clock = Callable[[], datetime]


_TAKE_NUMBERS = Prepared(
    update(NumberRange)
    .where(NumberRange.name == bindparam("range"))
    .values(next=NumberRange.next + bindparam("count"))
    .returning(NumberRange.next)
)


def utc_now() -> datetime:
    """The current moment in UTC, to the whole millisecond so that both databases keep it alike."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


class ShopSession(Session):
    """A session whose flushes report touched tables and row changes to its unit of work."""


@event.listens_for(ShopSession, "before_flush")
def _note_changes(session: Session, _context: Any, _instances: Any) -> None:
    work: Work | None = session.info.get("work")
    if work is not None:
        for change in journal.row_changes(session):
            work.touched.add(change["table"])
            work.changes.append(change)


@event.listens_for(ShopSession, "after_flush")
def _word_changes(session: Session, _context: Any) -> None:
    """Ids and defaults are known now; holding the rows themselves would keep them in memory until the end."""
    work: Work | None = session.info.get("work")
    if work is not None:
        work.said.extend(journal.said_of(change) for change in work.changes)
        work.changes.clear()


@dataclass
class Work:
    """One user action in progress: its transaction, who acts, when, and what it touched."""

    database: Database
    connection: Connection
    user: User
    now: datetime
    verb: str = ""
    key: str = ""
    touched: set[str] = field(default_factory=set)
    changes: list[dict[str, Any]] = field(default_factory=list)
    said: list[list[Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    _session: ShopSession | None = None

    def __post_init__(self) -> None:
        """Whether prepared statements may go straight to the driver is asked once."""
        self.cursor = straight_cursor(self.connection)

    @property
    def session(self) -> Session:
        """The session of this transaction, for forms; a hot path that never asks for one pays for none."""
        if self._session is None:
            self._session = ShopSession(bind=self.connection, autoflush=True)
            self._session.info["work"] = self
        return self._session

    def flush(self) -> None:
        """Write what objects loaded or made in this unit of work hold."""
        session = self._session
        if session is not None and (session.new or session.dirty or session.deleted):
            session.flush()

    def _changed(self, table: str) -> None:
        """Remember that rows of ``table`` changed past the session, whose objects are read anew."""
        self.touched.add(table)
        if self._session is not None and self._session.identity_map:
            self._session.expire_all()

    def let_go(self) -> None:
        """Let go of every object of the session; what it did not write is dropped."""
        if self._session is not None:
            self._session.info.clear()
            self._session.expunge_all()
            self._session.close()
            self._session = None

    def write(self, statement: Any, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None) -> Any:
        """Run one insert, update or delete of Core and remember its table; returns the cursor result.

        Objects loaded in this unit of work are written before and read anew after, so both ways of writing mix.
        """
        self.flush()
        done = self.connection.execute(statement, rows) if rows is not None else self.connection.execute(statement)
        self._changed(statement.table.name)
        return done

    def run(self, prepared: Prepared, values: dict[str, Any] | Sequence[dict[str, Any]]) -> Any:
        """Like ``write`` (or ``read``) for a prepared statement of a hot path."""
        if self._session is not None:
            self.flush()
        done = prepared.run(self.connection, values, self.cursor)
        if prepared.table:
            self._changed(prepared.table)
        return done

    def add(self, prepared: Prepared, values: dict[str, Any]) -> int:
        """Insert one row, which the journal keeps as it keeps rows of forms; returns its id, as ``prepared`` must."""
        made: int = self.run(prepared, values).scalar()
        self.said.append(journal.said_of_new(prepared.table, made, values))
        return made

    def rows(self, prepared: ByIds, ids: Sequence[Any]) -> Iterable[Any]:
        """Run a prepared select for these ids, past the session's cache."""
        return prepared.rows(self.connection, ids, self.cursor)

    def read(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]:
        """Run a select inside this transaction, past the session's cache."""
        return self.connection.execute(statement)

    def lock(self, table: Any, **where: Any) -> None:
        """Let nobody else change these rows until the action is done, and wait for who is changing them now.

        What was read before may be old: lock first, then read. In a file nobody else writes anyway.
        """
        if self.database.server:
            rows = table.__table__
            chosen = select(rows.c.id).order_by(rows.c.id).with_for_update()
            for name, value in where.items():
                chosen = chosen.where(rows.c[name].in_(value) if isinstance(value, list) else rows.c[name] == value)
            self.connection.execute(chosen).all()

    def event(self, subject: str, subject_id: int, kind: str, **data: Any) -> None:
        """Add a sentence to the timeline of one thing; ``data`` must be plain JSON."""
        self.events.append(
            {
                "subject": subject,
                "subject_id": subject_id,
                "kind": kind,
                "data": data,
                "by_name": self.user.name,
                "at": self.now,
            }
        )

    def next_number(self, name: str, count: int = 1) -> int:
        """The first of ``count`` fresh numbers of the range ``name``; never handed out twice."""
        taken: Any = _TAKE_NUMBERS.run(self.connection, {"range": name, "count": count}, self.cursor).scalar()
        return int(taken) - count

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run ``action`` once the transaction is safely on disk: print, write a file, make a sound."""
        self.afterwards.append(action)


@dataclass
class Done:
    """What a finished unit of work hands back."""

    result: Any = None
    touched: frozenset[str] = frozenset()
    replayed: bool = False


@contextmanager
def begin(
    database: Database, user: User, *, verb: str = "", key: str = "", clock: Clock = utc_now
) -> Iterator[tuple[Work, Done]]:
    """Open one unit of work. Set ``done.result`` inside; leaving commits, any error rolls everything back.

    Raises Conflict when another writer was faster, OutsideError for disk, lock or server trouble.
    """
    done = Done()
    try:
        with database.writing() as connection:
            work = Work(database, connection, user, clock(), verb, key)
            try:
                yield work, done
                work.flush()
                if work.touched or work.events:
                    _write_journal(work, done)
            finally:
                work.let_go()
    except StaleDataError as error:
        raise Conflict(_("Somebody else changed this a moment ago. Nothing was overwritten; look again.")) from error
    except IntegrityError as error:
        raise Conflict(_integrity_sentence(error)) from error
    done.touched = frozenset(work.touched)
    database.forget(done.touched)
    for action in work.afterwards:
        action()


def _write_journal(work: Work, done: Done) -> None:
    content = dict(work.content)
    if work.said:
        content["changes"] = work.said
    journal.append(
        work.connection,
        at=work.now,
        by_name=work.user.name,
        verb=work.verb,
        key=work.key,
        content=content,
        result=done.result if work.key else None,
        events=work.events,
        cursor=work.cursor,
    )


def _integrity_sentence(error: IntegrityError) -> str:
    words = str(error.orig)
    if "FOREIGN KEY" in words or "foreign key" in words:
        return _("This is still used elsewhere. Nothing was changed.")
    if "UNIQUE" in words or "unique" in words:
        return _("This exists already. Nothing was changed.")
    if "stock_levels" in words or "stock_balances" in words or "not_negative" in words:
        return _("There is not enough stock for this. Nothing was changed.")
    return _("A rule of the shop was about to be broken. Nothing was changed.")


def earlier_result(connection: Connection, key: str) -> tuple[bool, Any]:
    """Whether the command with this idempotency key ran already, and what it returned."""
    row = connection.execute(select(Journal.result).where(Journal.key == key)).first()
    return (False, None) if row is None else (True, json.loads(row.result) if row.result else None)
