from dataclasses import replace

import pytest

from shopdesk.documents import purchase_order
from shopdesk.documents.purchase_order import OrderedLine, OrderPaper
from tests.documents.paper_samples import SHOP
from tests.documents.reading_back import boxes_in, codes_in, fonts_in, overlaps, squeezed, text_in, texts_in

LINES = (
    OrderedLine("Stoneware mug, Ash blue, 300 ml", "MUG-ASH-30", "CV-3001", 96, 12, 8, "4.10", "393.60"),
    OrderedLine("Espresso cup, Ash blue, 80 ml", "CUP-ASH-08", "CV-0801", 48, 24, 2, "2.35", "112.80"),
    OrderedLine("Milk jug", "JUG-ASH-25", "CV-2501", 12, 6, 2, "5.20", "62.40", "deliver by 9 Feb 2024"),
)
ORDER = OrderPaper(
    number="PO-0312",
    supplier="Ceramica Vale, Lda.",
    supplier_lines=("Rua do Forno 22", "2500-194 Caldas da Rainha", "Portugal"),
    lines=LINES,
    currency="EUR",
    date_text="16 Jan 2024",
    deliver_by="2 Feb 2024",
    deliver_to=("Dock B", "07:00 – 15:00"),
    reference="Offer 24-018",
    terms="30 days net",
    totals=(("Goods", "568.80 EUR"), ("Freight", "48.00 EUR"), ("Total", "616.80 EUR")),
    wishes=("Write PO-0312 on every case and on the delivery note.",),
    ordered_by="Lena Krantz",
)


def test_an_order_says_what_how_much_by_when_and_where_to() -> None:
    paper = purchase_order.render(ORDER, SHOP)
    text = squeezed(text_in(paper.pdf))
    wanted = ["Ceramica Vale, Lda.", "Offer 24-018", "30 days net", "2 Feb 2024", "Dock B", "156 pieces in 12 packs"]
    wanted += ["616.80 EUR", "Ordered by Lena Krantz, 16 Jan 2024", "Page 1 of 1", "deliver by 9 Feb 2024"]
    for line in LINES:
        wanted += [line.title, line.sku, line.supplier_code, line.each_text, line.total_text]
    assert [words for words in wanted if squeezed(words) not in text] == []
    assert codes_in(paper.pdf) == ["PO-0312"]
    assert not overlaps(boxes_in(paper.pdf))
    assert all(fonts_in(paper.pdf).values())


def test_without_prices_no_amount_is_on_it() -> None:
    text = text_in(purchase_order.render(ORDER, SHOP, prices=False).pdf)
    for amount in ("4.10", "393.60", "616.80", "EUR"):
        assert amount not in text
    assert "96" in text


def test_pieces_that_are_no_whole_packs_are_counted_in_pieces() -> None:
    broken = replace(ORDER, lines=(replace(LINES[0], pieces=13, packs=None), LINES[1]))
    text = text_in(purchase_order.render(broken, SHOP).pdf)
    assert "61 pieces" in text
    assert "in 2 packs" not in text


def test_a_draft_says_so_and_is_not_signed() -> None:
    text = text_in(purchase_order.render(replace(ORDER, draft=True), SHOP).pdf)
    assert "draft" in text
    assert "Ordered by" not in text


@pytest.mark.parametrize("page", ["A4", "A5", "Letter"])
@pytest.mark.parametrize("count", [1, 9, 14, 40])
def test_many_lines_make_more_pages_with_the_sums_on_the_last(page: str, count: int) -> None:
    pdf = purchase_order.render(replace(ORDER, lines=LINES[:1] * count), SHOP, page).pdf
    pages = texts_in(pdf)
    assert sum(found.count("MUG-ASH-30") for found in pages) == count
    assert ["616.80" in found for found in pages] == [False] * (len(pages) - 1) + [True]
    assert codes_in(pdf) == ["PO-0312"]
    assert not overlaps(boxes_in(pdf))


def test_chinese_orders_are_whole() -> None:
    chinese = replace(
        ORDER,
        supplier="景德镇青禾陶瓷有限公司",
        supplier_lines=("李梅", "江西省景德镇市珠山区瓷都大道 88 号"),
        lines=(replace(LINES[0], title="青花斗笠碗 · 釉下彩 · 6 英寸"),),
        language="zh_CN",
    )
    paper = purchase_order.render(chinese, SHOP)
    assert "景德镇青禾陶瓷有限公司" in text_in(paper.pdf)
    assert "青花斗笠碗" in text_in(paper.pdf)
    assert all(fonts_in(paper.pdf).values())
    assert paper.warnings == ()


def test_long_names_and_codes_stay_in_their_columns() -> None:
    long = OrderedLine(
        "A very long name of a thing that nobody would ever give to a mug but somebody did " * 2,
        "SKU-WITH-VERY-MANY-LETTERS-0123456789", "SUPPLIERS-OWN-ENDLESS-CODE-99999", 100_000, 12, None,
        "12,345.67", "1,234,567,000.00",
    )  # fmt: skip
    for page in ("A4", "A5"):
        assert not overlaps(boxes_in(purchase_order.render(replace(ORDER, lines=(long, *LINES)), SHOP, page).pdf))
