"""Write the first migration anew from today's tables. Run it only before the first release: afterwards it is frozen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from alembic.autogenerate import render_python_code  # noqa: E402
from alembic.autogenerate.api import AutogenContext  # noqa: E402
from alembic.migration import MigrationContext  # noqa: E402
from alembic.operations import ops  # noqa: E402
from sqlalchemy.dialects import sqlite  # noqa: E402

from shopdesk.store import search_index  # noqa: E402
from shopdesk.store.tables import Base  # noqa: E402
from shopdesk.store.tables.base import UtcTime  # noqa: E402

FIRST = ROOT / "src" / "shopdesk" / "store" / "migrations" / "versions" / "0001_first.py"
HEAD = '''# ruff: noqa: E501
"""Every table of the first release, written out so that later changes of the tables do not change it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

SEARCH_INDEX_OF_A_FILE = (
{file_index})
SEARCH_INDEX_OF_A_SERVER = (
{server_index})


def upgrade() -> None:
    """Make all tables of an empty shop."""
{tables}
    server = op.get_bind().dialect.name == "postgresql"
    for statement in SEARCH_INDEX_OF_A_SERVER if server else SEARCH_INDEX_OF_A_FILE:
        op.execute(sa.text(statement))
'''


def render_item(kind: str, thing: object, _context: AutogenContext) -> str | bool:
    """Short names for the two types of ours."""
    if kind == "type":
        if isinstance(thing, UtcTime):
            return "TIME"
        if repr(thing) == "BigInteger()":
            return "BIG"
    return False


def tables() -> str:
    """The calls that make every table with its indexes, in an order that respects their links."""
    context = MigrationContext.configure(
        dialect=sqlite.dialect(),
        opts={
            "render_item": render_item,
            "sqlalchemy_module_prefix": "sa.",
            "alembic_module_prefix": "op.",
            "target_metadata": Base.metadata,
            "user_module_prefix": None,
            "render_as_batch": False,
        },
    )
    steps: list[ops.MigrateOperation] = []
    for table in Base.metadata.sorted_tables:
        steps.append(ops.CreateTableOp.from_table(table))
        steps += [ops.CreateIndexOp.from_index(index) for index in sorted(table.indexes, key=lambda i: str(i.name))]
    code = render_python_code(
        ops.UpgradeOps(steps), migration_context=context, render_item=render_item, render_as_batch=False
    )
    return "\n".join(line for line in code.splitlines() if "# ### " not in line).strip("\n")


def main() -> None:
    """Write the file and lay it out."""
    lines = {
        "file_index": "".join(f"    {statement!r},\n" for statement in search_index.FILE_DDL),
        "server_index": "".join(f"    {statement!r},\n" for statement in search_index.SERVER_DDL),
        "tables": "    " + tables().lstrip(),
    }
    text = HEAD
    for name, content in lines.items():
        text = text.replace("{" + name + "}", content)
    FIRST.write_text(text, "utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(FIRST)], check=True)
    print(f"{FIRST.relative_to(ROOT)}: {len(Base.metadata.tables)} tables")


if __name__ == "__main__":
    main()
