"""What the shop remembers about itself: journal, timeline, imports, numbers, settings."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Words


class Journal(Base):
    """One line per user action, each carrying the hash of the one before."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("uq_journal_key", "key", unique=True, sqlite_where=text("key <> ''"), postgresql_where=text("key <> ''")),
    )
    id: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by_name: Mapped[str]
    verb: Mapped[str]
    key: Mapped[Words]
    content: Mapped[str]
    result: Mapped[Words]
    hash: Mapped[str]


class Event(Base):
    """A sentence of a thing's timeline: kind and data, worded when shown."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_subject_subject_id_id", "subject", "subject_id", "id"),)
    id: Mapped[Id]
    journal_id: Mapped[int] = mapped_column(BigInt)
    subject: Mapped[str]
    subject_id: Mapped[int]
    kind: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by_name: Mapped[str]
    at: Mapped[datetime]


class ImportBatch(Base):
    """One imported file: what it was, what it made, what was wrong."""

    __tablename__ = "import_batches"
    __table_args__ = (Index("ix_import_batches_sha256", "sha256"),)
    id: Mapped[Id]
    what: Mapped[str]
    format: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    state: Mapped[str]
    row_count: Mapped[Count]
    created: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    updated: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    unchanged: Mapped[Count]
    skipped: Mapped[Count]
    problem_count: Mapped[Count]
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    at: Mapped[datetime]
    by_name: Mapped[str]


class Sequence(Base):
    """The next number of each kind of document."""

    __tablename__ = "sequences"
    name: Mapped[str] = mapped_column(primary_key=True)
    next: Mapped[int]


class Setting(Base):
    """The shop's own settings; this computer's settings live beside the program."""

    __tablename__ = "settings"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
