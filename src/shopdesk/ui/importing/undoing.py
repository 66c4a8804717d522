"""Taking an import back: what would go is named first; what stands against it is listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QSizePolicy, QVBoxLayout

from shopdesk.i18n import _, n_
from shopdesk.queries.imports import ImportDetail, import_detail
from shopdesk.ui import figures, fonts
from shopdesk.ui.importing.words import counts_words
from shopdesk.ui.shell import Shell
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import column, plain, row, rule, scrolling
from shopdesk.ui.widgets.people import Sign
from shopdesk.usecases.import_undo import changed_since, undo

_WIDTH, _TALLEST = 520, 300
_LISTED = 200


def ask_to_undo(shell: Shell, batch_id: int, then: Callable[[], object] | None = None) -> None:
    """Look whether an import can be taken back, and ask; ``then`` is called once it is gone."""
    found = shell.read(import_detail, batch_id)
    desk = shell.desk

    def looked(things: Sequence[str]) -> None:
        if things:
            ChangedDialog(shell, found, things).open()
        else:
            _ask(shell, found, then)

    said = _("Looking at what import {number} brought").format(number=found.number)
    shell.start(said, lambda _report: desk.read(changed_since, batch_id), looked)


def _ask(shell: Shell, found: ImportDetail, then: Callable[[], object] | None) -> None:
    desk = shell.desk

    def gone(_result: Any) -> None:
        shell.say(_("Import {number} was taken back.").format(number=found.number))
        if then is not None:
            then()

    def go(_answers: Any) -> None:
        label_words = _("Taking back import {number}").format(number=found.number)
        shell.start(label_words, lambda _report: desk.do(undo, found.id), gone)

    title = _("Undo the import of “{name}”?").format(name=found.file_name)
    shell.ask(title, (), go, what_goes(found), _("Undo the import"), danger=True)


def what_goes(found: ImportDetail) -> str:
    """What taking an import back does, in sentences."""
    said = []
    brought = counts_words(found.created)
    changed = counts_words(found.updated)
    if brought:
        said.append(_("Taken away: {things}.").format(things=brought))
    if changed:
        said.append(_("Put back as it was before: {things}.").format(things=changed))
    if not said:
        said.append(_("The import brought nothing new, so nothing is taken away."))
    said.append(_("It cannot be redone, but the file can be imported again."))
    return "\n\n".join(said)


class ChangedDialog(QDialog):
    """Why an import stays: everything that happened since, one line each."""

    def __init__(self, shell: Shell, found: ImportDetail, things: Sequence[str]) -> None:
        super().__init__(shell.window)
        title = _("The import of “{name}” cannot be taken back").format(name=found.file_name)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        count = n_(
            "{count} thing happened since to what it brought. Nothing was changed.",
            "{count} things happened since to what it brought. Nothing was changed.",
            len(things),
        ).format(count=figures.number(len(things)))
        words = column(
            label(title, fonts.SECTION, fonts.SEMIBOLD, wrap=True), label(count, role="secondary", wrap=True), gap=4
        )
        head = row(Sign("stop", "warning", 24), 12, margins=(24, 20, 24, 14))
        head.addLayout(words, 1)
        listed = column(gap=6, margins=(60, 12, 24, 12))
        for thing in things[:_LISTED]:
            listed.addWidget(label(_sentence(thing), wrap=True))
        if len(things) > _LISTED:
            more = _("and {count} more").format(count=figures.number(len(things) - _LISTED))
            listed.addWidget(label(more, role="secondary"))
        listed.addStretch(1)
        holder = plain(listed)
        area = scrolling(holder)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        area.setFixedHeight(min(_TALLEST, holder.sizeHint().height() + 2))
        close = Button(_("Close"), self.accept, "primary")
        close.setDefault(True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(head)
        lines.addWidget(rule())
        lines.addWidget(area)
        lines.addWidget(rule())
        lines.addLayout(row(None, close, margins=(24, 12, 24, 14)))
        close.setFocus(Qt.FocusReason.OtherFocusReason)


def _sentence(phrase: str) -> str:
    """A phrase on a line of its own begins like a sentence."""
    return phrase[:1].upper() + phrase[1:]
