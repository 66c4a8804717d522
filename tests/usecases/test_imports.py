import json
from pathlib import Path

import pytest
from sqlalchemy import select

from shopdesk.domain.errors import Forbidden, OutsideError, UserError
from shopdesk.domain.rights import Role, User
from shopdesk.store.tables import Event, ImportBatch, Journal, Order, Product
from shopdesk.usecases import imports
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.import_preview import preview, save_problems
from tests.usecases.importing import Importer
from tests.usecases.test_import_orders import HEADER as ORDER_HEADER
from tests.usecases.test_import_orders import row
from tests.usecases.test_import_products import FILE, HEADER

BAD = [*FILE, ["pen", "Pen", "PEN", "4006381333979", "cheap", "", "", "", "", ""]]


def test_one_import_is_one_batch_one_journal_line_and_one_sentence(importer: Importer):
    result = importer.take("products", FILE)
    batch = importer.one(ImportBatch.id, ImportBatch.format, ImportBatch.file_name, ImportBatch.sha256,
                         ImportBatch.state, ImportBatch.row_count, ImportBatch.created)  # fmt: skip
    assert batch[:1] == (result.batch,)
    assert (batch.format, batch.file_name, batch.state) == ("shopdesk_products", "products.csv", "applied")
    assert (batch.row_count, batch.created) == (3, result.created)
    line = importer.rows(Journal.id, Journal.verb, Journal.content)[-1]
    assert line.verb == "imports.apply"
    content = json.loads(line.content)["import"]
    assert content["sha256"] == batch.sha256 == imports.sha256_of(importer.folder / "products.csv")
    assert content["created"] == result.created
    assert importer.one(Event.kind, where=Event.subject == "import").kind == "imported"


def test_policy_all_takes_nothing_when_one_row_is_wrong(importer: Importer):
    result = importer.take("products", BAD)
    assert result.refused and result.batch is None and result.created == {}
    assert [(one.row, one.column, one.got) for one in result.problems] == [(5, "Price", "cheap")]
    assert importer.count(Product) == importer.count(ImportBatch) == importer.count(Journal) == 0


def test_policy_good_takes_the_good_rows_only(importer: Importer):
    result = importer.take("products", BAD, policy="good")
    assert (result.created["products"], result.problem_count) == (2, 1)
    assert importer.one(ImportBatch.id, ImportBatch.problems).problems[0]["row"] == 5


def test_a_dry_run_tells_and_changes_nothing(importer: Importer):
    result = importer.take("products", FILE, dry_run=True)
    assert result.created == {"products": 2, "variants": 3, "barcodes": 3, "stock_moves": 2}
    assert result.batch is None
    assert importer.count(Product) == importer.count(Journal) == 0
    assert importer.take("products", BAD, dry_run=True).refused


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_cancelling_anywhere_leaves_the_shop_untouched(importer: Importer, at: int):
    class Cancelled(Exception):
        pass

    calls = []

    def report(done: int, of: int) -> None:
        assert 0 <= done <= of
        if len(calls) == at:
            raise Cancelled
        calls.append(done)

    path = importer.file("p.csv", FILE)
    with pytest.raises(Cancelled):
        imports.import_file(importer.desk, "products", path, report=report)
    assert importer.count(Product) == importer.count(ImportBatch) == importer.count(Journal) == 0
    importer.take("products", path)
    assert importer.count(Product) == 2


