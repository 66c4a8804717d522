"""Prices, suggestions, the selection board, the product list, bundles, channels and papers on the screen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton
from sqlalchemy import update

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Role, User
from shopdesk.queries.assortment import documents_of, pictures_of
from shopdesk.queries.kits import kit_of
from shopdesk.queries.pricing import price_view
from shopdesk.queries.product_details import product_detail, variant_stock
from shopdesk.store.tables import Variant
from shopdesk.store.work import utc_now
from shopdesk.ui.forms import assortment_forms
from shopdesk.ui.forms.form import Form
from shopdesk.ui.forms.price_forms import pasted_prices
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.widgets.buttons import Segmented
from shopdesk.ui.widgets.question import Question
from shopdesk.usecases import assortment, kits, pricing, products, selection
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import Goods, dialog_of, fill, press, toasts, window_on
from tests.ui.test_list_screen import words_of


@pytest.fixture
def desk(file_database: Any) -> Desk:
    return Desk(file_database)


@pytest.fixture
def goods(desk: Desk) -> Goods:
    return fill(desk)


@pytest.fixture
def window(desk: Desk, goods: Goods, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(desk, qtbot, at_once, "products")


def product_of(desk: Desk, variant: int) -> int:
    return desk.read(variant_stock, variant).product_id


def test_the_prices_tab_says_why_and_what_else(window: MainWindow, desk: Desk, goods: Goods) -> None:
    desk.do(products.edit_variant, goods.mug, {"cost": 600})
    desk.do(pricing.set_price_rules, {"cost_plus": "margin", "margin": "0.6", "ending": "90"})
    window.open("variant", goods.mug, tab="prices")
    page = window.current()
    shown = " | ".join(words_of(page))
    for words in ("Why 12.90 EUR?", "Cost 6.00 EUR ÷ (1 − 60 %).", "14.90 EUR", "Nobody’s price is noted yet"):
        assert words in shown
    press(page, "Accept")
    assert desk.read(price_view, goods.mug).price == 1490
    assert "12.90 → 14.90" in " | ".join(words_of(page))
    press(page, "Add…")
    question = dialog_of(window, Question)
    question.field("source").setText("Teahouse")
    question.field("price").setText("0")
    question.answer()
    assert question.isVisible(), "a price of nothing is refused in the dialog"
    question.field("price").setText("13,50")
    question.answer()
    assert [one.price for one in desk.read(price_view, goods.mug).competitors] == [1350]


def test_a_price_below_the_floor_is_asked_for_and_kept_with_its_reason(
    window: MainWindow, desk: Desk, goods: Goods
) -> None:
    desk.do(products.edit_variant, goods.mug, {"cost": 1000})
    window.open("variant", goods.mug, tab="prices")
    press(window.current(), "Change…")
    form = dialog_of(window, Form)
    form.field("price").setText("10.20")
    form.answer()
    question = dialog_of(window, Question)
    question.field("reason").setText("Cracked glaze")
    question.answer()
    view = desk.read(price_view, goods.mug)
    assert (view.price, view.changes[0].reason) == (1020, "Cracked glaze")
    assert view.below_floor


def test_suggestions_are_accepted_with_one_undo(window: MainWindow, desk: Desk, goods: Goods) -> None:
    for variant in (goods.mug, goods.tea):
        desk.do(products.edit_variant, variant, {"cost": 500})
    desk.do(pricing.set_price_rules, {"cost_plus": "markup", "markup": "2"})
    window.open("suggestions")
    screen = window.screen_of("suggestions")
    press(window, "Ask the rules anew")
    model = screen.table.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.rowCount() == 2
    model.pick_all()
    accept = next(verb for verb in screen.verbs() if verb.title == "Accept")
    screen.run(accept)
    assert desk.read(variant_stock, goods.mug).price == 1500
    assert toasts(window)[-1] == "2 prices changed."
    assert window.shell.toasts.undo_last()
    assert desk.read(variant_stock, goods.mug).price == 1290


def test_price_rules_are_typed_as_percent(window: MainWindow, desk: Desk) -> None:
    window.open("suggestions")
    press(window, "Price rules…")
    form = dialog_of(window, Form)
    form.field("margin").setText("much")
    form.answer()
    assert "no number" in form.problem_of("margin")
    form.field("margin").setText("42,5")
    form.field("stale_days").setText("14")
    form.answer()
    from shopdesk.queries.price_rules import price_rules

    rules = desk.read(price_rules)
    assert (str(rules.margin), rules.stale_days) == ("0.425", 14)


def test_a_change_of_one_score_sorts_the_board_at_once(window: MainWindow, desk: Desk) -> None:
    for name, demand in (("First", 5), ("Second", 4)):
        desk.do(selection.new_candidate, name, f"C-{name}", demand, 4, margin=3)
    window.open("selection")
    screen = window.screen_of("selection")
    model = screen.table.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [model.row_at(at).title for at in range(2)] == ["First", "Second"]
    screen.table.go_to(model.row_at(1).id)
    for axis in ("Supply control", "Demand"):
        choices = [one for one in screen.inspector.findChildren(Segmented) if one.accessibleName() == axis]
        choices[-1].chosen.emit("5")  # the inspector is drawn anew after each change
    assert [model.row_at(at).title for at in range(2)] == ["Second", "First"]
    assert "75 of 125" in " ".join(words_of(screen.inspector))
    assert window.shell.toasts.undo_last()


def test_a_candidate_is_typed_and_put_into_testing(window: MainWindow, desk: Desk) -> None:
    window.open("selection")
    press(window, "New candidate")
    form = dialog_of(window, Form)
    for key, words in (("title", "Matcha whisk"), ("sku", "CAN-9"), ("price", "18.90"), ("cost", "6.20")):
        form.field(key).setText(words)
    form.answer()
    screen = window.screen_of("selection")
    row = screen.table.current_row()
    assert (row.title, row.margin, row.score) == ("Matcha whisk", 5, 45)
    screen.run(next(verb for verb in screen.verbs() if verb.title == "Test it"))
    assert desk.read(product_detail, row.product_id).lifecycle == "testing"


def test_skus_given_twice_are_repaired_from_the_list(window: MainWindow, desk: Desk, goods: Goods) -> None:
    with desk.database.writing() as connection:
        connection.execute(
            update(Variant.__table__)
            .where(Variant.__table__.c.id.in_([goods.mug, goods.tea]))
            .values(sku="SAME", sku_key="same")
        )
    window.open("product-list", view="same_sku")
    screen = window.screen_of("product-list")
    QAbstractItemModelTester(screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert screen.table.model().rowCount() == 2
    screen.table.go_to_first()
    assert any("same SKU" in words for words in words_of(screen.inspector))
    press(window, "Repair SKUs given twice…")
    question = dialog_of(window, Question)
    question.answer()
    assert screen.table.model().rowCount() == 0
    assert {desk.read(variant_stock, one).sku for one in (goods.mug, goods.tea)} == {"SAME", "SAME-2"}


def test_parts_of_a_bundle_are_added_changed_and_taken_out(window: MainWindow, desk: Desk, goods: Goods) -> None:
    box = desk.do(products.create_product, "Gift box", "BOX-1", item_type="bundle", price=2000)
    window.open("variant", box)
    page = window.current()
    assert any("No parts yet" in words for words in words_of(page))
    press(page, "Add a part…")
    question = dialog_of(window, Question)
    question.field("sku").setText("nothing")
    question.answer()
    assert question.isVisible()
    question.field("sku").setText(desk.read(variant_stock, goods.mug).sku)
    question.answer()
    kit = desk.read(kit_of, box)
    assert [(part.variant_id, part.units) for part in kit.parts] == [(goods.mug, 1)]
    assert "10 can be made now" in words_of(page)
    desk.do(kits.set_parts, box, [(goods.mug, 3)])
    assert "3 can be made now" in words_of(page)
    assert page.thing.variants[0].available == 3
    assortment_forms.remove_part(window.shell, desk.read(kit_of, box), desk.read(kit_of, box).parts[0])
    assert desk.read(kit_of, box).parts == ()
    assert window.shell.toasts.undo_last()
    assert desk.read(kit_of, box).parts[0].units == 3


def test_channels_papers_and_attributes_are_kept(window: MainWindow, desk: Desk, goods: Goods) -> None:
    product = product_of(desk, goods.mug)
    desk.do(assortment.note_document, product, "Old report", utc_now().date() - timedelta(days=2))
    window.open("product", product, tab="shelves")
    page = window.current()
    shown = " | ".join(words_of(page))
    assert "No longer valid: Old report" in shown
    assert "Missing: " in shown
    press(page, "Put on the shelf")
    assert {"on 1 shelf", "Take off"} <= {*words_of(page), *(b.text() for b in page.findChildren(QPushButton))}
    press(page, "Edit…")  # the attributes
    question = dialog_of(window, Question)
    question.field("lines").setPlainText("Material")
    question.answer()
    assert question.isVisible()
    question.field("lines").setPlainText("Material: stoneware\nCare: by hand")
    question.answer()
    assert desk.read(product_detail, product).attributes == {"Material": "stoneware", "Care": "by hand"}


def test_pictures_are_dropped_pasted_put_first_and_removed(
    window: MainWindow, desk: Desk, goods: Goods, tmp_path: Path
) -> None:
    product = product_of(desk, goods.mug)
    for name, colour in (("a.png", 0xFF00AA00), ("b.png", 0xFFAA0000)):
        image = QImage(64, 64, QImage.Format.Format_RGB32)
        image.fill(colour)
        image.save(str(tmp_path / name))
    (tmp_path / "c.png").write_text("no picture")
    shell = window.shell
    assortment_forms.drop_pictures(shell, product, [str(tmp_path / "a.png")])
    image = QImage(str(tmp_path / "b.png"))
    QGuiApplication.clipboard().setImage(image)
    assortment_forms.paste_picture(shell, product)
    one, two = desk.read(pictures_of, product)
    assert desk.read(product_detail, product).image == one
    assortment_forms.show_first(shell, product, two)
    assert desk.read(pictures_of, product) == [two, one]
    assortment_forms.remove_picture(shell, product, two)
    assert desk.read(pictures_of, product) == [one]
    assert window.shell.toasts.undo_last()
    assert desk.read(pictures_of, product) == [two, one]


def test_a_paper_keeps_its_file(window: MainWindow, desk: Desk, goods: Goods, tmp_path: Path) -> None:
    product = product_of(desk, goods.mug)
    (tmp_path / "food.pdf").write_bytes(b"%PDF-1.4")
    assortment_forms.add_document(window.shell, product, str(tmp_path / "food.pdf"))
    question = dialog_of(window, Question)
    question.answer()
    (paper,) = desk.read(documents_of, product)
    assert (paper.name, paper.file_name, paper.size) == ("food", "food.pdf", 8)


def test_a_barcode_is_removed_with_undo(window: MainWindow, desk: Desk, goods: Goods) -> None:
    from shopdesk.ui.forms.variant_form import remove_barcode

    code = "96385074"
    desk.do(products.add_barcode, goods.mug, code, 6, "box")
    known = desk.read(product_detail, product_of(desk, goods.mug)).variants[0]
    remove_barcode(window.shell, known, code, 6)
    assert code not in dict(desk.read(variant_stock, goods.mug).barcodes)
    assert window.shell.toasts.undo_last()
    assert dict(desk.read(variant_stock, goods.mug).barcodes)[code] == 6


def test_a_viewer_sees_no_costs_and_cannot_price(desk: Desk, goods: Goods, qtbot: Any, at_once: AtOnce) -> None:
    desk.do(products.edit_variant, goods.mug, {"cost": 417})
    window = window_on(desk, qtbot, at_once, "products", User(9, "Vera", Role.VIEWER))
    for tab in ("prices", "variants", "shelves"):
        window.open("variant", goods.mug, tab=tab)
        shown = " | ".join(words_of(window.current()))
        assert "4.17" not in shown, tab
        assert "Accept" not in shown
        assert "Save" not in shown


def test_a_replaced_product_leads_to_the_one_that_replaced_it(window: MainWindow, desk: Desk, goods: Goods) -> None:
    old, new = product_of(desk, goods.mug), product_of(desk, goods.tea)
    desk.do(products.edit_product, old, {"superseded_by": new, "lifecycle": "retired"})
    window.open("product", old)
    page = window.current()
    title = desk.read(product_detail, new).title
    assert f"Replaced by {title}." in words_of(page)
    press(page, "Open")
    assert window.current().name_now() == title


def test_copied_lines_of_competitors_prices_are_read() -> None:
    text = "SKU\tWho\tPrice\nMU-1\tTeahouse\t12,50\t2026-01-05\n\nMU-2;Cups;9.90;;seen at the fair\n"
    assert pasted_prices(text, "EUR") == [
        {"sku": "MU-1", "source": "Teahouse", "price": 1250, "seen_on": "2026-01-05"},
        {"sku": "MU-2", "source": "Cups", "price": 990, "note": "seen at the fair"},
    ]
    for wrong, words in (("MU-1;Cups", "Line 1 needs"), ("MU-1;Cups;1\nMU-2;Cups;much", "Line 2: “much” is no amount")):
        with pytest.raises(UserError, match=words):
            pasted_prices(wrong, "EUR")
