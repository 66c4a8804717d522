"""The steps of a delivery, declared once for the list of receipts and the page where it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.receiving import DockDetail, dock_detail
from shopdesk.ui import figures
from shopdesk.ui.pages.fitting import fitting
from shopdesk.ui.printing import print_paper
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import put_away, receiving
from shopdesk.usecases.printing import Options

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

MOST_LABELS = 500


def _counted(row: Any) -> int:
    return int(row.counted if isinstance(row, DockDetail) else row.good + row.damaged)


def _nothing_counted(row: Any) -> list[str]:
    return [] if _counted(row) else [_("Nothing was counted yet.")]


def _nothing_at_dock(row: Any) -> list[str]:
    return [] if row.at_dock else [_("These goods are put away already.")]


def book(shell: Shell, rows: list[Any]) -> None:
    """The counting is done: the goods are in stock."""
    row = rows[0]
    pieces = n_("{count} piece is in stock", "{count} pieces are in stock", _counted(row))
    shell.do(
        receiving.book_receipt,
        receipt_id=row.id,
        said=pieces.format(count=figures.number(_counted(row))),
        undo=lambda _result: undo(shell, rows),
        undo_words=_("Reverse…"),
    )


def put_all_away(shell: Shell, rows: list[Any]) -> None:
    """Carry everything to its proposed bin."""
    said = _("Everything of {number} is put away").format(number=rows[0].number)
    shell.do(put_away.put_away_receipt, receipt_id=rows[0].id, said=said)


def print_labels(shell: Shell, rows: list[Any]) -> None:
    """A label for every good piece, or one for each product where there are very many."""
    detail: DockDetail = shell.read(dock_detail, rows[0].id)
    ids = [one.line.variant_id for one in detail.lines for _piece in range(one.good)]
    if len(ids) > MOST_LABELS:
        ids = [one.line.variant_id for one in detail.lines if one.good]
        shell.say(_("There are very many pieces: one label for each product."), tone="warning")
    print_paper(shell, "product-label", ids, Options())


def _no_labels(row: Any) -> list[str]:
    good = sum(line.good for line in row.lines) if isinstance(row, DockDetail) else row.good
    return [] if good else [_("Nothing was counted yet.")]


def undo(shell: Shell, rows: list[Any]) -> None:
    """A booked delivery was not so."""
    row = rows[0]

    def then(answers: Mapping[str, Any]) -> None:
        shell.desk.do(receiving.undo_receipt, row.id, answers["reason"])
        shell.say(_("Receipt {number} is undone").format(number=row.number))

    sentence = _("The goods leave the stock again the way they came, and the order waits for them.")
    fields = [Ask("reason", _("Reason"), needed=True)]
    title = _("Undo receipt {number}").format(number=row.number)
    shell.ask(title, fields, then, sentence, _("Undo the receipt"), True)


def discard(shell: Shell, rows: list[Any]) -> None:
    """Throw a count away."""
    row = rows[0]

    def then(_answers: Mapping[str, Any]) -> None:
        shell.desk.do(receiving.discard_receipt, row.id)
        shell.say(_("The count of {number} is thrown away").format(number=row.number))
        shell.open("purchase", row.purchase_id)

    title = _("Throw the count away?")
    shell.ask(title, (), then, _("Nothing of it was booked."), _("Throw it away"), True)


RECEIPT_VERBS: tuple[Verb, ...] = fitting(
    Verb(N_("Book the delivery"), book, "Ctrl+Return", "check", primary=True, right=Right.RECEIVE_GOODS,
         refusals=_nothing_counted, offered=lambda row: row.state == "counting"),
    Verb(N_("Put everything away"), put_all_away, "Ctrl+Return", "pin", primary=True, right=Right.RECEIVE_GOODS,
         refusals=_nothing_at_dock, offered=lambda row: row.state == "booked"),
    Verb(N_("Print labels"), print_labels, "Ctrl+P", "print", right=Right.PRINT_PAPERS, refusals=_no_labels,
         offered=lambda row: row.state != "undone"),
    Verb(N_("Throw away…"), discard, "", "trash", right=Right.RECEIVE_GOODS,
         offered=lambda row: row.state == "counting", danger=True),
    Verb(N_("Undo the receipt…"), undo, "", "undo", right=Right.RECEIVE_GOODS,
         offered=lambda row: row.state == "booked", danger=True),
)  # fmt: skip
"""Best step first."""
