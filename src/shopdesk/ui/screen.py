"""What the window shows: screens with an entry in the side bar, and pages of one thing with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shopdesk.i18n import _
from shopdesk.ui.hub import RefreshOn
from shopdesk.ui.verbs import Row, Verb, run_verb

if TYPE_CHECKING:
    from shopdesk.domain.rights import Right
    from shopdesk.ui.shell import Shell


@dataclass(frozen=True)
class StatusPart:
    """Something in the status line: words with maybe an icon of a tone before them."""

    text: str
    icon: str = ""
    tone: str = ""
    strong: bool = False


class Screen(QWidget):
    """One place of the program. Subclasses declare the class attributes and build themselves in ``build``.

    ``group`` puts entries of the side bar together; ``shows`` names the tables whose change means reading again.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = "circle"
    group: ClassVar[int] = 0
    right: ClassVar[Right | None] = None
    shows: ClassVar[frozenset[str]] = frozenset()
    in_side_bar: ClassVar[bool] = True
    badge_tone: ClassVar[str] = ""
    actions_on_screen: ClassVar[Sequence[Verb]] = ()
    help_page: ClassVar[str] = ""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.build()
        RefreshOn(self, shell.hub, self.shows, self.refresh)
        for verb in self.all_verbs():
            if verb.key:
                # Works wherever the focus is in the window; Qt leaves out screens that are not visible.
                shortcut = QShortcut(QKeySequence(verb.key), self)
                shortcut.activated.connect(lambda verb=verb: self.run(verb))

    @classmethod
    def badge(cls, desk: Any) -> int | None:
        """How many things wait here, for the side bar; None shows nothing."""
        return None

    def build(self) -> None:
        """Make the widgets; called once."""

    def refresh(self) -> None:
        """Read again what is shown."""

    def arrive(self, **aim: Any) -> None:
        """Called each time the screen is opened; ``aim`` says what to look at, e.g. ``view="late"``."""

    def stand_like(self, waiting: Screen) -> None:
        """Scroll to where ``waiting``, which was shown in this screen's place, was scrolled to."""

    def name_now(self) -> str:
        """What the way back to here is called."""
        return _(self.title)

    def verbs(self) -> Sequence[Verb]:
        """Verbs on the chosen rows."""
        return ()

    def own_actions(self) -> Sequence[Verb]:
        """Verbs of the screen itself that need no row."""
        return self.actions_on_screen

    def all_verbs(self) -> list[Verb]:
        """Everything that can be done here."""
        return [*self.own_actions(), *self.verbs()]

    def chosen(self) -> list[Row]:
        """The rows a verb would work on now."""
        return []

    def run(self, verb: Verb) -> None:
        """Run a verb on what is chosen."""
        run_verb(verb, self.shell, self.chosen() if verb.on_rows else [])

    def keys(self) -> list[tuple[str, str]]:
        """Shortcuts of this screen as (keys, what they do), for the help of F1."""
        return [(verb.shown_key(), verb.words()) for verb in self.all_verbs() if verb.key]

    def status(self) -> Sequence[StatusPart | str]:
        """What the left of the status line says while this is shown."""
        return ()

    def escape(self) -> bool:
        """Esc was pressed; True if the screen used it (closed a panel, cleared a filter)."""
        return False

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost; a page that says False has asked the person itself."""
        return True
