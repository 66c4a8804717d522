"""Reports: the registry, what may be asked, and figures of small shops reckoned by hand."""

from __future__ import annotations

from datetime import date

import pytest

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role, User
from shopdesk.queries.reports import make_report, report_named, reports
from shopdesk.usecases.desk import Desk
from tests.database import OWNER

VIEWER = User(9, "Vera", Role.VIEWER)


def test_every_report_is_named_as_its_file_and_has_a_title():
    known = reports()
    assert {"daily", "sales", "returns", "stock-value"} <= set(known)
    for name, report in known.items():
        assert report.make.__module__.rpartition(".")[2] == name.replace("-", "_")
        assert report.title


def test_every_report_answers_with_tables_whose_rows_fit_their_columns(file_database):
    desk = Desk(file_database)
    for name in reports():
        for table in desk.read(make_report, OWNER, name).tables:
            keys = [column.key for column in table.columns]
            assert len(set(keys)) == len(keys), (name, table.key)
            assert all(len(row) == len(keys) for row in table.rows), (name, table.key)
            if any(column.kind == "money" for column in table.columns):
                assert table.at("currency") >= 0, f"{name}.{table.key} has money without a currency"


def test_an_unknown_report_is_refused_with_the_known_ones():
    with pytest.raises(UserError, match=r"daily, .*sales"):
        report_named("weather")


def test_what_cannot_be_asked_is_refused(file_database):
    desk = Desk(file_database)
    with pytest.raises(UserError, match="before it begins"):
        desk.read(make_report, OWNER, "sales", date(2026, 3, 2), date(2026, 3, 1))
    with pytest.raises(UserError, match="no channel"):
        desk.read(make_report, OWNER, "sales", channels=["moon"])
    with pytest.raises(UserError, match="takes: —"):
        desk.read(make_report, OWNER, "sales", values={"moon": "1"})
    with pytest.raises(Forbidden):
        desk.read(make_report, VIEWER, "stock-value")
