"""Text tables: delimiters, quotes, line ends, ragged rows, harmful cells."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.documents.csv_text import TooManyCells, sniff, split_rows

CELL = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_what_a_writer_quoted_is_read_back_whatever_it_holds(rows: list[list[str]], delimiter: str):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["h1", "h2", "h3"], *rows])
    found, _ = split_rows(text.getvalue(), 1000, delimiter)
    while rows and not any(rows[-1]):
        rows.pop()
    assert found == [["h1", "h2", "h3"], *rows]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","), ("a;b;c\n1,5;2,5;3,5\n", ";"), ("a\tb\tc\n1, 2\t2\t3\n", "\t"), ("a|b\n1|2\n", "|"),
        ("name;text\nx;one, two, three, four\ny;five\n", ";"), ('"a;b",c\n"1;2",3\n', ","), ("single\nvalue\n", ","),
        ("\n,,,\nid,name,qty,price\n1,x,2,3\n", ","), ("sep=;\na;b\n1;2,5\n", ";"),
    ],
)  # fmt: skip
def test_the_delimiter_is_the_one_that_splits_evenly(text: str, delimiter: str):
    assert split_rows(text, 1000)[1] == delimiter


def test_the_line_that_names_the_separator_is_no_data_but_keeps_its_row():
    assert split_rows("sep=;\na;b\n", 1000)[0] == [[], ["a", "b"]]


def test_blank_lines_keep_the_row_numbers_right_and_trailing_ones_go():
    rows, _ = split_rows("a,b\n\n1,2\n,,,\n\n,\n", 1000)
    assert rows == [["a", "b"], [], ["1", "2"]]


def test_quoted_line_ends_and_old_mac_line_ends():
    assert split_rows('a,b\r\n"1\r\n2",3\r\n', 1000)[0][1] == ["1\r\n2", "3"]
    assert split_rows("a,b\r1,2\r3,4\r", 1000)[0] == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_zero_bytes_are_dropped():
    assert split_rows("a,b\n1\0,2\n", 1000)[0] == [["a", "b"], ["1", "2"]]


def test_a_lone_quotation_mark_in_a_tab_file_does_not_swallow_the_rest():
    text = 'id\ttitle\tqty\n1\t"Survive the vibe\t2\n2\tlamp 5" tall\t1\n3\tcup\t4\n'
    assert split_rows(text, 1000)[0][1:] == [
        ["1", '"Survive the vibe', "2"],
        ["2", 'lamp 5" tall', "1"],
        ["3", "cup", "4"],
    ]


def test_a_cell_of_millions_of_characters_and_too_many_cells_are_refused():
    with pytest.raises(csv.Error):
        split_rows('a,b\n"' + "x" * 2_000_000 + '",1\n' + "y" * 2_000_000, 1000)
    with pytest.raises(TooManyCells):
        split_rows("a,b\n" * 600, 1000)


def test_a_text_without_any_delimiter_has_one_column():
    assert sniff("just words\nand more\n") == ","
    assert split_rows("just words\nand more", 10)[0] == [["just words"], ["and more"]]
