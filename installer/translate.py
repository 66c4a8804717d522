"""Collect the texts of the program for translation and compile the translated catalogues.

    python installer/translate.py            collect from src, update every .po, compile every .mo
    python installer/translate.py --check    change nothing; exit code 1 if a catalogue is not fit to ship
    python installer/translate.py --missing  print what has no translation yet, one text a line

Translations of texts that stay the same are kept; a changed text is a new text, nothing is guessed for it.
"""

from __future__ import annotations

import argparse
import gettext
import io
import re
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
LANGUAGES = ("zh_CN", "zh_TW")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "n_": (1, 2),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# The files change only when their texts do, not with the day or with a line that moved.
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = "# The texts of shopdesk, collected and compiled by installer/translate.py; see the licence of the program."


def template() -> Catalog:
    """Every text of ``src`` that is marked for translation, with the files it stands in."""
    found = Catalog(
        project="shopdesk",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        header_comment=HEAD,
        fuzzy=False,
    )
    texts = extract_from_dir(str(ROOT / "src"), keywords=KEYWORDS, comment_tags=("translators:",))
    for file, _line, text, comments, context in texts:
        found.add(text, None, [("src/" + Path(file).as_posix(), 0)], auto_comments=comments, context=context)
    return found


def po_path(language: str) -> Path:
    """Where the translators' file of ``language`` stands; the compiled one stands beside it as ``.mo``."""
    return LOCALE / language / "LC_MESSAGES" / "shopdesk.po"


def read(language: str) -> Catalog:
    """The translators' file of ``language``; an empty catalogue if there is none yet."""
    path = po_path(language)
    if not path.is_file():
        return Catalog(locale=language, project="shopdesk", creation_date=WRITTEN, revision_date=WRITTEN, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def update(language: str, texts: Catalog) -> Catalog:
    """``language``'s catalogue with exactly today's ``texts``; what is no longer said is dropped."""
    catalogue = read(language)
    catalogue.update(texts, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = WRITTEN
    catalogue.header_comment = HEAD
    catalogue.last_translator = catalogue.language_team = "The shopdesk authors"
    catalogue.fuzzy = False
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """The ``.po`` or ``.pot`` text of a catalogue, sorted by text so that a moved line changes nothing."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, sort_output=True, include_lineno=False)
    return re.sub(rb'"(Generated-By|Report-Msgid-Bugs-To): [^"]*"\n', b"", buffer.getvalue())


def compiled(catalogue: Catalog) -> bytes:
    """The ``.mo`` file of a catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def said(mo: bytes) -> dict[object, str]:
    """All texts of a compiled catalogue but its head, which names the version of the compiler."""
    texts = dict(gettext.GNUTranslations(io.BytesIO(mo))._catalog)  # type: ignore[attr-defined]
    texts.pop("", None)
    return texts


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The texts of a catalogue without its head."""
    return (message for message in catalogue if message.id)


def forms(text: object) -> tuple[str, ...]:
    """The singular and plural forms of a text or of its translation."""
    return tuple(text) if isinstance(text, (list, tuple)) else (str(text),)


def is_translated(message: Message) -> bool:
    """Whether every form of the text has a translation."""
    return bool(message.string) and all(forms(message.string))


def placeholders(text: str) -> set[str]:
    """The names that ``str.format`` fills in; raises ValueError when the braces do not match."""
    return {name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def faults(catalogue: Catalog) -> Iterator[str]:
    """Translations that the program could not show as they stand, one sentence each."""
    for message in messages(catalogue):
        if message.fuzzy:
            yield f"{message.id!r} is marked fuzzy."
        if not is_translated(message):
            continue
        try:
            wanted = placeholders(forms(message.id)[-1])
        except ValueError:
            wanted = set()  # braces that are no placeholders, as in a sample of a file
        for translation in forms(message.string):
            try:
                there = placeholders(translation)
            except ValueError:
                there = {"unmatched braces"} if wanted else set()
            if there != wanted:
                yield f"{translation!r} has the placeholders {sorted(there)}, its text {message.id!r} {sorted(wanted)}."


def share_translated(catalogue: Catalog) -> float:
    """The share of texts that have a translation, 0 to 1."""
    all_of_them = list(messages(catalogue))
    return sum(map(is_translated, all_of_them)) / max(1, len(all_of_them))


def problems(language: str) -> Iterator[str]:
    """Why the committed catalogue of ``language`` is not fit to ship, one sentence each."""
    catalogue = read(language)
    yield from faults(catalogue)
    mo = po_path(language).with_suffix(".mo")
    if not mo.is_file() or said(mo.read_bytes()) != said(compiled(catalogue)):
        yield f"{mo.relative_to(ROOT)} is older than its .po file; run installer/translate.py."


def write() -> int:
    """Bring every file of ``resources/locale`` up to date; returns the exit code."""
    texts = template()
    LOCALE.mkdir(exist_ok=True)
    (LOCALE / "shopdesk.pot").write_bytes(written(texts))
    bad = 0
    for language in LANGUAGES:
        catalogue = update(language, texts)
        po_path(language).parent.mkdir(parents=True, exist_ok=True)
        po_path(language).write_bytes(written(catalogue))
        po_path(language).with_suffix(".mo").write_bytes(compiled(catalogue))
        print(f"{language}: {share_translated(catalogue):.1%} of {len(catalogue)} texts")
        for fault in faults(catalogue):
            bad += 1
            print(f"  {fault}")
    return 1 if bad else 0


def check() -> int:
    """Say what is wrong with the committed files; returns the exit code."""
    found = [f"{language}: {problem}" for language in LANGUAGES for problem in problems(language)]
    print("\n".join(found) or "The catalogues are fit to ship.")
    return 1 if found else 0


def missing() -> int:
    """Print the texts of ``src`` that a language lacks; returns the exit code."""
    texts = template()
    for language in LANGUAGES:
        for message in messages(update(language, texts)):
            if not is_translated(message):
                print(f"{language}\t{message.context or ''}\t{forms(message.id)[-1]!r}")
    return 0


def main() -> int:
    """Do what the command line asks for; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, find faults")
    parser.add_argument("--missing", action="store_true", help="change nothing, print what is not translated")
    asked = parser.parse_args()
    return check() if asked.check else missing() if asked.missing else write()


if __name__ == "__main__":
    sys.exit(main())
