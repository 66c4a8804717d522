"""Reading files of unknown make: guess which column is which field, and read by what the person settles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shopdesk.documents.fields import FIELDS, Field
from shopdesk.documents.formats import Format, known_formats, with_columns
from shopdesk.documents.sources import header_key
from shopdesk.i18n import N_, _

OWN = "custom"


def fields_of(what: str) -> list[Field]:
    """The fields a column can be mapped to, in the order people expect them."""
    return list(FIELDS[what].values())


def guess_columns(what: str, header: Sequence[str]) -> dict[str, str]:
    """Field → header for headers that some known format, a field's title or its key uses for it."""
    meanings = _meanings(what)
    guessed: dict[str, str] = {}
    for name in header:
        field = meanings.get(header_key(name)) or meanings.get(header_key(name).replace("_", " ").replace("-", " "))
        if field and field not in guessed:
            guessed[field] = name
    return guessed


def custom_format(what: str, columns: Mapping[str, str], base: Format | None = None) -> Format:
    """A format that reads ``columns`` (field → header; blank = leave out), on top of ``base`` if given."""
    if base is None:
        base = Format(name=OWN, what=what, title=N_("Own columns"), columns={}, paid="paid_at", fulfilled="shipped_at")
    return with_columns(base, columns)


def mapping_of(fmt: Format, header: Sequence[str]) -> dict[str, str]:
    """Field → header of this file that ``fmt`` would read it from (the first, where it knows several)."""
    present = {header_key(name): name for name in reversed(header)}
    found: dict[str, str] = {}
    for key, spec in fmt.columns.items():
        names = [present[header_key(name)] for one in spec for name in one.headers if header_key(name) in present]
        if names:
            found[key] = names[0]
    return found


def _meanings(what: str) -> dict[str, str]:
    """Header → field over all known formats; own templates win, then titles and keys of the fields."""
    meanings: dict[str, str] = {}
    for key, field in FIELDS[what].items():
        for name in (key, key.replace("_", " "), field.title, _(field.title)):
            meanings.setdefault(header_key(name), key)
    for fmt in reversed(known_formats(what)):
        for key, spec in fmt.columns.items():
            for source in spec:
                if source.how == "only" and source.change is None:
                    meanings[header_key(source.headers[0])] = key
    return meanings
