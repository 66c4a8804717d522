"""Moving a shop: from its file to a shop server, or from a server into a file."""

from __future__ import annotations

from collections.abc import Callable

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, require
from shopdesk.i18n import _
from shopdesk.store.engine import is_server
from shopdesk.store.moving import move
from shopdesk.usecases.desk import Desk

Report = Callable[[int, int], None]


def move_shop(desk: Desk, target: str, report: Report | None = None) -> dict[str, int]:
    """Copy the whole shop to an empty server database or a new file and prove both equal; returns rows by table.

    The shop at this desk stays as it is and where it is; nobody can change it meanwhile. Cancelling is ``report``
    raising. Raises UserError when the place is taken or cannot hold the shop, OutsideError for disk or server.
    """
    require(desk.user, Right.MANAGE_SHOP)
    if "://" in target and not is_server(target):
        raise UserError(_("A shop server has an address that begins with postgresql://."))
    return move(desk.database, target, report)
