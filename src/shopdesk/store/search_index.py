"""The full-text index over ``search_docs``: FTS5 in a shop file, GIN on a shop server."""

from __future__ import annotations

from sqlalchemy import Connection, literal_column, select, text
from sqlalchemy.sql.elements import ColumnElement

from shopdesk.store.tables import SearchDoc
from shopdesk.store.terms import query_terms

_SQLITE_DDL = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "body, content='search_docs', content_rowid='id', detail='none', columnsize=0, "
    "tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_docs_added AFTER INSERT ON search_docs BEGIN "
    "INSERT INTO search_index(rowid, body) VALUES (new.id, new.body); END",
    "CREATE TRIGGER search_docs_removed AFTER DELETE ON search_docs BEGIN "
    "INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.id, old.body); END",
    "CREATE TRIGGER search_docs_changed AFTER UPDATE OF body ON search_docs BEGIN "
    "INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.id, old.body); "
    "INSERT INTO search_index(rowid, body) VALUES (new.id, new.body); END",
)
_SERVER_DDL = (
    "CREATE INDEX ix_search_docs_body ON search_docs USING gin (array_to_tsvector(string_to_array(body, ' ')))",
)


def create(connection: Connection) -> None:
    """Make the index of a new shop."""
    for statement in _SERVER_DDL if connection.dialect.name == "postgresql" else _SQLITE_DDL:
        connection.execute(text(statement))


def _fts(groups: list[tuple[tuple[str, bool], ...]]) -> str:
    """An FTS5 expression; every term is quoted, so no user text is ever syntax."""
    said = []
    for group in groups:
        words = [f'"{term}"{"*" if prefix else ""}' for term, prefix in group]
        said.append(f"({' OR '.join(words)})" if len(words) > 1 else words[0])
    return " AND ".join(said)


def _tsquery(groups: list[tuple[tuple[str, bool], ...]]) -> str:
    said = []
    for group in groups:
        words = [f"'{term}'{':*' if prefix else ''}" for term, prefix in group]
        said.append(f"({' | '.join(words)})" if len(words) > 1 else words[0])
    return " & ".join(said)


def matching(dialect: str, kind: str, words: str) -> ColumnElement[bool] | None:
    """A condition on ``SearchDoc`` rows of ``kind`` that contain all ``words``; None when there is nothing to seek."""
    groups = query_terms(words)
    if not groups:
        return None
    if dialect == "postgresql":
        found = text(
            "array_to_tsvector(string_to_array(search_docs.body, ' ')) @@ CAST(:search_words AS tsquery)"
        ).bindparams(search_words=_tsquery(groups))
        return (SearchDoc.kind == kind) & found  # type: ignore[operator,no-any-return]
    rowids = (
        select(literal_column("rowid"))
        .select_from(text("search_index"))
        .where(text("search_index MATCH :search_words").bindparams(search_words=_fts(groups)))
    )
    return (SearchDoc.kind == kind) & SearchDoc.id.in_(rowids)
