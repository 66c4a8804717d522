"""How a paper reaches the person: drawn in the background, shown as it will be, then printed or saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QVBoxLayout, QWidget

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import N_, _, n_
from shopdesk.ui import figures, fonts
from shopdesk.ui.bench.port import PaperState
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Notice
from shopdesk.ui.widgets.labels import Elided, label
from shopdesk.ui.widgets.layouts import row, rule
from shopdesk.usecases.printing import Options, make

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

    from shopdesk.ui.jobs import Report
    from shopdesk.ui.shell import Shell

PAPER_TITLES: dict[str, str] = {
    "packing-slip": N_("Packing slip"),
    "shipping-label": N_("Shipping label"),
    "pick-list": N_("Pick list"),
    "product-label": N_("Product labels"),
    "bin-label": N_("Bin labels"),
    "count-sheet": N_("Count sheet"),
    "return-slip": N_("Return slip"),
    "invoice": N_("Invoice"),
    "manifest": N_("Hand-over list"),
    "purchase-order": N_("Purchase order"),
    "supplier-claim": N_("Supplier claim"),
    "command-card": N_("Command card"),
}
_WIDTH, _HEIGHT = 860, 680
_MOST_WARNINGS = 4
_PRINT_DPI = 300


@dataclass(frozen=True)
class Drawn:
    """A finished paper, or the characters that keep it from being drawn."""

    pdf: bytes = b""
    pages: int = 0
    warnings: tuple[str, ...] = ()
    problem: str = ""


def print_paper(shell: Shell, paper: str, ids: Sequence[int], options: Options | None = None) -> None:
    """Draw a paper for things with these ids, show it with its warnings, and let the person print or save it."""
    chosen = options or Options()

    def work(_report: Report) -> Drawn:
        return draw(shell.desk, paper, ids, chosen)

    def then(drawn: Drawn) -> None:
        if drawn.problem:
            _ask_about_missing(shell, paper, ids, chosen, drawn.problem)
        else:
            Preview(shell, paper, drawn).open()

    title = _(PAPER_TITLES.get(paper, paper))
    shell.start(_("Drawing: {paper}").format(paper=title), work, then, lambda drawn: _pages(drawn.pages))


def draw(desk: Any, paper: str, ids: Sequence[int], options: Options) -> Drawn:
    """The paper as PDF; missing characters come back as a sentence instead of an error."""
    try:
        made = make(desk, paper, ids, options)
    except UserError as error:
        if getattr(error, "missing", None):
            return Drawn(problem=str(error))
        raise
    return Drawn(made.pdf, made.pages, tuple(made.warnings))


def _pages(count: int) -> str:
    return n_("{count} page", "{count} pages", count).format(count=figures.number(count))


def _ask_about_missing(shell: Shell, paper: str, ids: Sequence[int], options: Options, problem: str) -> None:
    print_anyway = lambda _answers: print_paper(shell, paper, ids, replace(options, allow_missing=True))  # noqa: E731
    hint = _("Printed anyway, a box stands in their place. A carrier may not deliver such an address.")
    sentence = "\n\n".join((problem, hint))
    shell.ask(_("Some characters cannot be printed"), (), print_anyway, sentence, _("Print it with boxes"))


class Preview(QDialog):
    """The paper page by page, its warnings above it; Print… and Save as… at its foot."""

    def __init__(self, shell: Shell, paper: str, drawn: Drawn) -> None:
        super().__init__(shell.window)
        self._shell, self._paper, self.drawn = shell, paper, drawn
        self.title = _(PAPER_TITLES.get(paper, paper))
        self.setWindowTitle(self.title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.document = _document(drawn.pdf, self)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        note = Elided(self._note(), fonts.SECONDARY, role="secondary", tabular=True)
        lines.addLayout(row(label(self.title, fonts.SECTION, fonts.SEMIBOLD), 12, (note, 1), margins=(20, 14, 20, 12)))
        for warning in drawn.warnings[:_MOST_WARNINGS]:
            lines.addLayout(row((Notice(warning, "warning"), 1), margins=(20, 0, 20, 8)))
        more = len(drawn.warnings) - _MOST_WARNINGS
        if more > 0:
            words = n_("{count} more warning", "{count} more warnings", more).format(count=more)
            hidden = label(words, fonts.SECONDARY, role="warning")
            hidden.setToolTip("\n".join(drawn.warnings[_MOST_WARNINGS:]))
            lines.addLayout(row(hidden, None, margins=(20, 0, 20, 8)))
        lines.addWidget(rule())
        lines.addWidget(self._view(), 1)
        lines.addWidget(rule())
        self.print_button = Button(_("Print…"), self.choose_printer, "primary", "print")
        self.save_button = Button(_("Save as…"), self.choose_file, icon_name="download")
        close = Button(_("Close"), self.reject)
        for place, button in enumerate((self.print_button, self.save_button, close)):
            button.setAutoDefault(place == 0)
        self.print_button.setDefault(True)
        lines.addLayout(row(close, None, self.save_button, 8, self.print_button, margins=(20, 12, 20, 12)))
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resize(_WIDTH, min(_HEIGHT, max(480, shell.window.height() - 40)))

    def _note(self) -> str:
        size = self.document.pagePointSize(0)
        millimetres = [round(points * 25.4 / 72) for points in (size.width(), size.height())]
        measure = _("{width} × {height} mm, printed at 100 %").format(width=millimetres[0], height=millimetres[1])
        return " · ".join((_pages(self.drawn.pages), measure))

    def _view(self) -> QWidget:
        from PySide6.QtPdfWidgets import QPdfView  # a library of its own, loaded only to show a paper

        view = QPdfView(self)
        view.setDocument(self.document)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        small = self.document.pagePointSize(0).width() < 420
        view.setZoomMode(QPdfView.ZoomMode.Custom if small else QPdfView.ZoomMode.FitToWidth)
        view.setZoomFactor(1.6)
        view.setAccessibleName(self.title)
        return view

    def choose_printer(self) -> None:
        """Ask the system for a printer; nothing waits meanwhile."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        kept = self._shell.memory.get(f"printer/{self._paper}")
        if kept:
            printer.setPrinterName(str(kept))
        printer.setDocName(self.title)
        fit_printer(printer, self.document)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, self.document.pageCount())
        dialog.accepted.connect(lambda: self._print(printer))
        QDialog.open(dialog)

    def _print(self, printer: QPrinter) -> None:
        try:
            print_document(self.document, printer)
        except OutsideError as error:
            self._shell.fail(error)
            return
        if printer.printerName():
            self._shell.memory.set(f"printer/{self._paper}", printer.printerName())
        self._shell.say(_("{paper} sent to the printer").format(paper=self.title))
        self.accept()

    def choose_file(self) -> None:
        """Ask for a file name; nothing waits meanwhile."""
        dialog = QFileDialog(self, _("Save as"), "", _("PDF files (*.pdf)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._paper}.pdf")
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write the PDF into a file."""
        try:
            Path(path).write_bytes(self.drawn.pdf)
        except OSError as error:
            why = error.strerror or str(error)
            self._shell.fail(OutsideError(_("{path} could not be written: {why}").format(path=path, why=why)))
            return
        self._shell.say(_("Saved as {name}").format(name=Path(path).name))
        self.accept()


def _document(pdf: bytes, parent: QWidget | None = None) -> QPdfDocument:
    from PySide6.QtPdf import QPdfDocument  # slow to load

    document = QPdfDocument(parent)
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


def fit_printer(printer: QPrinter, document: QPdfDocument) -> None:
    """Ask the printer for the paper's own size, without margins, so that nothing is scaled."""
    size = document.pagePointSize(0)
    lying = size.width() > size.height()
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    page = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageSize(page)
    turn = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(turn)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    printer.setFullPage(True)


def print_document(document: QPdfDocument, printer: QPrinter) -> None:
    """Print every page at 100 % from the paper's edge; raises OutsideError when the printer takes nothing."""
    fit_printer(printer, document)
    painter = QPainter()
    if not painter.begin(printer):
        name = printer.printerName() or printer.outputFileName()
        raise OutsideError(_("The printer “{name}” does not take anything.").format(name=name))
    dots = printer.resolution() / 72
    fine = min(printer.resolution(), _PRINT_DPI) / 72
    first = max(0, printer.fromPage() - 1)
    last = min(document.pageCount(), printer.toPage() or document.pageCount())
    try:
        for number in range(first, last):
            if number > first:
                printer.newPage()
            size = document.pagePointSize(number)
            picture = document.render(number, (size * fine).toSize())
            painter.drawImage(QRectF(0, 0, size.width() * dots, size.height() * dots), picture)
    finally:
        painter.end()


def print_pdf(pdf: bytes, name: str, title: str) -> None:
    """Print a whole paper on the system's printer ``name``, also where no window is open; raises OutsideError."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    running = QApplication.instance() or QApplication(["shopdesk"])
    known = QPrinterInfo.availablePrinterNames()
    if name not in known:
        said = _("There is no printer “{name}”. Printers: {known}.")
        raise OutsideError(said.format(name=name, known=", ".join(known) or "—"))
    printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    print_document(_document(pdf), printer)
    del running  # it had to live until the printer was done


class BenchPrinter:
    """Sends the bench's papers to the printers chosen before; without one they are only kept for showing."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def __call__(self, paper: str, pdf: bytes) -> PaperState:
        """Print ``pdf`` and say what became of it."""
        kept = self._shell.memory.get(f"printer/{paper}")
        if not kept:
            return PaperState.SAVED
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        if kept not in QPrinterInfo.availablePrinterNames():
            return PaperState.FAILED
        printer = QPrinter(QPrinterInfo.printerInfo(str(kept)), QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_(PAPER_TITLES.get(paper, paper)))
        try:
            print_document(_document(pdf), printer)
        except OutsideError:
            return PaperState.FAILED
        return PaperState.PRINTED
