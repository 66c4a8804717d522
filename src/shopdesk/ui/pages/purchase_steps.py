"""The steps of a purchase order, declared once for the list, its inspector, the order's page, menus and shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from shopdesk.domain.errors import OutsideError
from shopdesk.domain.purchasing import AWAITED, PurchaseFacts, PurchaseLineFacts, PurchaseState, doubts, refusals
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.purchase_details import PurchaseDetail, purchase_detail
from shopdesk.ui import figures
from shopdesk.ui.forms import supplier_forms
from shopdesk.ui.pages.fitting import fitting
from shopdesk.ui.printing import print_paper
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import purchases, receiving
from shopdesk.usecases.purchase_papers import purchase_workbook

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

S = PurchaseState
TO_RECEIVE = tuple(state.value for state in AWAITED)
_SENT = (S.ORDERED.value, S.CONFIRMED.value)


def facts_of(order: PurchaseDetail, own_currency: str = "") -> PurchaseFacts:
    """A purchase order as its rules see it."""
    lines = [
        PurchaseLineFacts(
            line.sku, line.quantity, line.pack, line.price, line.min_quantity, line.good, line.damaged, line.over,
            line.short,
        )
        for line in order.lines
    ]  # fmt: skip
    return PurchaseFacts(
        order.number, S(order.state), lines, order.min_order,
        rate_known=order.rate != "" or order.currency == own_currency, confirmed=order.confirmed_at is not None,
        counting=any(receipt.state == "counting" for receipt in order.receipts),
    )  # fmt: skip


def doubts_of(order: PurchaseDetail) -> list[str]:
    """What the supplier may refuse about a draft."""
    return doubts(facts_of(order), order.currency) if order.state == S.DRAFT.value and order.lines else []


def _no_order(row: Any) -> list[str]:
    """Why a draft cannot be sent, as far as the row knows."""
    if isinstance(row, PurchaseDetail):
        return [why for why in refusals(facts_of(row), S.ORDERED) if row.lines == () or row.rate == ""]
    if not row.line_count:
        return [_("A purchase order needs at least one line.")]
    return []


def _nothing_here(row: Any) -> list[str]:
    return [_("Goods of this order have arrived already.")] if row.arrived else []


def new_purchase(shell: Shell, _rows: list[Any]) -> None:
    """Draft an order: first to whom."""
    choices = supplier_forms.active_choices(shell)
    if not choices:
        supplier_forms.new_supplier(shell)
        return

    def then(answers: Mapping[str, Any]) -> None:
        made = shell.desk.do(purchases.create_purchase, answers["supplier"], [])
        shell.open("purchase", made)

    fields = [Ask("supplier", _("Supplier"), "choice", choices[0][0], choices)]
    sentence = _("What runs out, and how much to order of it, is worked out under “What to order”.")
    shell.ask(_("New purchase order"), fields, then, sentence, _("Draft the order"))


def order(shell: Shell, rows: list[Any]) -> None:
    """Send a draft to the supplier, asking first where they may refuse it."""
    for row in rows:
        detail: PurchaseDetail = shell.read(purchase_detail, row.id)
        why = doubts_of(detail)
        if why:
            _ask_anyway(shell, detail, why)
        else:
            _order(shell, detail, anyway=False)


def _order(shell: Shell, detail: PurchaseDetail, anyway: bool) -> None:
    shell.do(
        purchases.order_purchase,
        purchase_id=detail.id,
        anyway=anyway,
        said=_("{number} is marked as sent").format(number=detail.number),
        undo=lambda _result: print_paper(shell, "purchase-order", [detail.id]),
        undo_words=_("Print it"),
    )


def _ask_anyway(shell: Shell, detail: PurchaseDetail, why: Sequence[str]) -> None:
    title = _("Send {number} as it is?").format(number=detail.number)
    shell.ask(title, (), lambda _answers: _order(shell, detail, anyway=True), "\n".join(why), _("Send it anyway"))


def confirm(shell: Shell, rows: list[Any]) -> None:
    """Note what the supplier agreed to."""
    row = rows[0]

    def then(answers: Mapping[str, Any]) -> None:
        shell.desk.do(purchases.confirm_purchase, row.id, answers["day"], answers["reference"])
        words = _("{number} is confirmed for {day}")
        shell.say(words.format(number=row.number, day=figures.day(answers["day"])))

    fields = [
        Ask("day", _("Goods will be here on"), "date", row.expected_on),
        Ask("reference", _("Their reference"), value=row.reference),
    ]
    shell.ask(_("Confirm {number}").format(number=row.number), fields, then, row.supplier, _("Confirm"))


def receive(shell: Shell, rows: list[Any]) -> None:
    """Count what arrived, or go on counting."""
    shell.do(receiving.start_receipt, purchase_id=rows[0].id, then=lambda receipt: shell.open("receipt", receipt))


def print_orders(shell: Shell, rows: list[Any]) -> None:
    """The purchase orders as paper."""
    print_paper(shell, "purchase-order", [row.id for row in rows])


def save_workbook(shell: Shell, rows: list[Any]) -> None:
    """The purchase order as a workbook for the supplier's own system."""
    row = rows[0]
    path, _kind = QFileDialog.getSaveFileName(shell.window, _("Save as workbook"), f"{row.number}.xlsx", "*.xlsx")
    if path:
        write_workbook(shell, row.id, Path(path))


