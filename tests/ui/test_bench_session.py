"""What the bench does with scans and keys, without a window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.domain.errors import Conflict, Forbidden, OutsideError, UserError
from shopdesk.domain.packing import COMMANDS, ScanResult
from shopdesk.ui.bench.entry import EntryKind, read_weight
from shopdesk.ui.bench.port import PaperState
from shopdesk.ui.bench.session import BenchSession
from shopdesk.ui.bench.stages import Sound, Stage
from tests.ui.bench_port import MemoryPort
from tests.ui.bench_shop import ITEMS, line, look_alike_order, order, sample_orders

TEA, MUG, SOAP, TOWEL, CANDLE = (ITEMS[key].code for key in ("tea", "mug", "soap", "towel", "candle"))
CASE_OF_MUGS = ITEMS["mug"].case
ALL_OF_10482 = (TEA, MUG, MUG, SOAP, TOWEL)


class Bench:
    """A session on an in-memory shop with a clock that runs one second a scan."""

    def __init__(self, port: MemoryPort | None = None) -> None:
        self.port = port or MemoryPort(sample_orders())
        self.heard: list[Sound] = []
        self.left = 0
        self.now = 100.0
        self.session = BenchSession(self.port, clock=lambda: self.now, play=self.heard.append, leave=self._leave)
        self.session.start()

    def _leave(self) -> None:
        self.left += 1

    def scan(self, *codes: str) -> None:
        for code in codes:
            self.now += 1
            self.session.scan(code)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.session.press(key)

    @property
    def results(self) -> list[ScanResult]:
        return [result for *_rest, result in self.port.record.scans]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_scanning_every_piece_closes_the_parcel_and_opens_the_next_order(bench: Bench) -> None:
    bench.scan("10482", *ALL_OF_10482)
    assert bench.session.stage is Stage.COMPLETE
    assert bench.port.record.closed == [82]
    assert bench.session.closed is not None
    assert bench.session.closed.number == "10482"
    assert bench.session.next_order is not None
    assert bench.session.next_order.number == "10479"
    assert bench.heard == [Sound.RIGHT] * 5 + [Sound.COMPLETE]


def test_the_first_item_of_the_next_order_goes_on_with_it(bench: Bench) -> None:
    bench.scan("10482", *ALL_OF_10482, CANDLE)
    assert bench.port.record.closed == [82, 79]
    assert bench.session.stage is Stage.COMPLETE


def test_the_slip_of_another_order_goes_on_with_that_one(bench: Bench) -> None:
    bench.scan("10482", *ALL_OF_10482, "10485")
    assert bench.session.stage is Stage.PACKING
    assert bench.session.order is not None
    assert bench.session.order.number == "10485"


def test_an_item_of_no_next_order_is_wrong_there(bench: Bench) -> None:
    bench.scan("10482", *ALL_OF_10482, SOAP)
    assert bench.session.stage is Stage.ALARM
    assert bench.session.order is not None
    assert bench.session.order.number == "10479"


@pytest.mark.parametrize("code", ["SLOT-7", "10482"])
def test_an_order_opens_by_its_number_or_slot(bench: Bench, code: str) -> None:
    bench.scan(code)
    assert bench.session.order is not None
    assert bench.session.order.shipment_id == 82
    assert bench.port.record.scans == []


def test_the_item_of_a_single_item_order_opens_and_packs_it_at_once(bench: Bench) -> None:
    bench.scan(CANDLE)
    assert bench.port.record.closed == [79]


def test_a_code_no_order_has_is_told_while_waiting(bench: Bench) -> None:
    bench.scan("99999")
    assert bench.session.stage is Stage.WAITING
    assert bench.session.note is not None
    assert "99999" in bench.session.note.text
    assert bench.heard == [Sound.WRONG]


def test_a_wrong_item_turns_the_bench_red_and_swallows_scans_until_ok(bench: Bench) -> None:
    bench.scan("10482", TEA, CANDLE, MUG, SOAP, "10483")
    assert bench.session.stage is Stage.ALARM
    assert bench.session.alarm is not None
    assert bench.session.alarm.result is ScanResult.WRONG
    assert bench.session.alarm.other is not None
    assert bench.session.alarm.other.title == "Fig candle"
    assert bench.session.swallowed == 3
    assert bench.session.order is not None
    assert bench.session.order.packed == 1
    bench.scan("CMD-OK")
    assert bench.session.stage is Stage.PACKING
    assert bench.port.record.acknowledged == [(82, (MUG, SOAP, "10483"))]
    bench.scan(MUG)
    assert bench.session.order.packed == 2


@pytest.mark.parametrize("key", [key for key in ("Esc", "F1", *(entry.key for entry in COMMANDS)) if key != "F9"])
def test_no_key_but_f9_ends_a_red_page(bench: Bench, key: str) -> None:
    bench.scan("10482", CANDLE)
    bench.press(key)
    assert bench.session.stage is Stage.ALARM


@pytest.mark.parametrize("code", ["CMD-UNDO", "CMD-NEXT", "CMD-HOLD", "CMD-PASS", "CMD-DONE", "1", " ", "CMD-Q5"])
def test_no_code_but_ok_ends_a_red_page(bench: Bench, code: str) -> None:
    bench.scan("10482", CANDLE, code)
    assert bench.session.stage is Stage.ALARM
    bench.press("F9")
    assert bench.session.stage is Stage.PACKING


def test_a_surplus_is_refused_and_recorded(bench: Bench) -> None:
    bench.scan("10482", MUG, MUG, MUG)
    assert bench.session.stage is Stage.ALARM
    assert bench.results == [ScanResult.OK, ScanResult.OK, ScanResult.TOO_MANY]
    assert bench.session.order is not None
    assert bench.session.order.packed == 2


def test_a_case_is_refused_when_fewer_pieces_remain(bench: Bench) -> None:
    bench.scan("10482", CASE_OF_MUGS)
    assert bench.session.alarm is not None
    assert bench.session.alarm.result is ScanResult.TOO_MANY


def test_an_unknown_code_is_refused_too(bench: Bench) -> None:
    bench.scan("10482", "4006381333931")
    assert bench.session.alarm is not None
    assert bench.session.alarm.result is ScanResult.UNKNOWN


def test_one_pull_of_the_trigger_counts_once(bench: Bench) -> None:
    bench.scan("10482", MUG)
    bench.now += 0.2
    bench.session.scan(MUG)
    assert bench.results == [ScanResult.OK]
    bench.now += 0.4
    bench.session.scan(MUG)
    assert bench.results == [ScanResult.OK, ScanResult.OK]


def test_the_last_item_scanned_twice_in_a_hurry_does_not_touch_the_next_order(bench: Bench) -> None:
    bench.scan("10483", ITEMS["pot"].code, MUG, MUG, TEA)
    bench.now += 0.1
    bench.session.scan(TEA)
    assert bench.session.stage is Stage.COMPLETE


def test_undo_takes_the_last_piece_back_and_says_which(bench: Bench) -> None:
    bench.scan("10482", TEA, MUG, "CMD-UNDO")
    assert bench.session.order is not None
    assert [own.packed for own in bench.session.order.lines] == [1, 0, 0, 0]
    assert bench.session.taken_back is not None
    assert bench.session.taken_back.title == "Stoneware mug"
    bench.press("F3", "F3")
    assert bench.session.order.packed == 0
    assert bench.session.note is not None


def test_the_piece_just_taken_back_may_be_scanned_at_once(bench: Bench) -> None:
    bench.scan("10482", TEA)
    bench.press("F3")
    bench.session.scan(TEA)
    assert bench.session.order is not None
    assert bench.session.order.packed == 1


def test_undo_between_orders_reopens_the_last_parcel(bench: Bench) -> None:
    bench.scan("10482", *ALL_OF_10482)
    bench.press("F3")
    assert bench.session.stage is Stage.PACKING
    assert bench.session.order is not None
    assert bench.session.order.number == "10482"


def test_undo_with_nothing_closed_says_so(bench: Bench) -> None:
    bench.press("F3")
    assert bench.session.note is not None


@pytest.mark.parametrize("ways", [["CMD-Q2"], ["CMD-QTY2"], ["F2", "2"]])
def test_a_quantity_counts_for_the_next_scan_only(bench: Bench, ways: list[str]) -> None:
    bench.scan("10482")
    for way in ways:
        bench.press(way) if way == "F2" else bench.scan(way)
    bench.scan(MUG, TEA)
    assert [(code, quantity) for _id, code, quantity, _result in bench.port.record.scans] == [(MUG, 2), (TEA, 1)]


def test_a_scan_instead_of_a_quantity_is_a_scan(bench: Bench) -> None:
    bench.scan("10482")
    bench.press("F2")
    bench.scan(MUG)
    assert bench.session.entry is None
    assert bench.port.record.scans == [(82, MUG, 1, ScanResult.OK)]


def test_a_refused_scan_drops_the_quantity(bench: Bench) -> None:
    bench.scan("10482", "CMD-Q5", MUG, "CMD-OK", MUG)
    assert [quantity for _id, _code, quantity, _result in bench.port.record.scans] == [5, 1]


def test_hold_asks_for_a_reason_and_lays_the_order_aside(bench: Bench) -> None:
    bench.scan("10482", TEA, "CMD-HOLD", "1")
    assert bench.port.record.held == [(82, "An item is missing")]
    assert bench.session.stage is Stage.WAITING
    assert bench.session.note is not None
    assert "10482" in bench.session.note.text


def test_a_reason_may_be_typed(bench: Bench) -> None:
    bench.scan("10482", "CMD-HOLD", "box is wet")
    assert bench.port.record.held == [(82, "box is wet")]


@pytest.mark.parametrize("scanned", [MUG, "MUG-ASH-30", "9", "4006381333931"])
def test_a_scan_is_no_reason(bench: Bench, scanned: str) -> None:
    bench.scan("10482", "CMD-HOLD", scanned)
    assert bench.port.record.held == []
    assert bench.session.entry is not None
    bench.press("Esc")
    assert bench.session.entry is None
    assert bench.session.stage is Stage.PACKING


def test_force_asks_which_line_and_why(bench: Bench) -> None:
    bench.scan("10482", TEA, MUG, MUG, "CMD-PASS")
    assert bench.session.entry is not None
    assert bench.session.entry.kind is EntryKind.LINE
    assert bench.session.entry.choices[1].startswith("Linen tea towel")
    bench.scan("2", "1")
    assert bench.port.record.forced == [(82, 14, "The barcode does not scan")]
    bench.scan(SOAP)
    assert bench.session.stage is Stage.COMPLETE


def test_forcing_the_last_line_closes_the_parcel(bench: Bench) -> None:
    bench.scan("10482", TEA, MUG, MUG, SOAP)
    bench.press("F10")
    bench.scan("3")
    assert bench.port.record.forced == [(82, 14, "Counted twice by hand")]
    assert bench.session.stage is Stage.COMPLETE


def test_force_without_the_right_is_refused_with_a_sentence(bench: Bench) -> None:
    bench.port.refuse("force", Forbidden("Only a manager may force a line."))
    bench.scan("10482", TEA, MUG, MUG, SOAP, "CMD-PASS", "1")
    assert bench.session.note is not None
    assert bench.session.note.text == "Only a manager may force a line."
    assert bench.session.order is not None
    assert not bench.session.order.complete


def test_next_parcel_goes_on_with_the_rest(bench: Bench) -> None:
    bench.scan("10482", TEA, "CMD-NEXT")
    assert bench.session.order is not None
    assert (bench.session.order.parcel_no, bench.session.order.packed) == (2, 1)
    bench.scan(MUG, MUG, SOAP, TOWEL)
    assert bench.session.stage is Stage.COMPLETE


def test_an_empty_parcel_cannot_be_left_for_the_next(bench: Bench) -> None:
    bench.scan("10482", "CMD-NEXT")
    assert bench.session.note is not None
    assert bench.session.note.text == "The parcel is still empty."


def test_the_slip_is_printed_again_for_the_open_and_for_the_last_parcel(bench: Bench) -> None:
    bench.scan("10482", "CMD-SLIP", *ALL_OF_10482)
    bench.press("F8")
    assert bench.port.record.slips == [82, 82]


def test_closing_by_hand_says_what_is_missing(bench: Bench) -> None:
    bench.scan("10482", TEA, "CMD-DONE")
    assert bench.session.note is not None
    assert bench.session.note.text == "4 pieces are still missing."


def test_a_parcel_that_could_not_close_closes_with_the_command(bench: Bench) -> None:
    bench.port.refuse("close", OutsideError("The disk is full."))
    bench.scan("10482", *ALL_OF_10482)
    assert bench.session.stage is Stage.PACKING
    assert bench.session.note is not None
    assert bench.session.note.text == "The disk is full."
    bench.press("F12")
    assert bench.session.stage is Stage.COMPLETE


def test_a_scan_that_could_not_be_recorded_does_not_count(bench: Bench) -> None:
    bench.scan("10482")
    bench.port.refuse("scan", OutsideError("The disk is full."))
    bench.scan(TEA)
    assert bench.session.order is not None
    assert bench.session.order.packed == 0
    assert bench.heard[-1] is Sound.ATTENTION


def test_an_order_somebody_else_packed_sends_back_to_the_waiting_page(bench: Bench) -> None:
    bench.scan("10482")
    bench.port.refuse("scan", Conflict("Order 10482 was packed by Ann at 10:42."))
    bench.scan(TEA)
    assert bench.session.stage is Stage.WAITING
    assert bench.session.note is not None
    assert "Ann" in bench.session.note.text


def test_a_shop_that_cannot_be_read_is_told_not_raised() -> None:
    port = MemoryPort(sample_orders())
    bench = Bench(port)
    bench.scan("10482")
    port.refuse("scan", Conflict("Changed."))
    port.refuse("facts", UserError("The shop is closed."))
    bench.scan(TEA)
    assert bench.session.note is not None
    assert bench.session.note.text == "Changed."


def test_the_weight_is_asked_before_closing_where_the_bench_wants_it() -> None:
    bench = Bench(MemoryPort(sample_orders(), asks_weight=True))
    bench.scan("10482", *ALL_OF_10482)
    assert bench.session.entry is not None
    assert bench.session.entry.kind is EntryKind.WEIGHT
    bench.scan("1250")
    assert bench.session.stage is Stage.COMPLETE
    assert bench.port.finished[82].weight_g == 1250


def test_a_weight_that_does_not_fit_is_a_question_naming_the_item() -> None:
    bench = Bench(MemoryPort(sample_orders(), asks_weight=True))
    bench.scan("10482", *ALL_OF_10482, "1,126 kg")
    assert bench.session.stage is Stage.WEIGHT
    assert bench.session.question is not None
    assert bench.session.question.line_id == 13
    bench.press("F5")
    bench.scan("1.25")
    assert bench.session.stage is Stage.COMPLETE


def test_an_odd_weight_may_be_forced_recounted_or_taken_back() -> None:
    bench = Bench(MemoryPort(sample_orders(), asks_weight=True))
    bench.scan("10482", *ALL_OF_10482, "1126", "CMD-REDO")
    assert bench.session.order is not None
    assert bench.session.order.packed == 0
    bench.scan(*ALL_OF_10482, "1126", "CMD-PASS", "scale is off")
    assert bench.port.record.forced == [(82, None, "scale is off")]
    assert bench.session.stage is Stage.COMPLETE


def test_an_item_scanned_instead_of_a_weight_is_one_too_many() -> None:
    bench = Bench(MemoryPort(sample_orders(), asks_weight=True))
    bench.scan("10482", *ALL_OF_10482, SOAP)
    assert bench.session.stage is Stage.ALARM
    bench.press("F9")
    assert bench.session.entry is not None
    assert bench.session.entry.kind is EntryKind.WEIGHT


@pytest.mark.parametrize(
    ("typed", "grams"),
    [
        ("1128", 1128),
        ("1128 g", 1128),
        ("1.128", 1128),
        ("1,25 kg", 1250),
        ("2kg", 2000),
        ("0", None),
        ("ab", None),
        ("2006381300416", None),
        ("1.2.3", None),
        ("250000", None),
    ],
)
def test_weights_are_read_in_grams_and_kilograms(typed: str, grams: int | None) -> None:
    assert read_weight(typed) == grams


def test_the_tracking_number_is_asked_where_it_is_needed(bench: Bench) -> None:
    bench.port.tracking_needed = True
    bench.scan("10482", *ALL_OF_10482)
    assert bench.session.entry is not None
    bench.scan(CANDLE)
    assert bench.port.record.tracking == []
    assert bench.session.stage is Stage.COMPLETE
    bench.scan("PE41082210SE")
    assert bench.port.record.tracking == [(82, "PE41082210SE")]
    assert bench.session.entry is None


def test_the_tracking_number_may_wait(bench: Bench) -> None:
    bench.port.tracking_needed = True
    bench.scan("10482", *ALL_OF_10482, "CMD-OK", "10483")
    assert bench.port.record.tracking == []
    assert bench.session.order is not None
    assert bench.session.order.number == "10483"


def test_escape_leaves_only_between_orders_and_warns_before_leaving_a_begun_parcel(bench: Bench) -> None:
    bench.scan("10482", TEA)
    bench.press("Esc")
    assert bench.session.stage is Stage.PACKING
    assert bench.session.note is not None
    bench.press("Esc")
    assert bench.session.stage is Stage.WAITING
    assert bench.left == 0
    bench.press("Esc")
    assert bench.left == 1


def test_a_begun_parcel_goes_on_where_it_was_left(bench: Bench) -> None:
    bench.scan("10482", TEA)
    bench.press("Esc", "Esc")
    bench.scan("10482")
    assert bench.session.order is not None
    assert bench.session.order.packed == 1


def test_help_shows_and_hides(bench: Bench) -> None:
    bench.press("F1")
    assert bench.session.helping
    bench.press("Esc")
    assert not bench.session.helping
    assert bench.left == 0


def test_a_look_alike_is_shown_before_the_first_scan_and_while_more_of_it_come() -> None:
    bench = Bench(MemoryPort([look_alike_order()]))
    bench.scan("10482")
    assert bench.session.look_alike() is not None
    bench.scan(TEA)
    assert bench.session.look_alike() is None
    bench.scan(MUG)
    assert bench.session.look_alike() is not None
    bench.scan(MUG)
    assert bench.session.look_alike() is None
    assert bench.heard == [Sound.ATTENTION, Sound.RIGHT, Sound.ATTENTION, Sound.RIGHT]


def test_commands_without_an_order_ask_for_one(bench: Bench) -> None:
    bench.scan("CMD-HOLD")
    assert bench.session.note is not None
    assert bench.session.note.text == "Scan an order first."


def test_printers_may_report_later(bench: Bench) -> None:
    bench.scan("10482", *ALL_OF_10482)
    bench.session.papers_are(PaperState.PRINTED, PaperState.FAILED)
    assert bench.session.closed is not None
    assert bench.session.closed.label is PaperState.FAILED


def test_the_counters_are_read_again_between_orders_only(bench: Bench) -> None:
    bench.port.habits["wrong_scans"] = 7
    bench.session.refresh()
    assert bench.session.facts.wrong_scans == 7
    bench.scan("10482")
    bench.port.refuse("facts", UserError("Not now."))
    bench.session.refresh()
    assert bench.session.note is None


CODES = st.sampled_from(
    [
        TEA,
        MUG,
        SOAP,
        TOWEL,
        CANDLE,
        CASE_OF_MUGS,
        "10482",
        "10483",
        "junk",
        "1",
        "CMD-OK",
        "CMD-UNDO",
        "CMD-Q2",
        "CMD-NEXT",
        "CMD-HOLD",
        "CMD-PASS",
        "CMD-DONE",
        "CMD-KG",
        "CMD-REDO",
        "CMD-SLIP",
        "CMD-X",
        "1250",
    ]
)
KEYS = st.sampled_from([entry.key for entry in COMMANDS] + ["Esc", "F1", "F11"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(CODES.map(lambda c: ("scan", c)), KEYS.map(lambda k: ("key", k))), max_size=40), st.booleans()
)
def test_whatever_happens_no_parcel_closes_with_other_contents_than_its_lines(
    steps: list[tuple[str, str]], asks_weight: bool
) -> None:
    bench = Bench(MemoryPort(sample_orders(), asks_weight=asks_weight))
    for kind, what in steps:
        red = bench.session.stage is Stage.ALARM
        counted = len(bench.port.record.scans)
        bench.scan(what) if kind == "scan" else bench.press(what)
        assert not red or len(bench.port.record.scans) == counted
        for own in bench.port.orders.values():
            assert all(0 <= one.packed <= one.expected for one in own.lines)
    assert all(own.complete for own in bench.port.finished.values())


def test_a_line_of_many_pieces_packs_by_the_case() -> None:
    many = order(1, "10500", "1", [line(1, "mug", 12)])
    bench = Bench(MemoryPort([replace(many, ship_by=None)]))
    bench.scan("10500", CASE_OF_MUGS, CASE_OF_MUGS)
    assert bench.session.stage is Stage.COMPLETE
