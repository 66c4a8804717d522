from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from shopdesk.queries.picks import wave_to_pick, waves_of
from shopdesk.queries.shipment_details import shipment_detail
from shopdesk.ui.forms.outcomes import Outcomes
from shopdesk.ui.forms.short_picks import ShortPicks
from shopdesk.ui.pages.bench_window import BenchWindow
from shopdesk.ui.printing import Preview
from shopdesk.ui.widgets.empty_state import EmptyState
from shopdesk.ui.widgets.question import Question
from shopdesk.ui.widgets.timeline import Timeline
from shopdesk.usecases import orders, picking, shipping
from tests.documents.reading_back import text_in
from tests.ui.conftest import AtOnce
from tests.ui.order_shop import OrderShop, opened
from tests.ui.real_shop import toasts


@pytest.fixture
def shop(file_database: Any, qtbot: Any, at_once: AtOnce) -> OrderShop:
    made = opened(file_database, qtbot, at_once)
    made.window.open("packing")
    return made


def released(shop: OrderShop, *lines: tuple[int, int]) -> tuple[int, int]:
    order_id = shop.confirmed(*lines)
    return order_id, shop.desk.do(picking.release_wave, [order_id]).shipment_ids[0]


def state(shop: OrderShop, shipment: int) -> str:
    return str(shop.desk.read(shipment_detail, shipment).state)


def test_an_empty_list_explains_itself(shop: OrderShop) -> None:
    empty = shop.screen.findChild(EmptyState)
    assert "released to picking" in shop.words(empty)
    shop.click("Show the orders that can be picked", empty)
    assert shop.screen.key == "orders"


