"""Any file becomes a table or one plain sentence; hostile ones harm nothing."""

import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from shopdesk.documents.limits import Limits
from shopdesk.documents.reader import likely_header, read_table
from shopdesk.domain.errors import OutsideError, UserError
from tests.documents.workbooks import rows_xml, sheet_xml, write_book
from tests.shared_data import shared

HEADER = ["Order", "Name", "Qty"]


def test_a_workbook_gives_its_rows_with_types_and_true_row_numbers(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    for at, value in enumerate(["Code", "When", "Yes", "Price"], 2):
        sheet.cell(3, at, value)
    for at, value in enumerate(["00012", datetime(2026, 4, 5, 21, 6, 21), True, 12.5], 2):
        sheet.cell(6, at, value)
    book.save(tmp_path / "book.bin")  # the ending says nothing
    table = read_table(tmp_path / "book.bin")
    assert table.kind == "xlsx"
    assert table.sheet_name == "Sheet"
    assert table.header_row == 2
    assert table.rows[2] == ["", "Code", "When", "Yes", "Price"]
    assert table.rows[5] == ["", "00012", datetime(2026, 4, 5, 21, 6, 21), True, 12.5]
    assert len(table.rows) == 6


def test_the_first_visible_sheet_with_rows_is_read_unless_another_is_named(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    book.create_sheet("Secret").append(["hidden"])
    book["Secret"].sheet_state = "hidden"
    book.create_sheet("Data").append(["seen"])
    book.save(tmp_path / "book.xlsx")
    table = read_table(tmp_path / "book.xlsx")
    assert (table.sheet_name, table.sheet_names) == ("Data", ("Empty", "Secret", "Data"))
    assert read_table(tmp_path / "book.xlsx", sheet="Secret").rows == [["hidden"]]
    with pytest.raises(UserError, match="no sheet called “Nothing”"):
        read_table(tmp_path / "book.xlsx", sheet="Nothing")


def test_blank_rows_inside_stay_and_those_behind_go(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.cell(9000, 1, "z")
    book.active.cell(9500, 1, "  ").value = ""
    book.save(tmp_path / "gap.xlsx")
    rows = read_table(tmp_path / "gap.xlsx").rows
    assert len(rows) == 9000
    assert rows[8999] == ["z"]


def test_formulas_without_result_and_error_cells_are_found(tmp_path: Path):
    cells = [
        HEADER,
        ["1", '<c r="@"><f>A1&amp;"x"</f><v></v></c>', 2],
        ["2", '<c r="@" t="str"><f>IF(1,"","")</f><v></v></c>', '<c r="@" t="e"><v>#N/A</v></c>'],
        ["3", '<c r="@" t="str"><f>A1</f><v>fine</v></c>', '<c r="@"><f>1+1</f></c>'],
    ]
    table = read_table(write_book(tmp_path / "formulas.xlsx", sheet_xml(rows_xml(cells))))
    assert table.unreadable == [(2, 1, "formula", ""), (3, 2, "error", "#N/A"), (4, 2, "formula", "")]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.csv", b"", "holds no rows"), ("blank.csv", b" \r\n\r\n", "holds no rows"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not a spreadsheet"),
        ("noise.xls", bytes(range(256)) * 50, "not a spreadsheet"), ("paper.pdf", b"%PDF-1.7 ...", "not a spreadsheet"),
        ("old.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00" + b"\0" * 100, "before 1997"),
        ("book.xml", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "XML document"),
        ("broken.xlsx", b"PK\x03\x04" + b"\0" * 200, "damaged"),
        ("short.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20, "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, name: str, data: bytes, sentence: str):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UserError, match=sentence):
        read_table(tmp_path / name)


def test_a_missing_file_is_the_environments_fault(tmp_path: Path):
    with pytest.raises(OutsideError, match=r"gone\.csv"):
        read_table(tmp_path / "gone.csv")


def test_two_cells_at_the_far_corners_of_a_sheet_are_refused(tmp_path: Path):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = write_book(tmp_path / "sparse.xlsx", sheet_xml(rows))
    assert path.stat().st_size < 2000
    with pytest.raises(UserError, match="too much memory"):
        read_table(path)


def test_a_reading_process_that_computes_too_long_is_ended(tmp_path: Path):
    rows = rows_xml([[at, f"name {at}", 1] for at in range(40_000)])
    path = write_book(tmp_path / "long.xlsx", sheet_xml(rows))
    # no second at all to compute in: ended by the system or, at the latest, by the watching thread
    with pytest.raises(UserError, match="took too long"):
        read_table(path, limits=Limits(cpu_s=0))


def test_limits_on_size_cells_and_entries_are_kept(tmp_path: Path):
    path = write_book(tmp_path / "book.xlsx", sheet_xml(rows_xml([HEADER] * 50)), {f"x{at}": "" for at in range(30)})
    assert len(read_table(path).rows) == 50
    for limits in (Limits(max_cells=100), Limits(zip_entries=20), Limits(unpacked_mib=0), Limits(file_mib=0)):
        with pytest.raises(UserError, match="too big"):
            read_table(path, limits=limits)
    (tmp_path / "many.csv").write_text("a,b\n" * 100)
    with pytest.raises(UserError, match="too big"):
        read_table(tmp_path / "many.csv", limits=Limits(max_cells=100))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "docProps/app.xml", "custom/item.rels"])
