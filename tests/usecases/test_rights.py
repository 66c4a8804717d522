"""Who may do what: every step of the shop asks for its right before anything else happens."""

from __future__ import annotations

import inspect
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from shopdesk.domain.errors import Forbidden
from shopdesk.domain.rights import ROLES, Right, Role
from shopdesk.store.tables import Journal
from shopdesk.usecases import (
    assortment,
    bins,
    claims,
    count_plans,
    count_sheets,
    counts,
    customers,
    kits,
    lots,
    orders,
    packing,
    people,
    picking,
    pricing,
    printing,
    products,
    purchases,
    put_away,
    receiving,
    refunds,
    reorder,
    returns,
    sample,
    sample_year,
    selection,
    shipping,
    stock,
    suppliers,
    transfers,
    variants,
)
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases.conftest import on_both

DOORS: tuple[ModuleType, ...] = (
    assortment, bins, claims, count_plans, count_sheets, counts, customers, kits, orders, packing, people, picking,
    pricing,
    products, purchases, put_away, receiving, refunds, reorder, returns, sample, sample_year, selection, shipping,
    stock, suppliers, transfers, variants, lots,
)  # fmt: skip
NEEDED = {
    "lots": {Right.PICK_ORDERS: "take_from_bin", Right.ADJUST_STOCK: "set_expiry"},
    "count_plans": {Right.MANAGE_SHOP: "set_count_plan"},
    "assortment": {
        Right.EDIT_PRODUCTS: "set_pictures add_picture add_document note_document remove_document move_category "
        "put_categories change_tags put_tags set_listed",
    },
    "kits": {Right.EDIT_PRODUCTS: "set_parts"},
    "pricing": {
        Right.SET_PRICES: "set_price_rules suggest_prices accept_suggestions dismiss_suggestions open_again "
        "create_price_list end_price_list put_in_price_list",
        Right.EDIT_PRODUCTS: "add_competitor_price add_competitor_prices remove_competitor_price",
    },
    "selection": {Right.EDIT_PRODUCTS: "new_candidate score_product"},
    "bins": {Right.MOVE_STOCK: "edit_bin close_bin open_bin", Right.MANAGE_SHOP: "add_warehouse"},
    "transfers": {Right.MOVE_STOCK: "create_transfer send_transfer receive_transfer cancel_transfer"},
    "count_sheets": {Right.COUNT_STOCK: "read_sheet take_rows"},
    "claims": {
        Right.RECEIVE_GOODS: "open_claim send_goods_back",
        Right.INSPECT_RETURNS: "open_claim_for_return",
        Right.EDIT_PURCHASES: "send_claim credit_claim reject_claim",
    },
    "purchases": {
        Right.EDIT_PURCHASES: "create_purchase set_purchase_line remove_purchase_line edit_purchase order_purchase "
        "confirm_purchase redraft_purchase cancel_purchase close_purchase reopen_purchase",
    },
    "put_away": {Right.RECEIVE_GOODS: "put_away put_away_receipt"},
    "receiving": {
        Right.RECEIVE_GOODS: "start_receipt scan_goods count_line uncount book_receipt discard_receipt undo_receipt "
        "receive_purchase",
    },
    "suppliers": {
        Right.EDIT_PURCHASES: "create_supplier edit_supplier set_item remove_item add_supplier_paper "
        "remove_supplier_paper",
        Right.MANAGE_SHOP: "set_score_weights set_receive_into_bins",
    },
    "counts": {
        Right.COUNT_STOCK: "plan_count begin_count start_count count_line scan_count uncount_line recount give_reason "
        "submit_count resume_count cancel_count",
        Right.POST_COUNTS: "post_count",
    },
    "customers": {Right.EDIT_CUSTOMERS: "create_customer edit_customer add_note add_address set_default_address"},
    "orders": {
        Right.EDIT_ORDERS: "create_order cancel_order hold_order release_hold release_due_holds add_payment match_line "
        "set_ship_to set_office_note close_short",
        Right.REVIEW_ORDERS: "confirm_order review_orders reserve_order unconfirm_order",
    },
    "packing": {
        Right.PACK_ORDERS: "start_packing scan undo_scan recount acknowledge weigh next_parcel close_shipment "
        "reopen_shipment lay_aside",
        Right.FORCE_LINES: "force_line",
    },
    "people": {Right.MANAGE_USERS: "add_user set_role disable_user set_password"},
    "picking": {Right.PICK_ORDERS: "release_wave finish_picking pick_shipment cancel_shipment"},
    "products": {
        Right.EDIT_PRODUCTS: "create_product add_variant add_barcode remove_barcode edit_product edit_variant add_image"
    },
    "refunds": {Right.REFUND: "refund_return refund_order credit_order"},
    "returns": {
        Right.EDIT_RETURNS: "log_return approve_return reject_return cancel_return exchange_order",
        Right.INSPECT_RETURNS: "receive_return inspect_line",
    },
    "reorder": {Right.EDIT_PURCHASES: "order_advised"},
    "sample": {Right.MANAGE_SHOP: "build_sample"},
    "sample_year": {Right.MANAGE_SHOP: "build_past"},
    "shipping": {Right.SHIP_ORDERS: "set_tracking ship ship_many deliver void_shipment"},
    "variants": {Right.EDIT_PRODUCTS: "set_options save_variants take_back_saved remove_variants repair_codes"},
    "stock": {
        Right.MOVE_STOCK: "receive transfer add_bin",
        Right.ADJUST_STOCK: "adjust set_counted reverse_move write_off",
    },
}


