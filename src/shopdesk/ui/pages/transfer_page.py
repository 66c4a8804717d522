"""The page of one transfer: its way, its goods line by line, its history."""

from __future__ import annotations

from shopdesk.domain.rights import Right
from shopdesk.domain.stock import TransferState
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.listing import Column, Kind, ListRow
from shopdesk.queries.transfers import TransferDetail, transfer_detail
from shopdesk.ui import figures
from shopdesk.ui.page import Page
from shopdesk.ui.screens.transfers import TRANSFER_VERBS
from shopdesk.ui.sheet import Pill
from shopdesk.ui.story import events
from shopdesk.ui.table import Table
from shopdesk.ui.table_model import Rows
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import FactRow, fact_width
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.ui.widgets.steps import ParcelSteps, Step
from shopdesk.ui.widgets.timeline import Timeline

_TITLES = (N_("Prepared"), N_("On its way"), N_("Received"))
_AT = {TransferState.DRAFT.value: 1, TransferState.SENT.value: 2, TransferState.RECEIVED.value: 3}
_COLUMNS = (
    Column("name", N_("Product"), Kind.NAME, second="sku", width=280),
    Column("bin", N_("From bin"), Kind.CODE, width=110),
    Column("lot", N_("Lot"), Kind.CODE, width=90),
    Column("quantity", N_("Pieces"), Kind.NUMBER, width=80),
    Column("open", N_("Under way"), Kind.NUMBER, width=90),
    Column("received", N_("Arrived"), Kind.NUMBER, width=80),
    Column("lost", N_("Lost"), Kind.NUMBER, width=70),
)
_MOST_ROWS = 20


class TransferPage(Page):
    """One transfer."""

    kind, place, icon = "transfer", "inventory", "truck"
    right = Right.SEE_STOCK
    shows = frozenset({"stock_transfers", "transfer_lines"})
    verbs_on_thing = TRANSFER_VERBS

    def load(self) -> TransferDetail:
        found: TransferDetail = self.shell.read(transfer_detail, self.thing_id)
        return found

    def show_thing(self) -> None:
        known: TransferDetail = self.thing
        way = _("from {source} to {target}").format(source=known.source, target=known.target)
        self.set_head(known.number, way, [Pill("transfer", known.state)])
        times = (known.created_at, known.sent_at, known.received_at)
        steps = [
            Step(_(title), figures.when(when, short=True) if when else "")
            for title, when in zip(_TITLES, times, strict=True)
        ]
        self.body.addWidget(ParcelSteps(steps, _AT.get(known.state, 0)))
        lost = sum(line.lost for line in known.lines)
        if lost:
            reasons = ", ".join(dict.fromkeys(line.loss_reason for line in known.lines if line.loss_reason))
            words = n_(
                "{count} piece was lost on the way: {reason}.", "{count} pieces were lost on the way: {reason}.", lost
            )
            self.body.addWidget(Notice(words.format(count=lost, reason=reasons), "danger", "warn"))
        under_way = known.state == TransferState.SENT.value
        table = Table(_COLUMNS, "transfer-lines", self.shell.memory, self.shell.pictures)
        table.show_pages(
            Rows(
                [
                    ListRow(
                        id=line.id,
                        name=line.name,
                        sku=line.sku,
                        image=line.image,
                        bin=line.bin,
                        lot=line.lot,
                        quantity=line.quantity,
                        open=line.open if under_way else 0,
                        received=line.received,
                        lost=line.lost,
                        variant_id=line.variant_id,
                    )
                    for line in known.lines
                ]
            )
        )
        table.make_small(_MOST_ROWS)
        table.opened.connect(lambda line: self.shell.open("inventory", line.variant_id))
        count = n_("{count} piece", "{count} pieces", known.units).format(count=figures.number(known.units))
        story = Timeline(events(known.timeline))
        facts = [
            (_("Made by"), known.created_by),
            (_("Sent by"), known.sent_by),
            (_("Received by"), known.received_by),
            (_("Note"), known.note),
        ]
        width = fact_width([name for name, value in facts if value])
        about = Card(_("About"))
        for name, value in facts:
            if value:
                about.add(FactRow(name, value, width))
        side = plain(column(about, Card(_("History")).add(story), None, gap=12))
        side.setFixedWidth(300)
        self.body.addLayout(row((plain(column(Card(_("Goods"), count).add(table), None)), 1), 14, side))
        self.body.addStretch(1)
