"""What all tests share: a home of their own, one language, and steady random examples."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = ["tests.database"]

# Set before anything imports Qt or asks for the person's own folders.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="shopdesk-tests-", ignore_cleanup_errors=True)
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"):
    os.environ[_name] = str(Path(_HOME.name) / _name.lower())

# A slow machine is no failure, and a run that failed must fail again.
hypothesis.settings.register_profile("shopdesk", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("shopdesk")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts in English, whatever the one before it spoke."""
    from shopdesk import i18n

    yield
    if i18n.current_language() != "en":
        i18n.use_language("en")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent
