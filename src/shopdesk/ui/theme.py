"""Colours of the program: tokens become one palette and one style sheet, light or dark, switched at run time."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from shopdesk.resources_folder import resource
from shopdesk.ui import fonts
from shopdesk.ui.style_sheet import style_sheet

CHOICES = ("system", "light", "dark")
DENSITIES = ("compact", "comfortable", "two_line")


@dataclass(frozen=True)
class Tone:
    """One meaning's colours: words, the tint behind them, an outline, a solid mark."""

    text: QColor
    fill: QColor
    line: QColor
    solid: QColor


@dataclass
class _Current:
    choice: str = "system"
    mode: str = "light"
    strong: bool = False
    language: str = "en"
    follows_system: bool = False
    colours: dict[str, Any] = field(default_factory=dict)


_current = _Current()


@cache
def tokens() -> dict[str, Any]:
    """The design tokens as read from ``resources/theme/tokens.json``."""
    loaded: dict[str, Any] = json.loads(resource("theme", "tokens.json").read_text(encoding="utf-8"))
    return loaded


def _colours() -> dict[str, Any]:
    if not _current.colours:
        _current.colours = dict(tokens()[_current.mode])
    return _current.colours


@lru_cache(maxsize=256)
def colour(name: str) -> QColor:
    """The colour of a token in the theme in use, e.g. ``colour("text2")``. Do not change it in place."""
    return QColor(_colours()[name])


@lru_cache(maxsize=16)
def tone(name: str) -> Tone:
    """The colours of a meaning: info, success, warning, danger, neutral or quiet."""
    parts = _colours()["tones"][name]
    return Tone(*(QColor(parts[part]) for part in ("text", "fill", "line", "solid")))


@lru_cache(maxsize=64)
def mixed(first: str, second: str, share: float) -> QColor:
    """``share`` of the first token's colour mixed with the second's."""
    one, other = colour(first), colour(second)
    pairs = zip((one.red(), one.green(), one.blue()), (other.red(), other.green(), other.blue()), strict=True)
    return QColor(*(round(a * share + b * (1 - share)) for a, b in pairs))


def initials_colour(text: str) -> QColor:
    """One of six colours, always the same for the same text; white words on it stay readable."""
    choices: list[str] = tokens()["categorical"]
    return QColor(choices[sum(map(ord, text)) % len(choices)])


def mode() -> str:
    """``light`` or ``dark``: what is shown now."""
    return _current.mode


def choice() -> str:
    """What the person chose: one of ``CHOICES``."""
    return _current.choice


def row_height(density: str) -> int:
    """Height of a list row in pixels."""
    return int(tokens()["row_px"][density])


def apply_theme(app: QApplication, choice: str = "system", language: str = "en", strong: bool = False) -> None:
    """Dress the whole program; call again at any time to switch.

    ``strong`` makes outlines of fields and buttons as dark as those of check boxes.
    """
    _current.choice, _current.language, _current.strong = choice, language, strong
    if not _current.follows_system:
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: _system_changed(app))
        _current.follows_system = True
    scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(choice)
    if scheme is None:
        app.styleHints().unsetColorScheme()
    else:
        app.styleHints().setColorScheme(scheme)
    wanted = choice if choice in ("light", "dark") else _system_mode(app)
    _dress(app, wanted)


def _system_mode(app: QApplication) -> str:
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def _system_changed(app: QApplication) -> None:
    if _current.choice == "system" and _system_mode(app) != _current.mode:
        _dress(app, _system_mode(app))


def _dress(app: QApplication, wanted: str) -> None:
    _current.mode = wanted
    _current.colours = dict(tokens()[wanted])
    if _current.strong:
        _current.colours["border"] = _current.colours["control"]
    for cached in (colour, tone, mixed):
        cached.cache_clear()
    fonts.use_language(_current.language, tokens()["families"])
    app.setPalette(_palette())
    app.setFont(fonts.font())
    app.setStyleSheet(style_sheet(_current.colours, wanted, resource("theme").as_posix()))


def _palette() -> QPalette:
    role = QPalette.ColorRole
    shown = {
        role.Window: "bg",
        role.Base: "surface",
        role.AlternateBase: "sunken",
        role.Text: "text",
        role.WindowText: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "danger",
        role.Highlight: "accentFill",
        role.HighlightedText: "onAccent",
        role.Accent: "accent",
        role.PlaceholderText: "text2",
        role.ToolTipBase: "toastBg",
        role.ToolTipText: "toastText",
        role.Link: "accentText",
        role.LinkVisited: "accentText",
        role.Mid: "hairline",
        role.Midlight: "hairline",
        role.Dark: "border",
        role.Light: "surface",
    }
    palette = QPalette()
    for target, name in shown.items():
        palette.setColor(target, colour(name))
    for target in (role.Text, role.WindowText, role.ButtonText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, colour("disabled"))
    return palette
