"""Adding and editing customers, their addresses and notes."""

from __future__ import annotations

from typing import Any

from shopdesk.i18n import _, n_
from shopdesk.queries.customer_details import customer_detail
from shopdesk.ui.forms.countries import country_choices
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import customers

TOPICS = ("where", "return", "damage", "advice", "invoice", "praise", "other")


def topic_choices() -> list[tuple[str, str]]:
    """What contacts are about, as (key, title)."""
    titles = (_("Where is it?"), _("Return"), _("Damage"), _("Advice"), _("Invoice"), _("Praise"), _("Other"))
    return list(zip(TOPICS, titles, strict=True))


def mail_check(text: str) -> str:
    """Says so when something is no e-mail address."""
    name, at, place = text.partition("@")
    return "" if at and name and "." in place else _("“{text}” is no e-mail address.").format(text=text)


def _contact_entries(known: Any = None) -> list[Entry]:
    return [
        Entry("name", _("Name"), value=getattr(known, "name", ""), needed=True, half=True),
        Entry("company", _("Company"), value=getattr(known, "company", ""), half=True),
        Entry("email", _("E-mail"), value=getattr(known, "email", ""), half=True, check=mail_check),
        Entry("phone", _("Phone"), value=getattr(known, "phone", ""), half=True),
    ]


def address_entries(country: str = "") -> list[Entry]:
    """The parts of an address."""
    return [
        Entry("line1", _("Street and number"), half=True),
        Entry("line2", _("More of the address"), half=True, hint=_("flat, c/o, floor")),
        Entry("postcode", _("Postcode"), half=True),
        Entry("city", _("City"), half=True),
        Entry("region", _("State or province"), half=True),
        Entry("country", _("Country"), "choice", country, country_choices(), half=True),
    ]


def _shop_country(shell: Shell) -> str:
    return str(shell.desk.setting("country", ""))


def new_customer(shell: Shell, _rows: list[Row] | None = None) -> None:
    """The form for a new customer with an address."""

    def save(answers: Answers) -> None:
        given = dict(answers)
        customer_id = shell.desk.do(customers.create_customer, given.pop("name"), **given)
        shell.say(_("{name} added.").format(name=answers["name"]))
        shell.open("customer", customer_id)

    groups = [
        Group("", _contact_entries()),
        Group(_("Address"), address_entries(_shop_country(shell))),
        Group(_("Remark"), [Entry("note", _("What everybody should know"), "long")]),
    ]
    Form(shell.window, _("New customer"), groups, save, _("Add the customer"), fail=shell.fail).open()


def edit_customer(shell: Shell, rows: list[Row]) -> None:
    """The form for what is known of a customer."""
    known = shell.read(customer_detail, rows[0].id)

    def save(answers: Answers) -> None:
        changes = {key: value for key, value in answers.items() if value != getattr(known, key)}
        if changes:
            shell.desk.do(customers.edit_customer, known.id, changes, known.version)
            shell.say(_("{name} saved.").format(name=answers["name"]))

    more = [
        Entry("tags", _("Tags"), value=known.tags, half=True, note=_("Separated by commas.")),
        Entry("language", _("Language"), value=known.language, half=True, hint="de, en, zh"),
        Entry("accepts_marketing", _("Wants to get marketing mail"), "yes", known.accepts_marketing),
        Entry("note", _("What everybody should know"), "long", known.note),
    ]
    groups = [Group("", _contact_entries(known)), Group("", more)]
    Form(shell.window, _("Edit customer"), groups, save, sentence=known.number, fail=shell.fail).open()


def add_address(shell: Shell, rows: list[Row]) -> None:
    """The form for one more address."""
    customer_id = rows[0].id

    def save(answers: Answers) -> None:
        given = dict(answers)
        shell.desk.do(customers.add_address, customer_id, make_default=given.pop("default"), **given)
        shell.say(_("Address added."))

    entries = [
        Entry("name", _("Name"), half=True, hint=_("if it is somebody else")),
        Entry("company", _("Company"), half=True),
        *address_entries(_shop_country(shell)),
        Entry("default", _("Send here from now on"), "yes"),
    ]
    Form(shell.window, _("Add an address"), [Group("", entries)], save, _("Add the address"), fail=shell.fail).open()


def add_note(shell: Shell, rows: list[Row]) -> None:
    """Keep what was said in a contact."""
    titles = dict(topic_choices())

    def save(answers: Any) -> None:
        for row in rows:
            shell.desk.do(customers.add_note, row.id, answers["text"], titles[answers["topic"]])
        shell.say(n_("Note kept.", "{count} notes kept.", len(rows)).format(count=len(rows)))

    fields = [
        Ask("topic", _("About"), "choice", "other", topic_choices()),
        Ask("text", _("What was said"), "long", needed=True),
    ]
    shell.ask(_("Add a note"), fields, save, rows[0].name, _("Keep the note"))
