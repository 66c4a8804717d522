"""Rows to orders: lines grouped by order number, order values taken once, prices brought to one grain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from shopdesk.documents.amounts import currency_named
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
        self._value_keys = [key for key in (*_AMOUNTS, *_MOMENTS, *_TEXTS, "tags") if columns.has(key)]
        self._values = _by_row([columns.column(key) for key in self._value_keys], len(columns))
        self._to_add = [at for at, key in enumerate(self._value_keys) if key in fmt.add_up]
        self._ship_keys, self._ship = self._party_rows("ship")
        self._bill_keys, self._bill = self._party_rows("bill")
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
        codes = columns.column("currency", "")
        known = {code: _currency_code(code, default) for code in set(codes)}
        stated: list[str] = [known[code] for code in codes]
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

    def _party_rows(self, prefix: str) -> tuple[list[str], list[tuple[str, ...]]]:
        keys = [part for part in _PARTY if self._columns.has(f"{prefix}_{part}")]
        return keys, _by_row([self._columns.column(f"{prefix}_{part}", "") for part in keys], len(self._columns))

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
        value = dict(zip(self._value_keys, self._order_values(places), strict=True))
        first = places[0]
        pay_status = value.get("pay_status") or value.get("state") or ""
        fulfil_status = value.get("fulfil_status") or value.get("state") or ""
        cancelled_at = value.get("cancelled_at")
        bill = self._party(self._bill_keys, self._bill, places)
        ship = self._party(self._ship_keys, self._ship, places)
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
            buyer_name=value.get("buyer_name") or bill.name or ship.name,
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

    def _order_values(self, places: list[int]) -> Sequence[Any]:
        """The order's values: its rows' sum where the file gives shares, otherwise the first that is not blank."""
        first = self._values[places[0]]
        if len(places) == 1:
            return first
        merged = list(first)
        for place in places[1:]:
            row = self._values[place]
            if row.count(None) < len(row):
                merged = [one if one is not None else two for one, two in zip(merged, row, strict=True)]
        for at in self._to_add:
            parts = [part for place in places if (part := self._values[place][at]) is not None]
            merged[at] = sum(parts) if parts else None
        return merged

    def _party(self, keys: list[str], rows: list[tuple[str, ...]], places: list[int]) -> PartyRecord:
        """The address of the first of the order's rows that has one; never pieced together from several rows."""
        found = next((row for place in places if any(row := rows[place])), None)
        if found is None:
            return PartyRecord()
        party = dict(zip(keys, found, strict=True))
        if not party.get("country"):
            party["country"] = self._country
        return PartyRecord(**party)

    def _source(self, at: int) -> dict[str, str]:
        pairs = zip(self._names, self._columns.rows[at], strict=True)
        if self._columns.is_text:
            return {name: cell for name, cell in pairs if cell}
        return {name: shown(cell) for name, cell in pairs if cell != ""}

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
            given = [place for place in places if amounts[place]]
            if given:
                amount = sum(amounts[place] for place in given) if each.add_up else amounts[given[0]]
                found.append(_discount(each, amount, labels[given[0]] if labels else None))
        return tuple(found)


def _discount(each: Discount, amount: int, label: str | None) -> DiscountRecord:
    return DiscountRecord(label or _(each.name), abs(amount), "platform" if each.bearer == "platform" else "shop")


def _currency_code(text: str, home: str) -> str:
    """A currency column's text as a code: codes in any case, symbols, "" for what is neither."""
    if len(text) == 3 and text.isascii() and text.isalpha():
        return text.upper()
    return currency_named(text, home)


def _per_unit(total: int, quantity: int) -> int | None:
    """A line's price for one unit, half up; None for a line of nothing."""
    return (2 * total + quantity) // (2 * quantity) if quantity else None


def _by_row(columns: list[list[Any]], rows: int) -> list[tuple[Any, ...]]:
    """Columns turned to one tuple a row; empty tuples if there are no columns."""
    return list(zip(*columns, strict=True)) if columns else [()] * rows


def _unique_names(header: list[str]) -> list[str]:
    """Header names fit as keys: repeated ones get a number, blank ones their column's place."""
    seen: dict[str, int] = {}
    names = []
    for name in (name or f"column {at}" for at, name in enumerate(header, 1)):
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
