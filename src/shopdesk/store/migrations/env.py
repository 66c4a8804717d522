"""Runs the steps of an upgrade inside the one transaction that the upgrade opened."""

from __future__ import annotations

from alembic import context

from shopdesk.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    # All steps succeed or fail together, with whatever the caller does in the same transaction.
    transaction_per_migration=False,
    transactional_ddl=True,
    include_object=lambda _thing, name, _kind, _reflected, _compared: not str(name).startswith("search_index"),
)
context.run_migrations()
