"""Files that channels take back, such as tracking numbers and stock, as ``resources/formats/export/*.toml`` says."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _
from shopdesk.resources_folder import resource

_KEYS = {"what", "title", "platforms", "ending", "delimiter", "encoding", "quoting", "grain", "other"}
_COLUMN_KEYS = {"header", "value", "text", "date"}
VALUES: dict[str, frozenset[str]] = {
    "tracking": frozenset(
        {
            *("order_no", "number", "parcel", "tracking_no", "carrier", "carrier_code", "carrier_other", "service"),
            *("shipped_on", "line_id", "sku", "quantity", "woocommerce_status"),
        }
    ),
    "stock": frozenset(
        {
            *("sku", "barcode", "code", "title", "name", "location", "available", "on_hand", "reserved"),
            *("unavailable", "in_stock", "option1", "option2", "option3"),
            *("option1_name", "option2_name", "option3_name"),
        }
    ),
}
"""What the columns of each kind of file may hold."""


@dataclass(frozen=True, slots=True)
class ChannelColumn:
    """One column: a ``value`` of the row, written with the pattern ``date`` if it is a day, or always ``text``."""

    header: str
    value: str = ""
    text: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class ChannelFile:
    """How one channel wants one kind of file. ``grain`` is what a row is: a parcel, or a line of one.

    ``carriers`` turns our names (compared without case) into the channel's; a carrier it does not know keeps its name,
    or becomes ``other``.
    """

    name: str
    what: str
    title: str
    columns: tuple[ChannelColumn, ...]
    platforms: tuple[str, ...] = ()
    ending: str = ".csv"
    delimiter: str = ","
    encoding: str = "utf-8"
    quoting: str = "minimal"
    grain: str = "parcel"
    other: str = ""
    carriers: Mapping[str, str] = field(default_factory=dict)

    def carrier_code(self, name: str) -> str:
        """What this channel calls a carrier."""
        known = self.carriers.get(name.strip().casefold())
        if known:
            return known
        if self.other and name and name.casefold() not in {code.casefold() for code in self.carriers.values()}:
            return self.other
        return name


@cache
def _all_files() -> tuple[ChannelFile, ...]:
    return tuple(load_channel_file(path) for path in sorted(resource("formats", "export").glob("*.toml")))


def channel_files(what: str | None = None) -> list[ChannelFile]:
    """The known kinds of files, optionally only those of one subject."""
    return [one for one in _all_files() if what is None or one.what == what]


def channel_file(what: str, name: str) -> ChannelFile:
    """The file of this subject for a channel; raises UserError naming those there are."""
    for one in channel_files(what):
        if one.name == name.casefold():
            return one
    known = ", ".join(one.name for one in channel_files(what))
    raise UserError(
        _("No channel called “{name}” takes such a file. Known: {known}.").format(name=name, known=known or "—")
    )


def load_channel_file(path: Path) -> ChannelFile:
    """Read one format, named ``<channel>_<subject>.toml``; raises ValueError for keys or values nobody knows."""
    with path.open("rb") as file:
        data = tomllib.load(file)
    if strange := set(data) - _KEYS - {"columns", "carriers"}:
        raise ValueError(f"{path.name}: unknown keys {sorted(strange)}")
    what = data["what"]
    for column in data["columns"]:
        if set(column) - _COLUMN_KEYS or column.get("value", "") not in VALUES[what] | {""}:
            raise ValueError(f"{path.name}: the column {column} cannot be filled")
    given = {key: data[key] for key in _KEYS - {"what", "title", "platforms"} if key in data}
    return ChannelFile(
        name=path.stem.removesuffix(f"_{what}"),
        what=what,
        title=data["title"],
        columns=tuple(ChannelColumn(**column) for column in data["columns"]),
        platforms=tuple(data.get("platforms", ())),
        carriers={name.casefold(): code for name, code in data.get("carriers", {}).items()},
        **given,
    )


def write_channel_file(target: Path, kind: ChannelFile, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write ``rows`` as the channel reads them and return how many; raises UserError or OutsideError.

    Cells lose line breaks and, where the channel knows no quotes, tabs. Nothing is written unless all of it can be.
    """
    text = StringIO(newline="")
    quoting: Any = csv.QUOTE_NONE if kind.quoting == "none" else csv.QUOTE_MINIMAL
    writer = csv.writer(
        text, delimiter=kind.delimiter, quoting=quoting, quotechar=None if quoting == csv.QUOTE_NONE else '"'
    )
    writer.writerow([column.header for column in kind.columns])
    count = 0
    for row in rows:
        writer.writerow([_cell(column, row, kind) for column in kind.columns])
        count += 1
    try:
        content = text.getvalue().encode(kind.encoding)
    except UnicodeEncodeError as error:
        lost = error.object[error.start : error.end]
        raise UserError(_("“{text}” cannot be written in a file for this channel.").format(text=lost)) from error
    partial = target.with_name(target.name + ".partial")
    try:
        partial.write_bytes(content)
        partial.replace(target)
    except OSError as error:
        raise OutsideError(_("{file} could not be written: {why}").format(file=target, why=error.strerror)) from error
    finally:
        partial.unlink(missing_ok=True)
    return count


def _cell(column: ChannelColumn, row: Mapping[str, Any], kind: ChannelFile) -> str:
    value = row.get(column.value) if column.value else column.text
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime(column.date or "%Y-%m-%d")
    return (
        " ".join(str(value).replace(kind.delimiter, " ").split()) if kind.quoting == "none" else _one_line(str(value))
    )


def _one_line(text: str) -> str:
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
