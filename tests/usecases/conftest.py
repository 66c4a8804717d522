from pathlib import Path

import pytest

from shopdesk.store.engine import Database
from shopdesk.usecases.desk import Desk
from tests.usecases.importing import Importer


@pytest.fixture
def importer(database: Database, tmp_path: Path) -> Importer:
    """Imports into a fresh shop, in a file and on a server."""
    return Importer(Desk(database), tmp_path)


@pytest.fixture
def file_importer(file_database: Database, tmp_path: Path) -> Importer:
    """Imports into a fresh shop file."""
    return Importer(Desk(file_database), tmp_path)
