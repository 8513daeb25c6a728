"""Counting statements: what a page or a query asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from propertydesk.platform.db import db


class Asked(list[str]):
    """The statements, without those that only open and close."""

    @property
    def count(self) -> int:
        return len(self)


@contextmanager
def counted() -> Iterator[Asked]:
    """The statements sent while the block runs; loaded objects are forgotten first."""
    asked = Asked()

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split(maxsplit=1)[0] not in {"BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK"}:
            asked.append(statement)

    db.session.expunge_all()
    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
