"""Errors, toasts, questions: how the program speaks to a person."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.ui import errors
from shopdesk.ui.toasts import Toasts
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.question import Ask, Question
from tests.ui.test_list_screen import words_of


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    shown.show()
    return shown


def box(window: QWidget) -> QMessageBox:
    return window.findChild(QMessageBox)


def test_a_rules_sentence_is_shown_as_it_is(window: QWidget) -> None:
    errors.show_error(window, UserError("This order has no lines."))
    assert box(window).text() == "This order has no lines."
    box(window).close()


def test_the_same_sentence_opens_one_box(window: QWidget) -> None:
    for _time in range(3):
        errors.show_error(window, UserError("No."))
    assert len(window.findChildren(QMessageBox)) == 1
    box(window).close()


def test_a_full_disk_is_no_bug(window: QWidget) -> None:
    errors.show_error(window, OutsideError("The shop file is locked by another program."))
    assert box(window).informativeText() == "Nothing was changed."
    box(window).close()


def test_a_bug_is_logged_and_worded_once(window: QWidget, caplog: pytest.LogCaptureFixture) -> None:
    errors.raise_unexpected(False)
    for _time in range(5):
        errors.show_error(window, ZeroDivisionError("oops"))
    assert len(window.findChildren(QMessageBox)) == 1
    assert box(window).detailedText() == "ZeroDivisionError: oops"
    assert len(caplog.records) == 5
    box(window).close()


def test_in_tests_a_bug_is_never_hidden(window: QWidget) -> None:
    with pytest.raises(ZeroDivisionError):
        errors.show_error(window, ZeroDivisionError())


def test_what_nobody_caught_is_shown(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    errors.install_excepthook(lambda: window)
    sys.excepthook(UserError, UserError("Not now."), None)
    assert box(window).text() == "Not now."
    box(window).close()


def test_a_toast_offers_undo_once(window: QWidget, qtbot: Any) -> None:
    undone: list[str] = []
    toasts = Toasts(window)
    toast = toasts.say("2 orders moved", lambda: undone.append("x"))
    undo = next(b for b in toast.findChildren(Button) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert undone == ["x"]
    assert toast.isHidden()
    assert not toasts.undo_last()


def test_a_business_fact_is_reversed(window: QWidget) -> None:
    toasts = Toasts(window)
    toast = toasts.say("Parcel shipped", lambda: None, "Reverse…")
    assert any(b.text() == "Reverse…" for b in toast.findChildren(Button))
    toasts.clear()


def test_at_most_three_toasts_stand_above_each_other(window: QWidget) -> None:
    toasts = Toasts(window)
    for text in "abcde":
        toasts.say(text)
    shown = [toast for toast in toasts._shown if toast.isVisible()]
    assert [toast.accessibleName() for toast in shown] == ["c", "d", "e"]
    tops = [toast.y() for toast in shown]
    assert tops == sorted(tops)
    assert all(toast.geometry().bottom() < window.height() for toast in shown)
    toasts.clear()


def ask(window: QWidget, then: Any, **more: Any) -> Question:
    fields = [
        Ask("why", "Reason", "choice", choices=[("address", "Address"), ("money", "Payment")], value="money"),
        Ask("note", "Note", "long"),
        Ask("days", "Days", "number", 3, least=1, most=30),
        Ask("number", "Tracking number", needed=True, check=lambda text: "" if text.startswith("JD") else "Not DHL."),
        Ask("tell", "Tell the customer", "yes", True),
    ]
    question = Question(window, "Put on hold", fields, then, "They wait.", "Put on hold", **more)
    question.open()
    return question


def test_a_question_hands_its_answers_on(window: QWidget, qtbot: Any) -> None:
    answers: list[Any] = []
    question = ask(window, answers.append)
    question.field("number").setText("JD1")
    question.answer()
    assert answers == [{"why": "money", "note": "", "days": 3, "number": "JD1", "tell": True}]
    assert not question.isVisible()


def test_a_wrong_answer_says_what_is_wrong_at_its_field(window: QWidget) -> None:
    question = ask(window, pytest.fail)
    question.answer()
    assert "Please fill this in." in words_of(question)
    question.field("number").setText("1Z")
    question.answer()
    assert "Not DHL." in words_of(question)
    assert question.field("number").property("problem") == "true"
    question.done(0)


def test_a_refusal_keeps_the_question_open(window: QWidget) -> None:
    def refuse(answers: Any) -> None:
        raise UserError("This number is on another parcel.")

    question = ask(window, refuse)
    question.field("number").setText("JD1")
    question.answer()
    assert question.isVisible()
    assert "This number is on another parcel." in words_of(question)
    question.done(0)


def test_escape_never_loses_typed_words_silently(window: QWidget, qtbot: Any) -> None:
    question = ask(window, pytest.fail)
    question.field("note").setPlainText("half a sentence")
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert question.isVisible()
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert not question.isVisible()
