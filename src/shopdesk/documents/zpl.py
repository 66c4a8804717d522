"""Labels in ZPL II, the language of label printers: codes and plain letters are the printer's own, the rest is drawn.

Bars and QR codes are native commands on whole dots, encoded exactly as the PDF shows them. Text in letters that every
such printer has uses its scalable font; other scripts travel as pictures of the bundled fonts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from shopdesk.documents import fonts
from shopdesk.documents.barcodes import Bars, Squares, Symbol, dot
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import MM_PER_POINT, Weight
from shopdesk.documents.papers import Paper
from shopdesk.resources_folder import resource

if TYPE_CHECKING:
    from PIL.Image import Image

MIME_ENDING = ".zpl"
_LARGEST_QR = 10
_LEAST_BOLD_CHINESE = 11.0
_BOLD = frozenset({Weight.BOLD, Weight.BLACK, Weight.NARROW_BOLD})
# The printer's font is narrower than ours, but not than our narrow ones.
_WIDTH_SHARE = {Weight.NARROW: 0.9, Weight.NARROW_BOLD: 0.9}
_GTIN_COMMANDS = {"EAN-13": "^BEN", "UPC-A": "^BEN", "EAN-8": "^B8N", "ITF-14": "^B2N"}
_JUSTIFIED = {"right": "R", "centre": "C"}


class ZplDrawing(Drawing):
    """A label being written as ZPL; draws what ``Drawing`` draws, rounded to whole dots."""

    def _begin(self, title: str, language: str) -> None:
        self._step = dot(self.dpi)
        self._pages: list[str] = []
        self._page: list[str] = []

    def end_page(self) -> None:
        """Finish this label."""
        head = f"^XA^CI28^PW{self._dots(self.width)}^LL{self._dots(self.height)}^LH0,0^LS0^PON"
        self._pages.append("\n".join((head, *self._page, "^PQ1^XZ")))
        self._page = []
        self.pages += 1

    def _finished(self, labels: int, warnings: tuple[str, ...]) -> Paper:
        text = "\n".join(self._pages) + "\n"
        return Paper(b"", self.pages, labels, warnings, text.encode("utf-8"))

    def _dots(self, length: float) -> int:
        return round(length / self._step)

    # -- text ----------------------------------------------------------------------------------------------------

    def _put(
        self,
        left: float,
        baseline: float,
        pieces: Sequence[fonts.Run],
        size: float,
        weight: Weight,
        white: bool,
        align: str,
    ) -> None:
        text = "".join(piece.text for piece in pieces)
        reverse = "^FR" if white else ""
        if all(_is_plain(char) for char in text):
            high = max(8, self._dots(size * MM_PER_POINT))
            room = ""
            if align in _JUSTIFIED:
                wide = sum(piece.width for piece in pieces) * size * MM_PER_POINT
                room = f"^FB{self._dots(wide) + 1},1,0,{_JUSTIFIED[align]}"
            font = f"^A0N,{high},{round(high * _WIDTH_SHARE.get(weight, 1.0))}"
            place = f"^FT{max(0, self._dots(left))},{self._dots(baseline)}"
            self._page.append(f"{place}{font}{room}{reverse}^FH^FD{escaped(text)}^FS")
            return
        picture, above = _written(pieces, size * MM_PER_POINT / self._step, size, weight)
        self._picture(picture, self._dots(left), self._dots(baseline) - above, reverse)

    def _picture(self, picture: Image, x: int, y: int, reverse: str = "") -> None:
        """A picture of dots; what would stand above or left of the label is cut off."""
        if x < 0 or y < 0:
            picture = picture.crop((max(0, -x), max(0, -y), picture.width, picture.height))
        if not picture.width or not picture.height or picture.getbbox() is None:
            return
        row_bytes = (picture.width + 7) // 8
        data = graphic(picture.tobytes(), row_bytes)
        size = row_bytes * picture.height
        self._page.append(f"^FO{max(0, x)},{max(0, y)}{reverse}^GFA,{size},{size},{row_bytes},{data}^FS")

    # -- shapes --------------------------------------------------------------------------------------------------

    def _line(
        self, x0: float, y0: float, x1: float, y1: float, thickness: float, dash: tuple[float, float] | None
    ) -> None:
        thick = max(1, self._dots(thickness))
        left, top = self._dots(min(x0, x1)), self._dots(min(y0, y1))
        if x0 == x1:
            self._filled(left - thick // 2, top, thick, self._dots(abs(y1 - y0)))
            return
        right = self._dots(max(x0, x1))
        drawn, free = (right - left, 0) if dash is None else (self._dots(dash[0]), self._dots(dash[1]))
        while left < right:
            self._filled(left, top - thick // 2, min(drawn, right - left), thick)
            left += max(1, drawn + free)

    def _filled(self, x: int, y: int, wide: int, high: int) -> None:
        wide, high = max(1, wide), max(1, high)
        self._page.append(f"^FO{max(0, x)},{max(0, y)}^GB{wide},{high},{min(wide, high)}^FS")

    def _box(self, x: float, top: float, wide: float, tall: float, radius: float, thickness: float) -> None:
        half = thickness / 2
        across, down = max(1, self._dots(wide + thickness)), max(1, self._dots(tall + thickness))
        shorter = min(across, down)
        thick = max(1, self._dots(thickness)) if thickness else shorter
        rounding = min(8, round(8 * self._dots(radius) / (shorter / 2))) if radius else 0
        place = f"^FO{max(0, self._dots(x - half))},{max(0, self._dots(top - half))}"
        self._page.append(f"{place}^GB{across},{down},{thick},B,{rounding}^FS")

    def fill(self, points: Sequence[tuple[float, float]]) -> None:
        """A filled shape with straight sides, as a picture."""
        from PIL import Image, ImageDraw

        left, top = (min(point[at] for point in points) for at in (0, 1))
        right, bottom = (max(point[at] for point in points) for at in (0, 1))
        picture = Image.new("1", (self._dots(right - left) + 1, self._dots(bottom - top) + 1))
        corners = [((x - left) / self._step, (y - top) / self._step) for x, y in points]
        ImageDraw.Draw(picture).polygon(corners, fill=1)
        self._picture(picture, self._dots(left), self._dots(top))

    # -- codes ---------------------------------------------------------------------------------------------------

    def _code(self, symbol: Symbol, left: float, top: float, module: float, high: float) -> None:
        x, y, wide = self._dots(left), self._dots(top), self._dots(module)
        if isinstance(symbol, Squares):
            self._square(symbol, x, y, wide)
            return
        tall = self._dots(high)
        if symbol.kind == "Code 128":
            self._page.append(f"^FO{x},{y}^BY{wide}^BCN,{tall},N,N,N^FD{code128_data(symbol)}^FS")
            return
        # UPC-A is the EAN-13 that begins with a zero; the printer reckons the last digit itself.
        digits = {"UPC-A": f"0{symbol.text}"}.get(symbol.kind, symbol.text)
        data = digits if symbol.kind == "ITF-14" else digits[:-1]
        self._page.append(f"^FO{x},{y}^BY{wide},3^{_GTIN_COMMANDS[symbol.kind][1:]},{tall},N,N^FD{data}^FS")
        for guard in symbol.guards:
            self._filled(x + guard * wide, y + tall, wide, 5 * wide)

    def _square(self, symbol: Squares, x: int, y: int, module: int) -> None:
        if module <= _LARGEST_QR:
            # Printers push a QR code down by the height that bars would have; one dot is the least.
            data = escaped(symbol.text)
            self._page.append(f"^FO{x},{max(0, y - 1)}^BY2,2,1^BQN,2,{module}^FH^FDMA,{data}^FS")
            return
        from PIL import Image

        flat = Image.new("1", (symbol.width, symbol.width))
        flat.putdata([int(cell) for row in symbol.rows for cell in row])
        side = symbol.width * module
        self._picture(flat.resize((side, side), Image.Resampling.NEAREST), x, y)


def _is_plain(char: str) -> bool:
    """Whether every label printer has this letter: the signs of western Europe."""
    return " " <= char <= "~" or "\u00a1" <= char <= "\u00ff"


def escaped(text: str) -> str:
    """Field data after ^FH, in which no text can be a command."""
    return text.replace("_", "_5F").replace("^", "_5E").replace("~", "_7E")


def _written(pieces: Sequence[fonts.Run], em: float, size: float, weight: Weight) -> tuple[Image, int]:
    """A line as a picture of dots, ``em`` dots to the size, and how many of its rows stand above the baseline."""
    from PIL import Image, ImageDraw

    above, below = round(em * 1.1) + 1, round(em * 0.35) + 1
    picture = Image.new("L", (round(sum(piece.width for piece in pieces) * em) + 3, above + below))
    pen = ImageDraw.Draw(picture)
    at = 0.0
    for piece in pieces:
        font = _font(piece.font, round(em * 4))
        pen.text((at, above), piece.text, fill=255, font=font, anchor="ls")
        if piece.font == fonts.CHINESE and weight in _BOLD and size >= _LEAST_BOLD_CHINESE:
            pen.text((at + 1, above), piece.text, fill=255, font=font, anchor="ls")
        at += piece.width * em
    return picture.point(lambda grey: 255 if grey > 110 else 0).convert("1"), above


def _font(name: str, quarters: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(resource("fonts", name)), quarters / 4)


def code128_data(bars: Bars) -> str:
    """The symbol values of a Code 128 as the printer's field data, so that it chooses the same code sets."""
    from barcode.charsets import code128 as charset

    values = [charset.CODES.index(bars.modules[at : at + 11]) for at in range(0, len(bars.modules) - 13, 11)]
    starts = {103: ">9", 104: ">:", 105: ">;"}
    said = [starts[values[0]]]
    in_digits = values[0] == 105
    for value in values[1:-1]:
        if value >= 96:
            said.append(f">{chr(ord('2') + value - 96)}")
            in_digits = value == 99 or (in_digits and value not in (100, 101))
        elif in_digits:
            said.append(f"{value:02}")
        else:
            char = chr(value + 32)
            said.append({">": ">0", "^": "><", "~": ">="}.get(char, char))
    return "".join(said)


def graphic(rows: bytes, row_bytes: int) -> str:
    """Rows of dots as compressed hexadecimal field data of ^GFA."""
    said = []
    before = ""
    for at in range(0, len(rows), row_bytes):
        line = rows[at : at + row_bytes].hex().upper()
        said.append(":" if line == before else _squeezed(line))
        before = line
    return "".join(said)


def _squeezed(line: str) -> str:
    kept = line.rstrip("0")
    found, at = [], 0
    while at < len(kept):
        end = at
        while end < len(kept) and kept[end] == kept[at] and end - at < 419:
            end += 1
        found.append(_counted(end - at) + kept[at])
        at = end
    return "".join(found) + ("," if len(kept) < len(line) else "")


def _counted(times: int) -> str:
    if times == 1:
        return ""
    many, few = divmod(times, 20)
    return (chr(ord("g") + many - 1) if many else "") + (chr(ord("G") + few - 1) if few else "")