def write_workbook(shell: Shell, purchase_id: int, path: Path) -> None:
    """Write the workbook of a purchase order to ``path`` and say so."""
    try:
        path.write_bytes(purchase_workbook(shell.desk, purchase_id))
    except OSError as error:
        shell.fail(OutsideError(_("{file} could not be written: {why}").format(file=path, why=error.strerror)))
        return
    shell.say(_("Saved as {file}").format(file=path.name))


def _with_reason(title: str, sentence: str, verb: str, usecase: Callable[..., Any], said: str) -> Callable[..., None]:
    def run(shell: Shell, rows: list[Any]) -> None:
        row = rows[0]

        def then(answers: Mapping[str, Any]) -> None:
            shell.desk.do(usecase, row.id, answers["reason"])
            shell.say(_(said).format(number=row.number))

        fields = [Ask("reason", _("Reason"), needed=True)]
        shell.ask(_(title).format(number=row.number), fields, then, _(sentence), _(verb))

    return run


def close(shell: Shell, rows: list[Any]) -> None:
    """Finish an order; with a reason where something is still to come."""
    row = rows[0]
    if not row.open:
        shell.do(purchases.close_purchase, purchase_id=row.id, said=_("{number} is closed").format(number=row.number))
        return

    def then(answers: Mapping[str, Any]) -> None:
        shell.desk.do(purchases.close_purchase, row.id, answers["reason"])
        shell.say(_("{number} is closed").format(number=row.number))

    words = n_("{count} piece will not come any more.", "{count} pieces will not come any more.", row.open)
    sentence = words.format(count=figures.number(row.open))
    fields = [Ask("reason", _("Reason"), needed=True)]
    shell.ask(_("Close {number} short").format(number=row.number), fields, then, sentence, _("Close it"))


cancel = _with_reason(
    N_("Cancel {number}"),
    N_("Nothing of this order will come. Tell the supplier too."),
    N_("Cancel the order"),
    purchases.cancel_purchase,
    N_("{number} is cancelled"),
)
redraft = _with_reason(
    N_("Take {number} back to draft"),
    N_("Its lines can be changed again; it has to be sent anew."),
    N_("Take it back"),
    purchases.redraft_purchase,
    N_("{number} is a draft again"),
)
reopen = _with_reason(
    N_("Open {number} again"),
    N_("What was short is awaited again."),
    N_("Open it again"),
    purchases.reopen_purchase,
    N_("{number} is open again"),
)


def _receive_title(row: Any) -> str:
    receipts = getattr(row, "receipts", ())
    return _("Go on counting") if any(one.state == "counting" for one in receipts) else _("Receive goods")


PURCHASE_VERBS: tuple[Verb, ...] = fitting(
    Verb(N_("Mark as sent"), order, "Ctrl+Return", "mail", primary=True, many=True, right=Right.EDIT_PURCHASES,
         refusals=_no_order, offered=lambda row: row.state == "draft"),
    Verb(N_("Receive goods"), receive, "Ctrl+I", "scan", primary=True, right=Right.RECEIVE_GOODS,
         title_for=_receive_title, offered=lambda row: row.state in TO_RECEIVE),
    Verb(N_("Close"), close, "", "checkc", primary=True, right=Right.EDIT_PURCHASES,
         title_for=lambda row: _("Close short…") if row.open else _("Close"),
         offered=lambda row: row.state in ("received", "partly_received")),
    Verb(N_("Confirm…"), confirm, "Ctrl+Shift+Return", "check", right=Right.EDIT_PURCHASES,
         offered=lambda row: row.state == "ordered"),
    Verb(N_("Print the order"), print_orders, "Ctrl+P", "print", many=True, right=Right.PRINT_PAPERS),
    Verb(N_("Save as workbook…"), save_workbook, "", "download", right=Right.PRINT_PAPERS),
    Verb(N_("Take back to draft…"), redraft, "", "undo", right=Right.EDIT_PURCHASES, refusals=_nothing_here,
         offered=lambda row: row.state in _SENT),
    Verb(N_("Open again…"), reopen, "", "undo", right=Right.EDIT_PURCHASES, offered=lambda row: row.state == "closed"),
    Verb(N_("Cancel the order…"), cancel, "", "ban", right=Right.EDIT_PURCHASES, refusals=_nothing_here,
         offered=lambda row: row.state in ("draft", *_SENT), danger=True),
)  # fmt: skip
"""Best step first; the list and the order's page show those that make sense."""
