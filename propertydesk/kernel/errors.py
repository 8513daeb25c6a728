"""What can go wrong in a way that a person should read about."""

from typing import Any, ClassVar


class Problem(Exception):
    """A refusal in plain words.

    `text` is an English catalogue entry with `%(name)s` places, `values` fill them,
    `field` names the input at fault. Raising one undoes the transaction.
    """

    status: ClassVar[int] = 400

    def __init__(self, text: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(text)
        self.text = text
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


class Invalid(Problem):
    """What was typed cannot be taken; saying it differently may help."""

    status = 422


class NotAllowed(Problem):
    """The person may not do this."""

    status = 403


class Missing(Problem):
    """There is no such thing, or none that this person may know of."""

    status = 404


class Conflict(Problem):
    """Somebody else was faster, or the thing has moved on."""

    status = 409
