"""A step that leaves broken links behind."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Take away what others point at."""
    op.execute(sa.text("DELETE FROM warehouses"))
