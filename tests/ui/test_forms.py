from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import major_text
from shopdesk.ui.forms.countries import country_choices, country_name, currency_of, language_name, paper_of
from shopdesk.ui.forms.entries import money_value, whole_number


@given(st.integers(0, 10**11), st.sampled_from(["EUR", "CNY", "TWD", "KWD"]))
def test_money_is_read_as_it_is_shown(minor: int, currency: str) -> None:
    shown = major_text(minor, currency)
    assert money_value(shown, currency) == minor
    assert money_value(shown.replace(".", ","), currency) == minor
    assert money_value(f" {shown} {currency}", currency) == minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [("1,284.50", 128450), ("1.284,50", 128450), ("12", 1200), ("", None), ("0,5", 50), ("-3.10", -310)],
)
def test_money_as_people_type_it(text: str, minor: int | None) -> None:
    assert money_value(text, "EUR") == minor


@pytest.mark.parametrize("text", ["a lot", "1.2.3", "12.345", "NaN", "1e99", "--3"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        money_value(text, "EUR")


def test_whole_numbers() -> None:
    assert whole_number(" 12 ") == 12
    assert whole_number("−2") == -2
    assert whole_number("+2") == 2
    assert whole_number("") is None
    for text in ("1.5", "two", "9" * 40):
        with pytest.raises(UserError):
            whole_number(text)


def test_what_goes_with_a_country() -> None:
    assert ("DE", "Germany") in country_choices()
    assert (currency_of("CN"), currency_of("TW"), currency_of("US"), currency_of("DE")) == ("CNY", "TWD", "USD", "EUR")
    assert (paper_of("US"), paper_of("CN")) == ("Letter", "A4")
    assert country_name("??") == "??"
    assert (language_name("es"), language_name("")) == ("Spanish", "")
