"""Short forms about prices: change one with its reason, note a competitor's, the shop's rules, price lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from shopdesk.domain.errors import UserError
from shopdesk.domain.pricing import ENDING_TITLES, LIST_KIND_TITLES, BelowFloor, PriceRules, percent_of
from shopdesk.i18n import _, n_
from shopdesk.queries.price_rules import price_rules
from shopdesk.queries.pricing import PriceView
from shopdesk.ui.forms.entries import Entry, money_value
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import pricing, products

_WIDTH = 520
_SHARES = ("min_margin", "markup", "margin", "competitor_shift", "cover_cut", "low_raise", "trend", "jump")


def save_prices(
    shell: Shell, variant_id: int, changes: Mapping[str, Any], version: int | None, reason: str, said: str
) -> None:
    """Save amounts of a variant; below the floor a person is asked, and the reason is kept."""
    try:
        shell.desk.do(products.edit_variant, variant_id, changes, version, reason=reason)
    except BelowFloor as error:
        shell.ask(
            _("Below the floor"),
            [Ask("reason", _("Why"), value=reason, needed=True)],
            lambda answers: _save_anyway(shell, variant_id, changes, str(answers["reason"]), said),
            str(error),
            _("Save it anyway"),
            danger=True,
        )
        return
    shell.say(said)


def _save_anyway(shell: Shell, variant_id: int, changes: Mapping[str, Any], reason: str, said: str) -> None:
    shell.desk.do(products.edit_variant, variant_id, changes, reason=reason, below_floor=True)
    shell.say(said)


def change_price(shell: Shell, view: PriceView, see_cost: bool) -> None:
    """The form for a variant's amounts, with the reason that goes into the history."""

    def save(answers: Answers) -> None:
        changes = {
            key: answers[key] for key in ("price", "list_price", "cost") if key in answers
            and answers[key] != getattr(view, key)
        }  # fmt: skip
        if changes.get("price", 0) is None:
            changes["price"] = 0
        if changes:
            save_prices(
                shell, view.variant_id, changes, view.version, str(answers["reason"]),
                _("{sku} saved.").format(sku=view.sku),
            )  # fmt: skip

    def money(key: str, title: str, note: str = "") -> Entry:
        return Entry(
            key, f"{title}, {view.currency}", "money", getattr(view, key), half=True, currency=view.currency, note=note
        )

    entries = [money("price", _("Price")), money("list_price", _("List price"))]
    if see_cost:
        entries.append(money("cost", _("Cost")))
    entries.append(Entry("reason", _("Why"), note=_("Kept in the price history.")))
    Form(shell.window, _("Change the price"), [Group("", entries)], save, sentence=view.name, fail=shell.fail,
         width=_WIDTH).open()  # fmt: skip


def add_competitor(shell: Shell, view: PriceView) -> None:
    """Note what somebody else asks for the same thing."""

    def save(answers: Mapping[str, Any]) -> None:
        amount = money_value(str(answers["price"]), view.currency)
        shell.desk.do(
            pricing.add_competitor_price,
            view.variant_id,
            str(answers["source"]),
            amount or 0,
            answers["seen_on"],
            str(answers.get("note") or ""),
        )
        shell.say(_("Price of {source} noted.").format(source=answers["source"]))

    known = view.competitors[0].source if view.competitors else ""
    shell.ask(
        _("A competitor’s price"),
        [
            Ask("source", _("Who"), value=known, needed=True),
            Ask("price", _("Price, {currency}").format(currency=view.currency), needed=True),
            Ask("seen_on", _("Seen on"), "date", datetime.now().astimezone().date()),
            Ask("note", _("Note")),
        ],
        save,
        view.name,
        _("Note it"),
    )


