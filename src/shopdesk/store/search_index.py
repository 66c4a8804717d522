"""The full-text index over ``search_docs``: FTS5 in a shop file, GIN on a shop server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Select, func, literal_column, select, text
from sqlalchemy.sql.elements import ColumnElement

from shopdesk.store.prepared import Prepared
from shopdesk.store.tables import SearchDoc
from shopdesk.store.terms import Alternative, query_terms

_ADDED = (
    "CREATE TRIGGER search_docs_added AFTER INSERT ON search_docs BEGIN "
    "INSERT INTO search_index(rowid, body) VALUES (new.id, new.body); END"
)
FILE_DDL = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "body, content='search_docs', content_rowid='id', detail='none', columnsize=0, "
    "tokenize='ascii')",
    _ADDED,
    "CREATE TRIGGER search_docs_removed AFTER DELETE ON search_docs BEGIN "
    "INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.id, old.body); END",
    "CREATE TRIGGER search_docs_changed AFTER UPDATE OF body ON search_docs BEGIN "
    "INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.id, old.body); "
    "INSERT INTO search_index(rowid, body) VALUES (new.id, new.body); END",
)
_GATHER = "INSERT INTO search_index(search_index, rank) VALUES ('hashsize', ?)"
_GATHERED, _USUALLY_GATHERED = 2 << 20, 1 << 20  # measured: more does not fit the processor's cache
SERVER_DDL = (
    "CREATE INDEX ix_search_docs_body ON search_docs USING gin (array_to_tsvector(string_to_array(body, ' ')))",
)


def create(connection: Connection) -> None:
    """Make the index of a new shop."""
    for statement in SERVER_DDL if connection.dialect.name == "postgresql" else FILE_DDL:
        connection.execute(text(statement))


def rebuild(connection: Connection) -> None:
    """Index everything anew in a shop file; a server's index is always as its table."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search_index(search_index) VALUES ('rebuild')"))


def pause(connection: Connection) -> None:
    """Let new documents wait until ``catch_up`` in the same transaction (a shop file only)."""
    connection.exec_driver_sql("DROP TRIGGER search_docs_added")


def catch_up(connection: Connection, last: int) -> None:
    """Take in all documents after id ``last`` at once and go on document by document (a shop file only).

    The terms are gathered in memory and written in large parts instead of statement by statement.
    """
    connection.exec_driver_sql(_GATHER, (_GATHERED,))
    connection.exec_driver_sql(
        "INSERT INTO search_index(rowid, body) SELECT id, body FROM search_docs WHERE id > ? ORDER BY id", (last,)
    )
    connection.exec_driver_sql("SAVEPOINT gathered")  # writes the last part out, still with the large bound
    connection.exec_driver_sql("RELEASE gathered")
    connection.exec_driver_sql(_GATHER, (_USUALLY_GATHERED,))
    connection.exec_driver_sql(_ADDED)


def _fts(groups: list[tuple[Alternative, ...]]) -> str:
    """An FTS5 expression; every term is quoted, so no user text is ever syntax."""
    return _expression(groups, " AND ", " OR ", lambda term, prefix: f'"{term}"{"*" if prefix else ""}')


def _tsquery(groups: list[tuple[Alternative, ...]]) -> str:
    """The same for PostgreSQL; terms are letters and digits only, so none can end its quotes."""
    return _expression(groups, " & ", " | ", lambda term, prefix: f"'{term}'{':*' if prefix else ''}")


def _expression(
    groups: list[tuple[Alternative, ...]], both: str, either: str, quoted: Callable[[str, bool], str]
) -> str:
    return both.join(
        f"({either.join(f'({both.join(quoted(*term) for term in alternative)})' for alternative in group)})"
        for group in groups
    )


def refs_matching(dialect: str, kind: str, words: str) -> Select[Any] | None:
    """A select of the ids of things of ``kind`` that contain all ``words``; None when there is nothing to seek."""
    hit = matching(dialect, kind, words)
    if hit is None:
        return None
    ref = SearchDoc.ref if kind != "variant" else func.coalesce(SearchDoc.only_variant_id, SearchDoc.ref)
    return select(ref).where(hit)


def matching(dialect: str, kind: str, words: str) -> ColumnElement[bool] | None:
    """A condition on ``SearchDoc`` rows that contain all ``words``; None when there is nothing to seek.

    The rows are those of ``kind``; for variants also those of products that speak for their only variant.
    """
    groups = query_terms(words)
    if not groups:
        return None
    of_kind: ColumnElement[bool] = SearchDoc.kind == kind
    if kind == "variant":
        of_kind |= SearchDoc.only_variant_id.is_not(None)
    if dialect == "postgresql":
        found = text(
            "array_to_tsvector(string_to_array(search_docs.body, ' ')) @@ CAST(:search_words AS tsquery)"
        ).bindparams(search_words=_tsquery(groups))
        return of_kind & found
    rowids: Select[Any] = (
        select(literal_column("rowid"))
        .select_from(text("search_index"))
        .where(text("search_index MATCH :search_words").bindparams(search_words=_fts(groups)))
    )
    return of_kind & SearchDoc.id.in_(rowids)


_IN_FILE = "search_index JOIN search_docs d ON d.id = search_index.rowid WHERE search_index MATCH :search_words"
_ON_SERVER = "search_docs d WHERE array_to_tsvector(string_to_array(d.body, ' ')) @@ CAST(:search_words AS tsquery)"
_OF_KIND = "SELECT d.ref FROM"
_OF_VARIANTS = "SELECT coalesce(d.only_variant_id, d.ref) FROM"
_KIND = "AND d.kind = :kind LIMIT :most"
_KIND_OR_ONLY = "AND (d.kind = :kind OR d.only_variant_id IS NOT NULL) LIMIT :most"
_FIRST = {
    "sqlite": Prepared(text(f"{_OF_KIND} {_IN_FILE} {_KIND}")),
    "postgresql": Prepared(text(f"{_OF_KIND} {_ON_SERVER} {_KIND}")),
}
_FIRST_VARIANTS = {
    "sqlite": Prepared(text(f"{_OF_VARIANTS} {_IN_FILE} {_KIND_OR_ONLY}")),
    "postgresql": Prepared(text(f"{_OF_VARIANTS} {_ON_SERVER} {_KIND_OR_ONLY}")),
}


def first_refs(connection: Connection, kind: str, words: str, most: int) -> list[int]:
    """The first ``most`` things of ``kind`` that contain all ``words``, in no particular order."""
    groups = query_terms(words)
    if not groups:
        return []
    dialect = connection.dialect.name
    said = _tsquery(groups) if dialect == "postgresql" else _fts(groups)
    first = _FIRST if kind != "variant" else _FIRST_VARIANTS
    found = first[dialect].run(connection, {"search_words": said, "kind": kind, "most": most})
    return [ref for (ref,) in found]
