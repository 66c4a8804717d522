"""Packing: shipments on their way from the bins to the carrier, and the way to the bench."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.shipment_details import ShipmentDetail, ShipmentLineDetail, shipment_detail
from shopdesk.queries.shipments import SHIPMENTS
from shopdesk.ui import figures, list_tones, story
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.pages import shipment_rules as rules
from shopdesk.ui.pages.shipment_steps import SHIPMENT_VERBS, print_card, print_hand_over, to_bench
from shopdesk.ui.sheet import Fact, Facts, History, Line, Lines, Note, Part, Person, Pill, Sheet
from shopdesk.ui.verbs import Verb

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_MOST_EVENTS = 8


def to_orders(shell: Shell, _rows: list[Any]) -> None:
    """Go to the orders that can be picked."""
    shell.open("orders", view="to_pick")


class PackingScreen(ListScreen):
    """All shipments, the one that waits longest first."""

    key, title, icon, group = "packing", N_("Packing"), "packing", 1
    right = Right.SEE_ORDERS
    shows = frozenset({"shipments", "shipment_lines", "parcels", "orders", "waves", "scans"})
    listing = SHIPMENTS
    first_view = "to_pick"
    counted_state = "state"
    page_kind = "shipment"
    actions_on_screen = (
        Verb(N_("Packing bench"), to_bench, "Ctrl+Return", "packing", primary=True, right=Right.PACK_ORDERS,
             on_rows=False),
        Verb(N_("Hand-over list…"), print_hand_over, "Ctrl+Shift+L", "truck", right=Right.PRINT_PAPERS, on_rows=False),
        Verb(N_("Command card"), print_card, "", "print", right=Right.PRINT_PAPERS, on_rows=False),
    )  # fmt: skip
    tones = staticmethod(list_tones.of_shipments)
    verbs_on_rows = SHIPMENT_VERBS
    empty = Empty(
        N_("Nothing to pick or pack"),
        N_(
            "Shipments come here when reviewed orders are released to picking: print the pick list, walk once, "
            "then scan every piece at the packing bench."
        ),
        N_("Shipped parcels stay here to be found by their tracking number."),
        Verb(N_("Show the orders that can be picked"), to_orders, on_rows=False),
    )

    @classmethod
    def badge(cls, desk: Any) -> int | None:
        return int(desk.counts(SHIPMENTS)["to_pack"])

    def sheet(self, row: Any) -> Sheet:
        detail: ShipmentDetail = self.shell.read(shipment_detail, row.id)
        row.facts = rules.facts_of(detail)
        return shipment_sheet(detail, row)


def shipment_sheet(detail: ShipmentDetail, row: Any = None) -> Sheet:
    """Everything about a shipment that fits beside the list."""
    facts = [Fact(_("Order"), ", ".join(detail.order_numbers), opens=("order", detail.order_id))]
    if detail.state in (*rules.TO_PICK, *rules.TO_PACK, "packed"):
        due = _("{day} · {age}").format(day=figures.when(detail.ship_by), age=figures.age(detail.ship_by))
        facts.append(Fact(_("Ship by"), due, "danger" if getattr(row, "late", False) else ""))
    if detail.wave:
        slot = _("{wave}, slot {slot}").format(wave=detail.wave, slot=detail.slot)
        facts.append(Fact(_("Wave"), slot if detail.slot else detail.wave))
    facts.append(Fact(_("Ship to"), ", ".join(detail.ship_lines) or figures.NOTHING))
    for parcel in detail.parcels:
        if parcel.state != "voided":
            title = _("Parcel {number}").format(number=parcel.number)
            facts.append(Fact(title, parcel_words(parcel), parcel_tone(detail, parcel)))
    city = detail.ship_lines[-2] if len(detail.ship_lines) > 1 else ""
    parts: list[Part] = [Person(detail.ship_name, city), Facts(facts)]
    if detail.held:
        parts.append(Note(_("The order is on hold."), "warning", "pause"))
    if row is not None and row.buyer_note:
        parts.append(Note(_("“{note}”").format(note=row.buyer_note)))
    lines = [_line(line, detail.state) for line in detail.lines]
    pieces = sum(line.quantity for line in detail.lines)
    parts.append(Lines(_("Goods"), lines, total=_("{count} pieces").format(count=figures.number(pieces))))
    parts.append(History(story.events(detail.timeline, most=_MOST_EVENTS)))
    return Sheet(detail.number, tuple(parts), (Pill("shipment", detail.state),), ("shipment", detail.id))


def parcel_words(parcel: Any) -> str:
    """Carrier, tracking number and weight of a parcel."""
    weight = _("{kilos} kg").format(kilos=figures.number(parcel.weight_g / 1000, 2)) if parcel.weight_g else ""
    code = " ".join(part for part in (parcel.carrier, parcel.tracking_no) if part)
    return " · ".join(part for part in (code or _("no tracking number"), weight) if part)


def parcel_tone(detail: ShipmentDetail, parcel: Any) -> str:
    """Warning where a number is needed before the parcel may leave."""
    lacks = detail.tracking_required and not parcel.tracking_no and detail.state == "packed"
    return "warning" if lacks else ""


def line_words(line: ShipmentLineDetail, state: str) -> tuple[str, str]:
    """Where the pieces of a line are, and the tone of the words."""
    if line.short:
        return _("{count} not found in the bin").format(count=figures.number(line.short)), "danger"
    if state in rules.TO_PICK:
        places = [
            _("{bin} × {count}").format(bin=code, count=figures.number(count)) if count > 1 else code
            for code, count in line.bins
        ]
        return _("from {bins}").format(bins=", ".join(places)) if places else "", ""
    if state in rules.TO_PACK:
        return _("{packed} of {picked} scanned").format(
            packed=figures.number(line.packed), picked=figures.number(line.picked)
        ), ""
    return line.sku, ""


def _line(line: ShipmentLineDetail, state: str) -> Line:
    note, tone = line_words(line, state)
    title = f"{line.title} · {line.variant_title}" if line.variant_title else line.title
    return Line(title, note, _("{count} ×").format(count=figures.number(line.quantity)), "", line.image, tone)
