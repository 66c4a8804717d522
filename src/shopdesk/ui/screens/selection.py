"""The selection board: what may be sold, by demand × margin × supply control, sorted as it is scored."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk.domain.rights import Right
from shopdesk.domain.selection import DIRECTIONS, LEAST, MOST
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.selection import CANDIDATES, OUTCOME_DAYS
from shopdesk.ui import figures
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.forms.product_form import not_negative, sku_check
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.sheet import Fact, Facts, Made, Note, Part, Pill, Sheet
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row, Verb
from shopdesk.ui.widgets.buttons import Segmented
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.usecases import products, selection

_POINTS = [(str(points), str(points)) for points in range(LEAST, MOST + 1)]
_AXES = (
    ("demand", N_("Demand"), N_("how much people want it")),
    ("margin", N_("Margin"), N_("how much is left of the price")),
    ("supply", N_("Supply control"), N_("how surely it can be had")),
)


def new_candidate(shell: Shell, _rows: list[Row] | None = None) -> None:
    """The form for something that may be sold one day."""
    currency = shell.desk.currency

    def save(answers: Answers) -> None:
        given = dict(answers)
        title, sku = str(given.pop("title")), str(given.pop("sku"))
        demand, supply = int(given.pop("demand")), int(given.pop("supply"))
        margin = str(given.pop("margin"))
        direction = str(given.pop("direction"))
        product_id = shell.desk.do(
            selection.new_candidate,
            title,
            sku,
            demand,
            supply,
            margin=int(margin) if margin else None,
            price=given["price"] or 0,
            cost=given.get("cost"),
            directions=[direction] if direction else [],
            segment=str(given["segment"]),
            note=str(given["note"]),
        )
        shell.say(_("{title} added.").format(title=title))
        shell.open("selection", product=product_id)

    points = [(key, key) for key, _title in _POINTS]
    auto = [("", _("from price and cost")), *points]
    directions = [("", _("none")), *((key, _(title)) for key, title in DIRECTIONS.items())]
    groups = [
        Group(
            "",
            [
                Entry("title", _("Name"), needed=True),
                Entry("sku", _("SKU"), "code", needed=True, half=True, check=sku_check(shell)),
                Entry("direction", _("Direction"), "choice", "", directions, half=True),
                Entry("price", _("Price, {currency}").format(currency=currency), "money", half=True, currency=currency,
                      check=not_negative),
                Entry("cost", _("Cost, {currency}").format(currency=currency), "money", half=True, currency=currency,
                      check=not_negative),
            ],
        ),
        Group(
            _("Points from 1 to 5"),
            [
                Entry("demand", _("Demand"), "choice", "3", points, half=True, note=_("How much people want it.")),
                Entry("supply", _("Supply control"), "choice", "3", points, half=True,
                      note=_("How surely it can be had.")),
                Entry("margin", _("Margin"), "choice", "", auto, half=True, note=_("How much is left of the price.")),
                Entry("segment", _("For whom"), half=True),
                Entry("note", _("What is known of the market"), "long"),
            ],
        ),
    ]  # fmt: skip
    Form(shell.window, _("New candidate"), groups, save, _("Add the candidate"), fail=shell.fail).open()


def score(shell: Shell, row: Row, axis: str, points: int) -> None:
    """Give a candidate other points; the board is sorted anew at once."""
    wanted: dict[str, Any] = {"demand": row.demand, "margin": row.margin, "supply": row.supply, axis: points}
    was: dict[str, Any] = {"demand": row.demand, "margin": row.margin, "supply": row.supply}

    def put(values: Mapping[str, Any]) -> bool:
        return shell.do(selection.score_product, product_id=row.product_id, **values)

    if put(wanted):
        total = wanted["demand"] * wanted["margin"] * wanted["supply"]
        shell.say(_("{title}: {score} of 125.").format(title=row.title, score=total), lambda: put(was))


def _move(shell: Shell, rows: list[Row], to: str) -> None:
    was = {row.product_id: row.lifecycle for row in rows}
    done = [
        row for row in rows if shell.do(products.edit_product, product_id=row.product_id, changes={"lifecycle": to})
    ]

    def put_back() -> None:
        for product_id, state in was.items():
            shell.do(products.edit_product, product_id=product_id, changes={"lifecycle": state})

    if done:
        words = n_("{count} product goes into testing.", "{count} products go into testing.", len(done))
        dropped = n_("{count} candidate dropped.", "{count} candidates dropped.", len(done))
        shell.say((words if to == "testing" else dropped).format(count=len(done)), put_back)


class SelectionScreen(ListScreen):
    """Candidates by score."""

    key, title, icon, group = "selection", N_("Selection board"), "star", 2
    in_side_bar = False
    right = Right.SEE_PRODUCTS
    shows = CANDIDATES.tables
    listing = CANDIDATES
    first_view = "candidates"
    actions_on_screen = (
        Verb(N_("New candidate"), new_candidate, key="Ctrl+N", icon="plus", primary=True, on_rows=False,
             right=Right.EDIT_PRODUCTS),
    )  # fmt: skip
    verbs_on_rows = (
        Verb(N_("Test it"), lambda shell, rows: _move(shell, rows, "testing"), key="Ctrl+Return", icon="play",
             primary=True, many=True, right=Right.EDIT_PRODUCTS, offered=lambda row: row.lifecycle == "candidate"),
        Verb(N_("Drop it"), lambda shell, rows: _move(shell, rows, "retired"), icon="ban", many=True,
             right=Right.EDIT_PRODUCTS, offered=lambda row: row.lifecycle == "candidate"),
        Verb(N_("Open the product"), lambda shell, rows: shell.open("product", rows[0].product_id), icon="products"),
    )  # fmt: skip
    empty = Empty(
        N_("Nothing to choose from yet"),
        N_("Note what you might sell and give each 1 to 5 points for demand, margin and supply control. "
           "The board puts the best first and later shows what became of it."),
    )  # fmt: skip

    def arrive(self, **aim: Any) -> None:
        product = aim.pop("product", None)
        super().arrive(**aim)
        if product is not None:
            pages = self.shell.desk.pages(CANDIDATES)
            found = next((one.id for one in pages if one.product_id == product), None)
            if found is not None:
                self.table.go_to(found)

    def open_row(self, row: Row) -> None:
        self.shell.open("product", row.product_id)

    def tone(self, column: Any, row: Row) -> str | None:
        if column.key == "score":
            return "success" if row.score >= 60 else "warning" if row.score < 20 else None
        return None

    def sheet(self, row: Row) -> Sheet:
        facts = [Fact(_("Score"), _("{score} of 125").format(score=row.score))]
        if row.price:
            facts.append(Fact(_("Price"), figures.money(row.price, row.currency)))
        if self.shell.may(Right.SEE_COST) and row.margin_share is not None:
            facts.append(Fact(_("Margin of price"), figures.percent(row.margin_share, 1)))
        if row.segment:
            facts.append(Fact(_("For whom"), row.segment))
        if row.direction_titles:
            facts.append(Fact(_("Direction"), row.direction_titles))
        parts: list[Part] = [Facts(tuple(facts)), Made(partial(self._points, row), _("Points"))]
        if row.note:
            parts.append(Note(row.note, "neutral", "note"))
        if row.lifecycle != "candidate":
            parts.append(Facts(self._outcome(row), _("What became of it")))
        return Sheet(row.title, tuple(parts), (Pill("product", row.lifecycle),), ("product", row.product_id), row.code)

    @staticmethod
    def _outcome(row: Row) -> tuple[Fact, ...]:
        share = lambda value: figures.NOTHING if value is None else figures.percent(value, 1)  # noqa: E731
        return (
            Fact(_("Sold in {days} days").format(days=OUTCOME_DAYS), figures.number(row.sold)),
            Fact(_("Sold through"), share(row.sell_through)),
            Fact(_("Came back"), share(row.returned_share)),
            Fact(_("On hand"), figures.number(row.on_hand), "danger" if not row.on_hand else ""),
        )

    def _points(self, shown: Row) -> QWidget:
        lines = column(gap=8)
        for axis, title, note in _AXES:
            choice = Segmented(_POINTS, str(getattr(shown, axis)))
            choice.setAccessibleName(_(title))
            choice.setEnabled(self.shell.may(Right.EDIT_PRODUCTS))
            choice.chosen.connect(lambda points, axis=axis: score(self.shell, shown, axis, int(points)))
            lines.addWidget(plain(column(row(label(_(title)), 8, (secondary(_(note)), 1)), choice, gap=4)))
        return plain(lines)
