"""The inputs of a form: what a person types becomes text, whole numbers, money or choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import exponent, major_text, minor_units
from shopdesk.i18n import _

_MOST = 10**12


@dataclass(frozen=True)
class Entry:
    """One field of a form.

    ``kind`` is text, code, suggest (text with proposals), long, whole, money, choice, yes or secret; ``half`` lets
    it stand beside another; ``value`` is in minor units of ``currency`` for money; ``check`` says what is wrong.
    """

    key: str
    title: str
    kind: str = "text"
    value: Any = None
    choices: Sequence[tuple[str, str]] = ()
    needed: bool = False
    note: str = ""
    half: bool = False
    currency: str = ""
    hint: str = ""
    check: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class Input:
    """A widget, its value (raises UserError when it cannot be read) and its words as typed."""

    widget: QWidget
    value: Callable[[], Any]
    words: Callable[[], str]


def whole_number(text: str) -> int | None:
    """A whole number as typed, None for a blank; raises UserError."""
    plain = text.strip().replace(" ", "").replace("−", "-")
    if not plain:
        return None
    try:
        value = int(plain)
    except ValueError as error:
        raise UserError(_("“{text}” is no whole number.").format(text=text.strip())) from error
    if abs(value) > _MOST:
        raise UserError(_("This number is too large."))
    return value


def money_value(text: str, currency: str) -> int | None:
    """Minor units of an amount as typed (12,50 or 12.50), None for a blank; raises UserError."""
    plain = text.strip().replace(currency, "").replace(" ", "").replace("\u00a0", "")
    if not plain:
        return None
    if "," in plain and "." in plain:
        thousands = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(thousands, "")
    plain = plain.replace(",", ".")
    problem = UserError(_("“{text}” is no amount.").format(text=text.strip()))
    try:
        amount = Decimal(plain)
    except InvalidOperation as error:
        raise problem from error
    if not amount.is_finite() or abs(amount) > _MOST:
        raise problem
    if amount != round(amount, exponent(currency)):
        raise UserError(_("{currency} has {digits} digits after the point.").format(
            currency=currency, digits=exponent(currency)
        ))  # fmt: skip
    return minor_units(amount, currency)


def made_input(entry: Entry) -> Input:
    """The input of one entry."""
    match entry.kind:
        case "long":
            text = QPlainTextEdit(str(entry.value or ""))
            text.setFixedHeight(84)
            text.setTabChangesFocus(True)
            text.setPlaceholderText(entry.hint)
            return Input(text, lambda: text.toPlainText().strip(), text.toPlainText)
        case "yes":
            box = QCheckBox(entry.title)
            box.setChecked(bool(entry.value))
            return Input(box, box.isChecked, lambda: str(box.isChecked()))
        case "choice":
            combo = QComboBox()
            for key, title in entry.choices:
                combo.addItem(title, key)
            combo.setCurrentIndex(max(0, combo.findData(entry.value)))
            # Long names in the list do not widen the form.
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            return Input(combo, combo.currentData, combo.currentText)
    return _line(entry)


def _line(entry: Entry) -> Input:
    shown = "" if entry.value is None else str(entry.value)
    if entry.kind == "money" and entry.value is not None:
        shown = major_text(int(entry.value), entry.currency)
    line = QLineEdit(shown)
    line.setPlaceholderText(entry.hint)
    match entry.kind:
        case "whole":
            line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
            return Input(line, lambda: whole_number(line.text()), line.text)
        case "money":
            line.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
            return Input(line, lambda: money_value(line.text(), entry.currency), line.text)
        case "secret":
            line.setEchoMode(QLineEdit.EchoMode.Password)
            return Input(line, line.text, line.text)
        case "code":
            line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        case "suggest":
            known = QCompleter([title for _key, title in entry.choices], line)
            known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            known.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(known)
    return Input(line, lambda: line.text().strip(), line.text)
