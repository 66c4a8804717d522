"""What is typed to start the window is understood alike, with and without the parser of all commands."""

from __future__ import annotations

import pytest

from shopdesk.cli.arguments import UsageError, parsed, parser

STARTS = ([], ["--shop", "a.db"], ["--home", "h", "--shop", "a.db", "--user", "Bo"], ["--lang", "zh_CN"])


@pytest.mark.parametrize("given", STARTS)
def test_a_plain_start_of_the_window_is_understood_without_the_other_commands(given: list[str]):
    assert vars(parsed(given)) == vars(parser().parse_args(given))


@pytest.mark.parametrize("given", [["--shop"], ["--lang", "xx"], ["--nothing", "1"], ["nothing"], ["--shop", "--home"]])
def test_a_wrong_start_is_refused_as_ever(given: list[str]):
    with pytest.raises(UsageError):
        parsed(given)
