"""Move data into a table of its own, row by row."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Every bin gets a label."""
    labels = op.create_table(
        "bin_labels",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("location_id", sa.BigInteger(), sa.ForeignKey("locations.id"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
    )
    connection = op.get_bind()
    for number, code in connection.execute(sa.text("SELECT id, code FROM locations ORDER BY id")).all():
        connection.execute(sa.insert(labels).values(location_id=number, words=f"Bin {code}"))
