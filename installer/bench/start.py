"""``start``: the program until its first list is painted, against a bare window with a table of 100 rows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.pairs import Figure, measure
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
_OURS = """
import sys
from shopdesk.app import application, dress, main_window
from shopdesk.settings import Settings
settings = Settings(sys.argv[1])
app = application()
dress(app, settings)
from shopdesk.store.shop import open_shop
from shopdesk.usecases.desk import Desk
from PySide6.QtCore import QTimer
desk = Desk(open_shop(sys.argv[2]))
window = main_window(desk, settings)
window.resize(1280, 800)
window.show()
window.start("orders")
window.grab()
QTimer.singleShot(0, app.quit)
app.exec()
desk.close()
"""


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Seconds of the whole process, off screen, on the sample shop."""
    shop = folder / "sample.db"
    desk = Desk(create(shop, ShopProfile()))
    desk.do(build_sample, days=8)
    desk.close()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def timed(code: str, *arguments: str) -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, *arguments], check=True, env=environment, capture_output=True)
        return time.perf_counter() - begun

    return measure(
        "start",
        size,
        "s",
        lambda: timed(_BARE),
        lambda: timed(_OURS, str(folder / "home"), str(shop)),
        pairs=pairs,
        goal="≤ 3",
    )
