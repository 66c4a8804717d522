"""Which encoding a text file is in, and that a guess is called a guess."""

import codecs

import pytest

from shopdesk.documents.encodings import decode, looks_garbled

ZH = "订单编号,收货人姓名,宝贝标题\r\n900100001,欧阳测试,雪平锅 不锈钢\r\n900100002,喆䶮𠮷测,保温杯“旅行款”\r\n"
ZH_TW = "訂單編號,收件人,商品名稱,備註\r\n90010,歐陽測試,保溫杯與雪平鍋,請於下午送達謝謝\r\n"
JA = "注文番号,お届け先氏名,商品名\r\n90010,やまだ はなこ,カップとスプーンのセット\r\n"
KO = "주문번호,수취인명,상품명\r\n90010,홍길동,머그컵 세트\r\n"
DE = "Bestellnummer;Käufer;Straße\r\n1;Jürgen Groß;Königsallee 5 – Hof\r\n2;Zoë Müller;Am Bäckerplatz 3\r\n"
RU = "Номер заказа;Покупатель;Товар\r\n1;Пример Примеров;Кружка\r\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ZH, "gb18030"), (ZH_TW, "big5"), (JA, "cp932"), (DE, "cp1252"), (RU, "cp1251"), (ZH, "utf-16-le"),
        (DE, "utf-16-be"), (DE, "utf-32-be"),
    ],
)  # fmt: skip
def test_text_without_a_mark_is_guessed_and_said_to_be(text: str, encoding: str):
    found = decode(text.encode(encoding))
    assert (found.text, found.certain) == (text, False) or encoding.startswith("utf")
    if not encoding.startswith("utf"):
        assert found.encoding == encoding


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le", "utf-32-le", "utf-32-be"])
def test_wide_text_without_a_mark_is_seen_by_its_zeros(encoding: str):
    found = decode("Order,Name\r\n1,Zoë\r\n".encode(encoding))
    assert (found.text, found.encoding, found.certain) == ("Order,Name\r\n1,Zoë\r\n", encoding, False)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)  # fmt: skip
def test_a_mark_settles_it(mark: bytes, encoding: str):
    found = decode(mark + ZH.encode(encoding))
    assert (found.text, found.certain) == (ZH, True)


@pytest.mark.parametrize("text", [ZH, ZH_TW, JA, KO, DE, RU, "plain,ascii\r\n"])
def test_utf8_is_certain(text: str):
    assert decode(text.encode()) == type(decode(b""))(text, "utf-8", True)


def test_the_persons_choice_counts_even_against_the_bytes():
    found = decode(DE.encode("cp1252"), "cp1250")
    assert (found.encoding, found.certain) == ("cp1250", True)
    with pytest.raises(UnicodeError):
        decode(DE.encode("cp1252"), "utf-8")
    with pytest.raises(LookupError):
        decode(b"x", "no-such-thing")
    assert decode(codecs.BOM_UTF8 + b"a", "utf-8").text == "a"


def test_utf8_cut_inside_its_last_character_is_still_utf8():
    found = decode(ZH.encode()[:-4])
    assert found.encoding == "utf-8"
    assert not found.certain


@pytest.mark.parametrize("text", [ZH, DE, RU, JA])
def test_text_decoded_wrongly_once_before_looks_garbled(text: str):
    assert not looks_garbled(text)
    twice = text.encode().decode("gb18030", "replace") if text is ZH else text.encode().decode("cp1252", "replace")
    assert looks_garbled(twice)
