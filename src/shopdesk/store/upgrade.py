"""Bringing an older shop up to date: a copy first, then one transaction; newer shops are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _
from shopdesk.store.backup import copy_file
from shopdesk.store.engine import Database, is_server

HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(target: str | Path, version: str, *, migrations: Path = MIGRATIONS, head: str = HEAD) -> Path | None:
    """Upgrade the shop at ``target`` from ``version``; returns the copy made before (None on a server).

    Raises UserError when a newer shopdesk wrote the shop. Either everything is upgraded or nothing.
    """
    config = _config(migrations)
    if version not in _revisions(config):
        raise UserError(_("This shop was written by a newer shopdesk. Please update the program first."))
    copy = None
    if not is_server(target):
        path = Path(target)
        copy = path.with_name(f"{path.stem}-before-{head}-from-{version}{path.suffix}")
        copy_file(path, copy)
    database = Database.connect(target, rebuilds=True)
    try:
        with database.writing() as connection:
            _run(config, connection, head)
            _prove(connection)
    finally:
        database.close()
    return copy


def _config(migrations: Path) -> Any:
    from alembic.config import Config  # slow to import, needed only for an upgrade

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _revisions(config: Any) -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _run(config: Any, connection: Connection, head: str) -> None:
    from alembic import command

    config.attributes["connection"] = connection
    command.upgrade(config, head)


def _prove(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise OutsideError(_("The upgrade would leave broken links. The shop was left as it was."))
