"""Text that no database can keep: what a person typed, pasted or handed over is looked at here before it is used."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _


def storable(value: Any) -> Any:
    """The same value with NUL characters taken out of its texts, also of texts inside lists, mappings and records.

    Raises UserError for letters that could not be read where they came from (half a character): leaving them out
    would change a name without a word.
    """
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        pairs = {storable(key): storable(one) for key, one in value.items()}
        return value if all(value.get(key) is one for key, one in pairs.items()) else pairs
    if type(value) in (list, tuple):
        parts = [storable(one) for one in value]
        return value if all(a is b for a, b in zip(value, parts, strict=True)) else type(value)(parts)
    if dataclasses.is_dataclass(value) and not isinstance(value, type) and _frozen(value):
        changed = {}
        for field in dataclasses.fields(value):
            was = getattr(value, field.name)
            now = storable(was)
            if now is not was:
                changed[field.name] = now
        return dataclasses.replace(value, **changed) if changed else value
    return value


def _frozen(value: Any) -> bool:
    """Records that are made once and handed over; plans and other workpieces are looked after by who makes them."""
    return bool(type(value).__dataclass_params__.frozen)


def _text(text: str) -> str:
    plain = text.replace("\0", "") if "\0" in text else text
    if not plain.isascii():
        try:
            plain.encode("utf-8")
        except UnicodeEncodeError as error:
            shown = plain.encode("utf-8", "replace").decode("utf-8")
            raise UserError(
                _("“{text}” holds letters that cannot be read. Please type it again.").format(text=shown[:80])
            ) from error
    return plain
