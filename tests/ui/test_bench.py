"""The packing bench through its visible window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shopdesk.domain.packing import ScanResult
from shopdesk.ui import theme
from shopdesk.ui.bench.parts import Text
from shopdesk.ui.bench.stages import Sound, Stage
from shopdesk.ui.screens.bench import BenchScreen
from tests.ui.bench_port import MemoryPort
from tests.ui.bench_shop import ITEMS, NOW, label_pdf, line, look_alike_order, order, sample_orders
from tests.ui.bench_words import use_words

TEA, MUG, SOAP, TOWEL, CANDLE = (ITEMS[key].code for key in ("tea", "mug", "soap", "towel", "candle"))
ALL_OF_10482 = (TEA, MUG, MUG, SOAP, TOWEL)
SIZES = [(1280, 720), (1366, 768), (1920, 1080)]
Key = Qt.Key


@pytest.fixture(autouse=True)
def plain_words() -> Iterator[None]:
    yield
    use_words("en")


class Packer:
    """Sits at a bench: scans, presses keys, reads what the screen says. Each scan comes a second after the last."""

    def __init__(self, qtbot: QtBot, port: MemoryPort, size: tuple[int, int] = (1366, 768)) -> None:
        self.qtbot, self.port = qtbot, port
        self.heard: list[Sound] = []
        self.now = 100.0
        self.screen = BenchScreen(port, play=self.heard.append, clock=self._clock, now=lambda: NOW)
        qtbot.addWidget(self.screen)
        self.screen.resize(*size)
        self.screen.show()
        self.screen.start()
        qtbot.waitExposed(self.screen)

    def _clock(self) -> float:
        self.now += 1
        return self.now

    def scan(self, *codes: str, end: Qt.Key = Key.Key_Return) -> None:
        for code in codes:
            QTest.keyClicks(self.screen, code)
            QTest.keyClick(self.screen, end)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.screen, key)

    def words(self) -> list[str]:
        """Everything written on the screen now."""
        self.screen.view.render_session()
        return [own.text() for own in self.screen.findChildren(Text) if own.isVisible()]

    def reads(self, *wanted: str) -> bool:
        shown = self.words()
        return all(any(one in words for words in shown) for one in wanted)


@pytest.fixture
def packer(qtbot: QtBot) -> Packer:
    return Packer(qtbot, MemoryPort(sample_orders()))


def test_scanning_every_unit_closes_the_parcel(packer: Packer) -> None:
    assert packer.reads("Scan an order", "10482", "1 h late")
    packer.scan("10482")
    assert packer.reads("In this parcel", "0 of 5 pieces", "Scan the first item", "Note from the office")
    packer.scan(TEA, MUG)
    assert packer.reads("Correct", "2 of 5", "1 / 2", "Still to scan")
    packer.scan(MUG, SOAP, TOWEL)
    assert packer.reads("Parcel complete", "Packing slip", "printed", "10479", "Slot 9")
    assert packer.port.record.closed == [82]
    assert packer.heard[-1] is Sound.COMPLETE


def test_a_wrong_scan_turns_red_and_only_f9_or_the_ok_code_goes_on(packer: Packer) -> None:
    packer.scan("10482", TEA, CANDLE)
    assert packer.reads("Wrong item", "not in order 10482", "Fig candle", "Put it back, then scan OK", "Olive oil soap")
    assert packer.heard[-1] is Sound.WRONG
    packer.press(Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Escape, Key.Key_1, Key.Key_Tab, Key.Key_F3)
    packer.scan(MUG, SOAP)
    assert packer.reads("Wrong item")
    assert packer.screen.session.stage is Stage.ALARM
    assert packer.screen.session.order is not None
    assert packer.screen.session.order.packed == 1
    packer.press(Key.Key_F9)
    assert not packer.reads("Wrong item")
    packer.scan(MUG)
    assert packer.screen.session.order.packed == 2
    packer.scan(CANDLE, "CMD-OK")
    assert packer.screen.session.stage is Stage.PACKING


def test_swallowed_scans_are_counted_on_the_screen(packer: Packer) -> None:
    packer.scan("10482", CANDLE, MUG, SOAP, "12345")
    assert packer.screen.session.swallowed == 3
    assert packer.reads("3", "scans ignored")


def test_a_surplus_is_refused(packer: Packer) -> None:
    packer.scan("10482", TEA, TEA)
    assert packer.reads("Too many", "Sencha tea tin is already complete.")
    assert [result for *_rest, result in packer.port.record.scans] == [ScanResult.OK, ScanResult.TOO_MANY]


def test_an_unknown_code_shows_the_code(packer: Packer) -> None:
    packer.scan("10482", "4006381333931")
    assert packer.reads("Unknown code", "4006381333931")


def test_undo_takes_back_the_last_piece(packer: Packer) -> None:
    packer.scan("10482", TEA)
    packer.press(Key.Key_F3)
    assert packer.reads("Taken back", "0 of 5 pieces")


def test_a_quantity_is_typed_or_scanned(packer: Packer) -> None:
    packer.scan("10482")
    packer.press(Key.Key_F2)
    QTest.keyClicks(packer.screen, "2")
    assert packer.reads("How many pieces?", "2")
    packer.press(Key.Key_Return)
    packer.scan(MUG)
    assert packer.reads("2 of 2 · all in", "+ 2")


def test_hold_asks_why(packer: Packer) -> None:
    packer.scan("10482")
    packer.press(Key.Key_F4)
    assert packer.reads("Why is it laid aside?", "An item is missing")
    packer.scan("1")
    assert packer.reads("Order 10482 is on hold: An item is missing", "Scan an order")


def test_a_code_may_end_with_tab(packer: Packer) -> None:
    packer.scan("10482", TEA, end=Key.Key_Tab)
    assert packer.screen.session.order is not None
    assert packer.screen.session.order.packed == 1


def test_a_burst_of_fifty_codes_loses_none_and_keeps_their_order(qtbot: QtBot) -> None:
    codes = [item.code for item in list(ITEMS.values())[:8]]
    lines = [line(at, key, 7) for at, key in enumerate(list(ITEMS)[:8], 1)]
    packer = Packer(qtbot, MemoryPort([order(1, "10500", "1", lines)]))
    packer.scan("10500")
    burst = [codes[at % 8] for at in range(50)]
    packer.scan(*burst)
    assert [code for _id, code, *_rest in packer.port.record.scans] == burst
    assert packer.screen.session.order is not None
    assert packer.screen.session.order.packed == 50
    assert packer.reads("50 of 56")


def test_one_pull_of_the_trigger_counts_once(qtbot: QtBot) -> None:
    port = MemoryPort(sample_orders())
    screen = BenchScreen(port, clock=lambda: 100.0, now=lambda: NOW)
    qtbot.addWidget(screen)
    screen.show()
    screen.start()
    for code in ("10482", MUG, MUG):
        QTest.keyClicks(screen, code)
        QTest.keyClick(screen, Key.Key_Return)
    assert len(port.record.scans) == 1


def test_a_scan_counts_wherever_the_focus_is(qtbot: QtBot) -> None:
    window = QWidget()
    field = QLineEdit()
    port = MemoryPort(sample_orders())
    bench = BenchScreen(port, now=lambda: NOW)
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(bench)
    qtbot.addWidget(window)
    window.show()
    bench.start()
    qtbot.waitExposed(window)
    field.setFocus()
    handle = window.windowHandle()
    for character in "10482":
        QTest.keyClick(handle, character)
    QTest.keyClick(handle, Key.Key_Return)
    assert field.text() == ""
    assert bench.session.order is not None
    assert bench.session.order.number == "10482"


def test_shortcuts_of_the_window_do_not_take_the_bench_keys(qtbot: QtBot) -> None:
    packer = Packer(qtbot, MemoryPort(sample_orders()))
    fired: list[str] = []
    for keys in ("F3", "1", "Ctrl+K"):
        action = QAction(keys, packer.screen)
        action.setShortcut(keys)
        action.triggered.connect(lambda _on=False, keys=keys: fired.append(keys))
        packer.screen.addAction(action)
    handle = packer.screen.windowHandle()
    QTest.keyClick(handle, Key.Key_F3)
    QTest.keyClick(handle, Key.Key_1)
    assert fired == []
    assert packer.screen.keys.typed == "1"
    QTest.keyClick(handle, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert fired == ["Ctrl+K"]


def test_input_methods_are_off_and_the_bench_has_a_name(packer: Packer) -> None:
    assert not packer.screen.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert packer.screen.accessibleName() == "Packing bench"


def test_full_width_digits_from_an_input_method_count(packer: Packer) -> None:
    for code in ("１０４８２", "２００６３８１３１１０２３"):
        for character in code:
            press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(packer.screen, press)
        packer.press(Key.Key_Return)
    assert packer.screen.session.order is not None
    assert packer.screen.session.order.packed == 1


def test_a_code_whose_enter_got_lost_counts_after_a_silence(packer: Packer, qtbot: QtBot) -> None:
    packer.scan("10482")
    packer.screen.keys._silence.setInterval(1)
    with qtbot.waitSignal(packer.screen.keys.scanned):
        QTest.keyClicks(packer.screen, TEA)
    assert packer.screen.session.order is not None
    assert packer.screen.session.order.packed == 1


def test_a_key_throws_away_what_was_half_typed(packer: Packer) -> None:
    packer.scan("10482")
    QTest.keyClicks(packer.screen, "20063")
    packer.press(Key.Key_F3)
    assert packer.screen.keys.typed == ""
    QTest.keyClicks(packer.screen, "AB")
    packer.press(Key.Key_Backspace, Key.Key_Escape)
    assert packer.screen.keys.typed == ""
    assert packer.screen.session.stage is Stage.PACKING


def test_no_dialog_ever_opens(packer: Packer) -> None:
    packer.scan("10482", CANDLE, "CMD-OK", "CMD-HOLD", "zz", "CMD-PASS", "1", "1", *ALL_OF_10482)
    assert QApplication.activeModalWidget() is None
    assert [own for own in QApplication.topLevelWidgets() if own.isVisible()] == [packer.screen]


def test_leaving_is_a_signal(packer: Packer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(packer.screen.left):
        packer.press(Key.Key_Escape)


def test_the_label_shown_is_the_rendered_pdf(packer: Packer) -> None:
    packer.port.label = label_pdf()
    packer.scan("10482", *ALL_OF_10482)
    packer.screen.view.render_session()
    picture = packer.screen.view._label[1]
    assert picture is not None
    assert abs(picture.width() / picture.height() - 100 / 150) < 0.01
    image = picture.toImage()
    dark = sum(
        image.pixelColor(x, y).lightness() < 90 for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    )
    assert dark > 100


def test_a_label_that_is_no_pdf_is_left_out(packer: Packer) -> None:
    packer.port.label = b"no pdf"
    packer.scan("10482", *ALL_OF_10482)
    assert packer.reads("Parcel complete")


def decoded(image: QImage) -> list[str]:
    zxingcpp = pytest.importorskip("zxingcpp")
    from PIL import Image

    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    size = (grey.width(), grey.height())
    pixels = Image.frombytes("L", size, bytes(grey.constBits()), "raw", "L", grey.bytesPerLine())
    return [found.text for found in zxingcpp.read_barcodes(pixels)]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_ok_code_on_the_red_page_can_be_scanned(
    qtbot: QtBot, qapp: QApplication, mode: str, size: tuple[int, int]
) -> None:
    theme.apply_theme(qapp, mode)
    packer = Packer(qtbot, MemoryPort(sample_orders()), size)
    packer.scan("10482", CANDLE)
    packer.screen.view.render_session()
    assert "CMD-OK" in decoded(packer.screen.grab().toImage())


def waiting(packer: Packer) -> None:
    """Nothing scanned yet."""


def begun(packer: Packer) -> None:
    packer.scan("10482")


def right(packer: Packer) -> None:
    packer.scan("10482", TEA, MUG, MUG)


def wrong(packer: Packer) -> None:
    packer.scan("10482", TEA, CANDLE, "1")


def surplus(packer: Packer) -> None:
    packer.scan("10482", TEA, TEA)


def unknown(packer: Packer) -> None:
    packer.scan("10482", "4006381333931")


def complete(packer: Packer) -> None:
    packer.port.label = label_pdf()
    packer.scan("10482", *ALL_OF_10482)


def tracking(packer: Packer) -> None:
    packer.port.tracking_needed = True
    packer.scan("10482", *ALL_OF_10482)


def odd_weight(packer: Packer) -> None:
    packer.port.habits["asks_weight"] = True
    packer.screen.refresh()
    packer.scan("10482", *ALL_OF_10482, "1126")


def holding(packer: Packer) -> None:
    packer.scan("10482", TEA, "CMD-HOLD")


def forcing(packer: Packer) -> None:
    packer.scan("10482", "CMD-PASS")


def helped(packer: Packer) -> None:
    packer.press(Key.Key_F1)


STATES = [waiting, begun, right, wrong, surplus, unknown, complete, tracking, odd_weight, holding, forcing, helped]


def outside(packer: Packer) -> list[str]:
    """Words that do not lie wholly within the screen or within the area they belong to."""
    packer.screen.view.render_session()
    QTest.qWait(1)
    found = []
    for own in packer.screen.findChildren(Text):
        if not own.isVisible() or not own.text().strip():
            continue
        area = own
        while area.parentWidget() is not packer.screen.view:
            area = area.parentWidget()
        box = QRect(own.mapTo(area, QPoint(0, 0)), own.size())
        if not area.rect().adjusted(-1, -1, 1, 1).contains(box):
            found.append(own.text())
    return found


@pytest.mark.parametrize("language", ["en", "zh", "de"])
def test_everything_fits_the_smallest_screen_in_every_language(
    qtbot: QtBot, qapp: QApplication, language: str, subtests: pytest.Subtests
) -> None:
    theme.apply_theme(qapp, "light", "zh_CN" if language == "zh" else "en")
    use_words(language)
    for state in STATES:
        with subtests.test(state=state.__name__):
            packer = Packer(qtbot, MemoryPort(sample_orders(chinese=language == "zh"), waiting=11), SIZES[0])
            state(packer)
            assert outside(packer) == []
            assert (packer.screen.width(), packer.screen.height()) == SIZES[0]
            packer.screen.close()


@pytest.mark.parametrize("state", [waiting, right, wrong, complete], ids=lambda state: state.__name__)
@pytest.mark.parametrize("size", [*SIZES[1:], (1280, 1024), (2560, 1080)])
def test_everything_fits_other_screens(qtbot: QtBot, size: tuple[int, int], state: Callable[[Packer], None]) -> None:
    packer = Packer(qtbot, MemoryPort(sample_orders(), waiting=11), size)
    state(packer)
    assert outside(packer) == []
    assert (packer.screen.width(), packer.screen.height()) == size


def test_a_look_alike_shows_both_items(qtbot: QtBot) -> None:
    packer = Packer(qtbot, MemoryPort([look_alike_order()]))
    packer.scan("10482", TEA, MUG)
    assert packer.reads("Look closely", "This one", "Not this one", "Slate blue", "Mixed up 3 times in 90 days.")
    assert outside(packer) == []


@pytest.mark.parametrize("count", [1, 5, 7, 20])
def test_the_line_scanned_last_is_always_in_sight(qtbot: QtBot, count: int) -> None:
    keys = list(ITEMS)
    lines = [line(at, keys[at % len(keys)], 2, title=f"Thing {at}") for at in range(count)]
    lines = [replace(own, variant_id=at, codes={f"CODE-{at}": 1}) for at, own in enumerate(lines)]
    packer = Packer(qtbot, MemoryPort([order(1, "10500", "1", lines)]))
    packer.scan("10500")
    for at in range(count):
        packer.scan(f"CODE-{at}")
        assert packer.reads(f"Thing {at}", "1 / 2")
    assert outside(packer) == []


def test_a_switch_of_theme_and_size_shows_the_same_work(packer: Packer, qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply_theme(qapp, "light")
    packer.scan("10482", TEA)
    light = packer.screen.grab().toImage().pixelColor(40, 400)
    theme.apply_theme(qapp, "dark")
    QTest.qWait(5)
    assert packer.reads("Correct", "1 of 5")
    assert packer.screen.grab().toImage().pixelColor(40, 400) != light
    packer.screen.resize(1280, 720)
    QTest.qWait(1)
    assert packer.reads("Correct", "1 of 5")
    assert outside(packer) == []
    theme.apply_theme(qapp, "light")


def test_the_clock_moves_without_a_scan(packer: Packer) -> None:
    assert packer.reads(f"{NOW.astimezone():%H:%M}")
    packer.screen.view.tick()
    assert packer.reads(f"{NOW.astimezone():%H:%M}")
