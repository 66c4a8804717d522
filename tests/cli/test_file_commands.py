"""Files in and out from the command line."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.shared_data import shared

PRODUCTS = "SKU,Title,Price,Stock\nMU-1,Stoneware mug,12.50,5\nSC-1,羊毛围巾,49.00,2\n"


@pytest.fixture
def products(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(PRODUCTS, encoding="utf-8")
    return path


def test_formats_are_listed(shop: Run):
    found = shop("formats").value
    assert {"shopify_orders", "etsy_sold_order_items"} <= {one["name"] for one in found}
    assert set(found[0]) == {"name", "what", "title", "way"}
    assert ("export", "tracking", "shopify") in {(one["way"], one["what"], one["name"]) for one in found}


def test_the_same_file_twice_creates_nothing(shop: Run, products: Path):
    first = shop("import", "products", str(products))
    assert first.code == 0, first.out
    assert first.value["created"]["variants"] == 2
    assert first.value["problem_count"] == 0
    second = shop("import", "products", str(products)).value
    assert not any(second["created"].values())
    assert len(shop("list", "inventory").lines) == 2


def test_a_dry_run_changes_nothing(shop: Run, products: Path):
    answer = shop("import", "products", str(products), "--dry-run").value
    assert answer["batch"] is None
    assert answer["created"]["variants"] == 2
    assert shop("list", "products").out == ""


def test_wrong_rows_keep_everything_out_or_only_themselves(shop: Run, products: Path, tmp_path: Path):
    products.write_text(PRODUCTS + "XX-1,Broken,a lot,1\n", encoding="utf-8")
    refused = shop("import", "products", str(products))
    assert refused.code == 1
    assert refused.value["refused"] is True
    assert refused.value["problems"][0]["row"] == 4
    with Path(refused.value["problems_file"]).open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == refused.value["problem_count"] + 1
    assert shop("list", "products").out == ""
    good = shop("import", "products", str(products), "--policy", "good")
    assert good.code == 1
    assert len(shop("list", "inventory").lines) == 2
    in_words = shop("import", "products", str(products), text=True)
    assert "row 4" in in_words.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["cats", "FILE"],
        ["products", "FILE", "--format", "nonsense"],
        ["products", "FILE", "--options", "encoding"],
        ["products", "FILE", "--map", "FILE"],
    ],
)
def test_what_cannot_be_imported_is_said(shop: Run, products: Path, arguments: list[str]):
    answer = shop("import", *(str(products) if word == "FILE" else word for word in arguments))
    assert answer.code == 1
    assert answer.error["kind"] == "user"


def test_a_file_that_is_not_there_is_the_environments_fault(shop: Run, tmp_path: Path):
    assert shop("import", "products", str(tmp_path / "no.csv")).code == 3
    assert shop("import", "products", __file__, "--map", str(tmp_path / "no.toml")).code == 3


def test_a_map_names_the_headers(shop: Run, tmp_path: Path):
    path, mapping = tmp_path / "own.csv", tmp_path / "map.toml"
    path.write_text("Nummer,Bezeichnung,Preis\nMU-1,Becher,12.50\n", encoding="utf-8")
    mapping.write_text('sku = "Nummer"\nname = "Bezeichnung"\nprice = "Preis"\n', encoding="utf-8")
    assert shop("import", "products", str(path), "--map", str(mapping)).code == 0
    assert shop("list", "inventory").value["name"] == "Becher"


def test_a_real_channel_file_comes_in_once(shop: Run):
    path = shared("platforms", "shopify", "real_orders_export_2022-2023_older.csv")
    first = shop("import", "orders", str(path)).value
    assert first["created"]["orders"] > 0
    second = shop("import", "orders", str(path)).value
    assert not any(second["created"].values())
    assert shop("check").value["ok"] is True


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_list_is_exported_by_its_ending(sample: Run, tmp_path: Path, ending: str):
    path = tmp_path / f"orders{ending}"
    done = sample("export", "orders", str(path), "--where", "view=to_review").value
    assert done == {"rows": len(sample("list", "orders", "--where", "view=to_review").lines), "file": str(path)}
    assert path.exists()


def test_exported_columns_are_those_named(sample: Run, tmp_path: Path):
    path = tmp_path / "stock.csv"
    sample("export", "inventory", str(path), "--columns", "sku,on_hand", "--sort", "sku")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, first, *_rest = csv.reader(file)
    assert head == ["SKU", "On hand"]
    assert len(first) == 2


def test_cancelling_an_import_changes_nothing(shop: Run, products: Path, monkeypatch: pytest.MonkeyPatch):
    from shopdesk.cli.session import Session

    def interrupt(_session: Session, _at: int, _of: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "report", interrupt)
    cancelled = shop("import", "products", str(products))
    monkeypatch.undo()
    assert cancelled.code == 1
    assert "Nothing was changed" in cancelled.error["message"]
    assert shop("list", "products").out == ""


def test_an_import_can_be_looked_at_afterwards(shop: Run, products: Path):
    number = shop("import", "products", str(products)).value["batch"]
    shown = shop("show", "import", str(number)).value
    assert (shown["number"], shown["file_name"], shown["problems"]) == (number, "products.csv", [])
    assert shown["timeline"][0]["title"]


def test_an_import_is_taken_back_as_a_whole(shop: Run, products: Path):
    batch = shop("import", "products", str(products)).value["batch"]
    assert shop("import-undo", str(batch)).value == {"batch": batch, "undone": True}
    assert shop("list", "inventory").out == ""
    assert shop("check").value["ok"]
    again = shop("import-undo", str(batch))
    assert again.code == 1
    assert "taken back already" in again.error["message"]
    assert shop("import-undo", "99").code == 1


def test_an_import_somebody_worked_on_stays_and_every_reason_is_given(shop: Run, products: Path):
    batch = shop("import", "products", str(products)).value["batch"]
    assert shop("do", "stock.receive", "variant=MU-1", "quantity=2").code == 0
    assert shop("do", "products.edit_variant", "variant=SC-1", 'changes={"price": "50.00"}').code == 0
    refused = shop("import-undo", str(batch))
    assert refused.code == 1
    assert refused.error["details"] == ["羊毛围巾 was edited", "Stoneware mug was moved"]
    assert len(shop("list", "inventory").lines) == 2
    assert "Stoneware mug was moved" in shop("import-undo", str(batch), text=True).err


def test_tracking_numbers_go_back_to_a_channel(sample: Run, tmp_path: Path):
    out = tmp_path / "back.csv"
    done = sample("export", "tracking", str(out), "--format", "shopify").value
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert done["rows"] == len(rows) > 5
    assert all(row["Fulfillment: Tracking Number"] for row in rows)
    assert sample("export", "tracking", str(out), "--where", "state=delivered").value["rows"] > 0
    assert sample("export", "stock", str(out), "--format", "woocommerce").value["rows"] > 100
    for wrong in (["tracking", "--format", "moon"], ["tracking", "--columns", "a"], ["orders", "--format", "shopify"]):
        assert sample("export", wrong[0], str(out), *wrong[1:]).code == 1
