"""The invoice of an order, which is its receipt once it is paid: lines, sums, the tax in them, what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents.flowing import Flow, FlowColumn, FlowTable, flowing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.papers import Address, Paper, ShopHead, country_name, page_size, words
from shopdesk.documents.typesetting import address_lines, cap_height, fit, leading, wrap

_SUMS_FROM = 0.5


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line; amounts are texts, ``discount_text`` empty where there is none."""

    title: str
    second: str
    quantity_text: str
    unit_price_text: str
    discount_text: str
    total_text: str


@dataclass(frozen=True, slots=True)
class InvoiceData:
    """One order's invoice, all text. ``sums`` end with the total, which stands out; ``taxes`` are (name, net, tax).

    ``settled`` says what was paid and given back; the last of ``due`` stands out when there is something to pay.
    """

    number: str
    bill_to: Address
    lines: tuple[InvoiceLine, ...]
    sums: tuple[tuple[str, str], ...]
    taxes: tuple[tuple[str, str, str], ...] = ()
    settled: tuple[tuple[str, str], ...] = ()
    due: tuple[str, str] | None = None
    facts: tuple[tuple[str, str], ...] = ()
    is_paid: bool = False
    tax_number: str = ""
    note: str = ""
    language: str = "en"


def render(
    invoices: InvoiceData | Sequence[InvoiceData], shop: ShopHead, page: str = "A4", *, allow_missing: bool = False
) -> Paper:
    """Draw each invoice on pages of its own; raises MissingGlyphs or DoesNotFit naming the text."""
    several = [invoices] if isinstance(invoices, InvoiceData) else list(invoices)
    language = several[0].language if several else "en"
    _ = words(language).gettext
    layouts, foots = [], []
    for data in several:
        layouts.append((_title(data), _Invoice(data).draw))
        number = words(data.language).gettext("Invoice {number}").format(number=data.number)
        tax_number = words(data.language).gettext("Tax number {number}").format(number=data.tax_number)
        foots.append(" · ".join((number, tax_number) if data.tax_number else (number,)))
    return flowing(
        layouts, shop, page_size(page), document=_("Invoice"), foots=foots, language=language,
        allow_missing=allow_missing,
    )  # fmt: skip


def _title(data: InvoiceData) -> str:
    catalogue = words(data.language)
    return catalogue.gettext("Receipt") if data.is_paid else catalogue.gettext("Invoice")


class _Invoice:
    def __init__(self, data: InvoiceData) -> None:
        self.data = data
        self.words = words(data.language)

    def draw(self, flow: Flow) -> None:
        """Address and facts, lines, sums, taxes, payments, note."""
        top = flow.y + 3
        flow.y = max(self._address(flow, top), self._facts(flow, top)) + 8
        flow.table(self._lines())
        flow.space(1)
        self._sums(flow, self.data.sums)
        if self.data.taxes:
            flow.space(4)
            self._taxes(flow)
        if self.data.settled or self.data.due:
            flow.space(4)
            self._sums(flow, (*self.data.settled, *([self.data.due] if self.data.due else [])), self.data.due is None)
        if self.data.note:
            flow.space(7)
            flow.texts([self.data.note], flow.style.body)

    def _address(self, flow: Flow, top: float) -> float:
        _ = self.words.gettext
        drawing, style, to = flow.drawing, flow.style, self.data.bill_to
        room = flow.room * 0.52
        drawing.text(flow.left, top, _("Invoice to"), style.small, Weight.MEDIUM)
        baseline = top + leading(style.body + 1.2)
        name = fit(to.name, Weight.BOLD, (style.body + 1.2, style.body - 1), room, most_lines=3)
        baseline = drawing.lines(flow.left, baseline, name.lines, name.size, Weight.BOLD)
        for text in filter(None, (to.company, *to.lines, country_name(to.country, self.data.language))):
            lines = address_lines(text, Weight.REGULAR, style.body + 0.6, room)
            baseline = drawing.lines(flow.left, baseline, lines, style.body + 0.6, factor=1.36)
        return baseline - leading(style.body)

    def _facts(self, flow: Flow, top: float) -> float:
        left = flow.left + flow.room * 0.58
        room = flow.right - left
        size, small = flow.style.body + 0.6, flow.style.small
        baseline = top
        for name, value in self.data.facts:
            flow.drawing.text(left, baseline, name, small, room=room)
            fitted = fit(value, Weight.BOLD, (size, 6.0), room, most_lines=2)
            below = flow.drawing.lines(left, baseline + leading(size, 1.2), fitted.lines, fitted.size, Weight.BOLD)
            baseline = below + 0.4
        return baseline - leading(size)

    def _lines(self) -> FlowTable:
        _ = self.words.gettext
        discounts = any(line.discount_text for line in self.data.lines)
        columns = [
            FlowColumn(_("Item")),
            FlowColumn(_("Details")),
            FlowColumn(_("Quantity"), True),
            FlowColumn(_("Unit price"), True),
            *([FlowColumn(_("Discount"), True)] if discounts else []),
            FlowColumn(_("Amount"), True),
        ]
        rows = [
            [
                line.title, line.second, line.quantity_text, line.unit_price_text,
                *([line.discount_text] if discounts else []), line.total_text,
            ]
            for line in self.data.lines
        ]  # fmt: skip
        return FlowTable(tuple(columns), rows)

    def _sums(self, flow: Flow, pairs: Sequence[tuple[str, str]], last_is_plain: bool = False) -> None:
        """Names and amounts in the right half; the last one bold between rules."""
        left = flow.left + flow.room * _SUMS_FROM
        for at, (name, amount) in enumerate(pairs):
            strong = at == len(pairs) - 1 and not last_is_plain
            weight = Weight.BOLD if strong else Weight.REGULAR
            size = flow.style.body + (0.8 if strong else 0.0)
            room = flow.right - left - width(amount, weight, size) - 4
            lines = wrap(name, weight, size, room)
            tall = len(lines) * leading(size, 1.25) + (1.6 if strong else 0.9)
            flow.need(tall)
            if strong:
                flow.drawing.rule(left, flow.y, flow.right, 0.35)
            baseline = flow.y + cap_height(size) + (1.6 if strong else 0.9)
            flow.drawing.lines(left, baseline, lines, size, weight, factor=1.25)
            flow.drawing.text(flow.right, baseline, amount, size, weight, align="right")
            flow.y += tall
        flow.y += 1

    def _taxes(self, flow: Flow) -> None:
        """The tax summary: net, tax and gross stand in the sums; here is how they come about."""
        _ = self.words.gettext
        columns = (FlowColumn(_("Tax")), FlowColumn(_("Net"), True), FlowColumn(_("Tax amount"), True))
        flow.heading(_("Tax in this invoice"))
        flow.table(FlowTable(columns, self.data.taxes))
