"""Where the files of ``resources/`` are: beside the code in a wheel or frozen program, above it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    packed = _HERE / "resources"
    return packed if packed.is_dir() else _HERE.parents[1] / "resources"


def resource(*parts: str) -> Path:
    """The path of one resource file or folder, e.g. ``resource("fonts", "x.ttf")``."""
    return _root().joinpath(*parts)
