"""Verbs: one declaration shown as button, context menu entry, shortcut and palette command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from shopdesk.i18n import _
from shopdesk.ui.icons import icon

if TYPE_CHECKING:
    from shopdesk.domain.rights import Right, User
    from shopdesk.ui.shell import Shell

Row = Any
Step = Callable[["Shell", list[Row]], object]


@dataclass(frozen=True)
class Verb:
    """Something a person can do. ``refusals(row)`` are the rule's own sentences why not; empty means it may.

    ``many`` verbs work on all picked rows that allow it; others on one. ``on_rows=False`` needs no row.
    ``offered(row)`` False leaves the verb out for rows it makes no sense for.
    """

    title: str
    run: Step
    key: str = ""
    icon: str = ""
    primary: bool = False
    refusals: Callable[[Row], list[str]] | None = None
    many: bool = False
    right: Right | None = None
    on_rows: bool = True
    title_for: Callable[[Row], str] | None = None
    offered: Callable[[Row], bool] | None = None
    danger: bool = False

    def words(self, rows: Sequence[Row] = ()) -> str:
        """Its title, for these rows if it has a special one."""
        if self.title_for is not None and len(rows) == 1:
            return self.title_for(rows[0])
        return _(self.title)

    def shown_key(self) -> str:
        """Its shortcut as this system writes it."""
        return key_words(self.key)


def late(path: str) -> Step:
    """What a verb does, as ``module:function`` below ``shopdesk.ui``, loaded when it is first done."""

    def run(shell: Shell, rows: list[Row]) -> object:
        module, name = path.split(":")
        return getattr(import_module(f"shopdesk.ui.{module}"), name)(shell, rows)

    return run


def key_words(key: str) -> str:
    """A shortcut as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""


def willing(verb: Verb, user: User, rows: Sequence[Row]) -> tuple[list[Row], str]:
    """The rows the verb can work on, and the sentence why not if there are none."""
    if verb.right is not None and not user.may(verb.right):
        return [], _("Your role does not allow this step.")
    if not verb.on_rows:
        return [], ""
    if not rows:
        return [], _("Choose a row first.")
    if len(rows) > 1 and not verb.many:
        return [], _("Choose one row for this step.")
    able, why = [], ""
    for row in rows:
        sentences = verb.refusals(row) if verb.refusals is not None else []
        if sentences:
            why = why or " ".join(sentences)
        else:
            able.append(row)
    return able, "" if able else why


def run_verb(verb: Verb, shell: Shell, rows: Sequence[Row]) -> None:
    """Do it on the rows that allow it; refused everywhere, say why."""
    able, why = willing(verb, shell.desk.user, rows)
    if why:
        shell.say(why, tone="warning")
        return
    try:
        verb.run(shell, able)
    except Exception as error:
        shell.fail(error)


def offered(verbs: Sequence[Verb], rows: Sequence[Row]) -> list[Verb]:
    """The verbs that make sense for these rows."""
    return [verb for verb in verbs if verb.offered is None or any(verb.offered(row) for row in rows)]


def verb_menu(parent: QWidget, verbs: Sequence[Verb], shell: Shell, rows: Sequence[Row]) -> QMenu:
    """A menu of verbs; refused ones are greyed and say why in their tooltip."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    rows = list(rows)
    for verb in offered(verbs, rows) if rows else verbs:
        able, why = willing(verb, shell.desk.user, rows)
        action = menu.addAction(verb.words(rows))
        if verb.icon:
            action.setIcon(icon(verb.icon, "danger" if verb.danger else "text2"))
        if verb.key:
            action.setShortcut(QKeySequence(verb.key))
            action.setShortcutVisibleInContextMenu(True)
        if len(rows) > 1 and 0 < len(able) < len(rows):
            text = _("{verb} ({able} of {all})").format(verb=verb.words(), able=len(able), all=len(rows))
            action.setText(text)
        action.setEnabled(not why)
        action.setToolTip(why)
        action.triggered.connect(lambda _on=False, verb=verb: run_verb(verb, shell, rows))
    return menu
