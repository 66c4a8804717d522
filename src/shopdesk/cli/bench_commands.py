"""``scan``: a packing bench without a window."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _

if TYPE_CHECKING:
    from shopdesk.cli.arguments import Group
    from shopdesk.cli.session import Session
    from shopdesk.domain.packing import PackOrder
    from shopdesk.usecases.desk import Desk

_REFUSED = ("wrong", "too_many", "unknown")


def add_to(group: Group) -> None:
    """Add the commands of this file."""
    scanning = group.add("scan", scan, _("feed scans to a packing bench, one after another"))
    scanning.add_argument("codes", metavar="CODE", nargs="+", help=_("an order or slip, its items, command barcodes"))
    scanning.add_argument("--shipment", metavar="NUMBER", help=_("what is on the bench; else the first code names it"))


def scan(session: Session, options: Namespace) -> int:
    """Judge each scan in turn; 1 when one of them was refused."""
    bench = Bench(session.desk)
    if options.shipment:
        bench.take(options.shipment)
    refused = False
    for code in options.codes:
        session.go_on()
        answer = bench.scan(code)
        refused = refused or answer["result"] in _REFUSED
        if session.json:
            session.line(answer)
        else:
            session.say(f"{answer['result']:9} {code:20} {answer['message']}")
    return int(refused)


class Bench:
    """The order on the bench between one scan and the next; what counts is kept in the shop at every scan."""

    def __init__(self, desk: Desk) -> None:
        """An order half packed is taken up again, as at the window's bench."""
        from shopdesk.queries.packing import pack_order, waiting_shipments

        self._desk = desk
        self._order: PackOrder | None = None
        self._quantity = 1
        for row in desk.read(waiting_shipments, 1):
            if desk.read(_state, row.id) == "packing":
                self._order = desk.read(pack_order, row.id)

    def take(self, number: str) -> None:
        """Put the shipment with this number on the bench."""
        from shopdesk.queries.finder import id_of
        from shopdesk.usecases import packing

        self._order = self._desk.do(packing.start_packing, self._desk.read(id_of, "shipment", number))

    def scan(self, code: str) -> dict[str, Any]:
        """What one scan meant, and what is left."""
        from shopdesk.domain.packing import read_command
        from shopdesk.domain.scanning import clean_scan, is_command

        cleaned = clean_scan(code)
        if is_command(cleaned):
            known = read_command(cleaned)
            if known is None:
                return self._said(code, "unknown", _("This is no command of the bench."))
            return self._said(code, "command", self._command(*known))
        if self._order is None:
            return self._open(code, cleaned)
        return self._item(code, cleaned)

    def _open(self, code: str, cleaned: str) -> dict[str, Any]:
        from shopdesk.queries.packing import shipment_for_code
        from shopdesk.usecases import packing

        shipment_id = self._desk.read(shipment_for_code, cleaned)
        if shipment_id is None:
            return self._said(code, "unknown", _("No order that waits for the bench has this code."))
        order = self._order = self._desk.do(packing.start_packing, shipment_id)
        if any(line.units(cleaned) for line in order.lines):
            return self._item(code, cleaned)
        return self._said(code, "ok", _("Order {number} is on the bench.").format(number=order.number))

    def _item(self, code: str, cleaned: str) -> dict[str, Any]:
        from shopdesk.usecases import packing

        assert self._order is not None
        quantity, self._quantity = self._quantity, 1
        self._order, verdict = self._desk.do(packing.scan, self._order.shipment_id, cleaned, quantity)
        answer = self._said(code, verdict.result.value, verdict.message)
        if verdict.complete and verdict.result.counts:
            answer["message"] = self._close()
        return answer

    def _close(self) -> str:
        from shopdesk.usecases import packing

        assert self._order is not None
        number = self._desk.do(packing.close_shipment, self._order.shipment_id)
        self._order = None
        return _("Order {number} is packed.").format(number=number)

    def _command(self, command: Any, quantity: int) -> str:
        from shopdesk.domain.packing import Command
        from shopdesk.usecases import packing

        if command is Command.QUANTITY:
            self._quantity = quantity or 1
            return _("The next scan counts {quantity} times.").format(quantity=self._quantity)
        if command is Command.OK:
            return _("Acknowledged.")
        if self._order is None:
            raise UserError(_("There is no order on the bench."))
        shipment_id = self._order.shipment_id
        if command is Command.UNDO:
            self._order = self._desk.do(packing.undo_scan, shipment_id)
            return _("The last scan was taken back.")
        if command is Command.RECOUNT:
            self._order = self._desk.do(packing.recount, shipment_id)
            return _("Everything is scanned again.")
        if command is Command.NEXT:
            self._order = self._desk.do(packing.next_parcel, shipment_id)
            return _("Parcel {number} is open.").format(number=self._order.parcel_no)
        if command is Command.DONE:
            return self._close()
        if command is Command.HOLD:
            self._desk.do(packing.lay_aside, shipment_id, _("Laid aside at the bench."))
            self._order = None
            return _("The order is on hold.")
        raise UserError(_("{command} needs the window, or a verb of its own.").format(command=command.value))

    def _said(self, code: str, result: str, message: str) -> dict[str, Any]:
        order = self._order
        return {
            "scan": code,
            "result": result,
            "message": message,
            "remaining": order.remaining if order else 0,
            "order": order.number if order else None,
        }


def _state(session: Any, shipment_id: int) -> str:
    from shopdesk.queries.details import shipment_detail

    return str(shipment_detail(session, shipment_id).state)
