"""Which driver opens a shop file, and what a shop server's address looks like; light, for everything that starts."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType


def sqlite_module() -> ModuleType:
    """The SQLite driver: pysqlite3 (free of the WAL-reset bug) or the standard module where it is missing."""
    try:
        from pysqlite3 import dbapi2  # not on every platform
    except ImportError:
        import sqlite3 as dbapi2
    return dbapi2  # type: ignore[no-any-return,unused-ignore]


def is_server(target: str | Path) -> bool:
    """Whether ``target`` names a shop server instead of a file."""
    return str(target).startswith(("postgresql://", "postgresql+psycopg://"))


def read_only(path: Path) -> str:
    """The address under which a shop file is opened for reading only."""
    return f"{path.absolute().as_uri()}?mode=ro"
