"""Parts of the first page: choices, the shelf of products, the forms of a new shop and of a server."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSizePolicy, QWidget

from shopdesk.i18n import LANGUAGES, _, current_language
from shopdesk.resources_folder import resource
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.forms.countries import LANGUAGE_NAMES, country_choices, currency_choices, currency_of, paper_of
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.pictures import paint_thumb
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.fields import Field
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.ui.widgets.people import Thumb
from shopdesk.usecases.shops import NewShop

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_HEIGHT, _SHELF, _GAP, _THUMB, _ACROSS = 72, 88, 8, 70, 4
_WIDTH = 600
_GOODS = (
    *("kettle-charcoal", "gaiwan-sky", "jar-rose", "bowl-plum", "scarf-moss", "plant-clay", "candle-sage", "mug-teal"),
    *("pouch-leaf", "notebook-ink", "vase-sky", "soap-honey"),
)


class Choice(QAbstractButton):
    """One way to start: icon, title, sentence, an arrow."""

    def __init__(
        self, icon_name: str, title: str, sentence: str, run: Callable[[], object], strong: bool = False
    ) -> None:
        super().__init__()
        self._icon, self._title, self._sentence, self._strong = icon_name, title, sentence, strong
        self.setText(title)
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(360)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence)
        self.clicked.connect(lambda _on=False: run())

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        framed = self.hasFocus() or self._strong
        pen = QPen(theme.colour("accent" if framed else "hairline"), 2 if framed else 1)
        painter.setPen(pen)
        painter.setBrush(theme.colour("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tone("info").fill if self._strong else theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(16, middle - 20, 40, 40), 7, 7)
        paint_icon(painter, self._icon, theme.colour("accentText" if self._strong else "text2"), 27, middle - 9, 18)
        paint_icon(painter, "right", theme.colour("text2"), self.width() - 32, middle - 8, 16)
        room = self.width() - 72 - 44
        painter.setPen(theme.colour("text"))
        self._write(painter, self._title, QRectF(72, middle - 21, room, 21), 14, fonts.SEMIBOLD)
        painter.setPen(theme.colour("text2"))
        self._write(painter, self._sentence, QRectF(72, middle + 1, room, 19), fonts.SECONDARY, fonts.REGULAR)

    @staticmethod
    def _write(painter: QPainter, text: str, box: QRectF, px: int, weight: int) -> None:
        painter.setFont(fonts.font(px, weight))
        shown = fonts.metrics(px, weight).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _MIDDLE, shown)


class Shelf(QWidget):
    """Three boards with goods of the sample shop: only decoration."""

    def __init__(self) -> None:
        super().__init__()
        rows = len(_GOODS) // _ACROSS
        self.setFixedSize(_ACROSS * (_THUMB + _GAP) + _GAP, rows * _SHELF)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._pictures: list[QPixmap | None] = []

    @staticmethod
    def sign() -> QWidget:
        """The program's sign."""
        return Thumb(None, None, "Shop Desk", 28)

    def _load(self) -> None:
        for name in _GOODS:
            path = resource("sample", "pictures", f"{name}.png")
            image = QImage(str(path)) if path.is_file() else QImage()
            self._pictures.append(None if image.isNull() else QPixmap.fromImage(image))

    def _at_size(self, place: int, side: int) -> QPixmap | None:
        """A picture at the size it is drawn, scaled smoothly for this screen."""
        picture = self._pictures[place]
        if picture is None:
            return None
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        made = picture.scaledToWidth(round(side * ratio), smooth)
        made.setDevicePixelRatio(ratio)
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._pictures:
            self._load()
        painter = QPainter(self)
        for place, name in enumerate(_GOODS):
            line, across = divmod(place, _ACROSS)
            box = QRectF(_GAP + across * (_THUMB + _GAP), line * _SHELF + 8, _THUMB, _THUMB)
            paint_thumb(painter, box, self._at_size(place, round(box.width())), name, 8)
            if across == 0:
                painter.fillRect(QRectF(0, box.bottom() + 3, self.width(), 3), theme.colour("border"))


