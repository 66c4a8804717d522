"""``scroll``: frames of the ledger's list while it scrolls, against a bare table over rows in memory."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import shops
from bench.pairs import Figure, measure
from shopdesk.queries.moves import MOVES
from shopdesk.store.engine import Database
from shopdesk.usecases.desk import Desk

STEPS = 120
WINDOW = (1200, 800)
_MOVES = """
WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < {count})
INSERT INTO stock_moves (variant_id, quantity, from_id, to_id, reason, document, note, by_name, at)
SELECT n % 1000 + 1, 1 + n % 3, from_id, to_id, 'transfer', '', '', 'bench', at
FROM many, (SELECT from_id, to_id, at FROM stock_moves LIMIT 1)
"""


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Milliseconds of a frame (median of 120 wheel steps and jumps); the slowest frame of all goes to stderr."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from shopdesk.ui import theme
    from shopdesk.ui.table import Table

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme.apply_theme(app, "light", "en")
    database = shops.new(folder, "scroll")
    shops.catalogue(database, 1000)
    _fill(database, size)
    desk = Desk(database)
    ours, bare = Table(MOVES.columns, "moves"), _bare()
    ours.show_pages(desk.pages(MOVES))
    slowest = 0.0
    for view in (ours, bare):
        view.resize(*WINDOW)
        view.show()
        app.processEvents()

    def frames(view: Any) -> Callable[[], float]:
        def one() -> float:
            nonlocal slowest
            bar, taken = view.verticalScrollBar(), []
            middle = bar.maximum() // 2
            for step in range(STEPS):
                at = middle + step * 3 * bar.singleStep() if step % 10 else bar.maximum() * step // STEPS
                begun = time.perf_counter()
                bar.setValue(at)
                view.viewport().repaint()
                taken.append((time.perf_counter() - begun) * 1000)
            if view is ours:
                slowest = max(slowest, *taken)
            return sorted(taken)[STEPS // 2]

        return one

    figure = measure("scroll", size, "ms/frame", frames(bare), frames(ours), pairs=pairs, goal="≤ 1.5")
    print(f"scroll: the slowest frame took {slowest:.1f} ms (goal ≤ 33)", file=sys.stderr)
    for view in (ours, bare):
        view.close()
        view.deleteLater()
    desk.close()
    return figure


def _fill(database: Database, size: int) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql(_MOVES.format(count=size))


def _bare() -> Any:
    """A table view over a plain Python model with as many rows and columns."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QTableView

    titles = [column.title for column in MOVES.columns if not column.hidden]
    rows = [[f"{title} {number}" for title in titles] for number in range(1000)]

    class Plain(QAbstractTableModel):
        def rowCount(self, _parent: Any = None) -> int:  # noqa: N802 - a name of Qt
            return 1_000_000

        def columnCount(self, _parent: Any = None) -> int:  # noqa: N802 - a name of Qt
            return len(titles)

        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            return rows[index.row() % 1000][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    view = QTableView()
    model = Plain(view)
    view.setModel(model)
    view.verticalHeader().setDefaultSectionSize(44)
    return view
