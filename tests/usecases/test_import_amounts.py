from hypothesis import given
from hypothesis import strategies as st

from shopdesk.documents.records import DiscountRecord, OrderLineRecord, OrderRecord, PartyRecord
from shopdesk.usecases.import_amounts import OrderAmounts, amounts_of


def line(total=None, quantity=1, unit=None, discounts=(), tax=None):
    return OrderLineRecord(2, "", "", "", "Thing", "", quantity, unit, total, discounts, tax)


def order(*lines, shipping=None, tax=None, off=(), total=None, currency="EUR"):
    return OrderRecord(
        2, "1", "", None, None, None, None, None, "", "", "", "", PartyRecord(), None, currency, lines, shipping, tax,
        off, total, None, "", "", "", None, "", None, "", "", "", "", (), "", (),
    )  # fmt: skip


def amounts(*lines, **more) -> OrderAmounts:
    record = order(*lines, **more)
    return amounts_of(record, record.lines)


def test_an_order_discount_is_shared_out_to_the_cent():
    made = amounts(line(9990), line(8990), line(2020), off=(DiscountRecord("TEN", 2000),), total=19000)
    assert [one.discount for one in made.lines] == [952, 856, 192]
    assert made.goods_total == 19000
    assert made.adjustment == 0


def test_a_line_keeps_its_own_and_its_share_of_the_orders_discount_apart():
    own = DiscountRecord("Line", 100)
    made = amounts(line(900, unit=1000, discounts=(own,)), off=(DiscountRecord("Order", 90, "platform"),))
    assert [(one.name, one.amount, one.bearer) for one in made.lines[0].discounts] == [
        ("Line", 100, "shop"),
        ("Order", 90, "platform"),
    ]
    assert (made.lines[0].discount, made.lines[0].total, made.total) == (190, 810, 810)


def test_tax_is_on_top_when_the_total_says_so():
    made = amounts(line(1000), line(500), shipping=500, tax=100, total=2100)
    assert (made.tax, made.tax_included, made.adjustment) == (100, 0, 0)
    assert [one.tax for one in made.lines] == [67, 33]


def test_tax_is_inside_the_prices_when_the_total_says_so():
    made = amounts(line(1190), tax=190, total=1190)
    assert (made.tax, made.tax_included, made.adjustment) == (0, 190, 0)
    assert made.lines[0].tax == 0


def test_lines_keep_the_tax_the_file_states_for_them():
    made = amounts(line(1000, tax=20), line(500, tax=80), tax=100, total=1600)
    assert [one.tax for one in made.lines] == [20, 80]


def test_a_difference_to_the_channels_total_becomes_an_adjustment():
    made = amounts(line(1000), shipping=500, total=1499)
    assert (made.goods_total, made.shipping, made.adjustment, made.total) == (1000, 500, -1, 1499)


def test_a_discount_that_the_lines_contain_already_is_not_taken_off_twice():
    made = amounts(line(900), off=(DiscountRecord("TEN", 100),), total=900)
    assert (made.lines[0].total, made.adjustment) == (900, 0)


def test_what_a_discount_exceeds_the_goods_by_comes_off_the_shipping():
    made = amounts(line(1000), shipping=500, off=(DiscountRecord("FREE", 1200),), total=300)
    assert (made.goods_total, made.shipping, made.total, made.adjustment) == (0, 300, 300, 0)


def test_a_line_discount_larger_than_its_line_is_cut_and_told():
    made = amounts(line(-1060, unit=1600, discounts=(DiscountRecord("40OFF", 2660),)))
    assert (made.lines[0].total, made.lines[0].discount, made.cut) == (0, 1600, 1060)


def test_a_total_without_prices_is_spread_over_the_units():
    made = amounts(line(quantity=1), line(quantity=3), shipping=500, total=2500)
    assert [one.total for one in made.lines] == [500, 1500]
    assert made.adjustment == 0


def test_without_prices_and_totals_nothing_is_invented():
    made = amounts(line(quantity=2), shipping=None)
    assert not made.known
    assert made.total == made.goods_total == 0


def test_without_a_total_tax_is_on_top_only_where_prices_are_without_it():
    assert amounts(line(1000), tax=80, currency="USD").total == 1080
    assert amounts(line(1000), tax=80, currency="EUR").total == 1000


money = st.integers(0, 200_000)


@given(
    st.lists(st.tuples(money, st.integers(1, 20)), min_size=1, max_size=6),
    st.lists(money, max_size=3),
    money,
    money,
    st.one_of(st.none(), money),
)
def test_the_parts_always_make_up_the_total(lines, offs, shipping, tax, total):
    record = order(
        *(line(unit=unit, quantity=quantity) for unit, quantity in lines),
        off=tuple(DiscountRecord(f"D{at}", off) for at, off in enumerate(offs)),
        shipping=shipping,
        tax=tax,
        total=total,
    )
    made = amounts_of(record, record.lines)
    assert made.total == made.goods_total + made.shipping + made.tax + made.adjustment
    assert made.goods_total == sum(one.total for one in made.lines)
    assert sum(one.tax for one in made.lines) == made.tax
    for one in made.lines:
        assert one.total >= 0
        assert one.discount == sum(item.amount for item in one.discounts)
    assert made.shipping >= 0
    assert total is None or made.total == total
