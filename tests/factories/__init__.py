"""Makers of valid records with the fewest fields, one module per domain."""

from typing import Any, TypeVar

import factory

from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction, is_open

Row = TypeVar("Row")


class RowFactory(factory.Factory[Row]):
    """Stores what it makes: in the open transaction, or in one of its own."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        row = model_class(*args, **kwargs)

        def store() -> None:
            db.session.add(row)
            db.session.flush()

        store() if is_open() else in_transaction(store)
        return row


def begin_numbering_anew(kind: Any = RowFactory) -> None:
    """Every test numbers its records from the first one on, whatever ran before it."""
    for each in kind.__subclasses__():
        each.reset_sequence(force=True)
        begin_numbering_anew(each)
