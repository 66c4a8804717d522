"""Parts of the product page: pictures, parts of a bundle, channels, papers, attributes."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from shopdesk.domain.listings import NEED_TITLES
from shopdesk.domain.rights import Right
from shopdesk.i18n import _, n_
from shopdesk.queries.assortment import EXPIRY_DAYS, Document, Shelf, documents_of, pictures_of, shelves_of
from shopdesk.queries.kits import Kit, KitPart, kit_of
from shopdesk.queries.product_details import ProductDetail, VariantDetail
from shopdesk.ui import figures, fonts
from shopdesk.ui.forms import assortment_forms as forms
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import Badge, Elided, FactRow, fact_width, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.ui.widgets.people import Thumb
from shopdesk.usecases import assortment

if TYPE_CHECKING:
    from shopdesk.ui.pages.product_page import ProductPage

_SMALL, _IN_ROW, _MOST = 46, 4, 11


# pictures


class _Gallery(QWidget):
    """Small pictures; files dropped or pasted here are kept."""

    def __init__(self, page: ProductPage, known: ProductDetail) -> None:
        super().__init__()
        self._page, self._known = page, known
        self._may = page.shell.may(Right.EDIT_PRODUCTS)
        self.setAcceptDrops(self._may)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(_("Pictures"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        forms.drop_pictures(self._page.shell, self._known.id, paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._may and event.matches(QKeySequence.StandardKey.Paste):
            forms.paste_picture(self._page.shell, self._known.id)
        else:
            super().keyPressEvent(event)


class _SmallPicture(Thumb):
    """One of the product's pictures; a click shows it large, a right click says what can be done with it."""

    def __init__(self, page: ProductPage, content: str, known: ProductDetail, of_product: bool) -> None:
        super().__init__(page.shell.pictures, content, known.title, _SMALL)
        self._page, self._content, self._known, self._of_product = page, content, known, of_product
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: Any) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._page.show_picture(self._content)

    def contextMenuEvent(self, event: Any) -> None:
        shell, known = self._page.shell, self._known
        if not shell.may(Right.EDIT_PRODUCTS):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._of_product:
            first = menu.addAction(_("Show first"))
            first.triggered.connect(partial(forms.show_first, shell, known.id, self._content))
            first.setEnabled(known.image != self._content)
            gone = menu.addAction(_("Remove this picture"))
            gone.triggered.connect(partial(forms.remove_picture, shell, known.id, self._content))
        chosen = self._page.variant()
        if chosen is not None and len(known.variants) > 1:
            own = menu.addAction(_("Use it for {name}").format(name=chosen.title or chosen.sku))
            own.triggered.connect(partial(forms.picture_of_variant, shell, chosen, self._content))
            own.setEnabled(chosen.image != self._content)
            if chosen.image == self._content:
                none = menu.addAction(_("Take it away from {name}").format(name=chosen.title or chosen.sku))
                none.triggered.connect(partial(forms.picture_of_variant, shell, chosen, None))
        menu.popup(event.globalPos())


def gallery(page: ProductPage, known: ProductDetail) -> QWidget:
    """The strip of small pictures with a button for more."""
    own = page.shell.read(pictures_of, known.id)
    everything = list(dict.fromkeys([*own, *known.images]))
    strip = _Gallery(page, known)
    grid = QGridLayout(strip)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(8)
    cells: list[QWidget] = [_SmallPicture(page, one, known, one in own) for one in everything[:_MOST]]
    if page.shell.may(Right.EDIT_PRODUCTS):
        add = IconButton("plus", _("Add a picture… (or drop or paste one here)"), lambda: _add_menu(page, known, add))
        add.set_kind("secondary")
        add.setFixedSize(_SMALL, _SMALL)
        cells.append(add)
    for at, cell in enumerate(cells):
        grid.addWidget(cell, at // _IN_ROW, at % _IN_ROW)
    grid.setColumnStretch(_IN_ROW, 1)
    return strip


def _add_menu(page: ProductPage, known: ProductDetail, button: QWidget) -> None:
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(_("From a file…")).triggered.connect(partial(forms.add_picture, page.shell, known.id))
    menu.addAction(_("From the clipboard")).triggered.connect(partial(forms.paste_picture, page.shell, known.id))
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))


