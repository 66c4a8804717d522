import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from shopdesk.store import shop
from shopdesk.store.engine import Database
from shopdesk.usecases.desk import Desk
from tests import make
from tests.database import FILE, SERVER, in_memory
from tests.usecases.importing import Importer


@pytest.fixture
def importer(database: Database, tmp_path: Path) -> Importer:
    """Imports into a fresh shop, in a file and on a server."""
    return Importer(Desk(database), tmp_path)


@pytest.fixture
def file_importer(file_database: Database, tmp_path: Path) -> Importer:
    """Imports into a fresh shop file."""
    return Importer(Desk(file_database), tmp_path)


on_both = pytest.mark.parametrize("module_shop", [FILE, SERVER], indirect=True)
"""Run a test of the module's shop in a file and on a server, where it leans on what the database does."""


@pytest.fixture(scope="module", params=[FILE])
def module_shop(request: pytest.FixtureRequest, shop_to_copy: Path) -> Iterator[Database]:
    """One shop for all tests of a module; its tests make their own products and orders."""
    with TemporaryDirectory(prefix="shopdesk-", dir=in_memory()) as folder:
        if request.param == FILE:
            target = str(shutil.copyfile(shop_to_copy, Path(folder) / "module.shop"))
        else:
            target = request.getfixturevalue("server").fresh("one_shop")
        opened = shop.open_shop(target)
        yield opened
        opened.close()


@pytest.fixture
def desk(module_shop: Database) -> Iterator[Desk]:
    """The owner's desk at the module's shop; after each test everything the shop knows twice must agree."""
    owner = make.desk(module_shop)
    yield owner
    make.whole(owner)
