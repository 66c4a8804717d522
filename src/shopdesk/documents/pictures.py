"""Pictures on papers: logos and thumbnails, checked before they are opened fully."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shopdesk.documents.drawing import Drawing

_MOST_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG")


@lru_cache(maxsize=64)
def _loaded(data: bytes) -> Any | None:
    """The picture ready to embed, flattened onto white, or None if it is no sound PNG or JPEG of sane size."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return None
            picture = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return ImageReader(paper)


def draw_picture(
    drawing: Drawing, data: bytes | None, x: float, top: float, room: tuple[float, float], *, centred: bool = False
) -> float:
    """Draw a picture as large as ``room`` (width, height in mm) lets it; returns its width, 0 if there is none."""
    picture = _loaded(data) if data else None
    if picture is None:
        return 0.0
    pixels = picture.getSize()
    scale = min(room[0] / pixels[0], room[1] / pixels[1])
    wide, tall = pixels[0] * scale, pixels[1] * scale
    if centred:
        x, top = x + (room[0] - wide) / 2, top + (room[1] - tall) / 2
    point = 72 / 25.4
    drawing.canvas.drawImage(
        picture, x * point, (drawing.height - top - tall) * point, wide * point, tall * point, mask=None
    )
    return float(wide)
