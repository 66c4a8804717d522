from dataclasses import replace

from shopdesk.documents import pick_list
from shopdesk.documents.pick_list import PickSlot
from tests.documents.paper_samples import WAVE
from tests.documents.reading_back import boxes_in, codes_in, fonts_in, overlaps, squeezed, text_in, texts_in


def test_a_list_names_bins_quantities_slots_and_hints_in_walking_order() -> None:
    paper = pick_list.render(WAVE)
    text = text_in(paper.pdf)
    assert text.index("A-03-2") < text.index("A-07-1") < text.index("B-02-4")
    for wanted in ("Aisle A", "Aisle B", "橄榄手工皂", "Look-alike", "67 pieces", "Ship by 16:00", "Page 1 of 1"):
        assert wanted in text
    assert squeezed("3724105896541236987") in squeezed(text)
    assert codes_in(paper.pdf) == ["W-118"]
    assert not overlaps(boxes_in(paper.pdf))
    assert all(fonts_in(paper.pdf).values())


def test_a_long_wave_has_its_code_and_number_on_every_page() -> None:
    wave = replace(WAVE, lines=WAVE.lines * 20, slots=tuple(PickSlot(at, str(10_000 + at)) for at in range(1, 15)))
    paper = pick_list.render(wave)
    pages = texts_in(paper.pdf)
    assert codes_in(paper.pdf) == ["W-118"] * len(pages)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
    assert sum(page.count("A-07-1") for page in pages) == 20
    assert not overlaps(boxes_in(paper.pdf))


def test_a_list_without_slots_or_pictures_still_stands() -> None:
    lines = tuple(replace(line, into=(), thumb=None, aisle="", bin="LAGERHAUS-NORD-A-03-2-17") for line in WAVE.lines)
    paper = pick_list.render(replace(WAVE, lines=lines, slots=()))
    text = squeezed(text_in(paper.pdf))
    assert "LAGERHAUS-NORD-A-03-2-17" in text
    assert "Intoslot" not in text
    assert not overlaps(boxes_in(paper.pdf))


def test_a_broken_picture_is_left_out() -> None:
    lines = (replace(WAVE.lines[0], thumb=b"no picture"), *WAVE.lines[1:])
    assert "A-03-2" in text_in(pick_list.render(replace(WAVE, lines=lines)).pdf)
