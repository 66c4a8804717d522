"""Rows to orders: lines grouped by order number, order values taken once, prices brought to one grain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shopdesk.documents.cells import shown
from shopdesk.documents.columns import Columns
from shopdesk.documents.records import DiscountRecord, OrderLineRecord, OrderRecord, PartyRecord, RowProblem
from shopdesk.documents.sources import header_key
from shopdesk.i18n import N_, _

if TYPE_CHECKING:
    from shopdesk.documents.formats import Discount, Format

NO_NUMBER = N_("The order number is missing.")
NO_QUANTITY = N_("The quantity is missing.")
NEGATIVE_QUANTITY = N_("The quantity is below zero.")
UNKNOWN_WORD = N_("The status “{word}” is not known; it was kept as text only.")
BAD_ROW_OF_ORDER = N_("Another row of order {number} has an error, so the order was left out.")

_LINE_FIELDS = ("sku", "barcode", "title", "line_id")
_PARTY = ("name", "phone", "email", "company", "line1", "line2", "city", "region", "postcode", "country")
_AMOUNTS = ("shipping", "tax", "total", "refunded")
_MOMENTS = ("placed_at", "paid_at", "shipped_at", "cancelled_at")
_TEXTS = (
    "source_id", "buyer", "buyer_name", "email", "phone", "pay_status", "pay_method", "pay_reference",
    "fulfil_status", "state", "tracking_no", "carrier", "buyer_note", "seller_note", "delivery_method",
)  # fmt: skip


def read(columns: Columns, fmt: Format, currency: str, country: str) -> list[OrderRecord]:
    """All orders whose rows are free of errors, in file order."""
    return _Orders(columns, fmt, currency, country).records()


class _Orders:
    def __init__(self, columns: Columns, fmt: Format, currency: str, country: str) -> None:
        self._columns = columns
        self._format = fmt
        self._country = country
        self._keys = self._order_keys()
        self._currencies = self._row_currencies(fmt.currency or currency)
        columns.decide_currency(self._currencies)
        self._order_values: dict[str, list[Any]] = {
            key: columns.column(key) for key in (*_AMOUNTS, *_MOMENTS, *_TEXTS, "tags") if columns.has(key)
        }
        self._ship = self._party_columns("ship")
        self._bill = self._party_columns("bill")
        self._texts = {key: columns.column(key, "") for key in (*_LINE_FIELDS, "variant", "line_state")}
        self._quantities = columns.column("quantity")
        self._unit_prices = columns.column("unit_price")
        self._line_totals = columns.column("line_total")
        self._line_taxes = columns.column("line_tax")
        self._discounts = [(each, *self._discount_columns(each)) for each in fmt.discounts]
        self._words_seen: set[str] = set()
        self._names = _unique_names(columns.header)

    # --- whole columns ------------------------------------------------------------------------------------------

    def _order_keys(self) -> list[str | None]:
        keys = list(self._columns.column("order_no"))
        if self._format.blank_key == "previous":
            last = None
            for at, key in enumerate(keys):
                last = keys[at] = key if key is not None else last
        header = self._columns.header_of("order_no")
        for at, key in enumerate(keys):
            if key is None and at not in self._columns.bad:
                self._columns.report(at, header, "", _(NO_NUMBER), "error")
        return keys

    def _row_currencies(self, default: str) -> list[str] | str:
        """The currency of every row: stated, named by its amounts, or of another row of the same order."""
        columns = self._columns
        stated: list[str] = [code.upper()[:3] for code in columns.column("currency", "")]
        if not any(stated):
            stated = columns.currencies_in_amounts(default)
            if not any(stated):
                return default
        if "" not in stated and len(set(stated)) == 1:
            return stated[0]
        of_order: dict[str | None, str] = {}
        for key, code in zip(self._keys, stated, strict=True):
            if code:
                of_order.setdefault(key, code)
        most = max(set(stated) - {""}, key=stated.count)
        return [code or of_order.get(key, most) for key, code in zip(self._keys, stated, strict=True)]

    def _party_columns(self, prefix: str) -> dict[str, list[Any]]:
        keys = [(part, f"{prefix}_{part}") for part in _PARTY]
        return {part: self._columns.column(key, "") for part, key in keys if self._columns.has(key)}

    def _discount_columns(self, discount: Discount) -> tuple[list[Any] | None, list[Any] | None]:
        return self._columns.amounts(discount.amount), self._columns.texts(discount.label)

    # --- orders --------------------------------------------------------------------------------------------------

    def records(self) -> list[OrderRecord]:
        groups: dict[str, list[int]] = {}
        for at, key in enumerate(self._keys):
            if key is not None:
                groups.setdefault(key, []).append(at)
        orders = []
        for key, places in groups.items():
            lines = self._lines(places)
            if self._columns.bad.isdisjoint(places):
                orders.append(self._order(key, places, lines))
            else:
                self._report_left_out(key, places)
        return orders

    def _report_left_out(self, key: str, places: list[int]) -> None:
        for at in places:
            if at not in self._columns.bad:
                why = _(BAD_ROW_OF_ORDER).format(number=key)
                row = self._columns.numbers[at]
                self._columns.problems.append(RowProblem(row, self._columns.header_of("order_no"), key, why, "error"))

    def _order(self, key: str, places: list[int], lines: tuple[OrderLineRecord, ...]) -> OrderRecord:
        value = {name: self._order_value(name, values, places) for name, values in self._order_values.items()}
        first = places[0]
        pay_status = value.get("pay_status") or value.get("state") or ""
        fulfil_status = value.get("fulfil_status") or value.get("state") or ""
        cancelled_at = value.get("cancelled_at")
        bill = self._party(self._bill, places) if self._bill else None
        ship = self._party(self._ship, places)
        currency = self._currencies if isinstance(self._currencies, str) else self._currencies[first]
        return OrderRecord(
            row=self._columns.numbers[first],
            order_no=key,
            source_id=value.get("source_id") or "",
            placed_at=value.get("placed_at"),
            paid_at=value.get("paid_at"),
            shipped_at=value.get("shipped_at"),
            cancelled_at=cancelled_at,
            cancelled=self._is_cancelled(cancelled_at, pay_status, fulfil_status),
            buyer=value.get("buyer") or "",
            buyer_name=value.get("buyer_name") or (bill.name if bill else "") or ship.name,
            email=value.get("email") or "",
            phone=value.get("phone") or "",
            ship_to=ship,
            bill_to=bill or None,
            currency=currency,
            lines=lines,
            shipping=value.get("shipping"),
            tax=value.get("tax"),
            discounts=self._order_discounts(places),
            total=value.get("total"),
            paid=self._known(self._format.paid, self._format.pay_words, pay_status, value, first),
            pay_status=pay_status,
            pay_method=value.get("pay_method") or "",
            pay_reference=value.get("pay_reference") or "",
            refunded=value.get("refunded"),
            fulfil_status=fulfil_status,
            fulfilled=self._known(self._format.fulfilled, self._format.fulfil_words, fulfil_status, value, first),
            tracking_no=value.get("tracking_no") or "",
            carrier=value.get("carrier") or "",
            buyer_note=value.get("buyer_note") or "",
            seller_note=value.get("seller_note") or "",
            tags=value.get("tags") or (),
            delivery_method=value.get("delivery_method") or "",
            source=tuple(self._source(at) for at in places),
        )

    def _order_value(self, name: str, values: list[Any], places: list[int]) -> Any:
        """The order's value: its rows' sum where the file gives shares, otherwise the first that is not blank."""
        if len(places) == 1:
            return values[places[0]]
        if name in self._format.add_up:
            parts = [values[at] for at in places if values[at] is not None]
            return sum(parts) if parts else None
        for at in places:
            if values[at] is not None:
                return values[at]
        return None

    def _party(self, texts: Mapping[str, list[Any]], places: list[int]) -> PartyRecord:
        found = {part: next((values[at] for at in places if values[at]), "") for part, values in texts.items()}
        if not found.get("country") and any(found.values()):
            found["country"] = self._country
        return PartyRecord(**found)

    def _source(self, at: int) -> dict[str, str]:
        return {name: shown(cell) for name, cell in zip(self._names, self._columns.rows[at], strict=True) if cell != ""}

    # --- states --------------------------------------------------------------------------------------------------

    def _is_cancelled(self, cancelled_at: Any, *statuses: str) -> bool | None:
        words = self._format.cancel_words
        if cancelled_at is not None or any(header_key(status) in words for status in statuses):
            return True
        return False if self._columns.has("cancelled_at") or words else None

    def _known(self, rule: str, words: Mapping[str, bool], word: str, value: Mapping[str, Any], at: int) -> bool | None:
        """True, False or None by the format's rule: always, the status word, or whether a date is there."""
        if rule in ("always", "never"):
            return rule == "always"
        folded = header_key(word)
        if folded in words:
            return words[folded]
        fmt = self._format
        if word and words and not (folded in fmt.pay_words or folded in fmt.fulfil_words or folded in fmt.cancel_words):
            self._report_word(word, at)
        if rule in value:
            return value[rule] is not None
        return None

    def _report_word(self, word: str, at: int) -> None:
        if word not in self._words_seen:
            self._words_seen.add(word)
            of_status = (self._columns.header_of(key) for key in ("state", "pay_status", "fulfil_status"))
            header = next((name for name in of_status if name), "")
            self._columns.report(at, header, word, _(UNKNOWN_WORD).format(word=word), "warning")

    # --- lines ---------------------------------------------------------------------------------------------------

    def _lines(self, places: list[int]) -> tuple[OrderLineRecord, ...]:
        if self._format.lineless:
            return ()
        texts = self._texts
        articles = [at for at in places if any(texts[key][at] for key in _LINE_FIELDS)]
        # a lone row is a line even if it names no article; the rules of the shop decide what becomes of it
        return tuple(self._line(at) for at in (articles or places[:1]))

    def _line(self, at: int) -> OrderLineRecord:
        quantity = self._quantities[at]
        if quantity is None or quantity < 0:
            why = NO_QUANTITY if quantity is None else NEGATIVE_QUANTITY
            if at not in self._columns.bad:
                got = "" if quantity is None else str(quantity)
                self._columns.report(at, self._columns.header_of("quantity"), got, _(why), "error")
            quantity = 0
        discounts, to_take_off = self._line_discounts(at)
        unit, total = self._unit_prices[at], self._line_totals[at]
        if total is not None and (self._format.price == "total" or unit is None):
            unit = unit if unit is not None else _per_unit(total, quantity)
            total -= to_take_off
        else:
            total = None if unit is None else unit * quantity - to_take_off
        texts = self._texts
        state = header_key(texts["line_state"][at])
        return OrderLineRecord(
            row=self._columns.numbers[at],
            line_id=texts["line_id"][at],
            sku=texts["sku"][at],
            barcode=texts["barcode"][at],
            title=texts["title"][at],
            variant=texts["variant"][at],
            quantity=quantity,
            unit_price=unit,
            total=total,
            discounts=discounts,
            tax=self._line_taxes[at],
            fulfilled=self._format.fulfil_words.get(state) if state else None,
        )

    def _line_discounts(self, at: int) -> tuple[tuple[DiscountRecord, ...], int]:
        found = []
        to_take_off = 0
        for each, amounts, labels in self._discounts:
            if each.level == "line" and amounts and amounts[at]:
                found.append(_discount(each, amounts[at], labels[at] if labels else None))
                to_take_off += 0 if each.included else abs(amounts[at])
        return tuple(found), to_take_off

    def _order_discounts(self, places: list[int]) -> tuple[DiscountRecord, ...]:
        found = []
        for each, amounts, labels in self._discounts:
            if each.level != "order" or not amounts:
                continue
            at = next((place for place in places if amounts[place]), None)
            if at is not None:
                found.append(_discount(each, amounts[at], labels[at] if labels else None))
        return tuple(found)


def _discount(each: Discount, amount: int, label: str | None) -> DiscountRecord:
    return DiscountRecord(label or _(each.name), abs(amount), "platform" if each.bearer == "platform" else "shop")


def _per_unit(total: int, quantity: int) -> int | None:
    """A line's price for one unit, half up; None for a line of nothing."""
    return (2 * total + quantity) // (2 * quantity) if quantity else None


def _unique_names(header: list[str]) -> list[str]:
    """Header names fit as keys: repeated ones get a number, blank ones their column's place."""
    seen: dict[str, int] = {}
    names = []
    for name in (name or f"column {at}" for at, name in enumerate(header, 1)):
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
