import pytest

from shopdesk.documents import calibration
from shopdesk.documents.label_stock import rolls, sheets
from shopdesk.domain.errors import UserError
from tests.documents.reading_back import boxes_in, codes_in, overlaps, page_sizes, text_in


@pytest.mark.parametrize("stock", ["A4", "Letter", "100x150", "4x6in", *sheets()])
def test_the_page_has_the_size_of_its_stock_and_its_bars_read(stock: str) -> None:
    pdf = calibration.render(stock).pdf
    wanted = sheets()[stock].page_size if stock in sheets() else page_sizes(pdf)[0]
    assert page_sizes(pdf) == [wanted]
    assert codes_in(pdf)[:1] == ([] if stock in sheets() else ["TEST-2"])
    assert stock not in sheets() or str(sheets()[stock].cells) in text_in(pdf)
    assert not overlaps(boxes_in(pdf))


@pytest.mark.parametrize("stock", list(rolls()))
def test_every_roll_has_a_test_page(stock: str) -> None:
    assert page_sizes(calibration.render(stock, dpi=300).pdf) == [(rolls()[stock].width, rolls()[stock].height)]


def test_an_unknown_size_is_refused() -> None:
    with pytest.raises(UserError):
        calibration.render("B7")
