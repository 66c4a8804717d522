"""The steps of a shipment, declared once for the packing list, its inspector, the shipment's page and menus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.domain.shipments import ShipmentState
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.picks import WaveToPick, wave_to_pick, waves_of
from shopdesk.queries.shipment_details import ParcelDetail, ShipmentDetail, shipment_detail
from shopdesk.ui import figures
from shopdesk.ui.forms.outcomes import Outcomes, Waiting
from shopdesk.ui.forms.short_picks import ShortPicks
from shopdesk.ui.pages import shipment_rules as rules
from shopdesk.ui.pages.fitting import fitting
from shopdesk.ui.printing import print_paper
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import counts, packing, picking, shipping
from shopdesk.usecases.order_papers import handed_over

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell


def _detail(shell: Shell, thing: Any) -> ShipmentDetail:
    found: ShipmentDetail = shell.read(shipment_detail, thing.id)
    return found


# picking


def print_pick_list(shell: Shell, rows: list[Any]) -> None:
    """Print the pick lists of the waves these shipments are in."""
    print_paper(shell, "pick-list", shell.read(waves_of, [row.id for row in rows]))


def all_picked(shell: Shell, rows: list[Any]) -> None:
    """Bring the goods of whole waves to the bench, asking first what was not found."""
    waves: list[WaveToPick] = [shell.read(wave_to_pick, wave) for wave in shell.read(waves_of, [r.id for r in rows])]
    waves = [wave for wave in waves if wave.picks]
    if not waves:
        for row in rows:
            shell.do(picking.pick_shipment, shipment_id=row.id, said=_("Ready to pack"))
        return
    ShortPicks(shell, waves, partial(_finish_picking, shell, waves)).open()


def _finish_picking(shell: Shell, waves: Sequence[WaveToPick], short: Mapping[int, int]) -> None:
    ready = 0
    for wave in waves:
        try:
            ready += shell.desk.do(picking.finish_picking, wave.id, short)
        except Exception as error:
            shell.fail(error)
            return
    said = n_("{count} order is ready to pack", "{count} orders are ready to pack", ready)
    skus = list(dict.fromkeys(pick.sku for wave in waves for pick in wave.picks if short.get(pick.id)))
    offer = partial(_put_on_count_list, shell, skus) if skus and shell.may(Right.COUNT_STOCK) else None
    shell.say(said.format(count=figures.number(ready)), offer, _("Put on the list to count") if offer else "")


def _put_on_count_list(shell: Shell, skus: list[str]) -> None:
    """Plan a stocktake of what was not found."""
    words = n_("{count} product is on the list to count", "{count} products are on the list to count", len(skus))
    said = words.format(count=figures.number(len(skus)))
    shell.do(counts.plan_count, title=_("Not found when picking"), skus=skus, said=said)


# packing


def to_bench(shell: Shell, _rows: list[Any]) -> None:
    """Open the packing bench over the whole screen."""
    _open_bench(shell)


def pack_this(shell: Shell, rows: list[Any]) -> None:
    """Open the packing bench with one order on it."""
    _open_bench(shell, rows[0].number)


def _open_bench(shell: Shell, code: str = "") -> None:
    from shopdesk.ui.pages.bench_window import open_bench  # sounds and drawings that only the bench needs

    open_bench(shell, code)


def open_again(shell: Shell, rows: list[Any]) -> None:
    """Open the last parcel of a packed shipment again."""

    def then(answers: Mapping[str, Any]) -> None:
        shell.desk.do(packing.reopen_shipment, rows[0].id, answers["reason"])
        shell.say(_("Shipment {number} is open again").format(number=rows[0].number))

    shell.ask(
        _("Open the parcel of {number} again").format(number=rows[0].number),
        [Ask("reason", _("Reason"))],
        then,
        _("It goes back to the bench with everything scanned so far."),
        _("Open it again"),
    )


# leaving the house


def tracking(shell: Shell, rows: list[Any]) -> None:
    """Ask for tracking numbers, parcel after parcel; a scan with Enter takes the next one."""
    queue = [(row, parcel) for row in rows for parcel in _parcels(shell, row)]
    lacking = [pair for pair in queue if not pair[1].tracking_no]
    if not queue:
        shell.say(_("This shipment has no parcel yet."), tone="warning")
        return
    _ask_tracking(shell, lacking or queue[:1])


def _parcels(shell: Shell, row: Any) -> list[ParcelDetail]:
    return [parcel for parcel in _detail(shell, row).parcels if parcel.state != "voided"]


def _ask_tracking(shell: Shell, queue: Sequence[tuple[Any, ParcelDetail]]) -> None:
    (row, parcel), rest = queue[0], queue[1:]
    carriers = list(shell.memory.get("carriers", ()))

    def then(answers: Mapping[str, Any]) -> None:
        carrier = answers["carrier"]
        shell.desk.do(shipping.set_tracking, row.id, answers["code"], carrier, parcel.number)
        if carrier:
            shell.memory.set("carriers", [carrier, *(known for known in carriers if known != carrier)][:8])
        if rest:
            _ask_tracking(shell, rest)
        else:
            shell.say(_("Tracking number {code} is kept").format(code=answers["code"]))

    who = _("{name}, {city} · parcel {parcel}").format(
        name=row.ship_name, city=getattr(row, "ship_city", "") or "", parcel=parcel.number
    )
    more = n_("{count} more parcel after this", "{count} more parcels after this", len(rest))
    sentence = "\n".join((who, more.format(count=figures.number(len(rest))))) if rest else who
    shell.ask(
        _("Tracking number of {number}").format(number=row.number),
        [
            Ask("code", _("Scan or type the number"), value=parcel.tracking_no, needed=True),
            Ask("carrier", _("Carrier"), value=parcel.carrier or (carriers[0] if carriers else "")),
        ],
        then,
        sentence,
        _("Keep the number"),
    )


def ship(shell: Shell, rows: list[Any]) -> None:
    """The parcels leave the house; those that may not are listed with the reason."""
    numbers = {row.id: row.number for row in rows}

    def done(refused: list[tuple[int, str]]) -> None:
        count = len(rows) - len(refused)
        said = n_("{count} shipment left the house", "{count} shipments left the house", count)
        words = said.format(count=figures.number(count))
        if not refused:
            shell.say(words)
            return
        waiting = [Waiting("shipment", key, numbers.get(key, ""), (why,)) for key, why in refused]
        Outcomes(shell, words, _("These may not leave yet:"), waiting).open()

    shell.do(shipping.ship_many, shipment_ids=[row.id for row in rows], then=done)


def delivered(shell: Shell, rows: list[Any]) -> None:
    """The customers have their parcels."""
    done = [row for row in rows if shell.do(shipping.deliver, shipment_id=row.id)]
    if done:
        said = n_("{count} shipment is delivered", "{count} shipments are delivered", len(done))
        shell.say(said.format(count=figures.number(len(done))))


# taking back


def cancel(shell: Shell, rows: list[Any]) -> None:
    """Take a shipment back before it leaves."""
    _with_reason(
        shell,
        rows[0],
        _("Cancel shipment {number}"),
        _("Picked goods go back to their bins and the order waits to be picked again."),
        _("Cancel the shipment"),
        picking.cancel_shipment,
        _("Shipment {number} is cancelled"),
    )


def void(shell: Shell, rows: list[Any]) -> None:
    """Take back a shipment that did not leave after all."""
    _with_reason(
        shell,
        rows[0],
        _("Void shipment {number}"),
        _("Only for parcels that never left. Stock goes up again and the order waits to be picked."),
        _("Void the shipment"),
        shipping.void_shipment,
        _("Shipment {number} is voided"),
    )


def _with_reason(shell: Shell, row: Any, title: str, sentence: str, verb: str, usecase: Any, said: str) -> None:
    def then(answers: Mapping[str, Any]) -> None:
        shell.desk.do(usecase, row.id, answers["reason"])
        shell.say(said.format(number=row.number))

    fields = [Ask("reason", _("Reason"), needed=True)]
    shell.ask(title.format(number=row.number), fields, then, sentence, verb, True)


# papers


def print_slips(shell: Shell, rows: list[Any]) -> None:
    """Print packing slips."""
    print_paper(shell, "packing-slip", [row.id for row in rows])


def print_labels(shell: Shell, rows: list[Any]) -> None:
    """Print shipping labels."""
    print_paper(shell, "shipping-label", [row.id for row in rows])


def print_hand_over(shell: Shell, _rows: list[Any]) -> None:
    """Print the lists a carrier signs for today's parcels: those that left, and those packed and waiting."""
    try:
        ids = shell.read(handed_over, figures.today())
    except UserError as error:
        shell.say(str(error), tone="info")
        return
    print_paper(shell, "manifest", ids)


