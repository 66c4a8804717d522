"""The bench's words in Chinese, and in German as a language with long words, to test layouts without a catalogue."""

from __future__ import annotations

import gettext
import json
from pathlib import Path

from shopdesk import i18n

WORDS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


class _Words(gettext.NullTranslations):
    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self._words = words

    def gettext(self, message: str) -> str:
        return self._words.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        if n != 1 and msgid2 in self._words:
            return self._words[msgid2]
        return self._words.get(msgid1, msgid1 if n == 1 else msgid2)


def use_words(language: str) -> None:
    """Speak ``zh``, ``de`` or English until told otherwise."""
    i18n.use_language("zh_CN" if language == "zh" else "en")
    if words := WORDS.get(language):
        i18n._current.catalogue = _Words(words)
