"""``init``, ``users``, ``check``, ``backup``, ``restore``, ``move-to`` and ``self-check``: the shop as a whole."""

from __future__ import annotations

import os
from argparse import Namespace
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import OutsideError, ShopdeskError, UserError
from shopdesk.i18n import _, current_language
from shopdesk.settings import without_password

if TYPE_CHECKING:
    from shopdesk.cli.arguments import Group
    from shopdesk.cli.session import Session
    from shopdesk.store.shop import ShopProfile

NEW_PASSWORD = "SHOPDESK_NEW_PASSWORD"  # noqa: S105 - the name of the variable, not a password
_LETTER = ("US", "CA", "MX", "PH", "CL", "CO")
_LANGUAGES = {"CN": "zh_CN", "SG": "zh_CN", "TW": "zh_TW", "HK": "zh_TW", "MO": "zh_TW"}


def add_to(group: Group) -> None:
    """Add the commands of this file."""
    making = group.add("init", init, _("make a new shop; never overwrites"))
    making.add_argument(
        "--sample", choices=("none", "small", "year", "million"), default="none", help=_("fill it with a sample")
    )
    making.add_argument("--country", metavar="CC", default="DE", help=_("currency, paper and habits follow"))
    making.add_argument("--name", metavar="TEXT", default="")
    making.add_argument("--owner", metavar="NAME", default="", help=_("the first person"))
    making.add_argument("--seed", metavar="N", type=int, default=7)
    checking = group.add("check", check, _("prove the shop consistent"))
    checking.add_argument("--deep", action="store_true", help=_("also every picture and the whole journal"))
    saving = group.add("backup", backup, _("copy the shop while it is in use"))
    saving.add_argument("file", metavar="FILE", nargs="?")
    saving.add_argument("--verify", action="store_true", help=_("every backup is verified; kept for scripts"))
    restoring = group.add("restore", restore, _("put a backup in the shop's place; what was there is kept"))
    restoring.add_argument("file", metavar="FILE")
    moving = group.add("move-to", move_to, _("copy the shop to a shop server, or from there into a file"))
    moving.add_argument("url", metavar="URL", help=_("postgresql://… of an empty database, or a new file"))
    people = group.add("users", users, _("the people of the shop"))
    people.add_argument("action", choices=("list", "add", "set-role", "set-password", "disable"))
    people.add_argument("name", metavar="NAME", nargs="?", default="")
    people.add_argument("role", metavar="ROLE", nargs="?", default="", help=_("owner, warehouse, service or viewer"))
    group.add("self-check", self_check, _("versions, database, fonts, Qt platform, write access"))


def init(session: Session, options: Namespace) -> None:
    """Make a new shop."""
    from shopdesk.queries.lists import LISTS

    shop = make_shop(session, _profile(options), sample=options.sample, seed=options.seed)
    session.settings.remember_shop(shop)
    desk = session.desk
    counts = {name: desk.pages(LISTS[name]).total for name in ("products", "orders", "customers", "returns")}
    said = _("{shop}: {products} products, {orders} orders").format(shop=shop, **counts)
    session.answer({"shop": shop, **counts}, said)


def make_shop(session: Session, profile: ShopProfile | None = None, *, sample: str, seed: int) -> str:
    """Make and open a shop where the session says; a sample that could not be finished leaves nothing behind."""
    from shopdesk.store.shop import ShopProfile, create
    from shopdesk.usecases.desk import Desk

    if not session.shop_option:
        _folder(session.settings.data_folder)
        session.shop_option = str(session.settings.data_folder / "shop.db")
    shop = session.target
    session.take(Desk(create(shop, profile or ShopProfile())))
    if sample != "none":
        try:
            if sample == "small":
                from shopdesk.usecases.sample import build_sample

                session.desk.do(build_sample, seed=seed, report=session.report)
            else:
                from shopdesk.usecases.sample_year import build_past

                session.desk.do(build_past, sample, seed=seed, report=session.report)
        except BaseException:
            session.close()
            if not session.is_server:
                for ending in ("", "-wal", "-shm"):
                    Path(shop + ending).unlink(missing_ok=True)
            raise
        session.progress.clear()
    return without_password(shop)


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideError(_("The folder {path} cannot be written.").format(path=folder)) from error


