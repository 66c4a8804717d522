"""Text that no database can keep is cleaned or refused before anything is done with it."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, Role, User, needs
from shopdesk.domain.texts import storable


@dataclass(frozen=True)
class Record:
    """Something handed over."""

    name: str
    units: int = 1


def test_nul_characters_are_taken_out_wherever_they_stand():
    assert storable("Te\0a") == "Tea"
    assert storable(["a\0", ("b", {"c\0": "d\0"})]) == ["a", ("b", {"c": "d"})]
    assert storable(Record("Te\0a", 3)) == Record("Tea", 3)


@pytest.mark.parametrize("text", ["M\udcfcller", "\ud83d", "x\udfff"])
def test_half_a_character_is_refused_with_a_sentence(text: str):
    with pytest.raises(UserError, match=r"cannot be read. Please type it again\."):
        storable({"name": [text]})


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_everything_else_is_handed_on_as_it_is(value: object):
    if "\\x00" not in repr(value):
        assert storable(value) is value


def test_every_use_case_gets_text_that_can_be_stored():
    @needs(Right.EDIT_ORDERS)
    def verb(work: object, name: str, *, tags: list[str]) -> tuple[str, list[str]]:
        return name, tags

    work = SimpleNamespace(user=User(1, "Olga", Role.OWNER))
    assert verb(work, "A\0nn", tags=["\0x"]) == ("Ann", ["x"])  # type: ignore[type-var]
    with pytest.raises(UserError, match="cannot be read"):
        verb(work, "\udcfc", tags=[])  # type: ignore[type-var]
