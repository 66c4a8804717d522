import pytest

from shopdesk.documents import fonts
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import MissingGlyphs, Weight, missing_glyphs, printable, runs, width
from tests.documents.invented import SCRIPTS, text_of
from tests.documents.reading_back import draws_only_embedded, fonts_in, text_in


def drawn(*texts: str, allow_missing: bool = False) -> bytes:
    drawing = Drawing("Test", (200, 100))
    for at, text in enumerate(texts):
        drawing.where = f"line {at + 1}"
        drawing.text(5, 10 + at * 8, text, 10, Weight.BOLD)
    drawing.end_page()
    return drawing.finish(1, allow_missing=allow_missing).pdf


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("weight", list(Weight))
def test_every_script_we_promise_has_glyphs_in_every_weight(script: str, weight: Weight) -> None:
    import random

    text = text_of(random.Random(1), script, 40)
    assert missing_glyphs(text) == ""
    assert fonts.REPLACEMENT not in "".join(run.text for run in runs(text, weight))
    assert width(text, weight, 10) > 0


@pytest.mark.parametrize(
    "text",
    [
        "Łódź, ul. Świętokrzyska",
        "Göttingen, Große Straße ẞ",
        "Κωνσταντίνος Παπαδόπουλος",
        "Щербаков Ёлкина Ґонта",
        "林晓雯“你好”——再见…",
        "東京都さくら通り",
        "서울특별시 강남구",
        "Trần Hưng Đạo",
        "12,90 € · ¥99.00 · ₽ ₺ ₹ → ✓",
    ],
)
def test_text_can_be_selected_and_copied_as_it_was_given(text: str) -> None:
    assert text in text_in(drawn(text))


def test_every_font_is_embedded_and_no_other_is_mentioned() -> None:
    pdf = drawn("Plain", "林晓雯", "שלום", "Ελλάδα →")
    found = fonts_in(pdf)
    assert found
    assert all(found.values()), found
    assert not any("Helvetica" in name for name in found)
    assert b"Helvetica" not in pdf
    assert draws_only_embedded(pdf)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("㐂𠮷野家", "㐂𠮷"),
        ("Anna 🌸", "🌸"),
        ("مرحبا", "مرحبا"),
        ("ไทย", "ไทย"),
        ("हिन्दी", "हिन्दी"),
        ("q\u0323", "\u0323"),
        ("plain", ""),
    ],
)
def test_what_no_font_can_draw_is_named(text: str, lost: str) -> None:
    assert sorted(missing_glyphs(text)) == sorted(set(lost))


def test_missing_glyphs_are_refused_naming_characters_and_place() -> None:
    with pytest.raises(MissingGlyphs) as caught:
        drawn("fine", "㐂 and 𠮷", "Anna 🌸")
    assert caught.value.missing == {"line 2": "㐂𠮷", "line 3": "🌸"}
    assert "㐂 (U+3402)" in str(caught.value)
    assert "line 2" in str(caught.value)


def test_when_allowed_a_box_stands_for_a_lost_letter_and_an_emoji_is_left_out() -> None:
    text = text_in(drawn("㐂子 home", "Anna 🌸 Berg", allow_missing=True))
    assert "▯子 home" in text
    assert "Anna Berg" in text


def test_quotes_beside_chinese_come_from_the_chinese_font_and_beside_latin_do_not() -> None:
    assert [run.font for run in runs("“好”", Weight.BOLD)] == [fonts.CHINESE]
    assert [run.font for run in runs("“good”", Weight.BOLD)] == [Weight.BOLD.value]


def test_invisible_characters_and_direction_overrides_are_dropped() -> None:
    assert printable("a\u200bb\u202ec\ufeff\u2066d") == "abcd"
    assert printable("e\u0301\tx\ny") == "é x y"
    assert missing_glyphs("a\u200bb\ufe0f") == ""


def test_markup_is_printed_as_the_characters_it_is() -> None:
    texts = ("<b>bold</b>", "</para><para>", "<img src=http://x/y.png>", "&amp; &lt;", "%(x)s {y} \\n")
    text = text_in(drawn(*texts))
    for one in texts:
        assert one in text


def test_two_same_papers_are_the_same_bytes() -> None:
    assert drawn("same", "林") == drawn("same", "林")
