from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from shopdesk.queries.state_titles import TITLES
from shopdesk.resources_folder import resource
from shopdesk.ui import fonts, icons, theme
from shopdesk.ui.state_pills import Pill, pill_width, sign


def luminance(colour: QColor) -> float:
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: QColor, second: QColor) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark"])
def mode(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    theme.apply_theme(qapp, request.param)
    return str(request.param)


def test_words_are_readable_on_every_ground(mode: str) -> None:
    for words in ("text", "text2"):
        for ground in ("bg", "surface", "sunken", "raised", "selected", "hover"):
            assert contrast(theme.colour(words), theme.colour(ground)) >= 4.5, (words, ground)
    assert contrast(theme.colour("onAccent"), theme.colour("accentFill")) >= 4.5
    assert contrast(theme.colour("accentText"), theme.colour("selected")) >= 4.5
    assert contrast(theme.colour("toastText"), theme.colour("toastBg")) >= 4.5
    assert contrast(theme.colour("accent"), theme.colour("surface")) >= 3


def test_pills_are_readable_on_their_tint(mode: str) -> None:
    for name in ("info", "success", "warning", "danger", "neutral", "quiet"):
        tone = theme.tone(name)
        assert contrast(tone.text, tone.fill) >= 4.5, name


def test_white_initials_are_readable_on_all_six_colours() -> None:
    for colour in theme.tokens()["categorical"]:
        assert contrast(QColor("#FFFFFF"), QColor(colour)) >= 4.5


def test_both_themes_know_the_same_colours() -> None:
    assert theme.tokens()["light"].keys() == theme.tokens()["dark"].keys()


def test_the_theme_switches_at_run_time(qapp: QApplication) -> None:
    theme.apply_theme(qapp, "light")
    light = qapp.palette().color(QPalette.ColorRole.Window)
    theme.apply_theme(qapp, "dark")
    assert theme.mode() == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.colour("bg") != light
    assert theme.colour("bg").name().upper() in qapp.styleSheet()


def test_strong_outlines_can_be_chosen(qapp: QApplication) -> None:
    theme.apply_theme(qapp, "light", strong=True)
    assert theme.colour("border") == theme.colour("control")
    theme.apply_theme(qapp, "light")
    assert theme.colour("border") != theme.colour("control")


def test_placeholder_words_keep_their_contrast(qapp: QApplication, qtbot) -> None:
    theme.apply_theme(qapp, "light")
    field = QLineEdit()
    qtbot.addWidget(field)
    field.ensurePolished()
    shown = field.palette().color(QPalette.ColorRole.PlaceholderText)
    assert shown.alpha() == 255
    assert contrast(shown, theme.colour("surface")) >= 4.5


def test_the_style_sheet_names_pictures_that_exist(mode: str) -> None:
    for name in ("down", "up", "check", "minus", "dot"):
        assert resource("theme", f"{name}-{mode}.svg").is_file()


def test_every_state_has_a_word_a_tone_and_an_icon_that_exists() -> None:
    states = theme.tokens()["states"]
    assert set(TITLES) == states.keys()
    for machine, words in TITLES.items():
        assert set(words) <= set(states[machine]), machine
    for machine, looks in states.items():
        for state, look in looks.items():
            assert look["icon"] in icons.names(), (machine, state)
            assert look["tone"] in theme.tokens()["light"]["tones"], (machine, state)


def test_a_state_may_name_its_machine() -> None:
    assert sign("", "order_hold/on_hold") == sign("order_hold", "on_hold")
    assert sign("order_fulfilment", "order/submitted").word == "To review"


def test_an_unknown_state_is_shown_by_its_own_name() -> None:
    assert sign("order", "on_the_moon").word == "On the moon"


def test_a_pill_is_as_wide_as_its_word(qtbot) -> None:
    pill = Pill("order", "closed_short")
    qtbot.addWidget(pill)
    assert pill.sizeHint().width() == pill_width(sign("order", "closed_short"))
    assert pill.accessibleName() == "Closed short"


def test_every_icon_draws_something(qapp: QApplication) -> None:
    for name in icons.names():
        image = icons.icon(name).pixmap(16, 16).toImage()
        drawn = [image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())]
        assert max(drawn) > 100, name


def test_an_icon_follows_the_theme(qapp: QApplication) -> None:
    shown = icons.icon("close", "text")

    def darkest() -> int:
        image = shown.pixmap(16, 16).toImage()
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        return min(pixel.lightness() for pixel in pixels if pixel.alpha() > 200)

    theme.apply_theme(qapp, "light")
    light = darkest()
    theme.apply_theme(qapp, "dark")
    assert light < 80 < darkest()


def test_figures_are_of_equal_width_where_they_stand_below_each_other(qapp: QApplication) -> None:
    widths = {round(fonts.width(text, tabular=True), 2) for text in ("1111", "8888", "0407")}
    assert len(widths) == 1


def test_the_chinese_font_stands_behind_the_latin_one(qapp: QApplication) -> None:
    theme.apply_theme(qapp, "light", "zh_TW")
    families = fonts.font().families()
    theme.apply_theme(qapp, "light", "en")
    assert families[0] == fonts.font().families()[0]
    if len(families) > 2:
        assert families[1:3] == fonts.font().families()[1:3][::-1]
