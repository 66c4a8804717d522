"""Variants from options: every combination of the values, and codes proposed by a pattern."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import product as every_combination

from shopdesk.domain.codes import code_key, plain_code
from shopdesk.domain.errors import UserError
from shopdesk.i18n import _

MOST_OPTIONS, MOST_VARIANTS = 4, 500
CODE_PATTERN = "{code}-{options}"
_FIELD = re.compile(r"\{([^{}:]+)(?::(\d{1,2}))?\}")
_NOT_IN_CODES = re.compile(r"[\W_]+")


def split_values(text: str) -> tuple[str, ...]:
    """The values of one option as typed, separated by commas, semicolons or lines; each once."""
    parts = (" ".join(part.split()) for part in re.split(r"[,;\n\u3001\uff0c\uff1b]", text))
    found: dict[str, str] = {}
    for part in parts:
        if part:
            found.setdefault(part.casefold(), part)
    return tuple(found.values())


def combinations(options: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Every combination of the options' values, the first option slowest; raises UserError for what makes no sense."""
    names = [name.strip() for name in options]
    if len(names) > MOST_OPTIONS:
        raise UserError(_("A product has at most {count} options.").format(count=MOST_OPTIONS))
    if any(not name for name in names):
        raise UserError(_("Every option needs a name."))
    if len({name.casefold() for name in names}) < len(names):
        raise UserError(_("Two options have the same name."))
    for name, values in options.items():
        if not values:
            raise UserError(_("The option “{name}” has no values.").format(name=name))
        if len({value.casefold() for value in values}) < len(values):
            raise UserError(_("The option “{name}” has the same value twice.").format(name=name))
    count = 1
    for values in options.values():
        count *= len(values)
    if count > MOST_VARIANTS:
        raise UserError(
            _("These options make {count} variants; a product has at most {most}.").format(
                count=count, most=MOST_VARIANTS
            )
        )
    return list(every_combination(*options.values())) if options else []


def same_combination(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two combinations mean the same variant, however they are written."""
    return [value.strip().casefold() for value in first] == [value.strip().casefold() for value in second]


def variant_title(values: Sequence[str]) -> str:
    """The name of a variant within its product."""
    return ", ".join(value for value in values if value)


def _short(value: str, length: int | None) -> str:
    plain = _NOT_IN_CODES.sub("", plain_code(value)).upper()
    return plain[:length] if length else plain


def check_pattern(pattern: str, names: Sequence[str]) -> None:
    """Raise UserError when a code pattern names something unknown."""
    known = {"code", "options", *(name.casefold() for name in names)}
    for found in _FIELD.finditer(pattern):
        if found.group(1).strip().casefold() not in known:
            raise UserError(_("The pattern names “{name}”, which is no option.").format(name=found.group(1)))
    if not _FIELD.search(pattern):
        raise UserError(_("A pattern needs at least one part in braces, for example {code}.").format(code="{options}"))


def proposed_code(pattern: str, code: str, options: Mapping[str, str], taken: Collection[str] = ()) -> str:
    """A SKU by a pattern such as ``{code}-{Colour:2}-{Size}``, with a number behind it where its key is in ``taken``.

    ``{Colour:2}`` is the first two letters of the value; ``{options}`` all values, three letters each.
    """
    values = {name.casefold(): value for name, value in options.items()}

    def part(found: re.Match[str]) -> str:
        name, length = found.group(1).strip().casefold(), int(found.group(2)) if found.group(2) else None
        if name == "code":
            return code[:length] if length else code
        if name == "options":
            return "-".join(_short(value, length or 3) for value in options.values() if value)
        return _short(values.get(name, ""), length)

    made = plain_code(_FIELD.sub(part, pattern)).strip("-") or code
    return free_code(made, taken)


def free_code(code: str, taken: Collection[str]) -> str:
    """``code``, or with the first number behind it whose key is not in ``taken``."""
    if code_key(code) not in taken:
        return code
    number = 2
    while code_key(f"{code}-{number}") in taken:
        number += 1
    return f"{code}-{number}"
