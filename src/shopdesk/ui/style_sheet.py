"""The one style sheet, written from the colours in use. Fonts are set with QFont, never here."""

from __future__ import annotations

from string import Template
from typing import Any

_RULES = Template("""
* { outline: 0; }
QMainWindow, QDialog, QWidget#page, QMessageBox { background: $bg; }
QWidget#plain { background: transparent; }
QFrame#side { background: $sunken; border: 0; border-right: 1px solid $hairline; }
QFrame#top { background: $bg; border: 0; border-bottom: 1px solid $hairline; }
QFrame#status { background: $bg; border: 0; border-top: 1px solid $hairline; }
QFrame#inspector { background: $surface; border: 0; border-left: 1px solid $hairline; }
QFrame#steps { background: $surface; border: 0; border-top: 1px solid $hairline; }
QFrame#card { background: $surface; border: 1px solid $hairline; border-radius: 8px; }
QFrame#well { background: $sunken; border: 0; border-radius: 6px; }
QFrame[well="info"] { background: $info_fill; border: 0; border-radius: 6px; }
QFrame[well="success"] { background: $success_fill; border: 0; border-radius: 6px; }
QFrame[well="warning"] { background: $warning_fill; border: 0; border-radius: 6px; }
QFrame[well="danger"] { background: $danger_fill; border: 0; border-radius: 6px; }
QFrame[well="neutral"], QFrame[well="quiet"] { background: $neutral_fill; border: 0; border-radius: 6px; }
QFrame#hline { background: $hairline; border: 0; max-height: 1px; min-height: 1px; }
QFrame#vline { background: $hairline; border: 0; max-width: 1px; min-width: 1px; }
QLabel { color: $text; background: transparent; }
QLabel:disabled { color: $disabled; }
QLabel[role="secondary"] { color: $text2; }
QLabel[role="accent"], QLabel[role="info"] { color: $accentText; }
QLabel[role="success"] { color: $success_text; }
QLabel[role="warning"] { color: $warning_text; }
QLabel[role="danger"] { color: $danger_text; }
QLabel[role="toast"] { color: $toastText; }

QPushButton { background: $surface; color: $text; border: 1px solid $border; border-radius: 6px;
  padding: 0 11px; min-height: 28px; max-height: 28px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 0 10px; min-height: 26px; max-height: 26px; }
QPushButton:disabled { color: $disabled; background: $bg; border-color: $hairline; }
QPushButton[kind="primary"] { background: $accentFill; color: $onAccent; border: 1px solid $accentFill; }
QPushButton[kind="primary"]:hover { background: $accentFillHover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $bg; color: $disabled; border: 1px solid $hairline; }
QPushButton[kind="danger"] { color: $danger_text; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: $text2; padding: 0 7px; }
QPushButton[kind="quiet"]:hover { background: $hover; color: $text; }
QPushButton[kind="quiet"]:pressed, QPushButton[kind="quiet"]:checked { background: $pressed; color: $text; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 0 6px; }
QPushButton[kind="quiet"]:disabled { background: transparent; color: $disabled; }
QPushButton[kind="segment"]:checked { background: $info_fill; border-color: $info_line; color: $info_text; }
QPushButton[kind="segment"]:checked:focus { border-color: $accent; }
QPushButton[kind="link"] { background: transparent; border: 0; border-radius: 4px; color: $accentText;
  padding: 0 4px; min-height: 22px; max-height: 22px; }
QPushButton[kind="link"]:hover { background: $hover; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 0 2px; min-height: 18px; max-height: 18px; }
QPushButton[kind="link"]:disabled { color: $disabled; background: transparent; }
QPushButton[kind="toast"] { background: transparent; border: 0; color: $toastAct; padding: 0 4px; border-radius: 4px;
  min-height: 22px; max-height: 22px; }
QPushButton[kind="toast"]:focus { border: 2px solid $toastAct; padding: 0 2px; min-height: 18px; max-height: 18px; }
QPushButton::menu-indicator { image: url($folder/down-$mode.svg); width: 12px; height: 12px; right: 6px;
  subcontrol-origin: padding; subcontrol-position: center right; }

QLineEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QDateTimeEdit, QTimeEdit, QComboBox {
  background: $surface; color: $text; border: 1px solid $border; border-radius: 6px; padding: 0 8px;
  min-height: 28px; max-height: 28px; placeholder-text-color: $text2;
  selection-background-color: $accentFill; selection-color: $onAccent; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus, QDateTimeEdit:focus, QTimeEdit:focus,
QComboBox:focus, QComboBox:on { border: 2px solid $accent; padding: 0 7px; min-height: 26px; max-height: 26px; }
QLineEdit:disabled, QLineEdit:read-only, QSpinBox:disabled, QDoubleSpinBox:disabled, QDateEdit:disabled,
QComboBox:disabled { background: $bg; color: $text2; border-color: $hairline; }
QLineEdit[problem="true"], QSpinBox[problem="true"], QComboBox[problem="true"], QPlainTextEdit[problem="true"],
QDateEdit[problem="true"], QDoubleSpinBox[problem="true"] { border-color: $danger; }
QLineEdit#scan { min-height: 32px; max-height: 32px; border-radius: 8px; }
QLineEdit#scan:focus { min-height: 30px; max-height: 30px; }
QLineEdit#bare, QLineEdit#bare:focus { border: 0; background: transparent; padding: 0; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url($folder/down-$mode.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; padding: 4px;
  selection-background-color: $selected; selection-color: $text; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QDateEdit::up-button, QTimeEdit::up-button, QDateTimeEdit::up-button {
  subcontrol-position: top right; width: 20px; border: 0; }
QSpinBox::down-button, QDoubleSpinBox::down-button, QDateEdit::down-button, QTimeEdit::down-button,
QDateTimeEdit::down-button { subcontrol-position: bottom right; width: 20px; border: 0; }
QAbstractSpinBox::up-arrow { image: url($folder/up-$mode.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url($folder/down-$mode.svg); width: 10px; height: 10px; }
QDateEdit::drop-down { border: 0; width: 24px; }
QDateEdit::down-arrow { image: url($folder/down-$mode.svg); width: 12px; height: 12px; }
QAbstractScrollArea { border: 0; }
QTextEdit, QPlainTextEdit, QTextBrowser { background: $surface; color: $text; border: 1px solid $border;
  border-radius: 6px; padding: 4px 6px; selection-background-color: $accentFill; selection-color: $onAccent;
  placeholder-text-color: $text2; }
QTextEdit:focus, QPlainTextEdit:focus, QTextBrowser:focus { border: 2px solid $accent; padding: 3px 5px; }

QCheckBox, QRadioButton { color: $text; spacing: 8px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $control;
  background: $surface; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate, QRadioButton::indicator:checked {
  background: $accentFill; border-color: $accentFill; }
QCheckBox::indicator:checked { image: url($folder/check-$mode.svg); }
QCheckBox::indicator:indeterminate { image: url($folder/minus-$mode.svg); }
QRadioButton::indicator:checked { image: url($folder/dot-$mode.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $hairline; background: $bg; }
QCheckBox:focus, QRadioButton:focus { color: $accentText; }

QTableView, QListView, QTreeView { background: $surface; color: $text; border: 0; gridline-color: transparent;
  selection-background-color: transparent; selection-color: $text; }
QListView::item, QTreeView::item { min-height: 28px; padding: 0 8px; border-radius: 6px; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected { background: $selected; color: $text; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $text2; border: 0; border-bottom: 1px solid $hairline;
  padding: 0 8px; min-height: 27px; }
QTableCornerButton::section { background: $surface; border: 0; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget#plain { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $border; border-radius: 3px; min-height: 32px; margin: 2px; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent;
  height: 0; width: 0; border: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; }
QScrollBar::handle:horizontal { background: $border; border-radius: 3px; margin: 2px; min-width: 32px; }
QAbstractScrollArea::corner { background: transparent; }
QSplitter::handle { background: $hairline; }

QMenu { background: $raised; color: $text; border: 1px solid $border; border-radius: 8px; padding: 5px; }
QMenu::item { padding: 5px 28px 5px 10px; border-radius: 5px; min-height: 18px; margin: 1px 0; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 6px; }
QMenu::indicator { width: 14px; height: 14px; left: 6px; border-radius: 4px; border: 1px solid $control; }
QMenu::indicator:checked { background: $accentFill; border-color: $accentFill;
  image: url($folder/check-$mode.svg); }
QMenu::indicator:exclusive { border-radius: 8px; }
QMenu::indicator:exclusive:checked { image: url($folder/dot-$mode.svg); }
QToolTip { background: $toastBg; color: $toastText; border: 1px solid $toastBg; border-radius: 4px; padding: 5px 8px; }
QProgressBar { background: $hairline; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px;
  color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QCalendarWidget QWidget { background: $raised; color: $text; alternate-background-color: $sunken; }
QCalendarWidget QAbstractItemView { selection-background-color: $accentFill; selection-color: $onAccent; }
QCalendarWidget QToolButton { background: transparent; color: $text; border: 0; padding: 4px 8px; }
QTabWidget::pane { border: 0; border-top: 1px solid $hairline; }
QSlider::groove:horizontal { height: 4px; background: $hairline; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: $accentFill; }
""")


def style_sheet(colours: dict[str, Any], mode: str, folder: str) -> str:
    """The style sheet for ``colours``; ``folder`` holds the small pictures of arrows and ticks."""
    flat = {name: value for name, value in colours.items() if isinstance(value, str)}
    for tone, parts in colours["tones"].items():
        flat.update({f"{tone}_{part}": value for part, value in parts.items()})
    return _RULES.substitute(flat, mode=mode, folder=folder)
