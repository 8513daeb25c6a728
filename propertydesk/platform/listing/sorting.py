"""Sort orders and keyset paging: where a page begins is a comparison with a row, never a count.

Both engines give the same order: text is compared by bytes, missing values come last whatever the
direction, and a unique id ends every order. Where no value can be missing and all go one way, the
comparison is one of row values, which both engines walk along an index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    UnaryExpression,
    and_,
    false,
    literal,
    or_,
    tuple_,
    type_coerce,
)
from sqlalchemy.dialects import postgresql

from propertydesk.kernel.paging import CursorKind, CursorValue
from propertydesk.platform.listing.columns import Expression, plain, python_kind

_POSTGRESQL = postgresql.dialect()
_KINDS: tuple[CursorKind, ...] = (int, str, date, datetime)


@dataclass(frozen=True, eq=False)
class By:
    """One part of a sort order.

    `nullable` is read off the column where it is one; say True for the columns of an outer join.
    Raises ValueError where the two engines would not agree on the order.
    """

    value: Expression
    descending: bool = False
    nullable: bool | None = None

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            raise ValueError(f"cannot sort by {self.value}: {self.kind} makes no cursor")
        collation = getattr(plain(self.value).type.dialect_impl(_POSTGRESQL), "collation", "C")
        if collation != "C":
            raise ValueError(f"cannot sort by {self.value}: declare its column as ExactText")

    @property
    def kind(self) -> CursorKind:
        """The kind of its values in a cursor."""
        found: CursorKind = python_kind(self.value)
        return found

    @property
    def may_be_missing(self) -> bool:
        """Whether some rows may have no value."""
        if self.nullable is not None:
            return self.nullable
        return bool(getattr(plain(self.value), "nullable", True))


@dataclass(frozen=True, eq=False)
class Sort:
    """A named order; `-key` in a link turns it around."""

    key: str
    label: str
    by: tuple[By, ...]


@dataclass(frozen=True, eq=False)
class _Step:
    """One part of an order, turned the way a page is read."""

    value: ColumnElement[Any]
    descending: bool
    nullable: bool
    missing_first: bool

    def order(self) -> UnaryExpression[Any]:
        ordered = self.value.desc() if self.descending else self.value.asc()
        if not self.nullable:
            return ordered
        return ordered.nulls_first() if self.missing_first else ordered.nulls_last()

    def equal(self, value: CursorValue) -> ColumnElement[bool]:
        return self.value.is_(None) if value is None else self.value == self.bound(value)

    def beyond(self, value: CursorValue) -> ColumnElement[bool]:
        if value is None:
            return self.value.is_not(None) if self.missing_first else false()
        bound = self.bound(value)
        further = self.value < bound if self.descending else self.value > bound
        if self.nullable and not self.missing_first:
            return or_(further, self.value.is_(None))
        return further

    def bound(self, value: CursorValue) -> ColumnElement[Any]:
        # Cursors come from outside: a number may be larger than the column, which PostgreSQL
        # would refuse to cast, so numbers are always compared as the widest kind.
        return literal(value, BigInteger if isinstance(value, int) else self.value.type)


class Order:
    """A sort with the unique id at its end, read forwards or (`backwards`) from the end."""

    def __init__(self, by: Sequence[By], unique: Expression, *, turned: bool) -> None:
        last = by[-1].descending if by else False
        parts = (*by, By(unique, descending=last, nullable=False))
        self.kinds: tuple[CursorKind, ...] = tuple(each.kind for each in parts)
        #: What to select for cursors.
        self.keys = [plain(each.value).label(f"key__{n}") for n, each in enumerate(parts)]
        self._steps = {
            backwards: [_step(each, turned=turned, backwards=backwards) for each in parts]
            for backwards in (False, True)
        }

    def clauses(self, *, backwards: bool) -> list[UnaryExpression[Any]]:
        """The ORDER BY."""
        return [step.order() for step in self._steps[backwards]]

    def after(self, cursor: Sequence[CursorValue], *, backwards: bool) -> ColumnElement[bool]:
        """The rows behind the row that `cursor` tells of, in reading direction."""
        steps = self._steps[backwards]
        if None not in cursor and _one_way(steps):
            return _row_comparison(steps, cursor)
        return _stepwise(steps, cursor)


def _step(by: By, *, turned: bool, backwards: bool) -> _Step:
    value = plain(by.value)
    return _Step(
        type_coerce(value, BigInteger) if by.kind is int else value,
        by.descending != (turned != backwards),
        by.may_be_missing,
        missing_first=backwards,
    )


def _one_way(steps: Sequence[_Step]) -> bool:
    return len({step.descending for step in steps}) == 1 and not any(s.nullable for s in steps)


def _row_comparison(steps: Sequence[_Step], cursor: Sequence[CursorValue]) -> ColumnElement[bool]:
    values = [step.bound(value) for step, value in zip(steps, cursor, strict=True)]
    if len(steps) == 1:
        return steps[0].beyond(cursor[0])
    row = tuple_(*[step.value for step in steps])
    return row < tuple_(*values) if steps[0].descending else row > tuple_(*values)


def _stepwise(steps: Sequence[_Step], cursor: Sequence[CursorValue]) -> ColumnElement[bool]:
    """Equal in the first parts and beyond in the next, for each number of equal parts."""
    pairs = list(zip(steps, cursor, strict=True))
    alternatives = [
        and_(*[step.equal(value) for step, value in pairs[:place]], pairs[place][0].beyond(value))
        for place, (_, value) in enumerate(pairs)
    ]
    # The first part alone lets an index find the place; the alternatives then decide.
    first, value = pairs[0]
    return and_(or_(first.equal(value), first.beyond(value)), or_(*alternatives))
