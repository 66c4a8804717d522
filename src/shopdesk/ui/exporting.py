"""Exporting a list as it is seen: same rows, same order, same columns, to .xlsx or .csv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.ui import figures
from shopdesk.ui.table_model import TableModel
from shopdesk.ui.verbs import Verb

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHeaderView

    from shopdesk.queries.listing import Column, Listing
    from shopdesk.ui.jobs import Report
    from shopdesk.ui.memory import Memory
    from shopdesk.ui.shell import Shell
    from shopdesk.ui.table import Table
    from shopdesk.usecases.exports import Exported

EXPORT = Verb(
    N_("Export this list…"),
    lambda _shell, _rows: None,
    key="Ctrl+Shift+E",
    icon="download",
    on_rows=False,
    right=Right.EXPORT_FILES,
)
"""Every list has it; the list itself says what it does."""
_FOLDER = "export/folder"
_KINDS = {".xlsx": "Excel (*.xlsx)", ".csv": "CSV (*.csv)"}


@dataclass(frozen=True)
class Seen:
    """What a list shows at this moment."""

    listing: Listing
    where: Mapping[str, str]
    words: str
    sort: str | None
    down: bool
    columns: Sequence[str]


def seen_columns(table: Table, listing: Listing, memory: Memory) -> list[str]:
    """The chosen columns in their order, each followed by its second line; narrowness of the window hides none."""
    model, header = table.model(), table.horizontalHeader()
    assert isinstance(model, TableModel)
    kept = memory.get(f"list/{listing.name}/columns") or {}
    known = {column.key for column in listing.columns}
    placed = sorted(model.columns, key=lambda column: _place(header, model, column))
    keys: list[str] = []
    for column in placed:
        off = (column.hidden or column.key in kept.get("hidden", ())) and column.key not in kept.get("shown", ())
        if off or str(column.kind) == "thumb":
            continue
        keys.append(column.key)
        if column.second in known and column.second is not None:
            keys.append(column.second)
    if any(str(listing.column(key).kind) == "money" for key in keys):
        keys.append("currency")
    return list(dict.fromkeys(keys))


def _place(header: QHeaderView, model: TableModel, column: Column) -> int:
    return header.visualIndex(model.columns.index(column) + 1)


def ask_and_export(shell: Shell, seen: Seen) -> None:
    """Ask where to, then write the file in the background."""
    from PySide6.QtWidgets import QFileDialog  # loaded when first needed, for a quick start

    folder = Path(str(shell.memory.get(_FOLDER) or "")) if shell.memory.get(_FOLDER) else Path.home()
    name = f"{_(seen.listing.title).lower().replace(' ', '-')}-{date.today().isoformat()}.xlsx"
    dialog = QFileDialog(shell.window, _("Export this list"), str(folder / name))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(_KINDS.values()))
    dialog.setDefaultSuffix("xlsx")
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("csv" if "csv" in chosen else "xlsx"))
    dialog.fileSelected.connect(lambda path: export(shell, seen, Path(path)))
    dialog.open()


def export(shell: Shell, seen: Seen, path: Path) -> Any:
    """Write the rows of a list as they are seen; the result can be opened from the toast."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    shell.memory.set(_FOLDER, str(path.parent))
    desk = shell.desk

    def work(report: Report) -> Exported:
        from shopdesk.usecases.exports import export_list  # loaded when first needed, for a quick start

        return export_list(
            desk,
            seen.listing,
            path,
            where=seen.where,
            text=seen.words,
            sort=seen.sort,
            down=seen.down,
            columns=seen.columns,
            report=report,
        )

    def done(result: Exported) -> None:
        target = QUrl.fromLocalFile(result.file)
        shell.say(_said(result), lambda: QDesktopServices.openUrl(target), _("Open the file"))

    return shell.start(_("Exporting {name}").format(name=path.name), work, done, _said)


def _said(result: Exported) -> str:
    words = n_("{count} row exported to {name}", "{count} rows exported to {name}", result.rows)
    return words.format(count=figures.number(result.rows), name=Path(result.file).name)
