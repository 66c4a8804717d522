"""A full page of one thing: way back, title, state, steps, tabs, and columns of cards that scroll."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.ui import fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.screen import Screen
from shopdesk.ui.state_pills import Pill
from shopdesk.ui.verbs import Row, Verb, offered, run_verb, verb_menu, willing
from shopdesk.ui.view_tabs import Tab, ViewTabs
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.labels import Elided, label
from shopdesk.ui.widgets.layouts import emptied, plain, row, rule, scrolling

if TYPE_CHECKING:
    from shopdesk.ui.sheet import Pill as PillData
    from shopdesk.ui.shell import Shell

_BUTTONS = 3


class BackLink(QAbstractButton):
    """← and where the way back leads."""

    def __init__(self, words: str, run: Callable[[], object]) -> None:
        super().__init__()
        self._words = words
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(_("Back (Alt+←)"))
        self.clicked.connect(lambda _on=False: run())
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Name another place."""
        self._words = words
        self.setAccessibleName(_("Back to {place}").format(place=words) if words else _("Back"))
        self.setFixedSize(round(fonts.width(words, fonts.SECONDARY, fonts.MEDIUM)) + 26, 22)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.underMouse() or self.hasFocus()
        paint_icon(painter, "back", theme.colour("accentText" if strong else "text2"), 0, 3.5, 15)
        painter.setFont(fonts.font(fonts.SECONDARY, fonts.MEDIUM))
        painter.setPen(theme.colour("accentText" if strong else "text2"))
        painter.drawText(self.rect().adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._words)


class Page(Screen):
    """Declare ``kind``, ``tabs`` and ``shows``; implement ``load`` (reads the thing) and ``show_thing`` (draws it).

    Put cards into ``self.body``; ``set_head`` fills the title line. ``thing`` is what ``load`` returned.
    """

    kind: ClassVar[str] = ""
    place: ClassVar[str] = ""
    tabs: ClassVar[Sequence[tuple[str, str]]] = ()
    verbs_on_thing: ClassVar[Sequence[Verb]] = ()
    scrolls: ClassVar[bool] = True

    def __init__(self, shell: Shell, thing_id: Any, parent: QWidget | None = None) -> None:
        self.thing_id = thing_id
        self.thing: Any = None
        super().__init__(shell, parent)

    def load(self) -> Any:
        """Read the thing; None if it is gone."""
        raise NotImplementedError

    def show_thing(self) -> None:
        """Draw ``self.thing`` into ``self.body``, which is empty."""
        raise NotImplementedError

    def verbs(self) -> Sequence[Verb]:
        return self.verbs_on_thing

    def chosen(self) -> list[Row]:
        return [] if self.thing is None else [self.thing]

    def name_now(self) -> str:
        return self._title.text()

    # building

    def build(self) -> None:
        self.back_link = BackLink("", self.shell.back)
        self._title = Elided("", fonts.TITLE, fonts.SEMIBOLD)
        self._picture = row()
        self._pills = row(gap=6)
        self._note = Elided("", fonts.SECONDARY, role="secondary", tabular=True)
        self._steps = QHBoxLayout()
        self._steps.setSpacing(8)
        for words in (self._title, self._note):
            words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        title_line = row(self._picture, self._title, 10, self._pills, 10, self._note, 12, None, self._steps)
        head = QVBoxLayout()
        head.setContentsMargins(20, 6, 20, 4 if self.tabs else 10)
        head.setSpacing(2)
        head.addLayout(row(self.back_link, None))
        head.addLayout(title_line)
        self.tab_bar = ViewTabs([Tab(key, _(title)) for key, title in self.tabs], self)
        self.tab_bar.setVisible(bool(self.tabs))
        self.tab_bar.setAccessibleName(_("Parts of this page"))
        self.tab_bar.chosen.connect(lambda _key: self._draw())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(20, 16, 20, 20)
        self.body.setSpacing(12)
        content = plain(self.body)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(head)
        if self.tabs:
            lines.addLayout(row(self.tab_bar, None, margins=(10, 0, 16, 0)))
        lines.addWidget(rule())
        self._area = scrolling(content) if self.scrolls else None
        lines.addWidget(self._area or content, 1)

    def set_head(
        self,
        title: str,
        note: str = "",
        pills: Sequence[PillData] = (),
        picture: QWidget | None = None,
    ) -> None:
        """Fill the title line."""
        self._title.setText(title)
        self._note.setText(note)
        for layout in (self._pills, self._picture):
            emptied(layout)
        if picture is not None:
            self._picture.addWidget(picture)
            self._picture.addSpacing(12)
        for pill in pills:
            self._pills.addWidget(Pill(pill.machine, pill.state, word=pill.word))

    def current_tab(self) -> str:
        """The key of the tab shown."""
        return self.tab_bar.current()

    def arrive(self, **aim: Any) -> None:
        """Open with ``tab=`` to show a part of the page."""
        if aim.get("tab"):
            self.tab_bar.choose(aim["tab"])
        if self.thing is None or aim.get("tab"):
            self.refresh()

    def refresh(self) -> None:
        try:
            self.thing = self.load()
        except UserError as error:
            self.thing = None
            self.shell.fail(error)
        self._draw()

    def _draw(self) -> None:
        at = self._area.verticalScrollBar().value() if self._area is not None else 0
        self.setUpdatesEnabled(False)
        emptied(self.body)
        if self.thing is None:
            self.set_head(_("This is no longer there"))
            emptied(self._steps)
            self.body.addWidget(
                label(_("It was removed or changed its place. Go back and look again."), role="secondary")
            )
            self.body.addStretch(1)
        else:
            self.show_thing()
            self.show_steps()
        self.setUpdatesEnabled(True)
        if self._area is not None:
            self._area.verticalScrollBar().setValue(at)

    def show_steps(self) -> None:
        """Fill the buttons at the right of the title: the best step last and primary, the rest in a menu."""
        emptied(self._steps)
        rows = self.chosen()
        verbs = [verb for verb in offered(self.verbs(), rows) if self.shell.may(verb.right)]
        best = next((v for v in verbs if v.primary and not willing(v, self.shell.desk.user, rows)[1]), None)
        others = [verb for verb in verbs if verb is not best]
        shown, rest = others[: _BUTTONS - 1], others[_BUTTONS - 1 :]
        if rest:
            self._steps.addWidget(self._more(rest))
        for verb in [*reversed(shown), *([best] if best else [])]:
            button = Button(
                verb.words(rows),
                partial(self.run, verb),
                "primary" if verb is best else "secondary",
                verb.icon,
            )
            why = willing(verb, self.shell.desk.user, rows)[1]
            button.refuse(why)
            if not why:
                button.setToolTip(verb.shown_key())
            self._steps.addWidget(button)

    def _more(self, verbs: Sequence[Verb]) -> IconButton:
        button = IconButton("more", _("More steps"))

        def open_menu() -> None:
            menu = verb_menu(button, verbs, self.shell, self.chosen())
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

        button.clicked.connect(lambda _on=False: open_menu())
        return button

    def run(self, verb: Verb) -> None:
        run_verb(verb, self.shell, self.chosen() if verb.on_rows else [])
