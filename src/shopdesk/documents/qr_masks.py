"""Chooses the best of the eight masks of a QR code, as the standard asks, some ten times faster than by cell.

The whole symbol is one integer, a bit a module, with its quiet zone; runs and patterns are then found by shifting that
integer against itself. Which bits differ between two masks depends on version and error level only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

_MASKS = range(8)
_QUIET = 4
_BIT_TEXT = bytes.maketrans(b"\x00\x01", b"01")


def best_masked(text: str, encoding: str | None) -> tuple[str, ...]:
    """Rows of 0 and 1 of the QR code for ``text`` at error level M or better, with its best mask.

    Raises segno.DataOverflowError if the text is too long.
    """
    import segno

    made = segno.make_qr(text, error="m", encoding=encoding, mask=0)
    size = len(made.matrix)
    plain = _as_bits(made.matrix)
    candidates = (plain ^ difference for difference in _differences(int(made.version), made.error))
    best = min(candidates, key=lambda bits: penalty(bits, size))
    flat = format(best, f"0{_stride(size) * (size + 2 * _QUIET)}b")[_QUIET * _stride(size) :]
    return tuple(flat[at * _stride(size) : at * _stride(size) + size] for at in range(size))


def _stride(size: int) -> int:
    """Bits from one row to the next: the quiet zone right of a row is also the one left of the row below."""
    return size + _QUIET


@cache
def _differences(version: int, error: str) -> tuple[int, ...]:
    """For each mask, the bits in which it differs from mask 0, format bits included."""
    import segno

    made = [
        _as_bits(segno.make_qr("0", version=version, error=error, mask=mask, boost_error=False).matrix)
        for mask in _MASKS
    ]
    return tuple(made[0] ^ bits for bits in made)


def _as_bits(rows: Sequence[bytes | bytearray]) -> int:
    stride = _stride(len(rows))
    flat = b"".join(bytes(row).translate(_BIT_TEXT) + b"0" * _QUIET for row in rows)
    return int(flat, 2) << _QUIET * stride


@cache
def _modules_and_around(size: int) -> tuple[int, int]:
    """All bits of the symbol, and all bits of the quiet zone around it."""
    modules = _as_bits([b"\1" * size] * size)
    return modules, (1 << _stride(size) * (size + 2 * _QUIET) + _QUIET) - 1 ^ modules


def penalty(dark: int, size: int) -> int:
    """The standard's penalty of a symbol: long runs, blocks, finder look-alikes and an uneven share of dark."""
    stride = _stride(size)
    modules, around = _modules_and_around(size)
    light = modules ^ dark
    points = int(abs(dark.bit_count() * 100 / (size * size) - 50) / 5) * 10
    for step in (1, stride):
        for plane in (dark, light):
            five = plane & plane >> step & plane >> 2 * step & plane >> 3 * step & plane >> 4 * step
            points += five.bit_count() + 2 * (five & ~(five >> step)).bit_count()
        points += 40 * _finder_lookalikes(dark, light | around, step)
    for plane in (dark, light):
        pairs = plane & plane >> 1
        points += 3 * (pairs & pairs >> stride).bit_count()
    return points


def _finder_lookalikes(dark: int, light: int, step: int) -> int:
    """Dark-light-dark³-light-dark with four light modules before or after it."""
    core = dark & light >> step & dark >> 2 * step & dark >> 3 * step & dark >> 4 * step
    core &= light >> 5 * step & dark >> 6 * step
    if not core:
        return 0
    after = core & light >> 7 * step & light >> 8 * step & light >> 9 * step & light >> 10 * step
    before = core & light << step & light << 2 * step & light << 3 * step & light << 4 * step
    return (after | before).bit_count()
