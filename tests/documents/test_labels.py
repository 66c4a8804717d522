import random
from dataclasses import replace

import pytest

from shopdesk.documents import labels
from shopdesk.documents.fonts import MissingGlyphs
from shopdesk.documents.labels import ShippingLabelData
from shopdesk.documents.papers import Address
from shopdesk.documents.typesetting import DoesNotFit
from shopdesk.domain.errors import UserError
from tests.documents.invented import addresses
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

SHOP = Address("Harbour & Pine", "", ("Kajen 4", "411 04 Göteborg"), "SE")
ZH_SHOP = Address("港湾小铺", "", ("浙江省杭州市西湖区文三路 100 号",), "CN", "400-100-0000")
LABEL = ShippingLabelData(
    number="10482",
    parcel_text="1 / 1",
    sender=SHOP,
    ship_to=Address("Mara Lindqvist", "", ("Södra vägen 12, lgh 1203", "86150 Augsburg"), "DE", "+46 31 555 418"),
    tracking_no="PE410822100387SE",
    service="EU Standard",
    sort_code="GOT",
    weight_text="1.25 kg",
    code="10482-1",
)
ZH_LABEL = ShippingLabelData(
    number="3724105896541236987",
    parcel_text="1 / 1",
    sender=ZH_SHOP,
    ship_to=Address("林晓雯", "", ("浙江省 杭州市 西湖区", "文二路 391 号 5 幢 1203 室"), "CN", "138****2807"),
    tracking_no="73610555582883",
    carrier="中通快递",
    service="标准配送",
    sort_code="210-杭州 A3",
    language="zh_CN",
)
STOCKS = ("100x150", "4x6in", "76x130")


@pytest.mark.parametrize("stock", STOCKS)
@pytest.mark.parametrize("data", [LABEL, ZH_LABEL], ids=["en", "zh"])
def test_both_codes_read_back_and_all_fonts_are_embedded(stock: str, data: ShippingLabelData) -> None:
    paper = labels.render(data, stock)
    assert codes_in(paper.pdf) == [data.tracking_no, data.own_code]
    assert all(fonts_in(paper.pdf).values())
    assert draws_only_embedded(paper.pdf)
    assert (paper.pages, paper.labels, paper.warnings) == (1, 1, ())


def test_the_page_is_the_label_and_is_not_scaled_by_viewers() -> None:
    assert page_sizes(labels.render(LABEL, "100x150").pdf) == [(100, 150)]
    assert page_sizes(labels.render(LABEL, "4x6in").pdf) == [(101.6, 152.4)]
    assert b"/PrintScaling /None" in labels.render(LABEL).pdf


def test_text_reads_back_in_latin_and_chinese() -> None:
    text = text_in(labels.render([LABEL, ZH_LABEL]).pdf)
    for wanted in ("Mara Lindqvist", "Södra vägen 12, lgh 1203", "86150 Augsburg", "GERMANY", "1.25 kg"):
        assert wanted in text
    for wanted in ("林晓雯", "浙江省 杭州市 西湖区", "文二路 391 号 5 幢 1203 室", "210-杭州 A3", "中通快递"):
        assert wanted in text


def test_without_a_tracking_number_the_label_carries_its_own_code_and_says_so() -> None:
    paper = labels.render(replace(LABEL, tracking_no=""))
    assert codes_in(paper.pdf) == ["10482-1", "10482-1"]
    assert "not a carrier label" in text_in(paper.pdf)
    assert "not a carrier label" not in text_in(labels.render(LABEL).pdf)


def test_the_country_is_printed_only_when_the_parcel_goes_abroad() -> None:
    home = replace(LABEL, ship_to=replace(LABEL.ship_to, country="Sweden"))
    assert "SWEDEN" not in text_in(labels.render(home).pdf)
    assert "GERMANY" in text_in(labels.render(LABEL).pdf)


def test_a_number_that_no_bars_can_carry_becomes_a_qr_code() -> None:
    long = "https://tracking.example/" + "9" * 60
    assert long in codes_in(labels.render(replace(LABEL, tracking_no=long), "76x130").pdf)


