from shopdesk.documents import command_card
from shopdesk.domain.bench_commands import COMMANDS, Command, read_command
from tests.documents.reading_back import boxes_in, codes_in, fonts_in, overlaps, text_in


def test_every_command_of_the_bench_is_on_the_card_and_reads_back_as_one() -> None:
    paper = command_card.render()
    codes = codes_in(paper.pdf)
    assert sorted(codes) == sorted(cell.code for cell in command_card.cells())
    understood = [read_command(code) for code in codes]
    assert {entry[0] for entry in understood if entry} == set(Command)
    assert all(understood)
    assert all(len(code) <= 8 for code in codes)


def test_the_card_says_what_each_command_is_for() -> None:
    paper = command_card.render()
    text = text_in(paper.pdf)
    assert all(entry.title in text and entry.hint in text and entry.key in text for entry in COMMANDS)
    assert not overlaps(boxes_in(paper.pdf))
    assert all(fonts_in(paper.pdf).values())
