"""Steps that make no sense for a row are refused there too: shortcuts and steps over many rows skip it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from shopdesk.i18n import _
from shopdesk.ui.verbs import Verb


def fitting(*verbs: Verb) -> tuple[Verb, ...]:
    """The verbs, each refusing the rows it is not offered for."""
    return tuple(_guarded(verbs))


def _guarded(verbs: Iterable[Verb]) -> Iterable[Verb]:
    for verb in verbs:
        yield verb if verb.offered is None else replace(verb, refusals=partial(_why, verb))


def _why(verb: Verb, row: Any) -> list[str]:
    if verb.offered is not None and not verb.offered(row):
        return [_("“{step}” does not fit {number} now.").format(step=_(verb.title), number=row.number)]
    return [] if verb.refusals is None else verb.refusals(row)
