"""Forms for transfers between warehouses: what goes where, and what arrived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shopdesk.domain.errors import UserError
from shopdesk.domain.stock import TransferState
from shopdesk.i18n import _, n_
from shopdesk.queries.bins import BINS, warehouse_choices
from shopdesk.queries.finder import id_of
from shopdesk.queries.transfers import TransferDetail, transfer_detail
from shopdesk.ui import figures
from shopdesk.ui.forms.entries import Entry, whole_number
from shopdesk.ui.forms.form import Answers, FieldProblem, Form, Group
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import transfers

_WIDTH = 520


def typed_lines(shell: Shell, text: str) -> list[tuple[int, int]]:
    """``MU-PE 4`` on each line as (variant, units); raises UserError naming the line."""
    found = []
    for at, line in enumerate(text.splitlines(), 1):
        words = line.replace("\t", " ").replace("×", " ").split()
        if not words:
            continue
        count = whole_number(words[-1]) if len(words) > 1 and words[-1].lstrip("-").isdigit() else 1
        sku = " ".join(words[:-1] if len(words) > 1 and words[-1].lstrip("-").isdigit() else words)
        if count is None or count < 1:
            raise UserError(_("Line {line}: the quantity must be at least one.").format(line=at))
        found.append((shell.read(id_of, "variant", sku), count))
    return found


def new_transfer(shell: Shell, _rows: list[Row]) -> None:
    """Ask what goes to which warehouse."""
    houses = list(shell.read(warehouse_choices))
    if len(houses) < 2:
        shell.say(_("There is only one warehouse. Add another one under Bins first."), tone="warning")
        return
    entries = [
        Entry("from", _("From"), "choice", houses[0][0], houses, half=True),
        Entry("to", _("To"), "choice", houses[1][0], houses, half=True),
        Entry(
            "lines",
            _("What is sent"),
            "long",
            needed=True,
            hint="MU-PE 4\nTE-TG 12",
            note=_("SKU or barcode and pieces, one on each line; can be pasted from a table."),
        ),
        Entry("note", _("Note")),
    ]

    def save(answers: Answers) -> None:
        try:
            lines = typed_lines(shell, answers["lines"])
        except UserError as error:
            raise FieldProblem("lines", str(error)) from error
        made = shell.desk.do(
            transfers.create_transfer, answers["to"], lines, from_warehouse=answers["from"], note=answers["note"] or ""
        )
        shell.open("transfer", made)

    Form(
        shell.window,
        _("New transfer"),
        [Group("", entries)],
        save,
        _("Prepare"),
        _("Nothing moves before it is sent."),
        shell.fail,
        width=_WIDTH,
    ).open()


def send(shell: Shell, rows: list[Row]) -> None:
    """Let transfers leave."""
    for row in rows:
        shell.do(
            transfers.send_transfer, transfer_id=row.id, said=_("{number} is under way.").format(number=row.number)
        )


def receive(shell: Shell, rows: list[Row]) -> None:
    """Ask what arrived of a transfer."""
    known: TransferDetail = shell.read(transfer_detail, rows[0].id)
    lines = [line for line in known.lines if line.open]
    places = [(row.code, row.code) for row in shell.desk.pages(BINS) if row.warehouse_id == known.to_id]
    arrived = [
        Entry(
            f"line{line.id}",
            f"{line.name} · {line.sku}",
            "whole",
            line.open,
            needed=True,
            half=True,
            note=_("{count} under way").format(count=figures.number(line.open)),
        )
        for line in lines
    ]
    where = [
        Entry("bin", _("Into bin"), "suggest", "", places, half=True, note=_("The shelf when empty.")),
        Entry("more", _("The rest is still to come"), "yes", False),
        Entry("reason", _("Reason, if something is lost"), hint=_("box torn, wrong count")),
    ]

    def save(answers: Answers) -> None:
        counts = {line.id: int(answers[f"line{line.id}"]) for line in lines}
        lost = shell.desk.do(
            transfers.receive_transfer,
            known.id,
            counts,
            answers["bin"] or "",
            more_to_come=answers["more"],
            reason=answers["reason"] or "",
        )
        said = _("{number} has arrived.").format(number=known.number)
        if lost:
            said = n_(
                "{number} has arrived; {count} piece is lost.", "{number} has arrived; {count} pieces are lost.", lost
            )
            said = said.format(number=known.number, count=lost)
        shell.say(said)

    groups = [Group(_("What arrived"), arrived), Group("", where)]
    Form(
        shell.window,
        _("Receive {number}").format(number=known.number),
        groups,
        save,
        _("Receive"),
        "",
        shell.fail,
        width=_WIDTH,
    ).open()


def cancel(shell: Shell, rows: list[Row]) -> None:
    """Give a transfer up that has not left."""

    def go(answers: Mapping[str, Any]) -> None:
        shell.desk.do(transfers.cancel_transfer, rows[0].id, answers["reason"] or "")

    shell.ask(
        _("Cancel transfer {number}").format(number=rows[0].number),
        [Ask("reason", _("Reason"))],
        go,
        "",
        _("Cancel the transfer"),
        True,
    )


def is_draft(row: Row) -> bool:
    """Whether it has not left."""
    return str(row.state) == TransferState.DRAFT.value


def is_sent(row: Row) -> bool:
    """Whether it is under way."""
    return str(row.state) == TransferState.SENT.value
