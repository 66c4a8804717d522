from dataclasses import replace

from shopdesk.documents import return_slip
from tests.documents.invented import addresses
from tests.documents.paper_samples import RETURN, SHOP
from tests.documents.reading_back import boxes_in, codes_in, fonts_in, overlaps, squeezed, text_in, texts_in


def test_a_return_slip_has_its_number_lines_reasons_and_an_address_to_cut_off() -> None:
    paper = return_slip.render(RETURN, SHOP)
    text = squeezed(text_in(paper.pdf))
    for wanted in ("RMA-2041", "Order 10482 · Mara Lindqvist", "Post it by 19 Jan 2024", RETURN.lines[1].title):
        assert squeezed(wanted) in text
    for wanted in ("arrived damaged", "an exchange for", "Harbour & Pine · Returns", "Kajen 4", "Sweden"):
        assert squeezed(wanted) in text
    assert codes_in(paper.pdf) == ["RMA-2041", "RMA-2041"]
    assert not overlaps(boxes_in(paper.pdf))
    assert all(fonts_in(paper.pdf).values())


def test_many_lines_make_more_pages_with_the_questions_on_the_last() -> None:
    for count in (3, 5, 7, 9, 12, 25):
        pages = texts_in(return_slip.render(replace(RETURN, lines=RETURN.lines[:1] * count), SHOP).pdf)
        assert sum(page.count("Stoneware mug") for page in pages) == count
        assert "Stoneware mug" in pages[-1]
        assert ["Cut here" in page for page in pages] == [False] * (len(pages) - 1) + [True]


def test_any_return_address_fits_its_strip() -> None:
    for to in addresses(25, seed=9):
        if sum(map(len, to.lines)) > 120:
            continue
        pdf = return_slip.render(replace(RETURN, return_to=to), SHOP).pdf
        assert not overlaps(boxes_in(pdf)), to
        assert all(squeezed(line) in squeezed(text_in(pdf)) for line in to.lines)


def test_own_reasons_replace_the_usual_ones() -> None:
    text = text_in(return_slip.render(replace(RETURN, reasons=(("A", "尺码不合适"), ("B", "颜色不符"))), SHOP).pdf)
    assert "尺码不合适" in text
    assert "arrived damaged" not in text
