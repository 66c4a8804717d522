"""What the shop's price rules would charge: accepted or dismissed by a person."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.pricing import RULE_TITLES, Rule
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.price_lists import SUGGESTIONS
from shopdesk.ui import figures
from shopdesk.ui.forms.price_forms import edit_rules, paste_competitors
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.pages.product_prices import numbers_words
from shopdesk.ui.sheet import Fact, Facts, Note, Part, Pill, Sheet
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row, Verb
from shopdesk.usecases import pricing, variants


def suggest(shell: Shell, _rows: list[Row] | None = None) -> None:
    """Ask the rules anew for every variant on sale."""
    shell.do(
        pricing.suggest_prices,
        said=lambda count: (
            n_("{count} suggestion waits.", "{count} suggestions wait.", count).format(count=count)
            if count
            else _("The rules have nothing to suggest. Look at the price rules.")
        ),
    )


def accept(shell: Shell, rows: list[Row]) -> None:
    """Charge what is suggested; one undo for all."""
    words = n_("{count} price changed.", "{count} prices changed.", len(rows)).format(count=len(rows))
    shell.do(
        pricing.accept_suggestions,
        suggestion_ids=[row.id for row in rows],
        said=words,
        undo=lambda saved: shell.do(variants.take_back_saved, saved=saved),
    )


def dismiss(shell: Shell, rows: list[Row]) -> None:
    """Leave the prices as they are."""
    ids = [row.id for row in rows]
    words = n_("{count} suggestion dismissed.", "{count} suggestions dismissed.", len(rows)).format(count=len(rows))
    shell.do(
        pricing.dismiss_suggestions,
        suggestion_ids=ids,
        said=words,
        undo=lambda _done: shell.do(pricing.open_again, suggestion_ids=ids),
    )


def _refusals(row: Row) -> list[str]:
    if row.state != "open":
        return [_("This suggestion is no longer open.")]
    return []


def _accept_refusals(row: Row) -> list[str]:
    if row.state == "open" and row.price_now != row.was:
        return [_("The price changed since this was suggested. Ask anew.")]
    return _refusals(row)


def open_prices(shell: Shell, rows: list[Row]) -> None:
    """The prices of the product."""
    shell.open("variant", rows[0].variant_id, tab="prices")


class SuggestionsScreen(ListScreen):
    """Suggested prices with their numbers."""

    key, title, icon, group = "suggestions", N_("Price suggestions"), "coin", 2
    in_side_bar = False
    right = Right.SET_PRICES
    shows = SUGGESTIONS.tables
    listing = SUGGESTIONS
    first_view = "open"
    actions_on_screen = (
        Verb(N_("Ask the rules anew"), suggest, icon="loop", primary=True, on_rows=False, right=Right.SET_PRICES),
        Verb(N_("Competitors’ prices…"), paste_competitors, icon="download", on_rows=False,
             right=Right.EDIT_PRODUCTS),
        Verb(N_("Price rules…"), edit_rules, icon="settings", on_rows=False, right=Right.SET_PRICES),
    )  # fmt: skip
    verbs_on_rows = (
        Verb(N_("Accept"), accept, key="Ctrl+Return", icon="check", primary=True, many=True, right=Right.SET_PRICES,
             refusals=_accept_refusals),
        Verb(N_("Dismiss"), dismiss, key="Del", icon="ban", many=True, right=Right.SET_PRICES, refusals=_refusals),
        Verb(N_("Look at the price"), open_prices, icon="eye", right=Right.SEE_PRODUCTS),
    )  # fmt: skip
    empty = Empty(
        N_("No price is suggested"),
        N_("Say in the price rules what a price should rest on: cost, competitors, stock and demand. "
           "Then ask the rules; nothing changes before somebody accepts."),
    )  # fmt: skip

    def open_row(self, row: Row) -> None:
        open_prices(self.shell, [row])

    def tone(self, column: Any, row: Row) -> str | None:
        if column.key == "change" and row.change is not None:
            return "success" if row.change > 0 else "warning"
        return None

    def sheet(self, row: Row) -> Sheet:
        tone = "success" if row.price > row.was else "warning"
        facts = [
            Fact(_("Price now"), figures.money(row.price_now, row.currency)),
            Fact(_("Suggested"), figures.money(row.price, row.currency), tone),
            Fact(_("Change"), figures.percent(row.change, 1) if row.change is not None else figures.NOTHING),
        ]
        if self.shell.may(Right.SEE_COST):
            facts.append(Fact(_("Cost"), figures.money(row.cost, row.currency)))
            if row.margin is not None:
                facts.append(Fact(_("Margin then"), figures.percent(row.margin, 1)))
        rule = _(RULE_TITLES[Rule(row.rule)]) if row.rule in RULE_TITLES else row.rule
        parts: list[Part] = [Facts(tuple(facts))]
        words = numbers_words(row.rule, row.numbers or {}, row.currency)
        if words:
            parts.append(Note(words, "info", "info"))
        if row.price_now != row.was and row.state == "open":
            parts.append(Note(_("The price changed since this was suggested. Ask anew.")))
        return Sheet(row.name, tuple(parts), (Pill("suggestion", row.state),), subtitle=f"{row.sku} · {rule}")
