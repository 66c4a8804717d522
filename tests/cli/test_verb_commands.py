"""Every use case by its name, and an order's whole life typed line by line."""

import json
from pathlib import Path

import pytest

from shopdesk.cli import verbs
from shopdesk.cli.verbs import money
from shopdesk.domain.errors import UserError
from tests.cli.conftest import Run


def test_every_use_case_is_listed_with_its_right(shop: Run):
    found = {verb["verb"]: verb for verb in shop("verbs").value}
    assert len(found) > 40
    confirm = found["orders.confirm_order"]
    assert confirm["right"] == "review_orders"
    assert confirm["doc"].startswith("Confirm")
    assert {"name": "order", "type": "order number", "required": True, "default": None} in confirm["params"]
    assert found["orders.add_payment"]["params"][1]["type"] == "money"
    json.dumps(found)


def test_an_order_lives_from_typing_to_refund(shop: Run, tmp_path: Path):
    def do(verb: str, *values: str) -> object:
        answer = shop("do", verb, *values)
        assert answer.code == 0, answer.out
        return answer.value

    sku = do("products.create_product", "title=Mug", "sku=MU-1", "price=12.50", "barcode=4006381333931")
    assert sku == "MU-1"
    do("stock.add_bin", "code=A-01-1")
    do("stock.receive", "variant=MU-1", "quantity=5", "bin=A-01-1")
    customer = do("customers.create_customer", "name=Anna Auer", "line1=Gasse 1", "city=Wien", "country=AT")
    order = do("orders.create_order", f"customer={customer}", 'lines=[["4006381333931", 2]]', "shipping=4.90 EUR")
    assert order == "10001"
    do("orders.add_payment", f"order={order}", "amount=29.90 EUR", "method=PayPal")
    assert do("orders.confirm_order", "order=10001") == 2
    wave = do("picking.release_wave", f"orders={order}")
    assert wave["shipments"] == ["10001"]
    do("picking.finish_picking", f"wave={wave['number']}")
    scans = shop("scan", "10001", "4006381333931", "9999999", "4006381333931", "4006381333931")
    assert scans.code == 1
    assert [(line["result"], line["remaining"]) for line in scans.lines] == [
        ("ok", 2),
        ("ok", 1),
        ("unknown", 1),
        ("done", 0),
        ("unknown", 0),
    ]
    do("shipping.set_tracking", "shipment=10001", "tracking_no=00340434292135100186", "carrier=DHL")
    do("shipping.ship", "shipment=10001")
    do("shipping.deliver", "shipment=10001")
    case = do("returns.log_return", "order=10001", 'lines=[["MU-1", 1]]', "reason=defect")
    assert str(case).startswith("RMA-")
    do("returns.receive_return", f"return={case}")
    line = shop("show", "return", str(case)).value["lines"][0]["id"]
    do("returns.inspect_line", f"return_line_id={line}", "good=1")
    assert do("refunds.refund_return", f"return={case}", "method=PayPal") == "12.50 EUR"
    shown = shop("show", "order", "10001").value
    assert (shown["payment"], shown["refunded"], shown["total"]) == ("refunded_part", "12.50 EUR", "29.90 EUR")
    assert shop("list", "inventory").value["on_hand"] == 4
    assert shop("check").value["ok"] is True


def test_refusals_are_the_rules_own_sentences(sample: Run):
    number = sample("list", "orders", "--where", "state=completed", "--limit", "1").value["number"]
    answer = sample("do", "orders.cancel_order", f"order={number}", "reason=changed mind")
    assert answer.code == 1
    assert number in answer.error["message"] or "shipped" in answer.error["message"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["orders.confirm_odrer", "order=1"], "orders.confirm_order"),
        (["confirm_order", "order=1"], "orders.confirm_order"),
        (["orders.confirm_order"], "order"),
        (["orders.confirm_order", "order=4711"], "4711"),
        (["orders.confirm_order", "10001"], "NAME=VALUE"),
        (["orders.confirm_order", "order=10001", "colour=red"], "colour"),
        (["orders.confirm_order", "order=10001", "accept=perhaps"], "perhaps"),
        (["orders.add_payment", "order=10001", "amount=twelve"], "12.50 EUR"),
        (["orders.add_payment", "order=10001", "amount=1.00 USD"], "EUR"),
        (["orders.create_order", "customer=1001", "lines=["], "lines"),
        (["orders.create_order", "customer=1001", "lines=3"], "lines"),
        (["orders.create_order", "customer=1001", "lines=[[]]"], "line"),
        (["customers.edit_customer", "customer=1001", "changes=3"], "JSON"),
        (["stock.receive", "variant=nothing", "quantity=1"], "nothing"),
    ],
)
def test_what_cannot_be_understood_is_said_and_changes_nothing(sample: Run, arguments: list[str], says: str):
    before = sample("list", "moves", "--limit", "1").out
    answer = sample("do", *arguments)
    assert answer.code == 1
    assert says in answer.error["message"]
    assert sample("list", "moves", "--limit", "1").out == before


def test_fields_are_changed_by_a_json_object(shop: Run):
    shop("do", "products.create_product", "title=Mug", "sku=MU-1", "price=12.50")
    assert shop("do", "products.edit_variant", "variant=MU-1", 'changes={"price": "13.75 EUR"}').code == 0
    assert shop("list", "inventory").value["price"] == "13.75 EUR"


@pytest.mark.parametrize(
    ("words", "currency", "minor"),
    [("12.50", "EUR", 1250), ("12.50 EUR", "EUR", 1250), ("12", "EUR", 1200), ("0.1", "EUR", 10), ("300", "TWD", 300)],
)
def test_amounts_are_typed_in_whole_units_of_the_currency(words: str, currency: str, minor: int):
    assert money(words, currency) == minor


@pytest.mark.parametrize("words", ["12,50", "1e400", "nan", "12.505", "EUR 3", "∞"])
def test_what_is_no_amount_is_refused(words: str):
    with pytest.raises(UserError):
        money(words, "EUR")


def test_each_verb_can_be_found_by_its_own_name():
    for name in verbs.verbs():
        assert verbs.named(name).name == name
