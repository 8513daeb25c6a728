"""Keyset cursors: the sort values of one row, packed into a short text that fits a link.

A cursor comes back from the browser, so decoding trusts nothing: each value has to be of the
expected kind and of a size that both databases take. It carries no secret and grants nothing; it
only says where in a sorted listing to go on.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TypeAlias

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

CursorValue: TypeAlias = int | str | date | datetime | None
CursorKind: TypeAlias = type[int] | type[str] | type[date] | type[datetime]

NOT_A_CURSOR = N_("This page link is not valid.")
LONGEST_CURSOR = 1600
LARGEST_WHOLE = 2**63 - 1
"""Both databases keep whole numbers in 64 bits; anything larger would be an error there."""


def encode_cursor(values: Sequence[CursorValue]) -> str:
    """Pack sort values (int, str, date, aware datetime or None) into URL-safe text."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    packed = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(text: str, kinds: Sequence[CursorKind]) -> tuple[CursorValue, ...]:
    """Give back the values of `encode_cursor`, one for each kind; any of them may be None.

    Raises Invalid for whatever was not made by `encode_cursor` for these kinds.
    """
    values = _unpack(text)
    if not isinstance(values, list) or len(values) != len(kinds):
        raise Invalid(NOT_A_CURSOR)
    return tuple(_checked(value, kind) for value, kind in zip(values, kinds, strict=True))


def _unpack(text: str) -> object:
    if len(text) > LONGEST_CURSOR or not text.isascii():
        raise Invalid(NOT_A_CURSOR)
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return json.loads(packed.decode())
    except (binascii.Error, ValueError, RecursionError) as error:
        raise Invalid(NOT_A_CURSOR) from error


def _checked(value: object, kind: CursorKind) -> CursorValue:
    if value is None:
        return None
    if kind is int:
        return _whole(value)
    if not isinstance(value, str):
        raise Invalid(NOT_A_CURSOR)
    return _text(value) if kind is str else _moment(value, kind)


def _whole(value: object) -> int:
    # True is an int to Python, but was never written by encode_cursor for a number.
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST_WHOLE:
        raise Invalid(NOT_A_CURSOR)
    return value


def _text(value: str) -> str:
    # PostgreSQL takes neither NUL nor half a surrogate pair, and JSON can smuggle in both.
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Invalid(NOT_A_CURSOR)
    return value


def _moment(value: str, kind: CursorKind) -> date | datetime:
    try:
        if kind is date:
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise Invalid(NOT_A_CURSOR)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(NOT_A_CURSOR) from error
