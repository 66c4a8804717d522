"""What a screen may ask of the window around it: go somewhere, say something, do something, ask something."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shopdesk.ui.errors import show_error
from shopdesk.ui.hub import Hub
from shopdesk.ui.jobs import Job, Jobs, Pool, Work
from shopdesk.ui.memory import Memory
from shopdesk.ui.pictures import Pictures
from shopdesk.ui.toasts import Toasts

if TYPE_CHECKING:
    from shopdesk.domain.rights import Right
    from shopdesk.ui.widgets.question import Ask


class Navigator(Protocol):
    """The part of the window that shows screens and pages."""

    def open(self, kind: str, thing: Any = None, **aim: Any) -> None:
        """Show a screen by its key, or the page of one thing."""
        ...

    def back(self) -> None:
        """Show what was shown before."""
        ...

    def show_status(self, parts: Sequence[Any]) -> None:
        """Show something at the left of the status line."""
        ...


class Shell(QObject):
    """Handed to every screen and verb. ``desk`` is the open shop, ``memory`` what this computer remembers."""

    def __init__(
        self, desk: Any, window: QWidget, navigator: Navigator, memory: Memory, pool: Pool | None = None
    ) -> None:
        super().__init__(window)
        self.desk, self.memory, self.window = desk, memory, window
        self._navigator = navigator
        self.hub = Hub(self)
        self.pictures = Pictures(lambda content, small: self.desk.image(content, thumb=small))
        self.toasts = Toasts(window)
        self.jobs = Jobs(self.fail, pool, self)
        self._stop_hearing = desk.subscribe(self.hub.announce)

    def take(self, desk: Any) -> None:
        """Go on with another desk of the same shop."""
        self._stop_hearing()
        self.desk = desk
        self.pictures.forget_missing()
        self._stop_hearing = desk.subscribe(self.hub.announce)

    def close(self) -> None:
        """Stop jobs and news; the window is going."""
        self.jobs.stop()
        self.toasts.clear()
        if callable(self._stop_hearing):
            self._stop_hearing()

    def may(self, right: Right | None) -> bool:
        """Whether the signed-in person has the right."""
        return right is None or bool(self.desk.user.may(right))

    def open(self, kind: str, thing: Any = None, **aim: Any) -> None:
        """Show a screen (``open("orders", view="late")``) or a page (``open("order", order_id)``)."""
        self._navigator.open(kind, thing, **aim)

    def back(self) -> None:
        """Go back to what was shown before."""
        self._navigator.back()

    def show_status(self, parts: Sequence[Any]) -> None:
        """Show parts (words, or StatusPart) at the left of the status line."""
        self._navigator.show_status(parts)

    def say(
        self, text: str, undo: Callable[[], object] | None = None, undo_words: str = "", tone: str = "success"
    ) -> None:
        """A quiet toast; with ``undo`` it carries a button (Undo, or ``undo_words``)."""
        self.toasts.say(text, undo, undo_words, tone)

    def fail(self, error: BaseException) -> None:
        """Word an error on the screen."""
        show_error(self.window, error)

    def do(
        self,
        usecase: Callable[..., Any],
        *,
        said: str | Callable[[Any], str] = "",
        undo: Callable[[Any], object] | None = None,
        undo_words: str = "",
        then: Callable[[Any], object] | None = None,
        **params: Any,
    ) -> bool:
        """Run a use case; word its error, or toast ``said`` with ``undo`` and call ``then`` with the result."""
        try:
            result = self.desk.do(usecase, **params)
        except Exception as error:
            self.fail(error)
            return False
        words = said(result) if callable(said) else said
        if words:
            self.say(words, None if undo is None else lambda: undo(result), undo_words)
        if then is not None:
            then(result)
        return True

    def read(self, query: Callable[..., Any], *args: Any) -> Any:
        """Run a reading query."""
        return self.desk.read(query, *args)

    def start(
        self,
        label: str,
        work: Work,
        then: Callable[[Any], object] | None = None,
        words: Callable[[Any], str] | None = None,
    ) -> Job:
        """Run ``work(report)`` in the background, shown in the status line with cancel."""
        return self.jobs.start(label, work, then, words)

    def ask(
        self,
        title: str,
        fields: Sequence[Ask],
        then: Callable[[Mapping[str, Any]], object],
        sentence: str = "",
        verb: str = "",
        danger: bool = False,
    ) -> QWidget:
        """A short question with a few fields; ``then`` gets the answers. The dialog never blocks."""
        from shopdesk.ui.widgets.question import Question

        question = Question(self.window, title, fields, then, sentence, verb, danger, fail=self.fail)
        question.open()
        return question
