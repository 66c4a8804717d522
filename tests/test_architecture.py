"""The rooms of the code and who may import whom; habits that a reader of the code relies on."""

import ast
import importlib
import inspect
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "shopdesk"

EVERYWHERE = {"i18n", "resources_folder"}
ROOMS: dict[str, set[str]] = {
    "": set(),  # shopdesk/__init__.py
    "resources_folder": set(),
    "i18n": set(),
    "settings": {"domain"},
    "domain": set(),
    "documents": {"domain"},
    "store": {"domain"},
    "queries": {"domain", "store"},
    "usecases": {"domain", "store", "queries", "documents"},
    "ui": {"domain", "queries", "usecases", "settings"},
    "opening": {"domain", "store", "queries", "usecases", "ui", "settings"},
    "app": {"domain", "documents", "store", "queries", "usecases", "ui", "settings", "opening"},
    "cli": {"domain", "documents", "store", "queries", "usecases", "ui", "settings", "app"},
    "__main__": {"cli"},
}

# Every library of others has its rooms; what is not named here is not used.
LIBRARIES: dict[str, set[str]] = {
    "PySide6": {"ui", "app", "opening"},
    "shiboken6": {"ui", "app"},
    "sqlalchemy": {"store", "queries", "usecases"},
    "alembic": {"store"},
    "sqlite3": {"store"},
    "pysqlite3": {"store"},
    "psycopg": {"store"},
    "openpyxl": {"documents"},
    "python_calamine": {"documents"},
    "reportlab": {"documents"},
    "barcode": {"documents"},
    "segno": {"documents"},
    "PIL": {"documents"},
    "babel": {"documents", "queries", "usecases", "ui", "cli", "i18n"},
    "argon2": {"usecases", "store"},
    "platformdirs": {"settings"},
    "pypinyin": {"queries", "usecases", "store"},
}
HEAVY = ("openpyxl", "reportlab", "alembic", "python_calamine", "pypinyin", "PySide6.QtMultimedia", "PySide6.QtPdf")

# What verbs are made of: called by use cases inside their transaction, and by nobody else.
STEPS = {
    f"shopdesk.usecases.{name}"
    for name in (
        *(
            "before_shipping",
            "count_lines",
            "ledger",
            "sample_days",
            "sample_rows",
            "indexing",
            "order_goods",
            "order_lines",
            "order_states",
            "price_log",
            "order_kits",
            "return_goods",
            "return_money",
            "return_units",
            "shipment_steps",
            "short_picks",
            "import_bins",
            "import_channels",
            "import_people",
        ),
        *("purchase_index", "purchase_states", "receipt_booking"),
        *(path.stem for path in (PACKAGE / "usecases").glob("import_*_writing.py")),
    )
}

