"""Who may do what."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from shopdesk.domain.errors import Forbidden
from shopdesk.domain.rights import ROLE_TITLES, ROLES, Right, Role, User, needs, require

O, W, C, V = Role.OWNER, Role.WAREHOUSE, Role.SERVICE, Role.VIEWER  # noqa: E741
MATRIX: dict[Right, set[Role]] = {
    Right.SEE_TODAY: {O, W, C, V},
    Right.SEE_ORDERS: {O, W, C, V},
    Right.SEE_PRODUCTS: {O, W, C, V},
    Right.SEE_STOCK: {O, W, C, V},
    Right.SEE_RETURNS: {O, W, C, V},
    Right.SEE_CUSTOMERS: {O, W, C, V},
    Right.EDIT_ORDERS: {O, C},
    Right.REVIEW_ORDERS: {O, C},
    Right.EDIT_PRODUCTS: {O},
    Right.SEE_COST: {O},
    Right.MOVE_STOCK: {O, W},
    Right.ADJUST_STOCK: {O, W},
    Right.COUNT_STOCK: {O, W},
    Right.POST_COUNTS: {O},
    Right.SET_PRICES: {O},
    Right.SEE_PURCHASES: {O, W},
    Right.EDIT_PURCHASES: {O},
    Right.RECEIVE_GOODS: {O, W},
    Right.PICK_ORDERS: {O, W},
    Right.PACK_ORDERS: {O, W},
    Right.FORCE_LINES: {O},
    Right.SHIP_ORDERS: {O, W},
    Right.EDIT_RETURNS: {O, C},
    Right.INSPECT_RETURNS: {O, W},
    Right.REFUND: {O, C},
    Right.EDIT_CUSTOMERS: {O, C},
    Right.SEE_CONTACTS: {O, C},
    Right.IMPORT_FILES: {O, C},
    Right.EXPORT_FILES: {O, C},
    Right.PRINT_PAPERS: {O, W, C},
    Right.MANAGE_USERS: {O},
    Right.MANAGE_SHOP: {O},
}


@dataclass
class Acting:
    user: User


@needs(Right.REFUND)
def pay_back(work: Acting, amount: int) -> int:
    """Pay back."""
    return amount


def test_the_matrix_names_every_right():
    assert set(MATRIX) == set(Right)
    assert set(ROLES) == set(ROLE_TITLES) == set(Role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_a_role_may_exactly_what_the_matrix_says(right: Right, role: Role):
    assert User(1, "Ann", role).may(right) == (role in MATRIX[right])


@pytest.mark.parametrize("role", [W, C, V])
def test_nobody_but_the_owner_manages(role: Role):
    assert not {Right.MANAGE_SHOP, Right.MANAGE_USERS} & ROLES[role]


def test_a_viewer_only_looks():
    assert all(right.value.startswith("see_") for right in ROLES[V])


def test_a_use_case_runs_for_who_has_the_right():
    assert pay_back(Acting(User(1, "Ann", C)), 5) == 5


def test_a_use_case_refuses_who_has_not_and_says_who_and_what():
    with pytest.raises(Forbidden, match=r"Ben.*refund"):
        pay_back(Acting(User(2, "Ben", W)), 5)


def test_a_use_case_shows_the_right_it_needs_so_that_menus_can_mirror_it():
    assert pay_back.right is Right.REFUND
    assert pay_back.__doc__ == "Pay back."


def test_a_missing_right_is_refused():
    with pytest.raises(Forbidden):
        require(User(3, "Cleo", V), Right.EDIT_ORDERS)
    require(User(4, "Dan", O), Right.EDIT_ORDERS)
