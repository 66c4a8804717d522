from dataclasses import replace

import pytest

from shopdesk.documents import packing_slip
from shopdesk.documents.fonts import MissingGlyphs
from shopdesk.documents.packing_slip import SlipData
from shopdesk.documents.papers import Address
from shopdesk.documents.typesetting import DoesNotFit
from shopdesk.domain.errors import UserError
from tests.documents.invented import addresses
from tests.documents.paper_samples import GIFT, KIT, LONG, SHOP, SLIP, ZH_SHOP, ZH_SLIP
from tests.documents.reading_back import (
    boxes_in,
    codes_in,
    draws_only_embedded,
    fonts_in,
    overlaps,
    page_sizes,
    squeezed,
    text_in,
    texts_in,
)

PAGES = ("A4", "A5")


def assert_sound(pdf: bytes, margin: float) -> None:
    sizes = page_sizes(pdf)
    boxes = boxes_in(pdf)
    for box in boxes:
        wide, tall = sizes[box.page]
        assert margin - 0.6 < box.left < box.right < wide - margin + 0.6, box
        assert margin - 1 < box.top < box.bottom < tall - margin + 6, box
    assert not overlaps(boxes)
    assert all(fonts_in(pdf).values())
    assert draws_only_embedded(pdf)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("prices", [True, False])
def test_a_slip_holds_everything_and_nothing_collides(page: str, prices: bool) -> None:
    paper = packing_slip.render(SLIP, SHOP, page, prices)
    text = squeezed(text_in(paper.pdf))
    for line in (KIT, LONG, GIFT, *KIT.parts):
        assert squeezed(line.title) in text
        assert squeezed(line.variant) in text
    assert squeezed(LONG.sku) in text
    for wanted in (
        "MaraLindqvist",
        "412 54 Göteborg",
        "2938471234",
        SLIP.note,
        "Notebook A5",
        "Page 1 of 1",
        "16 pieces",
    ):
        assert squeezed(wanted) in text
    assert ("98.01" in text) is prices
    assert_sound(paper.pdf, 18 if page == "A4" else 12)
    assert codes_in(paper.pdf) == [SLIP.number, SLIP.return_code]


def test_a_chinese_gift_slip_reads_back_and_shows_no_price() -> None:
    slip = replace(
        ZH_SLIP, lines=tuple(replace(line, unit_price_text="¥39.00", total_text="¥78.00") for line in ZH_SLIP.lines)
    )
    paper = packing_slip.render(slip, ZH_SHOP, "A5", prices=True)
    text = text_in(paper.pdf)
    for wanted in (
        "林晓雯",
        "文二路 391 号 5 幢 1203 室",
        "妈妈，生日快乐！愿你每天都有一杯好茶。——晓雯",
        "橄榄手工皂",
        "138****2807",
    ):
        assert wanted in text
    assert "¥" not in text
    assert "本单不显示价格" in text
    assert codes_in(paper.pdf) == [slip.number]
    assert_sound(paper.pdf, 12)


def test_many_lines_go_over_pages_that_are_numbered_and_the_foot_is_never_alone() -> None:
    for count in (*range(1, 20), *range(20, 60, 7)):
        slip = replace(SLIP, lines=(replace(KIT, title="Mug"),) * count)
        paper = packing_slip.render(slip, SHOP, "A5", prices=True)
        pages = texts_in(paper.pdf)
        for number, page in enumerate(pages, 1):
            assert f"Page {number} of {len(pages)}" in page
            assert "Mug" in page or "teapot" in page
        assert sum(page.count("Mug\n") for page in pages) == count
        assert all("continues on the next page" in page for page in pages[:-1])


def test_several_slips_each_count_their_own_pages() -> None:
    paper = packing_slip.render([SLIP, ZH_SLIP, replace(SLIP, lines=(KIT,) * 40)], SHOP)
    pages = texts_in(paper.pdf)
    assert paper.labels == 3
    assert paper.pages == len(pages) > 3
    assert "Page 1 of 1" in pages[0]
    assert "第 1 页 / 共 1 页" in pages[1]
    assert f"Page 2 of {len(pages) - 2}" in pages[3]


def test_long_addresses_and_numbers_do_not_collide() -> None:
    for at, to in enumerate(addresses(36, seed=3)):
        slip = replace(SLIP, ship_to=to, number=f"ORD-2024-{at:08d}" if at % 2 else str(at), lines=(KIT, GIFT))
        pdf = packing_slip.render(slip, SHOP, "A5" if at % 3 else "A4").pdf
        assert not overlaps(boxes_in(pdf)), to
        text = squeezed(text_in(pdf))
        assert all(squeezed(part) in text for part in (to.name, to.company, *to.lines))


def test_markup_is_printed_literally_everywhere() -> None:
    hostile = "<b>x</b></para><img src=http://e.example/a.png>&amp;"
    slip = SlipData(
        number="1",
        ship_to=Address(hostile, hostile, (hostile,)),
        lines=(replace(KIT, title=hostile, variant=hostile, sku="<SKU>"),),
        note=hostile,
        gift=hostile,
        placed_text="<i>",
    )
    assert squeezed(text_in(packing_slip.render(slip, SHOP).pdf)).count(squeezed(hostile)) == 7


def test_an_undrawable_character_names_the_slip() -> None:
    with pytest.raises(MissingGlyphs, match="10482"):
        packing_slip.render(replace(SLIP, note="㐂"), SHOP)
    assert packing_slip.render(replace(SLIP, note="㐂"), SHOP, allow_missing=True).warnings


def test_an_unknown_page_is_refused() -> None:
    with pytest.raises(UserError, match="A4"):
        packing_slip.render(SLIP, SHOP, "B5")


@pytest.mark.parametrize("page", PAGES)
def test_endless_texts_are_refused_and_never_run_into_one_another(page: str) -> None:
    for words in range(50, 2000, 190):
        text = "word " * words
        for slip in (
            replace(SLIP, note=text),
            replace(SLIP, gift=text),
            replace(SLIP, later=(text,)),
            replace(SLIP, lines=(KIT, replace(LONG, title=text), GIFT)),
        ):
            try:
                paper = packing_slip.render(slip, SHOP, page)
            except DoesNotFit:
                assert words > 200
                continue
            assert text_in(paper.pdf).count("word") == words
            assert not overlaps(boxes_in(paper.pdf))


def test_a_slip_without_lines_is_one_sound_page() -> None:
    assert packing_slip.render(replace(SLIP, lines=()), SHOP).pages == 1
