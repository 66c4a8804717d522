"""Rebuild a table that others point at, with a new column that may not be empty."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Give warehouses a country and a rule."""
    with op.batch_alter_table("warehouses") as table:
        table.add_column(sa.Column("country", sa.Text(), nullable=False, server_default="DE"))
        table.create_check_constraint("named", "name <> ''")
    op.create_index("ix_warehouses_country", "warehouses", ["country"])
