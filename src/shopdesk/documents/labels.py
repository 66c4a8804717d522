"""Shipping labels for thermal printers: 100×150 mm, 4×6 in, 76×130 mm and what else ``rolls.toml`` lists.

shopdesk cannot issue waybill numbers. A label without a tracking number carries the parcel's own code and says that it
is not a carrier label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shopdesk.documents.drawing import Drawing
from shopdesk.documents.label_stock import Roll, roll
from shopdesk.documents.papers import Address, Paper, is_chinese_language, words
from shopdesk.documents.zpl import ZplDrawing
from shopdesk.domain.errors import UserError

if TYPE_CHECKING:
    from gettext import NullTranslations

_WIDE = 90.0


@dataclass(frozen=True, slots=True)
class ShippingLabelData:
    """One parcel's label, all text; ``code`` is what the parcel's own code says if not ``number``.

    ``contents`` are short lines such as "Mug × 2", printed where there is room.
    """

    number: str
    parcel_text: str
    sender: Address
    ship_to: Address
    tracking_no: str = ""
    carrier: str = ""
    service: str = ""
    sort_code: str = ""
    weight_text: str = ""
    reference: str = ""
    language: str = "en"
    code: str = ""
    date_text: str = ""
    is_gift: bool = False
    contents: tuple[str, ...] = ()

    @property
    def own_code(self) -> str:
        """What a scan of this parcel's own code reads."""
        return self.code or self.number

    @property
    def main_code(self) -> str:
        """The number in bars: the carrier's if there is one, else the parcel's own."""
        return self.tracking_no or self.own_code


def render(
    labels: ShippingLabelData | Sequence[ShippingLabelData],
    stock: str = "100x150",
    dpi: int = 203,
    *,
    allow_missing: bool = False,
    zpl: bool = False,
) -> Paper:
    """Draw one label a page, the page being the label itself; with ``zpl`` in the language of label printers.

    Raises MissingGlyphs, DoesNotFit or Unencodable, each naming the text that cannot be printed.
    """
    several = [labels] if isinstance(labels, ShippingLabelData) else list(labels)
    drawing = _drawing(several[0] if several else None, roll(stock), dpi, zpl=zpl)
    for data in several:
        _draw(drawing, data)
        drawing.end_page()
    return drawing.finish(len(several), allow_missing=allow_missing)


def problems(data: ShippingLabelData, stock: str = "100x150", dpi: int = 203) -> tuple[str, ...]:
    """What would keep this label from being printed, as sentences; nothing when all is well."""
    drawing = _drawing(data, roll(stock), dpi)
    try:
        _draw(drawing, data)
    except UserError as refused:
        return (*drawing.missing_sentences(), str(refused))
    return tuple(drawing.missing_sentences())


def _drawing(first: ShippingLabelData | None, size: Roll, dpi: int, *, zpl: bool = False) -> Drawing:
    language = first.language if first else "en"
    title = words(language).gettext("Shipping label")
    kind = ZplDrawing if zpl else Drawing
    return kind(title, (size.width, size.height), language=language, dpi=dpi, thermal=True)


def _draw(drawing: Drawing, data: ShippingLabelData) -> None:
    from shopdesk.documents.label_narrow import draw_narrow
    from shopdesk.documents.label_wide import draw_wide

    drawing.where = words(data.language).gettext("Shipping label {number}").format(number=data.number)
    if drawing.width < _WIDE or is_chinese_language(data.language):
        draw_narrow(drawing, data)
    else:
        draw_wide(drawing, data)


def carrier_and_service(data: ShippingLabelData) -> str:
    """Carrier and service as one text, without saying a name twice."""
    if data.carrier and data.service.casefold().startswith(data.carrier.casefold()):
        return data.service
    return " · ".join(filter(None, (data.carrier, data.service)))


def origin_note(data: ShippingLabelData, catalogue: NullTranslations) -> str:
    """Who issued the number on this label, said plainly."""
    if data.tracking_no:
        return catalogue.gettext("Address label made by the shop. The tracking number was issued by the carrier.")
    return catalogue.gettext("This is not a carrier label. The carrier's own label or number still has to be added.")
