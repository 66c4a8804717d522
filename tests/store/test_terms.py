"""Cutting names and codes into terms."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.store.terms import fold, index_terms, query_terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café CRÈME", "cafe creme"),
        ("STRASSE Straße", "strasse strasse"),
        ("ＴＥＡ－０１", "tea-01"),
        ("Ångström", "angstrom"),
        ("İstanbul", "istanbul"),
        ("が", "か"),
        ("한국", "한국"),
        ("茶叶", "茶叶"),
    ],
)
def test_case_accents_and_widths_do_not_matter(text: str, folded: str):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_that_is_found(text: str):
    assert query_terms(fold(text)) == query_terms(text)


@given(st.text())
def test_terms_are_words_a_database_takes_without_asking(text: str):
    terms = index_terms(text).split(" ") if index_terms(text) else []
    for term in terms:
        assert term
        assert term.isalnum()
        assert len(term.encode()) < 2046
        assert not set(term) & set("'\"\\:*&|!()<> \0")


def found(text: str, query: str) -> bool:
    """Whether ``query`` finds ``text``, by the plain meaning of terms and alternatives."""
    terms = index_terms(text).split()
    groups = query_terms(query)

    def holds(term: str, prefix: bool) -> bool:
        return any(t.startswith(term) for t in terms) if prefix else term in terms

    return bool(groups) and all(any(all(holds(*t) for t in choice) for choice in group) for group in groups)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12), st.data())
def test_every_part_of_a_chinese_name_finds_it(name: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert found(name, name[start:end])


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("长沙银行", ["csyh", "zsyh", "cs", "yh", "syh"]),
        ("重庆火锅底料", ["cqhgdl", "zqhgdl", "hgdl", "cq"]),
        ("曾小贤", ["zxx", "cxx", "zx"]),
        ("单于", ["cy", "dy", "sy"]),
        ("朝阳", ["cy", "zy"]),
        ("大夫", ["df", "tf"]),
        ("女装T恤XL", ["nztxxl", "NZT", "xxl"]),
        ("吕布", ["lb"]),
        ("iPhone15手机壳", ["sjk", "15sjk"]),
    ],
)
def test_a_chinese_name_is_found_by_the_initials_of_any_reading(name: str, initials: list[str]):
    for typed in initials:
        assert found(name, typed), typed


@given(st.text("长重曾单朝大乐行都会", min_size=2, max_size=10), st.data())
def test_every_mixture_of_readings_finds_a_long_name(name: str, data: st.DataObject):
    readings = {
        "长": "cz",
        "重": "cz",
        "曾": "cz",
        "单": "cds",
        "朝": "cz",
        "大": "dt",
        "乐": "ly",
        "行": "hx",
        "都": "d",
        "会": "hk",
    }
    typed = "".join(data.draw(st.sampled_from(readings[char])) for char in name)
    assert found(name, typed)


def test_initials_of_another_name_do_not_find_it():
    assert not found("长沙银行", "hysc")
    assert not found("长沙银行", "csyq")
    assert not found("长沙银行", "拼cs")
    assert not found("长沙银行", "py")


@pytest.mark.parametrize("typed", ["TEA-01", "tea01", "TEA 01", "tea", "TEA-0", "ＴＥＡ０１", "te", "01"])
def test_a_code_is_found_with_and_without_its_hyphen(typed: str):
    assert found("TEA-01", typed)


@pytest.mark.parametrize("typed", ["tae", "tea02", "02", "ea"])
def test_another_code_is_not_found(typed: str):
    assert not found("TEA-01", typed)


@pytest.mark.parametrize("typed", ["", "   ", "-", "***", "\u200b", "!?\"'"])
def test_nothing_to_seek_is_nothing(typed: str):
    assert query_terms(typed) == []


@given(st.text("abcde éß茶叶한국が-_. 12", max_size=200))
def test_a_thing_is_found_by_its_own_name(name: str):
    if query_terms(name):
        assert found(name, name)


def test_a_very_long_query_is_cut_to_what_an_index_takes():
    assert len(query_terms(" ".join(f"word{n}" for n in range(5000)))) <= 48
    assert found("x" * 5000, "x" * 5000)


def test_readings_of_long_names_stay_few():
    assert len(index_terms("长重曾单朝大乐行都会" * 4).split()) < 400
    assert all(found("长重曾单" * 3, "".join(p) * 3) for p in product("cz", "cz", "cz", "cds"))
