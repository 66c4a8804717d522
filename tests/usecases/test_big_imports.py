"""Files so big that indices are built afterwards: nothing else may be different."""

from pathlib import Path

import pytest
from sqlalchemy import text

from shopdesk.queries.inventory import INVENTORY
from shopdesk.queries.products import PRODUCTS
from shopdesk.store import late_indices
from shopdesk.store.engine import Database
from shopdesk.store.tables import Product, SearchDoc, Variant
from shopdesk.usecases.checking import check
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.import_undo import undo
from shopdesk.usecases.imports import import_file

MANY = 120
HEADER = "Product code,Product name,SKU,Price,Stock\n"


class Cancelled(Exception):
    pass


def file_of(folder: Path, start: int, count: int = MANY) -> Path:
    path = folder / f"products{start}.csv"
    rows = "".join(f"P{at},围巾 thing {at},P{at}-a,1.50,3\n" for at in range(start, start + count))
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def schema(database: Database) -> set[tuple[str, str]]:
    with database.reading() as session:
        return {(row.name, row.sql) for row in session.execute(text("SELECT name, sql FROM sqlite_master"))}


@pytest.fixture
def desk(file_database: Database, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(late_indices, "_WORTH_IT", 100)
    return Desk(file_database)


def test_a_big_file_is_found_counted_and_undone_like_a_small_one(desk: Desk, tmp_path: Path):
    before = schema(desk.database)
    result = import_file(desk, "products", file_of(tmp_path, 0))
    assert result.created == {"products": MANY, "variants": MANY, "stock_moves": MANY}
    assert schema(desk.database) == before
    assert [row.sku for row in desk.pages(INVENTORY, text="P47-a")] == ["P47-a"]
    assert desk.pages(PRODUCTS, text="围巾").total == MANY
    with desk.reading() as session:
        assert check(session).problems == []
        assert session.query(SearchDoc).count() == MANY
    desk.do(undo, result.batch or 0)
    with desk.reading() as session:
        assert [session.query(table).count() for table in (Product, Variant, SearchDoc)] == [0, 0, 0]
        assert check(session).problems == []


def test_a_big_file_that_is_cancelled_or_refused_leaves_the_shop_as_it_was(desk: Desk, tmp_path: Path):
    import_file(desk, "products", file_of(tmp_path, 0, 10))
    before = schema(desk.database)

    def stop(at: int, of: int) -> None:
        if at > of // 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_file(desk, "products", file_of(tmp_path, 100), report=stop)
    assert schema(desk.database) == before
    assert desk.pages(PRODUCTS, text="thing").total == 10
    path = file_of(tmp_path, 10_000)
    path.write_text(path.read_text(encoding="utf-8") + "X,Thing,CMD-X,1,1\n", encoding="utf-8")
    assert import_file(desk, "products", path).refused
    result = import_file(desk, "products", path, policy="good")
    assert (result.created["products"], result.skipped) == (MANY, 1)
    assert desk.pages(PRODUCTS, text="thing").total == MANY + 10
    with desk.reading() as session:
        assert check(session).problems == []
