"""A shop on its way to a server and back: everything arrives, or nothing does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, inspect, select, text, update

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.queries.lists import list_named
from shopdesk.store import engine, moving
from shopdesk.store.engine import Database
from shopdesk.store.moving import move
from shopdesk.store.shop import open_shop
from shopdesk.store.tables import Base, Customer, Product
from shopdesk.usecases import customers, products
from shopdesk.usecases.checking import check
from shopdesk.usecases.desk import Desk
from tests import make


class Stop(Exception):
    """What a cancelled report raises."""


def lived_in(desk: Desk) -> None:
    """Goods, a customer in Chinese, an order that left and came back."""
    order = make.order(desk, 2, "delivered", buyer=make.customer(desk, "林雅婷 𠮷"))
    make.returned(desk, order)
    make.product(desk, 3, lot="L-1")
    with desk.database.writing() as connection:
        last = connection.scalar(select(func.max(Product.id)))
        # A link to a row that comes later in its own table.
        product = connection.scalar(select(func.min(Product.id)))
        connection.execute(update(Product).where(Product.id == product).values(superseded_by=last))


def everything(database: Database) -> dict[str, list[Any]]:
    found = {}
    for table in Base.metadata.sorted_tables:
        with database.reading() as session:
            found[table.name] = sorted(repr(tuple(row)) for row in session.execute(select(*table.columns)))
    return found


def test_a_file_moves_to_a_server_and_back(file_database: Database, empty_server_url: str, tmp_path: Path):
    lived_in(Desk(file_database))
    before = everything(file_database)
    rows = move(file_database, empty_server_url)
    assert {name: len(lines) for name, lines in before.items()} == rows
    assert rows["orders"] == 1
    assert everything(file_database) == before
    there = open_shop(empty_server_url)
    try:
        assert everything(there) == before
        desk = Desk(there)
        assert desk.read(check, True).problems == []
        # Number ranges go on where the rows end, and what is typed is found.
        made = desk.do(customers.create_customer, "Käthe 王", line1="Weg 1", city="Bonn", country="DE")
        assert made == len(before["customers"]) + 1
        make.order(desk, 1, "shipped")
        found = desk.pages(list_named("customers"), text="林雅")
        assert [row.name for row in found] == ["林雅婷 𠮷"]
        back = tmp_path / "back.shop"
        move(there, back)
        after = everything(there)
    finally:
        there.close()
    home = open_shop(back)
    try:
        assert everything(home) == after
        desk = Desk(home)
        assert desk.read(check, True).problems == []
        assert [row.name for row in desk.pages(list_named("customers"), text="käthe")] == ["Käthe 王"]
        desk.do(products.create_product, "New", "NEW-1", price=1)
    finally:
        home.close()


def test_a_moved_shop_has_the_same_links_and_indexes_as_a_new_one(
    file_database: Database, empty_server_url: str, server_url: str
):
    move(file_database, empty_server_url)
    moved, made = Database.connect(empty_server_url), Database.connect(server_url)

    def shape(database: Database) -> Any:
        with database.reader.connect() as connection:
            seen = inspect(connection)
            return {
                name: (
                    sorted((key["name"], key["constrained_columns"]) for key in seen.get_foreign_keys(name)),
                    sorted(index["name"] for index in seen.get_indexes(name)),
                    sorted(str(rule["name"]) for rule in seen.get_check_constraints(name)),
                )
                for name in seen.get_table_names()
            }

    try:
        assert shape(moved) == shape(made)
    finally:
        moved.close()
        made.close()


def test_a_place_that_is_taken_is_refused(file_database: Database, server_url: str, shop_file: Path, tmp_path: Path):
    with pytest.raises(UserError, match="a shop already"):
        move(file_database, server_url)
    taken = tmp_path / "taken.shop"
    shutil.copyfile(shop_file, taken)
    with pytest.raises(UserError, match="exists already"):
        move(file_database, taken)
    with pytest.raises(OutsideError, match="cannot be written"):
        move(file_database, tmp_path / "nowhere" / "new.shop")


def test_a_database_with_other_tables_is_refused(file_database: Database, empty_server_url: str):
    other = Database.connect(empty_server_url)
    with other.writing() as connection:
        connection.execute(text("CREATE TABLE cats (name TEXT)"))
    other.close()
    with pytest.raises(UserError, match="not empty"):
        move(file_database, empty_server_url)


def test_a_server_that_is_not_there_is_the_environments_fault(file_database: Database):
    with pytest.raises(OutsideError, match="cannot be reached"):
        move(file_database, "postgresql://localhost:1/none")


def tables_of(target: str) -> list[str]:
    database = Database.connect(target)
    try:
        with database.reader.connect() as connection:
            return inspect(connection).get_table_names()
    finally:
        database.close()


@pytest.mark.parametrize("at", [0, 1])
def test_a_cancelled_move_leaves_nothing(file_database: Database, empty_target: str, at: int):
    lived_in(Desk(file_database))
    calls = []

    def report(_at: int, _of: int) -> None:
        calls.append(_at)
        if len(calls) > at:
            raise Stop

    with pytest.raises(Stop):
        move(file_database, empty_target, report)
    if empty_target.startswith("postgresql"):
        assert tables_of(empty_target) == []
    else:
        assert list(Path(empty_target).parent.glob("*new*")) == []
    assert len(move(file_database, empty_target)) == len(Base.metadata.sorted_tables)


def test_a_copy_that_differs_is_thrown_away(
    file_database: Database, empty_target: str, monkeypatch: pytest.MonkeyPatch
):
    lived_in(Desk(file_database))
    finish = moving._finish

    def spoil(there: Any, *rest: Any, **more: Any) -> None:
        finish(there, *rest, **more)
        there.execute(update(Customer).values(note="spoiled"))

    monkeypatch.setattr(moving, "_finish", spoil)
    with pytest.raises(OutsideError, match="customers is not equal"):
        move(file_database, empty_target)
    if empty_target.startswith("postgresql"):
        assert tables_of(empty_target) == []
    else:
        assert not Path(empty_target).exists()


def test_a_text_the_server_cannot_hold_is_named(file_database: Database, empty_server_url: str):
    lived_in(Desk(file_database))
    with file_database.writing() as connection:
        connection.execute(update(Customer).values(note="nul\x00"))
    with pytest.raises(UserError, match="customers holds a text"):
        move(file_database, empty_server_url)
    assert tables_of(empty_server_url) == []


def test_nobody_changes_a_shop_that_is_being_moved(
    file_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 1)
    other = Database.connect(file_database.target)
    tried = []

    def report(at: int, _of: int) -> None:
        if at == 0:
            with pytest.raises(OutsideError, match="in use"), other.writing():
                pass
            tried.append(at)

    move(file_database, tmp_path / "new.shop", report)
    other.close()
    assert tried == [0]
