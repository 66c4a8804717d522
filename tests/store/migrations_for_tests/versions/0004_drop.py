"""Rename one thing and drop another."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Waves lose the date of picking, channels say colour."""
    with op.batch_alter_table("waves") as table:
        table.drop_column("picked_at")
    with op.batch_alter_table("channels") as table:
        table.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default=""))
    op.execute(sa.text("UPDATE channels SET colour = 'blue'"))
