"""The steps of an order, declared once for the list, its inspector, the order's page, menus and shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.order_details import OrderDetail, order_detail
from shopdesk.queries.orders import ORDERS
from shopdesk.queries.picks import waves_of
from shopdesk.ui import figures
from shopdesk.ui.forms.countries import country_choices
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Form, Group
from shopdesk.ui.forms.outcomes import Outcomes, Waiting
from shopdesk.ui.forms.review_dialog import ReviewDialog
from shopdesk.ui.printing import print_paper
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import orders, picking

if TYPE_CHECKING:
    from shopdesk.ui.jobs import Report
    from shopdesk.ui.shell import Shell

_AT_ONCE = 20


def _detail(shell: Shell, thing: Any) -> OrderDetail:
    found: OrderDetail = thing if isinstance(thing, OrderDetail) else shell.read(order_detail, thing.id)
    return found


# review


def confirm(shell: Shell, rows: list[Any]) -> None:
    """Review: one order shows all its reasons first, several are confirmed where nothing speaks against it."""
    if len(rows) > 1:
        review_many(shell, [row.id for row in rows])
        return
    detail: OrderDetail = shell.read(order_detail, rows[0].id)
    go_on = partial(_confirm_one, shell, detail)
    if detail.reasons:
        ReviewDialog(shell, detail.number, detail.reasons, go_on).open()
    else:
        go_on()


def _confirm_one(shell: Shell, detail: OrderDetail) -> None:
    def said(reserved: int) -> str:
        pieces = n_("{count} piece reserved", "{count} pieces reserved", reserved).format(count=reserved)
        return _("Order {number} is confirmed · {pieces}").format(number=detail.number, pieces=pieces)

    shell.do(
        orders.confirm_order,
        order_id=detail.id,
        said=said,
        undo=lambda _got: take_back(shell, [detail]),
        undo_words=_("Take back…"),
    )


def review_many(shell: Shell, order_ids: Sequence[int]) -> None:
    """Confirm every order that nothing speaks against, in the background; then list what waits and why."""

    def work(report: Report) -> list[orders.Outcome]:
        found: list[orders.Outcome] = []
        report(0, len(order_ids))
        for at in range(0, len(order_ids), _AT_ONCE):
            found += shell.desk.do(orders.review_orders, list(order_ids[at : at + _AT_ONCE]))
            report(min(len(order_ids), at + _AT_ONCE), len(order_ids))
        return found

    def words(found: Sequence[orders.Outcome]) -> str:
        done = sum(outcome.done for outcome in found)
        return n_("{count} order confirmed", "{count} orders confirmed", done).format(count=figures.number(done))

    def then(found: Sequence[orders.Outcome]) -> None:
        waiting = [Waiting("order", o.order_id, o.number, o.reasons) for o in found if not o.done]
        if not waiting:
            shell.say(words(found))
            return
        left = n_("{count} order waits for you.", "{count} orders wait for you.", len(waiting))
        Outcomes(shell, words(found), left.format(count=figures.number(len(waiting))), waiting).open()

    shell.start(_("Reviewing orders"), work, then, words)


def review_all(shell: Shell, _rows: list[Any]) -> None:
    """Review everything that waits."""
    pages = shell.desk.pages(ORDERS, {"step": "to_review"}, "", "placed_at", False)
    waiting = [row.id for row in (pages[at] for at in range(pages.total)) if row is not None]
    if not waiting:
        shell.say(_("No order waits for review."), tone="info")
        return
    review_many(shell, waiting)


def take_back(shell: Shell, rows: list[Any]) -> None:
    """Take a review back."""
    _with_reason(
        shell,
        _("Take the review of {number} back").format(number=rows[0].number),
        _("The order waits for review again and its goods are free for others."),
        _("Take the review back"),
        lambda reason: shell.desk.do(orders.unconfirm_order, rows[0].id, reason),
        _("Order {number} waits for review again").format(number=rows[0].number),
    )


def _with_reason(
    shell: Shell,
    title: str,
    sentence: str,
    verb: str,
    run: Callable[[str], object],
    said: str,
    danger: bool = False,
) -> None:
    def then(answers: Mapping[str, Any]) -> None:
        run(answers["reason"])
        shell.say(said)

    shell.ask(title, [Ask("reason", _("Reason"), needed=True)], then, sentence, verb, danger)


# picking


def release(shell: Shell, rows: list[Any]) -> None:
    """Make one wave of the orders, and offer its pick list."""
    numbers = {row.number: row.id for row in rows}

    def offer(made: picking.WaveMade) -> None:
        count = len(made.shipment_ids)
        sentence = n_(
            "{count} order can be picked now. Its goods are tied to their bins.",
            "{count} orders can be picked now. Their goods are tied to their bins.",
            count,
        ).format(count=figures.number(count))
        waiting = [Waiting("order", numbers.get(number, 0), number, (why,)) for number, why in made.left_out]
        title = _("Wave {number} is released").format(number=made.number)
        may_print = shell.may(Right.PRINT_PAPERS)
        run = partial(print_paper, shell, "pick-list", [made.wave_id]) if may_print else None
        Outcomes(shell, title, sentence, waiting, _("Print the pick list"), run).open()

    shell.do(picking.release_wave, order_ids=[row.id for row in rows], then=offer)


def reserve(shell: Shell, rows: list[Any]) -> None:
    """Look again whether the missing goods are there now."""

    def said(got: int) -> str:
        if not got:
            return _("Nothing more is free to be reserved.")
        return n_("{count} piece reserved", "{count} pieces reserved", got).format(count=got)

    shell.do(orders.reserve_order, order_id=rows[0].id, said=said)


# holding


def hold(shell: Shell, rows: list[Any]) -> None:
    """Keep orders from being picked."""

    def then(answers: Mapping[str, Any]) -> None:
        days = answers["days"] or None
        for row in rows:
            shell.desk.do(orders.hold_order, row.id, answers["reason"], answers["note"], days)
        undo = partial(_release_all, shell, rows) if shell.may(Right.EDIT_ORDERS) else None
        shell.say(_many(rows, _("Order {number} is on hold"), N_("{count} orders are on hold")), undo)

    fields = [
        Ask("reason", _("Reason"), needed=True),
        Ask("note", _("Note"), "long"),
        Ask("days", _("Days"), "number", 0, most=365, note=_("0 holds it until somebody releases it.")),
    ]
    title = _many(rows, _("Put order {number} on hold"), N_("Put {count} orders on hold"))
    shell.ask(title, fields, then, _("It is not picked or shipped meanwhile."), _("Put on hold"))


def _many(rows: Sequence[Any], one: str, many: str) -> str:
    if len(rows) == 1:
        return one.format(number=rows[0].number)
    return _(many).format(count=figures.number(len(rows)))


def _release_all(shell: Shell, rows: Sequence[Any]) -> None:
    for row in rows:
        shell.do(orders.release_hold, order_id=row.id)


def release_hold(shell: Shell, rows: list[Any]) -> None:
    """Let held orders go on."""
    done = [row for row in rows if shell.do(orders.release_hold, order_id=row.id)]
    if done:
        shell.say(_many(done, _("Order {number} goes on"), N_("{count} orders go on")))


# putting right


def match(shell: Shell, rows: list[Any]) -> None:
    """Say which products the unknown lines mean."""
    from shopdesk.ui.forms.match_dialog import MatchDialog

    MatchDialog(shell, rows[0].id).open()


def correct_address(shell: Shell, rows: list[Any]) -> None:
    """Correct where an order goes."""
    detail = _detail(shell, rows[0])

    def save(answers: Mapping[str, Any]) -> None:
        shell.desk.do(orders.set_ship_to, detail.id, **answers)
        shell.say(_("The address of order {number} is corrected").format(number=detail.number))

    person = (
        Entry("name", _("Name"), value=detail.ship_name, needed=True, half=True),
        Entry("company", _("Company"), value=detail.ship_company, half=True),
        Entry("phone", _("Phone"), value=detail.phone, half=True),
    )
    place = (
        Entry("line1", _("Street and number"), value=detail.ship_line1, needed=True),
        Entry("line2", _("Second line"), value=detail.ship_line2),
        Entry("postcode", _("Postcode"), "code", value=detail.ship_postcode, half=True),
        Entry("city", _("City"), value=detail.ship_city, needed=True, half=True),
        Entry("region", _("Region"), value=detail.ship_region, half=True),
        Entry("country", _("Country"), "choice", detail.ship_country, country_choices(), needed=True, half=True),
    )
    title = _("Address of order {number}").format(number=detail.number)
    Form(shell.window, title, [Group("", person), Group("", place)], save, _("Save the address"), "", shell.fail).open()


def office_note(shell: Shell, rows: list[Any]) -> None:
    """Leave a note for the packer."""
    detail = _detail(shell, rows[0])

    def then(answers: Mapping[str, Any]) -> None:
        shell.desk.do(orders.set_office_note, detail.id, answers["note"])
        shell.say(_("The note is kept"))

    title = _("Note for the packer of {number}").format(number=detail.number)
    fields = [Ask("note", _("Note"), "long", detail.office_note)]
    shell.ask(title, fields, then, _("It is shown at the packing bench."), _("Keep the note"))


# ending


def cancel(shell: Shell, rows: list[Any]) -> None:
    """Cancel an order nothing was shipped of."""
    number = rows[0].number
    _with_reason(
        shell,
        _("Cancel order {number}").format(number=number),
        _("Its goods are free for others. Money that came in is not paid back by this."),
        _("Cancel the order"),
        lambda reason: shell.desk.do(orders.cancel_order, rows[0].id, reason),
        _("Order {number} is cancelled").format(number=number),
        danger=True,
    )


def close_short(shell: Shell, rows: list[Any]) -> None:
    """Finish an order although some of it will never come."""
    number = rows[0].number
    _with_reason(
        shell,
        _("Close order {number} short").format(number=number),
        _(
            "What is not shipped yet will not be delivered, and what was paid for it waits to be paid back. "
            "This cannot be taken back."
        ),
        _("Close it short"),
        lambda reason: shell.desk.do(orders.close_short, rows[0].id, reason),
        _("Order {number} is closed short").format(number=number),
        danger=True,
    )


def log_return(shell: Shell, rows: list[Any]) -> None:
    """Log what a customer sends back."""
    from shopdesk.ui.forms.return_form import ReturnForm

    ReturnForm(shell, _detail(shell, rows[0])).open()


def cancel_pieces(shell: Shell, rows: list[Any]) -> None:
    """Keep back pieces that have not left; the rest of the order goes on."""
    from shopdesk.ui.forms.return_form import ReturnForm

    ReturnForm(shell, _detail(shell, rows[0]), before=True).open()


def print_pick_list(shell: Shell, rows: list[Any]) -> None:
    """Print the pick lists of the waves the order is in."""
    shipments = [s.id for s in _detail(shell, rows[0]).shipments if s.state in ("released", "picking")]
    print_paper(shell, "pick-list", shell.read(waves_of, shipments))


def print_invoices(shell: Shell, rows: list[Any]) -> None:
    """Print an invoice for each order, a receipt where it is paid."""
    print_paper(shell, "invoice", [row.id for row in rows])
