"""``print``: papers and labels as PDF."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _

if TYPE_CHECKING:
    from shopdesk.cli.arguments import Group
    from shopdesk.cli.session import Session
    from shopdesk.usecases.desk import Desk

_KINDS = {
    "packing-slip": "shipment",
    "shipping-label": "shipment",
    "pick-list": "wave",
    "product-label": "variant",
    "bin-label": "bin",
    "return-slip": "return",
    "command-card": "",
}


def add_to(group: Group) -> None:
    """Add the commands of this file."""
    printing = group.add("print", print_paper, _("a paper as PDF: {papers}").format(papers=", ".join(_KINDS)))
    printing.add_argument("paper", metavar="PAPER")
    printing.add_argument("numbers", metavar="ID", nargs="*", help=_("shipment, wave or return numbers, SKUs, bins"))
    printing.add_argument("--out", metavar="FILE", required=True)
    printing.add_argument("--sheet", metavar="NAME", default="", help=_("label sheet or roll, e.g. L7160 or 100x150"))
    printing.add_argument("--start", metavar="N", type=int, default=1, help=_("first free label on the sheet"))
    printing.add_argument("--copies", metavar="N", type=int, default=1)
    printing.add_argument("--dpi", metavar="N", type=int, default=203)
    printing.add_argument("--page", metavar="NAME", default="", help=_("paper of slips and lists: A4, A5, Letter"))
    printing.add_argument("--no-prices", action="store_true")
    printing.add_argument("--allow-missing", action="store_true", help=_("print characters no font has as boxes"))


def print_paper(session: Session, options: Namespace) -> None:
    """Draw a paper into a file."""
    from shopdesk.usecases import printing

    desk = session.desk
    ids = [found for number in options.numbers for found in _ids(desk, options.paper, number)]
    chosen = printing.Options(
        stock=options.sheet,
        dpi=options.dpi,
        start=options.start,
        copies=options.copies,
        prices=not options.no_prices,
        page=options.page,
        allow_missing=options.allow_missing,
    )
    paper = printing.make(desk, options.paper, ids, chosen)
    target = Path(options.out)
    try:
        partial = target.with_name(target.name + ".partial")
        partial.write_bytes(paper.pdf)
        partial.replace(target)
    except OSError as error:
        raise OutsideError(_("{file} could not be written: {why}").format(file=target, why=error.strerror)) from error
    said = {"file": str(target), "pages": paper.pages, "labels": paper.labels, "warnings": list(paper.warnings)}
    session.answer(said, str(target), *paper.warnings)


def _ids(desk: Desk, paper: str, number: str) -> list[int]:
    """The ids a number on the command line stands for; an order number means all its shipments."""
    from shopdesk.queries.finder import id_of
    from shopdesk.queries.lists import LISTS

    kind = _KINDS.get(paper, "shipment")
    if not kind:
        return []
    try:
        return [desk.read(id_of, kind, number)]
    except UserError:
        if kind != "shipment":
            raise
        found = desk.pages(LISTS["shipments"], {"order": number.removeprefix("#")}).ids()
        if not found:
            raise
        return found
