"""Online copies of a shop file through SQLite's backup interface, verified by opening them."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _
from shopdesk.store.engine import sqlite_module


def copy_file(source: Path, target: Path) -> None:
    """Copy a shop file that may be in use. The copy appears under its name only when whole and verified.

    Raises OutsideError when it cannot be written or does not verify.
    """
    driver = sqlite_module()
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(driver.connect(f"file:{source}?mode=ro", uri=True)) as original:
            with closing(driver.connect(str(partial))) as copy:
                original.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
        if not verified(partial):
            raise OutsideError(_("The backup could not be verified and was discarded."))
        _to_disk(partial)
        os.replace(partial, target)
        _to_disk(target.parent)
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
        with closing(driver.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            shop = copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]
            return bool(sound and shop)
    except driver.Error:
        return False


def restore_file(backup: Path, shop: Path) -> Path | None:
    """Put ``backup`` in the place of ``shop``; what was there is kept beside it and its path returned."""
    if not backup.is_file() or not verified(backup):
        raise UserError(_("{path} is no readable backup of a shop.").format(path=backup.name))
    kept = None
    if shop.exists():
        number = 1
        while (kept := shop.with_name(f"{shop.stem}-before-restore-{number}{shop.suffix}")).exists():
            number += 1
        copy_file(shop, kept)
    fresh = shop.with_name(shop.name + ".restoring")
    copy_file(backup, fresh)
    for leftover in (f"{shop}-wal", f"{shop}-shm"):
        Path(leftover).unlink(missing_ok=True)
    os.replace(fresh, shop)
    _to_disk(shop.parent)
    return kept


def _to_disk(path: Path) -> None:
    """Force a file or folder entry to disk; folders cannot be synced on Windows and need not be."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
