"""Descriptions of products as files carry them, brought to plain text."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser


class _Words(HTMLParser):
    """Collects the text of a description; block elements end a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._hidden += 1
        if tag in ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table"):
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("• ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain_text(description: str) -> str:
    """A description without its markup, as paragraphs."""
    if "<" not in description and "&" not in description:
        return description
    words = _Words()
    words.feed(description)
    words.close()
    lines = (" ".join(line.split()) for line in "".join(words.parts).replace("\\n", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
