"""Short forms that move stock: receive, move to another bin, adjust, count, reverse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.domain.stock import REASON_TITLES, WRITE_OFFS
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.bins import room_left
from shopdesk.queries.lots import expiry_warnings
from shopdesk.queries.product_details import BinLevel, VariantStock, variant_stock
from shopdesk.queries.settings import places
from shopdesk.ui import figures
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, FieldProblem, Form, Group
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import stock

_WIDTH = 460
REASONS = (
    N_("Counted differently"),
    N_("Damaged"),
    N_("Lost"),
    N_("Found again"),
    N_("Expired"),
    N_("Own use"),
    N_("Sample given away"),
)


def bin_choices(shell: Shell) -> list[tuple[str, str]]:
    """Every bin of the house, in walking order."""
    desk = shell.desk
    with desk.reading() as session:
        known = places(desk.database, session).values()
    ours = sorted((place for place in known if not place.virtual), key=lambda place: (place.walk, place.code))
    return [(place.code, place.code) for place in ours]


def _variant_of(row: Row) -> int:
    return int(getattr(row, "variant_id", None) or row.id)


def _open(
    shell: Shell, title: str, entries: list[Entry], save: Callable[[Answers], object], verb: str, note: str
) -> None:
    Form(shell.window, title, [Group("", entries)], save, verb, note, shell.fail, width=_WIDTH).open()


def _at_least_one(value: int) -> str:
    return "" if value >= 1 else _("The quantity must be at least one.")


def _about(known: VariantStock) -> str:
    return f"{known.name} · {known.sku}"


def _held_bins(known: VariantStock) -> list[tuple[str, str]]:
    held: dict[str, int] = {}
    for level in known.levels:
        held[level.bin] = held.get(level.bin, 0) + level.quantity
    return [
        (code, n_("{bin} · {count} piece", "{bin} · {count} pieces", count).format(bin=code, count=count))
        for code, count in held.items()
    ]


def _pieces(count: int) -> str:
    return n_("{count} piece", "{count} pieces", count).format(count=figures.number(count))


def receive(shell: Shell, rows: list[Row]) -> None:
    """Book goods in from a supplier."""
    known = shell.read(variant_stock, _variant_of(rows[0]))
    home = next((level.bin for level in known.levels if level.zone in ("picking", "storage")), "SHELF")
    entries = [
        Entry("quantity", _("Pieces"), "whole", needed=True, half=True, check=_at_least_one),
        Entry("bin", _("Into bin"), "suggest", home, bin_choices(shell), half=True, needed=True),
        Entry("lot", _("Lot"), "code", half=True, note=_("Only if lots are kept apart.")),
        Entry("expires", _("Best before"), "code", half=True, hint="2027-01-31"),
    ]
    warned: list[Any] = []
    if shell.may(Right.SEE_COST):
        entries.append(Entry("cost", _("Cost of one, {currency}").format(currency=known.currency), "money",
                             half=True, currency=known.currency))  # fmt: skip
    entries.append(Entry("note", _("Note"), hint=_("delivery note, supplier")))

    def save(answers: Answers) -> None:
        expires = _typed_day(answers["expires"] or "")
        said = shell.read(expiry_warnings, known.id, expires, answers["quantity"])
        room = shell.read(room_left, answers["bin"])
        if room is not None and answers["quantity"] > room:
            said.append(_("Only {count} more fit into {bin}.").format(count=max(room, 0), bin=answers["bin"]))
        if said and [expires, *said] != warned:
            warned[:] = [expires, *said]
            raise UserError(" ".join([*said, _("Press the button again to receive them all the same.")]))
        shell.desk.do(
            stock.receive,
            known.id,
            answers["quantity"],
            answers["bin"],
            lot=answers["lot"],
            expires_on=expires,
            unit_cost=answers.get("cost"),
            note=answers["note"],
        )
        pieces = _pieces(answers["quantity"])
        shell.say(_("{pieces} of {sku} received into {bin}.").format(pieces=pieces, sku=known.sku, bin=answers["bin"]))

    _open(shell, _("Receive goods"), entries, save, _("Receive"), _about(known))


def move(shell: Shell, rows: list[Row]) -> None:
    """Carry goods to another bin."""
    known = shell.read(variant_stock, _variant_of(rows[0]))
    held = _held_bins(known)
    if not held:
        shell.say(_("No bin holds any of this. Receive some first."), tone="warning")
        return
    free = next((level.free for level in known.levels if level.bin == held[0][0]), 0)
    entries = [
        Entry("from", _("From bin"), "choice", held[0][0], held, half=True),
        Entry("to", _("To bin"), "suggest", "", bin_choices(shell), half=True, needed=True),
        Entry("quantity", _("Pieces"), "whole", free or None, needed=True, half=True, check=_at_least_one),
        Entry("note", _("Note"), half=True),
    ]

    def save(answers: Answers) -> None:
        source, target, count = answers["from"], answers["to"], answers["quantity"]
        shell.desk.do(stock.transfer, known.id, count, source, target, note=answers["note"])
        words = _("{pieces} of {sku} moved from {source} to {target}.")

        def back() -> None:
            shell.do(stock.transfer, variant_id=known.id, quantity=count, from_bin=target, to_bin=source)

        shell.say(words.format(pieces=_pieces(count), sku=known.sku, source=source, target=target), back)

    _open(shell, _("Move to another bin"), entries, save, _("Move"), _about(known))


def _reason_entry() -> Entry:
    return Entry("reason", _("Reason"), "suggest", "", [(reason, _(reason)) for reason in REASONS], needed=True,
                 hint=_("why the books and the shelf differ"))  # fmt: skip


def _bin_entry(shell: Shell, known: VariantStock) -> Entry:
    held = _held_bins(known)
    first = held[0][0] if held else "SHELF"
    return Entry("bin", _("Bin"), "suggest", first, bin_choices(shell), half=True, needed=True)


def adjust(shell: Shell, rows: list[Row]) -> None:
    """Correct a bin by a difference."""
    known = shell.read(variant_stock, _variant_of(rows[0]))
    entries = [
        _bin_entry(shell, known),
        Entry("difference", _("Difference"), "whole", needed=True, half=True, hint="+2, −1",
              check=lambda value: "" if value else _("The difference is zero.")),
        _reason_entry(),
    ]  # fmt: skip

    def save(answers: Answers) -> None:
        shell.desk.do(stock.adjust, known.id, answers["difference"], answers["bin"], answers["reason"])
        signed = figures.number(answers["difference"])
        shell.say(_("{sku} in {bin} adjusted by {difference}.").format(
            sku=known.sku, bin=answers["bin"], difference=signed if answers["difference"] < 0 else f"+{signed}"
        ))  # fmt: skip

    _open(shell, _("Adjust stock"), entries, save, _("Adjust"), _about(known))


def count(shell: Shell, rows: list[Row]) -> None:
    """Adjust a bin to what was counted."""
    known = shell.read(variant_stock, _variant_of(rows[0]))
    entries = [
        _bin_entry(shell, known),
        Entry("counted", _("Counted"), "whole", needed=True, half=True, note=_("Count without looking at the books."),
              check=lambda value: "" if value >= 0 else _("A counted quantity cannot be negative.")),
        Entry("reason", _("Reason"), "suggest", _(REASONS[0]), [(reason, _(reason)) for reason in REASONS],
              needed=True),
    ]  # fmt: skip

    def save(answers: Answers) -> None:
        off = shell.desk.do(stock.set_counted, known.id, answers["counted"], answers["bin"], answers["reason"])
        if not off:
            shell.say(_("The count agrees: {pieces} of {sku} in {bin}.").format(
                pieces=_pieces(answers["counted"]), sku=known.sku, bin=answers["bin"]))  # fmt: skip
        else:
            signed = figures.number(off) if off < 0 else f"+{figures.number(off)}"
            shell.say(_("{sku} in {bin} adjusted by {difference}.").format(
                sku=known.sku, bin=answers["bin"], difference=signed))  # fmt: skip

    _open(shell, _("Count a bin"), entries, save, _("Post the count"), _about(known))


def write_off(shell: Shell, rows: list[Row]) -> None:
    """Take goods out of the books that will not be sold."""
    known = shell.read(variant_stock, _variant_of(rows[0]))
    lot = rows[0].code if hasattr(rows[0], "expires_on") else ""  # a row of the list of lots
    levels = [level for level in known.levels if level.free and (not lot or level.lot == lot)]
    if not levels:
        shell.say(_("No bin holds any of this that is free."), tone="warning")
        return
    places = [(str(at), _place(level)) for at, level in enumerate(levels)]
    expired = levels[0].expires_on is not None and levels[0].expires_on < date.today()
    entries = [
        Entry("place", _("From bin"), "choice", "0", places),
        Entry(
            "quantity",
            _("Pieces"),
            "whole",
            levels[0].free if expired else None,
            needed=True,
            half=True,
            check=_at_least_one,
        ),
        Entry(
            "why",
            _("What became of it"),
            "choice",
            "expired" if expired else "damaged",
            [(reason.value, _(REASON_TITLES[reason])) for reason in WRITE_OFFS],
            half=True,
        ),
        Entry("note", _("Note"), hint=_("who saw it, what happened")),
    ]

    def save(answers: Answers) -> None:
        level = levels[int(answers["place"])]
        shell.desk.do(
            stock.write_off,
            known.id,
            answers["quantity"],
            level.bin,
            answers["why"],
            lot=level.lot,
            note=answers["note"] or "",
        )
        pieces = _pieces(answers["quantity"])
        shell.say(_("{pieces} of {sku} written off.").format(pieces=pieces, sku=known.sku))

    _open(shell, _("Write off"), entries, save, _("Write off"), _about(known))


def _place(level: BinLevel) -> str:
    words = n_("{bin} · {count} piece", "{bin} · {count} pieces", level.free).format(bin=level.bin, count=level.free)
    parts = [words, _("lot {lot}").format(lot=level.lot) if level.lot else ""]
    if level.expires_on is not None:
        parts.append(_("best before {day}").format(day=figures.day(level.expires_on)))
    return " · ".join(part for part in parts if part)


def _typed_day(text: str) -> date | None:
    """A day as typed, 2027-01-31 or 31.1.2027; None for a blank."""
    words = text.strip()
    if not words:
        return None
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d"):
        try:
            return datetime.strptime(words, pattern).date()
        except ValueError:
            continue
    raise FieldProblem("expires", _("“{value}” is no date. Write dates like 2026-01-31.").format(value=words))


def reverse(shell: Shell, rows: list[Row]) -> None:
    """Undo one move of the ledger by its opposite."""
    row = rows[0]
    sentence = _("{pieces} of {sku} go back from {source} to {target}. Both moves stay in the ledger.").format(
        pieces=_pieces(row.quantity), sku=row.sku, source=row.to_bin, target=row.from_bin
    )

    def go(answers: Any) -> None:
        shell.desk.do(stock.reverse_move, row.id, answers["reason"])
        shell.say(_("The move was reversed."))

    shell.ask(_("Reverse this move"), [Ask("reason", _("Reason"), needed=True)], go, sentence, _("Reverse"))
