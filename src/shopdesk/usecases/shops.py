"""Making a shop, and trying whether one can be opened, for windows that do not know how shops are kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _
from shopdesk.store.engine import is_server
from shopdesk.store.shop import ShopProfile, create, open_shop
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.sample import build_sample

ENDING = ".shopdesk"
Report = Callable[[int, int], None]
_BAD = '<>:"/\\|?*'


@dataclass(frozen=True, slots=True)
class NewShop:
    """The answers of somebody who starts a shop."""

    name: str
    country: str
    currency: str
    language: str
    owner: str
    paper: str = "A4"


def free_path(folder: Path, name: str) -> Path:
    """A file name in ``folder`` for a shop of this name that nothing has yet."""
    plain = "".join(" " if letter in _BAD else letter for letter in name if letter.isprintable()).strip(" .")
    stem, number = plain or "shop", 1
    path = folder / f"{stem}{ENDING}"
    while path.exists():
        number += 1
        path = folder / f"{stem} {number}{ENDING}"
    return path


def start_shop(target: Path | str, answers: NewShop) -> str:
    """Make an empty shop and close it again; returns where it is. Raises UserError or OutsideError."""
    if not answers.name.strip() or not answers.owner.strip():
        raise UserError(_("The name is empty."))
    if not is_server(target):
        _make_folder(Path(target).parent)
    profile = ShopProfile(
        name=answers.name.strip(),
        country=answers.country,
        currency=answers.currency,
        language=answers.language,
        owner=answers.owner.strip(),
        paper=answers.paper,
        timezone=local_timezone(),
    )
    create(target, profile).close()
    return str(target)


def start_sample(target: Path, answers: NewShop, report: Report, *, seed: int = 7) -> str:
    """Make the sample shop; one that could not be finished leaves nothing behind. Returns where it is."""
    _make_folder(target.parent)
    database = create(target, ShopProfile(
        name=answers.name, country=answers.country, currency=answers.currency, language=answers.language,
        owner=answers.owner, paper=answers.paper, timezone=local_timezone(),
    ))  # fmt: skip
    desk = Desk(database)
    try:
        desk.do(build_sample, seed=seed, report=report)
    except BaseException:
        desk.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{target}{ending}").unlink(missing_ok=True)
        raise
    desk.close()
    return str(target)


def try_shop(target: str) -> str:
    """Open a shop (upgrading it if need be) and close it; raises UserError or OutsideError when that fails."""
    open_shop(target).close()
    return target


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideError(_("The folder {path} cannot be written.").format(path=folder)) from error


def local_timezone() -> str:
    """This computer's time zone by name, as far as it can be told."""
    named = os.environ.get("TZ", "").lstrip(":")
    if not named:
        with suppress(OSError):
            named = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(named).key if named else "UTC"
    except (OSError, ValueError):
        return "UTC"
