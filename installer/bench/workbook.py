"""A product workbook in shopdesk's own template for the import benchmarks: twelve columns."""

from __future__ import annotations

from pathlib import Path

from bench import shops
from shopdesk.domain.codes import in_house_ean

HEADER = (
    "Product code",
    "Product name",
    "Brand",
    "Category",
    "SKU",
    "Barcode",
    "Price",
    "List price",
    "Cost",
    "Weight (g)",
    "Stock",
    "Tags",
)


def names(count: int) -> list[str]:
    """Names of a mixed catalogue: one in five is partly Chinese."""
    return [name if at % 5 == 0 else name.partition(" ")[2] for at, name in enumerate(shops.product_names(count))]


def make(path: Path, rows: int) -> None:
    """Write ``rows`` products, one variant each."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Products")
    sheet.append(HEADER)
    for at, name in enumerate(names(rows)):
        sheet.append(
            (
                f"P{at:07}",
                name,
                "Bench",
                "Tea",
                f"P{at:07}-1",
                in_house_ean(at + 1),
                at % 5000 / 100,
                None,
                at % 900 / 100,
                100,
                5,
                "new",
            )
        )
    book.save(path)