def pasted_prices(text: str, currency: str) -> list[dict[str, Any]]:
    """Lines of SKU, who, price and maybe a day, as a spreadsheet copies them or with semicolons; raises UserError."""
    found: list[dict[str, Any]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
        if len(cells) < 3:
            raise UserError(_("Line {number} needs a SKU, who asks it and the price.").format(number=number))
        try:
            price = money_value(cells[2], currency)
        except UserError as error:
            if not found and number == 1:
                continue  # a line of headings
            raise UserError(_("Line {number}: {problem}").format(number=number, problem=error)) from error
        row: dict[str, Any] = {"sku": cells[0], "source": cells[1], "price": price or 0}
        if len(cells) > 3 and cells[3]:
            row["seen_on"] = cells[3]
        if len(cells) > 4:
            row["note"] = cells[4]
        found.append(row)
    return found


def paste_competitors(shell: Shell, _rows: list[Row] | None = None) -> None:
    """Take many competitors' prices at once, copied from a spreadsheet."""

    def save(answers: Mapping[str, Any]) -> None:
        rows = pasted_prices(str(answers["lines"]), shell.desk.currency)
        count = shell.desk.do(pricing.add_competitor_prices, rows)
        shell.say(n_("{count} price noted.", "{count} prices noted.", count).format(count=count))

    shell.ask(
        _("Competitors’ prices"),
        [Ask("lines", _("SKU, who, price, day (like 2026-11-22)"), "long", needed=True,
             note=_("One on each line, copied from a spreadsheet or with semicolons."))],
        save,
        _("All of them are noted, or none."),
        _("Note them"),
    )  # fmt: skip


def edit_rules(shell: Shell, _rows: list[Row] | None = None) -> None:
    """The form for the shop's figures about prices."""
    rules: PriceRules = shell.read(price_rules)

    def share(key: str, title: str, note: str = "") -> Entry:
        return Entry(key, title, "text", percent_of(getattr(rules, key)), half=True, note=note, check=_percent_problem)

    def days(key: str, title: str, note: str = "") -> Entry:
        return Entry(key, title, "whole", getattr(rules, key), half=True, note=note)

    plus = [("", _("no")), ("markup", _("markup on cost")), ("margin", _("margin on price"))]
    bases = [("", _("no")), ("min", _("the lowest")), ("median", _("the middle one")), ("average", _("the average"))]
    endings = [(ending.value, _(title)) for ending, title in ENDING_TITLES.items()]

    def save(answers: Answers) -> None:
        changes = {
            key: (str(Decimal(str(value).replace(",", ".") or "0") / 100) if key in _SHARES else value or 0)
            if key not in ("cost_plus", "competitor_base", "ending") else value
            for key, value in answers.items()
        }  # fmt: skip
        shell.desk.do(pricing.set_price_rules, changes)
        shell.say(_("Price rules saved. Ask for suggestions to see what they would charge."))

    groups = [
        Group(
            _("Floor and look"),
            [
                share("min_margin", _("Minimum margin on cost, %"), _("The floor is cost and this much.")),
                Entry("ending", _("Prices end in"), "choice", rules.ending.value, endings, half=True),
            ],
        ),
        Group(
            _("From cost"),
            [
                Entry("cost_plus", _("Suggest from cost"), "choice", rules.cost_plus, plus),
                share("markup", _("Markup, %"), _("100 and 30 % is 130.")),
                share("margin", _("Margin, %"), _("100 and 30 % is 142.86.")),
            ],
        ),
        Group(
            _("From competitors"),
            [
                Entry("competitor_base", _("Suggest from competitors"), "choice", rules.competitor_base, bases),
                share("competitor_shift", _("Above or below it, %"), _("−5 is 5 % cheaper.")),
                days("stale_days", _("Days a price counts")),
            ],
        ),
        Group(
            _("From stock and demand"),
            [
                days("cover_days", _("Too much from days of cover"), _("0 turns it off.")),
                share("cover_cut", _("Then lower by, %")),
                days("low_days", _("Running out below days of cover"), _("0 turns it off.")),
                share("low_raise", _("Then raise by, %")),
                share("trend", _("If demand rose by, %")),
            ],
        ),
        Group(
            _("Warn me"),
            [
                share("jump", _("When a price moves by more than, %")),
                days("most_changes", _("Or changes more often than")),
                days("change_days", _("Within days")),
                days("was_days", _("Days a list price must have been charged")),
            ],
        ),
    ]
    Form(shell.window, _("Price rules"), groups, save, fail=shell.fail,
         sentence=_("Rules only suggest. No price changes before somebody accepts it.")).open()  # fmt: skip


def _percent_problem(value: str) -> str:
    try:
        Decimal(str(value).replace(",", "."))
    except ArithmeticError:
        return _("“{text}” is no number.").format(text=value)
    return ""


def new_price_list(shell: Shell, view: PriceView) -> None:
    """Make a price list, with this variant as its first item."""

    def save(answers: Mapping[str, Any]) -> None:
        code = str(answers["code"])
        until = answers["until"] if answers["kind"] == "limited" else None
        shell.desk.do(
            pricing.create_price_list,
            code,
            str(answers["name"]),
            str(answers["kind"]),
            level=str(answers.get("level") or ""),
            valid_from=None,
            valid_until=_end_of(until) if isinstance(until, date) else None,
        )
        amount = money_value(str(answers["price"]), view.currency)
        shell.desk.do(pricing.put_in_price_list, code, view.variant_id, amount or 0)
        shell.say(_("Price list {name} made.").format(name=answers["name"]))

    kinds = [(kind.value, _(title)) for kind, title in LIST_KIND_TITLES.items()]
    shell.ask(
        _("New price list"),
        [
            Ask("code", _("Code"), needed=True),
            Ask("name", _("Name"), needed=True),
            Ask("kind", _("Kind"), "choice", "list", kinds),
            Ask("level", _("For which level"), note=_("Needed for member prices; empty is for everybody.")),
            Ask("until", _("Until (for a limited time)"), "date", datetime.now().astimezone().date()),
            Ask("price", _("Price of this variant, {currency}").format(currency=view.currency), needed=True),
        ],
        save,
        view.name,
        _("Make it"),
    )


def _end_of(day: date) -> datetime:
    """The first moment after a day on this computer's clock."""
    return datetime.combine(day, time.max).astimezone().astimezone(UTC)
