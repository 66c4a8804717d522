import pytest
import segno
from segno import encoder

from shopdesk.documents.qr_masks import _as_bits, best_masked, penalty

TEXTS = ["1", "10482-1", "shopdesk:parcel/10482/1", "https://shop.example/r/10482-7KQ4?x=" + "y" * 60, "杭州 A3" * 12]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("mask", range(8))
def test_the_penalty_is_the_standards(text: str, mask: int) -> None:
    made = segno.make_qr(text, error="m", mask=mask, encoding="utf-8")
    size = len(made.matrix)
    points = penalty(_as_bits(made.matrix), size) - sum(encoder.mask_scores(made.matrix, size, size))
    # Two look-alikes of a finder that share a bar are two here and one there.
    assert points >= 0
    assert points % 40 == 0
    assert points <= 80


@pytest.mark.parametrize("text", TEXTS)
def test_the_symbol_is_the_library_s_with_the_best_of_the_eight_masks(text: str) -> None:
    made = [segno.make_qr(text, error="m", mask=mask, encoding="utf-8") for mask in range(8)]
    size = len(made[0].matrix)
    best = min(made, key=lambda symbol: penalty(_as_bits(symbol.matrix), size))
    assert best_masked(text, "utf-8") == tuple("".join(map(str, row)) for row in best.matrix)
