"""Nothing a file may hold breaks reading: random bytes, random cells under every format, mutated workbooks."""

import random
import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk.documents.formats import Format, apply_format, known_formats
from shopdesk.documents.reader import Table, read_table
from shopdesk.domain.errors import UserError
from tests.documents.workbooks import rows_xml, sheet_xml, write_book

READABLE = [fmt for fmt in known_formats() if not fmt.refuse]
SAMPLES = [
    "",
    "  ",
    "1",
    "2",
    "12.50",
    "12,50",
    "$1,013.00",
    "05/06/2026",
    "2026-04-05 21:06:21 +0400",
    "yes",
    "true",
    "A-1",
    "'=x",
    '="007"',
    "#N/A",
    "1e5",
    "3.72E+18",
    "订单",
    "paid",
    "fulfilled",
    "id:1",
    "https://a.example/b.jpg",
    "\t9\t",
]
CELL = st.sampled_from(SAMPLES) | st.text(max_size=8) | st.floats() | st.booleans() | st.datetimes() | st.dates()


def headers_of(fmt: Format) -> list[str]:
    """Every header the format knows, as its file writes it."""
    specs = [*fmt.columns.values(), *(each.amount + each.label for each in fmt.discounts)]
    return list(dict.fromkeys(name for spec in specs for source in spec for name in source.headers))


@pytest.mark.parametrize("fmt", READABLE, ids=lambda fmt: fmt.name)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_cells_under_any_format_give_records_or_problems(fmt: Format, data: st.DataObject):
    header = headers_of(fmt)
    rows = data.draw(st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=8))
    filler = random.Random(data.draw(st.integers(0, 999)))
    wide = [[row[filler.randrange(len(row))] if filler.random() < 0.6 else "" for _name in header] for row in rows]
    reading = apply_format(Table(rows=[list(header), *wide], header_row=0), fmt, options={"header_row": "1"})
    wrong = {problem.row for problem in reading.problems if problem.severity == "error"}
    for record in reading.records:
        assert record.row not in wrong
        assert 2 <= record.row <= len(rows) + 1
    assert all(problem.why for problem in reading.problems)
    assert reading.row_count <= len(rows)


def encoded(pair: tuple[str, str]) -> bytes:
    return pair[0].encode(pair[1])


@settings(max_examples=150)
@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(str.encode)
    | st.text(max_size=99).map(lambda t: t.encode("utf-16"))
)
def test_any_bytes_are_a_table_or_refused(data: bytes):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.csv")
        path.write_bytes(data)
        try:
            assert read_table(path).rows
        except UserError as refusal:
            assert "x.csv" in str(refusal)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, seed: int):
    path = write_book(tmp_path / "book.xlsx", sheet_xml(rows_xml([["Order", "Qty"], ["1", 2], ["2", 3]] * 20)))
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _flip in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if seed % 3 == 0:
        del data[chance.randrange(len(data)) :]
    path.write_bytes(data)
    try:
        assert read_table(path).rows is not None
    except UserError as refusal:
        assert str(refusal)


def test_dates_and_days_as_cells_are_shown_plainly():
    table = Table(rows=[["SKU", "Quantity", "Bin", "Expires on"], ["A", 1, "B", date(2027, 1, 2)]], header_row=0)
    table.rows.append(["C", 1, datetime(2027, 1, 2, 3, 4), datetime(2027, 1, 2)])
    reading = apply_format(table, next(fmt for fmt in READABLE if fmt.name == "shopdesk_stock"))
    assert [record.expires_on for record in reading.records] == [date(2027, 1, 2)] * 2
    assert reading.records[1].bin == "2027-01-02 03:04:00"
