from datetime import date

from shopdesk.store.tables import Location, Lot, StockLevel, StockMove, Variant
from tests.make import Maker
from tests.usecases.importing import Importer
from tests.usecases.test_import_products import FILE as PRODUCTS

HEADER = ["SKU", "Barcode", "Quantity", "Bin", "Lot", "Expires on"]


def levels(importer: Importer, sku: str) -> dict[str, int]:
    found = importer.rows(Location.code, StockLevel.quantity, where=(StockLevel.location_id == Location.id)
                          & (StockLevel.variant_id == Variant.id) & (Variant.sku == sku))  # fmt: skip
    return {row.code: row.quantity for row in found if row.quantity}


def test_a_count_is_booked_as_a_difference_with_its_reason(importer: Importer):
    Maker(importer.desk.database).product("TEA", 10)
    result = importer.take("stock", [HEADER, ["TEA", "", "7", "SHELF", "", ""]])
    assert result.created == {"stock_moves": 1}
    move = importer.rows(StockMove.id, StockMove.quantity, StockMove.reason, StockMove.document)[-1]
    assert move[1:] == (3, "adjustment", "import")
    assert levels(importer, "TEA") == {"SHELF": 7}
    again = importer.take("stock", [HEADER, ["TEA", "", "7", "SHELF", "", ""]])
    assert (again.created, again.unchanged) == ({}, 1)


def test_goods_that_never_had_stock_get_it_from_outside(importer: Importer):
    Maker(importer.desk.database).product("TEA")
    importer.take("stock", [HEADER, ["tea", "", "7", "B-02", "", ""]])
    assert importer.one(StockMove.reason, StockMove.quantity)[:] == ("opening", 7)
    assert levels(importer, "TEA") == {"B-02": 7}


def test_without_a_bin_the_count_is_of_all_bins(importer: Importer):
    make = Maker(importer.desk.database)
    make.product("TEA", 10)
    importer.take("stock", [HEADER, ["TEA", "", "4", "B-01", "", ""]])
    importer.take("stock", [HEADER, ["TEA", "", "12", "", "", ""]])
    assert sum(levels(importer, "TEA").values()) == 12
    importer.take("stock", [HEADER, ["TEA", "", "20", "", "", ""]])
    assert sum(levels(importer, "TEA").values()) == 20
    importer.take("stock", [HEADER, ["TEA", "", "0", "", "", ""]])
    assert levels(importer, "TEA") == {}


def test_lots_are_made_with_their_expiry(importer: Importer):
    Maker(importer.desk.database).product("TEA")
    importer.take("stock", [HEADER, ["TEA", "", "5", "B-01", "L1", "2027-01-31"], ["TEA", "", "3", "B-01", "L2", ""]])
    assert [tuple(row) for row in importer.rows(Lot.code, Lot.expires_on)] == [("L1", date(2027, 1, 31)), ("L2", None)]
    again = importer.take("stock", [HEADER, ["TEA", "", "5", "B-01", "L1", "2027-01-31"]])
    assert again.unchanged == 1


def test_wrong_rows_are_named(importer: Importer):
    importer.take("products", PRODUCTS)
    result = importer.take(
        "stock",
        [
            HEADER,
            ["GONE", "", "1", "", "", ""],
            ["SH-1", "", "1", "", "", ""],
            ["MUG", "", "-1", "", "", ""],
            ["MUG", "", "1", "QUARANTINE", "", ""],
            ["MUG", "", "1", "B-1", "", ""],
            ["MUG", "", "2", "b-1", "", ""],
        ],
    )
    assert result.refused
    assert [(one.row, one.column) for one in result.problems] == [
        (2, "SKU"), (3, "SKU"), (4, "Quantity"), (5, "Bin"), (7, "Quantity"),
    ]  # fmt: skip


def test_goods_tied_to_shipments_are_never_counted_away(importer: Importer):
    make = Maker(importer.desk.database)
    tea = make.product("TEA", 10)
    make.in_wave(make.confirmed((tea, 6)))
    refused = importer.take("stock", [HEADER, ["TEA", "", "5", "SHELF", "", ""]])
    assert refused.refused
    assert "6 of 10 pieces are tied" in refused.problems[0].why
    assert importer.take("stock", [HEADER, ["TEA", "", "6", "SHELF", "", ""]]).created == {"stock_moves": 1}


def test_counting_less_than_promised_is_told(importer: Importer):
    make = Maker(importer.desk.database)
    tea = make.product("TEA", 10)
    make.confirmed((tea, 6))
    result = importer.take("stock", [HEADER, ["TEA", "", "5", "", "", ""]], dry_run=True)
    assert [one.severity for one in result.problems] == ["warning"]
