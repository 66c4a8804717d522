"""Count sheets: on paper with a code for every line, and as a workbook that is filled in and read back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shopdesk.domain.errors import UserError
from shopdesk.queries.counts import count_detail
from shopdesk.usecases import count_sheets, counts, printing
from shopdesk.usecases.desk import Desk
from tests import make
from tests.documents.reading_back import codes_in, text_in


def _made(desk: Desk, **more: Any) -> tuple[str, list[int], int]:
    place = make.bin(desk)
    items = [make.product(desk, units, bin=place) for units in (5, 7)]
    return place, items, desk.do(counts.start_count, bins=place, tolerance_units=9, **more)


def _filled(desk: Desk, count: int, path: Path, *rows: dict[str, Any]) -> Path:
    """The sheet of a count as a person fills it in: one dict of column title → cell for each line."""
    count_sheets.write_sheet(desk, count, path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    titles = [cell.value for cell in sheet[1]]
    for at, row in enumerate(rows, 2):
        for title, value in row.items():
            sheet.cell(at, titles.index(title) + 1, value)
    book.save(path)
    return path


def test_a_sheet_is_filled_in_and_read_back(desk: Desk, tmp_path: Path):
    place, (tea, mug), count = _made(desk)
    stranger = make.product(desk, 1, sku=f"FOUND-{make.number()}")
    sku = next(line.sku for line in desk.read(count_detail, count).lines if line.variant_id == tea)
    path = _filled(
        desk,
        count,
        tmp_path / "sheet.xlsx",
        {"Counted": 4, "Reason": "Broken"},
        {},
        {"Bin": place, "SKU": f"found-{make.number() - 1}", "Counted": "2"},
    )
    assert desk.do(count_sheets.read_sheet, count, str(path)) == 2
    lines = {line.variant_id: line for line in desk.read(count_detail, count).lines}
    assert (lines[tea].counted, lines[tea].reason, lines[tea].sku) == (4, "Broken", sku)
    assert lines[mug].counted is None
    assert (lines[stranger].counted, lines[stranger].found) == (2, True)


def test_what_was_sold_after_the_written_time_does_not_matter(desk: Desk, tmp_path: Path):
    clock = make.Clock(make.Clock().now + timedelta(days=400))
    later = make.desk(desk.database, clock=clock)
    place = make.bin(later)
    tea = make.product(later, 24, bin=place)
    count = later.do(counts.start_count, bins=place, tolerance_units=9)
    clock.go_on(minutes=10)
    make.order(later, [(tea, 2)], "shipped")
    clock.go_on(minutes=5)
    counted_at = clock.now
    clock.go_on(minutes=5)
    make.order(later, [(tea, 3)], "shipped")
    clock.go_on(minutes=60)
    later.do(counts.count_line, count, tea, 21, place, at=counted_at)
    (line,) = later.read(count_detail, count).lines
    assert (line.snapshot, line.book, line.counted, line.counted_at) == (24, 22, 21, counted_at)
    later.do(counts.post_count, count, "x")
    assert make.bins_of(later, tea)[place] == 24 - 2 - 3 - 1
    other = later.do(counts.start_count, bins=place)
    with pytest.raises(UserError, match="before the count began"):
        later.do(counts.count_line, other, tea, 18, place, at=counted_at)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"Counted": 3.5}, "no whole number"),
        ({"Counted": "many"}, "no whole number"),
        ({"Counted": -1}, "cannot be negative"),
        ({"Counted": 1, "Time": "noon"}, "is no time"),
        ({"Counted": 1, "Count": "ST-999"}, "belongs to ST-999"),
        ({"Counted": 1, "Line": 77, "SKU": "", "Bin": ""}, "needs a bin and a SKU"),
        ({}, "Nothing is filled in"),
    ],
)
def test_a_wrong_row_leaves_everything_as_it_was(desk: Desk, tmp_path: Path, row: dict[str, Any], words: str):
    _place, _items, count = _made(desk)
    path = _filled(desk, count, tmp_path / "sheet.xlsx", row)
    with pytest.raises(UserError, match=words):
        desk.do(count_sheets.read_sheet, count, str(path))
    assert desk.read(count_detail, count).counted == 0


def test_another_table_is_no_count_sheet(desk: Desk, tmp_path: Path):
    _place, _items, count = _made(desk)
    path = tmp_path / "other.csv"
    path.write_text("Name,Town\nAnna,Bonn\n")
    with pytest.raises(UserError, match="no count sheet"):
        desk.do(count_sheets.read_sheet, count, str(path))


@pytest.mark.parametrize("blind", [True, False])
def test_the_books_stand_on_a_sheet_only_when_it_is_not_blind(desk: Desk, tmp_path: Path, blind: bool):
    _place, _items, count = _made(desk, blind=blind)
    detail = desk.read(count_detail, count)
    paper = printing.make(desk, "count-sheet", [count])
    assert codes_in(paper.pdf, 300) == [detail.number, *(line.code for line in detail.lines)]
    assert ("blind" in text_in(paper.pdf)) is blind
    assert ("Book" in text_in(paper.pdf)) is not blind
    count_sheets.write_sheet(desk, count, tmp_path / "x.xlsx")
    titles = [cell.value for cell in openpyxl.load_workbook(tmp_path / "x.xlsx").active[1]]
    assert ("Book when counted" in titles) is not blind


def test_a_count_that_has_not_begun_has_no_sheet(desk: Desk):
    count = desk.do(counts.plan_count, everything=True)
    with pytest.raises(UserError, match="not begun"):
        printing.make(desk, "count-sheet", [count])
