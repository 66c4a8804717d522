"""One order on a customer's page: a line that opens to the parcel and the answer to read out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import _, n_
from shopdesk.queries.customer_details import OrderLink
from shopdesk.queries.shipment_details import ShipmentDetail, shipment_detail
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.shell import Shell
from shopdesk.ui.state_pills import Pill
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Notice
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, plain, row
from shopdesk.ui.widgets.people import Thumb
from shopdesk.ui.widgets.steps import ParcelSteps, Step

_THUMB = 28


class _Arrow(QWidget):
    """Shows whether the line is open."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(16, 16)
        self.is_open = False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, "down" if self.is_open else "right", theme.colour("text2"), 1, 1, 14)


class OrderCard(QWidget):
    """Number and day, pictures, state, total; a click opens the parcel below."""

    def __init__(self, shell: Shell, order: OrderLink, opened: bool = False) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._shell, self._order = shell, order
        self._arrow = _Arrow()
        self._more = QVBoxLayout()
        self._more.setContentsMargins(40, 0, 16, 10)
        self._more.setSpacing(8)
        self._head = self._line()
        self.setLayout(column(self._head, self._more))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{order.number}, {figures.money(order.total, order.currency)}")
        self._open(opened)

    def _line(self) -> QWidget:
        order = self._order
        number = plain(column(label(order.number, weight=fonts.SEMIBOLD, tabular=True),
                              secondary(figures.when(order.placed_at, short=True))))  # fmt: skip
        number.setFixedWidth(82)
        line = row(self._arrow, 8, number, margins=(16, 8, 16, 8), gap=4)
        for image in order.images:
            line.addWidget(Thumb(self._shell.pictures, image, order.first_title, _THUMB))
        items = n_("{count} item", "{count} items", order.item_count).format(count=figures.number(order.item_count))
        line.addSpacing(6)
        line.addWidget(secondary(items))
        line.addStretch(1)
        machine, slash, state = order.status.partition("/")
        line.addWidget(Pill(machine, state) if slash else Pill("order", order.status))
        line.addSpacing(8)
        line.addWidget(label(figures.amount(order.total, order.currency), weight=fonts.SEMIBOLD, tabular=True))
        line.addWidget(secondary(order.currency))
        head = plain(line)
        head.setCursor(Qt.CursorShape.PointingHandCursor)
        return head

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._head.geometry().contains(event.position().toPoint()):
            self._open(not self._arrow.is_open)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._shell.may(Right.SEE_ORDERS):
            self._shell.open("order", self._order.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(not self._arrow.is_open)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self._head.geometry().adjusted(1, 1, -2, -2))

    def _open(self, opened: bool) -> None:
        self._arrow.is_open = opened
        self._arrow.update()
        emptied(self._more)
        if opened:
            self._fill()
        self._more.setContentsMargins(40, 0, 16, 10 if opened else 0)

    def _fill(self) -> None:
        order = self._order
        shipments = self._shipments()
        for known in shipments:
            self._more.addLayout(self._parcel_line(known))
            self._more.addWidget(ParcelSteps(*_steps(known)))
        self._more.addWidget(Notice(answer(order, shipments), "neutral", "service"))
        steps = row(gap=8)
        if self._shell.may(Right.SEE_ORDERS):
            go = partial(self._shell.open, "order", order.id)
            steps.addWidget(Button(_("Open the order"), go, icon_name="external"))
        for known in shipments[:1]:
            tracked = next((parcel.tracking_no for parcel in known.parcels if parcel.tracking_no), "")
            if tracked:
                copy = Button(_("Copy the tracking number"), partial(self._copy, tracked), icon_name="copy")
                steps.addWidget(copy)
        steps.addStretch(1)
        self._more.addLayout(steps)

    def _shipments(self) -> list[ShipmentDetail]:
        found = []
        for shipment_id in self._order.shipments:
            try:
                known = self._shell.read(shipment_detail, shipment_id)
            except UserError:
                continue
            if known.state not in ("cancelled", "voided"):
                found.append(known)
        return found

    @staticmethod
    def _parcel_line(known: ShipmentDetail) -> QVBoxLayout:
        lines = column(gap=2)
        parcels = known.parcels or ()
        for place, parcel in enumerate(parcels, start=1):
            title = _("Parcel {at} of {all}").format(at=place, all=len(parcels))
            carrier = " · ".join(part for part in (title, parcel.carrier) if part)
            weight = parcel.weight_g
            words = _("{weight} kg").format(weight=figures.number(weight / 1000, 2)) if weight else ""
            lines.addLayout(row(label(carrier, weight=fonts.SEMIBOLD), 8, secondary(parcel.tracking_no, tabular=True),
                                None, secondary(words)))  # fmt: skip
        if not parcels:
            lines.addWidget(label(known.number, weight=fonts.SEMIBOLD))
        return lines

    def _copy(self, number: str) -> None:
        QGuiApplication.clipboard().setText(number)
        self._shell.say(_("Tracking number {number} copied.").format(number=number), tone="info")


def _steps(known: ShipmentDetail) -> tuple[list[Step], int]:
    """The way of a parcel and how far it is."""
    moments = [
        (_("Picked"), known.picked_at),
        (_("Packed"), known.packed_at),
        (_("Shipped"), known.shipped_at),
        (_("Delivered"), known.delivered_at),
    ]
    steps = [Step(title, figures.when(moment) if moment else "") for title, moment in moments]
    done = [place for place, (_title, moment) in enumerate(moments) if moment]
    return steps, (max(done) if done else -1)


def answer(order: OrderLink, shipments: list[ShipmentDetail]) -> str:
    """What to say to somebody who asks where this order is."""
    sent = [known for known in shipments if known.shipped_at]
    if order.state == "cancelled":
        return _("“Your order was cancelled; nothing is on its way.”")
    if sent:
        known = sent[-1]
        carrier = next((parcel.carrier for parcel in known.parcels if parcel.carrier), "")
        if known.delivered_at:
            return _("“Your parcel was delivered on {day}.”").format(day=figures.day(known.delivered_at))
        said = _("“Your parcel left our house on {day} with {carrier}.”") if carrier else _(
            "“Your parcel left our house on {day}.”")  # fmt: skip
        return said.format(day=figures.day(known.shipped_at), carrier=carrier)
    if any(known.packed_at for known in shipments):
        return _("“Your parcel is packed and waits for the carrier.”")
    if shipments:
        return _("“Your order is being picked and packed right now.”")
    if order.state == "submitted":
        return _("“We have your order and are checking it.”")
    if order.status.endswith("short"):
        return _("“A part of your order is not in stock at the moment; we are looking after it.”")
    return _("“Your order is confirmed and will be packed soon.”")
