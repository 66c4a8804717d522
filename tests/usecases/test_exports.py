"""An export is exactly the list somebody sees, whole or not at all."""

import csv
from pathlib import Path

import openpyxl
import pytest

from shopdesk.domain.errors import Forbidden, OutsideError, UserError
from shopdesk.domain.rights import Role, User
from shopdesk.queries.lists import LISTS
from shopdesk.queries.timeline import timeline
from shopdesk.store.engine import Database
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.exports import export_list
from tests.queries.rows import Rows


@pytest.fixture
def rows(file_database: Database) -> Rows:
    found = Rows(file_database)
    mug = found.product("Stoneware mug", "0012", stock=3, barcode="4006381333931")
    customer = found.customer("=HYPERLINK(0)", "1001", phone="+43 1 5551234", email="anna@example.org")
    found.order("10001", lines=((mug, 2, 2500),), customer_id=customer, ship_name="Käthe 林")
    found.order("10002", lines=((mug, 1, 1250),), state="confirmed", fulfilment="ready", days_ago=1)
    return found


@pytest.fixture
def desk(rows: Rows) -> Desk:
    return Desk(rows.database)


def cells(path: Path) -> list[list[object]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [list(row) for row in csv.reader(file)]
    sheet = openpyxl.load_workbook(path).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_the_file_holds_the_list_as_it_is_seen(desk: Desk, tmp_path: Path, ending: str):
    path = tmp_path / f"orders{ending}"
    done = export_list(desk, LISTS["orders"], path, sort="number", down=False)
    head, first, second = cells(path)
    assert (done.rows, done.file) == (2, str(path))
    assert head[:3] == ["Order", "Channel", "Customer"]
    assert head[-1] == "Currency"
    assert [str(row[head.index("Order")]) for row in (first, second)] == ["10001", "10002"]
    assert first[head.index("State")] == "To review"
    assert second[head.index("State")] == "Ready"
    assert float(str(first[head.index("Total")])) == 25
    assert first[head.index("Customer")] == "Käthe 林"


def test_filters_columns_and_order_are_those_asked_for(desk: Desk, tmp_path: Path):
    path = tmp_path / "some.csv"
    export_list(desk, LISTS["orders"], path, where={"step": "to_pick"}, columns=["total", "number", "currency"])
    assert cells(path) == [["Total", "Order", "Currency"], ["12.50", "10002", "EUR"]]


def test_codes_stay_text_and_names_never_become_formulas(desk: Desk, tmp_path: Path):
    stock, people = tmp_path / "stock.xlsx", tmp_path / "people.xlsx"
    export_list(desk, LISTS["inventory"], stock, columns=["sku", "barcode", "on_hand"])
    assert cells(stock)[1] == ["0012", "4006381333931", 3]
    export_list(desk, LISTS["customers"], people, columns=["name"])
    sheet = openpyxl.load_workbook(people).active
    assert sheet["A2"].data_type == "s"


def test_contacts_are_masked_without_the_right_to_see_them(rows: Rows, desk: Desk, tmp_path: Path, monkeypatch):
    from shopdesk.domain import rights

    # No role may export without seeing contacts today; a shop's own roles may one day.
    seen = rights.ROLES[Role.SERVICE] - {rights.Right.SEE_CONTACTS}
    monkeypatch.setitem(rights.ROLES, Role.SERVICE, seen)
    service, owner = tmp_path / "service.csv", tmp_path / "owner.csv"
    asked = ["name", "phone", "email"]
    export_list(Desk(rows.database, User(2, "Sam", Role.SERVICE)), LISTS["customers"], service, columns=asked)
    export_list(desk, LISTS["customers"], owner, columns=asked)
    assert "example.org" in owner.read_text("utf-8-sig")
    assert "5551234" not in service.read_text("utf-8-sig")
    assert "anna@" not in service.read_text("utf-8-sig")


def test_every_list_can_be_exported(desk: Desk, tmp_path: Path):
    for name, listing in LISTS.items():
        path = tmp_path / f"{name}.csv"
        done = export_list(desk, listing, path)
        assert len(cells(path)) == done.rows + 1


def test_the_journal_knows_that_a_list_left_but_not_what_it_said(desk: Desk, tmp_path: Path):
    export_list(desk, LISTS["customers"], tmp_path / "customers.xlsx")
    (line,) = desk.read(timeline, "shop", 0)
    assert line.title == "1 row of “customers” exported"
    assert line.detail == "customers.xlsx"
    assert line.by_name == "Olga"


@pytest.mark.parametrize("role", [Role.WAREHOUSE, Role.VIEWER])
def test_exporting_needs_its_right(rows: Rows, tmp_path: Path, role: Role):
    path = tmp_path / "orders.csv"
    with pytest.raises(Forbidden):
        export_list(Desk(rows.database, User(3, "Wim", role)), LISTS["orders"], path)
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "more"),
    [("orders.pdf", {}), ("orders", {}), ("orders.csv", {"columns": ["colour"]}), ("o.csv", {"where": {"x": "y"}})],
)
def test_what_cannot_be_exported_is_said_and_leaves_no_file(desk: Desk, tmp_path: Path, name: str, more):
    with pytest.raises(UserError):
        export_list(desk, LISTS["orders"], tmp_path / name, **more)
    assert list(tmp_path.glob("o*")) == []


def test_cancelling_leaves_the_old_file_as_it_was(desk: Desk, tmp_path: Path):
    path = tmp_path / "orders.xlsx"
    path.write_text("old")

    def cancel(_at: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_list(desk, LISTS["orders"], path, report=cancel)
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.glob("*orders*")] == ["orders.xlsx"]
    assert desk.read(timeline, "shop", 0) == ()


def test_progress_ends_at_the_whole(desk: Desk, tmp_path: Path):
    seen: list[tuple[int, int]] = []
    export_list(desk, LISTS["orders"], tmp_path / "orders.csv", report=lambda at, of: seen.append((at, of)))
    assert seen[0] == (0, 2)
    assert seen[-1] == (2, 2)


def test_a_folder_that_is_not_there_is_the_environments_fault(desk: Desk, tmp_path: Path):
    with pytest.raises(OutsideError):
        export_list(desk, LISTS["orders"], tmp_path / "nowhere" / "orders.csv")
