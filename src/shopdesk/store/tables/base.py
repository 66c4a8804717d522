"""The common base of every table and its typed columns.

The files of tables keep their annotations as they are: SQLAlchemy takes a quarter longer to map them from strings.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, Integer, MetaData, Table, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

BigInt = BigInteger().with_variant(Integer, "sqlite")


class UtcTime(TypeDecorator[datetime]):
    """A moment, stored in UTC and always aware in Python; refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as the database keeps it; ValueError without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables of a shop."""

    __table__: ClassVar[Table]
    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {str: Text(), datetime: UtcTime(), int: BigInt}  # noqa: RUF012 - SQLAlchemy's own hook

    def as_dict(self) -> dict[str, Any]:
        """Column values by name."""
        return {column.key: getattr(self, column.key) for column in self.__table__.columns}


Id = Annotated[int, mapped_column(BigInt, primary_key=True, autoincrement=True)]
Minor = Annotated[int, mapped_column(BigInt, default=0, server_default="0")]
Count = Annotated[int, mapped_column(Integer, default=0, server_default="0")]
Words = Annotated[str, mapped_column(Text, default="", server_default="")]


def ref(target: str) -> Any:
    """An indexed foreign key column to ``table.column``."""
    return mapped_column(BigInt, ForeignKey(target), index=True)
