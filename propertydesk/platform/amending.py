"""Correcting a record: what really changes is set and told to the activity log."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from sqlalchemy.exc import IntegrityError

from propertydesk.kernel.errors import Invalid
from propertydesk.platform.db import db

Changes = dict[str, list[Any]]
Mask = Callable[[str], str]


def amend(
    record: Any, values: Mapping[str, Any], *, masks: Mapping[str, Mask] | None = None
) -> Changes:
    """Set the attributes that differ; gives field to [before, after], ready for the activity.

    `masks` hides personal data in what is written down, by field.
    """
    changes: Changes = {}
    for field, after in values.items():
        before = getattr(record, field)
        if before != after:
            setattr(record, field, after)
            mask = (masks or {}).get(field)
            changes[field] = [_told(before, mask), _told(after, mask)]
    return changes


@contextmanager
def unless_taken(problem: Invalid) -> Iterator[None]:
    """Store what is done inside at once; raise `problem` when a unique key stands against it.

    A savepoint, so that the refusing page can still read; two people may type the same number at
    the same moment, and only the key itself sees both.
    """
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        raise problem from error


def _told(value: Any, mask: Mask | None) -> Any:
    if mask and value:
        return mask(str(value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value
