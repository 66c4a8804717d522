"""The prices of a product: what a price rests on, its history, competitors, what the rules would charge."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from shopdesk.domain.pricing import FIELD_TITLES, RULE_TITLES, PriceField, Proposal, percent_of
from shopdesk.domain.rights import Right
from shopdesk.i18n import _, n_
from shopdesk.queries.pricing import KeptChange, PriceView, price_view
from shopdesk.ui import figures, fonts
from shopdesk.ui.forms import price_forms
from shopdesk.ui.pages.price_parts import FloorBar, PriceSteps
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.usecases import pricing

if TYPE_CHECKING:
    from shopdesk.ui.pages.product_page import ProductPage

_SHOWN = 12


def show_prices(page: ProductPage) -> None:
    """Fill the page with the prices of the chosen variant."""
    chosen = page.variant()
    if chosen is None:
        page.body.addWidget(secondary(_("There is no variant yet.")))
        page.body.addStretch(1)
        return
    view: PriceView = page.shell.read(price_view, chosen.id)
    known = page.thing
    if len(known.variants) > 1:
        box = QComboBox()
        for one in known.variants:
            box.addItem(f"{one.title or one.sku} · {figures.money(one.price, known.currency)}", one.id)
        box.setCurrentIndex(max(0, box.findData(chosen.id)))
        box.setMinimumWidth(320)
        box.setAccessibleName(_("Variant"))
        box.activated.connect(lambda at: page.choose(int(box.itemData(at))))
        page.body.addLayout(row(secondary(_("Variant")), 10, box, None))
    for words in _warnings(page, view):
        page.body.addWidget(Notice(words, "warning", "warn"))
    left = column(_history(page, view), _competitors(page, view), None, gap=12)
    right = plain(column(_why(page, view), _suggestions(page, view), None, gap=12))
    right.setMinimumWidth(300)
    right.setMaximumWidth(400)
    page.body.addLayout(row((plain(left), 5), 14, (right, 3)))
    page.body.addStretch(1)


def _warnings(page: ProductPage, view: PriceView) -> list[str]:
    found = []
    if view.below_floor and page.shell.may(Right.SEE_COST):
        found.append(_("The price is below the floor of {amount}.").format(
            amount=figures.money(view.floor, view.currency)))  # fmt: skip
    if view.was_problem:
        found.append(_("List price: {problem}").format(problem=view.was_problem))
    if view.unstable is not None:
        found.append(
            n_(
                "The price moved by up to {share} % and changed {count} time in {days} days.",
                "The price moved by up to {share} % and changed {count} times in {days} days.",
                view.unstable.changes,
            ).format(
                share=percent_of(round(view.unstable.jump, 3)), count=view.unstable.changes, days=view.rules.change_days
            )
        )
    return found


def _amount(name: str, minor: int | None, currency: str, strong: bool = False, tone: str = "") -> QWidget:
    weight = fonts.SEMIBOLD if strong else fonts.REGULAR
    shown = label(figures.amount(minor, currency), weight=fonts.SEMIBOLD, role=tone, tabular=True)
    return plain(row(label(name, weight=weight, role=tone), None, shown))


def _why(page: ProductPage, view: PriceView) -> Card:
    card = Card(_("Why {price}?").format(price=figures.money(view.winner, view.currency)))
    if page.shell.may(Right.EDIT_PRODUCTS):
        see_cost = page.shell.may(Right.SEE_COST)
        card.head.addWidget(Button(_("Change…"), partial(price_forms.change_price, page.shell, view, see_cost), "link"))
    if view.list_price:
        card.add(_amount(_("List price"), view.list_price, view.currency))
    for one in view.considered:
        card.add(_amount(one.name, one.price, view.currency, strong=one.wins))
        if one.wins and len(view.considered) > 1:
            holding = sum(not other.why_not for other in view.considered)
            card.add(secondary(n_("the lowest of {count} price that holds; prices are never multiplied",
                                  "the lowest of {count} prices that hold; prices are never multiplied",
                                  holding).format(count=holding), wrap=True))  # fmt: skip
        elif one.why_not:
            card.add(secondary(one.why_not))
    if view.cost is not None and page.shell.may(Right.SEE_COST):
        gain = view.price - view.cost
        card.add(rule(), _amount(_("Cost"), view.cost, view.currency),
                 _amount(_("Gross profit"), gain, view.currency, strong=True,
                         tone="success" if gain > 0 else "danger"),
                 FloorBar(view.price, view.cost, view.floor, view.currency))  # fmt: skip
    if page.shell.may(Right.SET_PRICES):
        card.add(row(Button(_("New price list…"), partial(price_forms.new_price_list, page.shell, view), "link"), None))
    return card


def numbers_words(rule_key: str, numbers: dict[str, Any], currency: str) -> str:
    """The numbers behind a suggestion as a sentence."""
    share = percent_of(str(numbers.get("share", "0")))
    match rule_key:
        case "markup":
            words = _("Cost {cost} and {share} % on top.").format(
                cost=figures.money(numbers["cost"], currency), share=share
            )
        case "margin":
            words = _("Cost {cost} ÷ (1 − {share} %).").format(
                cost=figures.money(numbers["cost"], currency), share=share
            )
        case "competitors":
            names = ", ".join(
                f"{source} {figures.amount(price, currency)} ({seen})" for source, price, seen in numbers["sources"]
            )
            words = _("Competitors ask {price}: {names}. Shift {share} %.").format(
                price=figures.money(numbers["reference"], currency), names=names, share=share
            )
            if numbers.get("stale"):
                old = n_("{count} old price ignored.", "{count} old prices ignored.", numbers["stale"])
                words = " ".join((words, old.format(count=numbers["stale"])))
        case "too_much":
            left = numbers.get("days_left")
            words = (
                _("Stock lasts {days} days, more than {most}: {share} % less.").format(
                    days=left, most=numbers["days"], share=share
                )
                if left is not None
                else _("Nothing sold in four weeks: {share} % less.").format(share=share)
            )
        case "running_out":
            words = _("Stock lasts {days} days; {sold} sold after {before} before: {share} % more.").format(
                days=numbers["days_left"], sold=numbers["sold"], before=numbers["before"], share=share
            )
        case _:
            words = ""
    if numbers.get("at_floor"):
        floor = _("Raised to the floor of {amount}.").format(amount=figures.money(numbers["floor"], currency))
        words = " ".join((words, floor))
    return words


def _suggestions(page: ProductPage, view: PriceView) -> Card:
    card = Card(_("Suggestions"), _("nothing changes before you accept"))
    if page.shell.may(Right.SET_PRICES):
        card.head.addWidget(Button(_("Rules…"), partial(price_forms.edit_rules, page.shell), "link"))
    if not view.proposals:
        return card.add(secondary(_("The rules have nothing to say on this price."), wrap=True))
    for at, one in enumerate(view.proposals):
        if at:
            card.add(rule())
        card.add(_proposal(page, view, one))
    return card


def _proposal(page: ProductPage, view: PriceView, one: Proposal) -> QWidget:
    change = (one.price - view.price) / view.price if view.price else None
    price = label(figures.money(one.price, view.currency), weight=fonts.SEMIBOLD, tabular=True)
    tone = "success" if one.price > view.price else "warning"
    moved = label(figures.percent(change, 1), role=tone, tabular=True) if change is not None else secondary("")
    lines = column(
        row(label(_(RULE_TITLES[one.rule]), weight=fonts.MEDIUM), None, moved, 10, price),
        secondary(numbers_words(one.rule, one.numbers, view.currency), wrap=True),
        gap=4,
    )
    if page.shell.may(Right.SET_PRICES):
        reason = _("Suggestion: {rule}").format(rule=_(RULE_TITLES[one.rule]))
        said = _("{sku} now costs {price}.").format(sku=view.sku, price=figures.money(one.price, view.currency))
        accept = Button(
            _("Accept"),
            lambda: price_forms.save_prices(
                page.shell, view.variant_id, {"price": one.price}, view.version, reason, said
            ),
            "secondary",
            "check",
        )
        lines.addLayout(row(None, accept))
    return plain(lines)


def _history(page: ProductPage, view: PriceView) -> Card:
    card = Card(_("Price over time"), _("{count} changes kept").format(count=figures.number(len(view.changes))))
    of_price = [one for one in reversed(view.changes) if one.field == PriceField.PRICE.value]
    steps = [(page.thing.created_at if not of_price else min(page.thing.created_at, of_price[0].at),
              of_price[0].was or 0 if of_price else view.price)]  # fmt: skip
    steps += [(one.at, one.now or 0) for one in of_price]
    card.add(PriceSteps(steps, view.floor if page.shell.may(Right.SEE_COST) else None, view.currency))
    shown = [one for one in view.changes if one.field != PriceField.COST.value or page.shell.may(Right.SEE_COST)]
    for one in shown[:_SHOWN]:
        card.add(rule(), _change(one, view.currency))
    if not shown:
        card.add(secondary(_("No amount was changed in the last year.")))
    return card


def _change(one: KeptChange, currency: str) -> QWidget:
    title = _(FIELD_TITLES[PriceField(one.field)])
    was = figures.amount(one.was, currency) if one.was is not None else figures.NOTHING
    now = figures.amount(one.now, currency) if one.now is not None else figures.NOTHING
    amounts = label(_("{was} → {now}").format(was=was, now=now), weight=fonts.SEMIBOLD, tabular=True)
    note = " · ".join(part for part in (one.by_name, one.reason) if part)
    return plain(row(label(title), 10, amounts, 12, (secondary(note), 1), 8, secondary(figures.when(one.at))))


def _competitors(page: ProductPage, view: PriceView) -> Card:
    note = ""
    if view.reference is not None:
        note = _("{price} counts").format(price=figures.money(view.reference.price, view.currency))
    card = Card(_("Competitors"), note)
    if page.shell.may(Right.EDIT_PRODUCTS):
        card.head.addWidget(Button(_("Add…"), partial(price_forms.add_competitor, page.shell, view), "link"))
    for one in view.competitors[:_SHOWN]:
        seen = figures.day(one.seen_on)
        words = seen if one.fresh else _("{day}, too old to count").format(day=seen)
        drop = IconButton("trash", _("Throw this price away"), partial(_drop, page, one.id))
        price = label(figures.amount(one.price, view.currency), weight=fonts.SEMIBOLD, tabular=True)
        line = row(label(one.source), 10, (secondary(one.note), 1), secondary(words), 14, price)
        if page.shell.may(Right.EDIT_PRODUCTS):
            line.addWidget(drop)
        card.add(plain(line))
    if not view.competitors:
        card.add(secondary(_("Nobody’s price is noted yet. Type one, or import a list.")))
    return card


def _drop(page: ProductPage, row_id: int) -> None:
    page.shell.do(pricing.remove_competitor_price, competitor_price_id=row_id, said=_("Price thrown away."))
