"""Column types that keep the house's promises on both engines."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

from propertydesk.kernel.money import Money

#: JSON that PostgreSQL can index and compare.
Json = JSON().with_variant(JSONB(), "postgresql")

#: Counts, identities and fen; SQLite numbers rows only in a column it calls INTEGER.
Identity = BigInteger().with_variant(Integer(), "sqlite")


def ExactText(length: int) -> TypeEngine[str]:  # noqa: N802  # reads as the type it makes
    """Text compared byte by byte, so that both engines sort and range-scan it alike."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware and UTC going in and coming out; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What comes out; paging asks for it."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("an instant needs its zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            # combine() is several times faster than replace(), and lists read many instants
            return datetime.combine(value.date(), value.time(), UTC)
        return value.astimezone(UTC)


class MoneyType(TypeDecorator[Money]):
    """Whole fen in the database, Money in the program."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        return None if value is None else value.fen

    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:
        return None if value is None else Money(value)
