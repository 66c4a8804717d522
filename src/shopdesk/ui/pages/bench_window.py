"""The packing bench in a window of its own, over the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent

from shopdesk.ui.bench.desk_port import DeskPort
from shopdesk.ui.printing import BenchPrinter
from shopdesk.ui.screens.bench import BenchScreen
from shopdesk.ui.sounds import BenchSounds

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell


class BenchWindow(BenchScreen):
    """A bench that closes when the packer leaves it; half-packed parcels wait as they are."""

    def __init__(self, shell: Shell) -> None:
        sounds = BenchSounds()
        name = str(shell.memory.get("bench/name", "") or "")
        super().__init__(
            DeskPort(shell.desk, bench=name, deliver=BenchPrinter(shell)), play=sounds, parent=shell.window
        )
        sounds.setParent(self)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("page")
        self._shell = shell
        self.left.connect(self.close)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._shell.window.activateWindow()


def open_bench(shell: Shell, code: str = "") -> BenchWindow:
    """Show the bench over the whole screen; ``code`` puts an order on it at once."""
    window = BenchWindow(shell)
    window.start()
    window.showFullScreen()
    if code:
        window.session.scan(code)
    return window
