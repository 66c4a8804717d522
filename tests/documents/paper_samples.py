"""Invented data for papers, in English and Chinese, with the long texts real shops have."""

from io import BytesIO

from PIL import Image, ImageDraw

from shopdesk.documents.packing_slip import SlipData, SlipLine
from shopdesk.documents.papers import Address, ShopHead
from shopdesk.documents.pick_list import PickLine, PickListData, PickSlot
from shopdesk.documents.return_slip import ReturnLine, ReturnSlipData


def dot_picture() -> bytes:
    """A small PNG with transparency."""
    picture = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((5, 10, 55, 50), fill=(40, 60, 90, 255))
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


SHOP = ShopHead("Harbour & Pine", ("Kajen 4", "411 04 Göteborg", "Sweden"), "harbourandpine.example", dot_picture())
ZH_SHOP = ShopHead("港湾小铺", ("浙江省杭州市西湖区文三路 100 号",), "gangwan.example · 400-100-0000")

KIT = SlipLine(
    "Kit: Tea for two",
    "Gift box with sleeve",
    "KIT-TEA-2",
    quantity=1,
    unit_price_text="59.00",
    total_text="59.00",
    parts=(
        SlipLine("Cast-iron teapot", "0.8 l", "POT-IRN-08"),
        SlipLine("Stoneware mug", "Ash blue, 300 ml", "MUG-ASH-30", quantity=2),
    ),
)
LONG = SlipLine(
    "Handgedrechselte Kirschholz-Pfeffermühle mit Keramikmahlwerk und Geschenkverpackung für besondere Anlässe",
    "Naturbelassen, geölt · 24 cm hoch",
    "PFM-KIR-24-NATUR-GEOELT-BESONDERS-LANG",
    quantity=12,
    unit_price_text="1,049.00",
    total_text="12,588.00",
)
GIFT = SlipLine(
    "Fig candle", "With orders over 100 EUR", "CAN-FIG-06", unit_price_text="0.00", total_text="0.00", is_gift=True
)
SLIP = SlipData(
    number="10482",
    ship_to=Address("Mara Lindqvist", "", ("Södra vägen 12", "412 54 Göteborg"), "SE"),
    lines=(KIT, LONG, GIFT),
    channel="Etsy order",
    channel_order_no="2938471234",
    placed_text="16 Jan 2024",
    totals=(("Goods", "108.90 EUR"), ("Shipping", "0.00 EUR"), ("Total, tax included", "98.01 EUR")),
    paid=(("Paid by card", "98.01 EUR"),),
    note="Thank you, Mara. The honey is from this summer; keep it away from the window.",
    return_code="https://harbourandpine.example/r/10482-7KQ4",
    parcel_text="1 / 1",
    later=("1 × Notebook A5 Forest",),
    packed_by="Lena",
)
ZH_SLIP = SlipData(
    number="3724105896541236987",
    ship_to=Address("林晓雯", "", ("浙江省 杭州市 西湖区", "文二路 391 号 5 幢 1203 室"), "", "138****2807"),
    lines=(
        SlipLine("双人茶具套装", "礼盒装", "KIT-TEA-2", parts=(SlipLine("铸铁茶壶 0.8 L", "", "POT-IRN-08"),)),
        SlipLine("橄榄手工皂", "无香 · 120 g", "SOAP-OLV-12", quantity=2),
    ),
    placed_text="2024-01-16 10:24",
    gift="妈妈，生日快乐！愿你每天都有一杯好茶。——晓雯",
    note="茶巾请先过清水再用，会更柔软。祝喝茶愉快！",
    parcel_text="1 / 1",
    language="zh_CN",
)
WAVE = PickListData(
    number="118",
    code="W-118",
    lines=(
        PickLine(
            "A-03-2",
            4,
            "Stoneware mug",
            "Ash blue",
            "MUG-ASH-30",
            "A",
            ((1, 2), (2, 2)),
            "Look-alike: A-03-3 is 350 ml",
        ),
        PickLine(
            "A-07-1", 3, "Sencha tea tin", "Organic", "TEA-SEN-100", "A", ((1, 1), (2, 1), (3, 1)), "", dot_picture()
        ),
        PickLine("B-02-4", 60, "橄榄手工皂", "无香 · 120 g", "SOAP-OLV-12", "B", ((1, 1), (2, 30), (3, 29), (4, 1))),
    ),
    slots=(PickSlot(1, "10482", "Lindqvist"), PickSlot(2, "3724105896541236987", "Ferrand-Montmorency-Château")),
    ship_by_text="16:00",
    made_text="16 Jan 2024 13:40",
    picker="Lena",
)
RETURN = ReturnSlipData(
    number="RMA-2041",
    order_number="10482",
    customer="Mara Lindqvist",
    lines=(
        ReturnLine(2, "Stoneware mug", "Ash blue · 300 ml"),
        ReturnLine(1, LONG.title, LONG.variant, LONG.sku, reason="2"),
    ),
    return_to=Address("Harbour & Pine", "", ("Kajen 4", "411 04 Göteborg"), "SE"),
    post_by_text="19 Jan 2024",
)
