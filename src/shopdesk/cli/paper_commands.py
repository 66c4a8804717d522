"""``print``: papers and labels as PDF or ZPL, into a file or to a printer."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _

if TYPE_CHECKING:
    from shopdesk.cli.arguments import Group
    from shopdesk.cli.session import Session
    from shopdesk.documents.papers import Paper
    from shopdesk.usecases.desk import Desk

_KINDS = {
    "packing-slip": "shipment",
    "shipping-label": "shipment",
    "pick-list": "wave",
    "product-label": "variant",
    "bin-label": "bin",
    "count-sheet": "count",
    "return-slip": "return",
    "invoice": "order",
    "manifest": "shipment",
    "purchase-order": "purchase",
    "supplier-claim": "claim",
    "command-card": "",
    "calibration": "",
}


def add_to(group: Group) -> None:
    """Add the commands of this file."""
    printing = group.add("print", print_paper, _("a paper as PDF: {papers}").format(papers=", ".join(_KINDS)))
    printing.add_argument("paper", metavar="PAPER")
    printing.add_argument(
        "numbers", metavar="ID", nargs="*", help=_("shipment, wave, return or count numbers, SKUs, bins")
    )
    printing.add_argument("--out", metavar="FILE", default="", help=_("write it to this file"))
    printing.add_argument(
        "--printer", metavar="NAME", default="", help=_("a printer of this system, or socket://host:9100 for ZPL")
    )
    printing.add_argument("--sheet", metavar="NAME", default="", help=_("label sheet or roll, e.g. L7160 or 100x150"))
    printing.add_argument("--start", metavar="N", type=int, default=1, help=_("first free label on the sheet"))
    printing.add_argument("--copies", metavar="N", type=int, default=1)
    printing.add_argument("--zpl", action="store_true", help=_("labels in the language of label printers"))
    printing.add_argument(
        "--dpi", metavar="N", type=int, choices=(203, 300, 600), default=203, help=_("dots per inch: 203, 300 or 600")
    )
    printing.add_argument("--page", metavar="NAME", default="", help=_("paper of slips and lists: A4, A5, Letter"))
    printing.add_argument("--no-prices", action="store_true")
    printing.add_argument("--allow-missing", action="store_true", help=_("print characters no font has as boxes"))


def print_paper(session: Session, options: Namespace) -> None:
    """Draw a paper into a file, onto a printer, or both."""
    from shopdesk.usecases import printing

    if not options.out and not options.printer:
        raise UserError(_("Where to? Give --out FILE, --printer NAME, or both."))
    desk = session.desk
    if options.paper == "manifest":
        ids = _handed_over(desk, options.numbers)
    else:
        ids = [found for number in options.numbers for found in _ids(desk, options.paper, number)]
    chosen = printing.Options(
        stock=options.sheet,
        dpi=options.dpi,
        start=options.start,
        copies=options.copies,
        prices=not options.no_prices,
        page=options.page,
        allow_missing=options.allow_missing,
        zpl=options.zpl,
    )
    if options.paper == "purchase-order" and options.out.lower().endswith(".xlsx"):
        _workbook(session, ids, Path(options.out))
        return
    paper = printing.make(desk, options.paper, ids, chosen)
    said: dict[str, Any] = {"file": None, "pages": paper.pages, "labels": paper.labels}
    words = []
    if options.out:
        said["file"] = str(_write(Path(options.out), paper.content))
        words.append(said["file"])
    if options.printer:
        _send(paper, options.printer, options.paper)
        said["printer"] = options.printer
        words.append(_("Sent to {printer}.").format(printer=options.printer))
    said["warnings"] = list(paper.warnings)
    session.answer(said, *words, *paper.warnings)


def _workbook(session: Session, ids: list[int], target: Path) -> None:
    """A purchase order as a file for the supplier's own system."""
    from shopdesk.usecases.purchase_papers import purchase_workbook

    if len(ids) != 1:
        raise UserError(_("A workbook holds one purchase order. Name one."))
    _write(target, purchase_workbook(session.desk, ids[0]))
    session.answer({"file": str(target)}, str(target))


def _write(target: Path, content: bytes) -> Path:
    try:
        partial = target.with_name(target.name + ".partial")
        partial.write_bytes(content)
        partial.replace(target)
    except OSError as error:
        raise OutsideError(_("{file} could not be written: {why}").format(file=target, why=error.strerror)) from error
    return target


def _send(paper: Paper, printer: str, title: str) -> None:
    """Print through Qt where there is a screen, else through the system's queue; ZPL goes as it is."""
    from shopdesk.usecases.printers import NETWORK, send_raw, send_to_queue

    if printer.startswith(NETWORK):
        if not paper.zpl:
            raise UserError(_("A label printer on the network takes ZPL. Add --zpl."))
        send_raw(printer, paper.zpl)
    elif paper.zpl or not _has_display():
        send_to_queue(printer, paper.content, raw=bool(paper.zpl))
    else:
        from shopdesk.ui.printing import print_pdf

        print_pdf(paper.pdf, printer, title)


def _has_display() -> bool:
    """Whether Qt could show a window here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _handed_over(desk: Desk, words: Sequence[str]) -> list[int]:
    """The shipments of hand-over lists named by days and carriers (today and all of them unless named), or numbers."""
    from shopdesk.domain.rights import Right, require
    from shopdesk.queries.finder import id_of
    from shopdesk.usecases.order_papers import handed_over

    require(desk.user, Right.PRINT_PAPERS)
    days, carriers, numbers = [], [], []
    for word in words:
        try:
            days.append(date.fromisoformat(word))
        except ValueError:
            try:
                numbers.append(desk.read(id_of, "shipment", word))
            except UserError:
                carriers.append(word)
    if numbers and not days and not carriers:
        return numbers
    return [one for day in days or [date.today()] for one in desk.read(handed_over, day, carriers)]


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
