"""Lists out and in again: codes keep their zeros, money are numbers, no typed text becomes a formula."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shopdesk.documents import sheets
from shopdesk.documents.cells import read_text
from shopdesk.documents.reader import read_table
from shopdesk.documents.sheets import SheetColumn, write_csv, write_xlsx
from shopdesk.domain.errors import OutsideError
from shopdesk.domain.money import Money

TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)
WILD = st.text(st.sampled_from("=+-@\t\r\n'\"<>&_x0041 ;,ä订𠮷\x00\x1f"), max_size=12)
CST = timezone(timedelta(hours=8))


def workbook(columns: list[SheetColumn], rows: list[tuple[object, ...]]) -> tuple[io.BytesIO, list[object]]:
    target = io.BytesIO()
    problems = write_xlsx(target, [("List", columns, rows)], zone=CST)
    target.seek(0)
    return target, list(problems)


def test_values_keep_their_types_and_formats():
    columns = [
        SheetColumn("SKU", "code"),
        SheetColumn("Name"),
        SheetColumn("Stock", "number"),
        SheetColumn("Price", "money", currency="EUR"),
        SheetColumn("Yen", "money", currency="JPY"),
        SheetColumn("Paid", "money"),
        SheetColumn("At", "time"),
        SheetColumn("On", "date"),
        SheetColumn("Tax", "percent"),
        SheetColumn("Active", "bool"),
        SheetColumn("None", "money", currency="EUR"),
    ]
    row = (
        "00012",
        "订 <单> & 𠮷",
        7,
        1250,
        300,
        Money(1500, "KWD"),
        datetime(2026, 11, 22, 20, 30, tzinfo=UTC),
        date(2026, 11, 22),
        Decimal("0.19"),
        True,
        None,
    )
    target, problems = workbook(columns, [row])
    sheet = openpyxl.load_workbook(target)["List"]
    cells = list(sheet[2])
    assert [cell.value for cell in cells] == [
        "00012",
        "订 <单> & 𠮷",
        7,
        12.5,
        300,
        1.5,
        datetime(2026, 11, 23, 4, 30),
        datetime(2026, 11, 22),
        0.19,
        True,
        None,
    ]
    assert [cells[at].number_format for at in (0, 3, 4, 5, 8)] == ["@", "#,##0.00", "#,##0", "#,##0.000", "0.0%"]
    assert cells[6].is_date and cells[7].is_date
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold and sheet["A1"].value == "SKU"
    assert sheet.column_dimensions["A"].width > 10
    assert problems == []


@given(st.lists(TEXT | WILD, min_size=1, max_size=6))
@example(["=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0", "#N/A", "_x0041_", " a ", "a\nb", "TRUE", "1e5", "00012"])
def test_no_text_becomes_a_formula_a_number_or_an_error(texts: list[str]):
    target, _problems = workbook([SheetColumn("T"), SheetColumn("N", "number")], [(text, 1) for text in texts])
    xml = zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml")
    assert b"<f" not in xml
    sheet = openpyxl.load_workbook(target)["List"]
    for text, (cell, _one) in zip(texts, sheet.iter_rows(min_row=2), strict=True):
        expected = sheets._ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        assert (cell.value or "") == expected.replace("_x0041_", "_x005F_x0041_") or (cell.value or "") == expected
        assert cell.data_type in ("s", "inlineStr", "n" if not expected else "s")


def test_what_does_not_fit_the_kind_of_its_column_stays_text():
    columns = [SheetColumn("N", "number"), SheetColumn("M", "money", currency="EUR"), SheetColumn("D", "date")]
    target, problems = workbook(columns, [(float("nan"), "=1+1", date(1900, 2, 28)), ("#N/A", True, "soon")])
    rows = openpyxl.load_workbook(target)["List"].iter_rows(min_row=2)
    cells = [(cell.value, cell.data_type) for row in rows for cell in row]
    assert cells == [(text, "s") for text in ("nan", "=1+1", "1900-02-28", "#N/A", "TRUE", "soon")]
    assert problems == []


def test_our_own_reader_gives_back_what_was_written(tmp_path: Path):
    texts = ["=1+1", "00012", "'quoted", " spaced ", "a\nb", "𠮷<&>", "_x0041_", "4006381333931"]
    write_xlsx(tmp_path / "list.xlsx", [("T", [SheetColumn("T", "code")], [(text,) for text in texts])])
    assert [row[0] for row in read_table(tmp_path / "list.xlsx").rows[1:]] == texts


def test_what_a_cell_cannot_hold_is_cut_or_left_out_and_reported():
    target, problems = workbook([SheetColumn("Note")], [("x" * 40_000,), ("a\x00b\x1fc",), ("𠮷" * 20_000,), ("fine",)])
    values = [row[0] for row in openpyxl.load_workbook(target)["List"].iter_rows(min_row=2, values_only=True)]
    assert values == ["x" * 32_767, "abc", "𠮷" * 16_383, "fine"]
    assert [(problem.row, problem.column) for problem in problems] == [(2, "Note"), (3, "Note"), (4, "Note")]


def test_sheet_names_are_made_fit_and_single():
    target = io.BytesIO()
    column = [SheetColumn("A")]
    write_xlsx(target, [("a/b:c[d]", column, []), ("A b c d", column, []), ("", column, []), ("x" * 40, column, [])])
    names = openpyxl.load_workbook(target).sheetnames
    assert names[0] == "a b c d"
    assert len({name.casefold() for name in names}) == 4
    assert max(map(len, names)) <= 31


def test_rows_beyond_a_sheet_go_on_in_another(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 4)
    target, _ = workbook([SheetColumn("N", "number")], [(number,) for number in range(7)])
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["List", "List (2)", "List (3)"]
    assert [cell.value for sheet in book for cell in sheet["A"]] == ["N", 0, 1, 2, "N", 3, 4, 5, "N", 6]


def test_a_file_appears_only_when_it_is_complete(tmp_path: Path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"old")

    def rows():
        yield ("a",)
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        write_xlsx(path, [("T", [SheetColumn("A")], rows())])
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(OutsideError, match=r"list\.xlsx"):
        write_xlsx(tmp_path / "no folder" / "list.xlsx", [("T", [SheetColumn("A")], [])])


# --- csv ------------------------------------------------------------------------------------------------------


def test_csv_is_utf8_with_a_mark_and_guards_what_looks_like_a_formula():
    target = io.BytesIO()
    columns = [
        SheetColumn("SKU", "code"),
        SheetColumn("Price", "money", currency="EUR"),
        SheetColumn("At", "time"),
        SheetColumn("N", "number"),
    ]
    rows = [("=1+1", -1250, datetime(2026, 11, 22, 20, 30, tzinfo=UTC), -3), ("+49", Money(5, "EUR"), None, 1.5)]
    write_csv(target, columns, rows, zone=CST)
    assert target.getvalue().decode("utf-8-sig") == (
        "SKU,Price,At,N\r\n'=1+1,-12.50,2026-11-23 04:30:00,-3\r\n'+49,0.05,,1.5\r\n"
    )
    assert target.getvalue().startswith(b"\xef\xbb\xbf")


@given(st.lists(TEXT | WILD.map(lambda text: text.replace("\x00", "")), min_size=1, max_size=8))
def test_the_guard_is_taken_off_again_on_reading(texts: list[str]):
    target = io.BytesIO()
    write_csv(target, [SheetColumn("T"), SheetColumn("U")], [(text, "x") for text in texts])
    rows = list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline="")))[1:]
    assert not [row for row in rows if row[0].startswith(("=", "+", "-", "@", "\t", "\r"))]
    for text, (cell, _x) in zip(texts, rows, strict=True):
        assert cell in (text, f"'{text}")
        if not text.startswith(("'", '="', "#")) and text == text.strip():
            assert (read_text(cell) or "") == (read_text(text) or "") or text.startswith(("\t", "\r"))


def test_characters_an_old_encoding_cannot_hold_are_listed():
    target = io.BytesIO()
    problems = write_csv(target, [SheetColumn("T")], [("订单",), ("𠮷 €",)], encoding="gbk")
    assert [(problem.row, problem.got) for problem in problems] == [(3, "𠮷 €")]
    assert "订单".encode("gbk") in target.getvalue()
