"""A list screen from a declaration: title, count, views, filters, table, inspector, totals of what is picked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.ui import figures, fonts
from shopdesk.ui.exporting import EXPORT, Seen, ask_and_export, seen_columns
from shopdesk.ui.filters import FilterBar
from shopdesk.ui.inspector import Inspector
from shopdesk.ui.picked_summary import summary
from shopdesk.ui.saved_views import SavedViews
from shopdesk.ui.screen import Screen, StatusPart
from shopdesk.ui.table import Table
from shopdesk.ui.verbs import Row, Verb, verb_menu
from shopdesk.ui.view_tabs import ViewTabs
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.empty_state import EmptyState
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import column, plain, row, rule

if TYPE_CHECKING:
    from shopdesk.queries.listing import Choices, Column, Filter, Listing
    from shopdesk.ui import sheet


@dataclass(frozen=True)
class Empty:
    """What an empty list says. ``steps`` and ``other`` are titles of the screen's own actions."""

    title: str
    sentence: str
    note: str = ""
    other: Verb | None = None


class ListScreen(Screen):
    """Declare ``listing`` and what goes with it; everything on the screen follows.

    ``view_tones`` colours the count of a view while it is not zero; ``total`` is the money column to sum up for
    picked rows, ``counted_state`` the state column to count there.
    """

    listing: ClassVar[Listing]
    verbs_on_rows: ClassVar[Sequence[Verb]] = ()
    empty: ClassVar[Empty | None] = None
    first_view: ClassVar[str] = ""
    view_tones: ClassVar[Mapping[str, str]] = {}
    total: ClassVar[str] = ""
    counted_state: ClassVar[str] = ""
    page_kind: ClassVar[str] = ""
    has_inspector: ClassVar[bool] = True
    tones: ClassVar[staticmethod[[Column, Row], str | None] | None] = None
    """Gives the tones of cells; a plain function of ``ui.list_tones``, so that the list can be painted at once."""

    def sheet(self, row: Row) -> sheet.Sheet | None:
        """What the inspector shows for a row."""
        return None

    def tone(self, column: Column, row: Row) -> str | None:
        """The tone of a cell that needs an eye: warning, danger, success; else None."""
        tones = self.tones
        return None if tones is None else tones(column, row)

    def open_row(self, row: Row) -> None:
        """Double click or Enter: the page of the row's thing."""
        if self.page_kind:
            self.shell.open(self.page_kind, row.id)

    def verbs(self) -> Sequence[Verb]:
        return self.verbs_on_rows

    def all_verbs(self) -> list[Verb]:
        return [*super().all_verbs(), replace(EXPORT, run=lambda _shell, _rows: self.export())]

    def export(self) -> None:
        """Write the list as it is seen to a file."""
        where = {**self._view_where(), **self.filters.values()}
        columns = seen_columns(self.table, self.listing, self.shell.memory)
        ask_and_export(self.shell, Seen(self.listing, where, self.filters.words(), self._sort, self._down, columns))

    # building

    def build(self) -> None:
        listing = self.listing
        self._sort, self._down = self._kept_sort()
        self._views = SavedViews(listing, self.shell.memory, self.view_tones)
        columns = [column for column in listing.columns if self.shell.may(column.right)]
        self.table = Table(columns, listing.name, self.shell.memory, self.shell.pictures, self.tone)
        self.table.setAccessibleName(_(self.title))
        self.inspector = Inspector(self.shell) if self.has_inspector else None
        self.tabs = ViewTabs(self._views.tabs())
        self.filters = FilterBar(listing.filters, listing.search_kind is not None, self._options)
        self._count = label("", 14, role="secondary", tabular=True)
        self._nothing = self._nothing_found()
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self._nothing)
        self._stack = QStackedWidget()
        self._whole = self._body()
        self._stack.addWidget(self._whole)
        self._empty: EmptyState | None = None
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._head())
        if listing.views:
            lines.addLayout(row(self.tabs, self._add_view_button(), None, margins=(10, 0, 16, 0)))
        else:
            self.tabs.hide()
        lines.addWidget(rule())
        lines.addWidget(self._stack, 1)
        self._connect()
        self._wants_inspector = bool(self.shell.memory.get(f"list/{listing.name}/inspector", True))
        self._loaded = False

    def _head(self) -> QWidget:
        title = label(_(self.title), fonts.TITLE, fonts.SEMIBOLD)
        self._head_buttons: list[tuple[Verb, Button]] = []
        line = row(title, 10, self._count, None, margins=(20, 10, 20, 0))
        if self.shell.may(EXPORT.right):
            line.addWidget(IconButton(EXPORT.icon, EXPORT.words(), self.export, EXPORT.key))
        for verb in [*[v for v in self.own_actions() if not v.primary], *[v for v in self.own_actions() if v.primary]]:
            if self.shell.may(verb.right):
                button = Button(
                    verb.words(), partial(self.run, verb), "primary" if verb.primary else "secondary", verb.icon
                )
                self._head_buttons.append((verb, button))
                button.setToolTip(verb.shown_key())
                line.addSpacing(8)
                line.addWidget(button)
        head = plain(line)
        head.setFixedHeight(44 if self.listing.views else 54)
        return head

    def _body(self) -> QWidget:
        left = plain(column(self.filters, rule(), (self._lists, 1)))
        return plain(row((left, 1), *([self.inspector] if self.inspector else [])))

    def _add_view_button(self) -> QWidget:
        return IconButton("plus", _("Save these filters as a view"), self._save_view)

    def _options(self, chosen: Filter) -> Choices:
        found: Choices = self.shell.read(chosen.options)
        return found

    def _nothing_found(self) -> QWidget:
        clear = Button(_("Clear the filters"), self.clear_filters)
        sentence = _("No row fits these filters and words.")
        return EmptyState("search", _("Nothing found"), sentence, [clear])

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._view_chosen)
        self.tabs.remove_wanted.connect(self._remove_view)
        self.filters.changed.connect(self.reload)
        self.filters.density_chosen.connect(self._set_density)
        self.filters.columns_wanted.connect(self.table.open_chooser)
        self.filters.save_wanted.connect(self._save_view)
        self.filters.field.returnPressed.connect(self._to_table)
        self.table.current_changed.connect(self._show_current)
        self.table.picked_changed.connect(self._show_picked)
        self.table.opened.connect(self.open_row)
        self.table.sorted_by.connect(self._sort_by)
        self.table.menu_wanted.connect(self._open_menu)
        if self.inspector is not None:
            self.inspector.closed.connect(self._close_inspector)
            self.inspector.page_wanted.connect(self._open_current)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self._to_field)

    # views

    def _view_where(self) -> dict[str, str]:
        return self._views.where(self.tabs.current())

    def _view_chosen(self, key: str) -> None:
        where, words = self._views.own_filters(key) or ({}, "")
        self.filters.show_values(where, words)
        self._views.remember(key)
        self.reload()
        self.table.go_to_first()

    def _save_view(self) -> None:
        from shopdesk.ui.widgets.question import Ask

        def keep(answers: Mapping[str, Any]) -> None:
            where = {**self._view_where(), **self.filters.values()}
            self._show_views(self._views.add(answers["title"], where, self.filters.words()))

        sentence = _("The filters and words chosen now become a tab of this list on this computer.")
        self.shell.ask(_("Save as a view"), [Ask("title", _("Name"), needed=True)], keep, sentence, _("Save the view"))

    def _show_views(self, key: str) -> None:
        self.tabs.set_tabs(self._views.tabs())
        self.tabs.choose(key)
        self._view_chosen(self.tabs.current())

    def _remove_view(self, key: str) -> None:
        gone = self._views.remove(key)
        self._show_views(self._views.everything())

        def again() -> None:
            self._show_views(self._views.add(gone["title"], gone["where"], gone["words"]))

        self.shell.say(_("The view “{name}” was removed.").format(name=gone["title"]), again)

    # reading

    def at_start(self) -> tuple[str, dict[str, str], str]:
        """The view this list opens with, its filters and its words."""
        key = self._views.remembered(self.first_view)
        where, words = self._views.own_filters(key) or ({}, "")
        return key, {**self._views.where(key), **where}, words

    def sorted_by(self) -> tuple[str | None, bool]:
        """By what the rows are sorted, and whether downwards."""
        return self._sort, self._down

    def arrive(self, **aim: Any) -> None:
        """Open with ``view=``, ``where=``, ``words=`` or ``row=`` (an id) to look at something."""
        if aim.keys() & {"view", "where", "words"} or not self._loaded:
            view = aim.get("view") or (self._views.everything() if "where" in aim or "words" in aim else "")
            key = view or self._views.remembered(self.first_view)
            self.tabs.choose(key)
            where, words = self._views.own_filters(key) or ({}, "")
            self.filters.show_values(aim.get("where", where), aim.get("words", words))
            self._loaded = True
            self.reload()
            self.table.go_to_first()
        if aim.get("row") is not None and not self.table.go_to(aim["row"]):
            self.clear_filters()
            self.table.go_to(aim["row"])
        (self.table if self.table.isVisibleTo(self) else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def stand_like(self, waiting: Screen) -> None:
        if isinstance(waiting, ListScreen):
            self.table.stand_like(waiting.table)
            (self.table if self.table.isVisibleTo(self) else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        if self._loaded:
            self.reload()

    def reload(self) -> None:
        """Read the list again, keeping the current row, the picked rows and the place on the screen."""
        where = {**self._view_where(), **self.filters.values()}
        words = self.filters.words()
        try:
            pages = self.shell.desk.pages(self.listing, where, words, self._sort, self._down)
            total = pages.total
            counts = self.shell.desk.counts(self.listing)
        except UserError as error:
            self.shell.fail(error)
            return
        key = self.tabs.current()
        self.tabs.set_counts({**counts, key: total} if self._views.is_own(key) else counts)
        whole = counts.get(self._views.everything(), max(counts.values(), default=total))
        self.table.show_pages(pages)
        self.table.show_sort(self._sort or self.listing.default_sort, self._down)
        filtered = bool(self.filters.values() or words)
        self._show_count(total, whole, filtered)
        self._choose_face(total, whole, filtered)
        self._show_current(self.table.current_row())

    def _choose_face(self, total: int, whole: int, filtered: bool) -> None:
        is_empty = self.empty is not None and not total and not whole and not filtered
        if is_empty and self._empty is None:
            self._empty = self._make_empty()
            self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty if is_empty and self._empty else self._whole)
        self._lists.setCurrentWidget(self.table if total else self._nothing)
        for verb, button in self._head_buttons:
            button.set_kind("primary" if verb.primary and not is_empty else "secondary")

    def _make_empty(self) -> EmptyState:
        words = self.empty or Empty("", "")
        actions = [verb for verb in self.own_actions() if self.shell.may(verb.right)]
        steps = []
        for place, verb in enumerate(sorted(actions, key=lambda verb: verb.icon != "upload")):
            kind = "primary" if place == 0 else "secondary"
            steps.append(Button(verb.words(), partial(self.run, verb), kind, verb.icon))
        other = None
        if words.other is not None:
            verb = words.other
            other = Button(verb.words(), lambda: self.run(verb), "link")
        return EmptyState(self.icon, _(words.title), _(words.sentence), steps, _(words.note), other)

    def _show_count(self, total: int, whole: int, filtered: bool) -> None:
        if filtered and total != whole:
            text = _("{count} of {whole}").format(count=figures.number(total), whole=figures.number(whole))
        else:
            text = figures.number(total)
        self._count.setText(text)

    def clear_filters(self) -> None:
        """Show every row again."""
        self.tabs.choose(self._views.everything() or self.tabs.current())
        self.filters.show_values({})
        self.reload()

    # sorting and looks

    def _kept_sort(self) -> tuple[str | None, bool]:
        key, down = self.shell.memory.get(f"list/{self.listing.name}/sort") or (None, None)
        if key is None or key not in self.listing.sorts:
            return self.listing.default_sort, self.listing.default_down
        return key, bool(down)

    def _sort_by(self, key: str, down: bool) -> None:
        self._sort, self._down = key, down
        self.shell.memory.set(f"list/{self.listing.name}/sort", [key, down])
        self.reload()

    def _set_density(self, density: str) -> None:
        self.shell.memory.set("density", density)
        self.table.set_density(density)

    # inspector and picked rows

    def chosen(self) -> list[Row]:
        return self.table.targets()

    def _show_current(self, row: Row | None) -> None:
        if self.inspector is None:
            return
        shown = None
        if row is not None and self._wants_inspector:
            try:
                shown = self.sheet(row)
            except UserError as error:
                self.shell.fail(error)
        self.inspector.setVisible(shown is not None)
        if shown is not None:
            if shown.opens is None and self.page_kind:
                shown = replace(shown, opens=(self.page_kind, getattr(row, "id", None)))
            self.inspector.show_sheet(shown, self.verbs(), row)

    def _close_inspector(self) -> None:
        self._wants_inspector = False
        self.shell.memory.set(f"list/{self.listing.name}/inspector", False)
        if self.inspector is not None:
            self.inspector.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_inspector(self) -> None:
        """Show the details of the current row beside the list."""
        self._wants_inspector = True
        self.shell.memory.set(f"list/{self.listing.name}/inspector", True)
        self._show_current(self.table.current_row())

    def _open_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.open_row(row)

    def _show_picked(self) -> None:
        if self.isVisible():
            self.shell.show_status(self.status())

    def status(self) -> Sequence[StatusPart | str]:
        """How many rows are picked, their total and states."""
        machine = (self.listing.column(self.counted_state).machine or "") if self.counted_state else ""
        return summary(self.table.picked(), self.total, self.counted_state, machine)

    # keys and menus

    def _open_menu(self, at: QPoint) -> None:
        rows = self.chosen()
        if not rows:
            return
        menu = verb_menu(self, [verb for verb in self.verbs() if self.shell.may(verb.right)], self.shell, rows)
        menu.addSeparator()
        if self.page_kind:
            menu.addAction(_("Open the full page")).triggered.connect(self._open_current)
        menu.addAction(_("Copy rows")).triggered.connect(self.table.copy_rows)
        if self.inspector is not None and not self._wants_inspector:
            menu.addAction(_("Show the details")).triggered.connect(self.show_inspector)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _to_field(self) -> None:
        self.filters.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.field.selectAll()

    def _to_table(self) -> None:
        self.reload()
        self.table.go_to_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        here = [
            ("Ctrl+F", _("Search in this list")),
            ("Space", _("Pick the row")),
            ("Shift+↑ ↓", _("Pick several rows")),
            ("Ctrl+A", _("Pick all rows")),
            ("Ctrl+C", _("Copy the rows for a spreadsheet")),
        ]
        return [*super().keys(), ("Enter", _("Open the full page")), *here]

    def escape(self) -> bool:
        """First the picked rows, then the words, then nothing."""
        if self.table.picked():
            self.table.pick_none()
        elif self.filters.words():
            self.filters.field.clear()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True
