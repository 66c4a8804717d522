"""The one door: a step happens once, wholly, or not at all, and everybody hears of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role
from shopdesk.queries.lists import ORDERS
from shopdesk.store import shop
from shopdesk.store.backup import copy_file
from shopdesk.store.engine import Database
from shopdesk.store.tables import Journal, Order, Payment, ReturnLine, Shipment, Wave
from shopdesk.usecases import orders, picking, refunds, returns, shipping
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases.conftest import on_both


@on_both
def test_a_repeated_command_happens_once_and_says_the_same(desk: Desk):
    order, key = make.order(desk, paid=False), f"till/{make.number()}"
    first = desk.do_once(key, orders.add_payment, order, 300, "cash")
    assert desk.do_once(key, orders.add_payment, order, 300, "cash") == first
    assert [payment.amount for payment in make.rows(desk, Payment, Payment.order_id == order)] == [300]
    desk.do_once(key + "b", orders.add_payment, order, 300, "cash")
    assert make.row(desk, Order, order).paid == 600
    assert [line.verb for line in make.rows(desk, Journal, Journal.key == key)] == ["orders.add_payment"]


def test_a_refused_command_may_be_tried_again_under_its_key(desk: Desk):
    order, key = make.order(desk, paid=False), f"till/{make.number()}"
    with pytest.raises(UserError):
        desk.do_once(key, orders.add_payment, order, 0)
    desk.do_once(key, orders.add_payment, order, 5)
    assert make.row(desk, Order, order).paid == 5


def test_everybody_hears_which_tables_changed_and_only_then(desk: Desk):
    heard: list[frozenset[str]] = []
    order = make.order(desk, paid=False)
    stop = desk.subscribe(heard.append)
    desk.do(orders.add_payment, order, 5)
    with pytest.raises(UserError):
        desk.do(orders.add_payment, order, 0)
    stop()
    stop()
    desk.do(orders.add_payment, order, 5)
    assert len(heard) == 1
    assert {"orders", "payments"} <= heard[0]


def test_the_first_person_works_at_a_desk_nobody_signed_in_at(desk: Desk):
    assert Desk(desk.database).user.name == "Olga"
    assert (desk.shop_name, desk.currency) == ("Test shop", "EUR")
    assert desk.setting("no such setting", 7) == 7


def test_lists_are_for_those_who_may_see_them(desk: Desk):
    make.order(desk)
    assert desk.pages(ORDERS).total == len(make.rows(desk, Order))
    assert sum(desk.counts(ORDERS).values()) > 0
    assert make.desk(desk.database, Role.VIEWER).pages(ORDERS).total
    with pytest.raises(Forbidden):
        make.desk(desk.database, Role.VIEWER).do(orders.release_due_holds)


# --- nothing is half done --------------------------------------------------------------------------------------


class PowerCut(Exception):
    """Not an error the shop knows."""


@contextmanager
def cut_at(database: Database, statement: int) -> Iterator[list[int]]:
    """Fail before the given statement of the shop's writer; counts the statements."""
    seen = [0]

    def count(*_about_it: Any) -> None:
        seen[0] += 1
        if seen[0] == statement:
            raise PowerCut

    event.listen(database.writer, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(database.writer, "before_cursor_execute", count)


def _to_ship(desk: Desk) -> Callable[[], Any]:
    shipment = make.shipment(desk, make.order(desk, lines=2, state="packed"))
    return lambda: desk.do(shipping.ship, shipment)


def _to_release(desk: Desk) -> Callable[[], Any]:
    ready = [make.order(desk, lines=2, state="confirmed"), make.order(desk, state="confirmed")]
    return lambda: desk.do(picking.release_wave, ready)


def _to_pick(desk: Desk) -> Callable[[], Any]:
    make.order(desk, lines=2, state="picking")
    return lambda: desk.do(picking.finish_picking, make.rows(desk, Wave)[-1].id)


def _to_void(desk: Desk) -> Callable[[], Any]:
    make.order(desk, lines=2, state="shipped")
    return lambda: desk.do(shipping.void_shipment, make.rows(desk, Shipment)[-1].id, "x")


def _to_receive(desk: Desk) -> Callable[[], Any]:
    case = make.returned(desk, make.order(desk, state="delivered"), state="awaiting_goods")
    return lambda: desk.do(returns.receive_return, case)


def _to_inspect(desk: Desk) -> Callable[[], Any]:
    case = make.returned(desk, make.order(desk, state="delivered"), state="received")
    own = make.rows(desk, ReturnLine, ReturnLine.return_id == case)[0].id
    return lambda: desk.do(returns.inspect_line, own, 1)


def _to_refund(desk: Desk) -> Callable[[], Any]:
    case = make.returned(desk, make.order(desk, state="delivered"))
    return lambda: desk.do(refunds.refund_return, case, "bank")


@pytest.mark.parametrize(
    "prepare",
    [_to_ship, _to_release, _to_pick, _to_void, _to_receive, _to_inspect, _to_refund],
    ids=lambda prepare: prepare.__name__.removeprefix("_to_"),
)
def test_a_step_cut_off_at_any_statement_leaves_every_table_as_it_was(quick_folder: Path, shop_to_copy: Path, prepare):
    path = quick_folder / "cut.shop"
    copy_file(shop_to_copy, path)
    database = shop.open_shop(path)
    desk = make.desk(database)
    step = prepare(desk)
    before, heard = make.contents(database), []
    desk.subscribe(heard.append)
    cuts = 0
    while True:
        with cut_at(database, cuts + 1) as seen:
            try:
                step()
            except PowerCut:
                cuts += 1
                assert make.contents(database) == before, f"cut at statement {cuts}"
                assert heard == []
                continue
        break
    assert seen[0] == cuts
    assert cuts > 10
    assert make.contents(database) != before
    assert len(heard) == 1
    make.whole(desk)
    database.close()
