"""Exit codes, errors as JSON, languages, and a fast start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shopdesk import cli
from shopdesk.domain.errors import Conflict, OutsideError
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    "arguments", [["fly"], ["list"], ["import", "orders"], ["list", "orders", "--limit", "many"], ["--nonsense"]]
)
def test_wrong_usage_is_2_and_says_what_is_right(run: Run, arguments: list[str]):
    answer = run(*arguments)
    assert answer.code == 2
    assert answer.error["kind"] == "user"
    assert answer.error["details"].startswith("usage:")
    in_words = run(*arguments, text=True)
    assert in_words.code == 2
    assert "usage:" in in_words.err
    assert in_words.out == ""


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        (Conflict("Somebody was faster."), 1, "user"),
        (OutsideError("The disk is full."), 3, "environment"),
        (PermissionError(13, "Permission denied", "/x"), 3, "environment"),
        (KeyboardInterrupt(), 1, "user"),
        (ZeroDivisionError("oh"), 4, "bug"),
    ],
)
def test_each_kind_of_failure_has_its_code(run: Run, tmp_path: Path, monkeypatch, error: BaseException, code, kind):
    from shopdesk.cli import shop_commands

    def fail(*_anything: object) -> None:
        raise error

    monkeypatch.setattr(shop_commands, "_versions", fail)
    answer = run("self-check")
    assert (answer.code, answer.error["kind"]) == (code, kind)
    if kind == "bug":
        assert "ZeroDivisionError" in (tmp_path / "home" / "logs" / "errors.log").read_text("utf-8")


def test_common_options_stand_before_or_after_the_command(shop_file: Path, run: Run):
    before = run("--shop", str(shop_file), "list", "people", "--json")
    after = run("list", "people", "--shop", str(shop_file))
    assert before.value["name"] == after.value["name"] == "Olga"


def test_help_and_version_end_well(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["--help"]) == 0
    assert "export" in capsys.readouterr().out
    assert cli.main(["import", "--help"]) == 0
    assert "--policy" in capsys.readouterr().out
    assert cli.main(["--version"]) == 0


def shopdesk(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    source = str(Path(cli.__file__).resolve().parents[2])
    return subprocess.run(
        [sys.executable, "-m", "shopdesk", *arguments],
        env={**os.environ, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        **more,
    )


def test_a_real_process_answers_with_json_and_codes(tmp_path: Path):
    home = ["--home", str(tmp_path), "--shop", str(tmp_path / "s.db")]
    made = shopdesk(*home, "init", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["orders"] == 0
    assert made.stderr == ""
    refused = shopdesk(*home, "init", "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["error"]["kind"] == "user"
    assert shopdesk(*home, "fly").returncode == 2


def test_a_reader_that_stops_reading_is_no_error(sample_to_copy: Path, tmp_path: Path):
    source = str(Path(cli.__file__).resolve().parents[2])
    command = [
        sys.executable,
        "-m",
        "shopdesk",
        "--home",
        str(tmp_path),
        "--shop",
        str(sample_to_copy),
        "list",
        "moves",
    ]
    process = subprocess.Popen(
        [*command, "--json"],
        env={**os.environ, "PYTHONPATH": source},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) == 0


def test_help_imports_neither_database_nor_qt():
    ask = (
        "import sys\nfrom shopdesk.cli import main\nmain(['--help'])\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    source = str(Path(cli.__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", ask], env={**os.environ, "PYTHONPATH": source}, capture_output=True, text=True
    )
    assert done.returncode == 0
    for heavy in ("sqlalchemy", "PySide6", "openpyxl", "babel", "argon2"):
        assert heavy not in done.stderr