def _profile(options: Namespace) -> ShopProfile:
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    from shopdesk.store.shop import ShopProfile

    country = options.country.upper()
    if country not in get_global("territory_currencies"):
        raise UserError(_("“{code}” is no country code. Write two letters, such as DE.").format(code=options.country))
    currencies = get_territory_currencies(country)
    usual = ShopProfile()
    return ShopProfile(
        name=options.name or usual.name,
        country=country,
        currency=currencies[0] if currencies else usual.currency,
        language=options.lang or _LANGUAGES.get(country, current_language()),
        owner=options.owner or usual.owner,
        paper="Letter" if country in _LETTER else "A4",
        timezone=_timezone(),
    )


def _timezone() -> str:
    """This computer's time zone by name, as far as it can be told."""
    named = os.environ.get("TZ", "").lstrip(":")
    if not named:
        with suppress(OSError):
            named = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(named).key if named else "UTC"
    except (OSError, ValueError):
        return "UTC"


def check(session: Session, options: Namespace) -> int:
    """Prove the shop consistent; 1 when something is wrong."""
    from shopdesk.usecases.checking import check as prove

    found = session.desk.read(prove, options.deep)
    problems = [{"rule": one.rule, "what": one.what, "message": one.message} for one in found.problems]
    said = [f"{one['rule']}: {one['what']}: {one['message']}" for one in problems]
    words = _("The shop is consistent.") if found.ok else _("The shop is not consistent.")
    session.answer({"ok": found.ok, "checked": dict(found.checked), "problems": problems}, *said, words)
    return 0 if found.ok else 1


def backup(session: Session, options: Namespace) -> None:
    """Copy the shop's file, verified by opening the copy."""
    from shopdesk.domain.rights import Right, require
    from shopdesk.store.backup import copy_file, verified

    source = session.file
    require(session.desk.user, Right.MANAGE_SHOP)
    if options.file:
        target = Path(options.file).absolute()
    else:
        _folder(session.settings.backups_folder)
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        target = session.settings.backups_folder / f"{source.stem}-{stamp}{source.suffix or '.db'}"
    if target == source.resolve():
        raise UserError(_("A backup cannot take the place of the shop itself."))
    copy_file(source, target)
    session.settings.set("last_backup", {"file": str(target), "at": datetime.now().astimezone().isoformat()})
    whole = verified(target)
    size = target.stat().st_size
    said = _("{file}: {bytes} bytes, verified").format(file=target, bytes=size)
    session.answer({"file": str(target), "bytes": size, "verified": whole}, said)


def restore(session: Session, options: Namespace) -> None:
    """Put a backup in the shop's place; only somebody who may manage the shop, as long as it can be read."""
    from shopdesk.domain.rights import Right, require
    from shopdesk.store.backup import restore_file, verified

    shop = session.file
    if shop.exists() and verified(shop):
        require(session.desk.user, Right.MANAGE_SHOP)
        session.close()
    kept = restore_file(Path(options.file), shop)
    said = [_("{shop} is restored.").format(shop=shop)]
    if kept is not None:
        said.append(_("What was there is kept: {file}").format(file=kept))
    whole = verified(shop)
    session.answer(
        {"file": str(shop), "bytes": shop.stat().st_size, "verified": whole, "kept": str(kept) if kept else None}, *said
    )


def move_to(session: Session, options: Namespace) -> None:
    """Copy the shop as a whole to another place and prove both equal."""
    from shopdesk.cli.session import SERVER
    from shopdesk.usecases.moving import move_shop

    target = options.url if "://" in options.url else str(Path(options.url).absolute())
    rows = move_shop(session.desk, target, session.report)
    session.progress.clear()
    shown = without_password(target)
    words = _("{count} rows in {tables} tables were copied to {target}. Both are equal.").format(
        count=sum(rows.values()), tables=len(rows), target=shown
    )
    hint = _("The shop here stays as it was. From now on work with: --shop {target}").format(target=shown)
    session.answer({"rows": rows, "equal": True, "shop": shown, "server": target.startswith(SERVER)}, words, hint)


