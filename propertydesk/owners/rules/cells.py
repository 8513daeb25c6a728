"""Single cells of a workbook, as people really fill them in, brought to what the register keeps.

Spreadsheets turn things into numbers and dates of their own accord, so every reader takes a cell
as it comes: text, number or date. Each raises Invalid in words for the row it stands in.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from propertydesk.estate.rules import home_code, measures, sort_code
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import WHOLE
from propertydesk.owners.rules.columns import Column, folded

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?"
)
_DAY_BARE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 3_000, 100_000
_WRONG_DAY = N_("Write the date as year-month-day, such as 2026-11-21.")

_SHOP = re.compile(r"-*(?:商铺|商业|门面|铺面|铺位|底商|铺)-*")
_ENTRANCE = re.compile(r"(?:单元|门|梯)")
_BUILDING = re.compile(r"(?<=.)(?:栋|幢|号楼|#)")
_LETTERED = re.compile(r"(?<=.)座(?!-)")
_DASHES = re.compile(r"[\s\-\u2010-\u2015\u2212_~/\\]+")
_LONGEST_PART = (10, 10, 20)
_WRONG_HOME = N_("Write the home as building-entrance-room, such as 3-2-1501.")

Cell = str | int | float | bool | date | time | timedelta | None
"""Text, number, date or nothing, as the workbook's reader gives it."""


class Door(NamedTuple):
    """Where a home is: building, entrance (may be empty, "0" for shops) and room."""

    building: str
    entrance: str
    room: str

    @property
    def code(self) -> str:
        """3-2-1501."""
        return home_code(*self)

    @property
    def key(self) -> str:
        """What tells homes apart: leading zeros do not count."""
        return _key_of(self)


@lru_cache(maxsize=50_000)
def _key_of(door: Door) -> str:
    return sort_code(*door)


def text_in(cell: Cell) -> str:
    """A cell as text: whole numbers without a decimal point, dates as 2026-11-21."""
    if isinstance(cell, str):
        return cell.strip()
    match cell:
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
    return str(cell).strip()


def door_in(cell: Cell) -> Door:
    """3-2-1501, 3栋2单元1501室, 03-02-1501, 11栋商铺05, 11-0-05, 3-1501. Raises Invalid."""
    if isinstance(cell, date | timedelta):
        raise Invalid(
            N_("The program turned this number into a date or sum; write it as text, 3-2-1501.")
        )
    return _door_of(text_in(cell))


@lru_cache(maxsize=50_000)
def _door_of(text: str) -> Door:
    plain = unicodedata.normalize("NFKC", text).upper()
    marked = _BUILDING.sub("-", _ENTRANCE.sub("-", _SHOP.sub("-0-", plain)))
    parts = _DASHES.sub("-", _LETTERED.sub("座-", marked)).lstrip("-").split("-")
    if len(parts) == 2:
        parts.insert(1, "")
    if len(parts) != 3:
        raise Invalid(_WRONG_HOME)
    try:
        door = Door(
            measures.building_number(parts[0]),
            measures.entrance_number(parts[1]) if parts[1] else "",
            measures.room_number(parts[2]),
        )
    except Invalid as problem:
        raise Invalid(_WRONG_HOME) from problem
    if any(len(part) > longest for part, longest in zip(door, _LONGEST_PART, strict=True)):
        raise Invalid(_WRONG_HOME)
    return door


def hundredths_in(cell: Cell) -> int | None:
    """9837 for 98.37, whether text or a number as spreadsheets keep it; None for anything else.

    98.37 is kept by them as 98.3700000000000045…: what lies beyond a millionth is their noise.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        exact = Decimal(str(cell)).quantize(Decimal("0.000001"), ROUND_HALF_UP) * 100
        return int(exact) if exact == exact.to_integral_value() and exact >= 0 else None
    plain = unicodedata.normalize("NFKC", text_in(cell)).casefold()
    return measures.hundredths(re.sub(r"(?:m2|平方米|平米|㎡|%|,)", "", plain))


def area_in(cell: Cell) -> int:
    """An area in 0.01 m². Raises Invalid."""
    area = hundredths_in(cell)
    if area is None or area > measures.LARGEST_AREA:
        raise Invalid(N_("Write the area in m² with at most two decimals, such as 98.37."))
    return area


def share_in(cell: Cell) -> int:
    """A share in 0.01 %. Raises Invalid."""
    share = hundredths_in(cell)
    if share is None or not 0 < share <= WHOLE:
        raise Invalid(N_("Write the share in % above 0 and up to 100, such as 50 or 33.33."))
    return share


def floor_in(cell: Cell) -> int:
    """A floor, -9 to 200; 15F, 15层 and B1 (which is -1) too. Raises Invalid."""
    plain = unicodedata.normalize("NFKC", text_in(cell)).upper()
    found = re.fullmatch(r"(-|B|地下)?\s*(\d{1,3})\s*(?:F|层|楼)?", plain)
    floor = int(found[2]) * (-1 if found[1] else 1) if found else None
    if floor is None or not -9 <= floor <= 200:
        raise Invalid(N_("Write the floor as a whole number, such as 15, or -1 for a basement."))
    return floor


def day_in(cell: Cell) -> date:
    """A date: a real one, 2026-11-21, 2026/11/21, 2026年11月21日, or a serial."""
    day: date | None = None
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        day = _day_of_number(cell)
    else:
        day = _day_of_text(text_in(cell))
    if day is None or not 1900 <= day.year <= 2200:
        raise Invalid(_WRONG_DAY)
    return day


def choice_in(cell: Cell, column: Column) -> str:
    """The value of a choice, by its Chinese or English word. Raises Invalid naming the choices."""
    text = text_in(cell)
    value = column.by_word.get(folded(text))
    if value is None:
        value = column.by_word.get(folded(text.split(maxsplit=1)[0]))
    if value is None:
        choices = ", ".join(each.label for each in column.choices)
        raise Invalid(N_("Choose one of: %(choices)s."), choices=choices)
    return value


def _day_of_number(number: float) -> date | None:
    if _FIRST_SERIAL <= number < _LAST_SERIAL:
        return _DAY_ZERO + timedelta(days=int(number))
    return _day_of_text(text_in(number))


@lru_cache(maxsize=10_000)
def _day_of_text(text: str) -> date | None:
    text = unicodedata.normalize("NFKC", text)
    found = _DAY.fullmatch(text) or _DAY_BARE.fullmatch(text)
    if found is None:
        if text.isascii() and text.isdigit() and _FIRST_SERIAL <= int(text[:9]) < _LAST_SERIAL:
            return _DAY_ZERO + timedelta(days=int(text))
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
