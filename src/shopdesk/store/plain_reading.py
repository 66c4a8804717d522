"""A shop file read with the bare driver, for what is on screen before the rest of the program is loaded.

Nothing is ever written: the file is opened for reading only, and everything is read as of one moment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shopdesk.store.driver import read_only, sqlite_module

_WAIT_SECONDS = 0.05
"""Somebody who waits for the first picture has more of the ordinary start than of a long wait here."""


class Unreadable(Exception):
    """The file cannot be read in this way now; the ordinary start finds out why."""


class PlainShop:
    """A shop file, open for reading at one moment."""

    def __init__(self, path: str | Path, revision: str) -> None:
        """Raises Unreadable for no file, a locked or damaged one, and any schema but ``revision``."""
        driver = sqlite_module()
        self._errors = (driver.Error, OSError, ValueError)
        try:
            self._connection = driver.connect(
                read_only(Path(path)), uri=True, isolation_level=None, timeout=_WAIT_SECONDS
            )
        except self._errors as error:
            raise Unreadable(str(error)) from error
        try:
            self.ask("PRAGMA query_only=ON")
            self.ask("BEGIN")
            found = self.ask("SELECT version_num FROM alembic_version")
            if found != [(revision,)]:
                raise Unreadable("another schema")
        except Unreadable:
            self.close()
            raise

    def ask(self, sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one statement; raises Unreadable."""
        try:
            rows: list[tuple[Any, ...]] = self._connection.execute(sql, values).fetchall()
        except self._errors as error:
            raise Unreadable(str(error)) from error
        return rows

    def people(self) -> list[tuple[int, str, str, str]]:
        """The active people: id, name, role, password hash."""
        return [tuple(row) for row in self.ask("SELECT id, name, role, password_hash FROM users WHERE active")]

    def setting(self, key: str, default: Any = None) -> Any:
        """One of the shop's own settings."""
        found = self.ask("SELECT value FROM settings WHERE key = ?", (key,))
        return json.loads(found[0][0]) if found else default

    def image(self, image_hash: str, *, thumb: bool = True) -> bytes | None:
        """The bytes of a picture of the shop, small or whole."""
        found = self.ask(
            "SELECT CASE ? WHEN 1 THEN thumb ELSE data END FROM images WHERE hash = ?", (thumb, image_hash)
        )
        return bytes(found[0][0]) if found else None

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()
