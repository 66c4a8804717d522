"""Labels as ZPL: read back by a printer of the tests, decoded, and compared with the PDF."""

from __future__ import annotations

import pytest

from shopdesk.documents import bin_label, labels, product_label
from shopdesk.documents.barcodes import code128
from shopdesk.documents.bin_label import BinLabelData
from shopdesk.documents.labels import ShippingLabelData
from shopdesk.documents.papers import Address
from shopdesk.documents.product_label import ProductLabelData
from shopdesk.documents.zpl import code128_data, graphic
from shopdesk.domain.errors import UserError
from tests.documents.reading_back import codes_in, codes_on
from tests.documents.zpl_reading import code128_modules, fields, pictures, unpacked

SENDER = Address("Harbour & Pine", "", ("Kajen 4", "411 04 Göteborg"), "SE", "")
WEST = ShippingLabelData(
    "S-10482", "Parcel 1 of 2", SENDER, Address("Zoë Ångström", "", ("Weg 3", "50667 Köln"), "DE", "+49 221 1"),
    tracking_no="00340434161094042557", carrier="DHL", weight_text="1.20 kg", reference="10482",
    contents=("Mug ^XZ~ × 2",),
)  # fmt: skip
EAST = ShippingLabelData(
    "S-10483", "第 1 / 1 件", SENDER,
    Address("林晓雯", "", ("浙江省杭州市西湖区", "文二路 391 号"), "CN", "138****2807"),
    tracking_no="SF1234567890123", carrier="顺丰速运", sort_code="571-A-03", language="zh_CN",
)  # fmt: skip


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("stock", ["100x150", "4x6in", "76x130"])
@pytest.mark.parametrize("data", [WEST, EAST], ids=["west", "east"])
def test_a_shipping_label_reads_like_its_pdf(data: ShippingLabelData, stock: str, dpi: int):
    zpl = labels.render(data, stock, dpi, zpl=True)
    assert (zpl.pages, zpl.labels, zpl.pdf) == (1, 1, b"")
    (picture,) = pictures(zpl.zpl)
    pdf = labels.render(data, stock, dpi)
    assert sorted(codes_on(picture)) == sorted(codes_in(pdf.pdf, dpi)) == sorted((data.main_code, data.own_code))


def test_only_letters_a_printer_lacks_are_sent_as_pictures():
    west, east = (labels.render(data, zpl=True).zpl for data in (WEST, EAST))
    assert b"Zo\xc3\xab \xc3\x85ngstr\xc3\xb6m" in west
    assert b"^GFA" not in west
    assert "林".encode() not in east
    assert east.count(b"^GFA") >= 5
    assert b"^BCN" in east and b"^BQN" in east


def test_no_text_becomes_a_command():
    assert labels.render(WEST, zpl=True).zpl.count(b"^XZ") == 1
    product = ProductLabelData("^XA~JA_5E ^FS", sku="A^B~C>D_E", code="A^B~C>D_E")
    zpl = product_label.render(product, "60x40", zpl=True)
    assert zpl.zpl.count(b"^XA") == zpl.zpl.count(b"^XZ") == 1
    assert codes_on(pictures(zpl.zpl)[0]) == ["A^B~C>D_E"]


@pytest.mark.parametrize("text", ["S-10482", "00340434161094042557", "A1", "1234567A", "x^~>_y", "RR123456785SE", "7"])
def test_code_128_is_sent_as_the_same_symbols(text: str):
    bars = code128(text)
    assert code128_modules(code128_data(bars)) == bars.modules


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("stock", ["50x30", "60x40", "70x30"])
@pytest.mark.parametrize("code", ["4006381333931", "036000291452", "96385074", "MUG-12", "https://a.example/p/7?x=1_2"])
def test_product_labels_carry_their_code(code: str, stock: str, dpi: int):
    made = product_label.render(
        [ProductLabelData("Stoneware mug 陶杯", "Ash blue", "MUG-12", code, "12,50 €", copies=2)],
        stock, dpi=dpi, zpl=True,
    )  # fmt: skip
    assert made.labels == 2
    assert [codes_on(picture) for picture in pictures(made.zpl)] == [[code], [code]]


def test_an_itf_14_and_a_large_qr_code_are_read():
    made = product_label.render(ProductLabelData("Box", code="04006381333931"), "100x40", zpl=True)
    assert codes_on(pictures(made.zpl)[0]) == ["04006381333931"]
    large = bin_label.render(BinLabelData("A-01-1"), dpi=300, zpl=True)
    assert codes_on(pictures(large.zpl)[0]) == ["A-01-1"]


def test_everything_stays_on_the_label():
    for zpl in (labels.render(WEST, zpl=True), bin_label.render(BinLabelData("拣-01", arrow="up"), zpl=True)):
        (picture,) = pictures(zpl.zpl)
        for one in fields(zpl.zpl):
            assert 0 <= one.x < picture.width
            assert 0 <= one.y <= picture.height


def test_bin_labels_come_in_copies_and_on_sheets():
    bins = [BinLabelData("A-01-1", zone_text="Picking"), BinLabelData("A-01-2")]
    assert bin_label.render(bins, copies=3, zpl=True).labels == 6
    sheet = bin_label.render(bins, "L7160", copies=11, start=5)
    assert (sheet.pages, sheet.labels) == (2, 22)
    assert sorted(set(codes_in(sheet.pdf))) == ["A-01-1", "A-01-2"]


@pytest.mark.parametrize("render", [bin_label.render, product_label.render])
def test_a_sheet_is_nothing_for_a_label_printer(render):
    data = BinLabelData("A") if render is bin_label.render else ProductLabelData("A", code="A")
    with pytest.raises(UserError, match="need a roll"):
        render(data, "L7160", zpl=True)


@pytest.mark.parametrize(
    "rows", [b"\x00" * 8, b"\xff" * 8, b"\xf0\x0f" * 4, bytes(range(8)), b"\xaa" * 300 + b"\x00" * 20]
)
def test_pictures_are_packed_and_come_out_whole(rows: bytes):
    for row_bytes in (1, 2, 4):
        packed = graphic(rows, row_bytes)
        assert unpacked(packed, row_bytes) == rows
