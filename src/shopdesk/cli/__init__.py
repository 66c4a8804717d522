"""The command line: the use cases of the window, for scripts, schedulers and terminals."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from shopdesk.cli.arguments import UsageError, parsed
from shopdesk.cli.session import Session
from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import use_language

DONE, REFUSED, WRONG_USAGE, ENVIRONMENT, BUG = range(5)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; returns 0 done, 1 refused, 2 wrong usage, 3 environment, 4 our bug."""
    if arguments is None:
        _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    session = Session(as_json="--json" in given)
    use_language(_language(given))
    try:
        options = parsed(given)
    except UsageError as error:
        session.fail("user", error.sentence, details=error.usage)
        return WRONG_USAGE
    except SystemExit as asked:  # --help and --version
        return int(asked.code or 0)
    try:
        session.begin(options)
        with session.interruptible():
            code = options.run(session, options)
        return DONE if code is None else int(code)
    except UserError as error:
        session.fail("user", str(error), details=getattr(error, "details", None))
        return REFUSED
    except OutsideError as error:
        session.fail("environment", str(error))
        return ENVIRONMENT
    except KeyboardInterrupt:
        session.fail("user", session.interrupted)
        return REFUSED
    except BrokenPipeError:
        session.quiet()
        return DONE
    except OSError as error:
        session.fail("environment", f"{error.filename}: {error.strerror}" if error.filename else str(error))
        return ENVIRONMENT
    except Exception as error:
        session.report_bug(error)
        return BUG
    finally:
        session.close()


def _language(given: Sequence[str]) -> str:
    """What ``--lang`` asks for, known early so that help, too, is given in it."""
    for at, word in enumerate(given):
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang" and at + 1 < len(given):
            return given[at + 1]
    return "en"


def _speak_utf8() -> None:
    """What other programs read is UTF-8 everywhere, and no terminal stops us with a character it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
