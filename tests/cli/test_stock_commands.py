"""The stock room typed line by line: a count while selling, a transfer, lists and papers of both."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run


def _do(shop: Run, verb: str, *values: str) -> Any:
    answer = shop("do", verb, *values)
    assert answer.code == 0, answer.out
    return answer.value


@pytest.fixture
def tea(shop: Run) -> Run:
    _do(shop, "products.create_product", "title=Green tea", "sku=TE-1", "price=9.90")
    _do(shop, "stock.add_bin", "code=A-01-1", "capacity=60")
    _do(shop, "stock.receive", "variant=TE-1", "quantity=40", "bin=A-01-1")
    return shop


def test_a_count_is_right_whatever_is_sold_in_between(tea: Run, tmp_path: Path):
    assert _do(tea, "stock.start_count", "bins=A-01-1..A-01-9") == "ST-001"
    order = _do(
        tea, "customers.create_customer", "name=Anna", "line1=Weg 1", "city=Bonn", "postcode=53111", "country=DE"
    )
    order = _do(tea, "orders.create_order", f"customer={order}", 'lines=[["TE-1", 3]]')
    _do(tea, "orders.add_payment", f"order={order}", "amount=29.70")
    _do(tea, "orders.confirm_order", f"order={order}")
    _do(tea, "picking.release_wave", f"orders={order}")
    _do(tea, "picking.finish_picking", "wave=1")
    _do(tea, "stock.count_line", "count=ST-001", "variant=TE-1", "counted=36")
    _do(tea, "stock.adjust", "variant=TE-1", "difference=-2", "bin=A-01-1", "reason=Tasting")
    _do(tea, "stock.post_count", "count=ST-001", "reason=Stocktake")
    level = tea("list", "bins", "--where", "code=A-01-1").value
    assert level["units"] == 40 - 3 - 1 - 2
    assert tea("list", "count-lines", "--where", "count=ST-001").value["counted"] == 36
    move = tea("list", "moves", "--where", "reason=count").value
    assert (move["quantity"], move["from_bin"], move["document_number"]) == (1, "A-01-1", "ST-001")
    assert tea("list", "counts").value["state"] == "posted"
    assert tea("print", "count-sheet", "ST-001", "--out", str(tmp_path / "sheet.pdf")).code == 0
    assert tea("check", "--deep").code == 0


def test_goods_go_to_another_warehouse(tea: Run):
    _do(tea, "stock.add_warehouse", "code=NORTH", "name=North store")
    assert _do(tea, "stock.create_transfer", "to_warehouse=NORTH", 'lines=[["TE-1", 5]]') == "TR-001"
    _do(tea, "transfers.send_transfer", "transfer=TR-001")
    assert tea("list", "transfers", "--where", "state=sent").value["number"] == "TR-001"
    _do(tea, "transfers.receive_transfer", "transfer=TR-001")
    assert tea("list", "bins", "--where", "code=NORTH-SHELF").value["units"] == 5
    assert tea("check").code == 0


def test_what_cannot_be_is_said_and_nothing_is_changed(tea: Run):
    for verb, *values in (
        ("stock.start_count", "bins=Z-99"),
        ("stock.receive", "variant=TE-1", "quantity=1", "expires_on=2020-01-01"),
        ("stock.write_off", "variant=TE-1", "quantity=41", "bin=A-01-1", "why=lost"),
        ("stock.close_bin", "bin=A-01-1"),
        ("stock.no_such_step",),
    ):
        assert tea("do", verb, *values).code == 1, verb
    assert tea("list", "bins", "--where", "code=A-01-1").value["units"] == 40