class _Step(QWidget):
    """A page behind a choice: way back, title, sentence, fields, one button."""

    left = Signal()

    def _fill(self, title: str, sentence: str, parts: list[QWidget], go: Button) -> None:
        self.setObjectName("plain")
        self._problem = label("", role="danger", wrap=True)
        self._problem.hide()
        back = Button(_("Back"), self.left.emit, "quiet", "back")
        lines = column(row(back, None), 8, label(title, fonts.TITLE, fonts.SEMIBOLD), 4)
        lines.addWidget(secondary(sentence, wrap=True))
        lines.addSpacing(18)
        for part in parts:
            lines.addWidget(part)
            lines.addSpacing(12)
        lines.addWidget(self._problem)
        lines.addSpacing(8)
        lines.addLayout(row(go, None))
        inside = plain(lines)
        inside.setMaximumWidth(_WIDTH)
        inside.setMinimumWidth(420)
        self.setLayout(column(None, row((QWidget(), 1), (inside, 12), (QWidget(), 1), margins=(32, 16, 32, 24)), None))

    def say(self, sentence: str) -> None:
        """Say what is wrong; empty clears it."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _beside(left: QWidget, right: QWidget) -> QWidget:
    line = row((left, 1), 16, (right, 1))
    for part in (left, right):
        line.setAlignment(part, Qt.AlignmentFlag.AlignTop)
    return plain(line)


class NewShopForm(_Step):
    """The four questions of a new shop; ``wanted`` gives the answers."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.name, self.owner = QLineEdit(), QLineEdit()
        self.country, self.currency, self.language = QComboBox(), QComboBox(), QComboBox()
        for code, title in country_choices():
            self.country.addItem(title, code)
        for code, title in currency_choices():
            self.currency.addItem(title, code)
        for code in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[code], code)
        self.language.setCurrentIndex(max(0, self.language.findData(current_language())))
        self.name.setPlaceholderText(_("as it stands on your papers"))
        self.owner.setPlaceholderText(_("your name"))
        self.country.currentIndexChanged.connect(self._country_chosen)
        self._fields = {
            "name": Field(_("Name of the shop"), self.name),
            "owner": Field(_("First user"), self.owner, _("May do everything. More people and passwords come later.")),
        }
        places = _beside(Field(_("Country"), self.country), Field(_("Currency"), self.currency))
        people = _beside(Field(_("Language"), self.language), self._fields["owner"])
        go = Button(_("Start the shop"), self.answer, "primary", "store")
        for line in (self.name, self.owner):
            line.returnPressed.connect(self.answer)
        self._fill(
            _("Start an empty shop"),
            _("Everything can be changed later, except country and currency."),
            [self._fields["name"], places, people],
            go,
        )
        usual = figures.locale().name().partition("_")[2]
        self.country.setCurrentIndex(max(0, self.country.findData({"GB": "DE"}.get(usual, usual))))
        self._country_chosen()

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _country_chosen(self) -> None:
        code = str(self.country.currentData() or "")
        self.currency.setCurrentIndex(max(0, self.currency.findData(currency_of(code))))

    def answer(self) -> None:
        """Check the answers and hand them on."""
        self.say("")
        empty = [key for key, line in (("name", self.name), ("owner", self.owner)) if not line.text().strip()]
        for key, field in self._fields.items():
            field.set_problem(_("Please fill this in.") if key in empty else "")
        if empty:
            self._fields[empty[0]].field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        country = str(self.country.currentData())
        self.wanted.emit(
            NewShop(
                name=self.name.text().strip(),
                country=country,
                currency=str(self.currency.currentData()),
                language=str(self.language.currentData()),
                owner=self.owner.text().strip(),
                paper=paper_of(country),
            )
        )


class ServerForm(_Step):
    """The address of a shop server; ``wanted`` gives it as one text."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.address = QLineEdit()
        self.address.setPlaceholderText("postgresql://name:password@server/shop")
        self._field = Field(
            _("Address"), self.address, _("Whoever set up the server knows it. The password is not kept here.")
        )
        self.address.returnPressed.connect(self.answer)
        go = Button(_("Connect"), self.answer, "primary", "server")
        self._fill(
            _("Connect to a shop server"),
            _("Several desks can work in the same shop at the same time. The shop lives in a PostgreSQL database."),
            [self._field],
            go,
        )

    def begin(self) -> None:
        """Put the cursor into the field."""
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> None:
        """Check the address and hand it on."""
        self.say("")
        text = self.address.text().strip()
        good = text.startswith(("postgresql://", "postgresql+psycopg://"))
        self._field.set_problem("" if good else _("An address starts with postgresql://"))
        if good:
            self.wanted.emit(text)
