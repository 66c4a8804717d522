"""Finding things by words, on both databases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from sqlalchemy import delete, insert, select, text, update

from shopdesk.store.engine import Database
from shopdesk.store.search_index import _fts, _tsquery, matching
from shopdesk.store.tables import SearchDoc
from shopdesk.store.terms import index_terms, query_terms

NAMES = [
    "长沙银行",
    "重庆火锅底料",
    "女装T恤XL",
    "普洱茶 2019",
    "Café au lait",
    "Tea tin TEA-01",
    "Kerze Feige 180 g",
    "曾小贤",
    "GIFT-BOX-L",
    "100% Baumwolle",
    'O\'Neill "Jacket"',
    "Füllhalter",
    "抹茶パウダー",
    "한국 김",
    "𠮷野家",
    "4006381333931",
    "A_B.C/D",
    "लाल चाय",
    "ชาเขียว",
    "Шкаф",
]


@pytest.fixture
def filled(database: Database) -> Iterator[Database]:
    """A shop in which every name is found under its own number."""
    with database.writing() as connection:
        connection.execute(
            insert(SearchDoc),
            [{"kind": "product", "ref": at, "body": index_terms(name)} for at, name in enumerate(NAMES)],
        )
        connection.execute(insert(SearchDoc).values(kind="order", ref=1, body=index_terms("长沙银行")))
    yield database


def seek(database: Database, words: str, kind: str = "product") -> set[int]:
    with database.reading() as session:
        hit = matching(database.dialect, kind, words)
        return set() if hit is None else set(session.scalars(select(SearchDoc.ref).where(hit)))


def test_every_name_is_found_by_itself(filled: Database):
    for at, name in enumerate(NAMES):
        assert at in seek(filled, name), name


def test_every_two_characters_of_a_chinese_name_find_it(filled: Database):
    for at, name in enumerate(NAMES):
        han = [char if "\u4e00" <= char <= "\u9fff" or char == "𠮷" else " " for char in name]
        for one, two in pairwise(han):
            if " " not in (one, two):
                assert at in seek(filled, one + two), one + two
        for one in han:
            if one != " ":
                assert at in seek(filled, one), one


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("csyh", "长沙银行"),
        ("cqhg", "重庆火锅底料"),
        ("zxx", "曾小贤"),
        ("cxx", "曾小贤"),
        ("nztxxl", "女装T恤XL"),
        ("cafe", "Café au lait"),
        ("CAFÉ", "Café au lait"),
        ("fullhalter", "Füllhalter"),
        ("tea-01", "Tea tin TEA-01"),
        ("tea tin", "Tea tin TEA-01"),
        ("giftbox", "GIFT-BOX-L"),
        ("gift-box", "GIFT-BOX-L"),
        ("giftboxl", "GIFT-BOX-L"),
        ("400638", "4006381333931"),
        ("baumw", "100% Baumwolle"),
        ("o'neill", 'O\'Neill "Jacket"'),
        ("шк", "Шкаф"),
        ("普洱 2019", "普洱茶 2019"),
        ("ＧＩＦＴ", "GIFT-BOX-L"),
        ("抹茶", "抹茶パウダー"),
        ("パウ", "抹茶パウダー"),
    ],
)
def test_what_people_type_finds_exactly_one_thing(filled: Database, typed: str, name: str):
    assert seek(filled, typed) == {NAMES.index(name)}


def test_only_things_of_the_asked_kind_are_found(filled: Database):
    assert seek(filled, "长沙", "order") == {1}
    assert seek(filled, "重庆", "order") == set()


def test_all_words_must_match(filled: Database):
    assert seek(filled, "tea kerze") == set()
    assert seek(filled, "kerze 180") == {NAMES.index("Kerze Feige 180 g")}


def test_a_renamed_thing_is_found_by_its_new_name_only(filled: Database):
    with filled.writing() as connection:
        connection.execute(
            update(SearchDoc)
            .where(SearchDoc.ref == 0, SearchDoc.kind == "product")
            .values(body=index_terms("北京烤鸭"))
        )
    assert seek(filled, "长沙") == set()
    assert seek(filled, "bjky") == {0}


def test_a_thing_that_is_gone_is_not_found(filled: Database):
    with filled.writing() as connection:
        connection.execute(delete(SearchDoc).where(SearchDoc.ref == 0, SearchDoc.kind == "product"))
    assert seek(filled, "长沙") == set()


def test_a_change_rolled_back_is_not_found(filled: Database):
    with pytest.raises(ZeroDivisionError), filled.writing() as connection:
        connection.execute(insert(SearchDoc).values(kind="product", ref=999, body=index_terms("never seen")))
        raise ZeroDivisionError
    assert seek(filled, "never") == set()


HOSTILE = [
    '"',
    "'",
    "''",
    '""',
    "*",
    "tea*",
    "NEAR(",
    "AND",
    "OR NOT",
    "body:tea",
    "^tea",
    "tea:*",
    "!tea",
    "a & b",
    "a | b",
    "<->",
    "\\",
    "\\'",
    "%",
    "_",
    "--",
    "/*",
    ";drop table orders",
    "\0",
    "tea\0tea",
    "\ud800",
    "(((((",
    "{tea}",
    "+tea -tea",
    "é" * 3000,
    "x" * 5000,
    " ".join("abcdefghij") * 300,
    "\u202etea",
    "🍵",
    "①②③",
    "½ ² ﬁ",
    "\U0002b820\U0002ceb0",
    "ⅷ",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_is_ever_syntax(filled: Database, typed: str):
    seek(filled, typed)
    assert seek(filled, "tea tin") == {5}


def test_ten_thousand_random_texts_never_fail(filled: Database):
    random_text = random.Random(7)
    alphabets = [
        "abc \"'*()-:^&|!<>\\%_\0{}+~`;,.",
        "".join(map(chr, range(32, 1500))),
        "".join(map(chr, range(0x3000, 0xA000, 7))),
        "".join(map(chr, (*range(0xD700, 0xFFFF, 11), *range(0x10000, 0x33000, 97)))),
    ]
    ask = {
        "sqlite": ("SELECT count(*) FROM search_index WHERE search_index MATCH ?", _fts),
        "postgresql": (
            "SELECT count(*) FROM search_docs WHERE array_to_tsvector(string_to_array(body, ' ')) @@ %s::tsquery",
            _tsquery,
        ),
    }
    statement, worded = ask[filled.dialect]
    with filled.reading() as session:
        connection = session.connection()
        for _ in range(10_000):
            typed = "".join(random_text.choices(random_text.choice(alphabets), k=random_text.randint(0, 24)))
            if groups := query_terms(typed):
                connection.exec_driver_sql(statement, (worded(groups),)).scalar()


def test_the_index_of_a_file_passes_its_own_check(file_database: Database):
    with file_database.writing() as connection:
        connection.execute(
            insert(SearchDoc),
            [{"kind": "product", "ref": at, "body": index_terms(name)} for at, name in enumerate(NAMES)],
        )
        connection.execute(delete(SearchDoc).where(SearchDoc.ref == 3))
        connection.execute(update(SearchDoc).where(SearchDoc.ref == 4).values(body=index_terms("Other name")))
        connection.execute(text("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)"))
