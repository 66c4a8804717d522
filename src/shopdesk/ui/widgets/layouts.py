"""Short ways to put widgets beside and above each other."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

Margins = tuple[int, int, int, int]
_BAR = 10
Item = QWidget | QLayout | int | None | tuple[QWidget, int]


def _filled(layout: QBoxLayout, items: tuple[Item, ...], margins: Margins, gap: int) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, tuple):
            layout.addWidget(*item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)


def row(*items: Item, margins: Margins = (0, 0, 0, 0), gap: int = 0) -> QHBoxLayout:
    """Items from left to right: a widget, a layout, (widget, stretch), a number of pixels, or None for free room."""
    layout = QHBoxLayout()
    _filled(layout, items, margins, gap)
    return layout


def column(*items: Item, margins: Margins = (0, 0, 0, 0), gap: int = 0) -> QVBoxLayout:
    """Items from top to bottom, as in ``row``."""
    layout = QVBoxLayout()
    _filled(layout, items, margins, gap)
    return layout


def plain(layout: QLayout) -> QWidget:
    """A see-through widget around a layout."""
    holder = QWidget()
    holder.setObjectName("plain")
    holder.setLayout(layout)
    return holder


def frame(name: str, layout: QLayout | None = None) -> QFrame:
    """A frame the style sheet knows by name: card, well, side, top, status, inspector, steps."""
    made = QFrame()
    made.setObjectName(name)
    if layout is not None:
        made.setLayout(layout)
    return made


def rule() -> QFrame:
    """A horizontal hairline."""
    return frame("hline")


def upright_rule() -> QFrame:
    """A vertical hairline."""
    return frame("vline")


def scrolling(content: QWidget) -> QScrollArea:
    """``content`` in a scroll area without frame, as wide as the room it is given."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    area.setWidget(content)
    layout = content.layout()
    if layout is not None:
        plain_margins = layout.contentsMargins()

        def keep_width(_least: int, most: int) -> None:
            # The bar takes its room from the margin, so that nothing is cut anew when it appears.
            margins = QMargins(plain_margins)
            margins.setRight(max(0, margins.right() - (_BAR if most > 0 else 0)))
            layout.setContentsMargins(margins)

        area.verticalScrollBar().rangeChanged.connect(keep_width)
    return area


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and delete its widgets."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)
            inner.deleteLater()
