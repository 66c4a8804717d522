"""Bundles: made of parts, never of themselves; ordered as one, reserved, shipped and refunded as their parts."""

from __future__ import annotations

from typing import Any

import pytest

from shopdesk.documents import packing_slip, pick_list
from shopdesk.domain.errors import UserError
from shopdesk.queries.kits import kit_of, kits_with, makeable_of
from shopdesk.queries.products import PRODUCTS
from shopdesk.store.tables import Order, OrderKit, Product, Shipment, Variant
from shopdesk.usecases import kits, orders, printing, products, purchases, refunds, stock
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.orders import NewLine
from tests import make
from tests.usecases.buying import supplier
from tests.usecases.conftest import on_both


def bundle(desk: Desk, *parts: tuple[int, int], price: int = 2000) -> int:
    variant = make.product(desk, item_type="bundle", price=price)
    desk.do(kits.set_parts, variant, parts)
    return variant


@on_both
def test_the_scarcest_part_decides_how_many_can_be_made(desk: Desk):
    tea, mug = make.product(desk, 10), make.product(desk, 7)
    service = make.product(desk, item_type="service")
    box = bundle(desk, (tea, 1), (mug, 2), (service, 1))
    big = bundle(desk, (box, 2), (tea, 1))
    assert desk.read(makeable_of, [box, big]) == {box: 3, big: 1}
    shown = {row.id: row.available for row in desk.pages(PRODUCTS, {"kind": "bundle"})}
    assert [shown[make.row(desk, Variant, one).product_id] for one in (box, big)] == [3, 1]
    known = desk.read(kit_of, box)
    assert known.makeable == 3
    assert [(part.units, part.available, part.enough_for, part.limits) for part in known.parts] == [
        (1, 10, 10, False), (2, 7, 3, True), (1, 0, 0, False),
    ]  # fmt: skip
    assert known.value == 4000
    outer = desk.read(kit_of, big)
    assert [(part.is_bundle, part.available) for part in outer.parts] == [(True, 3), (False, 10)]
    assert [name for _id, name, _units in desk.read(kits_with, mug)] == [make.row(desk, Variant, box).name]


def test_a_bundle_never_contains_itself(desk: Desk):
    tea = make.product(desk, 5)
    inner = bundle(desk, (tea, 1))
    outer = bundle(desk, (inner, 1))
    for wrong in (inner, outer):
        with pytest.raises(UserError, match=r"cannot contain itself: .* → "):
            desk.do(kits.set_parts, inner, [(tea, 1), (wrong, 1)])
    assert [part.variant_id for part in desk.read(kit_of, inner).parts] == [tea]


@pytest.mark.parametrize(
    ("parts", "words"),
    [([(1, 0)], "1 to 10000 units"), ([(10**6, 1)], "no such product"), ([(1, 1), (1, 2)], "named twice")],
)
def test_parts_that_make_no_sense_are_refused(desk: Desk, parts, words):
    tea = make.product(desk)
    box = bundle(desk)
    given = [(tea if part == 1 else part, units) for part, units in parts]
    with pytest.raises(UserError, match=words):
        desk.do(kits.set_parts, box, given)


def test_only_bundles_have_parts_and_bundles_have_no_stock(desk: Desk):
    tea, box = make.product(desk, 3), bundle(desk)
    with pytest.raises(UserError, match="is no bundle"):
        desk.do(kits.set_parts, tea, [(box, 1)])
    with pytest.raises(UserError):
        desk.do(stock.receive, box, 1)
    with pytest.raises(UserError, match="Count it out first"):
        desk.do(products.edit_product, make.row(desk, Variant, tea).product_id, {"item_type": "bundle"})
    desk.do(kits.set_parts, box, [(tea, 1)])
    with pytest.raises(UserError, match="Take them out first"):
        desk.do(products.edit_product, make.row(desk, Variant, box).product_id, {"item_type": "goods"})


@on_both
def test_an_ordered_bundle_becomes_its_parts_with_its_money(desk: Desk):
    tea, mug = make.product(desk, 10, price=1000), make.product(desk, 10, price=3000)
    box = bundle(desk, (tea, 2), (mug, 1), price=3999)
    order = make.order(desk, [NewLine(box, 2), NewLine(tea, 1)], discount=100)
    lines = sorted(make.lines(desk, order), key=lambda line: line.position)
    assert [(line.variant_id, line.quantity) for line in lines] == [(tea, 4), (mug, 2), (tea, 1)]
    whole = make.row(desk, Order, order)
    assert sum(line.total for line in lines) == whole.goods_total == 2 * 3999 + 1000 - 100
    assert sum(line.discount for line in lines) == whole.discount
    (kit,) = make.rows(desk, OrderKit, OrderKit.order_id == order)
    assert (kit.variant_id, kit.quantity) == (box, 2)
    assert [line.kit_id for line in lines] == [kit.id, kit.id, None]
    assert whole.item_count == 7


