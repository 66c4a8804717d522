#!/usr/bin/env python3
"""Prepare and run shopdesk from a checkout, on a machine that has Python and nothing else.

python3 installer/dev.py run        the program with the sample shop (without a display: the tour, off screen)
python3 installer/dev.py test       lint, types and all tests
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - it is the old Python that has to be told
    sys.exit("shopdesk needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import system_libraries
from environment import CannotPrepare, Environment

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".shopdesk-home"
CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "build", "dist")
ENVIRONMENT_FAILED = 3


def run(arguments: list[str]) -> int:
    """Run shopdesk with ``arguments``; without any, show the sample shop."""
    environment = _ready("run")
    if arguments:
        return _shopdesk(environment, *arguments)
    if system_libraries.has_screen():
        return _open_sample_shop(environment)
    return _tour(environment)


def _open_sample_shop(environment: Environment) -> int:
    shop = HOME / "sample.db"
    if not shop.exists():
        print("Making the sample shop …", flush=True)
        HOME.mkdir(exist_ok=True)
        # Under another name until it is whole, so that an interruption leaves no half shop behind.
        unfinished = HOME / "unfinished.db"
        for left in HOME.glob("unfinished.db*"):
            left.unlink()
        code = _shopdesk(environment, "--home", str(HOME), "--shop", str(unfinished), "init", "--sample", "small")
        if code != 0:
            return code
        unfinished.rename(shop)
    return _shopdesk(environment, "--home", str(HOME), "--shop", str(shop))


def _tour(environment: Environment) -> int:
    folder = HOME / "tour"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    out = folder / "out"
    print("There is no display here, so shopdesk takes the tour of its sample shop off screen.", flush=True)
    code = _shopdesk(environment, "--home", str(folder / "home"), "tour", "--out", str(out))
    if code != 0:
        return code
    made = sorted(path for path in out.rglob("*") if path.is_file())
    pictures = [path for path in made if path.suffix == ".png"]
    print(f"\nThe tour made {len(made) - len(pictures)} papers and files and {len(pictures)} pictures, here:\n  {out}")
    return 0


def _shopdesk(environment: Environment, *arguments: str) -> int:
    return _call([str(environment.python), "-m", "shopdesk", *arguments])


def test(arguments: list[str]) -> int:
    """Lint, types and tests; with pytest arguments, only those tests."""
    environment = _ready("test")
    # Windows that flash up disturb whoever sits here; QT_QPA_PLATFORM=xcb shows them all the same.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    python = str(environment.python)
    pytest = [python, "-m", "pytest"]
    if arguments:
        return _call([*pytest, *arguments])
    checked = ("src", "tests", "installer")
    steps = {
        "lint": [python, "-m", "ruff", "check", "--output-format", "concise", *checked],
        "format": [python, "-m", "ruff", "format", "--check", "--output-format", "concise", *checked],
        "types": [python, "-m", "mypy"],
        "tests": [*pytest, "-n", str(_cores()), "--dist", "loadfile", "-q"],
    }
    failed = []
    for name, command in steps.items():
        print(f"\n== {name} ==", flush=True)
        if _call(command) != 0:
            failed.append(name)
    print()
    if failed:
        print("FAILED: " + ", ".join(failed) + ". What is wrong stands above, under the name of the step.")
        return 1
    print("All is well: " + ", ".join(steps) + ".")
    return 0


def _cores() -> int:
    # Fewer than the machine has where a container or the person limits us.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def bench(arguments: list[str]) -> int:
    """Measure shopdesk against bare floors."""
    environment = _ready("test")
    folders = [str(ROOT / "installer"), str(ROOT / "src")]
    return _call([str(environment.python), "-m", "bench", *arguments], PYTHONPATH=os.pathsep.join(folders))


def lock() -> int:
    """Write the lock files anew from pyproject.toml."""
    with tempfile.TemporaryDirectory() as folder:
        tool = Environment(Path(folder))
        subprocess.run([sys.executable, "-m", "venv", str(tool.folder)], check=True)
        subprocess.run([str(tool.python), "-m", "pip", "install", "--quiet", "uv"], check=True)
        # No index address: everybody's pip takes packages from where it always does, and the hashes prove them.
        compile_lock = [
            *(str(tool.python), "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--upgrade"),
            *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-emit-index-url"),
            *("--custom-compile-command", "python3 installer/dev.py lock"),
        ]
        run_lock, test_lock = "installer/requirements.lock", "installer/requirements-dev.lock"
        extras = ("--extra", "server", "--extra", "checkout")
        subprocess.run([*compile_lock, *extras, "-o", run_lock], cwd=ROOT, check=True)
        subprocess.run([*compile_lock, "--extra", "dev", "-c", run_lock, "-o", test_lock], cwd=ROOT, check=True)
    print(f"Wrote {run_lock} and {test_lock}.")
    return 0


def clean(*, everything: bool) -> int:
    """Remove what the other commands made; the sample shop only when asked."""
    Environment(ROOT).remove()
    for name in CACHES:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in ("src", "tests", "installer"):
        for cache in list((ROOT / folder).rglob("__pycache__")):
            shutil.rmtree(cache, ignore_errors=True)
    if everything:
        shutil.rmtree(HOME, ignore_errors=True)
    return 0


def _ready(purpose: str) -> Environment:
    if not system_libraries.ensure():
        sys.exit(ENVIRONMENT_FAILED)
    environment = Environment(ROOT)
    environment.prepare(purpose)
    return environment


def _call(command: list[str], **variables: str) -> int:
    environ = {**os.environ, **variables}
    if not system_libraries.has_screen():
        environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The terminal interrupts the program as well; it decides how to end, and we tell how it did.
            continue


def main(arguments: list[str]) -> int:
    """Read the command line and do what it says; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="installer/dev.py",
        description="Prepare and run shopdesk from a checkout. Every command first makes ready what it needs: a "
        "private environment in .venv with the locked requirements and, on Linux, Qt's system libraries.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", add_help=False, help="the program with the sample shop; arguments go to shopdesk")
    commands.add_parser("test", add_help=False, help="lint, types and all tests; arguments go to pytest, alone")
    commands.add_parser("bench", add_help=False, help="measure against bare floors: [NAME…] [--json] [--size N]")
    commands.add_parser("lock", help="write installer/*.lock anew from pyproject.toml")
    cleaning = commands.add_parser("clean", help="remove the environment and caches")
    cleaning.add_argument("--all", action="store_true", help="also the sample shop in .shopdesk-home")
    passing_on = {"run": run, "test": test, "bench": bench}
    try:
        if arguments and arguments[0] in passing_on:
            return passing_on[arguments[0]](arguments[1:])
        options = parser.parse_args(arguments)
        return lock() if options.command == "lock" else clean(everything=options.all)
    except (CannotPrepare, OSError) as problem:
        print(problem, file=sys.stderr)
        return ENVIRONMENT_FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
