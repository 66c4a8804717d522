"""Changing the shop's own settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shopdesk.i18n import _
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.forms.product_form import not_negative
from shopdesk.ui.shell import Shell
from shopdesk.usecases.shop_settings import PAPERS, set_settings

_WIDTH = 500


def _save(shell: Shell, changes: Mapping[str, Any]) -> None:
    shell.desk.do(set_settings, changes)
    shell.say(_("Settings saved."))


def edit_papers(shell: Shell, known: Mapping[str, Any]) -> None:
    """What stands on slips, labels and return papers."""

    def save(answers: Answers) -> None:
        _save(shell, {**answers, "sender_lines": str(answers["sender_lines"]).splitlines()})

    entries = [
        Entry("shop_name", _("Shop's name"), value=known.get("shop_name", ""), needed=True),
        Entry("sender_lines", _("Sender's address"), "long", "\n".join(known.get("sender_lines") or []),
              note=_("One line each, as it stands on the label.")),
        Entry("sender_contact", _("Contact"), value=known.get("sender_contact", ""), hint=_("e-mail, phone")),
        Entry("paper", _("Paper"), "choice", known.get("paper", "A4"), [(name, name) for name in PAPERS], half=True),
    ]  # fmt: skip
    Form(shell.window, _("On papers"), [Group("", entries)], save, fail=shell.fail, width=_WIDTH).open()


def edit_rules(shell: Shell, known: Mapping[str, Any]) -> None:
    """Deadlines and what is asked before shipping."""
    entries = [
        Entry("handling_days", _("Working days until shipping"), "whole", known.get("handling_days", 1), needed=True,
              half=True, check=not_negative),
        Entry("return_days", _("Days to send back"), "whole", known.get("return_days", 7), needed=True, half=True,
              check=not_negative),
        Entry("tracking_required", _("A parcel needs a tracking number before it is shipped"), "yes",
              bool(known.get("tracking_required", True))),
    ]  # fmt: skip
    Form(shell.window, _("How the shop works"), [Group("", entries)], lambda answers: _save(shell, answers),
         fail=shell.fail, width=_WIDTH).open()  # fmt: skip