def users(session: Session, options: Namespace) -> None:
    """List, add and change people."""
    from shopdesk.cli.plain_values import list_row
    from shopdesk.queries.lists import LISTS
    from shopdesk.usecases import people

    desk, name = session.desk, options.name
    if options.action != "list" and not name:
        raise UserError(_("Who? Give a name."))
    match options.action:
        case "add":
            role = options.role or "warehouse"
            desk.do(people.add_user, name, role, session.new_password(name, NEW_PASSWORD))
        case "set-role":
            if not options.role:
                raise UserError(_("Which role? owner, warehouse, service or viewer."))
            desk.do(people.set_role, name, options.role)
        case "set-password":
            desk.do(people.set_password, name, session.new_password(name, NEW_PASSWORD))
        case "disable":
            desk.do(people.disable_user, name)
    rows = [list_row(LISTS["people"], row, contacts=True) for row in desk.pages(LISTS["people"])]
    session.answer(
        rows,
        *(f"{row['name']:20} {row['role']:10} {'' if row['active'] else _('no longer here')}".rstrip() for row in rows),
    )


def self_check(session: Session, _options: Namespace) -> int:
    """What this installation is made of, and whether it can work here."""
    said: dict[str, Any] = {**_versions(), **_places(session), **_qt()}
    said["shop"] = _shop(session)
    troubles = [value for key, value in said.items() if key.endswith("_trouble") and value]
    said["ok"] = not troubles
    session.answer(said, *(f"{key:18} {value}" for key, value in said.items()))
    return 0 if said["ok"] else 3


def _versions() -> dict[str, Any]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    from shopdesk import __version__
    from shopdesk.store.engine import sqlite_module

    found: dict[str, Any] = {
        "shopdesk": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "sqlite": sqlite_module().sqlite_version,
    }
    for name in ("PySide6-Essentials", "SQLAlchemy", "openpyxl", "python-calamine", "reportlab"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def _places(session: Session) -> dict[str, Any]:
    from shopdesk.resources_folder import resource

    fonts = sorted(path.name for path in resource("fonts").glob("*.tt[fc]"))
    found: dict[str, Any] = {
        "home": str(session.settings.data_folder),
        "resources": str(resource()),
        "fonts": fonts,
        "fonts_trouble": None if fonts else _("The fonts are missing."),
        "home_trouble": None,
    }
    try:
        session.settings.set("self_check", datetime.now().astimezone().isoformat(timespec="seconds"))
    except OutsideError as error:
        found["home_trouble"] = str(error)
    return found


def _qt() -> dict[str, Any]:
    """Whether Qt's libraries are there, asked in a process of its own: a missing one must not end ours."""
    import subprocess
    import sys

    ask = "import PySide6.QtGui, PySide6.QtWidgets; print(PySide6.__version__)"
    printers = (
        "from PySide6.QtGui import QGuiApplication as A; from PySide6.QtPrintSupport import QPrinterInfo as P; "
        "a = A([]); print(*P.availablePrinterNames(), sep=chr(10))"
    )

    def said(program: str) -> subprocess.CompletedProcess[str]:
        alone = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        given = [sys.executable, "-c", program]
        return subprocess.run(given, capture_output=True, text=True, timeout=60, check=False, env=alone)  # noqa: S603

    done = said(ask)
    trouble = done.stderr.strip().splitlines()[-1:] if done.returncode else []
    names = [] if trouble else said(printers).stdout.splitlines()
    return {
        "printers": [name for name in names if name],
        "qt": done.stdout.strip() or None,
        "qt_platform": os.environ.get("QT_QPA_PLATFORM", ""),
        "qt_trouble": trouble[0] if trouble else None,
    }


def _shop(session: Session) -> dict[str, Any] | None:
    """The current shop, if there is one."""
    if not (session.shop_option or session.settings.last_shop):
        return None
    try:
        desk = session.desk
    except ShopdeskError as error:
        return {"shop": without_password(session.target), "trouble": str(error)}
    return {
        "shop": without_password(session.target),
        "name": desk.shop_name,
        "currency": desk.currency,
        "user": desk.user.name,
    }
