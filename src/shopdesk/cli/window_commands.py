"""The window itself, pictures of its screens, and the tour."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _

if TYPE_CHECKING:
    from shopdesk.cli.arguments import Group
    from shopdesk.cli.session import Session


def add_to(group: Group) -> None:
    """Add the commands of this file."""
    touring = group.add("tour", tour, _("the whole main job on the sample shop, end to end"))
    touring.add_argument("--out", metavar="DIR", default="tour")
    touring.add_argument("--seed", metavar="N", type=int, default=7)
    picturing = group.add("screenshots", screenshots, _("pictures of every screen on the current shop, off screen"))
    picturing.add_argument("--out", metavar="DIR", required=True)
    picturing.add_argument("--theme", choices=("light", "dark"), default="light")
    picturing.add_argument("--size", metavar="WxH", default="1280x800")
    picturing.add_argument("--scale", metavar="N", type=float, default=1.0)
    picturing.add_argument("--screen", metavar="NAME", default="")


def _late(module: str, name: str, what: str) -> Any:
    """A function of a part of the program that may be missing, e.g. where there is no Qt."""
    import importlib
    import importlib.util

    if importlib.util.find_spec(module) is None:
        raise OutsideError(_("{what} is not part of this installation.").format(what=what))
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise OutsideError(_("{what} cannot start here: {why}").format(what=what, why=error)) from error


def open_window(session: Session, options: Namespace) -> int:
    """Open the window and stay until it is closed."""
    import gc

    # What is loaded while starting stays for good; looking for garbage in it only costs time.
    gc.disable()
    run = _late("shopdesk.app", "run", _("The window"))
    return int(run(session.settings, session.shop_option, session.user_option, options.lang or ""))


def tour(session: Session, options: Namespace) -> int:
    """Do the whole main job once, on a sample shop of its own; 1 when the shop is not consistent afterwards."""
    from dataclasses import asdict

    from shopdesk.cli.shop_commands import make_shop
    from shopdesk.usecases.tour import run_tour

    out = Path(options.out).absolute()
    out.mkdir(parents=True, exist_ok=True)
    if not session.shop_option:
        session.shop_option = str(_free_name(out))
    if not session.is_server and Path(session.target).exists():
        raise UserError(_("The tour makes a shop of its own. Name a file that does not exist yet."))
    make_shop(session, sample="small", seed=options.seed)
    done = run_tour(session.desk, out, session.note)
    said: dict[str, Any] = {**asdict(done), "shop": session.target, "screens": _pictures(session, out / "screens")}
    session.answer(
        said,
        _("{imported} orders imported, {shipped} shipped in {parcels} parcels, {returned} returned.").format(
            imported=done.imported, shipped=done.shipped, parcels=done.parcels, returned=done.returned
        ),
        *done.papers,
        *said["screens"],
        _("The shop is consistent.") if done.check["ok"] else _("The shop is not consistent."),
    )
    return 0 if done.check["ok"] else 1


def _free_name(folder: Path) -> Path:
    """A file for the tour's shop that is not there yet."""
    number = 1
    while (path := folder / f"tour-{number}.db").exists():
        number += 1
    return path


def _pictures(session: Session, out: Path) -> list[str]:
    """Pictures of the screens, where Qt can draw."""
    try:
        draw = _late("shopdesk.app", "draw_screens", _("The window"))
    except OutsideError as error:
        session.note(str(error))
        return []
    return [picture["file"] for picture in draw(session.desk, session.settings, out)]


def screenshots(session: Session, options: Namespace) -> None:
    """Draw every screen into a file."""
    draw = _late("shopdesk.app", "draw_screens", _("The window"))
    try:
        width, height = (int(part) for part in options.size.lower().split("x"))
    except ValueError as error:
        raise UserError(_("“{size}” is no size. Write it like 1280x800.").format(size=options.size)) from error
    drawn = draw(
        session.desk,
        session.settings,
        Path(options.out).absolute(),
        language=options.lang or "",
        theme=options.theme,
        size=(width, height),
        scale=options.scale,
        screen=options.screen,
    )
    session.answer(drawn, *(picture["file"] for picture in drawn))
