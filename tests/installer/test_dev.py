"""The command that prepares a fresh machine."""

import subprocess
import sys
from pathlib import Path

import pytest

import dev


def test_help_names_every_command(root: Path):
    told = subprocess.run([sys.executable, "installer/dev.py", "--help"], cwd=root, capture_output=True, text=True)
    assert told.returncode == 0
    assert all(command in told.stdout for command in ("run", "test", "bench", "lock", "clean"))


def test_an_unknown_command_is_wrong_usage(root: Path):
    told = subprocess.run([sys.executable, "installer/dev.py", "fly"], cwd=root, capture_output=True, text=True)
    assert told.returncode == 2
    assert "fly" in told.stderr


class Ready:
    """Stands for a prepared environment and notes what would be run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, home: Path, codes: dict[str, int] | None = None) -> None:
        self.called: list[list[str]] = []
        self.codes = codes or {}
        environment = type("Prepared", (), {"python": Path("python")})()
        monkeypatch.setattr(dev, "_ready", lambda purpose: environment)
        monkeypatch.setattr(dev, "_call", self._call)
        monkeypatch.setattr(dev, "HOME", home)

    def _call(self, command: list[str], **variables: str) -> int:
        self.called.append(command[1:])
        if "init" in command:
            Path(command[command.index("--shop") + 1]).touch()
        return next((code for word, code in self.codes.items() if word in command), 0)


def test_run_passes_its_arguments_to_shopdesk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    ready = Ready(monkeypatch, tmp_path)
    assert dev.main(["run", "--shop", "x.db", "check", "--help"]) == 0
    assert ready.called == [["-m", "shopdesk", "--shop", "x.db", "check", "--help"]]


def test_run_without_a_display_takes_the_tour(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    ready = Ready(monkeypatch, tmp_path)
    monkeypatch.setattr(dev.system_libraries, "has_screen", lambda: False)
    assert dev.main(["run"]) == 0
    (command,) = ready.called
    assert "tour" in command
    assert command[-1] in capsys.readouterr().out


def test_run_with_a_display_makes_the_sample_shop_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    ready = Ready(monkeypatch, tmp_path)
    monkeypatch.setattr(dev.system_libraries, "has_screen", lambda: True)
    assert dev.main(["run"]) == 0
    assert dev.main(["run"]) == 0
    assert ["init" in command for command in ready.called] == [True, False, False]
    assert (tmp_path / "sample.db").exists()


def test_a_sample_shop_that_could_not_be_made_is_not_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    ready = Ready(monkeypatch, tmp_path, {"init": 3})
    monkeypatch.setattr(dev.system_libraries, "has_screen", lambda: True)
    assert dev.main(["run"]) == 3
    assert len(ready.called) == 1
    assert not (tmp_path / "sample.db").exists()


def test_every_step_of_the_tests_runs_even_after_one_failed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    ready = Ready(monkeypatch, tmp_path, {"mypy": 1})
    assert dev.main(["test"]) == 1
    assert [command[1] for command in ready.called] == ["ruff", "ruff", "mypy", "pytest"]
    assert "FAILED: types." in capsys.readouterr().out


def test_test_with_arguments_runs_only_pytest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    ready = Ready(monkeypatch, tmp_path, {"pytest": 5})
    assert dev.main(["test", "tests/domain", "-k", "money"]) == 5
    assert ready.called == [["-m", "pytest", "tests/domain", "-k", "money"]]


def test_missing_libraries_end_with_code_3(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dev.system_libraries, "ensure", lambda: False)
    with pytest.raises(SystemExit) as end:
        dev.main(["run"])
    assert end.value.code == 3
