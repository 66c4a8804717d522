"""A small invented tea shop that answers like an open shop, without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from sqlalchemy import literal_column, select

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, Role, User
from shopdesk.queries.listing import Column, Filter, Kind, Listing, View

STATES = (
    "ready",
    "picking",
    "partly_ready",
    "packed",
    "short",
    "partly_shipped",
    "shipped",
    "delivered",
    "unfulfilled",
)
CHANNELS = (("Web shop", "Web shop"), ("Etsy", "Etsy"), ("eBay", "eBay"), ("Phone", "Phone"))
PEOPLE = (
    ("Aoife O’Brien", "Dublin"),
    ("陈美玲", "Düsseldorf"),
    ("Jürgen Großmann", "Hamburg"),
    ("Käthe Müller-Lüdenscheidt", "Wuppertal"),
    ("Tomasz Wiśniewski", "Poznań"),
    ("王小明", "Berlin"),
    ("林雅婷", "München"),
    ("Söderström & Söner AB", "Malmö"),
    ("Eleanor Whitcombe", "Bath"),
    ("Gasthaus Zum Weißen Rößl", "St. Wolfgang"),
)
PICTURES = ("mug", "tin", "bowl", "", "leaf", "pot")
GROUNDS = {"mug": "#3F6B6B", "tin": "#B4472F", "bowl": "#6B5680", "leaf": "#4E7F4E", "pot": "#8A5A36"}
NOW = datetime.now(UTC).replace(minute=12, second=0, microsecond=0)


def order_row(place: int) -> SimpleNamespace:
    name, city = PEOPLE[place % len(PEOPLE)]
    state = STATES[(place * 7) % len(STATES)]
    due = None if state in ("shipped", "delivered") else NOW + timedelta(hours=(place % 9) * 11 - 14)
    flags = ("note",) if place % 5 == 3 else ()
    return SimpleNamespace(
        id=place + 1,
        number=f"SO-{10493 - place}",
        channel=CHANNELS[place % 4][0],
        customer=name,
        customer_flags=flags,
        city=city,
        images=",".join(h for h in (PICTURES[place % 6], PICTURES[(place * 5 + 1) % 6]) if h) or None,
        item_count=1 + place % 7,
        fulfilment=state,
        payment="unpaid" if place % 8 == 1 else "paid",
        due_at=due,
        total=1990 + (place * 7919) % 128_400,
        currency="EUR",
        placed_at=NOW - timedelta(hours=place * 3),
        title=name,
    )


ORDERS = Listing(
    name="orders",
    title="Orders",
    right=Right.SEE_ORDERS,
    columns=(
        Column("number", "Order", Kind.CODE, second="channel", sort="number", width=98),
        Column("customer", "Customer", Kind.NAME, second="city", sort="customer", width=166),
        Column("images", "Items", Kind.THUMB, second="item_count", second_kind=Kind.NUMBER, width=98),
        Column("fulfilment", "State", Kind.STATE, machine="order_fulfilment", sort="fulfilment", width=122),
        Column("due_at", "Ship by", Kind.TIME, second="due_at", second_kind=Kind.TIME, sort="due_at", width=104),
        Column(
            "total",
            "Total",
            Kind.MONEY,
            second="payment",
            second_kind=Kind.STATE,
            second_machine="order_payment",
            sort="total",
            width=112,
        ),
        Column("placed_at", "Placed", Kind.TIME, sort="placed_at", width=110, hidden=True),
        Column("item_count", "Units", Kind.NUMBER, width=60, hidden=True),
    ),
    rows=lambda: select(literal_column("1")),
    id_column=literal_column("id"),
    sorts={key: literal_column(key) for key in ("number", "customer", "fulfilment", "due_at", "total", "placed_at")},
    default_sort="number",
    default_down=True,
    filters=(
        Filter("fulfilment", "State", tuple((s, s.replace("_", " ").capitalize()) for s in STATES)),
        Filter("channel", "Channel", CHANNELS),
        Filter("placed", "Date", kind=Kind.DATE),
        Filter("city", "City"),
        Filter("payment", "Payment", (("paid", "Paid"), ("unpaid", "Unpaid"))),
    ),
    views=(
        View("to_pick", "To pick", {"fulfilment": "ready"}),
        View("to_pack", "To pack", {"fulfilment": "picking"}),
        View("short", "Short", {"fulfilment": "short"}),
        View("unpaid", "Unpaid", {"payment": "unpaid"}),
        View("all", "All"),
    ),
    search_kind="order",
    tables=frozenset({"orders", "order_lines"}),
)


class FakePages:
    """Rows of a list by position."""

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows
        self.total = len(rows)

    def __getitem__(self, at: int) -> Any:
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def index_of(self, row_id: int) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.id == row_id), None)


class FakeDesk:
    """Answers like a desk from rows in memory."""

    shop_name = "Lindenhof Tee"
    currency = "EUR"

    def __init__(self, rows: int = 400, role: Role = Role.OWNER) -> None:
        self.user = User(1, "Marta Kühn", role)
        self.rows = [order_row(place) for place in range(rows)]
        self.listeners: list[Callable[[frozenset[str]], None]] = []
        self.asked: list[tuple[Any, ...]] = []

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def do(self, usecase: Callable[..., Any], /, **params: Any) -> Any:
        result = usecase(self, **params)
        for listener in list(self.listeners):
            listener(frozenset({"orders"}))
        return result

    def read(self, query: Callable[..., Any], *args: Any) -> Any:
        return query(self, *args)

    def _matching(self, where: Mapping[str, str], text: str) -> list[Any]:
        rows = self.rows
        for key, value in where.items():
            if key == "placed":
                first, _dots, last = value.partition("..")
                rows = [row for row in rows if first <= str(row.placed_at.date()) <= (last or first)]
            else:
                rows = [row for row in rows if str(getattr(row, key)) in value.split("|")]
        words = text.casefold()
        return [row for row in rows if words in f"{row.number} {row.customer} {row.city}".casefold()]

    def pages(
        self,
        listing: Listing,
        where: Mapping[str, str] | None = None,
        text: str = "",
        sort: str | None = None,
        down: bool | None = None,
    ) -> FakePages:
        self.asked.append((dict(where or {}), text, sort, down))
        if sort is not None and sort not in listing.sorts:
            raise UserError("no such sort")
        rows = self._matching(where or {}, text)
        far = datetime(2100, 1, 1, tzinfo=UTC)
        rows = sorted(rows, key=lambda row: (getattr(row, sort or "number") or far, row.id), reverse=bool(down))
        return FakePages(rows)

    def counts(self, listing: Listing) -> dict[str, int]:
        return {view.key: len(self._matching(view.where, "")) for view in listing.views}

    def image(self, content_hash: str, *, thumb: bool = True) -> bytes | None:
        if content_hash not in GROUNDS:
            return None
        side = 96 if thumb else 480
        image = QImage(side, side, QImage.Format.Format_RGB32)
        image.fill(QColor("#ECE7DD"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(GROUNDS[content_hash]))
        painter.drawRoundedRect(QRectF(side * 0.28, side * 0.24, side * 0.44, side * 0.52), side * 0.1, side * 0.1)
        painter.setBrush(QColor(255, 255, 255, 90))
        painter.drawRect(QRectF(side * 0.28, side * 0.44, side * 0.44, side * 0.14))
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return bytes(data.data())
