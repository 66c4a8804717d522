"""Drawn product pictures of the invented shop, as SVG."""

from __future__ import annotations


def _drawn(back: str, shapes: str) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480" viewBox="0 0 96 96">'
        f'<rect width="96" height="96" fill="{back}"/>'
        f'<ellipse cx="48" cy="78" rx="27" ry="4" fill="#000" opacity=".12"/>{shapes}</svg>'
    ).encode()


def _cup(body: str, shade: str, top: int) -> str:
    return (
        f'<path d="M64 {top + 9}h6a10 10 0 0 1 0 20h-6" fill="none" stroke="{shade}" stroke-width="5"/>'
        f'<path d="M26 {top}h39v{70 - top}a7 7 0 0 1-7 7H33a7 7 0 0 1-7-7z" fill="{body}"/>'
        f'<path d="M26 {top}h9v{77 - top}h-2a7 7 0 0 1-7-7z" fill="#fff" opacity=".16"/>'
        f'<ellipse cx="45.500" cy="{top}" rx="19.500" ry="4.500" fill="{shade}"/>'
        f'<ellipse cx="45.500" cy="{top + 0.8}" rx="16" ry="3" fill="#33241b"/>'
    )


PICTURES: dict[str, bytes] = {
    "mug": _drawn("#E7ECF0", _cup("#93ADBF", "#6F8DA2", 40)),
    "tallmug": _drawn("#E7ECF0", _cup("#8296B9", "#61779F", 27)),
    "tea": _drawn(
        "#ECF0E4",
        '<rect x="30" y="26" width="36" height="52" rx="3" fill="#628459"/><rect x="28" y="19" width="40" height="12" '
        'rx="3" fill="#41603C"/><rect x="35" y="40" width="26" height="26" fill="#F6F2E4"/>'
        '<path d="M48 43c8 5 8 13 0 20-8-7-8-15 0-20z" fill="#7FA36F"/>',
    ),
    "soap": _drawn(
        "#F2EEE1",
        '<path d="M20 48l9-11h38l9 11v24a4 4 0 0 1-4 4H24a4 4 0 0 1-4-4z" fill="#AEBA70"/>'
        '<path d="M20 48h56l-9-11H29z" '
        'fill="#C6D08F"/><rect x="34" y="47" width="28" height="29" fill="#FBF7EA"/>'
        '<path d="M40 68c4-11 11-12 16-13-1 8-6 14-16 13z" fill="#7C8B3F"/>',
    ),
    "towel": _drawn(
        "#F4ECE3",
        '<path d="M22 27h48a6 6 0 0 1 6 6v43H28a6 6 0 0 1-6-6z" fill="#F8F2E8"/><path d="M22 27h48a6 6 0 0 1 6 6H22z" '
        'fill="#E3D7C5"/><path d="M22 46h54M22 64h54" stroke="#B5532F" stroke-width="5"/>'
        '<path d="M22 52h54M22 70h54" stroke="#D4916F" stroke-width="1.600"/>',
    ),
    "candle": _drawn(
        "#F2E8EB",
        '<rect x="29" y="37" width="38" height="40" rx="5" fill="#7F4E64"/><ellipse cx="48" cy="38" rx="19" ry="4.500" '
        'fill="#F1E2CF"/><path d="M48 37v-8" stroke="#4A3B33" stroke-width="1.600"/>'
        '<path d="M48 15c6 7 5 13 0 15-5-2-6-8 0-15z" fill="#F2B04C"/><rect x="35" y="48" width="26" height="18" '
        'fill="#FBF3EA"/>',
    ),
    "pot": _drawn(
        "#EAEBE9",
        '<path d="M30 40C32 22 64 22 66 40" fill="none" stroke="#444" stroke-width="3.500"/>'
        '<path d="M24 52a24 18 0 0 1 48 0v12a10 10 0 0 1-10 10H34a10 10 0 0 1-10-10z" fill="#3A3B3D"/>'
        '<path d="M71 52l13-7v8l-12 10z" fill="#3A3B3D"/>'
        '<rect x="34" y="33" width="28" height="5" rx="2.500" fill="#55575A"/>',
    ),
    "book": _drawn(
        "#E7EEEA",
        '<rect x="28" y="20" width="42" height="57" rx="3" fill="#2F5D4A"/><rect x="28" y="20" width="8" height="57" '
        'fill="#234838"/><path d="M63 20v57" stroke="#C8A65A" stroke-width="2.500"/>',
    ),
    "honey": _drawn(
        "#F6EEDC",
        '<rect x="29" y="32" width="38" height="45" rx="7" fill="#E2A135"/>'
        '<rect x="31" y="22" width="34" height="11" rx="3" '
        'fill="#5B5348"/><path d="M48 44l9 5v10l-9 5-9-5V49z" fill="#FBF3DE"/>',
    ),
}
