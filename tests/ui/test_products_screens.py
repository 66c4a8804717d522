from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Role, User
from shopdesk.queries.product_details import product_detail, variant_stock
from shopdesk.store.engine import Database
from shopdesk.ui.forms.form import Form
from shopdesk.ui.forms.product_form import keep_picture
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.picture_files import SMALL, WHOLE, read_picture
from shopdesk.ui.widgets.timeline import Timeline
from shopdesk.usecases import products
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import Goods, dialog_of, fill, press, toasts, window_on
from tests.ui.test_list_screen import words_of


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return Desk(file_database)


@pytest.fixture
def goods(desk: Desk) -> Goods:
    return fill(desk)


@pytest.fixture
def window(desk: Desk, goods: Goods, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(desk, qtbot, at_once, "products")


def test_the_list_shows_products_and_their_stock(window: MainWindow) -> None:
    screen = window.screen_of("products")
    QAbstractItemModelTester(screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert screen.table.model().rowCount() == 2
    assert "Mug, petrol" in words_of(screen.inspector)
    assert "10 available" in words_of(screen.inspector)


def test_a_new_product_is_typed_and_shown(window: MainWindow, desk: Desk, qtbot: Any) -> None:
    press(window, "New product")
    form = dialog_of(window, Form)
    for key, words in (("title", "Gaiwan 盖碗"), ("sku", "GW-1"), ("price", "48,50"), ("barcode", "2000001000335")):
        form.field(key).setText(words)
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.current().name_now() == "Gaiwan 盖碗"
    known = window.current().thing
    assert known.variants[0].price == 4850
    assert known.variants[0].barcodes == (("2000001000335", 1),)
    assert toasts(window) == ["Gaiwan 盖碗 added."]


def test_what_is_wrong_stands_at_its_field(window: MainWindow, qtbot: Any) -> None:
    press(window, "New product")
    form = dialog_of(window, Form)
    form.field("sku").setText("mu-pe")
    form.field("price").setText("a lot")
    form.field("barcode").setText("4006381333932")
    form.answer()
    assert form.isVisible()
    assert form.problem_of("title") == "Please fill this in."
    assert form.problem_of("sku") == "A product has the SKU or barcode “mu-pe” already."
    assert form.problem_of("price") == "“a lot” is no amount."
    assert "wrong check digit" in form.problem_of("barcode")
    form.reject()
    assert form.isVisible(), "typed words are thrown away only on the second time"
    form.reject()
    assert not form.isVisible()


def test_a_product_is_edited_and_retired_and_put_back(window: MainWindow, desk: Desk, goods: Goods, qtbot: Any) -> None:
    screen = window.screen_of("products")
    press(screen.inspector, "Edit…")
    form = dialog_of(window, Form)
    form.field("title").setText("Mug, sea green")
    form.answer()
    assert screen.table.current_row().title == "Mug, sea green"
    retire = next(verb for verb in screen.verbs() if verb.title == "Retire")
    screen.run(retire)
    assert screen.table.model().rowCount() == 1
    assert window.shell.toasts.undo_last()
    assert screen.table.model().rowCount() == 2


def test_the_page_shows_variants_bins_and_history(window: MainWindow, desk: Desk, goods: Goods, qtbot: Any) -> None:
    product = desk.read(variant_stock, goods.mug).product_id
    window.open("product", product)
    page = window.current()
    shown = words_of(page)
    assert {"Variants", "Stock by bin", "A-01-1", "10 on hand"} <= set(shown)
    press(page, "Add a variant…")
    form = dialog_of(window, Form)
    form.field("title").setText("Sea green")
    form.field("sku").setText("MU-SG")
    form.answer()
    assert [one.sku for one in page.thing.variants] == ["MU-PE", "MU-SG"]
    page.choose(page.thing.variants[1].id)
    press(page, "Change…")
    form = dialog_of(window, Form)
    form.field("price").setText("14.90")
    form.answer()
    assert page.thing.variants[1].price == 1490
    page.arrive(tab="history")
    stories = [story.accessibleName() for story in page.findChildren(Timeline)]
    assert any("Price 12.90 EUR → 14.90 EUR" in story for story in stories)


def test_a_changed_product_is_not_overwritten(window: MainWindow, desk: Desk, qtbot: Any) -> None:
    screen = window.screen_of("products")
    press(screen.inspector, "Edit…")
    form = dialog_of(window, Form)
    desk.do(products.edit_product, screen.table.current_row().id, {"brand": "Other"})
    form.field("title").setText("Mine")
    form.answer()
    assert form.isVisible()
    assert any("Somebody else changed this" in words for words in words_of(form))
    form.reject()
    form.reject()


def test_a_scanned_variant_opens_its_product(window: MainWindow, goods: Goods) -> None:
    window.open("variant", goods.tea)
    assert window.current().name_now() == "铁观音 Tieguanyin"
    assert window.current().variant().id == goods.tea


def picture(path: Path, width: int = 2400, height: int = 1200) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    image.setText("Comment", "secret place")
    assert image.save(str(path))
    return path


def test_a_picture_is_made_anew_and_small(tmp_path: Path) -> None:
    made = read_picture(picture(tmp_path / "a.jpg"))
    whole, small = QImage.fromData(made.whole), QImage.fromData(made.small)
    assert (whole.width(), whole.height()) == (WHOLE, WHOLE // 2)
    assert small.width() == SMALL
    assert made.whole.startswith(b"\x89PNG")
    assert b"secret" not in made.whole


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    drawing = tmp_path / "drawing.png"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with pytest.raises(UserError, match="no PNG, JPEG or WebP"):
        read_picture(drawing)
    whole = picture(tmp_path / "whole.png").read_bytes()
    bomb = bytearray(whole)
    bomb[16:24] = (30_000).to_bytes(4, "big") * 2
    (tmp_path / "bomb.png").write_bytes(bytes(bomb))
    with pytest.raises(UserError):
        read_picture(tmp_path / "bomb.png")
    with pytest.raises(UserError, match="cannot be read"):
        read_picture(tmp_path / "none.png")


def test_a_kept_picture_shows(window: MainWindow, desk: Desk, goods: Goods, tmp_path: Path) -> None:
    kept: list[str] = []
    keep_picture(window.shell, picture(tmp_path / "a.png"), kept.append)
    assert desk.image(kept[0]) is not None
    product = desk.read(variant_stock, goods.mug).product_id
    desk.do(products.edit_product, product, {"image": kept[0]})
    assert desk.read(product_detail, product).image == kept[0]


def test_a_viewer_sees_no_costs_and_no_buttons(desk: Desk, goods: Goods, qtbot: Any, at_once: AtOnce) -> None:
    desk.do(products.edit_variant, goods.mug, {"cost": 417})
    window = window_on(desk, qtbot, at_once, "products", User(9, "Vera", Role.VIEWER))
    window.open("product", desk.read(variant_stock, goods.mug).product_id)
    shown = words_of(window.current())
    assert "4.17" not in shown
    assert "12.90" in shown
    buttons = {shown.text() for shown in window.findChildren(QPushButton) if shown.isVisible()}
    assert not buttons & {"Edit…", "Change…", "New product", "Receive…"}
