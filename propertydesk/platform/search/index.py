"""The table of terms, and the only functions that write it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from sqlalchemy import BigInteger, Index, Integer, Table, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.platform.db import Model, db, on_sqlite
from propertydesk.platform.search.terms import LONGEST, Term
from propertydesk.platform.types import ExactText

NOWHERE = 0
"""The home of a subject that has none; part of the key, so it cannot be null."""

_CHUNK = 5_000


class SearchTerm(Model):
    """One term that one subject answers to.

    The key is the lookup itself, so a search reads nothing but the key. Derived data: it refers
    to no table, so that writing it stays cheap, and can be built anew at any time.
    """

    __tablename__ = "search_terms"
    __table_args__ = (
        Index("ix_search_terms_home", "home_id", "kind", "term"),
        Index("ix_search_terms_subject", "subject_type", "subject_id"),
        {"sqlite_with_rowid": False},
    )

    community_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(ExactText(12), primary_key=True)
    term: Mapped[str] = mapped_column(ExactText(LONGEST), primary_key=True)
    subject_type: Mapped[str] = mapped_column(ExactText(30), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, default=NOWHERE
    )


TABLE: Table = SearchTerm.__table__  # type: ignore[assignment]  # a mapped class's table is a Table

IndexRow = tuple[int, str, str, str, int, int]

_COLUMNS = tuple(column.name for column in TABLE.columns)
_INSERT_EACH = sqlite.insert(TABLE).on_conflict_do_nothing()
# one array a column: PostgreSQL takes thousands of rows in one short statement of one shape
_INSERT_COLUMNS = (
    postgresql.insert(TABLE)
    .from_select(
        _COLUMNS,
        select(
            *(
                func.unnest(bindparam(column.name, type_=postgresql.ARRAY(column.type)))
                for column in TABLE.columns
            )
        ),
    )
    .on_conflict_do_nothing()
)


@dataclass(frozen=True)
class Entry:
    """A subject with all its terms; `more_home_ids` are the further homes it is found by."""

    subject_type: str
    subject_id: int
    community_id: int
    home_id: int | None
    terms: Sequence[Term]
    more_home_ids: Sequence[int] = ()

    def rows(self) -> Iterator[IndexRow]:
        """The rows this entry stands in, each once, in the order of the key's columns."""
        homes = dict.fromkeys((self.home_id or NOWHERE, *self.more_home_ids))
        for term in dict.fromkeys(self.terms):
            for home_id in homes:
                yield (
                    self.community_id,
                    str(term.kind),
                    term.text[:LONGEST],
                    self.subject_type,
                    self.subject_id,
                    home_id,
                )


def reindex(
    subject_type: str,
    subject_id: int,
    community_id: int,
    home_id: int | None,
    terms: Sequence[Term],
    *,
    more_home_ids: Sequence[int] = (),
) -> None:
    """Let a subject answer to exactly `terms` from now on, within the open transaction."""
    drop(subject_type, subject_id)
    _insert(Entry(subject_type, subject_id, community_id, home_id, terms, more_home_ids).rows())


def bulk_index(entries: Iterable[Entry], *, replacing: bool = False) -> int:
    """Index many subjects at once (imports, demo), within the open transaction; gives how many
    rows were handed in.

    `replacing` forgets what the subjects answered to before; leave it out for new ones.
    """
    total = 0
    entries = iter(entries)
    while chunk := list(islice(entries, _CHUNK // 10)):
        if replacing:
            _drop_many(chunk)
        total += _insert(row for entry in chunk for row in entry.rows())
    return total


def drop(subject_type: str, subject_id: int) -> None:
    """Let nobody find the subject any more."""
    _drop(subject_type, (subject_id,))


def drop_all(subject_type: str, subject_ids: Sequence[int]) -> None:
    """Let nobody find any of these subjects any more."""
    _drop(subject_type, subject_ids)


def _drop_many(entries: Sequence[Entry]) -> None:
    ordered = sorted(entries, key=lambda entry: (entry.subject_type, entry.subject_id))
    for subject_type, group in groupby(ordered, key=lambda entry: entry.subject_type):
        _drop(subject_type, tuple(entry.subject_id for entry in group))


def _drop(subject_type: str, subject_ids: Sequence[int]) -> None:
    db.session.execute(
        delete(TABLE).where(
            TABLE.c.subject_type == subject_type, TABLE.c.subject_id.in_(subject_ids)
        )
    )


def _insert(rows: Iterable[IndexRow]) -> int:
    """In key order, as all who take many locks must; a row that stands already is no error."""
    ordered = sorted(rows)
    if not ordered:
        return 0
    if on_sqlite():
        values = [dict(zip(_COLUMNS, row, strict=True)) for row in ordered]
        db.session.execute(_INSERT_EACH, values)
    else:
        columns = zip(*ordered, strict=True)
        db.session.execute(_INSERT_COLUMNS, dict(zip(_COLUMNS, map(list, columns), strict=True)))
    return len(ordered)