# The rules know no files, no network, no processes and no clock; what they need is given to them.
OUTSIDE_DOMAIN = {
    *("glob", "http", "io", "multiprocessing", "os", "pathlib", "shutil", "signal", "socket", "sqlite3", "ssl"),
    *("subprocess", "sys", "tempfile", "threading", "time", "urllib"),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Every import anywhere in the file as (line, full name)."""
    package = ("shopdesk", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}"


def calls_of(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in the file with the last part of what is called."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id


def glued(node: ast.expr) -> bool:
    """Whether a text is put together from parts at run time; a CONSTANT of ours is no such part."""
    if isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return not all(isinstance(part, ast.Name) and part.id.isupper() for part in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in (node.left, node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "format" and isinstance(node.func.value, ast.Constant)
    return False


def test_every_room_has_its_rule():
    assert {room_of(path) for path in MODULES} <= set(ROOMS), (
        "a new room needs a line in ROOMS saying what it may import"
    )


def test_rooms_import_only_what_lies_below_them():
    wrong = []
    for path in MODULES:
        room = room_of(path)
        allowed = ROOMS.get(room, set()) | EVERYWHERE | {room}
        for line, name in imports_of(path):
            parts = name.split(".")
            if parts[0] == "shopdesk" and len(parts) > 1:
                # "from shopdesk import __version__" names no room.
                target = parts[1]
                if target not in allowed and target != "__version__":
                    wrong.append(f"{name_of(path)}:{line} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_libraries_stay_in_their_rooms():
    wrong = []
    for path in MODULES:
        for line, name in imports_of(path):
            library = name.split(".")[0]
            if library == "shopdesk" or (library in sys.stdlib_module_names and library not in LIBRARIES):
                continue
            if room_of(path) not in LIBRARIES.get(library, set()):
                wrong.append(f"{name_of(path)}:{line} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_the_rules_know_no_files_and_no_clock():
    wrong = []
    for path in (path for path in MODULES if room_of(path) == "domain"):
        wrong += [f"{name_of(path)}:{n} imports {i}" for n, i in imports_of(path) if i.split(".")[0] in OUTSIDE_DOMAIN]
        for call, name in calls_of(path):
            if name in {"now", "today", "utcnow", "open"}:
                wrong.append(f"{name_of(path)}:{call.lineno} calls {name}()")
    assert not wrong, "\n".join(wrong)


def test_nobody_imports_with_a_star():
    wrong = [f"{name_of(path)}:{line}" for path in MODULES for line, name in imports_of(path) if name.endswith(".*")]
    assert not wrong, wrong


def test_no_module_is_a_drawer_for_anything():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert not [name_of(path) for path in MODULES if drawers & {part.removesuffix(".py") for part in path.parts[-3:]}]


def test_every_file_can_be_held_in_a_head():
    # A frozen schema is one long list of tables that nobody edits.
    held = [path for path in MODULES if "migrations" not in path.parts]
    long = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in held}
    assert not {name: lines for name, lines in long.items() if lines > 600}


def test_no_dialog_runs_an_event_loop_of_its_own():
    wrong = []
    for path in MODULES:
        for call, name in calls_of(path):
            # The program's one event loop is started by app.py.
            loop = name in {"exec", "exec_"} and isinstance(call.func, ast.Attribute) and room_of(path) != "app"
            if loop or name == "processEvents":
                wrong.append(f"{name_of(path)}:{call.lineno} calls {name}()")
    assert not wrong, "\n".join(wrong)


def test_no_sql_and_no_markup_is_glued_from_text():
    sql = {"text", "execute", "executescript", "executemany", "exec_driver_sql", "literal_column"}
    takes_code = {"store": sql, "queries": sql, "usecases": sql, "documents": {"Paragraph"}}
    wrong = []
    for path in MODULES:
        for call, name in calls_of(path):
            if name in takes_code.get(room_of(path), ()) and call.args and glued(call.args[0]):
                wrong.append(f"{name_of(path)}:{call.lineno} gives a glued text to {name}()")
    assert not wrong, "\n".join(wrong)


def test_patterns_are_searched_only_where_they_are_escaped():
    wrong = []
    for path in MODULES:
        if name_of(path) in {"queries/search.py", "store/engine.py"}:
            continue
        for call, name in calls_of(path):
            if name in {"like", "ilike", "match", "regexp_match"} and call.args and glued(call.args[0]):
                wrong.append(f"{name_of(path)}:{call.lineno} gives a glued text to {name}()")
    assert not wrong, "\n".join(wrong)


def test_sentences_are_translated_whole():
    wrong = []
    for path in MODULES:
        for call, name in calls_of(path):
            if name in {"_", "n_", "N_"} and any(glued(argument) for argument in call.args[:2]):
                wrong.append(f"{name_of(path)}:{call.lineno} glues what it gives to {name}()")
    assert not wrong, "\n".join(wrong)


def use_cases() -> Iterator[tuple[str, object]]:
    package = importlib.import_module("shopdesk.usecases")
    for info in pkgutil.walk_packages(package.__path__, "shopdesk.usecases."):
        if info.name in STEPS:
            continue
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or inspect.unwrap(function).__module__ != info.name:
                continue
            first = next(iter(inspect.signature(function).parameters), None)
            if first == "work":
                yield f"{info.name}.{name}", function


def test_every_use_case_names_the_right_it_needs():
    unguarded = [name for name, function in use_cases() if getattr(function, "right", None) is None]
    assert not unguarded, "anybody could call " + ", ".join(unguarded)


def test_steps_are_called_by_use_cases_only():
    wrong = []
    for path in (path for path in MODULES if room_of(path) != "usecases"):
        wrong += [
            f"{name_of(path)}:{n} imports {i}" for n, i in imports_of(path) if any(i.startswith(s) for s in STEPS)
        ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", ["app", "cli"])
def test_starting_imports_nothing_heavy(module: str):
    ask = f"import sys, shopdesk.{module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", ask],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
