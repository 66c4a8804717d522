"""Formats of files that channels take back, and what is written by them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shopdesk.documents.channel_files import (
    ChannelColumn,
    ChannelFile,
    channel_file,
    channel_files,
    load_channel_file,
    write_channel_file,
)
from shopdesk.documents.format_words import EXPORT_TITLES
from shopdesk.domain.errors import OutsideError, UserError

COLUMNS = (
    ChannelColumn("order", "order_no"),
    ChannelColumn("day", "shipped_on", date="%d-%m-%Y"),
    ChannelColumn("x", text="Y"),
)


def test_every_format_is_known_by_its_channel_and_its_title_is_translated():
    assert {one.title for one in channel_files()} == set(EXPORT_TITLES)
    assert {"shopify", "etsy", "amazon", "ebay", "taobao", "jd", "woocommerce"} <= {
        one.name for one in channel_files("tracking")
    }
    for one in channel_files():
        assert channel_file(one.what, one.name.upper()) is one


def test_an_unknown_channel_is_refused_with_the_known_ones():
    with pytest.raises(UserError, match="shopify"):
        channel_file("tracking", "moon")


@pytest.mark.parametrize(
    "text",
    [
        'what = "tracking"\ntitle = "x"\nmoon = 1\n[[columns]]\nheader = "a"',
        'what = "tracking"\ntitle = "x"\n[[columns]]\nheader = "a"\nvalue = "moon"',
    ],
)
def test_a_format_with_what_nobody_knows_does_not_load(tmp_path: Path, text: str):
    path = tmp_path / "moon_tracking.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="moon"):
        load_channel_file(path)


def test_rows_are_written_as_the_channel_reads_them(tmp_path: Path):
    rows = [{"order_no": '#1, "a"\nb', "shipped_on": date(2026, 3, 2)}, {"order_no": None, "shipped_on": None}]
    comma = ChannelFile("a", "tracking", "A", COLUMNS)
    assert write_channel_file(tmp_path / "a.csv", comma, rows) == 2
    assert (tmp_path / "a.csv").read_bytes() == b'order,day,x\r\n"#1, ""a"" b",02-03-2026,Y\r\n,,Y\r\n'
    tabs = ChannelFile("b", "tracking", "B", COLUMNS, delimiter="\t", quoting="none")
    write_channel_file(tmp_path / "b.txt", tabs, [{"order_no": 'a\tb "c"\n', "shipped_on": date(2026, 3, 2)}])
    assert (tmp_path / "b.txt").read_bytes() == b'order\tday\tx\r\na b "c"\t02-03-2026\tY\r\n'


def test_a_text_the_channels_encoding_lacks_is_named_and_nothing_is_written(tmp_path: Path):
    latin = ChannelFile("a", "tracking", "A", COLUMNS, encoding="latin-1")
    with pytest.raises(UserError, match="林"):
        write_channel_file(tmp_path / "a.csv", latin, [{"order_no": "林"}])
    with pytest.raises(OutsideError):
        write_channel_file(tmp_path / "no" / "a.csv", latin, [])
    assert list(tmp_path.iterdir()) == []


def test_carriers_are_called_what_the_channel_calls_them():
    amazon, shopify = channel_file("tracking", "amazon"), channel_file("tracking", "shopify")
    assert [amazon.carrier_code(name) for name in ("ups", "UPS", "Fietskoerier", "")] == ["UPS", "UPS", "Other", ""]
    assert [shopify.carrier_code(name) for name in ("DHL", "Fietskoerier")] == ["DHL Express", "Fietskoerier"]
