"""Adding people, giving them roles and passwords."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import ROLE_TITLES, Role
from shopdesk.i18n import _
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, FieldProblem, Form, Group
from shopdesk.ui.shell import Shell
from shopdesk.usecases import people

_WIDTH = 460


def role_choices() -> list[tuple[str, str]]:
    """Roles as (key, title)."""
    return [(role.value, _(title)) for role, title in ROLE_TITLES.items()]


def _same(answers: Answers, first: str, second: str) -> None:
    if answers[first] != answers[second]:
        raise FieldProblem(second, _("The two passwords are not the same."))


def _passwords(first: str, second: str, title: str, note: str = "") -> list[Entry]:
    return [
        Entry(first, title, "secret", needed=True, half=True, note=note),
        Entry(second, _("Once more"), "secret", needed=True, half=True),
    ]


def add_person(shell: Shell, own_password_missing: bool) -> None:
    """The form for one more person. From the second on everybody signs in, so the owner may need a password first."""
    own = shell.desk.user.name
    mine = []
    if own_password_missing:
        mine = [Group(_("First a password for you, {name}").format(name=own),
                      _passwords("own", "own_again", _("Your password")))]  # fmt: skip

    def save(answers: Answers) -> None:
        _same(answers, "password", "again")
        if own_password_missing:
            _same(answers, "own", "own_again")
            shell.desk.do(people.set_password, own, answers["own"])
        shell.desk.do(people.add_user, answers["name"], answers["role"], answers["password"])
        shell.say(_("{name} can sign in now.").format(name=answers["name"]))

    groups = [
        *mine,
        Group(
            _("The new person") if mine else "",
            [
                Entry("name", _("Name"), needed=True, half=True),
                Entry("role", _("Role"), "choice", Role.WAREHOUSE.value, role_choices(), half=True),
                *_passwords("password", "again", _("Password"), _("At least 8 characters.")),
            ],
        ),
    ]
    sentence = _("From the second person on, everybody signs in with name and password.")
    Form(shell.window, _("Add a person"), groups, save, _("Add the person"), sentence, shell.fail, width=_WIDTH).open()


def set_role(shell: Shell, person: Any) -> None:
    """The form for what somebody may do."""

    def save(answers: Answers) -> None:
        shell.desk.do(people.set_role, person.name, answers["role"])
        titles = dict(role_choices())
        shell.say(_("{name} is now: {role}.").format(name=person.name, role=titles[answers["role"]]))

    entries = [Entry("role", _("Role"), "choice", person.role, role_choices())]
    Form(shell.window, _("Change the role"), [Group("", entries)], save, _("Change"), person.name, shell.fail,
         width=_WIDTH).open()  # fmt: skip


def set_password(shell: Shell, person: Any) -> None:
    """The form for a new password."""

    def save(answers: Answers) -> None:
        _same(answers, "password", "again")
        shell.desk.do(people.set_password, person.name, answers["password"])
        shell.say(_("{name} has a new password.").format(name=person.name))

    entries = _passwords("password", "again", _("New password"), _("At least 8 characters."))
    Form(shell.window, _("New password"), [Group("", entries)], save, _("Set the password"), person.name, shell.fail,
         width=_WIDTH).open()  # fmt: skip


def disable(shell: Shell, person: Any) -> None:
    """Ask whether somebody may no longer sign in."""

    def go(_answers: Any) -> None:
        shell.desk.do(people.disable_user, person.name)
        shell.say(_("{name} can no longer sign in.").format(name=person.name))

    sentence = _("{name} can no longer sign in. What they did stays in the books.").format(name=person.name)
    shell.ask(_("Disable this person"), [], go, sentence, _("Disable"), danger=True)
