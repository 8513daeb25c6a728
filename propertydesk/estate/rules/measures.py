"""What is typed as a decimal and kept as a whole number: areas, shares, door numbers."""

import re
import unicodedata

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

_DECIMAL = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?", re.ASCII)
_BUILDING_END = re.compile(r"(?<=.)(?:栋|幢|号楼)$")
_ENTRANCE_END = re.compile(r"(?<=.)(?:单元)$")
_ROOM_END = re.compile(r"(?<=.)(?:室|号)$")

LARGEST_AREA = 99_999_999
"""In 0.01 m²: a square kilometre, far beyond any home, well within the column."""


def hundredths(text: str) -> int | None:
    """9837 for "98.37" (full-width digits too); None when it is no such number."""
    found = _DECIMAL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None


def parse_area(text: str) -> int:
    """An area in m² with up to two decimals, as 0.01 m²; 0 is allowed (parking spaces have none).

    Raises Invalid on the field `area`.
    """
    area = hundredths(text)
    if area is None or area > LARGEST_AREA:
        words = N_("Write the area in m² with at most two decimals, such as 98.37.")
        raise Invalid(words, field="area")
    return area


def shown_hundredths(value: int | None) -> str:
    """98.37 for 9837, as typed into a form; nothing for None."""
    return "" if value is None else f"{value // 100}.{value % 100:02d}"


def building_number(text: str) -> str:
    """3 for 3栋, 03 or 3号楼; A座 stays, for people call it so. Raises Invalid on `no`."""
    return _number(_BUILDING_END.sub("", _plain(text)), "no")


def entrance_number(text: str) -> str:
    """2 for 2单元 or 02; "0" holds the shops. Raises Invalid on `no`."""
    return _number(_ENTRANCE_END.sub("", _plain(text)), "no")


def room_number(text: str) -> str:
    """1501 for 1501室, as the door says it: leading zeros stay. Raises Invalid on `room_no`."""
    return _checked(_ROOM_END.sub("", _plain(text)), "room_no")


def _number(text: str, field: str) -> str:
    return re.sub(r"^0+(?=\d)", "", _checked(text, field))


def _checked(text: str, field: str) -> str:
    if not text or not text.isalnum():
        raise Invalid(N_("Use letters and digits only, such as 3, A or 1501."), field=field)
    return text


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()
