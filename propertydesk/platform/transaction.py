"""The one door through which anything is written.

Used by the POST route (`web.writes`), the job and task runner, and the command line.
It opens before the first read of a writing request, commits at the end, rolls back on any
error, and then runs what waits for the commit. Services never commit.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db, on_sqlite, writing

Result = TypeVar("Result")

_GONE = N_("There is no such record.")
_TRIES = 5
_RETRIABLE = {"40001", "40P01"}  # serialisation failure, deadlock
_writer = threading.Lock()
_waiting: ContextVar[list[Callable[[], None]] | None] = ContextVar("waiting", default=None)


@contextmanager
def transaction() -> Iterator[None]:
    """Everything inside happens, or nothing does.

    On SQLite one thread of the process writes at a time: waiting in a fair queue here beats
    the database's own unfair busy-wait. Raises RuntimeError when opened twice.
    """
    if _waiting.get() is not None:
        raise RuntimeError("the transaction door is open already")
    db.session.rollback()
    calls: list[Callable[[], None]] = []
    with _writer if on_sqlite() else nullcontext():
        marks = writing.set(True), _waiting.set(calls)
        try:
            db.session.connection()
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            writing.reset(marks[0])
            _waiting.reset(marks[1])
    for call in calls:
        call()


def in_transaction(work: Callable[[], Result]) -> Result:
    """Do `work` in a transaction; again, up to five times, when PostgreSQL asks for it.

    `work` must depend on nothing but its arguments and the database. Raises Missing when a row
    that it changes or refers to was taken out at the same moment.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            with transaction():
                return work()
        except StaleDataError as error:
            raise Missing(_GONE) from error
        except DBAPIError as error:
            if _names_a_missing_row(error):
                raise Missing(_GONE) from error
            if attempt == _TRIES or getattr(error.orig, "sqlstate", None) not in _RETRIABLE:
                raise
            time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311  # jitter, not a secret
    raise AssertionError("unreachable")


def _names_a_missing_row(error: DBAPIError) -> bool:
    """Whether a foreign key found nothing: on PostgreSQL by its code, on SQLite by its words."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return code in {"23503", "SQLITE_CONSTRAINT_FOREIGNKEY"}


def after_commit(call: Callable[[], None]) -> None:
    """Run `call` once the open transaction is safely stored; never if it is not."""
    waiting = _waiting.get()
    if waiting is None:
        raise RuntimeError("nothing to wait for: the transaction door is closed")
    waiting.append(call)


def is_open() -> bool:
    """Whether this thread stands inside the door."""
    return _waiting.get() is not None
