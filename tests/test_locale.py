"""The catalogues are complete, fit their texts, and speak the Chinese of the place they are for."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog

import translate
from shopdesk import i18n
from shopdesk.documents.papers import words

# Each of these holds exactly the characters of its own writing, so the other's strays cannot be encoded.
OWN_CHARACTERS = {"zh_CN": "gb2312", "zh_TW": "big5"}
# Where the two places use different words and not only different characters.
DIFFERENT_WORDS = (
    ("数据", "資料"),
    ("导入", "匯入"),
    ("导出", "匯出"),
    ("打印", "列印"),
    ("保存", "儲存"),
    ("搜索", "搜尋"),
    ("刷新", "重新整理"),
    ("设置", "設定"),
    ("用户", "使用者"),
    ("文件", "檔案"),
    ("模板", "範本"),
    ("默认", "預設"),
    ("货位", "儲位"),
    ("发货", "出貨"),
    ("服务器", "伺服器"),
    ("程序", "程式"),
)
HAN = re.compile(r"[\u4e00-\u9fff]")


def translations(catalogue: Catalog) -> list[tuple[str, str]]:
    """The (English, translated) forms of a catalogue."""
    return [
        (translate.forms(message.id)[0], form)
        for message in translate.messages(catalogue)
        for form in translate.forms(message.string)
    ]


@pytest.fixture(scope="module")
def today() -> Catalog:
    """What the sources say today."""
    return translate.template()


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_a_catalogue_is_compiled_and_no_placeholder_is_lost(language: str):
    assert list(translate.problems(language)) == []


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_nearly_every_text_of_the_program_is_translated(language: str, today: Catalog):
    catalogue = translate.update(language, today)
    missing = [message.id for message in translate.messages(catalogue) if not translate.is_translated(message)]
    assert translate.share_translated(catalogue) >= 0.98, missing


def test_a_lost_placeholder_is_a_fault():
    catalogue = Catalog(locale="zh_CN")
    catalogue.add("Order {number} is packed.", "订单已打包。")
    catalogue.add("“{name}” is {state}.", "“{name}”为{stat}。")
    catalogue.add(("{count} order", "{count} orders"), ("{count} 单",))
    assert len(list(translate.faults(catalogue))) == 2


def test_a_changed_text_keeps_no_guessed_translation(today: Catalog):
    catalogue = translate.update("zh_CN", today)
    texts = Catalog()
    texts.add("Cancel")
    texts.add("Cancel everything that was ever ordered")
    catalogue.update(texts, no_fuzzy_matching=True)
    assert catalogue["Cancel"].string == "取消"
    assert not catalogue["Cancel everything that was ever ordered"].string


@pytest.mark.parametrize(("here", "there"), DIFFERENT_WORDS)
def test_taiwan_has_words_of_its_own(here: str, there: str):
    mainland, taiwan = (translations(translate.read(language)) for language in ("zh_CN", "zh_TW"))
    assert any(here in text for _english, text in mainland)
    assert any(there in text for _english, text in taiwan)
    assert not [text for _english, text in mainland if there in text]


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_no_character_of_the_other_writing_strays_in(language: str):
    strays = []
    for _english, text in translations(translate.read(language)):
        han = "".join(HAN.findall(text))
        if han.encode(OWN_CHARACTERS[language], "ignore").decode(OWN_CHARACTERS[language]) != han:
            strays.append(text)
    assert strays == []


def test_rows_and_columns_trade_names_between_the_two():
    read = {language: dict(translations(translate.read(language))) for language in translate.LANGUAGES}
    assert (read["zh_CN"]["Row"], read["zh_TW"]["Row"]) == ("行", "列")
    assert (read["zh_CN"]["Column"], read["zh_TW"]["Column"]) == ("列", "欄")


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_sentences_have_full_width_punctuation(language: str):
    half_width = [
        text
        for _english, text in translations(translate.read(language))
        if re.search(r"[\u4e00-\u9fff}][,;:!?](\s|$|[\u4e00-\u9fff])", text)
        or re.search(r"[\u4e00-\u9fff]\.(\s|$)", text)
    ]
    assert half_width == []


@pytest.mark.parametrize("language", translate.LANGUAGES)
def test_a_sentence_stays_a_sentence(language: str):
    open_ended = [
        (english, text)
        for english, text in translations(translate.read(language))
        if english.endswith(".") and HAN.search(text) and not text.endswith(("。", "」。", "：", "？", "}"))
    ]
    assert open_ended == []


def test_the_program_and_its_papers_speak_chinese():
    i18n.use_language("zh_TW")
    try:
        assert i18n._("Print again") == "重新列印"
        assert i18n.n_("{count} order is late", "{count} orders are late", 2).format(count=2) == "2筆訂單逾時未出貨"
    finally:
        i18n.use_language("en")
    assert words("zh_CN").pgettext("column on paper", "Pick") == "拣货"
