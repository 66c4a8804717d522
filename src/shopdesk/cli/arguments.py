"""What may be typed: one parser, to which each group of commands adds its own; nothing heavy is imported for it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from shopdesk import __version__
from shopdesk.i18n import LANGUAGES, _


class UsageError(Exception):
    """The arguments make no sense; ``sentence`` says why and ``usage`` what would."""

    def __init__(self, sentence: str, usage: str) -> None:
        """Keep both for whoever words them."""
        super().__init__(sentence)
        self.sentence, self.usage = sentence, usage


class Parser(argparse.ArgumentParser):
    """Raises UsageError instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        """Wrong usage."""
        raise UsageError(message, self.format_usage().strip())


Commands = Any
"""What ``add_subparsers`` returns; argparse keeps the type private."""


def _common(*, top: bool) -> argparse.ArgumentParser:
    """The options every command knows; they may stand before the command or after it."""
    parser = argparse.ArgumentParser(add_help=False, argument_default=None if top else argparse.SUPPRESS)
    group = parser.add_argument_group(_("everywhere"))
    group.add_argument("--shop", metavar="SHOP", help=_("a shop file or a postgresql:// address; else the last one"))
    group.add_argument("--home", metavar="DIR", help=_("settings, logs and backups live here, e.g. on a stick"))
    group.add_argument(
        "--user", metavar="NAME", help=_("who acts; the password is asked or taken from SHOPDESK_PASSWORD")
    )
    group.add_argument("--lang", choices=LANGUAGES, help=_("language of everything said"))
    group.add_argument(
        "--json", action="store_true", default=False if top else argparse.SUPPRESS, help=_("for programs")
    )
    return parser


class Group:
    """Adds commands that know the common options."""

    def __init__(self, commands: Commands) -> None:
        """``commands`` comes from ``add_subparsers``."""
        self._commands, self._parents = commands, [_common(top=False)]

    def add(self, name: str, run: Any, help: str) -> argparse.ArgumentParser:
        """A new command that calls ``run(session, options)``."""
        parser: argparse.ArgumentParser = self._commands.add_parser(
            name, parents=self._parents, help=help, description=help, allow_abbrev=False
        )
        parser.set_defaults(run=run)
        return parser


def parser() -> argparse.ArgumentParser:
    """The whole parser."""
    from shopdesk.cli import (
        bench_commands,
        file_commands,
        list_commands,
        paper_commands,
        shop_commands,
        show_command,
        verb_commands,
        window_commands,
    )

    top = Parser(
        prog="shopdesk",
        parents=[_common(top=True)],
        description=_("The offline back office of a small shop. Without a command the window opens."),
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"shopdesk {__version__}")
    top.set_defaults(run=window_commands.open_window)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    group = Group(commands)
    for module in (
        shop_commands,
        file_commands,
        list_commands,
        show_command,
        verb_commands,
        bench_commands,
        paper_commands,
        window_commands,
    ):
        module.add_to(group)
    return top


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments as options with ``run``; raises UsageError."""
    return _for_the_window(arguments) or parser().parse_args(arguments)


def _for_the_window(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options of a plain start of the window; None when there is anything else to understand.

    Nobody should wait for a parser of all the commands to see the window.
    """
    from shopdesk.cli import window_commands

    found: dict[str, Any] = {"shop": None, "home": None, "user": None, "lang": None}
    words = iter(arguments)
    for word in words:
        name = word.removeprefix("--")
        value = next(words, "") if name in found and word != name else ""
        if not value or value.startswith("-") or (name == "lang" and value not in LANGUAGES):
            return None
        found[name] = value
    return argparse.Namespace(**found, json=False, command=None, run=window_commands.open_window)
