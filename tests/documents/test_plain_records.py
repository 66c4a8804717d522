"""Records of one row each: stock, customers, parcel numbers."""

from datetime import date

from shopdesk.documents.records import StockRecord, TrackingRecord
from tests.documents.reading import errors, read


def test_counted_stock():
    assert read("own_stock.csv").records == [
        StockRecord(2, "TEA-100", "", "A-01", 12, "L1", date(2027, 3, 31), 400),
        StockRecord(3, "", "4006381333948", "A-02", 3, "", None, None),
    ]


def test_customers_of_a_shop_platform():
    mara, jo = read("shopify_customers.csv").records
    assert (mara.code, mara.name, mara.phone, mara.accepts_email) == (
        "9000000000001",
        "Mara Muster",
        "+4930123456",
        True,
    )
    assert (mara.address.line1, mara.address.postcode, mara.address.country) == ("Ring 1", "01234", "DE")
    assert (mara.spent, mara.orders, mara.tags, mara.note) == (5690, 1, ("vip", "spring"), "Likes red")
    assert (jo.name, jo.company, jo.tax_exempt, jo.address.country) == ("Probe", "Probe GmbH", True, "")


def test_customers_of_the_own_template():
    reading = read("own_customers.csv", country="DE")
    (ann,) = reading.records
    assert (ann.phone, ann.note, ann.address.city) == ("+4930555", "=1+1", "Town")
    assert [problem.row for problem in errors(reading)] == [3]


def test_parcel_numbers():
    reading = read("tracking.csv")
    assert reading.records == [TrackingRecord(2, "90010000000000001", "SF0000000000009", "顺丰速运")]
    assert [(problem.row, problem.column) for problem in errors(reading)] == [(3, "运单号")]
