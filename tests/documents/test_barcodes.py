import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk.documents import barcodes
from shopdesk.documents.barcodes import Symbol, Unencodable, module_for, product_symbols
from shopdesk.documents.drawing import Drawing
from shopdesk.domain.codes import gtin_check_digit
from tests.documents.reading_back import codes_in


def gtin(body: str) -> str:
    return body + str(gtin_check_digit(body))


def drawn(symbols: list[Symbol], module: float = 0.25, dpi: int = 203) -> bytes:
    drawing = Drawing("Codes", (100, 30), dpi=dpi, thermal=True)
    for symbol in symbols:
        drawing.symbol(symbol, 50.03, 3.04, module, 8, align="centre")
        drawing.end_page()
    return drawing.finish(len(symbols)).pdf


@pytest.mark.parametrize("module", [0.25, 0.375, 0.5])
def test_every_kind_reads_back_at_every_width(module: float) -> None:
    symbols: list[Symbol] = [
        barcodes.code128("RMA-2041"),
        barcodes.ean13(gtin("200638130041")),
        barcodes.ean8(gtin("2006381")),
        barcodes.upca(gtin("03600029145")),
        barcodes.itf14(gtin("1200638130041")),
        barcodes.qr("shopdesk:parcel/10482/1"),
        barcodes.qr("杭州 A3"),
    ]
    assert codes_in(drawn(symbols, module)) == [symbol.text for symbol in symbols]


def test_two_hundred_random_texts_read_back_as_code_128() -> None:
    rng = random.Random(7)
    alphabet = string.ascii_letters + string.digits * 4 + "-/.+ $%_#'\"<>&\\~{}|"
    texts = []
    while len(texts) < 200:
        text = "".join(rng.choice(alphabet) for _at in range(rng.randint(2, 28))).strip()
        if len(text) > 1:
            texts.append(text)
    pdf = drawn([barcodes.code128(text) for text in texts])
    assert codes_in(pdf) == texts


def test_a_hundred_random_texts_read_back_as_qr() -> None:
    rng = random.Random(8)
    texts = [
        "".join(rng.choice(string.printable[:94] + "äöüŁ号楼") for _at in range(rng.randint(1, 60)))
        for _text in range(100)
    ]
    texts = [text.strip() or "x" for text in texts]
    assert codes_in(drawn([barcodes.qr(text) for text in texts])) == texts


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_modules_are_whole_dots_of_the_printer(dpi: int) -> None:
    bars = barcodes.code128("PE410822100387SE")
    module = module_for(bars, 100, dpi)
    assert module is not None
    assert module / barcodes.dot(dpi) == pytest.approx(round(module / barcodes.dot(dpi)))
    assert bars.room * module <= 100
    assert codes_in(drawn([bars], module, dpi), dpi) == [bars.text]


def test_bars_keep_at_least_two_dots_and_their_quiet_zone_or_do_not_fit() -> None:
    ean = barcodes.ean13(gtin("200638130041"))
    assert module_for(ean, 40) == 0.25
    assert module_for(ean, 50, most=0.4) == 0.375
    assert module_for(ean, 113 * 0.25 - 0.01) is None
    assert module_for(ean, 40, 300) == pytest.approx(4 * 25.4 / 300)


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("code128", "", "empty"),
        ("code128", "Schlüssel", "ü"),
        ("code128", "林-01", "林"),
        ("code128", "A\u200bB", "alphabet"),
        ("code128", "A\tB", "alphabet"),
        ("code128", " A", "blank"),
        ("code128", "x" * 81, "too long"),
        ("ean13", "2006381300417", "should be"),
        ("ean13", "200638130041", "13 digits"),
        ("ean13", "20063813004166", "13 digits"),
        ("ean13", "２００６３８１３００４１６", "13 digits"),
        ("ean8", "20063810", "should be"),
        ("upca", "036000291453", "should be"),
        ("itf14", "12006381300414", "should be"),
        ("itf14", "2006381300416", "14 digits"),
        ("qr", "", "empty"),
        ("qr", "x" * 5000, "too long"),
    ],
)
def test_what_cannot_be_encoded_is_refused_in_a_sentence(kind: str, text: str, says: str) -> None:
    with pytest.raises(Unencodable, match=says):
        getattr(barcodes, kind)(text)


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("2006381300416", ["EAN-13", "QR Code"]),
        ("036000291452", ["UPC-A", "QR Code"]),
        ("20063818", ["EAN-8", "QR Code"]),
        ("12006381300413", ["ITF-14", "Code 128", "QR Code"]),
        ("2006381300417", ["Code 128", "QR Code"]),
        ("MUG-ASH-30", ["Code 128", "QR Code"]),
        ("茶-01", ["QR Code"]),
    ],
)
def test_the_kind_follows_from_the_code_and_a_wrong_check_digit_is_never_corrected(code: str, kinds: list[str]) -> None:
    symbols = product_symbols(code)
    assert [symbol.kind for symbol in symbols] == kinds
    assert {symbol.text for symbol in symbols} == {code}


@given(st.integers(min_value=0, max_value=10**12 - 1))
@settings(max_examples=50)
def test_no_ean_is_changed_on_its_way(number: int) -> None:
    code = gtin(f"{number:012d}")
    assert barcodes.ean13(code).text == code
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    with pytest.raises(Unencodable):
        barcodes.ean13(wrong)
