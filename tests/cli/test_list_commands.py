"""Lists, single things and reports for scripts."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_list_is_json_lines_with_visible_numbers(sample: Run):
    lines = sample("list", "orders", "--where", "view=to_review", "--sort", "number", "--down").lines
    assert lines
    numbers = [line["number"] for line in lines]
    assert numbers == sorted(numbers, reverse=True)
    first = lines[0]
    assert first["state"] == "submitted"
    assert first["total"].endswith(" EUR")
    assert datetime.fromisoformat(first["placed_at"]).tzinfo is not None
    assert "id" not in first


def test_limits_words_and_filters_narrow_a_list(sample: Run):
    assert len(sample("list", "products", "--limit", "3").lines) == 3
    assert sample("list", "orders", "--limit", "0").out == ""
    one = sample("list", "orders", "--limit", "1").value
    assert sample("list", "orders", "--where", one["number"]).value["number"] == one["number"]


@pytest.mark.parametrize("what", ["orders", "shipments", "returns", "products", "inventory", "moves", "customers"])
def test_every_list_reads_as_text_too(sample: Run, what: str):
    answer = sample("list", what, "--limit", "5", text=True)
    assert answer.code == 0
    assert len(answer.out.splitlines()) == 6


@pytest.mark.parametrize(
    "arguments",
    [["cats"], ["orders", "--where", "colour=red"], ["orders", "--sort", "colour"], ["orders", "--limit", "-1"]],
)
def test_a_wrong_question_is_1_with_a_sentence(sample: Run, arguments: list[str]):
    answer = sample("list", *arguments)
    assert answer.code == 1
    assert answer.error["message"]


def test_an_order_is_shown_with_lines_amounts_and_timeline(sample: Run):
    number = sample("list", "orders", "--where", "state=completed", "--limit", "1").value["number"]
    order = sample("show", "order", number).value
    assert order["number"] == number
    assert order["lines"][0]["unit_price"].endswith(" EUR")
    assert order["timeline"][0]["title"]
    assert "id" not in order


@pytest.mark.parametrize(
    ("what", "listing", "key"),
    [
        ("shipment", "shipments", "number"),
        ("return", "returns", "number"),
        ("product", "products", "code"),
        ("stock", "inventory", "sku"),
        ("customer", "customers", "number"),
    ],
)
def test_every_kind_of_thing_can_be_shown(sample: Run, what: str, listing: str, key: str):
    number = sample("list", listing, "--limit", "1").value[key]
    assert sample("show", what, number).value[key] == number


def test_today_is_shown(sample: Run):
    now = sample("show", "today").value
    assert {queue["key"] for queue in now["queues"]} >= {"to_review", "to_pick", "to_pack", "late"}
    assert len(now["sales"]) == 28


@pytest.mark.parametrize(
    "arguments", [["order", "4711"], ["order"], ["cat", "1"], ["product", "nothing"], ["customer", "x"]]
)
def test_what_is_not_there_is_said(sample: Run, arguments: list[str]):
    assert sample("show", *arguments).code == 1


def test_sales_add_up_however_they_are_grouped(sample: Run):
    report = sample("report", "sales").value
    by_day, by_channel, _by_product = report["tables"]
    assert by_day["rows"]

    def sums(table) -> tuple[int, int]:
        return sum(row["orders"] for row in table["rows"]), sum(row["pieces"] for row in table["rows"])

    assert sums(by_day) == sums(by_channel)
    assert report["to"] == date.today().isoformat()


def test_a_report_has_its_days_and_goes_to_files(sample: Run, tmp_path: Path):
    empty = sample("report", "sales", "--from", "2001-01-01", "--to", "2001-01-02").value
    assert all(table["rows"] == [] for table in empty["tables"])
    for ending in ("xlsx", "csv", "json", "pdf"):
        target = tmp_path / f"stock.{ending}"
        assert sample("report", "stock-value", "--out", str(target)).value["file"] == str(target)
        assert target.stat().st_size > 100
    with (tmp_path / "stock.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) > 20
    assert json.loads((tmp_path / "stock.json").read_text("utf-8"))["report"] == "stock-value"


@pytest.mark.parametrize(
    "name", ["daily", "weekly", "monthly", "sales", "profit", "customers", "stock-value", "returns"]
)
def test_every_report_reads_as_text(sample: Run, name: str):
    answer = sample("report", name, text=True)
    assert answer.code == 0
    assert len(answer.out.splitlines()) > 5


@pytest.mark.parametrize(
    "arguments", [["weather"], ["sales", "--from", "2026-02-01", "--to", "2026-01-01"], ["sales", "--out", "x.doc"]]
)
def test_a_wrong_report_is_said(sample: Run, arguments: list[str]):
    assert sample("report", *arguments).code == 1


def test_a_wrong_date_is_wrong_usage(sample: Run):
    assert sample("report", "sales", "--from", "soon").code == 2


def test_a_report_is_narrowed_to_channels_and_goes_on_paper(sample: Run, tmp_path: Path):
    whole = sample("report", "sales", "--by", "channel").value
    etsy = sample("report", "sales", "--by", "etsy", "ebay").value
    names = [row["channel"] for row in etsy["tables"][1]["rows"]]
    assert names == ["Etsy", "eBay"]
    assert len(whole["tables"][1]["rows"]) > len(names)
    assert sample("report", "sales", "--by", "moon").code == 1
    assert sample("report", "sales", "--set", "moon").code == 1
    paper = tmp_path / "profit.pdf"
    assert sample("report", "profit", "--by", "etsy", "--out", str(paper), "--lang", "zh_CN").code == 0
    assert paper.read_bytes().startswith(b"%PDF")


def test_what_a_person_may_not_see_is_masked_however_deep_it_stands(sample: Run):
    assert sample("users", "set-password", "Owner", SHOPDESK_NEW_PASSWORD="another secret").code == 0
    owner = {"SHOPDESK_PASSWORD": "another secret"}
    vera = sample("--user", "Owner", "users", "add", "Vera", "viewer", SHOPDESK_NEW_PASSWORD="a long secret", **owner)
    assert vera.code == 0, vera.out
    number = sample("--user", "Owner", "list", "customers", "--limit", "1", **owner).value["number"]
    whole = sample("--user", "Owner", "show", "customer", number, **owner).value
    seen = sample("--user", "Vera", "show", "customer", number, SHOPDESK_PASSWORD="a long secret").value
    assert whole["email"] != seen["email"]
    sku = sample("--user", "Owner", "list", "inventory", "--limit", "1", **owner).value["sku"]
    assert "cost" in json.dumps(sample("--user", "Owner", "show", "product", sku, **owner).value["variants"])
    masked = sample("--user", "Vera", "show", "product", sku, SHOPDESK_PASSWORD="a long secret").value
    assert '"cost"' not in json.dumps(masked)
    assert sample("--user", "Vera", "show", "purchase", "1", SHOPDESK_PASSWORD="a long secret").code == 1


def test_today_and_bins_can_be_shown(sample: Run):
    assert sample("show", "today").value["queues"]
    bin_code = sample("list", "inventory", "--limit", "1").value["bins"].split(",")[0]
    assert sample("show", "bin", bin_code).value["code"] == bin_code
