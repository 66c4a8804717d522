"""Exit codes, errors as JSON, languages, and a fast start."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shopdesk import cli
from shopdesk.domain.errors import Conflict, OutsideError
from shopdesk.usecases import imports
from shopdesk.usecases.imports import ImportResult
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


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows knows no SIGINT for one process")
def test_ctrl_c_stops_the_work_and_says_the_truth(shop: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "p.csv"
    path.write_text("SKU,Title,Price\nA-1,A,1.00\n", encoding="utf-8")

    def interrupted(*_args: object, **_more: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as early:
        early.setattr(imports, "plan_of", interrupted)
        stopped = shop("import", "products", str(path))
    assert stopped.code == 1
    assert stopped.error["message"] == "Cancelled. Nothing was changed."
    assert shop("list", "products").out == ""


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows knows no SIGINT for one process")
def test_ctrl_c_comes_too_late_once_a_change_is_kept(shop: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    files = []
    for number in (1, 2):
        files.append(tmp_path / f"{number}.csv")
        files[-1].write_text(f"SKU,Title,Price\nA-{number},A,1.00\n", encoding="utf-8")
    kept = ImportResult.as_json

    def pressed(result: ImportResult) -> object:
        # The first file is in the shop; what follows is only words about it.
        os.kill(os.getpid(), signal.SIGINT)
        return kept(result)

    monkeypatch.setattr(ImportResult, "as_json", pressed)
    one = shop("import", "products", str(files[0]))
    assert one.code == 0
    assert one.value["created"]["products"] == 1
    both = shop("import", "products", *map(str, reversed(files)))
    assert both.error["message"] == "Cancelled. What was finished before stays."
    assert [row["sku"] for row in shop("list", "inventory").lines] == ["A-1", "A-2"]
