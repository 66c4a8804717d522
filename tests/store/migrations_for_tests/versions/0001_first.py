"""Where the shops of the tests begin."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Never run: shops are made with these tables."""
    raise AssertionError
