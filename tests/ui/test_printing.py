from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from shopdesk.domain.errors import OutsideError
from shopdesk.ui.bench.port import PaperState
from shopdesk.ui.printing import BenchPrinter, Drawn, Preview, print_document, print_paper
from shopdesk.usecases import printing
from shopdesk.usecases.printing import Options
from tests.ui.conftest import AtOnce
from tests.ui.order_shop import OrderShop, opened


@pytest.fixture
def shop(file_database: Any, qtbot: Any, at_once: AtOnce) -> OrderShop:
    return opened(file_database, qtbot, at_once)


def preview(shop: OrderShop, paper: str = "command-card") -> Preview:
    print_paper(shop.window.shell, paper, [])
    return shop.dialog(Preview)


def test_a_paper_is_shown_before_it_is_printed(shop: OrderShop) -> None:
    shown = preview(shop)
    assert shown.title == "Command card"
    assert "210 × 148 mm, printed at 100 %" in shop.words(shown)
    assert shop.button("Print…", shown).isEnabled()
    shown.close()


def test_warnings_stand_above_the_paper(shop: OrderShop) -> None:
    pdf = printing.make(shop.desk, "command-card", []).pdf
    warnings = tuple(f"Code {number} is too wide for this label." for number in range(7))
    shown = Preview(shop.window.shell, "product-label", Drawn(pdf, 1, warnings))
    shown.open()
    told = shop.words(shown)
    assert "Code 0 is too wide for this label." in told
    assert "3 more warnings" in told
    shown.close()


def test_save_as_writes_the_very_pdf(shop: OrderShop, tmp_path: Path) -> None:
    shown = preview(shop)
    shown.save_to(str(tmp_path / "card.pdf"))
    assert (tmp_path / "card.pdf").read_bytes() == shown.drawn.pdf
    assert "Saved as card.pdf" in shop.words(shop.window)


def test_a_file_that_cannot_be_written_is_said(shop: OrderShop, tmp_path: Path) -> None:
    shown = preview(shop)
    shown.save_to(str(tmp_path / "nowhere" / "card.pdf"))
    box = shop.dialog(QMessageBox)
    assert "could not be written" in box.text()
    box.close()
    assert shown.isVisible()
    shown.close()


def test_the_dialogs_of_the_system_do_not_block(shop: OrderShop) -> None:
    shown = preview(shop)
    shown.choose_printer()
    shown.choose_file()
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QPrintDialog | QFileDialog)]
    open_ones = [dialog for dialog in dialogs if dialog.isVisible()]
    assert len(open_ones) == 2
    for dialog in open_ones:
        dialog.close()
    shown.close()


@pytest.mark.parametrize(("paper", "width", "height"), [("command-card", 210, 148), ("bin-label", 100, 40)])
def test_paper_keeps_its_size_on_the_printer(
    shop: OrderShop, tmp_path: Path, paper: str, width: float, height: float
) -> None:
    from sqlalchemy import select

    from shopdesk.store.tables import Location

    ids = shop.desk.read(lambda session: list(session.scalars(select(Location.id)))) if paper == "bin-label" else []
    print_paper(shop.window.shell, paper, ids)
    shown = shop.dialog(Preview)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_document(shown.document, printer)
    document = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert len(document) == shown.document.pageCount()
    points = document[0].get_size()
    assert [round(side * 25.4 / 72) for side in points] == [width, height]
    shown.close()


def test_a_printer_that_takes_nothing_is_said(shop: OrderShop, tmp_path: Path) -> None:
    shown = preview(shop)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder.pdf"))
    with pytest.raises(OutsideError):
        print_document(shown.document, printer)
    shown.close()


def test_characters_no_font_has_are_told_before_printing(shop: OrderShop) -> None:
    from shopdesk.usecases import customers, orders, packing, picking

    shop.customer = shop.desk.do(
        customers.create_customer, "สมชาย", line1="1 ถนน", city="Bangkok", postcode="10110", country="TH"
    )
    order_id = shop.desk.do(orders.create_order, shop.customer, [orders.NewLine(shop.tea)], on_terms=True)
    shop.desk.do(orders.confirm_order, order_id)
    wave = shop.desk.do(picking.release_wave, [order_id])
    shop.desk.do(picking.finish_picking, wave.wave_id)
    shop.desk.do(packing.start_packing, wave.shipment_ids[0])
    print_paper(shop.window.shell, "packing-slip", list(wave.shipment_ids), Options())
    assert "Some characters cannot be printed" in shop.words()
    shop.click("Print it with boxes")
    shop.dialog(Preview).close()


def test_the_bench_keeps_papers_until_a_printer_was_chosen(shop: OrderShop) -> None:
    pdf = printing.make(shop.desk, "command-card", []).pdf
    deliver = BenchPrinter(shop.window.shell)
    assert deliver("packing-slip", pdf) is PaperState.SAVED
    shop.window.memory.set("printer/packing-slip", "A printer that is gone")
    assert deliver("packing-slip", pdf) is PaperState.FAILED