@on_both
def test_a_bundles_parts_are_reserved_shipped_and_come_back_alone(desk: Desk):
    tea, mug = make.product(desk, 10, price=1000), make.product(desk, 10, price=3000)
    order = make.order(desk, [(bundle(desk, (tea, 2), (mug, 1), price=4000), 1)], state="confirmed")
    assert (make.stock_of(desk, tea).reserved, make.stock_of(desk, mug).reserved) == (2, 1)
    make.bring(desk, order, "delivered")
    assert (make.stock_of(desk, tea).on_hand, make.stock_of(desk, mug).on_hand) == (8, 9)
    case = make.returned(desk, order, 1, line=1)  # the mug
    assert desk.do(refunds.refund_return, case, "bank") == 2400


def test_a_matched_or_confirmed_line_is_opened_too(desk: Desk):
    tea, other = make.product(desk, 10), make.product(desk, 10)
    box = bundle(desk, (tea, 3))
    order = make.order(desk, [(other, 1)], paid=False)
    desk.do(orders.match_line, make.lines(desk, order)[0].id, box)
    assert [(line.variant_id, line.quantity) for line in make.lines(desk, order)] == [(tea, 3)]


def test_a_bundle_without_parts_cannot_be_ordered(desk: Desk):
    with pytest.raises(UserError, match="has no parts yet"):
        make.order(desk, [(bundle(desk), 1)])


def test_what_is_retired_or_only_a_candidate_cannot_be_ordered(desk: Desk):
    old, new = make.row(desk, Variant, make.product(desk, 5)), make.row(desk, Variant, make.product(desk, 5))
    order = make.order(desk, [(old.id, 1)])
    desk.do(products.edit_product, old.product_id, {"lifecycle": "retired", "superseded_by": new.product_id})
    title = make.row(desk, Product, new.product_id).title
    with pytest.raises(UserError, match=rf"is retired and cannot be ordered\. It was replaced by {title}"):
        make.order(desk, [(old.id, 1)])
    make.bring(desk, order, "shipped")  # what was ordered before goes on
    with pytest.raises(UserError, match="retired and cannot be bought"):
        desk.do(purchases.create_purchase, supplier(desk), [{"variant": old.id, "quantity": 1}])
    desk.do(products.edit_product, new.product_id, {"lifecycle": "candidate"})
    with pytest.raises(UserError, match="only a candidate"):
        make.order(desk, [(new.id, 1)])
    with pytest.raises(UserError, match="replaced by itself"):
        desk.do(products.edit_product, new.product_id, {"superseded_by": old.product_id})


def test_slip_and_pick_list_name_the_bundle(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    tea, mug = make.product(desk, 10, bin=make.bin(desk)), make.product(desk, 10, bin=make.bin(desk))
    order = make.order(desk, [NewLine(bundle(desk, (tea, 2), (mug, 1)), 1), NewLine(tea, 1)], state="picking")
    shipment = make.shipment(desk, order)
    drawn: list[Any] = []
    for paper in (packing_slip, pick_list):
        whole = paper.render

        def noted(data: Any, *args: Any, _whole: Any = whole, **more: Any) -> Any:
            drawn.append(data)
            return _whole(data, *args, **more)

        monkeypatch.setattr(paper, "render", noted)
    wave = make.row(desk, Shipment, shipment).wave_id
    printing.make(desk, "pick-list", [wave])
    title = make.rows(desk, OrderKit, OrderKit.order_id == order)[0].title
    assert all(line.note == title for line in drawn[-1][0].lines)
    make.bring(desk, order, "packed")
    printing.make(desk, "packing-slip", [shipment])
    lines = drawn[-1][0].lines
    assert [(line.title, line.quantity, len(line.parts)) for line in lines] == [
        (title, 1, 2), (make.row(desk, Variant, tea).name, 1, 0),
    ]  # fmt: skip
    assert [part.quantity for part in lines[0].parts] == [2, 1]
