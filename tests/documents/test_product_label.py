from collections import Counter
from dataclasses import replace

import pytest

from shopdesk.documents import product_label
from shopdesk.documents.label_stock import rolls, sheets
from shopdesk.documents.product_label import ProductLabelData, cells_taken
from shopdesk.domain.errors import UserError
from tests.documents.reading_back import (
    boxes_in,
    codes_in,
    codes_on,
    fonts_in,
    overlaps,
    page_sizes,
    pictures_of,
    squeezed,
    text_in,
)

MUG = ProductLabelData("Stoneware mug", "Ash blue · 300 ml", "MUG-ASH-30", "2006381300416", "12.90 EUR")
CASE = ProductLabelData("Case of 12", "", "CS-12", "12006381300413")
OWN = ProductLabelData("粗陶马克杯 灰蓝", "300 ml", "MUG-ASH-30", "MUG-ASH-30", "¥99.00", language="zh_CN")
UPC = ProductLabelData("Linen tea towel", "Rust stripe", "TOW-LIN-RU", "036000291452", "12.40")
SMALL = ProductLabelData("Soap", "", "SOAP", "20063818", None)
LONG = ProductLabelData(
    "Handgedrechselte Kirschholz-Pfeffermühle mit Keramikmahlwerk",
    "Naturbelassen, geölt, 24 cm hoch, mit Geschenkverpackung",
    "PFM-KIR-24-NATUR-GEOELT",
    "PFM-KIR-24-NATUR-GEOELT",
    "1.049,00 EUR",
)
ALL = [MUG, CASE, OWN, UPC, SMALL, LONG]
PRODUCT_ROLLS = [key for key, roll in rolls().items() if "product" in roll.kinds]


@pytest.mark.parametrize("stock", PRODUCT_ROLLS)
@pytest.mark.parametrize("dpi", [203, 300])
def test_every_code_on_every_roll_reads_back_as_given(stock: str, dpi: int) -> None:
    paper = product_label.render(ALL, stock, dpi=dpi)
    assert codes_in(paper.pdf, dpi) == [data.code for data in ALL]
    assert paper.pages == paper.labels == len(ALL)
    assert page_sizes(paper.pdf)[0] == (rolls()[stock].width, rolls()[stock].height)
    assert all(fonts_in(paper.pdf).values())


@pytest.mark.parametrize("stock", PRODUCT_ROLLS)
def test_texts_stay_on_the_label_and_apart(stock: str) -> None:
    pdf = product_label.render(ALL, stock).pdf
    boxes = boxes_in(pdf)
    size = rolls()[stock]
    for box in boxes:
        assert 1 < box.left < box.right < size.width - 0.8, box
        assert 0.5 < box.top < box.bottom < size.height - 0.3, box
    assert not overlaps(boxes)
    assert "12.90 EUR" in text_in(pdf)


@pytest.mark.parametrize("part", list(sheets()))
def test_every_cell_of_every_sheet_decodes(part: str) -> None:
    sheet = sheets()[part]
    paper = product_label.render([replace(MUG, copies=sheet.cells)], part)
    assert (paper.pages, paper.labels) == (1, sheet.cells)
    picture = pictures_of(paper.pdf)[0]
    for cell in {1, 2, sheet.columns, sheet.cells // 2, sheet.cells}:
        x, y = sheet.corner(cell)
        box = tuple(round(edge * 8) for edge in (x, y, x + sheet.width, y + sheet.height))
        assert codes_on(picture.crop(box)) == [MUG.code], (part, cell)
    assert not overlaps(boxes_in(paper.pdf))


def test_a_part_used_sheet_begins_at_the_start_and_skips_used_cells() -> None:
    assert cells_taken("L7160", 4, start=4, used={5, 7}) == [(1, 4), (1, 6), (1, 8), (1, 9)]
    paper = product_label.render([replace(MUG, copies=3)], "L7160", start=20, used={21})
    assert paper.pages == 2
    boxes = boxes_in(paper.pdf)
    sheet = sheets()["L7160"]
    first = [box for box in boxes if box.page == 0]
    assert min(box.top for box in first) > sheet.corner(20)[1]
    assert Counter(box.page for box in boxes)[1] == 2 * Counter(box.page for box in boxes)[0]


def test_the_printer_offset_moves_everything() -> None:
    plain = boxes_in(product_label.render(MUG, "L7160").pdf)
    moved = boxes_in(product_label.render(MUG, "L7160", offset=(1.3, -0.7)).pdf)
    shifts = {(round(b.left - a.left, 1), round(b.top - a.top, 1)) for a, b in zip(plain, moved, strict=True)}
    assert (1.3, -0.7) in shifts
    assert codes_in(product_label.render(MUG, "L7160", offset=(1.3, -0.7)).pdf) == [MUG.code]


def test_the_price_is_printed_only_if_given() -> None:
    assert "12.90" not in text_in(product_label.render(replace(MUG, price_text=None)).pdf)


def test_a_shortened_title_and_bars_below_the_standard_are_warned_about() -> None:
    warnings = product_label.render([MUG, LONG], "40x30").warnings
    assert any("0.25 mm" in sentence for sentence in warnings)
    assert product_label.render(MUG, "50x30").warnings == ()
    assert any("shortened" in sentence for sentence in product_label.render(LONG, "5167").warnings)


def test_long_titles_wrap_before_they_are_shortened() -> None:
    title = "Kirschholz-Pfeffermühle mit Keramikmahlwerk"
    assert squeezed(title) in squeezed(text_in(product_label.render(replace(MUG, title=title), "50x30").pdf))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"stock": "L9999"}, "50x30"),
        ({"stock": "L7160", "start": 22}, "1 to 21"),
        ({"stock": "L7160", "start": 0}, "21"),
    ],
)
def test_wrong_settings_are_refused_in_a_sentence(settings: dict, says: str) -> None:
    with pytest.raises(UserError, match=says):
        product_label.render(MUG, **settings)


def test_no_label_at_all_is_refused() -> None:
    with pytest.raises(UserError):
        product_label.render([], "50x30")
