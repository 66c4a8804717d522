import pytest

from shopdesk.documents import supplier_claim
from shopdesk.documents.supplier_claim import ClaimedLine, ClaimPaper
from tests.documents.paper_samples import SHOP
from tests.documents.reading_back import boxes_in, codes_in, fonts_in, overlaps, squeezed, text_in, texts_in

LINE = ClaimedLine(
    "CL-1001", "Stoneware mug, Ash blue", "MUG-ASH-30", "CV-3001", "PO-0312", 3, "Damaged on arrival", "12.30 EUR",
    "The handle was off.",
)  # fmt: skip
LETTER = ClaimPaper(
    "景德镇青禾陶瓷有限公司",
    ("李梅", "江西省景德镇市珠山区瓷都大道 88 号"),
    (LINE,),
    "16 Jan 2024",
    "12.30 EUR",
    "Lena Krantz",
)


def test_a_letter_says_what_why_and_how_much() -> None:
    pdf = supplier_claim.render([LETTER], SHOP).pdf
    text = squeezed(text_in(pdf))
    wanted = [LINE.number, LINE.title, LINE.supplier_code, LINE.order, LINE.reason, LINE.note, LINE.amount_text]
    for words in (*wanted, LETTER.supplier, LETTER.supplier_lines[1], "Lena Krantz", "We ask for a credit of"):
        assert squeezed(words) in text
    assert codes_in(pdf) == ["CL-1001"]
    assert not overlaps(boxes_in(pdf))
    assert all(fonts_in(pdf).values())


@pytest.mark.parametrize("page", ["A4", "A5"])
def test_many_claims_make_more_pages_and_each_supplier_a_letter_of_its_own(page: str) -> None:
    many = ClaimPaper("Vale", (), (LINE,) * 23, "16 Jan 2024", "282.90 EUR")
    pdf = supplier_claim.render([many, LETTER], SHOP, page).pdf
    pages = texts_in(pdf)
    assert sum(found.count("MUG-ASH-30") for found in pages) == 24
    assert sum("282.90" in found for found in pages) == 1
    assert not overlaps(boxes_in(pdf))
