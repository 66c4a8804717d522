from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics

from shopdesk.ui.widgets.buttons import Button, Segmented, Stepper
from shopdesk.ui.widgets.charts import Bar, BarsByDay, Cover, CoverBars, Sparkline, nice_top
from shopdesk.ui.widgets.fields import DateRange
from shopdesk.ui.widgets.labels import Badge, Elided, FactRow, fact_width
from shopdesk.ui.widgets.people import Avatar, Thumb
from shopdesk.ui.widgets.pick_list import Choice, PickList
from shopdesk.ui.widgets.steps import ParcelSteps, ProgressSteps, Step
from shopdesk.ui.widgets.tiles import ChoiceCard, Figure, Queues, QueueTile
from shopdesk.ui.widgets.timeline import Event, Timeline


@given(some.floats(min_value=0.01, max_value=1e9))
def test_the_axis_ends_just_above_the_highest_bar(value: float) -> None:
    top = nice_top(value)
    assert value <= top * (1 + 1e-9)
    assert top <= max(1.0, value * 2.6)


@pytest.fixture
def bars(qtbot: Any) -> BarsByDay:
    shown = BarsByDay([Bar(f"2026-11-{day}", str(day), day * 3.0, day * 2.0, strong=day == 22) for day in range(9, 23)])
    qtbot.addWidget(shown)
    shown.resize(420, 190)
    shown.show()
    return shown


def test_a_click_on_a_bar_leads_to_its_rows(bars: BarsByDay, qtbot: Any) -> None:
    at = bars.areas()[3][0].center().toPoint()
    with qtbot.waitSignal(bars.opened) as told:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["2026-11-12"]


def test_bars_are_reached_with_keys(bars: BarsByDay, qtbot: Any) -> None:
    bars.setFocus()
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    with qtbot.waitSignal(bars.opened) as told:
        qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert told.args == ["2026-11-10"]
    assert "22: 66" in bars.accessibleName()


def test_nothing_to_chart_is_no_fault(qtbot: Any) -> None:
    for chart in (BarsByDay([]), CoverBars([], str), Sparkline([]), Timeline([])):
        qtbot.addWidget(chart)
        chart.resize(200, 100)
        assert not chart.grab().isNull()


def test_cover_bars_lead_to_their_product(qtbot: Any) -> None:
    chart = CoverBars(
        [Cover("7", "Moss ball", 0, 14, "out", "danger", "stop"), Cover("8", "Tea", 9, 19, "9 days")], str
    )
    qtbot.addWidget(chart)
    chart.resize(400, 100)
    chart.show()
    with qtbot.waitSignal(chart.opened) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(50, 40))
    assert told.args == ["8"]


def test_a_timeline_leads_to_documents(qtbot: Any) -> None:
    line = Timeline([Event("09:30", "Shipped", "DHL"), Event("09:12", "Paid", "PayPal", opens=("payment", 5))])
    qtbot.addWidget(line)
    line.resize(300, 90)
    line.show()
    with qtbot.waitSignal(line.opened) as told:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    assert told.args == ["payment", 5]


def test_a_long_word_gives_way_and_is_whole_in_its_tooltip(qtbot: Any) -> None:
    words = Elided("Rosenheimer Straße 52, 81669 München")
    qtbot.addWidget(words)
    words.resize(80, 20)
    words.show()
    words.grab()
    assert words.toolTip() == "Rosenheimer Straße 52, 81669 München"
    words.resize(600, 20)
    words.grab()
    assert words.toolTip() == ""


def test_a_fact_keeps_room_for_its_name(qtbot: Any) -> None:
    fact = FactRow("Ship to", "München", fact_width(["Ship to", "Payment terms"]))
    qtbot.addWidget(fact)
    fact.resize(300, 20)
    fact.show()
    name, value = fact.findChildren(Elided)
    assert name.width() >= QFontMetrics(name.font()).horizontalAdvance("Payment terms")
    assert value.x() >= name.width()


def test_a_refused_button_says_why(qtbot: Any) -> None:
    button = Button("Ship")
    qtbot.addWidget(button)
    button.refuse("Pack the parcel first.")
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "Pack the parcel first."
    button.refuse("")
    assert button.isEnabled()


def test_a_stepper_stays_within_its_bounds(qtbot: Any) -> None:
    stepper = Stepper(1, 0, 2)
    qtbot.addWidget(stepper)
    told: list[int] = []
    stepper.changed.connect(told.append)
    for _time in range(3):
        stepper._more.click()
    assert stepper.value() == 2
    assert told == [2]
    assert not stepper._more.isEnabled()


def test_exactly_one_segment_is_chosen(qtbot: Any) -> None:
    choice = Segmented([("a", "Where is it?"), ("b", "Return")], "a")
    qtbot.addWidget(choice)
    with qtbot.waitSignal(choice.chosen) as told:
        choice._buttons["b"].click()
    assert told.args == ["b"]
    assert choice.current() == "b"


def test_a_date_range_puts_the_earlier_day_first(qtbot: Any) -> None:
    ends = DateRange("2026-11-22..2026-11-03")
    qtbot.addWidget(ends)
    assert ends.value() == "2026-11-03..2026-11-22"


def test_a_list_of_choices_keeps_qts_rules_and_skips_headings(qtbot: Any, qtmodeltester: Any) -> None:
    choices = PickList()
    qtbot.addWidget(choices)
    choices.show_choices(
        [Choice("SO-1", group="Orders"), Choice("SO-2", group="Orders"), Choice("Tea", group="Products")]
    )
    qtmodeltester.check(choices.model())
    assert choices.current().title == "SO-1"
    choices.step(1)
    choices.step(1)
    assert choices.current().title == "Tea"
    choices.step(-1)
    assert choices.current().title == "SO-2"


def test_a_refused_choice_cannot_be_picked(qtbot: Any) -> None:
    choices = PickList()
    qtbot.addWidget(choices)
    picked: list[Any] = []
    choices.picked.connect(picked.append)
    choices.show_choices([Choice("Ship", why="Pack first.")])
    choices.pick()
    assert picked == []


def test_tiles_are_clicked_and_take_enter(qtbot: Any) -> None:
    went: list[str] = []
    tile = QueueTile("eye", "To review", 12, "oldest 2 h", "danger", lambda: went.append("queue"))
    card = ChoiceCard("play", "Look around", "Nothing can break.", lambda: went.append("choice"), strong=True)
    queues = Queues([tile, QueueTile("clock", "Late", 0)])
    for widget in (queues, card, Figure("1,842.30", "EUR today", "+12 %", "success")):
        qtbot.addWidget(widget)
        widget.show()
        assert not widget.grab().isNull()
    assert tile.accessibleName() == "To review: 12, oldest 2 h"
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert went == ["queue", "choice"]


def test_small_signs_can_be_drawn(qtbot: Any) -> None:
    steps = ProgressSteps(["File", "Columns", "Check", "Apply"], 2)
    parcel = ParcelSteps([Step("Packed", "20 Nov"), Step("Delivered")], 0)
    for widget in (steps, parcel, Badge("12"), Avatar("林雅婷"), Thumb(None, None, "Glaskanne Süd")):
        qtbot.addWidget(widget)
        widget.resize(max(widget.sizeHint().width(), 40), max(widget.sizeHint().height(), 24))
        assert not widget.grab().isNull()
    assert steps.accessibleName() == "Step 3 of 4: Check"
