from shopdesk.documents import bin_label
from shopdesk.documents.bin_label import BinLabelData
from tests.documents.reading_back import boxes_in, codes_in, overlaps, text_in

BINS = [
    BinLabelData("A-03-2", "Aisle A · rack 03 · level 2", "Picking zone", "BIN:A-03-2", "up"),
    BinLabelData("HAUPTLAGER-A-03-2", "主仓库 A 区", arrow="down"),
    BinLabelData("A1"),
]


def test_bins_decode_and_read_on_both_stocks() -> None:
    for stock in ("100x40", "70x30"):
        paper = bin_label.render(BINS, stock)
        assert codes_in(paper.pdf) == ["BIN:A-03-2", "HAUPTLAGER-A-03-2", "A1"]
        assert not overlaps(boxes_in(paper.pdf))
        assert "主仓库 A 区" in text_in(paper.pdf)
