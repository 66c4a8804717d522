"""The first step of an import: what it is about, and which file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QFrame, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui import fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.importing.words import HINTS, KIND_TITLES
from shopdesk.ui.shell import Shell
from shopdesk.ui.widgets.buttons import Button, Segmented
from shopdesk.ui.widgets.card import Notice
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, plain, row
from shopdesk.usecases.imports import KINDS

_WIDTH = 620
_FOLDER = "import/folder"


class _DropZone(QFrame):
    """Takes one file dropped on it."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.setAcceptDrops(True)
        self.setFixedHeight(196)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._over = False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._over = True
            event.acceptProposedAction()
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("accent" if self._over else "control"), 1.5)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("selected" if self._over else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        paint_icon(painter, "upload", theme.colour("accentText"), self.width() / 2 - 14, 26, 28, None, 1.2)


class FileStep(QWidget):
    """Chooses the subject and the file; ``chosen`` gives the path, ``kind()`` the subject."""

    chosen = Signal(object)

    def __init__(self, shell: Shell, what: str) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._shell = shell
        self._kinds = Segmented([(kind, _(KIND_TITLES[kind])) for kind in _ordered()], what)
        self._kinds.chosen.connect(lambda _key: self._show_hint())
        self._hint = secondary("", wrap=True)
        zone = _DropZone()
        zone.dropped.connect(self.chosen)
        choose = Button(_("Choose a file…"), self.ask, "primary", "folder")
        kinds = secondary(_("CSV, TSV, Excel, ODS or HTML, as the shop or marketplace gave it to you"))
        zone.setLayout(column(
            64, row(None, label(_("Drop the file here"), 15, fonts.SEMIBOLD), None), 4,
            row(None, kinds, None), 16,
            row(None, choose, None), None,
        ))  # fmt: skip
        self._problem = QVBoxLayout()
        inside = column(
            label(_("What is the file about?"), fonts.SECTION, fonts.SEMIBOLD), 12, self._kinds, 8, self._hint, 20,
            zone, 12, self._problem, 8,
            secondary(_("The file is only read. You see every row and every problem first; nothing is changed in the "
                        "shop before you say so."), wrap=True),
        )  # fmt: skip
        whole = plain(inside)
        whole.setFixedWidth(_WIDTH)
        self.setLayout(column(36, row(None, whole, None), None))
        self._show_hint()
        choose.setFocus()

    def kind(self) -> str:
        """What the file is about."""
        return self._kinds.current()

    def set_kind(self, what: str) -> None:
        """Choose a subject."""
        self._kinds.set_current(what)
        self._show_hint()

    def _show_hint(self) -> None:
        self._hint.setText(_(HINTS[self.kind()]))

    def say(self, sentence: str, tone: str = "danger") -> None:
        """Say what is wrong with the file; empty clears it."""
        emptied(self._problem)
        if sentence:
            self._problem.addWidget(Notice(sentence, tone))

    def ask(self) -> None:
        """Open the dialog that chooses a file."""
        folder = str(self._shell.memory.get(_FOLDER) or "")
        dialog = QFileDialog(self._shell.window, _("Choose a file to import"), folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        tables = _("Tables (*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.xlsb *.ods *.html *.htm)")
        dialog.setNameFilters([tables, _("All files (*)")])
        dialog.fileSelected.connect(self._selected)
        dialog.open()

    def _selected(self, path: str) -> None:
        self._shell.memory.set(_FOLDER, str(Path(path).parent))
        self.chosen.emit(Path(path))


def _ordered() -> list[str]:
    return ["orders", *(kind for kind in KINDS if kind != "orders")]
