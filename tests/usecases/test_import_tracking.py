from shopdesk.store.tables import Order, Parcel, Shipment
from shopdesk.usecases import packing
from tests.make import Maker
from tests.usecases.importing import Importer
from tests.usecases.test_import_orders import HEADER as ORDER_HEADER
from tests.usecases.test_import_orders import PAID, row

HEADER = ["Order number", "Tracking number", "Carrier"]


def packed_order(importer: Importer) -> tuple[str, int]:
    """Number and id of an order whose parcel is packed and has no number yet."""
    make = Maker(importer.desk.database)
    order = make.confirmed((make.product("TEA", 10), 2))
    (shipment,) = make.picked(order)
    make.scan(shipment)
    importer.desk.do(packing.close_shipment, shipment)
    return importer.one(Order.number, where=Order.id == order).number, order


def test_a_packed_parcel_gets_its_number(importer: Importer):
    number, _order = packed_order(importer)
    result = importer.take("tracking", [HEADER, [number, "JJD000390007", "DHL"]])
    assert result.updated == {"parcels": 1}
    assert importer.one(Parcel.tracking_no, Parcel.carrier)[:] == ("JJD000390007", "DHL")
    assert importer.one(Shipment.carrier).carrier == "DHL"
    again = importer.take("tracking", [HEADER, [number, "JJD000390007", "DHL"]])
    assert (again.updated, again.unchanged) == ({}, 1)


def test_a_number_is_never_overwritten(importer: Importer):
    number, _order = packed_order(importer)
    importer.take("tracking", [HEADER, [number, "JJD1", "DHL"]])
    result = importer.take("tracking", [HEADER, [number, "JJD2", "DHL"]])
    assert result.problems[0].severity == "warning"
    assert "JJD1" in result.problems[0].why
    assert importer.one(Parcel.tracking_no).tracking_no == "JJD1"


def test_unknown_orders_and_unpacked_ones_are_named(importer: Importer):
    importer.take("orders", [ORDER_HEADER, row("W-1", **PAID)])
    result = importer.take("tracking", [HEADER, ["W-9", "A1", ""], ["W-1", "A2", ""]])
    assert result.refused
    assert [(one.row, one.column, one.got) for one in result.problems] == [
        (2, "Order number", "W-9"), (3, "Order number", "W-1"),
    ]  # fmt: skip
    assert "no packed parcel" in result.problems[1].why


def test_one_number_cannot_belong_to_two_orders(importer: Importer):
    number, _order = packed_order(importer)
    importer.take("orders", [ORDER_HEADER, row("W-1", **PAID)])
    result = importer.take("tracking", [HEADER, [number, "A1", ""], ["W-1", "A1", ""]])
    assert result.refused
    assert "another order" in result.problems[0].why


def test_the_channels_number_finds_the_order_with_or_without_its_sign(importer: Importer):
    _number, order = packed_order(importer)
    with importer.desk.database.writing() as connection:
        connection.execute(Order.__table__.update().where(Order.id == order).values(channel_order_no="#1001"))
    assert importer.take("tracking", [HEADER, ["1001", "A1", ""]]).updated == {"parcels": 1}
