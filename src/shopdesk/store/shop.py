"""Making and opening a shop: a file or a shop server."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, insert, select, text

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.domain.rights import Role
from shopdesk.domain.stock import Zone
from shopdesk.i18n import _
from shopdesk.store import search_index, upgrade
from shopdesk.store.backup import to_disk
from shopdesk.store.engine import Database, is_server, outside_errors
from shopdesk.store.tables import Base, Channel, Location, Person, Sequence, Setting, Warehouse
from shopdesk.store.work import utc_now

SEQUENCES = {
    "order": 10001,
    "customer": 1001,
    "shipment": 1,
    "wave": 1,
    "return": 1001,
    "purchase": 1001,
    "receipt": 1001,
    "claim": 1001,
    "supplier": 101,
    "barcode": 1,
    "count": 1,
    "transfer": 1,
}
AREAS: tuple[tuple[Zone, str, int], ...] = (
    (Zone.RECEIVING, "RECEIVING", 0),
    (Zone.STORAGE, "SHELF", 1),
    (Zone.PACKING, "PACKING", 900_000),
    (Zone.SHIPPING, "SHIPPING", 900_001),
    (Zone.RETURNS, "RETURNS", 900_002),
    (Zone.QUARANTINE, "QUARANTINE", 900_003),
    (Zone.SCRAP, "SCRAP", 900_004),
    (Zone.SUPPLIER, "@SUPPLIER", 999_001),
    (Zone.CUSTOMER, "@CUSTOMER", 999_002),
    (Zone.LOSS, "@LOSS", 999_003),
    (Zone.TRANSIT, "@TRANSIT", 999_004),
)


@dataclass(frozen=True, slots=True)
class ShopProfile:
    """What a new shop is asked: name, country, currency, language, and the first person."""

    name: str = "My shop"
    country: str = "DE"
    currency: str = "EUR"
    language: str = "en"
    owner: str = "Owner"
    paper: str = "A4"
    timezone: str = "UTC"


def create(target: str | Path, profile: ShopProfile) -> Database:
    """Make a new shop and open it; never overwrites. Raises UserError when something is there already."""
    if is_server(target):
        return _build(target, profile)
    path = Path(target)
    if path.exists():
        raise exists_already(path)
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise OutsideError(_("The folder {path} cannot be written.").format(path=path.parent))
    # A file of this name is a whole shop from its first moment, even if the power goes now.
    with TemporaryDirectory(prefix=".new-shop-", dir=path.parent) as folder:
        whole = Path(folder) / path.name
        _build(whole, profile).close()
        try:
            place(whole, path)
        except FileExistsError as error:
            raise exists_already(path) from error
    to_disk(path.parent)
    return Database.connect(path)


def exists_already(path: Path) -> UserError:
    """The refusal to overwrite a file."""
    return UserError(_("{path} exists already. A new shop never overwrites a file.").format(path=path))


def place(whole: Path, path: Path) -> None:
    """Give a file its final name; raises FileExistsError when somebody else took the name meanwhile."""
    try:
        os.link(whole, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(path) from None
        whole.rename(path)


def _build(target: str | Path, profile: ShopProfile) -> Database:
    """Tables and first rows, in one transaction."""
    database = Database.connect(target)
    try:
        with database.writing() as connection:
            if version_of(connection) is not None:
                raise UserError(_("There is a shop already on this server database."))
            Base.metadata.create_all(connection)
            search_index.create(connection)
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": upgrade.HEAD})
            _first_rows(connection, profile)
    except BaseException:
        database.close()
        raise
    return database


def _first_rows(connection: Connection, profile: ShopProfile) -> None:
    connection.execute(insert(Sequence), [{"name": name, "next": first} for name, first in SEQUENCES.items()])
    settings = {
        "shop_name": profile.name,
        "country": profile.country,
        "currency": profile.currency,
        "language": profile.language,
        "paper": profile.paper,
        "timezone": profile.timezone,
        "handling_days": 1,
        "return_days": 7,
        "tracking_required": True,
        "sender_lines": [],
        "sender_contact": "",
    }
    connection.execute(insert(Setting), [{"key": key, "value": value} for key, value in settings.items()])
    connection.execute(
        insert(Person),
        {
            "name": profile.owner,
            "name_key": profile.owner.casefold(),
            "role": Role.OWNER.value,
            "created_at": utc_now(),
        },
    )
    warehouse_id = connection.execute(
        insert(Warehouse).values(code="MAIN", name=_("Main warehouse")).returning(Warehouse.id)
    ).scalar_one()
    connection.execute(
        insert(Location),
        [{"warehouse_id": warehouse_id, "zone": zone.value, "code": code, "walk": walk} for zone, code, walk in AREAS],
    )
    connection.execute(
        insert(Channel),
        [
            {"code": "counter", "name": _("Counter"), "platform": ""},
            {"code": "phone", "name": _("Phone"), "platform": ""},
        ],
    )


def open_shop(target: str | Path) -> Database:
    """Open an existing shop, upgrading it after a copy when it is older; refuses newer ones with UserError."""
    if not is_server(target):
        path = Path(target)
        if not path.is_file():
            raise UserError(_("There is no shop at {path}.").format(path=path))
        try:
            with path.open("rb") as file:
                first = file.read(16)
        except OSError as error:
            raise OutsideError(_("{path} cannot be read: {why}").format(path=path.name, why=error.strerror)) from error
        if first != b"SQLite format 3\x00":
            raise UserError(_("{path} is no shop file.").format(path=path.name))
    database = Database.connect(target)
    try:
        with outside_errors(), database.reader.connect() as connection:
            version = version_of(connection)
        if version is None:
            raise UserError(_("{path} is no shop file.").format(path=Path(str(target)).name))
        if version != upgrade.HEAD:
            database.close()
            upgrade.upgrade(target, version)
            database = Database.connect(target)
    except BaseException:
        database.close()
        raise
    return database


def version_of(connection: Connection) -> str | None:
    """The schema revision written in the shop, or None when there is no shop."""
    if connection.dialect.name == "postgresql":
        known = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar()
    else:
        known = connection.execute(text("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")).scalar()
    if known is None:
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def setting(connection: Connection, key: str, default: Any = None) -> Any:
    """One of the shop's own settings."""
    row = connection.execute(select(Setting.value).where(Setting.key == key)).first()
    return default if row is None else row[0]
