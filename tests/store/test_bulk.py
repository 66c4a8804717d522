from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shopdesk.store.bulk import Inserter, fresh_ids, insert_rows
from shopdesk.store.engine import Database
from shopdesk.store.search_index import matching
from shopdesk.store.tables import Barcode, Product, SearchDoc, Variant

NOON = datetime(2026, 3, 5, 12, tzinfo=timezone(timedelta(hours=2)))
PRODUCT = ("id", "code", "code_key", "title", "option_names", "attributes", "created_at", "updated_at", "superseded_by")


def product(number: int, **changed: object) -> tuple[object, ...]:
    values = {"id": number, "code": f"P{number}", "code_key": f"p{number}", "title": f"Thing {number}",
              "option_names": ["Größe"] if number % 2 else [], "attributes": {}, "created_at": NOON,
              "updated_at": NOON, "superseded_by": None}  # fmt: skip
    return tuple((values | changed).values())


@pytest.mark.parametrize("count", [1, 499, 500, 501, 1203])
def test_every_row_arrives_as_the_orm_reads_it(database: Database, count: int):
    with database.writing() as connection:
        insert_rows(connection, Product, PRODUCT, [product(number) for number in range(1, count + 1)])
        variants = [(number, number, f"S{number}", f"s{number}", "Thing", None if number % 3 else 5, number % 2 == 0)
                    for number in range(1, count + 1)]  # fmt: skip
        insert_rows(connection, Variant, ("id", "product_id", "sku", "sku_key", "name", "cost", "taxable"), variants)
        insert_rows(connection, Barcode, ("variant_id", "code"), [(number, f"c{number}") for number in range(1, count)])
    with database.reading() as session:
        found = session.scalars(select(Product).order_by(Product.id)).all()
        assert [one.code for one in found] == [f"P{number}" for number in range(1, count + 1)]
        first = found[0]
        assert (first.created_at, first.option_names, first.attributes, first.superseded_by) == (
            NOON.astimezone(UTC), ["Größe"], {}, None,
        )  # fmt: skip
        assert (first.lifecycle, first.item_type, first.version, first.brand) == ("active", "goods", 1, "")
        variant = session.scalars(select(Variant).order_by(Variant.id.desc())).first()
        assert variant is not None
        assert variant.taxable is (count % 2 == 0)
        assert (variant.active, variant.returnable, variant.option_values) == (True, True, [])
        assert {one.quantity for one in session.scalars(select(Barcode))} <= {1}


def test_no_rows_are_no_work(database: Database):
    with database.writing() as connection:
        insert_rows(connection, Product, PRODUCT, [])


def test_rows_that_are_all_alike_still_are_as_many(database: Database):
    with database.writing() as connection:
        insert_rows(connection, SearchDoc, ("kind", "ref", "body"), [("x", number, "same") for number in range(700)])
    with database.reading() as session:
        hit = matching(database.dialect, "x", "same")
        assert hit is not None
        assert len(session.scalars(select(SearchDoc.id).where(hit)).all()) == 700


def test_a_time_without_zone_is_refused(file_database: Database):
    row = product(1, created_at=datetime(2026, 3, 5))
    with pytest.raises(ValueError, match="without zone"), file_database.writing() as connection:
        insert_rows(connection, Product, PRODUCT, [row])


def test_fresh_ids_are_nobody_elses(database: Database):
    with database.writing() as connection:
        first = list(fresh_ids(connection, Product, 3))
        insert_rows(connection, Product, PRODUCT, [product(number) for number in first])
        second = list(fresh_ids(connection, Product, 2))
        insert_rows(connection, Product, PRODUCT, [product(number) for number in second])
    assert len({*first, *second}) == 5
    assert first == sorted(first) and second == sorted(second) and max(first) < min(second)


def test_an_inserter_keeps_the_order_asked_for(database: Database):
    with database.writing() as connection, Inserter(connection) as inserter:
        for start in range(1, 3000, 100):
            numbers = range(start, start + 100)
            rows = [product(number) for number in numbers]
            inserter.columns(Product, dict(zip(PRODUCT, zip(*rows, strict=True), strict=True)))
            names = {"sku": [f"S{n}" for n in numbers], "sku_key": [f"s{n}" for n in numbers]}
            inserter.columns(Variant, {"product_id": numbers, **names}, {"name": "Thing", "option_values": ["L"]})
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Variant)) == 3000
        assert session.scalars(select(Variant.option_values)).first() == ["L"]


def test_what_an_insert_refuses_is_raised_and_nothing_stays(database: Database):
    twice = {name: [value, value] for name, value in zip(PRODUCT, product(1), strict=True)}
    with pytest.raises(IntegrityError), database.writing() as connection, Inserter(connection) as inserter:
        for _time in range(40):
            inserter.columns(Product, twice)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Product)) == 0


def test_an_error_of_the_caller_stops_the_inserter(database: Database):
    rows = dict(zip(PRODUCT, ([value] for value in product(1)), strict=True))
    with pytest.raises(KeyError), database.writing() as connection, Inserter(connection) as inserter:
        inserter.columns(Product, rows)
        raise KeyError("cancelled")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Product)) == 0
