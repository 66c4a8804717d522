"""What the program remembers about windows and lists on this computer."""

from __future__ import annotations

from typing import Any, Protocol


class Memory(Protocol):
    """A small store of values that survive the program, e.g. column widths; values are plain JSON."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value kept under ``key``."""
        ...

    def set(self, key: str, value: Any) -> None:
        """Keep ``value`` under ``key``."""
        ...


class ShortMemory:
    """Remembers until the program ends."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    def get(self, key: str, default: Any = None) -> Any:
        """The value kept under ``key``."""
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Keep ``value`` under ``key``."""
        self._values[key] = value
