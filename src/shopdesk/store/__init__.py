"""The shop file (SQLite) or shop server (PostgreSQL), through SQLAlchemy."""
