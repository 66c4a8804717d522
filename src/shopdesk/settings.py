"""This computer's settings: where things are kept here, and what the program remembers between starts.

The shop's own settings are rows of the shop; nothing here is needed to open a shop elsewhere.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shopdesk.domain.errors import OutsideError
from shopdesk.i18n import _

_FILE = "settings.json"
_FIRST_LIST = "first-list.json"
_NAME = "shopdesk"
_KEPT_SHOPS = 8
_PASSWORD = re.compile(r"(://[^:/@]*):[^@]*@")


def without_password(shop: str) -> str:
    """The address of a shop server without its password; paths stay as they are."""
    return _PASSWORD.sub(r"\1@", shop) if "://" in shop else shop


class Settings:
    """Values by key in one JSON file, written whole at each change; and the folders of this home."""

    def __init__(self, home: Path | str | None = None) -> None:
        """With ``home`` everything lives in that one folder, else in the platform's own folders."""
        self.home = None if home is None else Path(home).absolute()
        self._values: dict[str, Any] | None = None

    # where things are

    @property
    def config_folder(self) -> Path:
        """Where the settings file is."""
        return self.home or self._platform("user_config_path")

    @property
    def data_folder(self) -> Path:
        """Where a shop goes when nobody says where."""
        return self.home or self._platform("user_data_path")

    @property
    def backups_folder(self) -> Path:
        """Where backups go when nobody says where."""
        return self.data_folder / "backups"

    @property
    def problems_folder(self) -> Path:
        """Where the lists of what was wrong with imported files go."""
        return self.data_folder / "imports"

    @property
    def logs_folder(self) -> Path:
        """Where logs go."""
        return (self.home or self._platform("user_state_path")) / "logs"

    @staticmethod
    def _platform(which: str) -> Path:
        import platformdirs

        return Path(getattr(platformdirs, which)(_NAME, appauthor=False))

    # what is remembered

    def get(self, key: str, default: Any = None) -> Any:
        """The value kept under ``key``."""
        return self._read().get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Keep a plain JSON ``value`` under ``key``; raises OutsideError when it cannot be written."""
        values = self._read()
        if values.get(key) != value or key not in values:
            values[key] = value
            self._write(values)

    @property
    def last_shop(self) -> str:
        """Path or address of the shop opened last; blank when there is none."""
        return str(self.get("last_shop", "") or "")

    @property
    def recent_shops(self) -> list[str]:
        """Shops opened here, the last one first."""
        return [str(shop) for shop in self.get("recent_shops", [])]

    def remember_shop(self, shop: str) -> None:
        """Remember that ``shop`` (path or address) was opened; a password in an address is not kept."""
        shop = without_password(shop)
        if shop != self.last_shop:
            others = [other for other in self.recent_shops if other != shop]
            self._read()["recent_shops"] = [shop, *others][:_KEPT_SHOPS]
            self.set("last_shop", shop)

    # what the next start shows at once

    def keep_first_list(self, kept: Mapping[str, Any]) -> None:
        """Keep how the list shown last is read and looks; never its rows. Not being able to is no harm."""
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        with contextlib.suppress(OSError):
            if self._first_list.is_file() and self._first_list.read_text("utf-8") == text:
                return
            self._first_list.parent.mkdir(parents=True, exist_ok=True)
            partial = self._first_list.with_suffix(".partial")
            partial.write_text(text, "utf-8")
            partial.replace(self._first_list)

    def forget_first_list(self) -> None:
        """Let the next start show nothing at once."""
        with contextlib.suppress(OSError):
            self._first_list.unlink(missing_ok=True)

    def first_list(self) -> Mapping[str, Any] | None:
        """What ``keep_first_list`` kept; None when there is nothing readable."""
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self._first_list.read_text("utf-8"))
            return found if isinstance(found, Mapping) else None
        return None

    @property
    def _first_list(self) -> Path:
        return self.config_folder / _FIRST_LIST

    def _read(self) -> dict[str, Any]:
        if self._values is None:
            self._values = {}
            with contextlib.suppress(OSError, ValueError):
                # Unreadable settings are no reason not to start: everything in them has a default.
                found = json.loads((self.config_folder / _FILE).read_text("utf-8"))
                if isinstance(found, Mapping):
                    self._values = dict(found)
        return self._values

    def _write(self, values: Mapping[str, Any]) -> None:
        import tempfile

        folder = self.config_folder
        partial = ""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(prefix=_FILE, dir=folder)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(values, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(folder / _FILE)
        except OSError as error:
            if partial:
                Path(partial).unlink(missing_ok=True)
            raise OutsideError(
                _("The settings could not be kept in {folder}: {why}").format(folder=folder, why=error.strerror)
            ) from error
