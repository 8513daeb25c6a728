"""Looking a query up: range scans of the index, each bounded, and the order of what they bring.

One word costs one statement. Several words cost three more at most: how many rows each word has
(counted up to a bound), the rows of the rarest whose home or subject meets the other words, and
what else in those homes was meant.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from propertydesk.platform.db import db
from propertydesk.platform.search.index import NOWHERE, TABLE
from propertydesk.platform.search.reading import Reading, Word, readings_of

_LAST_CHARACTER = "\U0010ffff"
_ROWS_PER_HIT = 2
"""Rows read for each hit wanted: a subject answers to several terms that begin alike."""

_SCANNED = 2_000
"""Rows of the rarest word that are compared with the others."""

_COUNTED = 1_000
"""How far the rows of a word are counted in search of the rarest."""

Finder = Callable[[int, str], Sequence["Found"]]

_subjects: tuple[str, ...] = ()
_finders: list[Finder] = []


@dataclass(frozen=True)
class Found:
    """A subject that answers to the query; `kind` is the sort of term that met it."""

    subject_type: str
    subject_id: int
    home_id: int | None
    kind: str


@dataclass
class _Candidate:
    """A subject while hits are being ordered."""

    found: Found
    words: set[int]
    exact: bool
    term: str


def rank_subjects(subject_types: Sequence[str]) -> None:
    """Set which subjects come first among equals; `register_presenter` keeps this."""
    global _subjects  # noqa: PLW0603  # set once while the application is being built
    _subjects = tuple(subject_types)


def register_finder(finder: Finder) -> None:
    """Let a domain answer whole queries by something that must not stand in the index, such as a
    keyed hash; called from wiring. `finder(community_id, query)` gives what it knows, mostly
    nothing.
    """
    if finder not in _finders:
        _finders.append(finder)


def find(
    community_id: int, query: str, subject_types: Sequence[str] | None = None, limit: int = 20
) -> list[Found]:
    """What answers to `query` in a community, best first, at most `limit`.

    Exact terms come before beginnings, then the subjects in the order of their presenters; no
    type of subject takes more than half of the places while another has hits. Takes any text and
    never raises for it.
    """
    told = [found for finder in _finders for found in finder(community_id, query)]
    wanted = [each for each in told if subject_types is None or each.subject_type in subject_types]
    if wanted:
        return wanted[:limit]
    for reading in readings_of(query):
        look_up = _single if len(reading) == 1 else _several
        rows = look_up(community_id, reading, subject_types, limit)
        if rows:
            return _ordered(rows, reading, limit)
    return []


def _single(
    community_id: int, reading: Reading, subject_types: Sequence[str] | None, limit: int
) -> list[Row[Any]]:
    (word,) = reading
    narrowed = subject_types is not None
    statement = _scan_statement(len(word), limit * _ROWS_PER_HIT, narrowed=narrowed)
    values: dict[str, Any] = {"community": community_id} | _bounds("r", word)
    if narrowed:
        values["types"] = list(subject_types or ())
    return list(db.session.execute(statement, values))


def _several(
    community_id: int, reading: Reading, subject_types: Sequence[str] | None, limit: int
) -> list[Row[Any]]:
    values: dict[str, Any] = {"community": community_id}
    for index, word in enumerate(reading):
        values |= _bounds(f"w{index}r", word)
    shape = tuple(len(word) for word in reading)
    counts = [0] * len(reading)
    for index, count in db.session.execute(_count_statement(shape), values):
        counts[index] += count
    if 0 in counts:
        return []
    rarest, most = counts.index(min(counts)), limit * _ROWS_PER_HIT
    together = list(db.session.execute(_meeting_statement(shape, rarest, most), values))
    homes = list(dict.fromkeys(row.home_id for row in together if row.home_id != NOWHERE))[:limit]
    if homes:
        values["homes"] = homes + homes[-1:] * (limit - len(homes))  # always the same statement
        together += db.session.execute(_beside_statement(shape, 2 * most), values)
    return [row for row in together if subject_types is None or row.subject_type in subject_types]


def _bounds(name: str, word: Word) -> dict[str, str]:
    bounds: dict[str, str] = {}
    for index, each in enumerate(word):
        bounds[f"{name}{index}kind"] = each.kind
        bounds[f"{name}{index}from"] = each.prefix
        bounds[f"{name}{index}to"] = each.prefix + _LAST_CHARACTER
    return bounds


# The limits stand in the statements themselves: PostgreSQL would plan a statement with a limit that
# it does not know anew each time, which takes longer than running it.


@lru_cache(maxsize=64)
def _scan_statement(ranges: int, most: int, *, narrowed: bool) -> Any:
    """The first rows of each range; when `narrowed`, of chosen subject types only."""
    scans = [_scan(f"r{index}", 0, _SCANNED if narrowed else most) for index in range(ranges)]
    rows = union_all(*(select(scan.subquery()) for scan in scans)).subquery()
    if not narrowed:
        return select(rows)
    types: BindParameter[list[str]] = bindparam("types", expanding=True)
    return select(rows).where(rows.c.subject_type.in_(types)).limit(_constant(most))


@lru_cache(maxsize=256)
def _count_statement(shape: tuple[int, ...]) -> Any:
    """How many rows each word of a query has, counted up to a bound."""
    counts = []
    for index, ranges in enumerate(shape):
        for each in range(ranges):
            scan = _scan(f"w{index}r{each}", index, _COUNTED).subquery()
            counts.append(select(_constant(index), func.count()).select_from(scan))
    return union_all(*counts)


@lru_cache(maxsize=256)
def _meeting_statement(shape: tuple[int, ...], rarest: int, most: int) -> Any:
    """Rows of the rarest word whose home, or else whose subject, answers to all the others."""
    scans = [_scan(f"w{rarest}r{each}", rarest, _SCANNED) for each in range(shape[rarest])]
    rows = union_all(*(select(scan.subquery()) for scan in scans)).subquery()
    met = [
        or_(*(_meets(rows, f"w{index}r{each}") for each in range(ranges)))
        for index, ranges in enumerate(shape)
        if index != rarest
    ]
    return select(rows).where(*met).limit(_constant(most))


@lru_cache(maxsize=256)
def _beside_statement(shape: tuple[int, ...], most: int) -> Any:
    """What answers to any word in the homes where all were met."""
    homes = TABLE.c.home_id.in_(bindparam("homes", expanding=True))
    scans = [
        _rows(index).where(homes, _within(TABLE, f"w{index}r{each}")).limit(_constant(most))
        for index, ranges in enumerate(shape)
        for each in range(ranges)
    ]
    return union_all(*(select(scan.subquery()) for scan in scans))


def _constant(number: int) -> ColumnElement[int]:
    return literal_column(str(number))


def _scan(name: str, word: int, most: int) -> Select[Any]:
    place = and_(TABLE.c.community_id == bindparam("community"), _within(TABLE, name))
    return _rows(word).where(place).order_by(TABLE.c.term).limit(_constant(most))


def _rows(word: int) -> Select[Any]:
    columns = (
        TABLE.c.kind,
        TABLE.c.term,
        TABLE.c.subject_type,
        TABLE.c.subject_id,
        TABLE.c.home_id,
    )
    return select(_constant(word).label("word"), *columns)


def _within(table: Any, name: str) -> ColumnElement[bool]:
    return and_(
        table.c.kind == bindparam(f"{name}kind"),
        table.c.term >= bindparam(f"{name}from"),
        table.c.term < bindparam(f"{name}to"),
    )


def _meets(rows: Any, name: str) -> ColumnElement[bool]:
    other = TABLE.alias()
    same_home = and_(rows.c.home_id != _constant(NOWHERE), other.c.home_id == rows.c.home_id)
    same_subject = and_(  # only where no home connects them
        rows.c.home_id == _constant(NOWHERE),
        other.c.subject_type == rows.c.subject_type,
        other.c.subject_id == rows.c.subject_id,
    )
    return or_(
        _is_any(_within(other, name), same_home),
        _is_any(_within(other, name), same_subject),
    )


def _is_any(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a row, asked for each row anew.

    As EXISTS, PostgreSQL may read the whole range into a hash first, however large it is.
    """
    return (
        select(_constant(1)).where(*conditions).limit(_constant(1)).scalar_subquery().is_not(None)
    )


