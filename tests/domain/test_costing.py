"""First in, first out: what is here, what it cost, what was used."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.costing import (
    CostMove,
    Flow,
    Layer,
    average_value,
    by_age,
    cost_of_losses,
    cost_of_sales,
    days_of_stock,
    fifo,
    turns,
    value_at,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: int) -> datetime:
    return START + timedelta(days=day)


def moves(*parts: tuple[Flow, int, int | None]) -> list[CostMove]:
    return [CostMove(flow, units, at(day), cost) for day, (flow, units, cost) in enumerate(parts)]


def test_the_oldest_layer_is_sold_first():
    books = fifo(moves((Flow.IN, 10, 100), (Flow.IN, 10, 120), (Flow.SOLD, 12, None)))
    assert cost_of_sales(books, at(0), at(9)) == 10 * 100 + 2 * 120
    assert (books.units, books.value) == (8, 960)


def test_what_a_customer_brings_back_returns_at_the_cost_at_which_it_left():
    books = fifo(moves((Flow.IN, 1, 100), (Flow.IN, 5, 200), (Flow.SOLD, 1, None), (Flow.BACK, 1, None)))
    assert books.value == 1100
    assert cost_of_sales(books, at(0), at(9)) == 0


def test_losses_are_not_sales():
    books = fifo(moves((Flow.IN, 4, 50), (Flow.LOST, 1, None), (Flow.SOLD, 1, None)))
    assert cost_of_losses(books, at(0), at(9)) == 50
    assert cost_of_sales(books, at(0), at(9)) == 50


def test_a_period_holds_its_first_moment_and_not_its_last():
    books = fifo(moves((Flow.IN, 4, 50), (Flow.SOLD, 1, None), (Flow.SOLD, 1, None)))
    assert cost_of_sales(books, at(1), at(2)) == 50


def test_a_missing_cost_is_taken_from_the_item_and_said_to_be_an_estimate():
    books = fifo(moves((Flow.IN, 3, None), (Flow.IN, 1, 10)), usual_cost=40)
    assert (books.value, books.estimated) == (130, 3)


def test_a_receipt_taken_back_leaves_at_the_newest_cost_and_costs_nobody():
    books = fifo(moves((Flow.IN, 5, 10), (Flow.IN, 5, 99), (Flow.UNDONE, 5, None)))
    assert (books.value, books.came_in, books.used) == (50, 50, [])


flows = st.lists(
    st.builds(
        CostMove,
        st.sampled_from(Flow),
        st.integers(1, 30),
        st.integers(0, 300).map(at),
        st.none() | st.integers(0, 10_000),
    ),
    max_size=40,
)


@given(flows, st.integers(0, 500))
def test_what_came_in_is_here_or_was_used(history: list[CostMove], usual: int):
    books = fifo(history, usual)
    assert books.came_in == books.value + sum(used.cost for used in books.used)
    assert books.units >= 0
    assert all(layer.quantity > 0 for layer in books.layers)


def test_the_value_of_a_morning_knows_nothing_of_the_day():
    books = fifo(moves((Flow.IN, 10, 5), (Flow.SOLD, 4, None), (Flow.BACK, 1, None)))
    assert [value_at(books, at(day)) for day in range(4)] == [0, 50, 30, 35]
    assert average_value(books, [at(0), at(1), at(2), at(3)]) == 115 / 4


def test_turns_and_days():
    assert turns(1000, 250) == 4.0
    assert days_of_stock(365, 4.0) == 91.25
    assert turns(1000, 0.0) is None
    assert days_of_stock(365, None) is None


def test_ages_in_days_since_they_came():
    today = date(2026, 6, 30)
    monthly = [
        Layer(2, 100, today - timedelta(30)),
        Layer(1, 100, today - timedelta(31)),
    ]
    assert by_age([*monthly, Layer(5, 10, date(2024, 1, 1))], today) == {30: (2, 200), 60: (1, 100), None: (5, 50)}
