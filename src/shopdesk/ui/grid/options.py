"""The options of a product: names and values, and the variants their combinations would make."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QLineEdit

from shopdesk.domain.errors import UserError
from shopdesk.domain.variants import CODE_PATTERN, combinations, same_combination, split_values
from shopdesk.i18n import _, n_
from shopdesk.queries.codes import proposed_codes
from shopdesk.queries.product_details import ProductDetail
from shopdesk.ui.grid.panel import VariantGrid
from shopdesk.ui.shell import Shell
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.card import Card
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import plain, row
from shopdesk.usecases import variants

_PATTERN_KEY = "products/code_pattern"
_NAME_WIDTH = 170


def values_used(known: ProductDetail, place: int) -> list[str]:
    """The values variants have for one option, in the order of the variants."""
    found: dict[str, str] = {}
    for one in known.variants:
        if place < len(one.option_values) and one.option_values[place]:
            found.setdefault(one.option_values[place].casefold(), one.option_values[place])
    return list(found.values())


class OptionsCard(Card):
    """Options as rows of name and values; proposes the missing combinations into the grid below."""

    def __init__(self, shell: Shell, known: ProductDetail, grid: VariantGrid) -> None:
        super().__init__(_("Options"), _("Every combination of the values is a variant"))
        self._shell, self._known, self._grid = shell, known, grid
        self._fields: list[tuple[QLineEdit, QLineEdit]] = []
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(10)
        self._rows.setVerticalSpacing(6)
        self._rows.setColumnMinimumWidth(0, _NAME_WIDTH)
        self._rows.setColumnStretch(1, 1)
        for at, words in enumerate((_("Option"), _("Values, separated by commas"))):
            self._rows.addWidget(secondary(words), 0, at)
        names = list(known.option_names) or [""]
        for at, name in enumerate(names):
            self._add_row(name, ", ".join(values_used(known, at)))
        self._pattern = QLineEdit(str(shell.memory.get(_PATTERN_KEY, "") or CODE_PATTERN))
        self._pattern.setFixedWidth(240)
        self._pattern.setAccessibleName(_("Pattern of the codes"))
        self._pattern.setToolTip(
            _("{code} is the product’s code, {options} all values, {Colour:2} two letters of the option Colour.")
        )
        self._problem = label("", role="danger", wrap=True)
        self._problem.hide()
        add = Button(_("Add an option"), partial(self._add_row, "", ""), "link")
        go = Button(_("Propose the missing variants"), self.propose, "secondary", "plus")
        line = row(add, 16, secondary(_("Codes like")), 6, self._pattern, None, go, margins=(0, 6, 0, 0))
        self.add(self._rows, plain(line), self._problem)

    def _add_row(self, name: str = "", values: str = "") -> None:
        at = len(self._fields) + 1
        named, valued = QLineEdit(name), QLineEdit(values)
        named.setPlaceholderText(_("for example Colour"))
        valued.setPlaceholderText(_("for example Blue, White, Red"))
        named.setAccessibleName(_("Name of option {number}").format(number=at))
        valued.setAccessibleName(_("Values of option {number}").format(number=at))
        drop = IconButton("x", _("Remove this option"), lambda: self._drop_row(named))
        for place, widget in enumerate((named, valued, drop)):
            self._rows.addWidget(widget, at, place)
        self._fields.append((named, valued))

    def _drop_row(self, named: QLineEdit) -> None:
        place = next((at for at, (own, _values) in enumerate(self._fields) if own is named), -1)
        if place < 0:
            return
        if place < len(self._known.option_names):
            self._say(_("Variants have values for this option. Empty its name only when no variant needs it."))
            return
        named.setText("")
        self._fields[place][1].setText("")

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def typed(self) -> dict[str, tuple[str, ...]]:
        """The options as typed; rows without name and values do not count."""
        found: dict[str, tuple[str, ...]] = {}
        for named, valued in self._fields:
            name, values = named.text().strip(), split_values(valued.text())
            if name in found:
                raise UserError(_("Two options have the same name."))
            if name or values:
                found[name] = values
        return found

    def propose(self) -> None:
        """Put the combinations that no variant has yet into the grid, with codes by the pattern."""
        self._say("")
        # What is kept below redraws the page, and this card with it.
        pattern = self._pattern.text()
        try:
            options = self.typed()
            wanted = combinations(options)
            if not wanted:
                raise UserError(_("Name an option and its values first."))
            names = list(options)
            have = [list(one.option_values) for one in self._known.variants if one.option_values]
            lone = [one for one in self._known.variants if not one.option_values]
            missing = [one for one in wanted if not any(same_combination(one, other) for other in have)]
            codes = self._shell.read(proposed_codes, self._known.code, names, missing, pattern)
            if names != list(self._known.option_names):
                self._shell.desk.do(variants.set_options, self._known.id, names)
        except UserError as error:
            self._say(str(error))
            return
        self._shell.memory.set(_PATTERN_KEY, pattern)
        self._grid.model.forget_typed()
        self._grid.show_products([self._known], names)
        self._put_in(missing, codes, bool(lone))

    def _put_in(self, missing: Sequence[Sequence[str]], codes: Sequence[str], lone: bool) -> None:
        model = self._grid.model
        first = self._known.variants[0] if self._known.variants else None
        left = list(zip(missing, codes, strict=True))
        if lone and left:
            # The variant from before the product had options becomes the first combination and keeps its code.
            values, _code = left.pop(0)
            at = next((row for row, line in enumerate(model.lines) if not model.text(line, "option0")), None)
            if at is not None:
                model.change([(at, place, value) for place, value in enumerate(values)])
        rows = []
        for values, code in left:
            cells = {f"option{place}": value for place, value in enumerate(values)} | {"sku": code}
            if first is not None:
                line = next((one for one in model.lines if one.variant_id == first.id), None)
                for key in ("price", "list_price", "cost", "weight_g", "unit"):
                    cells[key] = model.text(line, key) if line is not None else ""
            cells["active"] = _("yes")
            rows.append(cells)
        model.add_lines(self._known.id, rows)
        count = len(rows)
        said = n_("{count} variant proposed. Look it over and save.",
                  "{count} variants proposed. Look them over and save.", count)  # fmt: skip
        self._shell.say(said.format(count=count) if count else _("Every combination is there already."), tone="info")
