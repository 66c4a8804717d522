"""A label printer for tests: reads ZPL back into pictures, drawing codes from the data the commands carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFont

from shopdesk.documents.barcodes import ean8, ean13, itf14, qr
from shopdesk.domain.codes import gtin_check_digit
from shopdesk.resources_folder import resource

_COMMAND = re.compile(r"\^([A-Z][A-Z0-9@])([^\^]*)")
_START = {">9": 103, ">:": 104, ">;": 105}


@dataclass
class Field:
    """What has been said of the field that ^FS will print."""

    x: int = 0
    y: int = 0
    by_baseline: bool = False
    said: dict[str, list[str]] = field(default_factory=dict)
    text: str = ""


def pictures(zpl: bytes) -> list[Any]:
    """Every label as it comes out, white paper and black dots."""
    return [_printed(label) for label in re.findall(r"\^XA(.*?)\^XZ", zpl.decode("utf-8"), flags=re.DOTALL)]


def fields(zpl: bytes) -> Iterator[Field]:
    """Every field of every label."""
    for label in re.findall(r"\^XA(.*?)\^XZ", zpl.decode("utf-8"), flags=re.DOTALL):
        yield from _fields(label)[1]


def _fields(label: str) -> tuple[dict[str, list[str]], list[Field]]:
    page: dict[str, list[str]] = {}
    found = []
    now = Field()
    for name, rest in _COMMAND.findall(label):
        if name in ("FO", "FT"):
            x, y, *_more = rest.split(",")
            now.x, now.y, now.by_baseline = int(x), int(y), name == "FT"
        elif name == "FD":
            now.text = rest
        elif name == "FS":
            found.append(now)
            now = Field()
        elif name in ("PW", "LL"):
            page[name] = rest.strip().split(",")
        else:
            now.said[name] = rest.strip("\n").split(",")
    return page, found


def _printed(label: str) -> Any:
    page, found = _fields(label)
    paper = Image.new("1", (int(page["PW"][0]), int(page["LL"][0])))
    for one in found:
        layer = Image.new("1", paper.size)
        _draw(layer, one)
        how = ImageChops.logical_xor if "FR" in one.said else ImageChops.logical_or
        paper = how(paper, layer)
    return ImageChops.invert(paper.convert("L"))


def _draw(layer: Any, one: Field) -> None:
    said = one.said
    data = re.sub(r"_([0-9A-F]{2})", lambda hit: chr(int(hit[1], 16)), one.text) if "FH" in said else one.text
    if "GF" in said:
        _graphic(layer, one, said["GF"])
    elif "GB" in said:
        wide, high, thick = (int(part) for part in said["GB"][:3])
        pen = ImageDraw.Draw(layer)
        rounding = int(said["GB"][4]) if len(said["GB"]) > 4 else 0
        pen.rounded_rectangle(
            (one.x, one.y, one.x + wide - 1, one.y + high - 1), rounding / 8 * min(wide, high) / 2, outline=1,
            width=thick, fill=1 if thick * 2 >= min(wide, high) else None,
        )  # fmt: skip
    elif "BQ" in said:
        module = int(said["BQ"][2])
        top = one.y + int(said["BY"][2])
        for row, cells in enumerate(qr(data.removeprefix("MA,")).rows):
            _bars(layer, cells, one.x, top + row * module, module, module)
    elif "BC" in said:
        _bars(layer, code128_modules(data), one.x, one.y, int(said["BY"][0]), int(said["BC"][1]))
    elif "BE" in said:
        _bars(layer, ean13(data + str(gtin_check_digit(data))).modules, one.x, one.y, int(said["BY"][0]),
              int(said["BE"][1]))  # fmt: skip
    elif "B8" in said:
        _bars(layer, ean8(data + str(gtin_check_digit(data))).modules, one.x, one.y, int(said["BY"][0]),
              int(said["B8"][1]))  # fmt: skip
    elif "B2" in said:
        _bars(layer, itf14(data).modules, one.x, one.y, int(said["BY"][0]), int(said["B2"][1]))
    else:
        _text(layer, one, data)


def _text(layer: Any, one: Field, data: str) -> None:
    high, wide = int(said_font(one)[1]), int(said_font(one)[2])
    font = ImageFont.truetype(str(resource("fonts", "RobotoCondensed-Bold.ttf")), high)
    line = Image.new("L", (max(1, round(font.getlength(data))) + 4, high * 2))
    ImageDraw.Draw(line).text((0, high), data, fill=255, font=font, anchor="ls")
    line = line.resize((max(1, round(line.width * wide / high)), line.height))
    x = one.x
    if "FB" in one.said:
        room, how = int(one.said["FB"][0]), one.said["FB"][3]
        x += {"L": 0, "C": (room - line.width) // 2, "R": room - line.width}[how]
    layer.paste(1, (x, one.y - high), line.point(lambda grey: 255 if grey > 110 else 0).convert("1"))


def said_font(one: Field) -> list[str]:
    """Orientation, height and width of the printer's own font."""
    return one.said["A0"]


def _bars(layer: Any, modules: str, x: int, y: int, wide: int, high: int) -> None:
    pen = ImageDraw.Draw(layer)
    for at, module in enumerate(modules):
        if module == "1":
            pen.rectangle((x + at * wide, y, x + (at + 1) * wide - 1, y + high - 1), fill=1)


def _graphic(layer: Any, one: Field, said: list[str]) -> None:
    _kind, size, _all, row_bytes = said[0], int(said[1]), said[2], int(said[3])
    rows = unpacked(",".join(said[4:]), row_bytes)
    assert len(rows) == size
    layer.paste(1, (one.x, one.y), Image.frombytes("1", (row_bytes * 8, size // row_bytes), rows))


def unpacked(data: str, row_bytes: int) -> bytes:
    """The bytes of a compressed graphic, as the printer's manual says."""
    rows: list[str] = []
    row, times = "", 0
    for sign in data:
        if sign == ":":
            rows.append(rows[-1])
        elif sign == ",":
            rows.append(row.ljust(row_bytes * 2, "0"))
            row = ""
        elif "G" <= sign <= "Y":
            times += ord(sign) - ord("G") + 1
        elif "g" <= sign <= "z":
            times += 20 * (ord(sign) - ord("g") + 1)
        else:
            row += sign * (times or 1)
            times = 0
        if len(row) == row_bytes * 2:
            rows.append(row)
            row = ""
    return bytes.fromhex("".join(rows))


def code128_modules(data: str) -> str:
    """The bars of a Code 128 from field data with the code sets named."""
    from barcode.charsets import code128 as charset

    values = [_START[data[:2]]]
    in_digits = values[0] == 105
    at = 2
    while at < len(data):
        if data[at] == ">":
            sign = data[at + 1]
            at += 2
            if sign in "0<=":
                values.append({"0": 30, "<": 62, "=": 94}[sign])
                continue
            values.append(ord(sign) - ord("2") + 96)
            in_digits = values[-1] == 99
        elif in_digits:
            values.append(int(data[at : at + 2]))
            at += 2
        else:
            values.append(ord(data[at]) - 32)
            at += 1
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], 1))) % 103
    return "".join(charset.CODES[value] for value in (*values, check)) + charset.STOP + "11"