# parts of a bundle


def kit_card(page: ProductPage, chosen: VariantDetail) -> Card:
    """What a bundle is made of, how many can be made and what limits them."""
    kit: Kit = page.shell.read(kit_of, chosen.id)
    card = Card(_("Parts of the bundle"), n_("{count} can be made now", "{count} can be made now", kit.makeable).format(
        count=figures.number(kit.makeable)))  # fmt: skip
    may = page.shell.may(Right.EDIT_PRODUCTS)
    if may:
        card.head.addWidget(Button(_("Add a part…"), partial(forms.add_part, page.shell, chosen), "link"))
    for at, part in enumerate(kit.parts):
        if at:
            card.add(rule())
        card.add(_part_line(page, kit, part, may))
    if not kit.parts:
        return card.add(secondary(_("No parts yet. A bundle without parts cannot be ordered."), wrap=True))
    saved = kit.value - chosen.price
    words = [_("The parts alone cost {amount}.").format(amount=figures.money(kit.value, page.thing.currency))]
    if saved > 0:
        words.append(_("The bundle saves {amount}.").format(amount=figures.money(saved, page.thing.currency)))
    if kit.cost is not None and page.shell.may(Right.SEE_COST):
        words.append(_("Their cost is {amount}.").format(amount=figures.money(kit.cost, page.thing.currency)))
    return card.add(rule(), secondary(" ".join(words), wrap=True))


def _part_line(page: ProductPage, kit: Kit, part: KitPart, may: bool) -> QWidget:
    name = Elided(part.name, fonts.BODY, fonts.MEDIUM)
    name.make_link()
    name.clicked.connect(lambda: page.shell.open("variant", part.variant_id))
    note = Elided(
        _("{sku} · {count} available").format(sku=part.sku, count=figures.number(part.available)),
        fonts.SECONDARY, role="secondary", tabular=True,
    )  # fmt: skip
    line = row(
        Thumb(page.shell.pictures, part.image, part.name, 30),
        10,
        label(_("{count} ×").format(count=part.units), weight=fonts.SEMIBOLD, tabular=True),
        6,
        (plain(column(name, note)), 1),
        8,
    )
    if part.limits:
        line.addWidget(Badge(_("limits"), "warning" if kit.makeable else "danger"))
        line.addSpacing(8)
    line.addWidget(secondary(_("for {count}").format(count=figures.number(part.enough_for)), tabular=True))
    if may:
        line.addWidget(IconButton("pencil", _("Change the number"), partial(forms.change_part, page.shell, kit, part)))
        line.addWidget(IconButton("x", _("Take this part out"), partial(forms.remove_part, page.shell, kit, part)))
    return plain(line)


# channels, papers, attributes


def show_shelves(page: ProductPage) -> None:
    """Fill the page with channels, papers and attributes."""
    known: ProductDetail = page.thing
    today = datetime.now().astimezone().date()
    papers = page.shell.read(documents_of, known.id)
    over = [one.name for one in papers if forms.is_over(one.expires_on, today)]
    if over:
        page.body.addWidget(Notice(_("No longer valid: {names}").format(names=", ".join(over)), "danger", "warn"))
    left = column(_channels(page, known), None, gap=12)
    right = plain(column(_papers(page, known, papers, today), _attributes(page, known), None, gap=12))
    right.setMinimumWidth(300)
    right.setMaximumWidth(460)
    page.body.addLayout(row((plain(left), 5), 14, (right, 4)))
    page.body.addStretch(1)


def _channels(page: ProductPage, known: ProductDetail) -> Card:
    shelves: list[Shelf] = page.shell.read(shelves_of, known.id)
    listed = sum(one.listed for one in shelves)
    card = Card(_("Channels"), n_("on {count} shelf", "on {count} shelves", listed).format(count=listed))
    for at, one in enumerate(shelves):
        if at:
            card.add(rule())
        card.add(_shelf(page, known, one))
    return card


