"""Rows as they will stand in the database: collected first, written in bulk."""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import Table, insert

from propertydesk.platform.activity import Activity
from propertydesk.platform.db import Model, db

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
        return {
            name: value.id if isinstance(value, Row) else value
            for name, value in self.values.items()
        }

    def refers_to_unwritten(self) -> bool:
        """Whether a row it points to has no id yet."""
        return any(isinstance(value, Row) and not value.id for value in self.values.values())


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
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        for chunk in _chunks(rows):
            ids = db.session.scalars(statement, [row.stored() for row in chunk])
            for row, row_id in zip(chunk, ids, strict=True):
                row.id = row_id


def chance(seed: int, part: str) -> Random:
    """A source of chance of its own for each part: the same for the same seed, whatever else
    is drawn.
    """
    return Random(f"{seed}/{part}")  # noqa: S311  # invents data; nothing secret hangs on it


def _chunks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Chunks in which no row points to another of the same chunk."""
    chunk: list[Row] = []
    for row in rows:
        if len(chunk) == CHUNK or (chunk and row.refers_to_unwritten()):
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


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
