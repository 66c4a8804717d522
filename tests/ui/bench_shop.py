"""A small invented shop for the bench: items, orders, a label."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from shopdesk.domain.packing import LookAlike, OtherItem, PackLine, PackOrder

NOW = datetime(2026, 1, 16, 14, 32, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """One product of the invented shop."""

    variant_id: int
    sku: str
    code: str
    title: str
    variant: str
    bin: str
    weight_g: int
    image: str | None
    case: str = ""
    chinese: tuple[str, str] = ("", "")


ITEMS = {
    item.image or item.sku: item
    for item in (
        Item(
            1,
            "MUG-ASH-30",
            "2006381300416",
            "Stoneware mug",
            "Ash blue · 300 ml",
            "A-03-2",
            342,
            "mug",
            "2006381399999",
            ("粗陶马克杯", "灰蓝 · 300 ml"),
        ),
        Item(
            2,
            "MUG-SLA-35",
            "2006381300423",
            "Stoneware mug",
            "Slate blue · 350 ml",
            "A-03-3",
            398,
            "tallmug",
            "",
            ("粗陶马克杯", "石板蓝 · 350 ml"),
        ),
        Item(
            3,
            "TEA-SEN-100",
            "2006381311023",
            "Sencha tea tin",
            "Organic · 100 g",
            "A-07-1",
            168,
            "tea",
            "",
            ("有机煎茶罐装", "100 g"),
        ),
        Item(
            4,
            "SOAP-OLV-12",
            "2006381322012",
            "Olive oil soap",
            "Unscented · 120 g",
            "B-02-4",
            124,
            "soap",
            "",
            ("橄榄手工皂", "无香 · 120 g"),
        ),
        Item(
            5,
            "TOW-LIN-RU",
            "2006381333018",
            "Linen tea towel",
            "Rust stripe · 50 × 70 cm",
            "B-05-1",
            96,
            "towel",
            "",
            ("亚麻茶巾", "赭红条纹 · 50 × 70 cm"),
        ),
        Item(
            6,
            "CAN-FIG-18",
            "2006381344014",
            "Fig candle",
            "180 g",
            "B-06-2",
            310,
            "candle",
            "",
            ("无花果香薰蜡烛", "180 g"),
        ),
        Item(
            7,
            "POT-IRN-08",
            "2006381355010",
            "Cast-iron teapot",
            "0.8 l",
            "C-01-1",
            1380,
            "pot",
            "",
            ("铸铁茶壶", "0.8 L"),
        ),
        Item(
            8,
            "NOT-A5-FOR",
            "2006381366016",
            "Notebook A5",
            "Forest · dotted",
            "C-04-2",
            260,
            "book",
            "",
            ("A5 笔记本", "森林绿 · 点阵"),
        ),
        Item(
            9, "HON-LIN-25", "2006381377012", "Linden honey", "250 g", "A-08-3", 420, "honey", "", ("椴树蜂蜜", "250 g")
        ),
        Item(
            10,
            "TOT-EYE-NA",
            "2006381388018",
            "Canvas tote bag",
            "Natural",
            "C-06-1",
            180,
            None,
            "",
            ("帆布托特包", "本色"),
        ),
    )
}


def line(line_id: int, key: str, expected: int, *, chinese: bool = False, **more: object) -> PackLine:
    """A line for one of ``ITEMS``."""
    item = ITEMS[key]
    title, variant = item.chinese if chinese else (item.title, item.variant)
    codes = {item.sku: 1, item.code: 1} | ({item.case: 6} if item.case else {})
    made = PackLine(
        line_id, item.variant_id, item.sku, title, variant, item.bin, item.image, expected, 0, item.weight_g, codes
    )
    return replace(made, **more)  # type: ignore[arg-type]


def order(shipment_id: int, number: str, slot: str, lines: Sequence[PackLine], **more: object) -> PackOrder:
    """An order of the invented shop."""
    plain = PackOrder(
        shipment_id,
        number,
        "Mara Lindqvist",
        "Göteborg",
        "SE",
        "Web shop",
        "Wave 118",
        slot,
        "",
        "",
        False,
        NOW + timedelta(hours=1, minutes=28),
        "Parcel EU · Standard",
        1,
        1,
        tuple(lines),
        1,
        packaging="Box M",
        packaging_detail="300 × 200 × 150 mm",
        packaging_g=178,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def sample_orders(chinese: bool = False) -> list[PackOrder]:
    """Five orders of one wave, one of them late."""

    def own(line_id: int, key: str, expected: int) -> PackLine:
        return line(line_id, key, expected, chinese=chinese)

    where: dict[str, object] = (
        {
            "customer": "林晓雯",
            "city": "浙江省杭州市",
            "country": "",
            "channel": "官网商城",
            "wave_text": "波次 118",
            "carrier": "中通快递 · 标准配送",
            "packaging": "M 号纸箱",
        }
        if chinese
        else {}
    )
    note = "马克杯逐只包裹，勿用塑料。" if chinese else "Wrap each mug. No plastic filling."
    remark = "生日礼物，请不要放价格单。" if chinese else "A birthday present — please leave out the prices."
    return [
        order(79, "10479", "9", [own(1, "candle", 1)], **where | {"ship_by": NOW - timedelta(hours=1)}),
        order(
            82,
            "10482",
            "7",
            [own(11, "tea", 1), own(12, "mug", 2), own(13, "soap", 1), own(14, "towel", 1)],
            **where | {"office_note": note, "buyer_note": remark, "gift": True},
        ),
        order(83, "10483", "8", [own(21, "pot", 1), own(22, "mug", 2), own(23, "tea", 1)], **where),
        order(85, "10485", "10", [own(31, "book", 1), own(32, "TOT-EYE-NA", 1)], **where),
        order(
            90,
            "10490",
            "11",
            [own(41, "honey", 1), own(42, "tea", 1)],
            **where | {"ship_by": NOW + timedelta(days=1, hours=1)},
        ),
    ]


def look_alike_order(chinese: bool = False) -> PackOrder:
    """The sample order with a mug that is often mixed up with a taller one."""
    tall = ITEMS["tallmug"]
    title, variant = tall.chinese if chinese else (tall.title, tall.variant)
    hint = "看高度：300 ml 是矮的那只。" if chinese else "Look at the height: 300 ml is the short one."
    other = OtherItem(tall.variant_id, tall.sku, title, variant, tall.bin, tall.image, tall.code)
    plain = next(own for own in sample_orders(chinese) if own.number == "10482")
    return replace(plain, look_alikes=(LookAlike(1, other, 3, 90, hint),))


def label_pdf(name: str = "Mara Lindqvist") -> bytes:
    """A plain address label of 100 × 150 mm for the preview."""
    from reportlab.graphics.barcode.code128 import Code128
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(100 * mm, 150 * mm))
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(8 * mm, 138 * mm, "Harbour & Pine")
    canvas.line(8 * mm, 134 * mm, 92 * mm, 134 * mm)
    canvas.setFont("Helvetica-Bold", 17)
    canvas.drawString(8 * mm, 122 * mm, name)
    canvas.setFont("Helvetica", 14)
    canvas.drawString(8 * mm, 114 * mm, "Södra vägen 12, lgh 1203")
    canvas.drawString(8 * mm, 106 * mm, "412 54 Göteborg")
    canvas.rect(8 * mm, 94 * mm, 14 * mm, 9 * mm, fill=1)
    canvas.setFillGray(1)
    canvas.drawCentredString(15 * mm, 96.5 * mm, "SE")
    canvas.setFillGray(0)
    canvas.line(8 * mm, 88 * mm, 92 * mm, 88 * mm)
    Code128("PE41082210", barWidth=0.5 * mm, barHeight=26 * mm).drawOn(canvas, 2 * mm, 54 * mm)
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawCentredString(50 * mm, 48 * mm, "PE 4108 2210")
    canvas.line(8 * mm, 42 * mm, 92 * mm, 42 * mm)
    canvas.setFont("Helvetica-Bold", 26)
    canvas.drawRightString(92 * mm, 28 * mm, "GOT")
    canvas.save()
    return held.getvalue()