def test_an_address_too_long_for_any_label_is_refused_by_name() -> None:
    endless = replace(LABEL, ship_to=replace(LABEL.ship_to, lines=("A very long street name " * 40, "Town")))
    with pytest.raises(DoesNotFit, match="very long street"):
        labels.render(endless)


def test_an_undrawable_name_is_refused_unless_the_caller_allows_it() -> None:
    data = replace(LABEL, ship_to=replace(LABEL.ship_to, name="㐂 Anna"))
    with pytest.raises(MissingGlyphs, match="10482"):
        labels.render(data)
    paper = labels.render(data, allow_missing=True)
    assert "㐂" in paper.warnings[0]
    assert "▯ Anna" in text_in(paper.pdf)


def test_markup_in_an_address_is_printed_literally() -> None:
    hostile = Address("<b>Mara</b>", "</para>", ("<img src=file:///etc/passwd>", "12345 &amp; Town"), "SE")
    text = text_in(labels.render(replace(LABEL, ship_to=hostile)).pdf)
    for wanted in ("<b>Mara</b>", "</para>", "<img src=file:///etc/passwd>", "12345 &amp; Town"):
        assert wanted in text


def test_an_unknown_stock_is_refused_with_the_choices() -> None:
    with pytest.raises(UserError, match="100x150"):
        labels.render(LABEL, "1x1")


def many_labels(count: int) -> list[ShippingLabelData]:
    rng = random.Random(5)
    made = []
    for at, to in enumerate(addresses(count)):
        language = "zh_CN" if rng.random() < 0.4 else "en"
        made.append(
            replace(
                ZH_LABEL if language == "zh_CN" else LABEL,
                number=str(10_000 + at) if rng.random() < 0.8 else "3724105896541236987",
                ship_to=to,
                tracking_no=rng.choice(("", f"RR{at:09d}SE", f"{73610555580000 + at}")),
                sort_code=rng.choice(("", "GOT", "210-杭州 A3")),
                is_gift=rng.random() < 0.3,
                contents=rng.choice(((), ("Mug × 2", "Tea × 1"))),
                code=f"P{at:06d}",
            )
        )
    return made


@pytest.mark.parametrize("stock", STOCKS)
def test_a_thousand_addresses_are_printed_whole_or_refused(stock: str) -> None:
    """Nothing leaves the label, nothing stands on anything else, nothing is lost; three stocks, 334 addresses each."""
    margin = 2.9 if stock == "76x130" else 3.9
    wide, tall = {"100x150": (100, 150), "4x6in": (101.6, 152.4), "76x130": (76, 130)}[stock]
    made = many_labels(334)
    refused = [data for data in made if labels.problems(data, stock)]
    for data in refused:
        assert sum(map(len, (data.ship_to.name, data.ship_to.company, *data.ship_to.lines))) > 110, data.ship_to
    assert len(refused) < len(made) * 0.06
    kept = [data for data in made if data not in refused]
    pdf = labels.render(kept, stock).pdf
    texts = [squeezed(text) for text in texts_in(pdf)]
    boxes = boxes_in(pdf)
    for at, data in enumerate(kept):
        to = data.ship_to
        for wanted in (to.name, to.company, *to.lines, to.phone, data.sort_code):
            assert squeezed(wanted) in texts[at], (wanted, texts[at])
        here = [box for box in boxes if box.page == at]
        for box in here:
            assert box.left > margin - 0.6, box
            assert box.right < wide - margin + 0.6, box
            assert 0 < box.top < box.bottom < tall - 1, box
        assert not overlaps(here), (overlaps(here), data.ship_to)


def test_every_code_of_a_hundred_labels_reads_back() -> None:
    data = [replace(label, ship_to=LABEL.ship_to) for label in many_labels(34)]
    for stock in STOCKS:
        wanted = [code for label in data for code in (label.main_code, label.own_code)]
        assert codes_in(labels.render(data, stock).pdf) == wanted
