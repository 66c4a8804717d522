"""Making, proving, saving and opening a shop from the command line."""

from pathlib import Path

import pytest

from shopdesk.store.engine import sqlite_module
from tests.cli.conftest import Run

PASSWORDS = {"SHOPDESK_NEW_PASSWORD": "correct horse"}


def test_a_new_shop_is_made_once_and_remembered(run: Run, tmp_path: Path):
    shop = tmp_path / "new.db"
    made = run("--shop", str(shop), "init", "--country", "CN", "--name", "小店")
    assert made.code == 0
    assert made.value == {"shop": str(shop), "products": 0, "orders": 0, "customers": 0, "returns": 0}
    again = run("--shop", str(shop), "init")
    assert again.code == 1
    assert "never overwrites" in again.error["message"]
    about = run("self-check").value["shop"]
    assert (about["name"], about["currency"], about["shop"]) == ("小店", "CNY", str(shop))


def test_without_a_name_the_shop_lies_in_the_home(run: Run, tmp_path: Path):
    assert run("init").value["shop"] == str(tmp_path / "home" / "shop.db")


def test_an_unknown_country_makes_nothing(run: Run, tmp_path: Path):
    assert run("--shop", str(tmp_path / "x.db"), "init", "--country", "XQ").code == 1
    assert not (tmp_path / "x.db").exists()


def test_the_sample_shop_is_full_and_consistent(sample: Run):
    found = sample("check", "--deep").value
    assert found["ok"] is True
    assert found["problems"] == []
    assert found["checked"]["total"] > 50


def test_a_tampered_shop_fails_its_check(shop: Run, shop_file: Path):
    driver = sqlite_module()
    shop("do", "stock.add_bin", "code=A-1")
    with driver.connect(str(shop_file)) as file:
        file.execute("UPDATE journal SET by_name = 'Nobody'")
    found = shop("check")
    assert found.code == 1
    assert found.value["ok"] is False
    assert found.value["problems"][0]["rule"] == "journal"


def test_a_backup_restores_what_was_there_and_keeps_what_is(shop: Run, shop_file: Path, tmp_path: Path):
    shop("do", "customers.create_customer", "name=Anna")
    kept = shop("backup", str(tmp_path / "copy.db")).value
    assert kept["verified"] is True
    assert kept["bytes"] == (tmp_path / "copy.db").stat().st_size
    shop("do", "customers.create_customer", "name=Bert")
    done = shop("restore", str(tmp_path / "copy.db"))
    assert done.code == 0
    assert [row["name"] for row in shop("list", "customers").lines] == ["Anna"]
    before = Path(done.value["kept"])
    assert before.parent == shop_file.parent


def test_a_backup_without_a_name_goes_to_the_home(shop: Run, tmp_path: Path):
    assert Path(shop("backup").value["file"]).parent == tmp_path / "home" / "backups"


def test_what_is_no_backup_is_not_restored(shop: Run, shop_file: Path, tmp_path: Path):
    before = shop_file.read_bytes()
    (tmp_path / "no.db").write_text("nothing")
    assert shop("restore", str(tmp_path / "no.db")).code == 1
    assert shop_file.read_bytes() == before


def test_a_second_person_makes_everybody_sign_in(shop: Run):
    refused = shop("users", "add", "Wim", "warehouse", **PASSWORDS)
    assert refused.code == 1
    assert shop("users", "set-password", "Olga", **PASSWORDS).code == 0
    added = shop("--user", "Olga", "users", "add", "Wim", "warehouse", SHOPDESK_PASSWORD="correct horse", **PASSWORDS)
    assert [(one["name"], one["role"]) for one in added.value] == [("Olga", "owner"), ("Wim", "warehouse")]
    assert shop("list", "orders").code == 1
    assert shop("--user", "Wim", "list", "orders", SHOPDESK_PASSWORD="wrong horse").code == 1
    assert shop("--user", "Wim", "list", "orders", SHOPDESK_PASSWORD="correct horse").code == 0
    forbidden = shop("--user", "Wim", "users", "list", SHOPDESK_PASSWORD="correct horse")
    assert forbidden.code == 1
    assert "manage_users" in forbidden.error["message"]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "no shop file"), (b"SQLite format 3\x00" + b"x" * 5000, ""), (b"PK\x03\x04", "no shop file")],
)
def test_what_is_no_shop_is_said(run: Run, tmp_path: Path, content: bytes, message: str):
    (tmp_path / "odd.db").write_bytes(content)
    answer = run("--shop", str(tmp_path / "odd.db"), "list", "orders")
    assert answer.code in (1, 3)
    assert message in answer.error["message"]


def test_without_a_shop_the_way_to_one_is_said(run: Run):
    answer = run("list", "orders")
    assert (answer.code, answer.error["kind"]) == (1, "user")
    assert "shopdesk init" in answer.error["message"]
    assert run("--shop", "/nowhere/x.db", "list", "orders").code == 1


def test_the_self_check_names_versions_and_troubles(run: Run):
    answer = run("self-check")
    assert answer.value["shopdesk"]
    assert answer.value["sqlite"]
    assert answer.code == (0 if answer.value["ok"] else 3)


def test_a_shop_on_a_server_is_used_like_a_file(server_url: str, run: Run):
    address = server_url.replace("postgresql+psycopg://", "postgresql://", 1)
    assert run("--shop", address, "do", "customers.create_customer", "name=Anna").code == 0
    assert run("list", "customers").value["name"] == "Anna"
    assert run("check").value["ok"] is True
    refused = run("backup")
    assert refused.code == 1
    assert "server" in refused.error["message"]


def test_a_shop_moves_to_a_server_and_back(sample: Run, run: Run, empty_server_url: str, tmp_path: Path):
    moved = sample("move-to", empty_server_url)
    assert moved.code == 0, moved.out
    assert moved.value["equal"] is True
    assert moved.value["rows"]["orders"] > 100
    assert run("--shop", empty_server_url, "check").value["ok"]
    assert run("--shop", empty_server_url, "move-to", str(tmp_path / "back.shop")).value["rows"] == moved.value["rows"]
    assert run("--shop", str(tmp_path / "back.shop"), "check", "--deep").value["ok"]
    again = sample("move-to", empty_server_url)
    assert again.code == 1
    assert "a shop already" in again.error["message"]


def test_a_shop_moves_only_where_shops_can_be(shop: Run):
    assert shop("move-to", "mysql://localhost/x").code == 1
    assert shop("move-to", "postgresql://localhost:1/none").code == 3
