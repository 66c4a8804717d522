"""``start``: the whole program until the list of last time is painted, against a bare window with 100 rows.

``start-live`` goes on until the same list works: the shop is open, and everything can be done in it. Both run the
program's own command, as on every day but the first: its code is compiled, and it was closed with a list on screen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.pairs import Figure, measure
from shopdesk.app import QUIT_AFTER
from shopdesk.settings import Settings
from shopdesk.store.shop import ShopProfile, create
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.sample import build_sample

_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem
app = QApplication(sys.argv)
window = QMainWindow()
table = QTableWidget(100, 6)
for row in range(100):
    for column in range(6):
        table.setItem(row, column, QTableWidgetItem(f"{row} {column}"))
window.setCentralWidget(table)
window.resize(1280, 800)
window.show()
window.grab()
QTimer.singleShot(0, app.quit)
app.exec()
"""
_PROGRAM = Path(__file__).resolve().parents[2] / "src"


def run(folder: Path, size: int, pairs: int) -> list[Figure]:
    """Seconds of the whole process, off screen, on the sample shop."""
    shop, home = folder / "sample.db", folder / "home"
    desk = Desk(create(shop, ShopProfile()))
    desk.do(build_sample, days=8)
    desk.close()
    Settings(home).set("window/place", "orders")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(_PROGRAM),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }

    def timed(*arguments: str, until: str = "") -> float:
        begun = time.perf_counter()
        told = {**environment, QUIT_AFTER: until}
        subprocess.run([sys.executable, *arguments], check=True, env=told, capture_output=True)
        return time.perf_counter() - begun

    def bare() -> float:
        return timed("-c", _BARE)

    def ours(until: str) -> float:
        return timed("-m", "shopdesk", "--home", str(home), "--shop", str(shop), until=until)

    ours("live")  # the day before
    if not Settings(home).first_list():
        raise RuntimeError("the program did not remember its list")
    return [
        measure("start", size, "s", bare, lambda: ours("first-list"), pairs=pairs, goal="≤ 3"),
        measure("start-live", size, "s", bare, lambda: ours("live"), pairs=pairs, goal="≤ 6"),
    ]