def _shelf(page: ProductPage, known: ProductDetail, one: Shelf) -> QWidget:
    since = _("since {day}").format(day=figures.day(one.since)) if one.since else ""
    state = Badge(_("listed"), "success") if one.listed else Badge(_("not listed"), "neutral")
    head = row(label(one.name, weight=fonts.SEMIBOLD), 10, state, 8, (secondary(since), 1))
    if page.shell.may(Right.EDIT_PRODUCTS):
        words = _("Take off") if one.listed else _("Put on the shelf")
        head.addWidget(Button(words, partial(_list, page, known, one), "link"))
    lines = column(head, gap=2)
    if one.missing:
        names = ", ".join(_(NEED_TITLES[field]) for field in one.missing)
        lines.addWidget(label(_("Missing: {names}").format(names=names), fonts.SECONDARY, role="warning", wrap=True))
    else:
        lines.addWidget(label(_("Everything this channel asks for is there."), fonts.SECONDARY, role="success"))
    if one.open_orders and one.since is not None and not one.listed:
        words = n_(
            "{count} open order from this channel still has it.",
            "{count} open orders from this channel still have it.",
            one.open_orders,
        )
        lines.addWidget(label(words.format(count=one.open_orders), fonts.SECONDARY, role="warning", wrap=True))
    return plain(lines)


def _list(page: ProductPage, known: ProductDetail, one: Shelf) -> None:
    def put(on: bool) -> bool:
        return page.shell.do(assortment.set_listed, product_ids=[known.id], channel=one.channel, listed=on)

    if put(not one.listed):
        said = _("Taken off {channel}.") if one.listed else _("On the shelf of {channel}.")
        page.shell.say(said.format(channel=one.name), lambda: put(one.listed))


def _papers(page: ProductPage, known: ProductDetail, papers: list[Document], today: date) -> Card:
    card = Card(_("Papers"), _("certificates, test reports"))
    may = page.shell.may(Right.EDIT_PRODUCTS)
    if may:
        card.head.addWidget(Button(_("Add…"), partial(forms.add_document, page.shell, known.id), "link"))
        card.head.addWidget(Button(_("With a file…"), partial(forms.add_document_file, page.shell, known.id), "link"))
    for at, one in enumerate(papers):
        if at:
            card.add(rule())
        tone = ""
        if one.expires_on is not None:
            left = (one.expires_on - today).days
            tone = "danger" if left < 0 else "warning" if left <= EXPIRY_DAYS else ""
        until = _("until {day}").format(day=figures.day(one.expires_on)) if one.expires_on else _("without end")
        line = row(
            column(label(one.name, weight=fonts.MEDIUM), secondary(one.file_name or _("no file"))),
            None,
            label(until, role=tone, tabular=True),
        )
        if one.size:
            line.addWidget(
                IconButton("download", _("Save the file…"), partial(forms.save_document, page.shell, one.id))
            )
        if may:
            line.addWidget(IconButton("trash", _("Remove this paper"), partial(_drop_paper, page, one)))
        card.add(plain(line))
    if not papers:
        card.add(secondary(_("No paper is kept. Add one and be told before it ends."), wrap=True))
    return card


def _drop_paper(page: ProductPage, one: Document) -> None:
    page.shell.ask(
        _("Remove this paper"),
        [],
        lambda _answers: page.shell.do(assortment.remove_document, document_id=one.id, said=_("Paper removed.")),
        _("{name} and its file are thrown away.").format(name=one.name),
        _("Remove it"),
        danger=True,
    )


def _attributes(page: ProductPage, known: ProductDetail) -> Card:
    card = Card(_("Attributes"))
    if page.shell.may(Right.EDIT_PRODUCTS):
        card.head.addWidget(Button(_("Edit…"), partial(forms.edit_attributes, page.shell, known), "link"))
    shown = [(str(name), value) for name, value in known.attributes.items() if isinstance(value, str | int)]
    width = fact_width([name for name, _value in shown], 140)
    for name, value in shown:
        card.add(FactRow(name, str(value), width))
    if not shown:
        card.add(secondary(_("Material, care, origin: what buyers ask for.")))
    return card
