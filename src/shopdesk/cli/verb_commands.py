"""``verbs`` and ``do``: every use case of the program by its name."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from shopdesk.i18n import _

if TYPE_CHECKING:
    from shopdesk.cli.arguments import Group
    from shopdesk.cli.session import Session


def add_to(group: Group) -> None:
    """Add the commands of this file."""
    group.add("verbs", list_verbs, _("every use case: its name, parameters and the right it needs"))
    doing = group.add("do", do, _("run one use case, for example: do orders.confirm_order order=10001"))
    doing.add_argument("verb", metavar="VERB")
    doing.add_argument("values", metavar="NAME=VALUE", nargs="*")


def list_verbs(session: Session, _options: Namespace) -> None:
    """Every use case that can be typed."""
    from shopdesk.cli.verbs import verbs

    found = verbs().values()
    session.answer(
        [
            {
                "verb": verb.name,
                "params": [
                    {"name": p.name, "type": p.type, "required": p.required, "default": _default(p.default)}
                    for p in verb.params
                ],
                "right": verb.right,
                "doc": verb.doc,
            }
            for verb in found
        ],
        *(f"{verb.name:32} {' '.join(_hint(p.name, p.required) for p in verb.params)}" for verb in found),
    )


def _hint(name: str, required: bool) -> str:
    return f"{name}=" if required else f"[{name}=]"


def _default(value: object) -> object:
    return value if isinstance(value, int | float | str | bool | None) else str(value)


def do(session: Session, options: Namespace) -> None:
    """Run one use case as one transaction."""
    import json

    from shopdesk.cli.verbs import named, values_for, visible_result

    verb = named(options.verb)
    desk = session.desk
    values = values_for(desk, verb, options.values)
    said = visible_result(desk, verb.name, desk.do(verb.function, **values), values)
    if isinstance(said, str | int | float):
        words = str(said)
    else:
        words = _("Done.") if said is None else json.dumps(said, ensure_ascii=False, indent=1)
    session.answer(said, words)
