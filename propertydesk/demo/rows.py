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
        blank = _blank(cls)
        self.values = blank | values
        if len(self.values) != len(blank):
            raise AttributeError(f"{cls.__name__} has no columns {sorted(values.keys() - blank)}")

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            own: Any = self.cls.__dict__.get(name)
            if isinstance(own, property) and own.fget is not None:
                return own.fget(self)
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
        self._given: dict[type[Model], int] = {}

    def add(self, model: type[Model], /, **values: Any) -> Row:
        """Make a row, to be written later."""
        row = Row(model, **values)
        self._waiting.setdefault(model, []).append(row)
        return row

    def waiting(self, model: type[Model]) -> list[Row]:
        """The rows of a model that are still to be written."""
        return list(self._waiting.get(model, ()))

    def number(self, rows: Sequence[Row]) -> None:
        """Give waiting rows of one model their ids before they are written."""
        fresh = [row for row in rows if not row.id]
        if not fresh:
            return
        model = fresh[0].cls
        ids = _new_ids(_table(model), len(fresh), above=self._given.get(model, 0))
        for row, row_id in zip(fresh, ids, strict=True):
            row.id = row_id
        self._given[model] = fresh[-1].id

    def write(self) -> None:
        """Write everything but activities."""
        left = [model for model in self._waiting if model is not Activity]
        # A follow-up points to its order without a foreign key: ask the rows, not the schema.
        needs = {model: self._needs(model) for model in left}
        while left:
            model = next(each for each in left if not needs[each] & set(left))
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
            if isinstance(value, Row) and value.cls is not model
        }

    def _insert(self, model: type[Model], rows: Sequence[Row]) -> None:
        table = _table(model)
        self.number(rows)
        if on_sqlite():
            _write_through(table, rows)
            return
        for start in range(0, len(rows), CHUNK):
            stored = [row.stored() for row in rows[start : start + CHUNK]]
            columns = {name: [each[name] for each in stored] for name in stored[0]}
            db.session.execute(_by_columns(model), columns)


def chance(seed: int, part: str) -> Random:
    """A source of chance of its own for each part: the same for the same seed, whatever else
    is drawn.
    """
    return Random(f"{seed}/{part}")  # noqa: S311  # invents data; nothing secret hangs on it


def _new_ids(table: Table, count: int, *, above: int) -> Sequence[int]:
    """So many ids that nobody else is given; on SQLite above those given and not yet written."""
    if on_sqlite():  # this transaction is the only writer
        last = max(db.session.scalar(select(func.max(table.c.id))) or 0, above)
        return range(last + 1, last + 1 + count)
    series = func.generate_series(1, count).table_valued("number")
    numbers = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
    return db.session.scalars(select(numbers).select_from(series)).all()


def _write_through(table: Table, rows: Sequence[Row]) -> None:
    """Hand rows to the driver, each value as its type stores it: the compiler's way around takes
    twice as long as the engine itself.
    """
    dialect = db.session.connection().dialect
    columns = [column for column in table.columns if column.name != "id"]
    names = ["id", *(column.name for column in columns)]
    stores = [
        (column.name, column.type.dialect_impl(dialect).bind_processor(dialect))
        for column in columns
    ]
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  # names of our own tables
    for start in range(0, len(rows), CHUNK):
        told = [_told(row, stores) for row in rows[start : start + CHUNK]]
        db.session.connection().exec_driver_sql(statement, told)


def _told(row: Row, stores: Sequence[tuple[str, Any]]) -> tuple[Any, ...]:
    found: list[Any] = [row.id]
    for name, store in stores:
        value = row.values[name]
        if isinstance(value, Row):
            value = value.id
        found.append(store(value) if store is not None else value)
    return tuple(found)


@cache
def _by_columns(model: type[Model]) -> Insert:
    """One array a column: a thousand rows of parameters of their own take psycopg a second."""
    table = _table(model)
    arrays = (
        func.unnest(bindparam(column.name, type_=ARRAY(column.type, dimensions=1)))
        for column in table.columns
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