def test_progress_goes_up_to_the_end(file_importer: Importer):
    told = []
    file_importer.take("products", FILE, report=lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_windows_hear_which_tables_changed(file_importer: Importer):
    heard: list[frozenset[str]] = []
    file_importer.desk.subscribe(heard.append)
    file_importer.take("products", FILE)
    (tables,) = heard
    assert {"products", "variants", "barcodes", "stock_moves", "stock_levels", "stock_balances", "locations",
            "import_batches", "search_docs"} <= tables  # fmt: skip


def test_viewers_may_not_import(file_importer: Importer):
    path = file_importer.file("p.csv", FILE)
    viewer = Desk(file_importer.desk.database, User(2, "Vera", Role.VIEWER))
    with pytest.raises(Forbidden):
        imports.import_file(viewer, "products", path)
    prepared = imports.prepare(file_importer.desk, "products", path)
    with pytest.raises(Forbidden):
        viewer.do(imports.apply, prepared)


def test_unusable_files_are_said_in_words(file_importer: Importer, tmp_path: Path):
    with pytest.raises(OutsideError, match="could not be opened"):
        imports.import_file(file_importer.desk, "products", tmp_path / "gone.csv")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with pytest.raises(UserError, match="holds no rows"):
        imports.import_file(file_importer.desk, "products", empty)
    with pytest.raises(UserError, match="cannot be imported"):
        imports.import_file(file_importer.desk, "dragons", empty)
    orders = file_importer.file("o.csv", [ORDER_HEADER, row("W-1")])
    with pytest.raises(UserError, match="no format for products"):
        imports.import_file(file_importer.desk, "products", orders, format="shopdesk_orders")


def test_a_file_without_the_needed_columns_is_refused_under_any_policy(file_importer: Importer):
    result = file_importer.take("orders", [["a", "b"], ["1", "2"]], policy="good")
    assert result.refused and result.batch is None


def test_unknown_headers_are_read_by_a_mapping(importer: Importer):
    rows = [["Artikel", "Bezeichnung", "VK"], ["K-1", "Kanne", "12,50"]]
    mapping = {"sku": "Artikel", "name": "Bezeichnung", "price": "VK"}
    result = importer.take("products", rows, mapping=mapping, options={"decimal": ","})
    assert result.format == "custom"
    assert importer.one(Product.title).title == "Kanne"


def test_the_preview_shows_columns_rows_problems_and_counts(file_importer: Importer):
    path = file_importer.file("p.csv", BAD)
    seen = preview(file_importer.desk, "products", path)
    assert (seen.format, seen.errors, seen.warnings) == ("shopdesk_products", 1, 0)
    assert [(column.header, column.field) for column in seen.columns[:3]] == [
        ("Product code", "code"), ("Product name", "name"), ("SKU", "sku"),
    ]  # fmt: skip
    assert [shown.number for shown in seen.rows] == [2, 3, 4, 5]
    assert seen.rows[0].cells[1] == "Linen shirt"
    assert list(seen.rows[3].problems) == [HEADER.index("Price")]
    assert seen.rows[3].has_error and not seen.rows[0].has_error
    assert seen.result.created["products"] == 2
    assert ("sku", "SKU") in seen.fields
    assert "Lot" in seen.absent_columns
    assert file_importer.count(Product) == 0


def test_the_preview_marks_what_only_the_shop_can_know(file_importer: Importer):
    file_importer.take("products", FILE)
    taken = [HEADER, ["shirt", "", "SH-1", FILE[3][3], "1", "", "", "", "Size", "XL"]]
    seen = preview(file_importer.desk, "products", file_importer.file("q.csv", taken))
    assert list(seen.rows[0].problems) == [HEADER.index("Barcode")]


def test_the_preview_says_that_the_very_file_was_here_before(file_importer: Importer):
    file_importer.take("products", FILE)
    seen = preview(file_importer.desk, "products", file_importer.folder / "products.csv")
    assert any("was imported on" in note for note in seen.notes)
    assert seen.result.unchanged == 2


def test_blank_rows_do_not_shift_the_numbers_of_the_preview(file_importer: Importer):
    seen = preview(file_importer.desk, "products", file_importer.file("p.csv", [HEADER, [], FILE[1], [], FILE[3]]))
    assert [shown.number for shown in seen.rows] == [3, 5]


def test_problems_can_be_saved_as_a_table(file_importer: Importer, tmp_path: Path):
    result = file_importer.take("products", BAD)
    for name in ("problems.csv", "problems.xlsx"):
        assert Path(save_problems(result.problems, tmp_path / name)).stat().st_size > 50
    text = (tmp_path / "problems.csv").read_text("utf-8-sig")
    assert "cheap" in text and "Price" in text


def test_the_result_is_plain_json(file_importer: Importer):
    said = json.loads(json.dumps(file_importer.take("products", BAD).as_json()))
    assert {"batch", "format", "rows", "created", "updated", "unchanged", "skipped", "problems", "problem_count",
            "absent_columns", "problems_file"} <= set(said)  # fmt: skip
    assert set(said["problems"][0]) >= {"row", "column", "got", "why"}


def test_the_journal_chain_holds_after_imports(importer: Importer):
    importer.take("products", FILE)
    importer.take("orders", [ORDER_HEADER, row("W-1"), row("W-2")])
    importer.take("orders", [ORDER_HEADER, row("W-1", quantity=3), row("W-2")])
    from shopdesk.store.journal import broken_line

    with importer.desk.reading() as session:
        assert broken_line(session) is None
        assert session.scalars(select(Order.channel_order_no).order_by(Order.id)).all() == ["W-1", "W-2"]


def test_formats_are_named_for_people():
    known = imports.formats("orders")
    assert {"name", "what", "title"} == set(known[0])
    assert "shopify_orders" in {one["name"] for one in known}
