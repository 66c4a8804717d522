"""The private environment of a checkout: made once, remade when what it was made from changes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import environment
from environment import STAMP, CannotPrepare, Environment


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "installer").mkdir()
    (tmp_path / "installer" / "requirements.lock").write_text("a==1\n")
    (tmp_path / "installer" / "requirements-dev.lock").write_text("a==1\nb==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


class Preparing(Environment):
    """An environment whose steps are noted instead of taken, and which can fail at one."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.steps: list[str] = []
        self.fails_at = ""

    def _make(self) -> None:
        self.remove()
        self.scripts.mkdir(parents=True)
        self._note("make")
        self.python.touch()

    def _pip(self, *arguments: str) -> None:
        self._note("project" if "-e" in arguments else Path(arguments[-1]).name)

    def _note(self, step: str) -> None:
        if step == self.fails_at:
            self.fails_at = ""
            (self.folder / STAMP).touch()
            raise CannotPrepare(step)
        self.steps.append(step)


RUN = ["make", "requirements.lock", "project"]


def test_the_first_time_everything_is_made_and_the_second_time_nothing(checkout: Path):
    prepared = Preparing(checkout)
    prepared.prepare("run")
    prepared.prepare("run")
    assert prepared.steps == RUN


def test_testing_adds_to_what_running_made(checkout: Path):
    prepared = Preparing(checkout)
    prepared.prepare("run")
    prepared.prepare("test")
    assert prepared.steps == [*RUN, "requirements-dev.lock"]


def test_what_was_made_for_testing_runs_too(checkout: Path):
    prepared = Preparing(checkout)
    prepared.prepare("test")
    prepared.prepare("run")
    assert prepared.steps == ["make", "requirements-dev.lock", "project"]


def test_another_lock_makes_all_anew(checkout: Path):
    prepared = Preparing(checkout)
    prepared.prepare("run")
    (checkout / "installer" / "requirements.lock").write_text("a==2\n")
    prepared.prepare("run")
    assert prepared.steps == [*RUN, *RUN]


def test_another_project_file_installs_only_the_project(checkout: Path):
    prepared = Preparing(checkout)
    prepared.prepare("run")
    (checkout / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    prepared.prepare("run")
    assert prepared.steps == [*RUN, "project"]


def test_another_python_makes_all_anew(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    prepared = Preparing(checkout)
    prepared.prepare("run")
    monkeypatch.setattr(environment.sys, "base_prefix", "/another/python")
    prepared.prepare("run")
    assert prepared.steps == [*RUN, *RUN]


def test_a_lost_interpreter_makes_all_anew(checkout: Path):
    prepared = Preparing(checkout)
    prepared.prepare("run")
    prepared.python.unlink()
    prepared.prepare("run")
    assert prepared.steps == [*RUN, *RUN]


@pytest.mark.parametrize("step", RUN)
def test_after_an_interruption_the_next_time_completes_it(checkout: Path, step: str):
    prepared = Preparing(checkout)
    prepared.fails_at = step
    with pytest.raises(CannotPrepare):
        prepared.prepare("run")
    prepared.prepare("run")
    assert prepared.steps[-3:] == RUN or prepared.steps == RUN
    done = len(prepared.steps)
    prepared.prepare("run")
    assert len(prepared.steps) == done


def test_a_damaged_stamp_makes_all_anew(checkout: Path):
    prepared = Preparing(checkout)
    prepared.prepare("run")
    (prepared.folder / STAMP).write_text("{")
    prepared.prepare("run")
    assert prepared.steps == [*RUN, *RUN]


def test_an_environment_of_somebody_else_is_left_alone(checkout: Path):
    (checkout / ".venv").mkdir()
    mine = checkout / ".venv" / "pyvenv.cfg"
    mine.touch()
    with pytest.raises(CannotPrepare, match="move it away"):
        Environment(checkout).prepare("run")
    assert mine.exists()


def test_what_a_killed_preparation_went_on_writing_is_no_hindrance(checkout: Path):
    (checkout / ".venv" / "lib" / "pip").mkdir(parents=True)
    prepared = Preparing(checkout)
    prepared.prepare("run")
    assert prepared.steps == RUN
    assert not (checkout / ".venv" / "lib" / "pip").exists()


def test_what_an_interrupted_deletion_left_is_deleted(checkout: Path):
    (checkout / ".venv-old-1" / "lib").mkdir(parents=True)
    Environment(checkout).remove()
    assert not (checkout / ".venv-old-1").exists()


def test_a_real_environment_is_made_whatever_the_persons_pip_is_set_to(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nuser = true\nrequire-virtualenv = true\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    monkeypatch.setenv("PIP_TARGET", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "nowhere"))
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (checkout / "installer" / lock).write_text("# nothing is needed\n")
    project = checkout / "pyproject.toml"
    project.write_text('[project]\nname = "empty"\nversion = "1"\n[build-system]\nrequires = []\nbuild-backend = "b"\n')
    project.with_name("b.py").write_text(_BACKEND)
    project.write_text(project.read_text() + 'backend-path = ["."]\n')
    made = Environment(checkout)
    made.prepare("run")
    ask = [str(made.python), "-c", "import empty_is_here, sys; print(sys.prefix)"]
    shown = subprocess.run(ask, capture_output=True, text=True, check=True, env=_without_python_path())
    assert Path(shown.stdout.strip()).resolve() == made.folder.resolve()
    assert set(json.loads((made.folder / STAMP).read_text())) == {"basis", "run", "project"}
    assert not (tmp_path / "elsewhere").exists()
    assert sys.prefix != str(made.folder)


def _without_python_path() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


# The smallest build backend there is, so that this test needs nothing from outside.
_BACKEND = """
import zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "empty-1-py3-none-any.whl"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        wheel.writestr("empty_is_here.py", "")
        wheel.writestr("empty-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: empty\\nVersion: 1\\n")
        wheel.writestr("empty-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("empty-1.dist-info/RECORD", "")
    return name
"""
