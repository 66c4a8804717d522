"""Online copies of a shop file through SQLite's backup interface, verified by opening them."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _
from shopdesk.store.engine import sqlite_module


def copy_file(source: Path, target: Path) -> None:
    """Copy a shop file that may be in use. The copy appears under its name only when whole and verified.

    Raises UserError for a copy onto itself, OutsideError when it cannot be written or does not verify.
    """
    if source.resolve() == target.resolve():
        raise UserError(_("A shop cannot be copied onto itself."))
    driver = sqlite_module()
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        with (
            closing(driver.connect(_read_only(source), uri=True)) as original,
            closing(driver.connect(str(partial))) as copy,
        ):
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        if not verified(partial):
            raise OutsideError(_("The backup could not be verified and was discarded."))
        to_disk(partial)
        partial.replace(target)
        to_disk(target.parent)
    except driver.Error as error:
        raise OutsideError(_("The backup could not be written: {why}").format(why=error)) from error
    except OSError as error:
        raise OutsideError(_("The backup could not be written: {why}").format(why=error.strerror)) from error
    finally:
        partial.unlink(missing_ok=True)


def verified(path: Path) -> bool:
    """Whether ``path`` opens as a shop file and passes SQLite's integrity check."""
    driver = sqlite_module()
    try:
        with closing(driver.connect(_read_only(path), uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            shop = copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]
            return bool(sound and shop)
    except driver.Error:
        return False


def restore_file(backup: Path, shop: Path) -> Path | None:
    """Put ``backup`` in the place of ``shop``; what was there is kept beside it and its path returned.

    Raises UserError for an unreadable backup, OutsideError while another program uses the shop.
    """
    if not backup.is_file() or not verified(backup):
        raise UserError(_("{path} is no readable backup of a shop.").format(path=backup.name))
    if backup.resolve() == shop.resolve():
        raise UserError(_("A shop cannot be copied onto itself."))
    fresh = shop.with_name(shop.name + ".restoring")
    copy_file(backup, fresh)
    try:
        kept = _put_aside(shop) if shop.exists() else None
        # An old log beside the new file would be taken for its own.
        for log in _logs_of(shop):
            log.unlink(missing_ok=True)
        fresh.replace(shop)
        to_disk(shop.parent)
    except OSError as error:
        raise OutsideError(_("The backup could not be restored: {why}").format(why=error.strerror)) from error
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _put_aside(shop: Path) -> Path:
    """Keep a copy of ``shop`` as it is, with everything its log still holds; a damaged one byte by byte."""
    number = 1
    while (kept := shop.with_name(f"{shop.stem}-before-restore-{number}{shop.suffix}")).exists():
        number += 1
    if _fold_log(shop) and verified(shop):
        copy_file(shop, kept)
        return kept
    for damaged, copy in zip((shop, *_logs_of(shop)), (kept, *_logs_of(kept)), strict=True):
        if damaged.exists():
            shutil.copyfile(damaged, copy)
            to_disk(copy)
    return kept


def _fold_log(shop: Path) -> bool:
    """Write what the log of a closed shop still holds into its file; False when the file is damaged."""
    driver = sqlite_module()
    try:
        with closing(driver.connect(str(shop), timeout=1)) as connection:
            return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete")
    except driver.OperationalError as error:
        if "locked" in str(error):
            raise OutsideError(_("Another program uses this shop. Please close it there first.")) from error
        return False
    except driver.DatabaseError:
        return False


def _logs_of(shop: Path) -> tuple[Path, Path]:
    """SQLite's files beside a shop in use: its log and the log's index."""
    return Path(f"{shop}-wal"), Path(f"{shop}-shm")


def _read_only(path: Path) -> str:
    """The address under which SQLite opens ``path`` for reading, whatever characters it holds."""
    return f"{path.absolute().as_uri()}?mode=ro"


def to_disk(path: Path) -> None:
    """Force a file or folder entry to disk; folders cannot be synced on Windows and need not be."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
