"""Stock: received, carried, counted, written off; every change a move that can be undone once."""

from __future__ import annotations

from datetime import date

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.queries.inventory import INVENTORY
from shopdesk.store.tables import Location, Lot, StockMove
from shopdesk.usecases import products, purchases, receiving, stock, suppliers
from shopdesk.usecases.desk import Desk
from tests import make


def _moves(desk: Desk, variant: int) -> list[StockMove]:
    return make.rows(desk, StockMove, StockMove.variant_id == variant)


def test_received_goods_are_on_the_shelf_or_in_their_bin_with_lot_and_cost(desk: Desk):
    place, tea = make.bin(desk), make.product(desk)
    desk.do(stock.receive, tea, 3)
    desk.do(stock.receive, tea, 4, place.lower(), lot="L1", expires_on=date(2027, 1, 1), unit_cost=420, note="PO 7")
    desk.do(stock.receive, tea, 2, place, lot="L1")
    assert make.bins_of(desk, tea) == {"SHELF": 3, f"{place}/L1": 6}
    assert make.stock_of(desk, tea) == (9, 0, 0)
    (lot,) = make.rows(desk, Lot, Lot.variant_id == tea)
    assert lot.expires_on == date(2027, 1, 1)
    move = _moves(desk, tea)[1]
    assert (move.reason, move.unit_cost, move.note, move.by_name) == ("receipt", 420, "PO 7", "Olga")


@pytest.mark.parametrize("quantity", [0, -1])
def test_quantities_are_at_least_one(desk: Desk, quantity: int):
    tea = make.product(desk, 1)
    with pytest.raises(UserError, match="at least one"):
        desk.do(stock.receive, tea, quantity)
    with pytest.raises(UserError, match="at least one"):
        desk.do(stock.transfer, tea, quantity, "SHELF", "PACKING")


def test_services_and_strangers_have_no_stock(desk: Desk):
    service = make.product(desk, item_type="service")
    for step, more in (
        (stock.receive, (1,)),
        (stock.transfer, (1, "SHELF", "RETURNS")),
        (stock.adjust, (1, "SHELF", "x")),
    ):
        with pytest.raises(UserError, match="has no stock"):
            desk.do(step, service, *more)
        with pytest.raises(UserError, match="no such product"):
            desk.do(step, 10**6, *more)


