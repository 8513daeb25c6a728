"""Two communities with the same kinds of records, and what one sees of the other's.

Ids of the other community are made from a range of their own, each used once in the whole database:
where such a number turns up, it is known what it stands for, and that it is foreign.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Integer, Table, event, select
from sqlalchemy.orm import Mapper

from propertydesk.platform.db import Model, db
from tests.house.world import World

FIRST_FOREIGN = 50_001
MISSING = 90_000
"""From here on nothing has an id; as long as the foreign ones."""

_CHANGING = (
    (re.compile(r'(name="(?:csrf_token|once)" value=")[^"]*'), r"\1"),
    (re.compile(r"(menu|reveal|dialog)-[\w-]{22}"), r"\1-ONCE"),
    (re.compile(r'type="hidden" value="[\w+/=-]{60,}"'), "SEALED"),
    (re.compile(r"\b[\w-]{32}\b"), "LINK"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "REQUEST"),
    (re.compile(r"(?:\b|(?<=%3D))[59]\d{4}\b"), "ID"),
)
_HEADERS_OF_THIS_ANSWER = {"X-Request-Id", "Set-Cookie", "Content-Length"}


@contextmanager
def ids_of_their_own() -> Iterator[None]:
    """Meanwhile every new row gets an id that no other row has, in any table."""
    ids = count(FIRST_FOREIGN)

    def give(_mapper: Mapper[Any], _connection: Any, row: Any) -> None:
        if isinstance(row.__table__.c.get("id", None), object) and _is_numbered(row.__table__):
            row.id = row.id or next(ids)

    event.listen(Model, "before_insert", give, propagate=True)
    try:
        yield
    finally:
        event.remove(Model, "before_insert", give)


def _is_numbered(table: Table) -> bool:
    return "id" in table.c and isinstance(table.c.id.type, Integer)


@dataclass
class TwoPlaces:
    """The application with both communities; `mine` looks, `theirs` is looked at."""

    app: Flask
    mine: World
    theirs: World
    snapshot: Path | None
    foreign: dict[str, list[int]]
    """Ids of the other community's rows, by table."""

    session: dict[str, Any] = field(default_factory=dict)

    def cookie(self) -> dict[str, Any]:
        """The session of somebody with every role in the own community, as it began."""
        self.session = self.session or self.mine.cookie(self.mine.watcher, "en")
        return dict(self.session)

    def restore(self) -> None:
        """Everything as it was in the beginning; on SQLite alone, where that is a copy of a file."""
        if self.snapshot is None:
            return
        self.session = {}
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        database = self.snapshot.with_name("propertydesk.db")
        for ending in ("-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
        shutil.copy(self.snapshot, database)

    def digest(self) -> str:
        """A fingerprint of all rows of the other community."""
        with self.app.app_context():
            found = hashlib.sha256()
            for table in db.metadata.sorted_tables:
                for row in db.session.execute(self._theirs(table)):
                    found.update(repr(tuple(row)).encode())
            db.session.remove()
        return found.hexdigest()

    def references(self) -> list[str]:
        """Rows of the own community that point to one of the other's."""
        faults = []
        with self.app.app_context():
            for table in db.metadata.sorted_tables:
                for column in table.c:
                    faults += self._pointing_over(table, column)
            db.session.remove()
        return faults

    def _pointing_over(self, table: Table, column: Any) -> list[str]:
        if "community_id" not in table.c or column.name == "community_id":
            return []
        return [
            f"{table.name}.{column.name}"
            for key in column.foreign_keys
            if key.column.name == "id"
            and db.session.execute(
                select(table.c.community_id)
                .where(table.c.community_id == self.mine.community.id)
                .where(column.in_(self.foreign.get(key.column.table.name, [])))
                .limit(1)
            ).first()
        ]

    def _theirs(self, table: Table) -> Any:
        query = select(table).order_by(*table.primary_key)
        if "community_id" in table.c:
            return query.where(table.c.community_id == self.theirs.community.id)
        known = self.foreign.get(table.name, [])
        return query.where(table.c.id.in_(known)) if known else query.where(table.c[0].is_(None))


def ids_by_table(community_id: int) -> dict[str, list[int]]:
    """The ids that were given to rows of the other community, by table."""
    found: dict[str, list[int]] = {"communities": [community_id]}
    for table in db.metadata.sorted_tables:
        if _is_numbered(table):
            rows = db.session.scalars(select(table.c.id).where(table.c.id >= FIRST_FOREIGN))
            found.setdefault(table.name, [])
            found[table.name] = sorted({*found[table.name], *rows})
    return found


def likeness(answer: Any) -> tuple[Any, ...]:
    """What can be told from an answer: status, body and headers, but for what is new each time."""
    body = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
    body = body.replace(f'"{answer.request.path}"', '"HERE"')
    headers = "\n".join(
        f"{name}: {value}"
        for name, value in sorted(answer.headers.items())
        if name not in _HEADERS_OF_THIS_ANSWER
    )
    for pattern, word in _CHANGING:
        body, headers = pattern.sub(word, body), pattern.sub(word, headers)
    return answer.status_code, headers, body


def difference(first: tuple[Any, ...], second: tuple[Any, ...]) -> str:
    """Where two likenesses part, in a few words; empty when they do not."""
    for name, one, other in zip(("status", "headers", "body"), first, second, strict=True):
        if one != other:
            return f"{name}: {_parting(str(one), str(other))}"
    return ""


def _parting(one: str, other: str) -> str:
    place = next((n for n, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1), 0)
    return f"{one[max(0, place - 40) : place + 60]!r} / {other[max(0, place - 40) : place + 60]!r}"
