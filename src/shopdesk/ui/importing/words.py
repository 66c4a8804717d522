"""How imports are told: what files are about, what an import made."""

from __future__ import annotations

from collections.abc import Mapping

from shopdesk.i18n import N_, _, n_
from shopdesk.ui import figures
from shopdesk.usecases.imports import ImportResult

KIND_TITLES: dict[str, str] = {
    "orders": N_("Orders"),
    "products": N_("Products"),
    "stock": N_("Stock"),
    "customers": N_("Customers"),
    "tracking": N_("Tracking numbers"),
}
HEADINGS: dict[str, str] = {
    "orders": N_("Import orders"),
    "products": N_("Import products"),
    "stock": N_("Import stock"),
    "customers": N_("Import customers"),
    "tracking": N_("Import tracking numbers"),
}
HINTS: dict[str, str] = {
    "orders": N_("The order file of your shop or marketplace: one row for an order, or one for each line."),
    "products": N_("The product list of your shop, with variants, barcodes, prices and opening stock."),
    "stock": N_("What lies where: SKU or barcode, quantity, maybe bin, lot and date."),
    "customers": N_("Names and addresses. Customers that are here already are not made twice."),
    "tracking": N_("Which order went out under which tracking number."),
}
SCREENS = {"orders": "orders", "products": "products", "stock": "inventory", "customers": "customers",
           "tracking": "orders"}  # fmt: skip


def _counted(table: str, count: int) -> str:
    """``36 orders``; a table people do not know by name gives a count of rows."""
    match table:
        case "orders":
            words = n_("{count} order", "{count} orders", count)
        case "order_lines":
            words = n_("{count} order line", "{count} order lines", count)
        case "customers":
            words = n_("{count} customer", "{count} customers", count)
        case "payments":
            words = n_("{count} payment", "{count} payments", count)
        case "products":
            words = n_("{count} product", "{count} products", count)
        case "variants":
            words = n_("{count} variant", "{count} variants", count)
        case "barcodes":
            words = n_("{count} barcode", "{count} barcodes", count)
        case "locations":
            words = n_("{count} bin", "{count} bins", count)
        case "lots":
            words = n_("{count} lot", "{count} lots", count)
        case "stock_moves":
            words = n_("{count} move of stock", "{count} moves of stock", count)
        case "addresses":
            words = n_("{count} address", "{count} addresses", count)
        case "parcels" | "shipments":
            words = n_("{count} parcel", "{count} parcels", count)
        case "channels":
            words = n_("{count} channel", "{count} channels", count)
        case _:
            words = n_("{count} other row", "{count} other rows", count)
    return words.format(count=figures.number(count))


def counts_words(counts: Mapping[str, int]) -> str:
    """Counts by table in one line."""
    return ", ".join(_counted(table, count) for table, count in counts.items() if count)


def changes_words(result: ImportResult) -> list[str]:
    """What an import makes, changes and leaves, one sentence each."""
    said = []
    if result.created:
        said.append(_("New: {things}.").format(things=counts_words(result.created)))
    if result.updated:
        said.append(_("Changed: {things}.").format(things=counts_words(result.updated)))
    if result.unchanged:
        said.append(_("Here already and the same: {count}.").format(count=figures.number(result.unchanged)))
    if result.skipped:
        said.append(_("Left out: {count}.").format(count=figures.number(result.skipped)))
    return said or [_("Nothing would change.")]