def test_goods_are_carried_from_bin_to_bin_but_never_more_than_lie_there(desk: Desk):
    one, two = make.bin(desk), make.bin(desk)
    tea = make.product(desk, 3, bin=one)
    desk.do(stock.transfer, tea, 2, one, two)
    assert make.bins_of(desk, tea) == {one: 1, two: 2}
    for more, words in (
        ((2, one, two), f"{one} does not hold 2 free"),
        ((1, one, one), "already"),
        ((1, one, "NOWHERE"), "no bin"),
        ((1, "@CUSTOMER", one), "no bin"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(stock.transfer, tea, *more)
    assert make.bins_of(desk, tea) == {one: 1, two: 2}


def test_a_lot_is_carried_by_its_name(desk: Desk):
    one, two = make.bin(desk), make.bin(desk)
    tea = make.product(desk, 3, bin=one, lot="L1")
    with pytest.raises(UserError, match="no lot"):
        desk.do(stock.transfer, tea, 1, one, two, lot="L2")
    desk.do(stock.transfer, tea, 1, one, two, lot="L1")
    assert make.bins_of(desk, tea) == {f"{one}/L1": 2, f"{two}/L1": 1}


def test_a_difference_needs_a_reason_and_enough_goods(desk: Desk):
    tea = make.product(desk, 3)
    desk.do(stock.adjust, tea, -2, "SHELF", "Broken")
    desk.do(stock.adjust, tea, 4, "SHELF", "Found")
    assert make.stock_of(desk, tea) == (5, 0, 0)
    for difference, reason, words in ((-1, " ", "reason"), (0, "x", "zero"), (-6, "x", "does not hold 6")):
        with pytest.raises(UserError, match=words):
            desk.do(stock.adjust, tea, difference, "SHELF", reason)
    assert [move.note for move in _moves(desk, tea)[1:]] == ["Broken", "Found"]


def test_a_count_books_exactly_the_difference(desk: Desk):
    tea = make.product(desk, 3)
    assert [desk.do(stock.set_counted, tea, counted, "SHELF", "Count") for counted in (5, 5, 0)] == [2, 0, -5]
    assert make.stock_of(desk, tea) == (0, 0, 0)
    assert len(_moves(desk, tea)) == 3
    with pytest.raises(UserError, match="cannot be negative"):
        desk.do(stock.set_counted, tea, -1, "SHELF", "Count")


def test_a_move_is_undone_once_by_its_opposite(desk: Desk):
    tea = make.product(desk, 3)
    (receipt,) = _moves(desk, tea)
    with pytest.raises(UserError, match="give a reason"):
        desk.do(stock.reverse_move, receipt.id, " ")
    desk.do(stock.reverse_move, receipt.id, "Wrong delivery")
    assert make.stock_of(desk, tea) == (0, 0, 0)
    undone = _moves(desk, tea)[1]
    assert (undone.reverses, undone.from_id, undone.to_id) == (receipt.id, receipt.to_id, receipt.from_id)
    with pytest.raises(UserError, match="reversed already"):
        desk.do(stock.reverse_move, receipt.id, "again")
    with pytest.raises(UserError, match="belongs to a document"):
        desk.do(stock.reverse_move, undone.id, "again")
    with pytest.raises(UserError, match="no such move"):
        desk.do(stock.reverse_move, 10**6, "x")


def test_a_receipt_is_not_undone_once_its_goods_are_gone(desk: Desk):
    tea = make.product(desk, 3)
    make.order(desk, [(tea, 2)], "shipped")
    with pytest.raises(UserError, match="does not hold 3 free"):
        desk.do(stock.reverse_move, _moves(desk, tea)[0].id, "x")
    shipped = next(move for move in _moves(desk, tea) if move.reason == "ship")
    with pytest.raises(UserError, match="belongs to a document"):
        desk.do(stock.reverse_move, shipped.id, "x")


def test_the_delivery_of_a_purchase_is_undone_at_the_purchase_and_not_in_the_ledger(desk: Desk):
    tea = make.product(desk)
    supplier = desk.do(suppliers.create_supplier, "North")
    purchase = desk.do(purchases.create_purchase, supplier, [{"variant": tea, "quantity": 3, "price": 100}])
    desk.do(purchases.order_purchase, purchase)
    desk.do(receiving.receive_purchase, purchase)
    with pytest.raises(UserError, match="belongs to a document"):
        desk.do(stock.reverse_move, _moves(desk, tea)[0].id, "Wrong delivery")


def test_a_bin_has_one_name_and_a_place_in_the_walk(desk: Desk):
    code = make.bin(desk).lower()
    for wrong, words in ((code, "already"), ("", "is empty"), ("CMD-1", "may not start")):
        with pytest.raises(UserError, match=words):
            desk.do(stock.add_bin, wrong)
    with pytest.raises(UserError, match="no zone"):
        desk.do(stock.add_bin, f"Z{make.number()}", zone="garden")
    first = desk.do(stock.add_bin, f"ZZ-{make.number():04d}")
    second = desk.do(stock.add_bin, f"ZZ-{make.number():04d}")
    assert make.row(desk, Location, first).walk < make.row(desk, Location, second).walk < 900_000


def test_goods_of_a_shipment_stay_in_the_packing_area(desk: Desk):
    variant = make.product(desk, 5)
    make.order(desk, [(variant, 2)], "picked")
    with pytest.raises(UserError, match="belong to shipments"):
        desk.do(stock.transfer, variant, 1, "PACKING", "SHELF")
    with pytest.raises(UserError, match="belong to shipments"):
        desk.do(stock.adjust, variant, -1, "PACKING", "Broken")


def test_a_lot_is_adjusted_by_its_name(desk: Desk):
    variant = make.product(desk, 0)
    desk.do(stock.receive, variant, 4, lot="L1")
    with pytest.raises(UserError, match="no lot"):
        desk.do(stock.adjust, variant, -1, "SHELF", "Broken", lot="L2")
    desk.do(stock.adjust, variant, -1, "SHELF", "Broken", lot="L1")
    assert make.bins_of(desk, variant)["SHELF/L1"] == 3


def test_low_stock_begins_exactly_at_the_minimum(desk: Desk):
    sku = f"LOW-{make.number()}"
    tea = make.product(desk, 4, sku=sku)
    desk.do(products.edit_variant, tea, {"min_stock": 3})

    def low() -> bool:
        return any(row.sku == sku for row in desk.pages(INVENTORY, {"level": "low"}))

    assert not low()
    make.order(desk, [(tea, 1)], "confirmed")
    assert low()
    desk.do(stock.receive, tea, 1)
    assert not low()
    desk.do(stock.transfer, tea, 1, "SHELF", "QUARANTINE")
    assert low()
