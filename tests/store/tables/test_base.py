"""Typed columns, and what every sortable table must have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from shopdesk.store.engine import Database
from shopdesk.store.tables import Base, Wave
from shopdesk.store.tables.base import UtcTime

SHANGHAI = timezone(timedelta(hours=8))


def test_a_time_without_zone_is_refused(database: Database):
    with pytest.raises(StatementError, match="without zone"), database.writing() as connection:
        connection.execute(insert(Wave).values(number="W1", by_name="Ann", created_at=datetime(2026, 3, 1, 12)))
    with database.reading() as session:
        assert session.scalars(select(Wave.id)).all() == []


def test_a_time_comes_back_in_utc_whatever_zone_it_was_given_in(database: Database):
    moment = datetime(2026, 3, 1, 20, 30, 15, 123000, SHANGHAI)
    with database.writing() as connection:
        connection.execute(insert(Wave).values(number="W1", by_name="Ann", created_at=moment))
    with database.reading() as session:
        back = session.scalar(select(Wave.created_at))
    assert back == moment
    assert back.utcoffset() == timedelta(0)
    assert back.isoformat() == "2026-03-01T12:30:15.123000+00:00"


def test_times_sort_by_moment_and_not_by_how_they_were_written(database: Database):
    early, late = datetime(2026, 3, 1, 19, tzinfo=SHANGHAI), datetime(2026, 3, 1, 12, tzinfo=UTC)
    with database.writing() as connection:
        connection.execute(
            insert(Wave),
            [{"number": n, "by_name": "", "created_at": at} for n, at in (("late", late), ("early", early))],
        )
    with database.reading() as session:
        assert session.scalars(select(Wave.number).order_by(Wave.created_at)).all() == ["early", "late"]
        assert session.scalars(select(Wave.number).where(Wave.created_at < late)).all() == ["early"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.timezones()))
def test_every_moment_survives_the_file(file_database: Database, moment: datetime):
    with file_database.writing() as connection:
        made = connection.execute(
            insert(Wave)
            .values(number=f"{moment!r}{moment.fold}", by_name="", created_at=moment)
            .returning(Wave.id)
            .prefix_with("OR REPLACE")
        ).scalar()
        assert connection.execute(select(Wave.created_at).where(Wave.id == made)).scalar() == moment.astimezone(UTC)


def test_every_time_column_is_a_moment_with_zone():
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.type.python_type is datetime:
                assert isinstance(column.type, UtcTime), f"{table.name}.{column.name}"


def test_every_link_has_an_index_or_is_named_here():
    """A link without an index makes deleting its target slow; these targets are never deleted in numbers."""
    few = {"locations", "lots", "images", "warehouses", "channels", "waves", "variants", "parcels", "shipment_lines",
           "stock_moves", "products", "orders", "order_kits", "receipt_lines", "return_lines"}  # fmt: skip
    for table in Base.metadata.sorted_tables:
        first = {next(iter(index.columns)).name for index in table.indexes}
        for key in table.foreign_keys:
            assert key.parent.name in first or key.column.table.name in few, f"{table.name}.{key.parent.name}"


def test_money_and_quantities_are_never_floating_point():
    floats = [
        f"{t.name}.{c.name}" for t in Base.metadata.sorted_tables for c in t.columns if c.type.python_type is float
    ]
    assert not floats


def test_every_rule_of_a_table_has_a_name():
    for table in Base.metadata.sorted_tables:
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"
