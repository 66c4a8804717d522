"""The page of one shipment: goods and their bins, parcels, the packing record with every scan, and its papers."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from shopdesk.domain.packing import ScanResult
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.shipment_details import ParcelDetail, ScanDetail, ShipmentDetail, shipment_detail
from shopdesk.ui import figures, fonts, story
from shopdesk.ui.page import Page
from shopdesk.ui.pages import parts
from shopdesk.ui.pages import shipment_rules as rules
from shopdesk.ui.pages.parts import Goods
from shopdesk.ui.pages.shipment_steps import SHIPMENT_VERBS, print_labels, print_slips, tracking
from shopdesk.ui.sheet import Fact, Pill
from shopdesk.ui.state_pills import Pill as PillWidget
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.ui.widgets.people import Sign
from shopdesk.ui.widgets.timeline import Timeline

_MOST_SCANS = 300
_RESULTS: dict[str, tuple[str, str, str]] = {
    ScanResult.OK: (N_("right"), "check", "success"),
    ScanResult.DONE: (N_("right, line complete"), "check", "success"),
    ScanResult.WRONG: (N_("not in this order"), "x", "danger"),
    ScanResult.TOO_MANY: (N_("one too many"), "x", "danger"),
    ScanResult.UNKNOWN: (N_("unknown code"), "x", "danger"),
    ScanResult.IGNORED: (N_("ignored behind the red banner"), "ban", "neutral"),
    "forced": (N_("let in without a scan"), "warn", "warning"),
}


class ShipmentPage(Page):
    """One shipment."""

    kind, place, icon = "shipment", "packing", "truck"
    right = Right.SEE_ORDERS
    shows = frozenset({"shipments", "shipment_lines", "parcels", "scans", "orders"})
    tabs = (("overview", N_("Overview")), ("record", N_("Packing record")), ("history", N_("History")))
    verbs_on_thing = SHIPMENT_VERBS

    def load(self) -> Any:
        return self.shell.read(shipment_detail, self.thing_id)

    def arrive(self, **aim: Any) -> None:
        super().arrive(**aim)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_thing(self) -> None:
        detail: ShipmentDetail = self.thing
        wave = _("wave {wave}, slot {slot}").format(wave=detail.wave, slot=detail.slot) if detail.wave else ""
        self.set_head(detail.number, wave, [Pill("shipment", detail.state)])
        match self.current_tab():
            case "record":
                self._show_record(detail)
            case "history":
                timeline = Timeline(story.events(detail.timeline))
                self.body.addWidget(Card(_("Everything that happened")).add(timeline))
                self.body.addStretch(1)
            case _:
                self._show_overview(detail)

    def _show_overview(self, detail: ShipmentDetail) -> None:
        if detail.held:
            self.body.addWidget(Notice(_("The order is on hold."), "warning", "pause"))
        parts.two_columns(
            self.body, [self._goods(detail), self._parcels(detail)], [self._where(detail), self._papers(detail)]
        )

    def _goods(self, detail: ShipmentDetail) -> QWidget:
        pieces = sum(line.quantity for line in detail.lines)
        card = Card(_("Goods"), n_("{count} piece", "{count} pieces", pieces).format(count=figures.number(pieces)))
        goods = []
        for line in detail.lines:
            known = " · ".join(part for part in (line.variant_title, line.sku) if part)
            places = ", ".join(
                _("{bin} × {count}").format(bin=code, count=figures.number(count)) for code, count in line.bins
            )
            notes = [(known, ""), (_("from {bins}").format(bins=places) if places else "", "")]
            if line.short:
                notes.append((_("{count} not found in the bin").format(count=figures.number(line.short)), "danger"))
            counts = tuple(figures.number(count) for count in (line.quantity, line.picked, line.packed))
            goods.append(Goods(line.title, notes, counts, line.image))
        heads = (_("Product"), _("Ordered"), _("Picked"), _("Packed"))
        return card.add(parts.goods_table(self.shell, heads, goods))

    # parcels

    def _parcels(self, detail: ShipmentDetail) -> QWidget:
        count = len([parcel for parcel in detail.parcels if parcel.state != "voided"])
        card = Card(_("Parcels"), figures.number(count) if count else "")
        if not detail.parcels:
            return card.add(secondary(_("A parcel is opened when the goods come to the packing bench."), wrap=True))
        for place, parcel in enumerate(detail.parcels):
            if place:
                card.add(rule())
            card.add(self._parcel(detail, parcel))
        return card

    def _parcel(self, detail: ShipmentDetail, parcel: ParcelDetail) -> QWidget:
        title = label(_("Parcel {number}").format(number=parcel.number), weight=fonts.SEMIBOLD)
        facts = [n_("{count} piece", "{count} pieces", parcel.pieces).format(count=figures.number(parcel.pieces))]
        if parcel.weight_g:
            facts.append(_("{kilos} kg").format(kilos=figures.number(parcel.weight_g / 1000, 2)))
        facts += [part for part in (parcel.packaging, parcel.closed_by) if part]
        if parcel.closed_at:
            facts.append(figures.when(parcel.closed_at))
        head = row(title, 8, PillWidget("package", parcel.state), 10, margins=(0, 4, 0, 0))
        head.addWidget(Elided(" · ".join(facts), fonts.SECONDARY, role="secondary", tabular=True), 1)
        lines = column(head, gap=2)
        if parcel.tracking_no:
            code = " ".join(part for part in (parcel.carrier, parcel.tracking_no) if part)
            lines.addLayout(parts.copied_line(self.shell, code, "truck"))
        elif parcel.state != "voided":
            needed = detail.tracking_required and detail.state == "packed"
            words = label(_("No tracking number yet"), fonts.SECONDARY, role="warning" if needed else "secondary")
            line = row(Sign("truck", "warning" if needed else "text2", 14), 10, words, None)
            if detail.state in ("packed", "shipped") and self.shell.may(Right.SHIP_ORDERS):
                line.addWidget(Button(_("Add the number…"), partial(tracking, self.shell, [detail]), "link"))
            lines.addLayout(line)
        return plain(lines)

    # beside

    def _where(self, detail: ShipmentDetail) -> QWidget:
        card = Card(_("Delivery"))
        card.add(*(label(line, wrap=True) for line in dict.fromkeys((detail.ship_name, *detail.ship_lines)) if line))
        card.body.addSpacing(6)
        facts = [
            Fact(_("Order"), number, opens=("order", detail.order_id) if number == detail.order_number else None)
            for number in detail.order_numbers
        ]
        facts.append(Fact(_("Ship by"), figures.when(detail.ship_by)))
        service = " ".join(part for part in (detail.carrier, detail.service) if part)
        if service:
            facts.append(Fact(_("Carrier"), service))
        for title, when, who in (
            (_("Released"), detail.created_at, ""),
            (_("Picked"), detail.picked_at, detail.picked_by),
            (_("Packed"), detail.packed_at, detail.packed_by),
            (_("Shipped"), detail.shipped_at, detail.shipped_by),
            (_("Delivered"), detail.delivered_at, ""),
        ):
            if when:
                facts.append(Fact(title, " · ".join(part for part in (figures.when(when), who) if part)))
        return card.add(parts.facts(self.shell, facts))

    def _papers(self, detail: ShipmentDetail) -> QWidget:
        card = Card(_("Papers"))
        for title, run, why in (
            (_("Packing slip"), print_slips, rules.no_slip(detail)),
            (_("Shipping label"), print_labels, rules.no_label(detail)),
        ):
            button = Button(title, partial(run, self.shell, [detail]), icon_name="print")
            button.refuse(" ".join(why))
            if not self.shell.may(Right.PRINT_PAPERS):
                button.refuse(_("Your role does not allow this step."))
            card.add(button)
        return card

    # packing record

    def _show_record(self, detail: ShipmentDetail) -> None:
        counted = sum(scan.quantity for scan in detail.scans if not scan.undone and scan.quantity > 0)
        words = n_("{count} piece counted", "{count} pieces counted", counted).format(count=figures.number(counted))
        card = Card(_("Every scan at the bench"), words)
        if not detail.scans:
            card.add(secondary(_("Nothing was scanned yet."), wrap=True))
        else:
            card.add(_scan_table(detail.scans[-_MOST_SCANS:]))
        self.body.addWidget(card)
        self.body.addStretch(1)


def _scan_table(scans: tuple[ScanDetail, ...]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(3, 1)
    for place, head in enumerate((_("Time"), _("Code"), _("Pieces"), _("What"), _("Result"), _("By"))):
        grid.addWidget(secondary(head), 0, place)
    for line, scan in enumerate(reversed(scans), start=1):
        word, icon_name, tone = _RESULTS.get(scan.result, (scan.result, "dot", "neutral"))
        told = _("taken back") if scan.undone else _(word)
        if scan.forced_reason:
            told = _("{result}: {reason}").format(result=told, reason=scan.forced_reason)
        result = row(Sign(icon_name, "neutral" if scan.undone else tone, 14), 6, label(told), None)
        grid.addWidget(secondary(f"{figures.local(scan.at):%H:%M:%S}", tabular=True), line, 0)
        grid.addWidget(label(scan.code or figures.NOTHING, tabular=True), line, 1)
        grid.addWidget(label(figures.number(scan.quantity) if scan.quantity else "", tabular=True), line, 2)
        grid.addWidget(Elided(scan.title, role="secondary" if scan.undone else ""), line, 3)
        grid.addWidget(plain(result), line, 4)
        grid.addWidget(secondary(scan.by_name), line, 5)
    return plain(grid)