def test_a_document_type_in_any_part_is_refused(tmp_path: Path, part: str):
    bomb = '<?xml version="1.0"?><!-- x --><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    path = write_book(tmp_path / "type.xlsx", sheet_xml(rows_xml([HEADER])), {part: bomb})
    with pytest.raises(UserError, match="document type"):
        read_table(path)


@pytest.mark.parametrize("name", ["../outside.xml", "/etc/outside.xml", "xl/../../outside.xml", "C:\\outside.xml"])
def test_parts_that_would_leave_the_archive_are_refused(tmp_path: Path, name: str):
    path = write_book(tmp_path / "path.xlsx", sheet_xml(rows_xml([HEADER])), {name: "<x/>"})
    with pytest.raises(UserError, match="damaged"):
        read_table(path)


def test_an_archive_that_is_no_spreadsheet_is_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "texts.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(UserError, match="not a spreadsheet"):
        read_table(tmp_path / "texts.xlsx")


def test_a_web_page_saved_as_a_spreadsheet_is_read(tmp_path: Path):
    rows = "<tr><th>订单号<th>名称</tr><tr><td>1</td><td>a &amp; b<br>c</td></tr>"
    page = f"<html><style>td{{}}</style><table>{rows}</table></html>"
    (tmp_path / "page.xls").write_bytes(page.encode("gb18030"))
    table = read_table(tmp_path / "page.xls")
    assert (table.kind, table.rows) == ("html", [["订单号", "名称"], ["1", "a & b\nc"]])


def test_text_tables_say_how_they_were_read(tmp_path: Path):
    path = tmp_path / "orders.txt"
    path.write_bytes("订单编号\t收货人姓名\n1\t测试\n".encode("gb18030"))
    table = read_table(path)
    assert (table.encoding, table.certain, table.delimiter) == ("gb18030", False, "\t")
    assert read_table(path, encoding="gb18030").certain
    with pytest.raises(UserError, match="chosen encoding"):
        read_table(path, encoding="utf-8")


def test_the_likely_header_is_the_first_row_rich_in_texts():
    assert likely_header([["Instructions: fill in all"], ["Name", "Phone", "City"], ["a", "b", "c"]]) == 1
    assert likely_header([["Name", "Phone"], ["Ann", "1"]]) == 0
    assert likely_header([["base, code, price", ""], ["kind", "code", "price"], ["x", "123", "4"]]) == 1
    assert likely_header([[1.0]]) == 0


def test_a_sector_chain_that_loops_is_refused():
    with pytest.raises(UserError, match="damaged"):
        read_table(shared("excel", "phpspreadsheet", "oleloop.xls"))


def test_no_workbook_of_a_large_collection_harms_the_program():
    folder = shared("excel")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]

    def outcome(path: Path) -> tuple[str, str]:
        try:
            table = read_table(path)
        except UserError as refusal:
            return path.name, f"refused: {refusal}"
        return path.name, f"read {len(table.rows)} rows"

    with ThreadPoolExecutor(2) as pool:
        outcomes = dict(pool.map(outcome, files))
    assert len(files) >= 180
    read = [name for name, said in outcomes.items() if said.startswith("read")]
    assert len(read) >= 0.7 * len(files)
    assert "password" in outcomes["pass_protected.ods"]
    assert "password" in outcomes["encrypted_no_password.xls"]
    assert not [thread for thread in threading.enumerate() if thread.name == "reader-watch"]


def test_odd_text_tables_of_a_large_collection_are_all_read_or_refused():
    for path in sorted(shared("csv").rglob("*.*sv")):
        try:
            assert read_table(path).rows
        except UserError as refusal:
            assert path.name in str(refusal)


def test_dates_of_the_other_calendar_are_right(tmp_path: Path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["When"])
    book.active.append([datetime(2026, 4, 5, 21, 6)])
    book.save(tmp_path / "mac.xlsx")
    assert read_table(tmp_path / "mac.xlsx").rows[1] == [datetime(2026, 4, 5, 21, 6)]


def test_a_hostile_web_page_is_ended_in_time(tmp_path: Path):
    (tmp_path / "page.xls").write_text("<html><table>" + "<!--" * 400_000)
    try:
        assert read_table(tmp_path / "page.xls", limits=Limits(cpu_s=1)).rows
    except UserError as refusal:
        assert "page.xls" in str(refusal)
