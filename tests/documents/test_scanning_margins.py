"""Codes must survive what real printers and hands do: bars a dot too wide or narrow, blur, a slant, one bit."""

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageFilter

from shopdesk.documents import bin_label, command_card, labels, packing_slip, pick_list, product_label, return_slip
from shopdesk.documents.papers import Paper
from tests.documents.paper_samples import RETURN, SHOP, SLIP, WAVE
from tests.documents.reading_back import codes_on, pictures_of
from tests.documents.test_bin_label import BINS
from tests.documents.test_labels import LABEL, ZH_LABEL
from tests.documents.test_product_label import MUG, OWN

PAPERS: dict[str, Callable[[], Paper]] = {
    "100x150": lambda: labels.render([LABEL, ZH_LABEL], "100x150"),
    "4x6in": lambda: labels.render([LABEL, ZH_LABEL], "4x6in"),
    "76x130": lambda: labels.render([ZH_LABEL], "76x130"),
    "bin": lambda: bin_label.render(BINS),
    "card": lambda: command_card.render(),
    "slip": lambda: packing_slip.render(SLIP, SHOP, "A5"),
    "pick list": lambda: pick_list.render(WAVE),
    "return slip": lambda: return_slip.render(RETURN, SHOP),
    "60x40": lambda: product_label.render([MUG], "60x40"),
}


def black_and_white(picture: Any) -> Any:
    return picture.point(lambda value: 255 if value >= 128 else 0)


def wider(picture: Any) -> Any:
    return ImageChops.darker(black_and_white(picture), ImageChops.offset(black_and_white(picture), 1, 0))


def narrower(picture: Any) -> Any:
    return ImageChops.lighter(black_and_white(picture), ImageChops.offset(black_and_white(picture), 1, 0))


def blurred(picture: Any) -> Any:
    return picture.filter(ImageFilter.GaussianBlur(1))


def slanted(picture: Any) -> Any:
    framed = Image.new("L", (picture.width + 120, picture.height + 120), 255)
    framed.paste(picture, (60, 60))
    return framed.rotate(3, resample=Image.Resampling.BICUBIC, fillcolor=255)


@pytest.mark.parametrize("paper", list(PAPERS))
@pytest.mark.parametrize("wrong", [black_and_white, wider, narrower, blurred, slanted], ids=lambda fn: fn.__name__)
def test_codes_have_a_reserve(paper: str, wrong: Callable[[Any], Any]) -> None:
    for picture in pictures_of(PAPERS[paper]().pdf):
        wanted = sorted(codes_on(picture))
        assert wanted
        assert sorted(codes_on(wrong(picture))) == wanted


def test_small_product_codes_read_in_pure_black_and_white() -> None:
    for stock in ("40x30", "50x30"):
        for picture in pictures_of(product_label.render([MUG, OWN], stock).pdf):
            assert len(codes_on(black_and_white(picture))) == 1


def test_shipping_codes_read_from_a_300_dpi_printer() -> None:
    for stock in ("100x150", "76x130"):
        for picture in pictures_of(labels.render(LABEL, stock, dpi=300).pdf, 300):
            assert codes_on(black_and_white(picture)) == [LABEL.tracking_no, LABEL.own_code]
