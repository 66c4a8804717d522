"""What runs out, when, and what to order of it, with every number of the advice."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk.domain.demand import METHOD_TITLES, WINDOW_DAYS, Method
from shopdesk.domain.reorder import Urgency
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.demand import sales_days
from shopdesk.queries.reorder import ReorderRow
from shopdesk.queries.reorder_list import REORDER
from shopdesk.ui import figures
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.sheet import Fact, Facts, Line, Lines, Made, Note, Part, Pill, Sheet
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row, Verb
from shopdesk.ui.widgets.charts import Sparkline
from shopdesk.usecases.reorder import Drafts, order_advised

_WEEK = 7


def _refusals(row: Row) -> list[str]:
    if row.quantity is None:
        return [_("There is enough of this; nothing has to be ordered.")]
    return [] if row.supplier else [_("No supplier is known for this. Name one at the product.")]


def order(shell: Shell, rows: list[Row]) -> None:
    """Write drafts for these items, one per supplier."""
    shell.do(order_advised, skus=[row.sku for row in rows], said=_said, then=lambda made: _show(shell, made))


def order_all(shell: Shell, _rows: list[Row]) -> None:
    """Ask, then write drafts for everything that is due."""
    due = [row for row in shell.desk.pages(REORDER, {"due": "yes"}) if row.supplier]
    if not due:
        shell.say(_("Nothing has to be ordered."), tone="info")
        return
    names = sorted({row.supplier for row in due})
    items = n_("{count} item", "{count} items", len(due)).format(count=figures.number(len(due)))
    sentence = n_(
        "One draft is written to {suppliers}, with {items}. Nothing is sent before you order it.",
        "{count} drafts are written to {suppliers}, with {items}. Nothing is sent before you order them.",
        len(names),
    )
    shell.ask(
        _("Write draft orders"),
        [],
        lambda _answers: shell.do(order_advised, said=_said, then=lambda made: _show(shell, made)),
        sentence.format(count=len(names), suppliers=", ".join(names), items=items),
        _("Write the drafts"),
    )


def _said(made: Drafts) -> str:
    words = n_("{count} draft order was written.", "{count} draft orders were written.", len(made.purchases))
    said = words.format(count=len(made.purchases))
    if made.without_supplier:
        missing = n_(
            "{count} item has no supplier and was left out.",
            "{count} items have no supplier and were left out.",
            len(made.without_supplier),
        )
        said = f"{said} {missing.format(count=len(made.without_supplier))}"
    return said


def _show(shell: Shell, made: Drafts) -> None:
    if len(made.purchases) == 1:
        shell.open("purchase", made.purchases[0])
    else:
        shell.open("purchases", view="draft")


class ReorderScreen(ListScreen):
    """Every item that is bought, the most urgent first."""

    key, title, icon, group = "reorder", N_("What to order"), "trend", 2
    right = Right.SEE_PURCHASES
    shows = REORDER.tables
    listing = REORDER
    first_view = "due"
    page_kind = "variant"
    view_tones = {"out": "danger", "late": "warning"}
    total = "value"
    actions_on_screen = (
        Verb(N_("Write all drafts…"), order_all, icon="purchasing", primary=True, on_rows=False,
             right=Right.EDIT_PURCHASES),
    )  # fmt: skip
    verbs_on_rows = (
        Verb(N_("Write a draft order"), order, key="Ctrl+Return", icon="purchasing", primary=True, many=True,
             right=Right.EDIT_PURCHASES, refusals=_refusals),
        Verb(N_("Open the product"), lambda shell, rows: shell.open("variant", rows[0].id), icon="products"),
    )  # fmt: skip
    empty = Empty(
        N_("Nothing is bought yet"),
        N_("Once products are in stock and sell, this list says in days what runs out, and how much to order."),
    )

    def tone(self, column: Any, row: Row) -> str | None:
        if column.key == "cover" and row.cover is not None:
            return "danger" if row.urgency in {Urgency.OUT, Urgency.TOO_LATE} else None
        if column.key == "order_by" and row.order_by is not None and row.quantity is not None:
            return "danger" if row.order_by <= figures.today() else None
        return "warning" if column.key == "incoming" and row.late else None

    def sheet(self, row: Row) -> Sheet:
        advised: ReorderRow = row.advised
        parts: list[Part] = [Note(_advice(advised), *_look(advised))]
        history = self.shell.read(sales_days, figures.today(), WINDOW_DAYS, [row.id]).get(row.id, [])
        weeks = [float(sum(day.sold for day in history[at : at + _WEEK])) for at in range(0, len(history), _WEEK)]
        if any(weeks):
            parts.append(Made(lambda: _spark(weeks), _("Sold in the last 8 weeks"), figures.number(int(sum(weeks)))))
        parts.append(_formula(advised))
        if advised.coming:
            parts.append(_coming(advised))
        if advised.source is not None:
            parts.append(_terms(advised, self.shell.may(Right.SEE_COST)))
        return Sheet(row.sku, tuple(parts), (Pill("reorder", row.urgency),), ("variant", row.id), subtitle=row.name)


def _look(row: ReorderRow) -> tuple[str, str]:
    if row.advice.urgency in {Urgency.OUT, Urgency.TOO_LATE}:
        return "danger", "warn"
    return ("warning", "clock") if row.advice.due else ("info", "info")


def _advice(row: ReorderRow) -> str:
    """The advice in words: when it runs out, how long the supplier needs, what to do."""
    advice, need = row.advice, row.advice.need
    if advice.cover is None:
        if advice.due:
            return _("At or below its minimum of {count}.").format(count=need.minimum)
        return (
            _("It has not been in stock long enough to say how much sells.")
            if need.daily is None
            else _("Nothing of it was sold in the last {days} days.").format(days=WINDOW_DAYS)
        )
    days = max(0, int(advice.cover))
    said = n_("Runs out in {count} day.", "Runs out in {count} days.", days).format(count=figures.number(days))
    if need.available <= need.expiring:
        said = _("Nothing is left to sell.")
    lead = n_("The supplier needs {count} day.", "The supplier needs {count} days.", need.lead_days)
    sentences = [said, lead.format(count=need.lead_days)]
    if need.expiring:
        words = n_("{count} piece expires before it sells.", "{count} pieces expire before they sell.", need.expiring)
        sentences.append(words.format(count=need.expiring))
    if row.late:
        words = n_("{count} piece on order is late.", "{count} pieces on order are late.", row.late)
        sentences.append(words.format(count=row.late))
    if advice.due and row.order_by is not None and row.order_by > figures.today():
        sentences.append(_("Order by {day}.").format(day=figures.day(row.order_by)))
    elif not advice.due:
        sentences.append(_("Nothing has to be ordered."))
    return " ".join(sentences)


def _spark(weeks: list[float]) -> QWidget:
    chart = Sparkline(weeks)
    chart.setFixedHeight(44)
    return chart


def _formula(row: ReorderRow) -> Lines:
    """The reorder formula with its numbers, one line each."""
    advice, need = row.advice, row.advice.need
    horizon = need.lead_days + need.buffer_days + need.cover_days
    daily = need.daily or 0.0
    method = METHOD_TITLES[row.demand.method]
    out = n_("{count} day sold out", "{count} days sold out", row.demand.days_out)
    lines = [
        Line(
            _("Sold a day"),
            _(method) if not row.demand.days_out else f"{_(method)} · {out.format(count=row.demand.days_out)}",
            figures.number(daily, 1) if row.demand.method is not Method.NOT_ENOUGH else "–",
        ),
        Line(
            _("× {days} days").format(days=horizon),
            _("lead time {lead} + buffer {buffer} + cover {cover}").format(
                lead=need.lead_days, buffer=need.buffer_days, cover=need.cover_days
            ),
            figures.number(daily * horizon, 1),
        ),
        Line(_("− Available"), "", figures.number(need.available)),
    ]
    if need.expiring:
        lines.append(Line(_("+ Expires unsold"), "", figures.number(need.expiring)))
    if need.incoming:
        lines.append(Line(_("− Incoming"), "", figures.number(need.incoming)))
    if need.safety:
        lines.append(Line(_("+ Safety stock"), "", figures.number(need.safety)))
    lines.append(Line(_("= Wanted"), "", figures.number(advice.wanted, 1)))
    packs = _("in packs of {pack}").format(pack=need.pack) if need.pack > 1 else ""
    lines.append(Line(_("To order"), packs, figures.number(advice.quantity), tone="info" if advice.due else ""))
    note = _("due at {days} days left").format(days=need.lead_days + need.buffer_days)
    return Lines(_("How it is reckoned"), tuple(lines), note, pictures=False)


def _coming(row: ReorderRow) -> Lines:
    lines = [
        Line(
            figures.day(each.expected_on),
            _("late") if each.expected_on < figures.today() else "",
            figures.number(each.quantity),
            tone="warning" if each.expected_on < figures.today() else "",
            opens=("purchase", each.purchase),
        )
        for each in row.coming
    ]
    return Lines(_("On its way"), tuple(lines), pictures=False)


def _terms(row: ReorderRow, cost: bool) -> Facts:
    source = row.source
    assert source is not None
    facts = [Fact(_("Supplier"), source.name, opens=("supplier", source.supplier_id))]
    if cost and source.price is not None:
        facts.append(Fact(_("Price"), figures.money(source.price, source.currency)))
    if source.least:
        facts.append(Fact(_("At least"), figures.number(source.least)))
    return Facts(tuple(facts))
