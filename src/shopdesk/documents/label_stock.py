"""What labels are printed on: rolls of single labels and sheets of many, read from ``resources/labels``."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from shopdesk.documents.papers import PAGE_SIZES
from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.resources_folder import resource


@dataclass(frozen=True, slots=True)
class Roll:
    """Single labels of ``width`` × ``height`` millimetres; ``kinds`` says for which papers."""

    key: str
    width: float
    height: float
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of ``columns`` × ``rows`` labels, all in millimetres."""

    key: str
    page: str
    width: float
    height: float
    columns: int
    rows: int
    first_x: float
    first_y: float
    pitch_x: float
    pitch_y: float

    @property
    def cells(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows

    @property
    def page_size(self) -> tuple[float, float]:
        """Width and height of the page."""
        return PAGE_SIZES[self.page]

    def corner(self, cell: int) -> tuple[float, float]:
        """Left and top edge of a cell; cells count from 1, row by row."""
        row, column = divmod(cell - 1, self.columns)
        return self.first_x + column * self.pitch_x, self.first_y + row * self.pitch_y


@cache
def rolls() -> Mapping[str, Roll]:
    """All rolls by key."""
    table = tomllib.loads(resource("labels", "rolls.toml").read_text("utf-8"))
    return {key: Roll(key, entry["width"], entry["height"], tuple(entry["kinds"])) for key, entry in table.items()}


@cache
def sheets() -> Mapping[str, Sheet]:
    """All sheets by part number."""
    table = tomllib.loads(resource("labels", "sheets.toml").read_text("utf-8"))
    return {
        key: Sheet(key, entry["page"], *entry["label"], *entry["grid"], *entry["first"], *entry["pitch"])
        for key, entry in table.items()
    }


def roll(key: str) -> Roll:
    """One roll; raises UserError naming the choices."""
    found = rolls().get(key)
    if found is None:
        raise UserError(
            _("“{name}” is no known label size; choose one of {names}.").format(name=key, names=", ".join(rolls()))
        )
    return found


def sheet(key: str) -> Sheet:
    """One sheet; raises UserError naming the choices."""
    found = sheets().get(key)
    if found is None:
        raise UserError(
            _("“{name}” is no known label sheet; choose one of {names}.").format(name=key, names=", ".join(sheets()))
        )
    return found


def free_cells(layout: Sheet, start: int, used: Collection[int]) -> Iterator[tuple[int, int]]:
    """Page (from 1) and cell of each label to print, without end; raises UserError when ``start`` is off the sheet."""
    if not 1 <= start <= layout.cells:
        raise UserError(
            _("The sheet {name} has positions 1 to {cells}; {start} is not one of them.").format(
                name=layout.key, cells=layout.cells, start=start
            )
        )
    page = 1
    for cell in range(start, layout.cells + 1):
        if cell not in used:
            yield page, cell
    while True:
        page += 1
        for cell in range(1, layout.cells + 1):
            yield page, cell


def on_roll_only(stock: str) -> UserError:
    """The refusal to print a sheet on a label printer."""
    return UserError(_("“{name}” is a sheet for office printers. Label printers need a roll.").format(name=stock))
