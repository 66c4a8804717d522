"""Bar codes and QR codes as module patterns, checked before they are drawn and cut to whole printer dots.

The pattern library silently corrects wrong check digits and cuts long codes, so every text is validated here first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from shopdesk.documents.qr_masks import best_masked
from shopdesk.domain.codes import gtin_check_digit, is_gtin
from shopdesk.domain.errors import UserError
from shopdesk.i18n import _

LONGEST_CODE_128 = 80
_NARROW_DOTS = 2
_QR_QUIET = 4
_DARK_RUN = re.compile("1+")


class Unencodable(UserError):
    """A text cannot be written in the wanted kind of code."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A one-dimensional code: ``modules`` is a string of 1 (bar) and 0, without quiet zones."""

    kind: str
    text: str
    modules: str
    quiet_before: int = 10
    quiet_after: int = 10
    guards: tuple[int, ...] = ()
    path: str = field(init=False, repr=False, default="")
    guard_path: str = field(init=False, repr=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", _bar_path(self.modules))
        object.__setattr__(self, "guard_path", "\n".join(f"{at} 0 1 1 re" for at in self.guards))

    @property
    def width(self) -> int:
        """Modules from the first to the last bar."""
        return len(self.modules)

    @property
    def room(self) -> int:
        """Modules with both quiet zones."""
        return self.quiet_before + len(self.modules) + self.quiet_after


@dataclass(frozen=True, slots=True)
class Squares:
    """A QR code: ``rows`` of ``width`` modules, without the quiet zone."""

    text: str
    rows: tuple[str, ...]
    kind: str = "QR Code"
    path: str = field(init=False, repr=False, default="")

    def __post_init__(self) -> None:
        lines = (_bar_path(row, at) for at, row in enumerate(self.rows))
        object.__setattr__(self, "path", "\n".join(line for line in lines if line))

    @property
    def width(self) -> int:
        """Modules on each side."""
        return len(self.rows)

    @property
    def room(self) -> int:
        """Modules on each side with the quiet zone."""
        return len(self.rows) + 2 * _QR_QUIET


Symbol = Bars | Squares


def _bar_path(modules: str, row: int = 0) -> str:
    """PDF rectangles one module high for every run of dark modules."""
    return "\n".join(f"{run.start()} {row} {run.end() - run.start()} 1 re" for run in _DARK_RUN.finditer(modules))


@lru_cache(maxsize=4096)
def code128(text: str) -> Bars:
    """Code 128 of printable ASCII; raises Unencodable naming what is not."""
    import barcode

    if len(text) > LONGEST_CODE_128:
        raise Unencodable(
            _("“{text}” is too long for a barcode: more than {most} characters.").format(
                text=text[:LONGEST_CODE_128] + "…", most=LONGEST_CODE_128
            )
        )
    if not text:
        raise Unencodable(_("An empty text cannot be a barcode."))
    foreign = "".join(dict.fromkeys(char for char in text if not (char.isascii() and char.isprintable())))
    if foreign:
        raise Unencodable(
            _("“{text}” cannot be a Code 128 barcode: “{characters}” is not in its alphabet.").format(
                text=text, characters=foreign
            )
        )
    if text != text.strip():
        raise Unencodable(_("“{text}” begins or ends with a blank; a scanner would lose it.").format(text=text))
    return Bars("Code 128", text, barcode.get("code128", text).build()[0])


def _checked_gtin(text: str, length: int, kind: str) -> None:
    if len(text) != length or not (text.isascii() and text.isdigit()):
        raise Unencodable(
            _("“{text}” is not a {kind} number: it needs {length} digits.").format(text=text, kind=kind, length=length)
        )
    right = gtin_check_digit(text[:-1])
    if int(text[-1]) != right:
        raise Unencodable(
            _("“{text}” is not a {kind} number: the last digit should be {digit}.").format(
                text=text, kind=kind, digit=right
            )
        )


def _library_pattern(kind: str, text: str) -> str:
    import barcode

    made = barcode.get(kind, text)
    if made.get_fullcode() != text:
        raise Unencodable(_("“{text}” would be printed as another code.").format(text=text))
    return str(made.build()[0]).replace("G", "1")


@lru_cache(maxsize=4096)
def ean13(text: str) -> Bars:
    """EAN-13 of thirteen digits with a right check digit; raises Unencodable otherwise."""
    _checked_gtin(text, 13, "EAN-13")
    return Bars("EAN-13", text, _library_pattern("ean13", text), 11, 7, (0, 2, 46, 48, 92, 94))


@lru_cache(maxsize=4096)
def ean8(text: str) -> Bars:
    """EAN-8 of eight digits with a right check digit; raises Unencodable otherwise."""
    _checked_gtin(text, 8, "EAN-8")
    return Bars("EAN-8", text, _library_pattern("ean8", text), 7, 7, (0, 2, 32, 34, 64, 66))


@lru_cache(maxsize=4096)
def upca(text: str) -> Bars:
    """UPC-A of twelve digits with a right check digit; raises Unencodable otherwise."""
    _checked_gtin(text, 12, "UPC-A")
    pattern = _library_pattern("upca", text)
    # In UPC-A the first and last digit stand outside, under bars as long as the guards.
    long = tuple(at for at in (*range(10), 46, 48, *range(85, 95)) if pattern[at] == "1")
    return Bars("UPC-A", text, pattern, 9, 9, long)


@lru_cache(maxsize=4096)
def itf14(text: str) -> Bars:
    """ITF-14 of fourteen digits with a right check digit; raises Unencodable otherwise."""
    from barcode.itf import ITF

    _checked_gtin(text, 14, "ITF-14")
    return Bars("ITF-14", text, ITF(text, narrow=1, wide=3).build()[0])


@lru_cache(maxsize=1024)
def qr(text: str) -> Squares:
    """A QR code at error level M or better; raises Unencodable when the text is empty or too long."""
    import segno

    if not text:
        raise Unencodable(_("An empty text cannot be a QR code."))
    try:
        return Squares(text, best_masked(text, None if text.isascii() else "utf-8"))
    except segno.DataOverflowError:
        raise Unencodable(_("“{text}” is too long for a QR code.").format(text=text[:40] + "…")) from None


def product_symbols(code: str) -> tuple[Symbol, ...]:
    """The kinds of code that carry ``code`` unchanged, the most fitting first; a QR code is always the last."""
    made: list[Symbol] = []
    if is_gtin(code):
        made.append({8: ean8, 12: upca, 13: ean13, 14: itf14}[len(code)](code))
    if not made or made[0].kind == "ITF-14":
        try:
            made.append(code128(code))
        except Unencodable:
            if code != code.strip():
                raise
    made.append(qr(code))
    return tuple(made)


def dot(dpi: int) -> float:
    """Size of one printer dot in millimetres; a "203 dpi" head has exactly 8 dots per millimetre."""
    return 0.125 if dpi == 203 else 25.4 / dpi


def module_for(symbol: Symbol, room: float, dpi: int = 203, most: float = 0.5, least: float = 0.0) -> float | None:
    """The widest module in millimetres, whole dots and at most ``most``, with which ``symbol`` fits ``room``.

    None when it would need modules under two dots (or under ``least``).
    """
    step = dot(dpi)
    dots = min(int(most / step + 1e-6), int(room / (symbol.room * step) + 1e-6))
    if dots < _NARROW_DOTS or dots * step < least - 1e-6:
        return None
    return dots * step