def print_card(shell: Shell, _rows: list[Any]) -> None:
    """Print the card with the bench's command barcodes."""
    print_paper(shell, "command-card", [])


SHIPMENT_VERBS: tuple[Verb, ...] = fitting(
    Verb(N_("All picked"), all_picked, "Ctrl+G", "basket", primary=True, many=True, right=Right.PICK_ORDERS,
         offered=lambda row: row.state in rules.TO_PICK),
    Verb(N_("Pack this"), pack_this, "Ctrl+Shift+Return", "packing", primary=True, right=Right.PACK_ORDERS,
         refusals=rules.no_packing, offered=lambda row: row.state in rules.TO_PACK),
    Verb(N_("Ship"), ship, "Ctrl+Shift+S", "truck", primary=True, many=True, right=Right.SHIP_ORDERS,
         refusals=rules.no_move(ShipmentState.SHIPPED), offered=lambda row: row.state == "packed"),
    Verb(N_("Tracking number…"), tracking, "Ctrl+T", "scan", primary=True, many=True, right=Right.SHIP_ORDERS,
         offered=lambda row: row.state in ("packed", "shipped")),
    Verb(N_("Delivered"), delivered, "Ctrl+D", "checkc", many=True, right=Right.SHIP_ORDERS,
         refusals=rules.no_move(ShipmentState.DELIVERED), offered=lambda row: row.state == "shipped"),
    Verb(N_("Print pick list"), print_pick_list, "", "print", many=True, right=Right.PRINT_PAPERS,
         offered=lambda row: row.state in rules.TO_PICK),
    Verb(N_("Print slip"), print_slips, "Ctrl+P", "print", many=True, right=Right.PRINT_PAPERS,
         refusals=rules.no_slip, offered=lambda row: row.state not in ("cancelled", "voided", *rules.TO_PICK)),
    Verb(N_("Print label"), print_labels, "Ctrl+L", "print", many=True, right=Right.PRINT_PAPERS,
         refusals=rules.no_label, offered=lambda row: row.state not in ("cancelled", "voided", *rules.TO_PICK)),
    Verb(N_("Open again…"), open_again, "", "undo", right=Right.PACK_ORDERS,
         refusals=rules.no_move(ShipmentState.PACKING), offered=lambda row: row.state == "packed"),
    Verb(N_("Void…"), void, "", "undo", right=Right.SHIP_ORDERS, refusals=rules.no_move(ShipmentState.VOIDED),
         offered=lambda row: row.state == "shipped", danger=True),
    Verb(N_("Cancel shipment…"), cancel, "", "ban", right=Right.PICK_ORDERS,
         refusals=rules.no_move(ShipmentState.CANCELLED), offered=lambda row: row.state in rules.CANCELLABLE,
         danger=True),
)  # fmt: skip
"""Best step first; a list, a menu and a page show those that make sense for the shipment."""
