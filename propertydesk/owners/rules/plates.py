"""Number plates: one spelling, and the colour that goes with it (GA 36-2018)."""

import re
import unicodedata

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import PlateKind

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_MARKS = re.compile(r"[\s\-_.,·•・‧]+")
_CIVIL = re.compile(
    rf"[{_PROVINCES}][A-Z](?:[A-HJ-NP-Z0-9]{{5,6}}|[A-HJ-NP-Z0-9]{{4}}[挂学警港澳])"
)
_OTHER = re.compile(r"[A-Z0-9\u4e00-\u9fff]{4,12}")


def normalise_plate(text: str) -> str:
    """浙A12345 for 浙a·12345 or 浙A 12345; full-width marks are made plain.

    A plate that begins with a province must have its form; anything else of 4 to 12 letters and
    digits is a plate of another kind (embassies, foreign cars, mopeds). Raises Invalid on `plate`.
    """
    plate = _MARKS.sub("", unicodedata.normalize("NFKC", text).upper())
    form = _CIVIL if plate[:1] in _PROVINCES else _OTHER
    if not plate or not form.fullmatch(plate):
        raise Invalid(
            N_("A plate is province, letter and five or six characters, never I or O."),
            field="plate",
        )
    return plate


def plate_label(plate: str) -> str:
    """浙A·12345, as it stands on the car."""
    return f"{plate[:2]}·{plate[2:]}" if plate[:1] in _PROVINCES else plate


def suggested_kind(plate: str) -> PlateKind:
    """What a normalised plate most likely is: eight characters are a new-energy car's."""
    if plate[:1] not in _PROVINCES:
        return PlateKind.OTHER
    if plate.endswith("挂"):
        return PlateKind.YELLOW
    return PlateKind.GREEN if len(plate) == 8 else PlateKind.BLUE
