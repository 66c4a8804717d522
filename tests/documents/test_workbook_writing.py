"""Rows stream into a workbook that openpyxl made, and come out of any reader as they went in."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from shopdesk.documents.sheets import SheetColumn, write_xlsx
from shopdesk.documents.workbook_writing import Layout, StreamedBook, letters, text_cell, value_cell


def test_columns_are_named_as_spreadsheets_name_them():
    assert [letters(at) for at in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1)).map(lambda at: at.replace(microsecond=0)))
def test_moments_are_the_days_openpyxl_counts(moment: datetime):
    told = float(value_cell(moment).removeprefix("><v>").removesuffix("</v></c>"))
    assert told == pytest.approx(to_excel(moment), abs=1e-9)
    assert value_cell(moment.date()) == f"><v>{int(to_excel(moment.date()))}</v></c>"


def test_every_kind_of_value_is_told_as_its_own_kind():
    assert value_cell(True) == ' t="b"><v>1</v></c>'
    assert value_cell(-7) == "><v>-7</v></c>"
    assert value_cell(Decimal("12.50")) == "><v>12.50</v></c>"
    assert value_cell(date(2026, 3, 5)) == "><v>46086</v></c>"
    assert text_cell("<a> & b") == ' t="inlineStr"><is><t>&lt;a&gt; &amp; b</t></is></c>'
    assert 'xml:space="preserve"' in text_cell(" a")
    assert 'xml:space="preserve"' in text_cell("a\nb")


def test_styles_are_shared_and_known_to_the_workbook():
    target = io.BytesIO()
    book = StreamedBook(target)
    money, text = book.style("#,##0.00"), book.style("@")
    assert book.style("#,##0.00") == money != text
    with book.sheet("One", [Layout(20, "@"), Layout(9, "#,##0.00")]) as write:
        write(f'<row r="1"><c r="A1" s="{text}"{text_cell("0012")}<c r="B1" s="{money}"{value_cell(1.5)}</row>')
    with book.sheet("Two", []) as write:
        late = book.style("0.000", bold=True)
        write(f'<row r="1"><c r="A1" s="{late}"{value_cell(2)}</row>')
    book.close()
    read = openpyxl.load_workbook(target)
    one, two = read["One"], read["Two"]
    assert (one["A1"].number_format, one["B1"].number_format, two["A1"].number_format) == ("@", "#,##0.00", "0.000")
    assert two["A1"].font.bold and not one["A1"].font.bold
    assert (one.column_dimensions["A"].width, one.freeze_panes, two.freeze_panes) == (20, "A2", "A2")


def test_rows_are_written_while_they_come_and_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    target = tmp_path / "list.xlsx"
    sizes = []

    def rows() -> Iterator[tuple[str]]:
        for at in range(30_000):
            if at % 10_000 == 0:
                sizes.append((tmp_path / "list.xlsx.part").stat().st_size)
            yield (f"{at * 7919 % 104729}",)
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        write_xlsx(target, [("T", [SheetColumn("A")], rows())])
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]
    assert list(temporary.iterdir()) == []
    assert not target.exists()


def test_a_book_without_a_single_row_opens():
    target = io.BytesIO()
    write_xlsx(target, [("Empty", [SheetColumn("A"), SheetColumn("")], [])])
    assert [cell.value for cell in openpyxl.load_workbook(target)["Empty"][1]] == ["A"]
    assert zipfile.ZipFile(target).testzip() is None
