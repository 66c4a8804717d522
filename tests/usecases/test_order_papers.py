"""Invoices to the minor unit, and hand-over lists of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from shopdesk.domain.errors import UserError
from shopdesk.store.engine import Database
from shopdesk.store.tables import Order, OrderLine, Shipment
from shopdesk.usecases import orders, printing, refunds, shop_settings
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.order_papers import handed_over, tax_rate
from shopdesk.usecases.orders import NewLine
from tests import make
from tests.documents.reading_back import squeezed, text_in


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return make.desk(file_database, clock=make.Clock(datetime(2026, 3, 2, 9, tzinfo=UTC)))


def changed(desk: Desk, table: Any, row_id: int, **values: Any) -> None:
    with desk.database.writing() as connection:
        connection.execute(update(table).where(table.id == row_id).values(**values))


def printed(desk: Desk, paper: str, *ids: int, **options: Any) -> str:
    return squeezed(text_in(printing.make(desk, paper, ids, printing.Options(**options)).pdf))


def test_an_invoice_shows_lines_sums_and_the_tax_in_them(desk: Desk):
    desk.do(shop_settings.set_settings, {"tax_number": "DE 123", "invoice_note": "Thanks!"})
    tea = make.product(desk, 9, sku="TEA")
    buyer = make.customer(desk, "Käthe Müller")
    order = make.order(desk, [NewLine(tea, 2, 1190)], buyer=buyer, shipping=595, paid=1000)
    changed(desk, Order, order, tax_included=475)
    said = printed(desk, "invoice", order)
    # 29.75 with 19 % in it: 25.00 and 4.75.
    for words in ("Invoice", "KätheMüller", "€11.90", "€23.80", "€5.95", "€29.75", "19%", "€25.00", "€4.75",
                  "PaidonMar2,2026", "€10.00", "Topay", "€19.75", "TaxnumberDE123", "Thanks!"):  # fmt: skip
        assert words in said, words
    assert "Receipt" not in said


def test_what_is_paid_is_a_receipt_with_what_was_given_back(desk: Desk):
    order = make.order(desk, [NewLine(make.product(desk, 9), 1, 1000)], "delivered")
    desk.do(refunds.refund_order, order, 250, "card", "goodwill")
    said = printed(desk, "invoice", order)
    assert "Receipt" in said
    assert "-€2.50" in said
    assert "Topay" not in said
    assert "Shippedon" in said


def test_a_discount_explains_the_amount_or_is_left_out(desk: Desk):
    order = make.order(desk, [NewLine(make.product(desk, 9), 3, 1000), NewLine(make.product(desk, 9), 2, 500)])
    first, second = make.lines(desk, order)
    changed(desk, OrderLine, first.id, total=2700, discount=300)
    changed(desk, OrderLine, second.id, total=1100)
    said = printed(desk, "invoice", order)
    assert "-€3.00" in said
    assert "€27.00" in said
    assert "€11.00" in said
    assert "€5.00" not in said


@pytest.mark.parametrize(
    ("net", "tax", "rate"),
    [
        (2500, 475, Decimal("0.19")),
        (1000, 70, Decimal("0.07")),
        (333, 18, Decimal("0.055")),
        (1000, 193, None),
        (0, 5, None),
        (100_000, 1, None),
    ],
)
def test_a_rate_is_named_only_where_it_gives_exactly_the_tax(net: int, tax: int, rate: Decimal | None):
    assert tax_rate(net, tax) == rate


def test_an_invoice_over_many_pages_holds_every_line(desk: Desk):
    items = [make.product(desk, 9, sku=f"LONG-{at:03}") for at in range(70)]
    order = make.order(desk, [NewLine(item, 1, 100) for item in items])
    paper = printing.make(desk, "invoice", [order])
    said = squeezed(text_in(paper.pdf))
    assert paper.pages >= 2
    assert f"Page2of{paper.pages}" in said
    assert all(f"LONG-{at:03}" in said for at in range(70))
    assert printing.make(desk, "invoice", [order], printing.Options(copies=2, page="A5")).labels == 2


def test_there_is_no_invoice_without_amounts_or_without_an_order(desk: Desk):
    order = make.order(desk)
    changed(desk, Order, order, amounts_known=False)
    with pytest.raises(UserError, match="without amounts"):
        printing.make(desk, "invoice", [order])
    with pytest.raises(UserError, match="no such order"):
        printing.make(desk, "invoice", [10**6])


def test_parcels_of_a_day_stand_on_their_carriers_list(desk: Desk):
    buyer = make.customer(desk, "林晓雯")
    made = [make.order(desk, 1, "shipped", buyer=buyer) for _order in range(3)]
    shipments = [make.shipment(desk, order) for order in made]
    changed(desk, Shipment, shipments[2], shipped_at=datetime(2026, 3, 4, 9, tzinfo=UTC))
    day = datetime(2026, 3, 2, 9, tzinfo=UTC).astimezone().date()
    assert desk.read(handed_over, day) == shipments[:2]
    assert desk.read(handed_over, day, ["dhl"]) == shipments[:2]
    with pytest.raises(UserError, match="No parcel was handed over"):
        desk.read(handed_over, day, ["UPS"])
    with pytest.raises(UserError, match="No parcel was handed over"):
        desk.read(handed_over, date(2026, 3, 20))
    paper = printing.make(desk, "manifest", shipments)
    said = squeezed(text_in(paper.pdf))
    assert paper.labels == 2  # two days
    assert "DHL" in said
    assert "2parcels" in said
    assert said.count("林晓雯") == 3
    assert said.count("TRACK-") == 3


def test_a_voided_shipment_is_not_handed_over(desk: Desk):
    shipment = make.shipment(desk, make.order(desk, 1, "shipped"))
    changed(desk, Shipment, shipment, state="voided")
    with pytest.raises(UserError, match="no such shipment"):
        printing.make(desk, "manifest", [shipment])


def test_cancelled_orders_still_have_their_paper(desk: Desk):
    order = make.order(desk, paid=False)
    desk.do(orders.cancel_order, order, "no")
    assert "Invoice" in printed(desk, "invoice", order)
