"""The list of people who work here, and how many there are."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.rights import ROLE_TITLES, Right, Role
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, equals, flag
from shopdesk.store.tables import Person


def _rows() -> AnySelect:
    return select(
        Person.id,
        Person.name,
        Person.role,
        Person.active,
        (Person.password_hash != "").label("has_password"),
        Person.created_at,
    )


def _complete(_session: Session, rows: list[ListRow]) -> None:
    for row in rows:
        row.role_title = _(ROLE_TITLES[Role(row.role)])


PEOPLE = Listing(
    name="people",
    title=N_("People"),
    right=Right.MANAGE_USERS,
    columns=(
        Column("name", N_("Name"), Kind.NAME, sort="name", width=200),
        Column("role_title", N_("Role"), width=140),
        Column("role", N_("Role name"), Kind.CODE, width=110, hidden=True),
        Column("active", N_("Active"), Kind.BOOL, width=80),
        Column("has_password", N_("Password"), Kind.BOOL, width=90),
        Column("created_at", N_("Since"), Kind.TIME, width=130),
    ),
    rows=_rows,
    id_column=Person.__table__.c.id,
    sorts={"name": Person.name_key},
    default_sort="name",
    filters=(Filter("role", N_("Role"), tuple((role.value, title) for role, title in ROLE_TITLES.items())),),
    conditions={"role": equals(Person.role), "active": flag(Person.active)},
    views=(View("active", N_("Active"), {"active": "yes"}), View("all", N_("All"))),
    decorate=_complete,
    tables=frozenset({"users"}),
)
"""Everybody who has an account in this shop."""


def people_count(session: Session) -> int:
    """How many people are active; with two or more, everybody signs in."""
    return session.scalar(select(func.count()).select_from(Person).where(Person.active)) or 0