def _ordered(rows: Iterable[Row[Any]], reading: Reading, limit: int) -> list[Found]:
    candidates: dict[tuple[str, int], _Candidate] = {}
    whole = {(each.kind, each.prefix) for each in chain(*reading)}
    for row in rows:
        key = row.subject_type, row.subject_id
        exact = (row.kind, row.term) in whole
        found = Found(*key, row.home_id or None, row.kind)
        known = candidates.get(key)
        if known is None or (exact and not known.exact):
            words = known.words if known else set()
            known = candidates[key] = _Candidate(found, words, exact, row.term)
        known.words.add(row.word)
    ranked = sorted(candidates.values(), key=_rank)
    return [candidate.found for candidate in _fairly(ranked, limit)]


def _rank(candidate: _Candidate) -> tuple[Any, ...]:
    found = candidate.found
    known = found.subject_type in _subjects
    place = _subjects.index(found.subject_type) if known else len(_subjects)
    return (
        -len(candidate.words),
        not candidate.exact,
        place,
        candidate.term,
        found.subject_type,
        found.subject_id,
    )


def _fairly(ranked: Sequence[_Candidate], limit: int) -> list[_Candidate]:
    """The best `limit`, but no type of subject takes more than half of the places while others
    wait.
    """
    share, taken, waiting = -(-limit // 2), dict[str, int](), list[_Candidate]()
    chosen: list[_Candidate] = []
    for candidate in ranked:
        kind = candidate.found.subject_type
        taken[kind] = taken.get(kind, 0) + 1
        (chosen if taken[kind] <= share else waiting).append(candidate)
    kept = (chosen[:limit] + waiting)[:limit]
    return sorted(kept, key=_rank)
