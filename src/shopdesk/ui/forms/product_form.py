"""Adding and editing products, and their pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from shopdesk.domain.codes import is_gtin, plain_code
from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import _
from shopdesk.queries.finder import id_of
from shopdesk.queries.product_details import product_detail
from shopdesk.queries.products import PRODUCTS
from shopdesk.queries.state_titles import ITEM_TYPE_TITLES
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.forms.stock_forms import bin_choices
from shopdesk.ui.picture_files import read_picture
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row
from shopdesk.usecases import products

_GTIN_LENGTHS = (8, 12, 13, 14)


def sku_check(shell: Shell, own_id: int | None = None) -> Callable[[str], str]:
    """Says so when another product has the SKU already."""

    def check(sku: str) -> str:
        try:
            found = shell.read(id_of, "variant", sku)
        except UserError:
            return ""
        return "" if found == own_id else _("A product has the SKU or barcode “{sku}” already.").format(sku=sku)

    return check


def barcode_check(code: str) -> str:
    """Says so when a barcode has a wrong check digit."""
    plain = plain_code(code)
    if plain.isdigit() and len(plain) in _GTIN_LENGTHS and not is_gtin(plain):
        return _("{code} has a wrong check digit. Please scan or type it again.").format(code=plain)
    return ""


def not_negative(value: int) -> str:
    """Says so when a number is below zero."""
    return _("This value cannot be negative.") if value < 0 else ""


def money_entries(shell: Shell, known: Any = None) -> list[Entry]:
    """Price, list price and, for those who may see it, cost."""
    currency = shell.desk.currency

    def money(key: str, title: str, **more: Any) -> Entry:
        value = getattr(known, key, None)
        named = f"{title}, {currency}"
        return Entry(key, named, "money", value, half=True, currency=currency, check=not_negative, **more)

    found = [
        money("price", _("Price"), needed=True),
        money("list_price", _("List price"), note=_("Shown as “instead of”, if higher.")),
    ]
    return [*found, money("cost", _("Cost"))] if shell.may(Right.SEE_COST) else found


def _choices_of(shell: Shell, key: str) -> list[tuple[str, str]]:
    chosen = next(one for one in PRODUCTS.filters if one.key == key)
    with shell.desk.reading() as session:
        return list(chosen.options(session))


def _shop_entries(shell: Shell, known: Any = None) -> list[Entry]:
    return [
        Entry("category", _("Category"), "suggest", getattr(known, "category", ""), _choices_of(shell, "category"),
              half=True),
        Entry("brand", _("Brand"), "suggest", getattr(known, "brand", ""), _choices_of(shell, "brand"), half=True),
        Entry("tags", _("Tags"), value=getattr(known, "tags", ""), note=_("Separated by commas.")),
        Entry("description", _("Description"), "long", getattr(known, "description", "")),
    ]  # fmt: skip


def new_product(shell: Shell, _rows: list[Row] | None = None) -> None:
    """The form for a new product with its first variant."""

    def save(answers: Answers) -> None:
        given = {key: value for key, value in answers.items() if value is not None}
        variant_id = shell.desk.do(products.create_product, given.pop("title"), given.pop("sku"), **given)
        sku = answers["sku"]
        shell.say(_("{title} added.").format(title=answers["title"]))
        shell.open("product", shell.read(id_of, "product", sku) if variant_id else None)

    kinds = [(kind, _(title)) for kind, title in ITEM_TYPE_TITLES.items()]
    groups = [
        Group(
            "",
            [
                Entry("title", _("Name"), needed=True),
                Entry("sku", _("SKU"), "code", needed=True, half=True, check=sku_check(shell)),
                Entry("barcode", _("Barcode"), "code", half=True, check=barcode_check, hint=_("scan it")),
                Entry("variant_title", _("Variant"), half=True, hint=_("for example 120 ml, blue"),
                      note=_("Leave empty if there is only one.")),
                Entry("item_type", _("Kind"), "choice", "goods", kinds, half=True),
            ],
        ),
        Group(_("Prices"), money_entries(shell)),
        Group(
            _("Storing and shipping"),
            [
                Entry("weight_g", _("Weight in grams"), "whole", half=True, check=not_negative),
                Entry("home_bin", _("Home bin"), "suggest", "", bin_choices(shell), half=True),
            ],
        ),
        Group(_("In the shop"), _shop_entries(shell)),
    ]  # fmt: skip
    Form(shell.window, _("New product"), groups, save, _("Add the product"), fail=shell.fail).open()


def edit_product(shell: Shell, rows: list[Row]) -> None:
    """The form for what all variants of a product share."""
    known = shell.read(product_detail, rows[0].id)

    def save(answers: Answers) -> None:
        changes = {key: value for key, value in answers.items() if value != getattr(known, key)}
        if changes:
            shell.desk.do(products.edit_product, known.id, changes, known.version)
            shell.say(_("{title} saved.").format(title=answers["title"]))

    groups = [
        Group(
            "",
            [
                Entry("title", _("Name"), value=known.title, needed=True),
                Entry("short_title", _("Short name"), value=known.short_title, half=True,
                      note=_("For labels and pick lists.")),
                Entry("item_type", _("Kind"), "choice", known.item_type,
                      [(kind, _(title)) for kind, title in ITEM_TYPE_TITLES.items()], half=True,
                      note=_("Services, bundles and virtual goods have no stock of their own.")),
            ],
        ),
        Group(_("In the shop"), _shop_entries(shell, known)),
    ]  # fmt: skip
    Form(shell.window, _("Edit product"), groups, save, fail=shell.fail, sentence=known.code).open()


def choose_picture(shell: Shell, then: Callable[[str], object]) -> None:
    """Ask for a picture file, keep it in the shop and hand its hash on."""
    dialog = QFileDialog(shell.window, _("Choose a picture"), str(shell.memory.get("pictures/folder", "") or ""))
    dialog.setNameFilter(_("Pictures (*.png *.jpg *.jpeg *.webp)"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda path: keep_picture(shell, Path(path), then))
    dialog.open()


def keep_picture(shell: Shell, path: Path, then: Callable[[str], object]) -> None:
    """Read a picture file and keep it; what is wrong with it is worded."""
    shell.memory.set("pictures/folder", str(path.parent))
    try:
        picture = read_picture(path)
    except UserError as error:
        shell.fail(error)
        return
    shell.do(products.add_image, data=picture.whole, thumb=picture.small, then=then)
