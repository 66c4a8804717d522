"""What an inspector shows, as data: facts, people, notes, lines, history. Screens fill it, the inspector draws it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from shopdesk.ui.widgets.timeline import Event

Target = tuple[str, object]

__all__ = ["Event", "Fact", "Facts", "History", "Line", "Lines", "Made", "Note", "Part", "Person", "Pill", "Sheet"]


@dataclass(frozen=True)
class Pill:
    """A state beside the title."""

    machine: str
    state: str
    word: str = ""


@dataclass(frozen=True)
class Person:
    """Whom it is about: name, a quiet line, ways to reach them."""

    name: str
    note: str = ""
    phone: str = ""
    mail: str = ""
    opens: Target | None = None


@dataclass(frozen=True)
class Fact:
    """One name and value; ``opens`` makes the value a link."""

    name: str
    value: str
    tone: str = ""
    opens: Target | None = None


@dataclass(frozen=True)
class Facts:
    """Facts under each other, maybe with a title."""

    facts: Sequence[Fact]
    title: str = ""


@dataclass(frozen=True)
class Note:
    """A sentence in a tinted box."""

    text: str
    tone: str = "warning"
    icon: str = "note"


@dataclass(frozen=True)
class Line:
    """A line of an order, a return, a stock: picture, two lines of words, figures at the right."""

    title: str
    note: str = ""
    figure: str = ""
    figure_note: str = ""
    image: str | None = None
    tone: str = ""
    opens: Target | None = None
    pill: Pill | None = None


@dataclass(frozen=True)
class Lines:
    """Lines with a title and a sum."""

    title: str
    lines: Sequence[Line]
    note: str = ""
    total: str = ""
    pictures: bool = True


@dataclass(frozen=True)
class History:
    """A timeline with a title."""

    events: Sequence[Event]
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Made:
    """Any widget, made when it is shown, e.g. a small chart."""

    make: Callable[[], QWidget]
    title: str = ""
    note: str = ""


Part = Person | Facts | Note | Lines | History | Made


@dataclass(frozen=True)
class Sheet:
    """Everything about one thing that fits beside a list. ``opens`` is its full page."""

    title: str
    parts: Sequence[Part] = ()
    pills: Sequence[Pill] = ()
    opens: Target | None = None
    subtitle: str = field(default="")
