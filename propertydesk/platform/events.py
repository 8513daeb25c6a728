"""Facts announced upwards: handlers run at once, in the same transaction, and their errors count."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Handler = Callable[[Any], None]

_handlers: dict[type, tuple[Handler, ...]] = {}


def register(handlers: Mapping[type, Sequence[Handler]]) -> None:
    """Take the table of the wiring: event class to handlers, in order."""
    _handlers.clear()
    _handlers.update({event: tuple(each) for event, each in handlers.items()})


def announce(event: Any) -> None:
    """Tell everybody above; an error in a handler undoes the whole act."""
    for handler in _handlers.get(type(event), ()):
        handler(event)
