"""The reports to choose from: groups with a title and a line for each, walked with the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from shopdesk.i18n import _
from shopdesk.queries.reports import Report
from shopdesk.ui.pages.report_words import ABOUT, UNKNOWN
from shopdesk.ui.widgets.pick_list import Choice, PickList


class ReportList(PickList):
    """Tells ``picked`` the choice at once, by click or by key; pointing at another one changes nothing."""

    def __init__(self, reports: Sequence[Report], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Reports"))
        order = list(ABOUT)
        places = {report.name: order.index(report.name) if report.name in ABOUT else len(order) for report in reports}
        choices = []
        for report in sorted(reports, key=lambda one: places[one.name]):
            about = ABOUT.get(report.name, UNKNOWN)
            said = _(about.says) if about.says else ""
            choices.append(Choice(_(report.title), said, about.icon, group=_(about.group), thing=report.name))
        self.show_choices(choices)

    def choose(self, name: str) -> bool:
        """Make the report called ``name`` current; False if it is not offered."""
        for place, choice in enumerate(self._rows.rows):
            if isinstance(choice, Choice) and choice.thing == name:
                self.setCurrentIndex(self._rows.index(place))
                return True
        return False

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.pick()

    def _hover(self, index: QModelIndex) -> None:
        """Pointing is not choosing here."""
