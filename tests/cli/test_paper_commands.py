"""Papers as files, scans without a window, and the tour."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shopdesk import cli
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("paper", "listing", "key"),
    [
        ("packing-slip", "shipments", "number"),
        ("shipping-label", "shipments", "number"),
        ("pick-list", "shipments", "wave_slot"),
        ("product-label", "inventory", "sku"),
        ("bin-label", "inventory", "bins"),
        ("return-slip", "returns", "number"),
    ],
)
def test_each_paper_is_drawn_from_numbers_people_see(sample: Run, tmp_path: Path, paper: str, listing: str, key: str):
    number = sample("list", listing, "--limit", "1").value[key].split(" · ")[0].split(",")[0]
    target = tmp_path / f"{paper}.pdf"
    answer = sample("print", paper, number, "--out", str(target))
    assert answer.code == 0, answer.out
    assert answer.value["file"] == str(target)
    assert answer.value["pages"] >= 1
    assert target.read_bytes().startswith(b"%PDF")
    assert [file.name for file in tmp_path.glob("*.partial")] == []


def test_the_command_card_needs_no_number(sample: Run, tmp_path: Path):
    assert sample("print", "command-card", "--out", str(tmp_path / "card.pdf")).code == 0


@pytest.mark.parametrize(
    "arguments", [["menu", "1"], ["packing-slip"], ["packing-slip", "4711"], ["product-label", "nothing"]]
)
def test_what_cannot_be_printed_is_said(sample: Run, tmp_path: Path, arguments: list[str]):
    assert sample("print", *arguments, "--out", str(tmp_path / "x.pdf")).code == 1
    assert not (tmp_path / "x.pdf").exists()


def test_command_barcodes_work_without_a_window(sample: Run):
    number = sample("list", "shipments", "--where", "state=picked", "--limit", "1").value["number"]
    line = sample("show", "shipment", number).value["lines"][0]
    done = sample("scan", "--shipment", number, line["sku"], "CMD-UNDO", "CMD-OK", "CMD-NONSENSE")
    assert [one["result"] for one in done.lines][1:] == ["command", "command", "unknown"]
    shown = sample("show", "shipment", number).value
    assert shown["state"] == "packing"
    assert sum(one["packed"] for one in shown["lines"]) == 0


def test_the_tour_ships_what_it_imports_and_leaves_a_sound_shop(run: Run, tmp_path: Path):
    out, shop = tmp_path / "out", tmp_path / "t.db"
    # In a process of its own: the pictures need a Qt application that nobody else has dressed.
    common = ["--home", str(tmp_path / "home"), "--shop", str(shop)]
    done = subprocess.run(
        [sys.executable, "-m", "shopdesk", *common, "tour", "--out", str(out), "--json"],
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).resolve().parents[2]), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["imported"] >= 30
    assert said["shipped"] >= 25
    assert said["returned"] >= 1
    assert said["check"]["ok"] is True
    assert said["papers"]
    assert said["screens"]
    assert all(Path(paper).read_bytes().startswith(b"%PDF") for paper in said["papers"])
    assert all(Path(picture).read_bytes().startswith(b"\x89PNG") for picture in said["screens"])
    again = run("--shop", str(shop), "tour", "--out", str(out))
    assert again.code == 1


def test_labels_are_written_for_label_printers(sample: Run, tmp_path: Path):
    skus = [row["sku"] for row in sample("list", "inventory", "--limit", "3").lines]
    out = tmp_path / "l.zpl"
    made = sample("print", "product-label", *skus, "--copies", "2", "--dpi", "300", "--zpl", "--out", str(out))
    assert made.value["labels"] == 6
    assert out.read_bytes().count(b"^XA") == 6
    assert sample("print", "product-label", *skus, "--sheet", "L7160", "--zpl", "--out", str(out)).code == 1
    assert sample("print", "command-card", "--zpl", "--out", str(out)).code == 1


def test_bin_labels_fill_a_sheet_from_a_place_on(sample: Run, tmp_path: Path):
    bins = [row["bins"].split(",")[0] for row in sample("list", "inventory", "--limit", "3").lines if row["bins"]]
    out = str(tmp_path / "b.pdf")
    given = ("print", "bin-label", *dict.fromkeys(bins), "--sheet", "L7160", "--copies", "10", "--out", out)
    made = sample(*given, "--start", "20")
    assert made.value["labels"] == 10 * len(set(bins))
    assert made.value["pages"] == 1 + -(-(made.value["labels"] - 2) // 21)
    assert sample(*given, "--start", "22").code == 1


def test_a_paper_goes_somewhere(sample: Run, tmp_path: Path):
    assert "--printer NAME" in sample("print", "command-card").error["message"]
    assert sample("print", "command-card", "--printer", "socket://127.0.0.1:1").code == 1
    assert sample("print", "calibration", "--sheet", "L7160", "--out", str(tmp_path / "c.pdf")).code == 0
    sku = sample("list", "inventory", "--limit", "1").value["sku"]
    assert sample("print", "product-label", sku, "--zpl", "--printer", "socket://127.0.0.1:1").code == 3
    nowhere = sample("print", "command-card", "--printer", "no such printer", DISPLAY="", WAYLAND_DISPLAY="")
    assert nowhere.code == 3


def test_hand_over_lists_are_named_by_day_and_carrier(sample: Run, tmp_path: Path):
    gone = sample("list", "shipments", "--where", "state=shipped", "--limit", "1").value
    day = sample("show", "shipment", gone["number"]).value["shipped_at"][:10]
    out = str(tmp_path / "m.pdf")
    assert sample("print", "manifest", gone["number"], "--out", out).value["labels"] == 1
    assert sample("print", "manifest", day, "--out", out).value["labels"] >= 1
    assert sample("print", "manifest", day, "No Such Carrier", "--out", out).code == 1
    assert sample("print", "manifest", "2001-01-01", "--out", out).code == 1
    number = sample("list", "orders", "--limit", "1").value["number"]
    assert sample("print", "invoice", number, "--out", out).value["pages"] == 1
