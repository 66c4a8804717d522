"""What is on screen while the rest of the program is loaded: the last list with its first page, or its empty frame.

A list is built here by the very same code as later, only from what was written down about it instead of its class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from shopdesk.domain.rights import Right
from shopdesk.i18n import _
from shopdesk.queries.columns import Column, Filter, Kind, View
from shopdesk.queries.first_page import named
from shopdesk.ui import fonts
from shopdesk.ui.list_screen import ListScreen
from shopdesk.ui.screen import Screen, StatusPart
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import plain, row

Look = dict[str, Any]


@dataclass(frozen=True)
class _Listing:
    """As much of ``queries.listing.Listing`` as a screen shows."""

    name: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    views: tuple[View, ...]
    search_kind: str | None
    sorts: tuple[str, ...]
    default_sort: str
    default_down: bool

    def column(self, key: str) -> Column:
        """The column called ``key``."""
        return next(column for column in self.columns if column.key == key)


def look_of(screen: ListScreen, plan: Mapping[str, Any]) -> Look:
    """Everything a list shows beside its rows, as plain data; ``plan`` says how its first page is read."""
    listing = screen.listing
    view, where, _words = screen.at_start()
    tones = type(screen).tones
    return {
        "key": screen.key,
        "title": screen.title,
        "icon": screen.icon,
        "first_view": screen.first_view,
        "view_tones": dict(screen.view_tones),
        "has_inspector": screen.has_inspector,
        "tones": "" if tones is None else f"{tones.__module__}:{tones.__name__}",
        "name": listing.name,
        "search_kind": listing.search_kind,
        "sorts": list(listing.sorts),
        "default_sort": listing.default_sort,
        "default_down": listing.default_down,
        "columns": [asdict(column) for column in listing.columns],
        "filters": [{"key": f.key, "title": f.title, "choices": f.choices, "kind": f.kind} for f in listing.filters],
        "views": [{"key": v.key, "title": v.title, "where": dict(v.where)} for v in listing.views],
        "actions": [
            {"title": v.title, "key": v.key, "icon": v.icon, "primary": v.primary, "right": v.right}
            for v in screen.own_actions()
        ],
        "view": view,
        "where": where,
        "sort": list(screen.sorted_by()),
        "plan": plan,
    }


def still_looks(screen: ListScreen, look: Look) -> bool:
    """Whether a list would open with the same question as when ``look`` was written down."""
    view, where, words = screen.at_start()
    now = {"key": screen.key, "view": view, "where": where, "sort": list(screen.sorted_by())}
    return not words and all(look.get(name) == value for name, value in now.items())


def _right(name: str | None) -> Right | None:
    return None if name is None else Right(name)


def _listing(look: Look) -> _Listing:
    columns = []
    for kept in look["columns"]:
        kinds = {"kind": Kind(kept["kind"]), "second_kind": Kind(kept["second_kind"]), "right": _right(kept["right"])}
        columns.append(Column(**{**kept, **kinds}))
    filters = [
        Filter(f["key"], f["title"], None if f["choices"] is None else tuple(map(tuple, f["choices"])), Kind(f["kind"]))
        for f in look["filters"]
    ]
    views = [View(v["key"], v["title"], v["where"]) for v in look["views"]]
    sorting = (tuple(look["sorts"]), look["default_sort"], look["default_down"])
    return _Listing(look["name"], tuple(columns), tuple(filters), tuple(views), look["search_kind"], *sorting)


class WaitingList(ListScreen):
    """A list as it looked last time, with the rows of now; nothing can be done in it yet."""

    def verbs(self) -> list[Verb]:
        return []

    def all_verbs(self) -> list[Verb]:
        return []

    def _show_current(self, row: Any) -> None:
        # The details have their place already; they come with the rest of the program.
        if self.inspector is not None:
            self.inspector.setVisible(row is not None and self._wants_inspector)

    def status(self) -> list[StatusPart | str]:
        return _loading()


class WaitingScreen(Screen):
    """The title of a place that is no list."""

    def build(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        head = plain(row(label(_(self.title), fonts.TITLE, fonts.SEMIBOLD), None, margins=(20, 10, 20, 6)))
        head.setFixedHeight(52)
        lines.addWidget(head)
        lines.addStretch(1)

    def status(self) -> list[StatusPart | str]:
        return _loading()


def _loading() -> list[StatusPart | str]:
    return [StatusPart(_("Opening the shop…"), "loop")]


def _nothing(_shell: Shell, _rows: list[Any]) -> None:
    """What the steps of a list do while nothing can be done."""


def waiting_list(shell: Shell, look: Look) -> WaitingList | None:
    """The list that was looked at last; None when it would open in another view or order by now."""
    tones = named(look["tones"]) if look["tones"] else None
    actions = tuple(
        Verb(v["title"], _nothing, v["key"], v["icon"], v["primary"], right=_right(v["right"]), on_rows=False)
        for v in look["actions"]
    )
    declared = {name: look[name] for name in ("key", "title", "icon", "first_view", "view_tones", "has_inspector")}
    declared |= {"listing": _listing(look), "actions_on_screen": actions, "empty": None}
    declared["tones"] = None if tones is None else staticmethod(tones)
    made: WaitingList = type("RememberedList", (WaitingList,), declared)(shell)
    if made.at_start()[0] != look["view"] or list(made.sorted_by()) != look["sort"]:
        made.deleteLater()
        return None
    return made


def waiting_screen(shell: Shell, key: str, title: str) -> WaitingScreen:
    """The empty frame of a place."""
    made: WaitingScreen = type("RememberedScreen", (WaitingScreen,), {"key": key, "title": title})(shell)
    return made
