"""One run of the command line: the home, the open shop, who acts, and how answers are printed."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shopdesk.cli.progress import Progress
from shopdesk.domain.errors import Forbidden, OutsideError, UserError
from shopdesk.i18n import _, use_language
from shopdesk.settings import Settings

if TYPE_CHECKING:
    from shopdesk.domain.rights import User
    from shopdesk.store.engine import Database
    from shopdesk.usecases.desk import Desk

PASSWORD = "SHOPDESK_PASSWORD"  # noqa: S105 - the name of the variable, not a password
SERVER = ("postgresql://", "postgresql+psycopg://")


class Session:
    """Everything a command needs; the shop is opened when it is first asked for."""

    def __init__(self, *, as_json: bool = False) -> None:
        """Nothing is opened yet."""
        self.json = as_json
        self.settings = Settings()
        self.shop_option = ""
        self.user_option = ""
        self.progress = Progress()
        self._desk: Desk | None = None
        self._stop_wanted = False

    def begin(self, options: Namespace) -> None:
        """Take the common options."""
        self.json = bool(options.json)
        self.settings = Settings(options.home)
        self.shop_option, self.user_option = options.shop or "", options.user or ""
        use_language(options.lang or str(self.settings.get("language", "en")))

    # the shop

    @property
    def target(self) -> str:
        """The shop meant: the one named, else the one opened last in this home."""
        named = self.shop_option or self.settings.last_shop
        if not named:
            raise UserError(_("Which shop? Name it with --shop, or make one with: shopdesk init"))
        return named if named.startswith(SERVER) else str(Path(named).absolute())

    @property
    def is_server(self) -> bool:
        """Whether the shop lives on a server."""
        return self.target.startswith(SERVER)

    @property
    def file(self) -> Path:
        """The shop's file; raises UserError for a shop on a server."""
        if self.is_server:
            raise UserError(_("This shop lives on a server; its backups are made there."))
        return Path(self.target)

    @property
    def desk(self) -> Desk:
        """The open shop with the person who acts; opened and signed in at first use."""
        if self._desk is None:
            from shopdesk.store.shop import open_shop
            from shopdesk.usecases.desk import Desk

            target = self.target
            database = open_shop(target)
            try:
                self._desk = Desk(database, self._person(database))
            except BaseException:
                database.close()
                raise
            self.settings.remember_shop(target)
        return self._desk

    def take(self, desk: Desk) -> None:
        """Use a desk that was opened elsewhere."""
        self._desk = desk

    def _person(self, database: Database) -> User | None:
        from shopdesk.usecases.people import sign_in, sign_in_needed

        if not sign_in_needed(database):
            if self.user_option:
                from shopdesk.usecases.desk import first_person

                only = first_person(database)
                if only.name.casefold() != self.user_option.strip().casefold():
                    raise Forbidden(_("There is nobody called {name}.").format(name=self.user_option))
            return None
        name = self.user_option or self._asked(_("Name: "), hidden=False)
        password = os.environ.get(PASSWORD) or self._asked(_("Password: "), hidden=True)
        return sign_in(database, name, password)

    @staticmethod
    def _asked(question: str, *, hidden: bool) -> str:
        if not sys.stdin.isatty():
            raise Forbidden(_("This shop asks who is there. Give --user NAME and the password in SHOPDESK_PASSWORD."))
        import getpass

        return getpass.getpass(question) if hidden else input(question)

    def new_password(self, name: str, variable: str) -> str:
        """A password to set: from the environment, else asked twice; never an argument."""
        given = os.environ.get(variable)
        if given is not None:
            return given
        if not sys.stdin.isatty():
            raise UserError(_("Give the new password in {variable}.").format(variable=variable))
        import getpass

        first = getpass.getpass(_("New password for {name}: ").format(name=name))
        if getpass.getpass(_("Once more: ")) != first:
            raise UserError(_("The two passwords are not the same."))
        return first

    # answers

    def answer(self, value: Any, *words: str) -> None:
        """The one answer of a command: ``value`` for programs, ``words`` for people."""
        if self.json:
            self.line(value)
        else:
            self.say(*words)

    def line(self, value: Any) -> None:
        """One JSON value on one line."""
        print(json.dumps(value, ensure_ascii=False, default=str), flush=True)

    def say(self, *words: str) -> None:
        """Lines for people."""
        for line in words:
            print(line)

    def note(self, words: str) -> None:
        """Something beside the answer."""
        print(words, file=sys.stderr)

    def report(self, at: int, of: int) -> None:
        """Progress of long work: a bar on a terminal. Raises KeyboardInterrupt when somebody wanted to stop before."""
        self.go_on()
        self.progress.show(at, of)

    def go_on(self) -> None:
        """Raises KeyboardInterrupt when somebody wanted to stop while the last step was already being kept."""
        if self._stop_wanted:
            raise KeyboardInterrupt

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let Ctrl+C stop the work, except in the moment in which a change is made to last."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop(_signal: int, _frame: object) -> None:
            if self._desk is not None and self._desk.database.finishing:
                self._stop_wanted = True
                return
            raise KeyboardInterrupt

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    @property
    def interrupted(self) -> str:
        """What to say after Ctrl+C."""
        if self._desk is not None and self._desk.database.commits:
            return _("Cancelled. What was finished before stays.")
        return _("Cancelled. Nothing was changed.")

    def fail(self, kind: str, message: str, details: Any = None) -> None:
        """Say why nothing came of it."""
        self.progress.clear()
        if self.json:
            self.line({"error": {"kind": kind, "message": message, "details": details}})
            return
        if isinstance(details, str):
            self.note(details)
        self.note(message)

    def report_bug(self, error: Exception) -> None:
        """Say that we are at fault, and keep the trace where somebody can find it."""
        import traceback
        from datetime import UTC, datetime

        trace = "".join(traceback.format_exception(error))
        kept = ""
        try:
            self.settings.logs_folder.mkdir(parents=True, exist_ok=True)
            log = self.settings.logs_folder / "errors.log"
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{datetime.now(UTC).isoformat()}\n{trace}\n")
            kept = str(log)
        except (OSError, OutsideError):
            self.note(trace)
        message = _("Something went wrong in shopdesk itself: {error}").format(error=f"{type(error).__name__}: {error}")
        self.fail("bug", message, kept or None)

    def quiet(self) -> None:
        """Whoever read our output is gone; end without a second complaint."""
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - lives until the process ends

    def close(self) -> None:
        """Close the shop."""
        self.progress.clear()
        if self._desk is not None:
            self._desk.close()
            self._desk = None
