"""Copies of the shop's file, made while it is in use and verified before they count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.domain.rights import Right, require
from shopdesk.i18n import _
from shopdesk.store.backup import copy_file
from shopdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class BackUp:
    """A finished copy: where it is, how large, when it was made."""

    file: str
    size: int
    at: datetime


def is_in_file(desk: Desk) -> bool:
    """Whether the shop is a file here; one on a server is backed up there."""
    return not desk.database.server


def proposed_file(desk: Desk, folder: Path, at: datetime) -> Path:
    """What a copy made at ``at`` is called in ``folder``."""
    source = Path(desk.database.target)
    return folder / f"{source.stem}-{at.astimezone():%Y%m%d-%H%M%S}{source.suffix or '.db'}"


def back_up(desk: Desk, target: Path | str) -> BackUp:
    """Copy the shop to ``target``, verified; raises UserError for a shop on a server, OutsideError when it fails."""
    require(desk.user, Right.MANAGE_SHOP)
    if not is_in_file(desk):
        raise UserError(_("This shop lives on a server; its backups are made there."))
    path = Path(target)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideError(_("The folder {path} cannot be written.").format(path=path.parent)) from error
    copy_file(Path(desk.database.target), path)
    return BackUp(str(path), path.stat().st_size, desk.clock())
