"""Running the command line inside the test, at a home and a shop of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from shopdesk.cli import main

Run = Callable[..., "Answer"]


@dataclass(frozen=True)
class Answer:
    """What one run said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def value(self) -> Any:
        (only,) = self.lines
        return only

    @property
    def error(self) -> dict[str, Any]:
        return self.value["error"]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``shopdesk --home … ARGUMENTS --json``; ``text=True`` leaves the JSON away."""
    monkeypatch.delenv("SHOPDESK_PASSWORD", raising=False)
    monkeypatch.delenv("SHOPDESK_NEW_PASSWORD", raising=False)

    def runs(*arguments: str, text: bool = False, **environment: str) -> Answer:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        given = ["--home", str(tmp_path / "home"), *arguments]
        code = main(given if text else [*given, "--json"])
        said = capsys.readouterr()
        for name in environment:
            monkeypatch.delenv(name)
        return Answer(code, said.out, said.err)

    return runs


@pytest.fixture(scope="session")
def sample_to_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One sample shop, made once."""
    folder = tmp_path_factory.mktemp("sample")
    home = ["--home", str(folder), "--shop", str(folder / "sample.db")]
    assert main([*home, "init", "--sample", "small", "--json"]) == 0
    return folder / "sample.db"


@pytest.fixture
def sample(sample_to_copy: Path, tmp_path: Path, run: Run) -> Iterator[Run]:
    """``run`` on a sample shop of its own."""
    shop = Path(shutil.copyfile(sample_to_copy, tmp_path / "sample.db"))

    def runs(*arguments: str, **more: Any) -> Answer:
        return run("--shop", str(shop), *arguments, **more)

    return runs  # type: ignore[return-value]


@pytest.fixture
def shop(shop_file: Path, run: Run) -> Run:
    """``run`` on an empty shop of its own."""

    def runs(*arguments: str, **more: Any) -> Answer:
        return run("--shop", str(shop_file), *arguments, **more)

    return runs
