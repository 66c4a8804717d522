"""What a built wheel holds."""

import ast
import configparser
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_resource(wheel: Path, root: Path):
    ignored = {"__pycache__", ".DS_Store"}
    files = [path for path in (root / "resources").rglob("*") if path.is_file() and not ignored & set(path.parts)]
    expected = {"shopdesk/resources/" + path.relative_to(root / "resources").as_posix() for path in files}
    with zipfile.ZipFile(wheel) as archive:
        assert expected
        assert expected <= set(archive.namelist())


def test_the_wheel_holds_the_program_and_nothing_beside_it(wheel: Path, root: Path):
    modules = {path.relative_to(root / "src").as_posix() for path in (root / "src").rglob("*.py")}
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert modules <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"shopdesk"}


def test_code_from_the_wheel_finds_its_resources(wheel: Path, tmp_path: Path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    ask = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
    ask += "from shopdesk.resources_folder import resource; print(resource())"
    found = subprocess.run([sys.executable, "-I", "-c", ask], capture_output=True, text=True, check=True).stdout
    assert Path(found.strip()) == (tmp_path / "shopdesk" / "resources").resolve()


def test_the_wheel_brings_a_command_and_a_window(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt"))
        points = configparser.ConfigParser()
        points.read_string(archive.read(name).decode())
    assert points["console_scripts"]["shopdesk"] == "shopdesk.cli:main"
    assert points["gui_scripts"]["shopdesk-window"] == "shopdesk.cli:main"


# What a requirement is imported as, where that is not its name; None for what others load by its name.
IMPORTED_AS = {
    "pyside6-essentials": "PySide6",
    "pyside6-addons": "PySide6",
    "python-calamine": "python_calamine",
    "python-barcode": "barcode",
    "argon2-cffi": "argon2",
    "pillow": "PIL",
    "tzdata": None,
}


def test_the_program_needs_every_requirement_it_names(root: Path):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    names = [re.split(r"[^A-Za-z0-9_-]", requirement)[0].lower() for requirement in project["dependencies"]]
    needed = {IMPORTED_AS.get(name, name) for name in names} - {None}
    unused = needed - set(_imported(root / "src"))
    assert not unused


def _imported(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_name_no_index_and_hash_everything(root: Path, name: str):
    text = (root / "installer" / name).read_text("utf-8")
    assert "://" not in text
    assert "-index" not in text
    logical = text.replace("\\\n", " ").splitlines()
    pinned = [line for line in logical if line and not line.startswith(("#", " "))]
    assert pinned
    assert all("==" in line and "--hash=sha256:" in line for line in pinned)


def test_the_test_lock_holds_the_very_versions_people_run(root: Path):
    def pins(name: str) -> set[str]:
        lines = (root / "installer" / name).read_text("utf-8").splitlines()
        return {line.split()[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
