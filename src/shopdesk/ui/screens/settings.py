"""Settings: the shop, the people, the looks on this computer, backups, and what this program is."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

import shopdesk
from shopdesk.domain.rights import Right
from shopdesk.i18n import LANGUAGES, N_, _, current_language, n_
from shopdesk.queries.people import PEOPLE
from shopdesk.queries.settings import settings
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.forms import person_form, shop_form
from shopdesk.ui.forms.countries import LANGUAGE_NAMES, country_name
from shopdesk.ui.jobs import Report
from shopdesk.ui.list_screen import ListScreen
from shopdesk.ui.screen import Screen
from shopdesk.ui.view_tabs import Tab, ViewTabs
from shopdesk.ui.widgets.buttons import Button, Segmented
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import Badge, FactRow, fact_width, label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, plain, row, rule, scrolling
from shopdesk.ui.widgets.people import Avatar, Sign
from shopdesk.usecases import backups
from shopdesk.usecases.checking import check

_WIDTH = 760


class SettingsScreen(Screen):
    """Everything that is set once and then forgotten."""

    key, title, icon, group = "settings", N_("Settings"), "settings", -1
    shows = frozenset({"settings", "users"})

    def build(self) -> None:
        parts = [Tab("look", _("Looks"))]
        if self.shell.may(Right.MANAGE_SHOP):
            parts = [Tab("shop", _("Shop")), *parts, Tab("backup", _("Backup"))]
        if self.shell.may(Right.MANAGE_USERS):
            parts.insert(1, Tab("people", _("People")))
        self.tabs = ViewTabs([*parts, Tab("about", _("About"))])
        self.tabs.setAccessibleName(_("Parts of the settings"))
        self.tabs.chosen.connect(lambda _key: self.refresh())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(14)
        inside = plain(self.body)
        inside.setMaximumWidth(_WIDTH)
        title = row(label(_(self.title), fonts.TITLE, fonts.SEMIBOLD), None, margins=(20, 10, 20, 0))
        head = plain(title)
        head.setFixedHeight(44)
        lines = column(head, row(self.tabs, None, margins=(10, 0, 16, 0)), rule())
        lines.addWidget(scrolling(plain(row((inside, 10), (QWidget(), 1), margins=(20, 16, 20, 20)))), 1)
        self.setLayout(lines)

    def arrive(self, **aim: Any) -> None:
        """Open with ``part=`` (shop, people, look, backup, about)."""
        if aim.get("part"):
            self.tabs.choose(str(aim["part"]))
        self.refresh()

    def refresh(self) -> None:
        """Draw the chosen part anew."""
        emptied(self.body)
        parts = {"shop": self._shop, "people": self._people, "look": self._look, "backup": self._backup,
                 "about": self._about}  # fmt: skip
        for part in parts.get(self.tabs.current(), self._look)():
            self.body.addWidget(part)
        self.body.addStretch(1)

    # the shop

    def _shop(self) -> list[QWidget]:
        desk = self.shell.desk
        with desk.reading() as session:
            known: Mapping[str, Any] = dict(settings(desk.database, session))
        sender = "\n".join(known.get("sender_lines") or [])
        days = int(known.get("handling_days", 1))
        back = int(known.get("return_days", 7))
        papers = _facts(
            _("On papers"),
            [
                (_("Shop"), str(known.get("shop_name", ""))),
                (_("Sender"), sender or _("not set: papers have no sender")),
                (_("Contact"), str(known.get("sender_contact") or figures.NOTHING)),
                (_("Paper"), str(known.get("paper", "A4"))),
            ],
            partial(shop_form.edit_papers, self.shell, known),
        )
        tracking = _("needed before shipping") if known.get("tracking_required") else _("optional")
        rules = _facts(
            _("How the shop works"),
            [
                (_("To be shipped within"), n_("{count} working day", "{count} working days", days).format(count=days)),
                (_("Returns accepted for"), n_("{count} day", "{count} days", back).format(count=back)),
                (_("Tracking number"), tracking),
            ],
            partial(shop_form.edit_rules, self.shell, known),
        )
        fixed = _facts(
            _("Set when the shop was made"),
            [
                (_("Country"), country_name(str(known.get("country", "")))),
                (_("Currency"), str(known.get("currency", ""))),
                (_("Time zone"), str(known.get("timezone", ""))),
                (_("Kept in"), self._kept_in()),
            ],
        )
        return [papers, rules, fixed]

    def _kept_in(self) -> str:
        desk = self.shell.desk
        return str(desk.database.target) if backups.is_in_file(desk) else _("a shop server")

    # people

    def _people(self) -> list[QWidget]:
        found = list(self.shell.desk.pages(PEOPLE))
        active = [person for person in found if person.active]
        own = next((one for one in active if one.id == self.shell.desk.user.id), None)
        missing = own is not None and not own.has_password
        card = Card(_("People"), figures.number(len(active)))
        card.head.addWidget(Button(_("Add a person…"), partial(person_form.add_person, self.shell, missing), "link"))
        card.body.setSpacing(0)
        for place, person in enumerate(found):
            if place:
                card.add(rule())
            card.add(self._person(person))
        words = _("Nobody signs in yet: whoever opens the program is {name}. Add a second person, or set a password, "
                  "and everybody signs in.")  # fmt: skip
        shown: list[QWidget] = [card]
        if len(active) == 1 and not active[0].has_password:
            shown.insert(0, Notice(words.format(name=active[0].name), "info"))
        return shown

    def _person(self, person: Any) -> QWidget:
        names = column(label(person.name, weight=fonts.MEDIUM), secondary(person.role_title))
        line = row(Avatar(person.name, 32), 12, names, 12, margins=(0, 10, 0, 10), gap=6)
        if person.id == self.shell.desk.user.id:
            line.addWidget(Badge(_("you"), "info"))
        if not person.active:
            line.addWidget(Badge(_("disabled"), "neutral"))
        elif not person.has_password:
            line.addWidget(Badge(_("no password"), "warning"))
        line.addStretch(1)
        if person.active:
            for words, run in (
                (_("Role…"), person_form.set_role),
                (_("Password…"), person_form.set_password),
                (_("Disable…"), person_form.disable),
            ):
                if run is not person_form.disable or person.id != self.shell.desk.user.id:
                    line.addWidget(Button(words, partial(run, self.shell, person), "link"))
        return plain(line)

    # looks

    def _look(self) -> list[QWidget]:
        memory = self.shell.memory
        colours = Segmented(
            [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))], theme.choice()
        )
        colours.chosen.connect(self._choose_theme)
        density = Segmented(
            [("compact", _("Compact")), ("comfortable", _("One line")), ("two_line", _("Two lines"))],
            str(memory.get("density", "two_line")),
        )
        density.chosen.connect(self._choose_density)
        languages = [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]
        language = Segmented(languages, str(memory.get("language", "") or current_language()))
        language.chosen.connect(self._choose_language)
        card = Card(_("On this computer"))
        card.body.setSpacing(14)
        for title, choice in ((_("Colours"), colours), (_("Rows of lists"), density), (_("Language"), language)):
            name = label(title)
            name.setFixedWidth(120)
            card.add(row(name, 12, (choice, 1)))
            choice.setAccessibleName(title)
        shown: list[QWidget] = [card]
        if str(memory.get("language", "") or current_language()) != current_language():
            shown.append(Notice(_("The language changes when the program is started again."), "info"))
        return shown

    def _choose_theme(self, choice: str) -> None:
        choose = getattr(self.shell.window, "choose_theme", None)
        if choose is not None:
            choose(choice)

    def _choose_density(self, density: str) -> None:
        self.shell.memory.set("density", density)
        for screen in self.shell.window.findChildren(ListScreen):
            screen.table.set_density(density)

    def _choose_language(self, language: str) -> None:
        self.shell.memory.set("language", language)
        self.refresh()

    # backup

    def _backup(self) -> list[QWidget]:
        if not backups.is_in_file(self.shell.desk):
            return [Notice(_("This shop lives on a server; its backups are made there."), "info"), self._check_card()]
        card = Card(_("Backup"))
        kept = self.shell.memory.get("last_backup") or {}
        at = _moment(kept.get("at")) if isinstance(kept, dict) else None
        if at is None:
            sign = row(Sign("warn", "warning", 18), 10, label(_("No backup was made from this computer yet.")), None)
        else:
            words = _("Last backup {when}: {file}").format(when=figures.when(at), file=kept.get("file", ""))
            sign = row(Sign("checkc", "success", 18), 10, (label(words, wrap=True), 1))
        card.body.setSpacing(12)
        card.add(sign)
        card.add(secondary(_("The whole shop is copied while you go on working, and the copy is opened and checked "
                             "before it counts. Keep one on another disk."), wrap=True))  # fmt: skip
        now = Button(_("Back up now"), self.back_up_now, "primary", "shield")
        card.add(row(now, 8, Button(_("Back up to…"), self._ask_where), None))
        return [card, self._check_card()]

    def back_up_now(self) -> None:
        """Copy the shop into the folder of backups."""
        folder = getattr(self.shell.memory, "backups_folder", None) or Path.home()
        self._back_up(backups.proposed_file(self.shell.desk, Path(folder), datetime.now().astimezone()))

    def _ask_where(self) -> None:
        proposed = backups.proposed_file(self.shell.desk, Path.home(), datetime.now().astimezone())
        dialog = QFileDialog(self.shell.window, _("Back up to"), str(proposed))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self._back_up(Path(path)))
        dialog.open()

    def _back_up(self, path: Path) -> None:
        desk = self.shell.desk

        def work(_report: Report) -> backups.BackUp:
            return backups.back_up(desk, path)

        self.shell.start(_("Backing up"), work, self._was_backed_up, lambda made: _("checked"))

    def _was_backed_up(self, made: backups.BackUp) -> None:
        self.shell.memory.set("last_backup", {"file": made.file, "at": made.at.isoformat()})
        self.shell.say(_("Backed up and checked: {file}").format(file=made.file))
        self.refresh()

    def _check_card(self) -> QWidget:
        card = Card(_("Prove the shop"))
        card.body.setSpacing(12)
        card.add(secondary(_("Everything the shop knows twice is compared: stock with its moves, orders with their "
                             "lines, the journal with its seals."), wrap=True))  # fmt: skip
        card.add(row(Button(_("Check the shop"), self.check_shop, icon_name="check"), None))
        return card

    def check_shop(self) -> None:
        """Compare everything the shop knows twice."""
        desk = self.shell.desk
        self.shell.start(_("Checking the shop"), lambda _report: desk.read(check), self._was_checked)

    def _was_checked(self, found: Any) -> None:
        if found.ok:
            self.shell.say(_("The shop is consistent."))
            return
        count = len(found.problems)
        words = n_("{count} problem was found: {first}", "{count} problems were found. The first: {first}", count)
        self.shell.say(words.format(count=count, first=found.problems[0].message), tone="danger")

    # about

    def _about(self) -> list[QWidget]:
        facts = [
            (_("Program"), f"shopdesk {shopdesk.__version__}"),
            (_("Person"), self.shell.desk.user.name),
            (_("Shop"), self.shell.desk.shop_name),
            (_("Kept in"), self._kept_in()),
            (_("Qt"), qVersion()),
            (_("Python"), platform.python_version()),
            (_("System"), platform.platform()),
        ]
        words = secondary(_("Everything stays in the shop; nothing is sent anywhere. F1 shows the shortcuts and the "
                            "help of each place."), wrap=True)  # fmt: skip
        card = _facts(_("About"), facts)
        card.body.addSpacing(8)
        return [card.add(words)]


def _facts(title: str, facts: list[tuple[str, str]], change: Any = None) -> Card:
    card = Card(title)
    if change is not None:
        card.head.addWidget(Button(_("Change…"), change, "link"))
    card.body.setSpacing(6)
    width = fact_width([name for name, _value in facts], 180)
    for name, value in facts:
        if "\n" in value:
            words = label(value)
            head = secondary(name)
            head.setFixedWidth(width)
            line = row(head, 8, (words, 1))
            card.add(line)
        else:
            card.add(FactRow(name, value, width))
    return card


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
