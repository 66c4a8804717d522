"""The private environment of a checkout: ``.venv``, made from the lock files, remade when they change.

A stamp inside it tells what it was made from. The stamp is written after each finished step, so an interrupted
preparation is taken up again, or made anew, by the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

STAMP = "made-by-shopdesk.json"
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}

# Settings of the person's own pip that would send packages elsewhere than into the environment.
# Where packages come from (index, proxy, certificates) stays as the person set it up.
_UNWANTED = ("TARGET", "PREFIX", "ROOT", "REQUIREMENT", "CONSTRAINT", "NO_BINARY", "DRY_RUN", "REPORT", "PYTHON")


class CannotPrepare(Exception):
    """The environment could not be made; ``str()`` says why."""


class Environment:
    """The ``.venv`` of one checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"

    @property
    def scripts(self) -> Path:
        """The folder of its commands."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.scripts / ("python.exe" if os.name == "nt" else "python")

    def prepare(self, purpose: str) -> None:
        """Make everything ready for ``purpose``, "run" or "test"; quick when it already is.

        Raises CannotPrepare.
        """
        stamp = self._read_stamp()
        current = {name: self._lock_hash(name) for name in LOCKS}
        outdated = any(stamp.get(name) not in (None, current[name]) for name in LOCKS)
        if stamp.get("basis") != self._basis() or outdated or not self.python.exists():
            self._make()
            stamp = {"basis": self._basis()}
            self._write_stamp(stamp)
        if purpose not in stamp and not (purpose == "run" and "test" in stamp):
            lock = self.root / "installer" / LOCKS[purpose]
            print(f"Installing what shopdesk needs to {purpose} (the first time this takes some minutes) …", flush=True)
            self._pip("install", "--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(lock))
            stamp[purpose] = current[purpose]
            self._write_stamp(stamp)
        project = _hash(self.root / "pyproject.toml")
        if stamp.get("project") != project:
            self._pip("install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(self.root))
            stamp["project"] = project
            self._write_stamp(stamp)

    def remove(self) -> None:
        """Delete the environment, and what an interrupted deletion left. Raises CannotPrepare."""
        if self.folder.exists():
            self._check_ours()
            # Renamed first: whatever interrupts the deletion, no half of an environment stays under the name.
            try:
                self.folder.rename(self.root / f".venv-old-{os.getpid()}")
            except OSError as error:
                raise CannotPrepare(f"{self.folder} is in use: {error}. Close shopdesk and try again.") from error
        for old in self.root.glob(".venv-old-*"):
            shutil.rmtree(old, ignore_errors=True)

    def _make(self) -> None:
        self.remove()
        print(f"Making a private environment in {self.folder} …", flush=True)
        # A child of a killed preparation may still be writing there.
        self.folder.mkdir(exist_ok=True)
        self._write_stamp({})
        command = [sys.executable, "-m", "venv", str(self.folder)]
        done = subprocess.run(command, env=_clean_variables(), stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            raise CannotPrepare("Python could not make a private environment; see above.")

    def _pip(self, *arguments: str) -> None:
        command = [str(self.python), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments, "--quiet"]
        done = subprocess.run(command, env=_clean_variables(), stdin=subprocess.DEVNULL, cwd=self.root, check=False)
        if done.returncode != 0:
            raise CannotPrepare(
                "Some packages could not be installed; see above. Nothing else is needed from you: "
                "once the cause is gone (often the network), run the same command again."
            )

    def _check_ours(self) -> None:
        # Without either mark it is what the children of a killed preparation went on writing.
        somebody_s = any((self.folder / mark).exists() for mark in ("pyvenv.cfg", "conda-meta"))
        if somebody_s and not (self.folder / STAMP).exists():
            raise CannotPrepare(f"{self.folder} was not made by installer/dev.py. Please move it away first.")

    def _basis(self) -> str:
        # Scripts in an environment hold its path, and libraries fit one Python.
        return json.dumps([str(self.root), sys.version_info[:2], sys.base_prefix, sys.implementation.name])

    def _lock_hash(self, purpose: str) -> str:
        return _hash(self.root / "installer" / LOCKS[purpose])

    def _read_stamp(self) -> dict[str, str]:
        try:
            stamp = json.loads((self.folder / STAMP).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _write_stamp(self, stamp: dict[str, str]) -> None:
        target = self.folder / STAMP
        fresh = target.with_suffix(".new")
        fresh.write_text(json.dumps(stamp, indent=2) + "\n", "utf-8")
        fresh.replace(target)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _clean_variables() -> dict[str, str]:
    variables = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    for name in _UNWANTED:
        variables.pop("PIP_" + name, None)
    # Said aloud, because a pip.conf may say otherwise.
    return {**variables, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PYTHONNOUSERSITE": "1"}
