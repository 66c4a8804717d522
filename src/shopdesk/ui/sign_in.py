"""The page that asks who is there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _
from shopdesk.queries.settings import settings
from shopdesk.ui import fonts
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.fields import Field
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, row
from shopdesk.ui.widgets.people import Thumb
from shopdesk.usecases.people import sign_in

_WIDTH = 380


class SignIn(QWidget):
    """Name and password; ``signed_in`` gives the User. Wrong words never say which of the two was wrong."""

    signed_in = Signal(object)

    def __init__(self, database: Any, name: str = "") -> None:
        super().__init__()
        self._database = database
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        with database.reading() as session:
            shop = str(settings(database, session).get("shop_name", ""))
        self.setWindowTitle(f"{shop} – shopdesk")
        self.name, self.password = QLineEdit(name), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.name.returnPressed.connect(self._from_name)
        self.password.returnPressed.connect(self.answer)
        self._go = Button(_("Sign in"), self.answer, "primary", "key")
        self._problem = column()
        card = Card(padding=28)
        card.setFixedWidth(_WIDTH)
        card.body.setSpacing(12)
        words = column(label(shop, fonts.SECTION, fonts.SEMIBOLD, wrap=True), secondary(_("Who is there?")), gap=2)
        card.add(row(Thumb(None, None, shop, 40), 12, words, None))
        card.body.addSpacing(4)
        card.add(Field(_("Name"), self.name), Field(_("Password"), self.password), self._problem)
        card.add(row((self._go, 1)))
        self.setLayout(column(None, row(None, card, None), None))
        self.resize(1280, 800)
        (self.password if name else self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _from_name(self) -> None:
        if self.password.text():
            self.answer()
        else:
            self.password.setFocus(Qt.FocusReason.TabFocusReason)

    def problem(self) -> str:
        """What is said to be wrong, or ``""``."""
        item = self._problem.itemAt(0)
        widget = item.widget() if item is not None else None
        return widget.accessibleName() if widget is not None else ""

    def answer(self) -> None:
        """Try the name and password."""
        emptied(self._problem)
        if not self.name.text().strip():
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            user = sign_in(self._database, self.name.text(), self.password.text())
        except (UserError, OutsideError) as error:
            self._problem.addWidget(Notice(str(error), "danger"))
            self.password.clear()
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.signed_in.emit(user)
