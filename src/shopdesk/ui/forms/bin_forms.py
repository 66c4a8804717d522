"""Forms for bins and warehouses: add, change, close."""

from __future__ import annotations

from functools import partial

from shopdesk.i18n import _
from shopdesk.queries.bins import warehouse_choices
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row
from shopdesk.usecases import bins, stock

_WIDTH = 460


def _open(shell: Shell, title: str, entries: list[Entry], save: object, verb: str, note: str = "") -> None:
    Form(shell.window, title, [Group("", entries)], save, verb, note, shell.fail, width=_WIDTH).open()  # type: ignore[arg-type]


def _holds_some(value: int) -> str:
    return "" if value >= 1 else _("A bin holds at least one piece and at most a million.")


def add_bin(shell: Shell, _rows: list[Row]) -> None:
    """Add a bin to the house."""
    houses = list(shell.read(warehouse_choices))

    def save(answers: Answers) -> None:
        shell.desk.do(
            stock.add_bin,
            answers["code"],
            answers["walk"],
            answers["zone"],
            capacity=answers["capacity"],
            warehouse=answers.get("warehouse") or "",
        )
        shell.say(_("Bin {code} added.").format(code=answers["code"].upper()))

    entries = [
        Entry("code", _("Bin code"), "code", needed=True, half=True, hint="A-01-1"),
        Entry("zone", _("Zone"), "choice", "picking", bins.zone_choices(), half=True),
        Entry("capacity", _("Capacity in pieces"), "whole", half=True, check=_holds_some),
        Entry("walk", _("Place in the walking order"), "whole", half=True, note=_("Follows from its code when empty.")),
    ]
    if len(houses) > 1:
        entries.append(Entry("warehouse", _("Warehouse"), "choice", houses[0][0], houses))
    _open(shell, _("Add a bin"), entries, save, _("Add the bin"))


def edit_bin(shell: Shell, rows: list[Row]) -> None:
    """Change a bin's code, zone, place in the walk and capacity."""
    row = rows[0]

    def save(answers: Answers) -> None:
        capacity = answers["capacity"]
        changes = {
            "code": answers["code"],
            "zone": answers.get("zone"),
            "walk": answers["walk"],
            "capacity": capacity,
            "no_capacity": capacity is None,
        }
        shell.desk.do(bins.edit_bin, row.code, **changes)
        shell.say(_("Bin {code} changed.").format(code=answers["code"].upper()))

    entries = [
        Entry("code", _("Bin code"), "code", row.code, needed=True, half=True),
        Entry("walk", _("Place in the walking order"), "whole", row.walk, half=True, needed=True),
        Entry(
            "capacity",
            _("Capacity in pieces"),
            "whole",
            row.capacity,
            half=True,
            check=_holds_some,
            note=_("Empty when nobody measured it."),
        ),
    ]
    zones = bins.zone_choices()
    if row.zone in dict(zones):
        entries.append(Entry("zone", _("Zone"), "choice", row.zone, zones, half=True))
    _open(
        shell,
        _("Change bin {code}").format(code=row.code),
        entries,
        save,
        _("Save"),
        _("Print new labels when its code changes."),
    )


def close_bin(shell: Shell, rows: list[Row]) -> None:
    """Take bins out of use."""
    for row in rows:
        back = partial(_reopen, shell, row.code)
        shell.do(bins.close_bin, bin=row.code, said=_("Bin {code} is closed.").format(code=row.code), undo=back)


def _reopen(shell: Shell, code: str, _result: object) -> None:
    shell.do(bins.open_bin, bin=code)


def open_bin(shell: Shell, rows: list[Row]) -> None:
    """Use closed bins again."""
    for row in rows:
        shell.do(bins.open_bin, bin=row.code, said=_("Bin {code} is in use again.").format(code=row.code))


def add_warehouse(shell: Shell, _rows: list[Row]) -> None:
    """Add a warehouse with its areas."""

    def save(answers: Answers) -> None:
        shell.desk.do(bins.add_warehouse, answers["code"], answers["name"])
        shell.say(_("Warehouse {name} added.").format(name=answers["name"]))

    entries = [
        Entry("code", _("Short code"), "code", needed=True, half=True, hint="NORTH"),
        Entry("name", _("Name"), needed=True, half=True),
    ]
    _open(
        shell,
        _("Add a warehouse"),
        entries,
        save,
        _("Add the warehouse"),
        _("It gets areas for receiving, storing, returns and quarantine; their codes begin with its short code."),
    )


def print_labels(shell: Shell, rows: list[Row]) -> None:
    """Labels for the shelf."""
    from shopdesk.ui.printing import print_paper

    print_paper(shell, "bin-label", [row.id for row in rows])
