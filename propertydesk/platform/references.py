"""Who refers to a row: by foreign key, or by kind and number as files and requests do.

Read from the tables themselves, so that whatever a domain adds later is asked as well. What merely
follows a record (history, the search index, imports) is no reason to keep it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Table, select

from propertydesk.platform.db import Base, db

FOLLOWERS = frozenset({"activities", "search_terms", "imported_parts", "reveals"})
_AT_A_TIME = 500


@dataclass(frozen=True)
class Reference:
    """A row (`table`, `row_id`) that refers to the one asked about (`target_id`)."""

    table: str
    row_id: int
    target_id: int


def references(table: str, ids: Collection[int], *, subject_type: str = "") -> list[Reference]:
    """Everything that refers to these rows of `table`, which others call `subject_type`."""
    found = []
    for column, kind in _pointing_at(table, subject_type):
        found += list(_rows(column, sorted(ids), kind))
    return found


def _pointing_at(
    table: str, subject_type: str
) -> Iterator[tuple[Column[int], Mapping[Column[str], str]]]:
    for other in Base.metadata.tables.values():
        if other.name in FOLLOWERS:
            continue
        for column in other.columns:
            if any(key.column.table.name == table for key in column.foreign_keys):
                yield column, {}
        if subject_type and {"subject_type", "subject_id"} <= set(other.c.keys()):
            yield other.c.subject_id, {other.c.subject_type: subject_type}


def _rows(
    column: Column[int], ids: list[int], kind: Mapping[Column[str], str]
) -> Iterator[Reference]:
    other: Table = column.table
    for at in range(0, len(ids), _AT_A_TIME):
        key = next(iter(other.primary_key.columns))
        query = select(key, column).where(column.in_(ids[at : at + _AT_A_TIME]))
        for name, value in kind.items():
            query = query.where(name == value)
        for row_id, target in db.session.execute(query):
            yield Reference(other.name, row_id, target)
