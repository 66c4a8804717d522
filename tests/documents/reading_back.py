"""Reads papers back as a scanner, a reader and a suspicious printer would."""

import re
from dataclasses import dataclass
from typing import Any

import pypdfium2
import zxingcpp
from pypdfium2 import raw

_POINT = 25.4 / 72
_DOTS_PER_INCH = {203: 203.2}


@dataclass(frozen=True)
class Box:
    """A line of text on a page, in mm from the top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def pictures_of(pdf: bytes, dpi: int = 203) -> list[Any]:
    """Every page as a printer with ``dpi`` dots per inch would see it, in grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        # A hair less, or the renderer rounds 1200.00001 dots up to 1201 and stretches the whole page.
        scale = _DOTS_PER_INCH.get(dpi, dpi) / 72 * (1 - 1e-6)
        return [document[at].render(scale=scale, grayscale=True).to_pil().copy() for at in range(len(document))]
    finally:
        document.close()


def codes_in(pdf: bytes, dpi: int = 203) -> list[str]:
    """What a scanner reads, page by page; a code printed twice side by side may count once."""
    return [code for picture in pictures_of(pdf, dpi) for code in codes_on(picture)]


def codes_on(picture: Any) -> list[str]:
    """What a scanner reads on one picture; UPC-A comes back as its twelve digits."""
    found = zxingcpp.read_barcodes(picture, try_rotate=False, try_downscale=False, try_invert=False)
    return [_as_printed(code) for code in found]


def _as_printed(found: Any) -> str:
    text = str(found.text)
    return text[1:] if len(text) == 13 and text.startswith("0") and "EAN" in str(found.format) else text


def text_in(pdf: bytes) -> str:
    """All text that can be selected and copied, one line feed between lines and pages."""
    return "\n".join(texts_in(pdf))


def texts_in(pdf: bytes) -> list[str]:
    """The text of each page as it can be selected and copied."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    finally:
        document.close()
    # The reader marks a hyphen at the end of a line with a sign of its own.
    return [page.replace("\r\n", "\n").replace("\u0002", "-").replace("\ufffe", "-") for page in pages]


def squeezed(text: str) -> str:
    """``text`` without any blanks, to compare text whatever lines it was broken into."""
    return "".join(text.split())


def boxes_in(pdf: bytes) -> list[Box]:
    """Where each run of text stands, measured from the glyphs."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    try:
        for number in range(len(document)):
            height = document[number].get_height()
            page = document[number].get_textpage()
            for at in range(page.count_rects()):
                left, bottom, right, top = page.get_rect(at)
                found.append(
                    Box(
                        number,
                        left * _POINT,
                        (height - top) * _POINT,
                        right * _POINT,
                        (height - bottom) * _POINT,
                    )
                )
    finally:
        document.close()
    return found


def overlaps(boxes: list[Box], tolerance: float = 0.25) -> list[tuple[Box, Box]]:
    """Pairs of texts that stand on one another by more than ``tolerance`` mm both ways."""
    pairs = []
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if one.page != other.page:
                continue
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            if across > tolerance and down > tolerance:
                pairs.append((one, other))
    return pairs


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in mm."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [tuple(round(side * _POINT, 2) for side in document[at].get_size()) for at in range(len(document))]
    finally:
        document.close()


def fonts_in(pdf: bytes) -> dict[str, bool]:
    """Every font the file refers to, used or not, and whether it is embedded."""
    objects = {
        int(number): body
        for number, body in re.findall(rb"(\d+) 0 obj\b(.*?)endobj", pdf, flags=re.DOTALL)
        if b"stream" not in body
    }
    found = {}
    for body in objects.values():
        if not re.search(rb"/Type\s*/Font\b(?!Descriptor)", body):
            continue
        name = re.search(rb"/BaseFont\s*/([^\s/<>\[\]]+)", body)
        descriptor = re.search(rb"/FontDescriptor\s+(\d+)\s+0\s+R", body)
        embedded = descriptor is not None and b"/FontFile2" in objects.get(int(descriptor[1]), b"")
        found[name[1].decode() if name else "?"] = embedded
    return found


def draws_only_embedded(pdf: bytes) -> bool:
    """Whether the renderer, too, says that all text on the pages is in embedded fonts."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return all(
            raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(thing)) == 1
            for at in range(len(document))
            for thing in document[at].get_objects()
            if thing.type == raw.FPDF_PAGEOBJ_TEXT
        )
    finally:
        document.close()
