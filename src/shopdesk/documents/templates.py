"""Empty tables to fill in: the shop's own formats, in the language of the program."""

from __future__ import annotations

from pathlib import Path

from shopdesk.documents.fields import FIELDS, NEEDED, Field
from shopdesk.documents.formats import Format, format_named
from shopdesk.documents.sheets import SheetColumn, write_csv, write_xlsx
from shopdesk.domain.errors import UserError
from shopdesk.i18n import N_, _, current_language

TEMPLATES = {
    "products": "shopdesk_products",
    "orders": "shopdesk_orders",
    "stock": "shopdesk_stock",
    "customers": "shopdesk_customers",
}
_PLACE_OF_LANGUAGE = {"en": 0, "zh_CN": 1, "zh_TW": 2}
_SHOWN_KINDS = {
    "code": N_("text, kept exactly"), "gtin": N_("barcode digits"), "codes": N_("several texts with commas"),
    "whole": N_("whole number"), "money": N_("amount"), "grams": N_("whole grams"), "time": N_("date and time"),
    "day": N_("date"), "yes_no": N_("yes or no"), "list": N_("several texts with commas"),
    "urls": N_("addresses, one a line"), "country": N_("country, as a code or name"),
}  # fmt: skip


def template_columns(what: str) -> list[SheetColumn]:
    """The columns of the shop's own table of ``what``, titled in the current language.

    Exports that use these titles can be read back. Raises UserError for a subject without a template.
    """
    if what not in TEMPLATES:
        raise UserError(_("There is no template for “{what}”.").format(what=what))
    fmt = format_named(TEMPLATES[what])
    columns = [SheetColumn(title, _kind(FIELDS[what][key])) for key, title in _titles(fmt).items()]
    for discount in fmt.discounts:
        columns.append(SheetColumn(_in_language([name for one in discount.amount for name in one.headers]), "money"))
    return columns


def template_titles(what: str) -> dict[str, str]:
    """Field → column title of the shop's own table of ``what``, in the current language."""
    return _titles(format_named(TEMPLATES[what]))


def write_template(what: str, path: Path | str) -> None:
    """Write an empty table of ``what`` (.csv by ending, else .xlsx with a sheet of explanations)."""
    columns = template_columns(what)
    if str(path).lower().endswith(".csv"):
        write_csv(path, columns, [])
        return
    explained = [SheetColumn(_("Column"), width=30), SheetColumn(_("Contents"), width=34), SheetColumn(_("Needed"))]
    write_xlsx(path, [(_subject(what), columns, []), (_("Explanations"), explained, _explanations(what))])


def _subject(what: str) -> str:
    return {"products": _("Products"), "orders": _("Orders"), "stock": _("Stock"), "customers": _("Customers")}[what]


def _explanations(what: str) -> list[tuple[str, str, str]]:
    needed = {key: group for group in NEEDED[what] for key in group}
    rows = []
    for key, title in _titles(format_named(TEMPLATES[what])).items():
        group = needed.get(key, ())
        mark = "" if not group else _("yes") if len(group) == 1 else _("this or a similar one")
        rows.append((title, _(_SHOWN_KINDS.get(FIELDS[what][key].kind, N_("text"))), mark))
    return rows


def _titles(fmt: Format) -> dict[str, str]:
    return {key: _in_language([name for one in spec for name in one.headers]) for key, spec in fmt.columns.items()}


def _in_language(names: list[str]) -> str:
    return names[min(_PLACE_OF_LANGUAGE.get(current_language(), 0), len(names) - 1)]


def _kind(field: Field) -> str:
    kinds = {"whole": "number", "grams": "number", "money": "money", "time": "time", "day": "date", "gtin": "code"}
    return kinds.get(field.kind, "code" if field.kind in ("code", "codes") else "text")
