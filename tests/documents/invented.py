"""Invented people and addresses in many scripts and lengths; every run makes the same ones."""

import random
from collections.abc import Iterator

from shopdesk.documents.papers import Address

_WORDS = {
    "de": "Straße Überführung Göttingen Große Fußgängerzone Kirschholz Äußere Bürgermeister-Fischer Weg Hinterhaus",
    "pl": "Łódź ulica Świętokrzyska Żółkiewskiego mieszkanie Gdańsk Częstochowa Piłsudskiego Źródlana",
    "cs": "Příčná náměstí Žďár Šumperk třída Čeněk Řehoř Ústí ďáblice",
    "tr": "Şişli İstanbul Çağlayan Caddesi Ümraniye ığdır Mahallesi Gül",
    "vi": "Nguyễn Đường Trần Hưng Đạo phường quận Hồ Chí Minh Ất Ở",
    "el": "Οδός Αθήνα Θεσσαλονίκη Παπαδόπουλος Κωνσταντίνος Ελευθερίου",
    "ru": "улица Санкт-Петербург Щербаков Ёлкина проспект квартира Жуковский",
    "uk": "вулиця Київ Їжакевич Ґонта Хмельницького",
    "ka": "თბილისი ქუჩა რუსთაველის გამზირი",
    "hy": "Երևան փողոց Աբովյան",
    "ja": "東京都 渋谷区 神宮前 ヒカリエ ハイツ さくら通り",
    "ko": "서울특별시 강남구 테헤란로 김민수 아파트",
    "fr": "Champs-Élysées Rue de l’Église Château-Thierry Œuvre François",
}
_CN = "浙江省杭州市西湖区文二路号幢室新疆维吾尔自治区伊犁哈萨克自治州镇村委会大院平房邮政所对面小区花园广场中心学校医院"
SCRIPTS = (*_WORDS, "zh")


def text_of(rng: random.Random, script: str, words: int) -> str:
    """Some words in one script; Chinese ones stand together as Chinese does."""
    if script == "zh":
        return "".join(rng.choice(_CN) for _word in range(words * 3)) + f"{rng.randint(1, 999)}号"
    return " ".join(rng.choice(_WORDS[script].split()) for _word in range(words))


def addresses(count: int, seed: int = 20240116) -> Iterator[Address]:
    """Addresses from short to absurd."""
    rng = random.Random(seed)
    for _at in range(count):
        script = rng.choice(SCRIPTS)
        lines = [
            text_of(rng, script, rng.randint(1, 5)) + f" {rng.randint(1, 400)}" for _line in range(rng.randint(1, 3))
        ]
        lines.append(f"{rng.randint(1000, 99999)} {text_of(rng, script, rng.randint(1, 3))}")
        if rng.random() < 0.06:
            lines.insert(0, "x" * rng.randint(30, 90))
        yield Address(
            name=text_of(rng, script, rng.randint(1, 4)),
            company=text_of(rng, script, rng.randint(1, 6)) if rng.random() < 0.3 else "",
            lines=tuple(lines),
            country=rng.choice(("", "DE", "SE", "CN", "GB", "BA", "Deutschland")),
            phone=rng.choice(("", "+49 821 555 1234", "138****2807", "13800000000-123456")),
        )
