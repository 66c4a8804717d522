"""The people of the shop: roles, passwords, sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Right, Role, User, needs
from shopdesk.i18n import _
from shopdesk.store.engine import Database
from shopdesk.store.tables import Person
from shopdesk.store.work import Clock, Work, begin, utc_now

_FREE_TRIES = 5
_MIN_PASSWORD = 8
_NOBODY = User(0, "", Role.VIEWER)


def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher()


def _checked_password(password: str) -> str:
    if len(password) < _MIN_PASSWORD:
        raise UserError(_("A password needs at least {count} characters.").format(count=_MIN_PASSWORD))
    return str(_hasher().hash(password))


def _role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError as error:
        raise UserError(
            _("There is no role “{role}”. Roles: {known}.").format(role=role, known=", ".join(Role))
        ) from error


@needs(Right.MANAGE_USERS)
def add_user(work: Work, name: str, role: str, password: str) -> int:
    """Add a person; from the second one on everybody signs in, so the owner needs a password first."""
    clean = name.strip()
    if not clean:
        raise UserError(_("The name is empty."))
    if work.read(select(Person.id).where(Person.name_key == clean.casefold())).first():
        raise UserError(_("There is a person called {name} already.").format(name=clean))
    without = work.read(
        select(Person.name).where(Person.active, Person.password_hash == "").order_by(Person.id).limit(1)
    ).scalar()
    if without is not None:
        raise UserError(
            _("Please give {name} a password first: with a second person everybody signs in.").format(name=without)
        )
    person = Person(
        name=clean,
        name_key=clean.casefold(),
        role=_role(role).value,
        password_hash=_checked_password(password),
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    work.event("person", person.id, "created", role=person.role)
    return person.id


def _person(work: Work, name: str) -> Person:
    person = work.session.scalar(select(Person).where(Person.name_key == name.strip().casefold()))
    if person is None:
        raise UserError(_("There is nobody called {name}.").format(name=name))
    return person


def _keep_one_owner(work: Work) -> None:
    work.session.flush()
    owners = work.read(
        select(func.count()).select_from(Person).where(Person.active, Person.role == Role.OWNER.value)
    ).scalar_one()
    if owners == 0:
        raise UserError(_("The shop needs at least one owner."))


@needs(Right.MANAGE_USERS)
def set_role(work: Work, name: str, role: str) -> None:
    """Change what a person may do."""
    person = _person(work, name)
    person.role = _role(role).value
    _keep_one_owner(work)
    work.event("person", person.id, "role", role=person.role)


@needs(Right.MANAGE_USERS)
def disable_user(work: Work, name: str) -> None:
    """A person who left can no longer sign in; what they did stays."""
    person = _person(work, name)
    person.active = False
    _keep_one_owner(work)
    work.event("person", person.id, "disabled")


@needs(Right.MANAGE_USERS)
def set_password(work: Work, name: str, password: str) -> None:
    """Give a person a new password."""
    person = _person(work, name)
    person.password_hash = _checked_password(password)
    person.failed_sign_ins, person.locked_until = 0, None
    work.event("person", person.id, "password")


def sign_in_needed(database: Database) -> bool:
    """Whether this shop asks who is there: as soon as a second person exists or the only one has a password."""
    with database.reading() as session:
        hashes = list(session.scalars(select(Person.password_hash).where(Person.active)))
    return len(hashes) > 1 or any(hashes)


def sign_in(database: Database, name: str, password: str, *, clock: Clock = utc_now) -> User:
    """The person with this name and password; raises Forbidden with the same words whatever was wrong.

    After five failures each further try waits longer; the wait is kept in the shop.
    """
    from argon2.exceptions import VerificationError

    refused = Forbidden(_("Name or password is wrong."))
    failure: Exception | None = None
    user: User | None = None
    with begin(database, _NOBODY, verb="people.sign_in", clock=clock) as (work, _done):
        person = work.session.scalar(select(Person).where(Person.name_key == name.strip().casefold(), Person.active))
        if person is None:
            _hasher().hash(password)
            raise refused
        if person.locked_until is not None and person.locked_until > work.now:
            wait = int((person.locked_until - work.now).total_seconds()) + 1
            raise Forbidden(_("Too many failed tries. Please wait {seconds} seconds.").format(seconds=wait))
        table = Person.__table__
        try:
            if not person.password_hash:
                raise VerificationError
            hasher = _hasher()
            hasher.verify(person.password_hash, password)
            values: dict[str, object] = {"failed_sign_ins": 0, "locked_until": None}
            if hasher.check_needs_rehash(person.password_hash):
                values["password_hash"] = hasher.hash(password)
            user = User(person.id, person.name, Role(person.role))
            changed = person.failed_sign_ins or person.locked_until or len(values) > 2
        except VerificationError:
            tries = person.failed_sign_ins + 1
            delay = 2 ** min(tries - _FREE_TRIES, 10) if tries >= _FREE_TRIES else 0
            locked = work.now + timedelta(seconds=delay) if delay else None
            values, failure, changed = {"failed_sign_ins": tries, "locked_until": locked}, refused, True
        if changed:
            work.connection.execute(update(table).where(table.c.id == person.id).values(**values))
    if failure is not None or user is None:
        raise failure or refused
    return user
