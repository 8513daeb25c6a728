"""Rows as they will stand in the database: collected first, written in bulk."""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import Insert, Table, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from propertydesk.platform.activity import Activity
from propertydesk.platform.db import Model, db, on_sqlite

CHUNK = 1_000
"""Rows in one statement."""


class Row:
    """A row of a model to be; as a value of another row it stands for its own id.

    Columns that are not given hold the model's defaults. Reads like the model itself.
    """

    __slots__ = ("cls", "id", "values")

    def __init__(self, cls: type[Model], /, **values: Any) -> None:
        self.cls = cls
        self.id = 0
        self.values = dict(_blank(cls))
        self.set(**values)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(f"{self.cls.__name__} has no column {name}") from None

    def set(self, **values: Any) -> None:
        """Change columns; raises AttributeError for one the model does not have."""
        unknown = values.keys() - self.values.keys()
        if unknown:
            raise AttributeError(f"{self.cls.__name__} has no columns {sorted(unknown)}")
        self.values.update(values)

    @property
    def subject(self) -> tuple[str, str]:
        """Kind and number for activities, as the model itself tells them."""
        told: Any = self.cls.__dict__["activity_subject"]
        kind, _id, number = told.fget(self)
        return kind, number

    def stored(self) -> dict[str, Any]:
        """The values for the database, rows replaced by their ids."""
        values = self.values.items()
        told = {name: value.id if isinstance(value, Row) else value for name, value in values}
        return {"id": self.id, **told}


class Book:
    """Collects rows and writes them, parents first; activities wait for the end, so that their
    ids follow time.
    """

    def __init__(self) -> None:
        self._waiting: dict[type[Model], list[Row]] = {}

    def add(self, model: type[Model], /, **values: Any) -> Row:
        """Make a row, to be written later."""
        row = Row(model, **values)
        self._waiting.setdefault(model, []).append(row)
        return row

    def waiting(self, model: type[Model]) -> list[Row]:
        """The rows of a model that are still to be written."""
        return list(self._waiting.get(model, ()))

    def write(self) -> None:
        """Write everything but activities."""
        left = [model for model in self._waiting if model is not Activity]
        while left:
            # A follow-up points to its order without a foreign key: ask the rows, not the schema.
            model = next(each for each in left if not self._needs(each) & set(left))
            left.remove(model)
            self._insert(model, self._waiting.pop(model))

    def finish(self) -> None:
        """Write the rest, the activities in the order of time."""
        self.write()
        history = self._waiting.pop(Activity, [])
        history.sort(key=lambda row: row.at)
        self._insert(Activity, history)

    def _needs(self, model: type[Model]) -> set[type[Model]]:
        """Models that must be written before this one."""
        return {
            value.cls
            for row in self._waiting[model]
            for value in row.values.values()
            if isinstance(value, Row) and not value.id and value.cls is not model
        }

    def _insert(self, model: type[Model], rows: Sequence[Row]) -> None:
        table = _table(model)
        for row, row_id in zip(rows, _new_ids(table, len(rows)), strict=True):
            row.id = row_id
        for start in range(0, len(rows), CHUNK):
            stored = [row.stored() for row in rows[start : start + CHUNK]]
            if on_sqlite():
                db.session.execute(insert(table), stored)
            else:
                columns = {name: [each[name] for each in stored] for name in stored[0]}
                db.session.execute(_by_columns(model), columns)


def chance(seed: int, part: str) -> Random:
    """A source of chance of its own for each part: the same for the same seed, whatever else
    is drawn.
    """
    return Random(f"{seed}/{part}")  # noqa: S311  # invents data; nothing secret hangs on it


def _new_ids(table: Table, count: int) -> Sequence[int]:
    """So many ids that nobody else is given."""
    if on_sqlite():  # this transaction is the only writer
        last = db.session.scalar(select(func.max(table.c.id))) or 0
        return range(last + 1, last + 1 + count)
    series = func.generate_series(1, count).table_valued("number")
    numbers = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
    return db.session.scalars(select(numbers).select_from(series)).all()


@cache
def _by_columns(model: type[Model]) -> Insert:
    """One array a column: a thousand rows of parameters of their own take psycopg a second."""
    table = _table(model)
    arrays = (
        func.unnest(bindparam(column.name, type_=ARRAY(column.type))) for column in table.columns
    )
    return insert(table).from_select([column.name for column in table.columns], select(*arrays))


@cache
def _blank(model: type[Model]) -> dict[str, Any]:
    """Every column but the id with its default."""
    found: dict[str, Any] = {}
    for column in _table(model).columns:
        if column.name != "id":
            default: Any = column.default
            found[column.name] = default.arg if default is not None else None
    return found


def _table(model: type[Model]) -> Table:
    table: Any = model.__table__
    return table
