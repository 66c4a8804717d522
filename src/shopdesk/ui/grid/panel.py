"""A variant grid with what belongs to it: adding rows, saying what is wrong, saving as one step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _, n_
from shopdesk.queries.product_details import ProductDetail
from shopdesk.ui.grid.model import GridModel, columns_for
from shopdesk.ui.grid.view import GridView
from shopdesk.ui.shell import Shell
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import plain, row
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import variants
from shopdesk.usecases.variants import RowProblems, Saved

_MOST_WRONG_SHOWN = 3


class VariantGrid(QObject):
    """Keeps what is typed while the page around it is drawn anew."""

    def __init__(self, shell: Shell, see_cost: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shell, self._see_cost = shell, see_cost
        self.model = GridModel(shell.desk.currency, self)
        self.model.said.connect(self._show_state)
        self.view: GridView | None = None
        self._products: list[ProductDetail] = []

    @property
    def dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self.model.dirty

    def show_products(self, products: Sequence[ProductDetail], option_names: Sequence[str] | None = None) -> None:
        """Show the variants of products as they are in the shop; typed things stay unless nothing is typed."""
        if self.dirty:
            return
        self._products = list(products)
        one = len(products) == 1
        names = (option_names if option_names is not None else products[0].option_names) if one else ()
        columns = columns_for(names, self.shell.desk.currency, self._see_cost, one)
        self.model.show_variants(
            columns, [(known.id, known.title, variant) for known in products for variant in known.variants]
        )

    def card(self, more: Sequence[QWidget] = ()) -> Card:
        """The grid in a card, with its buttons."""
        card = Card(_("Variants as a table"), _("Type, paste a column from a spreadsheet (Ctrl+V), fill down (Ctrl+D)"))
        for part in more:
            card.head.addWidget(part)
        remove = Button(_("Remove the picked rows"), self.remove_picked, "link")
        card.head.addWidget(remove)
        self.view = GridView(self.model, card)
        self.view.as_high_as_rows()
        self._said = label("", wrap=True)
        self._count = secondary("")
        self._wrong = Button(_("Go to the first"), self.go_to_problem, "link")
        self._drop = Button(_("Discard"), self.discard, "secondary")
        self._save = Button(_("Save"), self.save, "primary")
        foot = row(
            self._count, 10, (self._said, 1), 8, self._wrong, 12, self._drop, 8, self._save, margins=(0, 8, 0, 0)
        )
        card.add(self.view, plain(foot))
        self._show_state()
        return card

    def _show_state(self) -> None:
        # The page may have been drawn anew since the card was made.
        if self.view is None or not isValid(self.view):
            return
        self.view.as_high_as_rows()
        changed, new = self.model.counts()
        words = []
        if changed:
            words.append(n_("{count} variant changed", "{count} variants changed", changed).format(count=changed))
        if new:
            words.append(n_("{count} variant to be added", "{count} variants to be added", new).format(count=new))
        self._count.setText(" · ".join(words) or _("Nothing to save"))
        problems = self.model.problem_cells()
        self._wrong.setVisible(bool(problems))
        self._said.setVisible(bool(problems))
        if problems:
            first = problems[0][2]
            more = len(problems) - 1
            said = n_("{sentence} ({count} more)", "{sentence} ({count} more)", more).format(sentence=first, count=more)
            self._said.setText(said if more else first)
            self._said.setProperty("role", "danger")
            self._said.style().polish(self._said)
        self._save.refuse("" if self.dirty else _("Nothing was changed."))
        self._drop.setEnabled(self.dirty)

    def go_to_problem(self) -> None:
        """Make the first wrong cell current."""
        problems = self.model.problem_cells()
        if problems and self.view is not None:
            self.view.go_to(problems[0][0], problems[0][1])

    def discard(self) -> None:
        """Throw away what was typed and show what the shop has."""
        self.model.forget_typed()

    def remove_picked(self) -> None:
        """Take new rows out of the grid; ask before variants of the shop are removed."""
        if self.view is None:
            return
        lines = [self.model.lines[at] for at in self.view.picked_rows()]
        if not lines:
            self.shell.say(_("Pick cells of the rows to remove first."), tone="info")
            return
        ids = [line.variant_id for line in lines if line.variant_id is not None]
        if not ids:
            self.model.drop_new(self.view.picked_rows())
            return

        def go(_answers: object) -> None:
            if self.shell.do(variants.remove_variants, variant_ids=ids):
                self.model.forget_typed()
                self.shell.say(n_("{count} variant removed.", "{count} variants removed.", len(ids)).format(
                    count=len(ids)))  # fmt: skip

        said = n_(
            "{count} variant is removed for ever. Only variants that were never ordered or stored can go.",
            "{count} variants are removed for ever. Only variants that were never ordered or stored can go.",
            len(ids),
        ).format(count=len(ids))
        self.shell.ask(_("Remove variants"), [], go, said, _("Remove them"), danger=True)

    def save(self, reason: str = "", below_floor: bool = False) -> bool:
        """Save everything typed as one step, with one undo; say at the cells what is wrong."""
        try:
            pairs = self.model.to_save()
        except UserError:
            self.go_to_problem()
            self._show_state()
            return False
        lines = [line for line, _row in pairs]
        try:
            done = self.shell.desk.do(
                variants.save_variants, [given for _line, given in pairs], reason=reason, below_floor=below_floor
            )
        except RowProblems as error:
            self.model.show_problems(lines, error.problems)
            if error.only_floor and not below_floor:
                self._ask_anyway(error)
            else:
                self.go_to_problem()
            return False
        except Exception as error:
            self.shell.fail(error)
            return False
        self.model.forget_typed()
        self._say_saved(done)
        self.shell.hub.announce(frozenset({"variants"}))
        return True

    def _say_saved(self, done: Saved) -> None:
        count = done.changed + len(done.created)
        words = n_("{count} variant saved.", "{count} variants saved.", count).format(count=count)
        self.shell.say(words, partial(self._undo, done))

    def _undo(self, done: Saved) -> None:
        self.shell.do(variants.take_back_saved, saved=done)

    def _ask_anyway(self, error: RowProblems) -> None:
        said = "\n".join(one for _row, _name, one in error.problems[:_MOST_WRONG_SHOWN])

        def go(answers: object) -> None:
            reason = str(answers["reason"]) if isinstance(answers, dict) else ""
            self.save(reason, below_floor=True)

        self.shell.ask(
            _("Below the floor"),
            [Ask("reason", _("Why"), needed=True)],
            go,
            said,
            _("Save it anyway"),
            danger=True,
        )