def _own(module: ModuleType) -> dict[str, Any]:
    """The public steps a module defines itself: functions whose first parameter is the unit of work."""
    found = {}
    for name, member in vars(module).items():
        if name.startswith("_") or not inspect.isfunction(member) or member.__module__ != module.__name__:
            continue
        if next(iter(inspect.signature(member).parameters), "") == "work":
            found[name] = member
    return found


STEPS = [step for module in DOORS for step in _own(module).values()]


def test_every_step_asks_for_exactly_the_right_it_should():
    for module in DOORS:
        asked: dict[str, set[str]] = {}
        for name, step in _own(module).items():
            asked.setdefault(getattr(step, "right", "nothing"), set()).add(name)
        named = module.__name__.rpartition(".")[2]
        assert asked == {right: set(names.split()) for right, names in NEEDED[named].items()}, named


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.__module__.rpartition('.')[2]}.{step.__name__}")
def test_a_step_is_refused_exactly_to_roles_without_its_right(step: Any, role: Role):
    nothing_but_a_person = SimpleNamespace(user=make.PEOPLE[role])
    if step.right in ROLES[role]:
        with pytest.raises((TypeError, AttributeError)):  # it went on, and then missed everything else
            step(nothing_but_a_person)
    else:
        with pytest.raises(Forbidden, match=f"{make.PEOPLE[role].name} may not do this.*{step.right.value}"):
            step(nothing_but_a_person)


@on_both
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_through_a_desk_a_refused_step_leaves_no_trace(desk: Desk, role: Role):
    theirs = make.desk(desk.database, role)
    heard: list[Any] = []
    theirs.subscribe(heard.append)
    lines = len(make.rows(desk, Journal))
    for step in STEPS:
        if step.right not in ROLES[role]:
            with pytest.raises(Forbidden):
                theirs.do(step)
    assert len(make.rows(desk, Journal)) == lines
    assert heard == []


def test_the_owner_may_everything_and_the_viewer_changes_nothing():
    assert ROLES[Role.OWNER] == set(Right)
    assert not {step.right for step in STEPS} & ROLES[Role.VIEWER]


def test_only_some_people_print(desk: Desk):
    with pytest.raises(Forbidden):
        printing.make(make.desk(desk.database, Role.VIEWER), "command-card", [])
    assert printing.make(make.desk(desk.database, Role.WAREHOUSE), "command-card", []).pdf.startswith(b"%PDF")
