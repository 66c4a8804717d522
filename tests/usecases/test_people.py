"""People: who may sign in, with how many tries, and that somebody always keeps the keys."""

from __future__ import annotations

import pytest

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role
from shopdesk.store.engine import Database
from shopdesk.store.tables import Person
from shopdesk.usecases import people
from tests import make

SECRET = "tea-and-clay"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch):
    """Hashing is slow on purpose; here only that it happens matters."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(people, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def _staffed(database: Database) -> None:
    owner = make.desk(database)
    owner.do(people.set_password, "Olga", SECRET)
    owner.do(people.add_user, "Wanda", "warehouse", SECRET)


def test_one_person_without_password_just_works_and_a_second_needs_the_owners_password(file_database: Database):
    owner = make.desk(file_database)
    assert not people.sign_in_needed(file_database)
    with pytest.raises(UserError, match="give Olga a password first"):
        owner.do(people.add_user, "Wanda", "warehouse", SECRET)
    owner.do(people.set_password, "olga", SECRET)
    assert people.sign_in_needed(file_database)
    owner.do(people.add_user, " Wanda ", "warehouse", SECRET)
    assert people.sign_in(file_database, "WANDA", SECRET).role is Role.WAREHOUSE
    assert all(SECRET not in person.password_hash for person in make.rows(owner, Person))


@pytest.mark.parametrize(
    ("name", "role", "password", "words"),
    [
        (" ", "viewer", SECRET, "name is empty"),
        ("WANDA", "viewer", SECRET, "called WANDA already"),
        ("Vera", "king", SECRET, "no role “king”"),
        ("Vera", "viewer", "short", "at least 8"),
    ],
)
def test_a_person_needs_a_name_a_role_and_a_real_password(file_database: Database, name, role, password, words):
    _staffed(file_database)
    with pytest.raises(UserError, match=words):
        make.desk(file_database).do(people.add_user, name, role, password)


def test_a_wrong_password_and_an_unknown_name_sound_the_same(file_database: Database):
    _staffed(file_database)
    make.desk(file_database).do(people.add_user, "Gone", "viewer", SECRET)
    make.desk(file_database).do(people.disable_user, "Gone")
    said = set()
    for name, password in (("Wanda", "wrong"), ("Nobody", SECRET), ("Gone", SECRET), ("", "")):
        with pytest.raises(Forbidden) as refused:
            people.sign_in(file_database, name, password)
        said.add(str(refused.value))
    assert said == {"Name or password is wrong."}


def test_after_five_wrong_tries_each_one_waits_twice_as_long(database: Database):
    _staffed(database)
    clock = make.Clock()

    def attempt(password: str = "wrong") -> str:
        try:
            return people.sign_in(database, "Wanda", password, clock=clock).name
        except Forbidden as error:
            return str(error)

    assert {attempt() for _try in range(5)} == {"Name or password is wrong."}
    for seconds in (1, 2, 4):
        assert "Please wait" in attempt(SECRET)  # even the right one
        clock.go_on(seconds=seconds)
        assert attempt() == "Name or password is wrong."
    clock.go_on(seconds=7)
    assert "Please wait 2 seconds" in attempt(SECRET)
    clock.go_on(seconds=1)
    assert attempt(SECRET) == "Wanda"
    assert {attempt() for _try in range(4)} == {"Name or password is wrong."}  # counted from zero again


def test_a_new_password_ends_the_waiting(file_database: Database):
    _staffed(file_database)
    clock = make.Clock()
    for _try in range(8):
        with pytest.raises(Forbidden):
            people.sign_in(file_database, "Wanda", "wrong", clock=clock)
    make.desk(file_database).do(people.set_password, "Wanda", "quite new words")
    assert people.sign_in(file_database, "Wanda", "quite new words", clock=clock).name == "Wanda"


def test_the_last_owner_stays(database: Database):
    _staffed(database)
    owner = make.desk(database)
    with pytest.raises(UserError, match="at least one owner"):
        owner.do(people.disable_user, "Olga")
    with pytest.raises(UserError, match="at least one owner"):
        owner.do(people.set_role, "Olga", "viewer")
    owner.do(people.set_role, "Wanda", "owner")
    owner.do(people.set_role, "Olga", "service")
    with pytest.raises(UserError, match="at least one owner"):
        owner.do(people.disable_user, "Wanda")
    roles = [(person.name, person.role, person.active) for person in make.rows(owner, Person)]
    assert roles == [("Olga", "service", True), ("Wanda", "owner", True)]


def test_nobody_is_nobody(file_database: Database):
    owner = make.desk(file_database)
    for step, more in ((people.set_role, ("viewer",)), (people.disable_user, ()), (people.set_password, (SECRET,))):
        with pytest.raises(UserError, match="nobody called Zoe"):
            owner.do(step, "Zoe", *more)
    with pytest.raises(UserError, match="no role"):
        owner.do(people.set_role, "Olga", "king")