def test_the_list_keeps_the_rules_of_a_model(shop: OrderShop) -> None:
    released(shop)
    tester = QAbstractItemModelTester(shop.screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    shop.screen.reload()
    assert shop.screen.table.model().rowCount() == 1
    tester.deleteLater()


def test_the_pick_list_is_printed_for_the_wave(shop: OrderShop) -> None:
    _order, shipment = released(shop)
    shop.window.open("packing", view="to_pick", row=shipment)
    shop.click("Print pick list")
    preview = shop.dialog(Preview)
    assert preview.title == "Pick list"
    preview.close()


def test_all_picked_brings_the_goods_to_the_bench(shop: OrderShop) -> None:
    _order, shipment = released(shop)
    shop.window.open("packing", view="to_pick", row=shipment)
    shop.click("All picked")
    dialog = shop.dialog(ShortPicks)
    assert "3 pieces go to the bench." in shop.words(dialog)
    assert "A-01-1" in shop.words(dialog)
    shop.click("Bring to the bench", dialog)
    assert state(shop, shipment) == "picked"
    assert shop.desk.read(wave_to_pick, shop.desk.read(waves_of, [shipment])[0]).picks == ()


def test_what_was_not_found_waits_and_the_rest_goes_on(shop: OrderShop) -> None:
    order_id, shipment = released(shop)
    shop.window.open("packing", view="to_pick", row=shipment)
    shop.click("All picked")
    dialog = shop.dialog(ShortPicks)
    first = next(iter(dialog.missing.values()))
    first.set_value(1, True)
    assert "1 not found: they are set aside as missing, and the order waits." in shop.words(dialog)
    shop.click("Bring to the bench", dialog)
    line = shop.desk.read(shipment_detail, shipment).lines[0]
    assert (line.picked, line.short) == (1, 1)
    assert shop.detail(order_id).lines[0].reserved == 1


def test_the_bench_opens_over_everything_and_esc_leaves_it(shop: OrderShop, qtbot: Any) -> None:
    _order, shipment = released(shop)
    shop.desk.do(picking.pick_shipment, shipment)
    shop.window.open("packing", view="to_pack", row=shipment)
    shop.click("Pack this")
    QApplication.processEvents()
    bench = next(w for w in QApplication.topLevelWidgets() if isinstance(w, BenchWindow) and w.isVisible())
    assert bench.isWindow() and bench.isFullScreen()
    assert bench.session.order is not None and bench.session.order.shipment_id == shipment
    for _press in range(3):
        qtbot.keyClick(bench, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not [w for w in QApplication.topLevelWidgets() if isinstance(w, BenchWindow)])
    assert state(shop, shipment) == "packing"
    shop.click("Packing bench", shop.window)
    bench = next(w for w in QApplication.topLevelWidgets() if isinstance(w, BenchWindow))
    bench.close()


def test_shipping_without_a_number_is_refused_with_the_rule(shop: OrderShop) -> None:
    _order, shipment = shop.packed()
    shop.window.open("shipment", shipment)
    ship = shop.button("Ship")
    assert not ship.isEnabled()
    assert ship.toolTip() == "The tracking number is missing on 1 of 1 parcels."


def test_a_scanned_number_and_shipping_complete_the_order(shop: OrderShop) -> None:
    order_id, shipment = shop.packed()
    shop.window.open("packing", view="to_ship", row=shipment)
    shop.click("Tracking number…")
    question = shop.dialog(Question)
    shop.type(question.field("code"), "00340434161094000011")
    shop.enter(question.field("code"))
    parcel = shop.desk.read(shipment_detail, shipment).parcels[0]
    assert parcel.tracking_no == "00340434161094000011"
    shop.click("Ship")
    assert state(shop, shipment) == "shipped"
    assert shop.detail(order_id).state == "completed"
    assert shop.detail(order_id).lines[0].shipped == 2


def test_numbers_are_asked_parcel_after_parcel(shop: OrderShop) -> None:
    ids = [shop.packed((shop.tea, 1))[1], shop.packed((shop.gaiwan, 1))[1]]
    shop.window.open("packing", view="to_ship")
    shop.qtbot.keyClick(shop.screen.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    shop.screen.run(next(verb for verb in shop.screen.verbs() if verb.title == "Tracking number…"))
    for code in ("JD0001", "JD0002"):
        question = shop.dialog(Question)
        shop.type(question.field("code"), code)
        shop.type(question.field("carrier"), "DHL")
        question.answer()
    found = {shop.desk.read(shipment_detail, shipment).parcels[0].tracking_no for shipment in ids}
    assert found == {"JD0001", "JD0002"}
    assert shop.window.memory.get("carriers") == ["DHL"]


def test_shipping_many_lists_what_may_not_leave(shop: OrderShop) -> None:
    ready, lacking = shop.packed((shop.tea, 1))[1], shop.packed((shop.gaiwan, 1))[1]
    shop.desk.do(shipping.set_tracking, ready, "JD0001", "DHL")
    shop.window.open("packing", view="to_ship")
    shop.qtbot.keyClick(shop.screen.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    shop.screen.run(next(verb for verb in shop.screen.verbs() if verb.title == "Ship"))
    dialog = shop.dialog(Outcomes)
    assert "1 shipment left the house" in shop.words(dialog)
    assert "tracking number is missing" in shop.words(dialog)
    dialog.close()
    assert (state(shop, ready), state(shop, lacking)) == ("shipped", "packed")


def test_a_shipment_that_never_left_is_voided_with_a_reason(shop: OrderShop) -> None:
    order_id, shipment = shop.packed()
    shop.desk.do(shipping.set_tracking, shipment, "JD0001", "DHL")
    shop.desk.do(shipping.ship, shipment)
    shop.window.open("shipment", shipment)
    shop.screen.run(next(verb for verb in shop.screen.verbs() if verb.title == "Void…"))
    shop.type(shop.dialog(Question).field("reason"), "Still on the shelf")
    shop.click("Void the shipment")
    assert state(shop, shipment) == "voided"
    assert shop.detail(order_id).lines[0].shipped == 0


def test_cancelling_puts_the_goods_back(shop: OrderShop) -> None:
    order_id, shipment = shop.packed()
    shop.window.open("shipment", shipment)
    shop.screen.run(next(verb for verb in shop.screen.verbs() if verb.title == "Cancel shipment…"))
    shop.type(shop.dialog(Question).field("reason"), "Wrong address")
    shop.click("Cancel the shipment")
    assert state(shop, shipment) == "cancelled"
    assert shop.detail(order_id).fulfilment == "ready"


def test_the_page_shows_parcels_papers_and_every_scan(shop: OrderShop) -> None:
    _order, shipment = shop.packed()
    shop.window.open("shipment", shipment)
    assert "No tracking number yet" in shop.words()
    shop.click("Packing slip")
    shop.dialog(Preview).close()
    shop.click("Shipping label")
    shop.dialog(Preview).close()
    shop.window.open("shipment", shipment, tab="record")
    assert shop.words().count("GW-1") == 2
    assert "3 pieces counted" in shop.words()
    shop.window.open("shipment", shipment, tab="history")
    assert "Packed: 3 pieces" in shop.screen.findChild(Timeline).accessibleName()


def test_the_hand_over_list_names_the_parcels_of_today(shop: OrderShop) -> None:
    _order, shipment = shop.packed()
    shop.click("Hand-over list…")
    preview = shop.dialog(Preview)
    assert preview.title == "Hand-over list" and preview.document.pageCount() == 1
    assert shop.desk.read(shipment_detail, shipment).number in text_in(preview.drawn.pdf)
    preview.close()


def test_without_a_parcel_today_there_is_nothing_to_hand_over(shop: OrderShop) -> None:
    released(shop)
    shop.click("Hand-over list…")
    assert shop.dialog(Preview) is None
    assert "No parcel was handed over on" in toasts(shop.window)[-1]


def test_an_unpicked_shipment_has_no_slip_yet(shop: OrderShop) -> None:
    _order, shipment = released(shop)
    shop.window.open("shipment", shipment)
    assert shop.button("Packing slip").toolTip() == "The goods are not picked yet."
    assert not shop.button("Shipping label").isEnabled()


def test_a_held_order_stays_off_the_bench(shop: OrderShop) -> None:
    order_id, shipment = released(shop)
    shop.desk.do(picking.pick_shipment, shipment)
    shop.desk.do(orders.hold_order, order_id, "Fraud check")
    shop.window.open("shipment", shipment)
    assert shop.button("Pack this").toolTip() == "The order is on hold."


def test_a_packed_parcel_is_opened_again(shop: OrderShop) -> None:
    _order, shipment = shop.packed()
    shop.window.open("shipment", shipment)
    shop.screen.run(next(verb for verb in shop.screen.verbs() if verb.title == "Open again…"))
    shop.click("Open it again")
    assert state(shop, shipment) == "packing"


@pytest.mark.parametrize("place", ["packing", "shipment"])
def test_everything_fits_a_small_window(shop: OrderShop, place: str) -> None:
    _order, shipment = shop.packed()
    shop.window.open(place, shipment)
    least = shop.window.minimumSizeHint()
    assert least.width() <= 1280 and least.height() <= 720
