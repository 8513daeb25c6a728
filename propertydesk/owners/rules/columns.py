"""What an import workbook is made of: sheets, columns, choices, and how words are compared."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache


class Shape(StrEnum):
    """What a cell holds, and so how it is read."""

    TEXT = "text"
    HOME = "home"
    NAME = "name"
    PHONE = "phone"
    AREA = "area"
    SHARE = "share"
    FLOOR = "floor"
    DAY = "day"
    CHOICE = "choice"
    PLATE = "plate"


class SheetKey(StrEnum):
    """What a row speaks of; our own workbook has a sheet each for the first three."""

    HOMES = "homes"
    PEOPLE = "people"
    VEHICLES = "vehicles"
    DOORS = "doors"
    SPACES = "spaces"


@dataclass(frozen=True)
class Choice:
    """One entry of a choice list; `also` are further words people write for it."""

    value: str
    chinese: str
    english: str
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """业主 Owner."""
        return f"{self.chinese} {self.english}"


@dataclass(frozen=True)
class Column:
    """One column; `longest` counts characters."""

    key: str
    chinese: str
    english: str
    shape: Shape = Shape.TEXT
    longest: int = 80
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    advice: str = ""
    width: int = 16

    @property
    def heading(self) -> str:
        """房号 Home no."""
        return f"{self.chinese} {self.english}"

    @cached_property
    def by_word(self) -> Mapping[str, str]:
        """What may be written for each choice, folded, to its value."""
        return {
            folded(word): str(choice.value)
            for choice in self.choices
            for word in (
                choice.label,
                choice.chinese,
                choice.english,
                choice.value,
                *choice.also,
            )
            if word
        }


@dataclass(frozen=True)
class Sheet:
    """One sheet; `examples` map column keys to what stands in the example rows."""

    key: SheetKey
    chinese: str
    english: str
    columns: tuple[Column, ...]
    examples: tuple[Mapping[str, str | int], ...] = field(default=())

    @property
    def name(self) -> str:
        """房屋 Homes."""
        return f"{self.chinese} {self.english}"

    def column(self, key: str) -> Column:
        """The column of that key."""
        return next(each for each in self.columns if each.key == key)


EXAMPLE = "例 e.g."
"""Rows whose home number begins like this are examples, left out when they are still there."""

_MARKS = re.compile(r"[\s*（）()/·:：]+")


@lru_cache(maxsize=10_000)
def folded(text: str) -> str:
    """`text` as headings and choices are compared: width, case, spaces and stars do not count."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def is_example(text: str) -> bool:
    """Whether a home number marks an example row."""
    return folded(text).startswith(("例", "e.g.", "示例"))


def columns_in(sheet: Sheet, heads: Sequence[str]) -> dict[int, Column]:
    """Which column stands at which place of a first row; others are left alone."""
    known = {
        folded(word): column
        for column in sheet.columns
        for word in (column.heading, column.chinese, column.english)
    }
    found: dict[int, Column] = {}
    for place, head in enumerate(heads):
        column = known.get(folded(head))
        if column is not None and column not in found.values():
            found[place] = column
    return found
