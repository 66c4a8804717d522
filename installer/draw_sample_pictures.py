"""Draw the product pictures of the sample shop as PNG files into resources/sample/pictures.

Run it after changing a drawing: ``python installer/draw_sample_pictures.py``. Every picture is our own vector drawing.
"""

from __future__ import annotations

import sys
from colorsys import hls_to_rgb, rgb_to_hls
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

TARGET = Path(__file__).resolve().parents[1] / "resources" / "sample" / "pictures"
SIZE = 320

COLOURS = {
    "ash": "#8FA8BF",
    "moss": "#7F9B6E",
    "sage": "#A9BBA4",
    "rust": "#B4532F",
    "clay": "#C0754F",
    "sand": "#D9C3A0",
    "cream": "#EFE4CF",
    "ink": "#3B4252",
    "plum": "#7E4A63",
    "rose": "#D58E93",
    "teal": "#3D7F86",
    "sky": "#8CB8D6",
    "honey": "#E0A63A",
    "cherry": "#B5383F",
    "leaf": "#4F8A4C",
    "white": "#F4F2EC",
    "charcoal": "#4A4A48",
    "lilac": "#A59AC8",
}


def shade(colour: str, by: float) -> str:
    """``colour`` lighter (above 0) or darker (below 0)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, full = rgb_to_hls(red, green, blue)
    light = min(1, light + (1 - light) * by) if by > 0 else light * (1 + by)
    return "#" + "".join(f"{round(part * 255):02X}" for part in hls_to_rgb(hue, light, full))


def shapes(colour: str) -> dict[str, str]:
    """All drawings in one colour, on a field of 200 × 200."""
    mid, dark, deep, light, pale = (
        colour,
        shade(colour, -0.18),
        shade(colour, -0.42),
        shade(colour, 0.3),
        shade(colour, 0.62),
    )
    paper, wood, wood_dark, green = "#FBF6EA", "#C99B63", "#A67C49", "#5E8F52"
    floor = '<ellipse cx="100" cy="166" rx="{rx}" ry="7" fill="#000" opacity=".10"/>'
    s: dict[str, str] = {}
    s["tin"] = (
        floor.format(rx=48)
        + f'<rect x="58" y="62" width="84" height="102" rx="7" fill="{mid}"/><rect x="58" y="62" width="24" height="102" rx="7" fill="{light}" opacity=".5"/>'
        + f'<rect x="53" y="40" width="94" height="28" rx="7" fill="{dark}"/><rect x="72" y="88" width="56" height="50" rx="3" fill="{paper}"/>'
        + f'<path d="M100 96c14 10 14 24 0 34c-14-10-14-24 0-34z" fill="{mid}"/><path d="M100 100v28" stroke="{paper}" stroke-width="2"/>'
    )
    s["mug"] = (
        floor.format(rx=54)
        + f'<path d="M136 84c34-6 34 52-4 46" fill="none" stroke="{dark}" stroke-width="11"/><path d="M54 66h86v70q0 28-28 28H82q-28 0-28-28z" fill="{mid}"/>'
        + f'<path d="M54 66h26v98q-26-3-26-28z" fill="{light}" opacity=".45"/><ellipse cx="97" cy="66" rx="43" ry="13" fill="{pale}"/><ellipse cx="97" cy="67" rx="35" ry="9" fill="#4A2F23"/>'
        + f'<rect x="54" y="124" width="86" height="5" fill="{dark}" opacity=".7"/>'
    )
    s["teapot"] = (
        floor.format(rx=62)
        + f'<path d="M44 104c-22-4-30 18-18 30" fill="none" stroke="{dark}" stroke-width="9"/><path d="M144 112l34-30-6 40-26 22z" fill="{dark}"/>'
        + f'<path d="M42 116c0-36 26-50 56-50s56 14 56 50c0 30-22 48-56 48s-56-18-56-48z" fill="{mid}"/><path d="M42 116c0-30 18-45 42-49c-16 14-20 74 0 95c-26-4-42-20-42-46z" fill="{light}" opacity=".4"/>'
        + f'<ellipse cx="98" cy="68" rx="32" ry="9" fill="{dark}"/><circle cx="98" cy="55" r="9" fill="{deep}"/>'
    )
    s["bowl"] = (
        floor.format(rx=46)
        + f'<path d="M34 86h132c0 46-28 72-66 72s-66-26-66-72z" fill="{mid}"/><path d="M34 86h36c0 40 8 62 22 71c-34-4-58-28-58-71z" fill="{light}" opacity=".4"/>'
        + f'<ellipse cx="100" cy="86" rx="66" ry="17" fill="{pale}"/><ellipse cx="100" cy="88" rx="56" ry="12" fill="{dark}"/><rect x="78" y="154" width="44" height="10" rx="3" fill="{deep}"/>'
    )
    s["gaiwan"] = (
        floor.format(rx=64)
        + f'<ellipse cx="100" cy="160" rx="66" ry="11" fill="{pale}"/><ellipse cx="100" cy="157" rx="52" ry="7" fill="{light}"/>'
        + f'<path d="M50 92h100c0 36-20 62-50 62s-50-26-50-62z" fill="{paper}"/><path d="M50 92h100l-2 14H52z" fill="{mid}"/>'
        + f'<path d="M56 88c4-24 22-34 44-34s40 10 44 34z" fill="{paper}"/><path d="M56 88c1-5 2-8 4-11h80c2 3 3 6 4 11z" fill="{mid}" opacity=".8"/><ellipse cx="100" cy="51" rx="14" ry="6" fill="{mid}"/>'
        + f'<path d="M86 124c8-12 20-12 28 0c-8 10-20 10-28 0z" fill="{mid}" opacity=".7"/>'
    )
    s["candle"] = (
        floor.format(rx=46)
        + '<path d="M100 28c10 13 12 20 0 31c-12-11-10-18 0-31z" fill="#F2B04A"/><rect x="98" y="54" width="4" height="18" fill="#4A3A2E"/>'
        + f'<rect x="58" y="72" width="84" height="92" rx="9" fill="{mid}"/><rect x="58" y="72" width="22" height="92" rx="9" fill="{light}" opacity=".45"/><ellipse cx="100" cy="73" rx="42" ry="10" fill="{paper}"/>'
        + f'<rect x="74" y="100" width="52" height="38" rx="3" fill="{paper}"/><path d="M84 114h32M90 124h20" stroke="{mid}" stroke-width="4"/>'
    )
    s["soap"] = (
        floor.format(rx=62)
        + f'<path d="M36 104l24-22h82l24 22v50q0 10-10 10H46q-10 0-10-10z" fill="{mid}"/><path d="M36 104l24-22h82l24 22z" fill="{light}"/>'
        + f'<path d="M72 82l-8 22v60h72v-60l-8-22z" fill="{paper}"/><path d="M84 146c0-22 12-32 32-32c0 22-12 32-32 32z" fill="{dark}"/><path d="M84 146c8-12 16-20 28-28" stroke="{paper}" stroke-width="2" fill="none"/>'
    )
    s["towel"] = (
        floor.format(rx=60)
        + f'<path d="M44 60h104q12 0 12 12v84q0 8-8 8H52q-8 0-8-8z" fill="{paper}"/><path d="M44 60q-8 0-8 10t8 10h98V60z" fill="{shade(paper, -0.1)}"/>'
        + "".join(
            f'<rect x="50" y="{y}" width="104" height="{h}" fill="{mid}"/>'
            for y, h in ((96, 9), (110, 4), (130, 9), (144, 4))
        )
        + "".join(f'<path d="M{x} 164v7" stroke="{shade(paper, -0.2)}" stroke-width="3"/>' for x in range(56, 154, 9))
    )
    s["notebook"] = (
        floor.format(rx=48)
        + f'<rect x="56" y="40" width="94" height="124" rx="6" fill="{deep}"/><rect x="60" y="40" width="92" height="120" rx="5" fill="{paper}"/><rect x="52" y="38" width="92" height="124" rx="6" fill="{mid}"/>'
        + f'<rect x="52" y="38" width="18" height="124" rx="6" fill="{dark}"/><rect x="84" y="66" width="44" height="26" rx="2" fill="{paper}"/><rect x="128" y="38" width="5" height="124" fill="{deep}"/>'
    )
    s["tote"] = (
        floor.format(rx=54)
        + f'<path d="M72 86V66a28 28 0 0 1 56 0v20" fill="none" stroke="{dark}" stroke-width="8"/><path d="M50 80h100l8 84H42z" fill="{mid}"/><path d="M50 80h22l-8 84H42z" fill="{light}" opacity=".45"/>'
        + f'<circle cx="100" cy="122" r="20" fill="none" stroke="{paper}" stroke-width="4"/><path d="M100 108c10 8 10 20 0 28c-10-8-10-20 0-28z" fill="{paper}"/>'
    )
    s["scarf"] = (
        floor.format(rx=50)
        + f'<path d="M52 62c0-26 96-26 96 0c0 20-96 20-96 0z" fill="{dark}"/><path d="M48 66c6 28 98 28 104 0c4 24-2 34-20 38l8 54h-40l-6-48c-26-2-48-14-46-44z" fill="{mid}"/>'
        + f'<path d="M98 128h40M100 142h40" stroke="{pale}" stroke-width="6"/>'
        + "".join(f'<path d="M{x} 158v10" stroke="{mid}" stroke-width="4"/>' for x in range(104, 140, 8))
    )
    s["plant"] = (
        floor.format(rx=42)
        + f'<path d="M100 108C70 100 62 70 70 50c24 8 34 30 30 58z" fill="{green}"/><path d="M100 108c30-8 38-38 30-58c-24 8-34 30-30 58z" fill="#74A566"/><path d="M100 110V44c14 18 14 46 0 66z" fill="#4A7742"/><path d="M100 110V44c-14 18-14 46 0 66z" fill="#67995A"/>'
        + f'<path d="M62 106h76l-8 52q-2 6-8 6H78q-6 0-8-6z" fill="{mid}"/><rect x="56" y="98" width="88" height="18" rx="5" fill="{dark}"/>'
    )
    s["jar"] = (
        floor.format(rx=46)
        + f'<rect x="58" y="62" width="84" height="102" rx="14" fill="{mid}" opacity=".92"/><rect x="64" y="70" width="12" height="84" rx="6" fill="#FFF" opacity=".35"/><rect x="66" y="40" width="68" height="22" rx="5" fill="{wood}"/><rect x="66" y="54" width="68" height="8" fill="{wood_dark}"/>'
        + f'<rect x="74" y="92" width="58" height="44" rx="4" fill="{paper}"/><path d="M84 108h38M90 120h26" stroke="{dark}" stroke-width="4"/>'
    )
    s["bottle"] = (
        floor.format(rx=36)
        + f'<path d="M86 46h28v26c0 8 20 14 20 34v50q0 8-8 8H74q-8 0-8-8v-50c0-20 20-26 20-34z" fill="{mid}"/><path d="M86 72c0 8-20 14-20 34v50q0 8 8 8h8v-64c0-16 8-18 8-28z" fill="{light}" opacity=".5"/>'
        + f'<rect x="84" y="30" width="32" height="20" rx="4" fill="{wood}"/><rect x="72" y="112" width="56" height="36" rx="2" fill="{paper}"/><path d="M82 124h36M88 136h24" stroke="{dark}" stroke-width="4"/>'
    )
    s["pouch"] = (
        floor.format(rx=50)
        + f'<path d="M58 48h84l6 108q0 8-8 8H60q-8 0-8-8z" fill="{mid}"/><path d="M58 48h22l-4 116H60q-8 0-8-8z" fill="{light}" opacity=".4"/><rect x="56" y="38" width="88" height="18" rx="3" fill="{dark}"/>'
        + f'<circle cx="100" cy="110" r="28" fill="{paper}"/><path d="M100 92c15 11 15 25 0 36c-15-11-15-25 0-36z" fill="{mid}"/><path d="M100 98v26" stroke="{paper}" stroke-width="2"/>'
    )
    s["giftbox"] = (
        floor.format(rx=58)
        + f'<rect x="44" y="88" width="112" height="76" rx="4" fill="{mid}"/><rect x="38" y="70" width="124" height="26" rx="4" fill="{dark}"/><rect x="90" y="70" width="20" height="94" fill="{paper}"/>'
        + f'<path d="M100 70C74 70 66 40 84 40c12 0 16 18 16 30c0-12 4-30 16-30c18 0 10 30-16 30z" fill="none" stroke="{paper}" stroke-width="7"/>'
    )
    s["whisk"] = (
        floor.format(rx=38)
        + f'<path d="M80 38h40v44H80z" fill="{wood}"/><path d="M80 38h14v44H80z" fill="#DDB880"/><rect x="78" y="80" width="44" height="9" rx="3" fill="{mid}"/>'
        + "".join(
            f'<path d="M{86 + at * 4} 88C{80 + at * 5} 118 {58 + at * 12} 140 {66 + at * 9.6} 164" fill="none" stroke="{wood_dark if at % 2 else wood}" stroke-width="3.4"/>'
            for at in range(8)
        )
    )
    s["kettle"] = (
        floor.format(rx=60)
        + f'<path d="M62 66c0-40 76-40 76 0" fill="none" stroke="{deep}" stroke-width="9"/><path d="M146 108l30-32 8 8-28 52z" fill="{dark}"/>'
        + f'<path d="M40 164c-4-60 14-92 60-92s64 32 60 92z" fill="{mid}"/><path d="M40 164c-4-56 10-88 46-92c-18 24-20 60-18 92z" fill="{light}" opacity=".4"/><ellipse cx="100" cy="74" rx="28" ry="8" fill="{dark}"/><circle cx="100" cy="63" r="7" fill="{wood}"/>'
    )
    s["glass"] = (
        floor.format(rx=36)
        + f'<path d="M64 44h72l-8 112q-1 8-8 8H80q-7 0-8-8z" fill="{pale}" opacity=".75"/><path d="M67 92h66l-5 64q-1 8-8 8H80q-7 0-8-8z" fill="{mid}" opacity=".85"/><path d="M74 52l5 104" stroke="#FFF" stroke-width="6" opacity=".7"/><ellipse cx="100" cy="44" rx="36" ry="7" fill="#FFF" opacity=".6"/>'
    )
    s["vase"] = (
        floor.format(rx=36)
        + f'<path d="M96 66C92 44 78 34 66 32M104 66c2-26 14-38 30-42M100 66V24" stroke="{green}" stroke-width="4" fill="none"/><circle cx="66" cy="32" r="9" fill="#D9A441"/><circle cx="134" cy="24" r="9" fill="#C96A5A"/><circle cx="100" cy="24" r="9" fill="#E6D3A1"/>'
        + f'<path d="M86 64h28c0 20 26 30 26 60c0 24-16 40-40 40s-40-16-40-40c0-30 26-40 26-60z" fill="{mid}"/><path d="M86 64c0 20-26 30-26 60c0 22 14 37 34 40c-14-30-12-66 2-100z" fill="{light}" opacity=".45"/>'
    )
    s["apron"] = (
        floor.format(rx=52)
        + f'<path d="M80 56c0-34 40-34 40 0" fill="none" stroke="{dark}" stroke-width="6"/><path d="M76 54h48c0 26 10 34 30 40l4 70H42l4-70c20-6 30-14 30-40z" fill="{mid}"/><rect x="72" y="114" width="56" height="30" rx="3" fill="none" stroke="{pale}" stroke-width="4"/><path d="M46 96H26M154 96h20" stroke="{dark}" stroke-width="6"/>'
    )
    s["cushion"] = (
        floor.format(rx=64)
        + f'<path d="M40 56q60 14 120 0q-12 52 0 108q-60-12-120 0q12-56 0-108z" fill="{mid}"/><path d="M40 56q22 6 44 7q-10 50-2 97q-22 0-42 4q12-56 0-108z" fill="{light}" opacity=".4"/><path d="M74 84h52M74 104h52M74 124h52" stroke="{pale}" stroke-width="5"/>'
    )
    s["board"] = (
        floor.format(rx=44)
        + f'<rect x="60" y="62" width="80" height="102" rx="14" fill="{mid}"/><rect x="88" y="30" width="24" height="44" rx="10" fill="{mid}"/><circle cx="100" cy="44" r="6" fill="{pale}"/><path d="M76 84c6 24 2 44 4 66M100 80c4 30-2 50 2 74M122 86c-4 26 4 40 0 62" stroke="{dark}" stroke-width="3" fill="none"/>'
    )
    s["spoon"] = (
        floor.format(rx=30)
        + f'<ellipse cx="100" cy="62" rx="26" ry="32" fill="{mid}"/><ellipse cx="97" cy="58" rx="16" ry="22" fill="{dark}"/><rect x="94" y="90" width="12" height="74" rx="6" fill="{mid}"/><rect x="94" y="90" width="5" height="74" rx="2" fill="{light}"/>'
    )
    s["incense"] = (
        floor.format(rx=60)
        + f'<path d="M120 128L70 44" stroke="{wood_dark}" stroke-width="4"/><path d="M70 44c-10-8 6-14-2-24" stroke="#B9B5AC" stroke-width="3" fill="none"/><ellipse cx="100" cy="148" rx="62" ry="16" fill="{dark}"/><ellipse cx="100" cy="142" rx="62" ry="15" fill="{mid}"/><ellipse cx="100" cy="141" rx="44" ry="9" fill="{light}"/>'
    )
    s["blanket"] = (
        floor.format(rx=64)
        + f'<rect x="36" y="110" width="128" height="54" rx="12" fill="{dark}"/><rect x="36" y="84" width="128" height="42" rx="12" fill="{mid}"/><rect x="36" y="58" width="128" height="42" rx="12" fill="{light}"/><path d="M60 58v42M80 58v42M120 58v42M140 58v42" stroke="{pale}" stroke-width="5"/>'
    )
    s["pencils"] = (
        floor.format(rx=40)
        + "".join(
            f'<g transform="rotate({turn} 100 150)"><rect x="93" y="50" width="14" height="90" fill="{tone}"/><path d="M93 50l7-18 7 18z" fill="#EBCFA3"/><path d="M97.500 38l2.500-6 2.500 6z" fill="#3A3A38"/></g>'
            for turn, tone in ((-16, light), (0, mid), (16, dark))
        )
        + f'<path d="M64 104h72l-6 54q-1 6-7 6H77q-6 0-7-6z" fill="{wood}"/><path d="M64 104h18l-2 60h-3q-6 0-7-6z" fill="#DDB880"/>'
    )
    s["tray"] = (
        floor.format(rx=72)
        + f'<rect x="24" y="104" width="152" height="50" rx="18" fill="{dark}"/><rect x="24" y="92" width="152" height="50" rx="18" fill="{mid}"/><rect x="36" y="100" width="128" height="34" rx="12" fill="{light}"/><path d="M52 112h96M60 122h80" stroke="{mid}" stroke-width="3" opacity=".6"/>'
    )
    return s


PICTURES: dict[str, tuple[str, str]] = {
    f"{shape}-{colour}": (shape, colour)
    for shape, colours in {
        "tin": "moss rust ash honey plum teal cherry",
        "mug": "ash moss clay plum cream teal charcoal",
        "teapot": "clay ash charcoal sage",
        "bowl": "plum ash clay cream",
        "gaiwan": "sky moss rose",
        "candle": "plum honey sage rose",
        "soap": "moss rose honey lilac",
        "towel": "rust sage ink",
        "notebook": "ink rust sage",
        "tote": "sand sage ink",
        "scarf": "cherry ash moss",
        "plant": "clay cream",
        "jar": "honey rose cherry",
        "bottle": "moss honey",
        "pouch": "leaf rust ash honey plum sage",
        "giftbox": "cherry sage ink",
        "whisk": "ink",
        "kettle": "charcoal sage",
        "glass": "honey leaf sky",
        "vase": "sky clay cream",
        "apron": "ink sage",
        "cushion": "rust sage ash",
        "board": "clay sand",
        "spoon": "clay sand",
        "incense": "charcoal sage",
        "blanket": "ash rust",
        "pencils": "teal",
        "tray": "clay charcoal",
    }.items()
    for colour in colours.split()
}


def draw(shape: str, colour: str) -> QImage:
    """One picture: the drawing on a soft ground of its own hue."""
    ground = shade(COLOURS[colour], 0.86)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><rect width="200" height="200" fill="{ground}"/>{shapes(COLOURS[colour])[shape]}</svg>'
    image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    return image


def main() -> int:
    """Write every picture."""
    _app = QGuiApplication.instance() or QGuiApplication(sys.argv)
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, (shape, colour) in PICTURES.items():
        image = draw(shape, colour)
        image.save(str(TARGET / f"{name}.png"), "PNG", 0)
    print(len(PICTURES), "pictures")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
