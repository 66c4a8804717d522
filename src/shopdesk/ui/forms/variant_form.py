"""Adding and editing variants and their barcodes."""

from __future__ import annotations

from shopdesk.i18n import _
from shopdesk.queries.product_details import VariantDetail, product_detail
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.forms.price_forms import save_prices
from shopdesk.ui.forms.product_form import barcode_check, money_entries, not_negative, sku_check
from shopdesk.ui.forms.stock_forms import bin_choices
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row
from shopdesk.usecases import products

_WIDTH = 460


def add_variant(shell: Shell, rows: list[Row]) -> None:
    """The form for one more variant of a product."""
    known = shell.read(product_detail, rows[0].id)

    def save(answers: Answers) -> None:
        given = {key: value for key, value in answers.items() if value is not None}
        shell.desk.do(products.add_variant, known.id, given.pop("sku"), **given)
        shell.say(_("{sku} added to {title}.").format(sku=answers["sku"], title=known.title))

    last = known.variants[-1] if known.variants else None
    groups = [
        Group(
            "",
            [
                Entry("title", _("Variant"), needed=True, hint=_("for example 120 ml, blue")),
                Entry("sku", _("SKU"), "code", needed=True, half=True, check=sku_check(shell)),
                Entry("barcode", _("Barcode"), "code", half=True, check=barcode_check, hint=_("scan it")),
                *money_entries(shell, last),
                Entry("weight_g", _("Weight in grams"), "whole", last.weight_g if last else None, half=True,
                      check=not_negative),
                Entry("home_bin", _("Home bin"), "suggest", "", bin_choices(shell), half=True),
            ],
        )
    ]  # fmt: skip
    Form(shell.window, _("New variant"), groups, save, _("Add the variant"), known.title, shell.fail).open()


def edit_variant(shell: Shell, variant: VariantDetail) -> None:
    """The form for one variant."""

    def save(answers: Answers) -> None:
        changes = {key: value for key, value in answers.items() if value != getattr(variant, key)}
        if "price" in changes and changes["price"] is None:
            changes["price"] = 0
        if changes:
            said = _("{sku} saved.").format(sku=answers["sku"])
            save_prices(shell, variant.id, changes, variant.version, "", said)

    groups = [
        Group(
            "",
            [
                Entry("title", _("Variant"), value=variant.title, half=True),
                Entry("sku", _("SKU"), "code", variant.sku, needed=True, half=True,
                      check=sku_check(shell, variant.id)),
                *money_entries(shell, variant),
                Entry("weight_g", _("Weight in grams"), "whole", variant.weight_g, half=True, check=not_negative),
                Entry("unit", _("Unit"), value=variant.unit, half=True),
                Entry("min_stock", _("Minimum stock"), "whole", variant.min_stock, half=True, check=not_negative,
                      note=_("Below it the list of stock warns.")),
                Entry("returnable", _("Customers may send it back"), "yes", variant.returnable, half=True),
                Entry("active", _("On sale"), "yes", variant.active, half=True),
            ],
        )
    ]  # fmt: skip
    Form(shell.window, _("Edit variant"), groups, save, sentence=variant.name, fail=shell.fail).open()


def remove_barcode(shell: Shell, variant: VariantDetail, code: str, units: int) -> None:
    """Take a barcode away, with undo."""
    shell.do(
        products.remove_barcode,
        code=code,
        said=_("{code} means nothing any more.").format(code=code),
        undo=lambda _done: shell.do(products.add_barcode, variant_id=variant.id, code=code, quantity=units),
    )


def add_barcode(shell: Shell, variant: VariantDetail) -> None:
    """The form for one more barcode, of a piece or of a pack."""

    def save(answers: Answers) -> None:
        unit = answers["unit"] or "piece"
        shell.desk.do(products.add_barcode, variant.id, answers["code"], answers["quantity"], unit)
        shell.say(_("{code} now means {sku}.").format(code=answers["code"], sku=variant.sku))

    at_least_one = lambda value: "" if value >= 1 else _("The quantity must be at least one.")  # noqa: E731
    entries = [
        Entry("code", _("Barcode"), "code", needed=True, half=True, check=barcode_check, hint=_("scan it")),
        Entry("quantity", _("Pieces in one scan"), "whole", 1, needed=True, half=True, check=at_least_one,
              note=_("More than 1 for a carton.")),
        Entry("unit", _("Unit"), "suggest", "piece", [(one, one) for one in ("piece", "box", "carton", "pallet")],
              half=True, note=_("What one scan is called.")),
    ]  # fmt: skip
    Form(shell.window, _("Add a barcode"), [Group("", entries)], save, _("Add the barcode"), variant.name, shell.fail,
         width=_WIDTH).open()  # fmt: skip
