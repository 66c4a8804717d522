"""Who may do what: rights, roles, and the check every use case carries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from shopdesk.domain.errors import Forbidden
from shopdesk.domain.texts import storable
from shopdesk.i18n import N_, _

P = ParamSpec("P")
R = TypeVar("R")


class Right(StrEnum):
    """One thing a person may be allowed to do."""

    SEE_TODAY = "see_today"
    SEE_ORDERS = "see_orders"
    EDIT_ORDERS = "edit_orders"
    REVIEW_ORDERS = "review_orders"
    SEE_PRODUCTS = "see_products"
    EDIT_PRODUCTS = "edit_products"
    SEE_COST = "see_cost"
    SEE_STOCK = "see_stock"
    MOVE_STOCK = "move_stock"
    ADJUST_STOCK = "adjust_stock"
    COUNT_STOCK = "count_stock"
    POST_COUNTS = "post_counts"
    SET_PRICES = "set_prices"
    SEE_PURCHASES = "see_purchases"
    EDIT_PURCHASES = "edit_purchases"
    RECEIVE_GOODS = "receive_goods"
    PICK_ORDERS = "pick_orders"
    PACK_ORDERS = "pack_orders"
    FORCE_LINES = "force_lines"
    SHIP_ORDERS = "ship_orders"
    SEE_RETURNS = "see_returns"
    EDIT_RETURNS = "edit_returns"
    INSPECT_RETURNS = "inspect_returns"
    REFUND = "refund"
    SEE_CUSTOMERS = "see_customers"
    EDIT_CUSTOMERS = "edit_customers"
    SEE_CONTACTS = "see_contacts"
    IMPORT_FILES = "import_files"
    EXPORT_FILES = "export_files"
    PRINT_PAPERS = "print_papers"
    MANAGE_USERS = "manage_users"
    MANAGE_SHOP = "manage_shop"


class Role(StrEnum):
    """The part a person plays in the shop."""

    OWNER = "owner"
    WAREHOUSE = "warehouse"
    SERVICE = "service"
    VIEWER = "viewer"


ROLE_TITLES: dict[Role, str] = {
    Role.OWNER: N_("Owner"),
    Role.WAREHOUSE: N_("Warehouse"),
    Role.SERVICE: N_("Customer service"),
    Role.VIEWER: N_("Viewer"),
}

_SEE = frozenset(
    {Right.SEE_TODAY, Right.SEE_ORDERS, Right.SEE_PRODUCTS, Right.SEE_STOCK, Right.SEE_RETURNS, Right.SEE_CUSTOMERS}
)
_WAREHOUSE = _SEE | {
    Right.MOVE_STOCK,
    Right.ADJUST_STOCK,
    Right.COUNT_STOCK,
    Right.SEE_PURCHASES,
    Right.RECEIVE_GOODS,
    Right.PICK_ORDERS,
    Right.PACK_ORDERS,
    Right.SHIP_ORDERS,
    Right.INSPECT_RETURNS,
    Right.PRINT_PAPERS,
}
_SERVICE = _SEE | {
    Right.EDIT_ORDERS,
    Right.REVIEW_ORDERS,
    Right.EDIT_RETURNS,
    Right.REFUND,
    Right.EDIT_CUSTOMERS,
    Right.SEE_CONTACTS,
    Right.IMPORT_FILES,
    Right.EXPORT_FILES,
    Right.PRINT_PAPERS,
}

ROLES: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.WAREHOUSE: frozenset(_WAREHOUSE),
    Role.SERVICE: frozenset(_SERVICE),
    Role.VIEWER: _SEE,
}


@dataclass(frozen=True, slots=True)
class User:
    """The signed-in person."""

    id: int
    name: str
    role: Role

    def may(self, right: Right) -> bool:
        """Whether this person's role grants ``right``."""
        return right in ROLES[self.role]


class HasUser(Protocol):
    """Anything that knows who acts; in practice a unit of work."""

    @property
    def user(self) -> User:
        """The person acting."""
        ...


W = TypeVar("W", bound=HasUser)


def require(user: User, right: Right) -> None:
    """Raise Forbidden unless ``user`` holds ``right``."""
    if not user.may(right):
        raise Forbidden(
            _("{name} may not do this. It needs the right “{right}”.").format(name=user.name, right=right.value)
        )


def needs(
    right: Right,
) -> Callable[[Callable[Concatenate[W, P], R]], Callable[Concatenate[W, P], R]]:
    """Refuse the use case to people without ``right``; menus read ``.right`` to mirror it.

    This is the one door to every use case, so the text that comes in is looked at here, too: see ``texts``.
    """

    def wrap(usecase: Callable[Concatenate[W, P], R]) -> Callable[Concatenate[W, P], R]:
        @wraps(usecase)
        def checked(work: W, /, *args: P.args, **kwargs: P.kwargs) -> R:
            require(work.user, right)
            given: Any = storable(args)
            named: Any = storable(kwargs)
            return usecase(work, *given, **named)

        marked: Any = checked
        marked.right = right
        return checked

    return wrap
