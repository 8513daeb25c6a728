"""The many ways in which people name one home, brought to one spelling.

A home is written building-entrance-room without leading zeros, lower case: 3-2-1501; without
entrance 3-1501; a shop has an s before its number: 3-0-s12. Both sides meet there: what is
indexed (`home_spellings`) and what a caller says or a clerk has typed so far
(`normalise_home_query`), so that a lookup by prefix finds the home.
"""

import re
import unicodedata

SHOP_ENTRANCE = "0"
"""The entrance number that shops carry: they open to the street."""

_LONGEST = 60
_NUMERALS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_NUMERAL_RUN = re.compile("[〇零一二两三四五六七八九十百]+")

_DASHES = re.compile(r"[\s\-\u2010-\u2015\u2212\u00ad_~/\\.,;:·•、。]+")
_ENGLISH = re.compile(
    r"(?<![a-z])(?:building|bldg|block|blk|tower|entrance|unit|room|rm|flat|apartment|apt|home)(?![a-z])"
)
_SHOP = re.compile(
    r"(?:商铺|商业|门面|铺面|铺位|底商|店铺|商店|铺|店|(?<![a-z])shop(?![a-z]))-*号?-*s?(?=\d)"
)
_SHOP_AFTER = re.compile(r"(?<![a-z\d])(\d{1,4})号?(?:商铺|门面|铺面|铺位|铺)$")
_ROOM_END = re.compile(r"(?:号?(?:室|房间|房|户)|(?<=\d{3})号)-*$")
_ENTRANCE = re.compile(r"(?<=[a-z\d])-*号?(?:单元|门|梯)")
_BUILDING = re.compile(r"(?<=[a-z\d甲乙丙丁戊己])-*(?:号楼|号院|栋|幢|座|楼|号|#)")
_FLOOR = re.compile(r"(?<=\d)-*(?:层|楼)")

_BUILDING_PART = re.compile(r"[a-z]{0,2}\d{1,3}[a-z]?|[a-z]|[甲乙丙丁戊己]")
_ENTRANCE_PART = re.compile(r"[a-z]?\d{1,2}|[a-z]")
_ROOM_PART = re.compile(r"[a-z]{0,2}\d{1,5}[a-z]{0,2}")
_LETTER_AND_ROOM = re.compile(r"([a-rt-z])(\d{3,5})")


def home_spellings(building_no: str, entrance_no: str | None, room_no: str) -> tuple[str, ...]:
    """The spellings under which a home is indexed, the full one first.

    Takes the parts as the estate keeps them ("3", "2", "1501"; no entrance where a building has
    none, "0" for shops). Gives at most three: with entrance, without it, and the room alone.
    """
    building = _part(_BUILDING.sub("", _plain(building_no)))
    entrance = _part(_ENTRANCE.sub("", _plain(entrance_no or "")))
    room = _part(_room(_plain(room_no)))
    if entrance == SHOP_ENTRANCE and room[:1].isdigit():
        room = f"s{room}"
    full = "-".join(part for part in (building, entrance, room) if part)
    return tuple(dict.fromkeys((full, f"{building}-{room}", room)))


def normalise_home_query(text: str) -> str | None:
    """The spelling, or the beginning of one, that somebody means; None when it names no home.

    3栋2单元1501, 3号楼二单元1501室, 03-02-1501, full-width 3-2-1501 and "Building 3, Entrance 2,
    Room 1501" all give 3-2-1501; 3#1501 and 3幢1501 give 3-1501; 3栋2 gives 3-2. An entrance
    without its building is left out, for nobody's home is indexed by it.
    """
    marked = _mark(_plain(text[:_LONGEST]))
    before_entrance, entrance_named, after = marked.partition("=")
    if entrance_named and "-" not in before_entrance.strip("-"):
        marked = after
    parts = marked.replace("=", "-").lstrip("-").split("-")
    if len(parts) > 1 and parts[-1] == "":
        return _checked([_part(part) for part in parts[:-1]], open_end=True)
    return _checked([_part(part) for part in parts], open_end=False)


def _checked(parts: list[str], *, open_end: bool) -> str | None:
    if len(parts) == 4:  # a room such as 15-A
        parts[2:] = ["".join(parts[2:])]
    if not parts or len(parts) > 3 or "" in parts:
        return None
    if len(parts) == 1 and not open_end:
        return _lone(parts[0])
    shapes = (_BUILDING_PART, _ENTRANCE_PART, _ROOM_PART)
    if len(parts) == 2 and not open_end and not _ENTRANCE_PART.fullmatch(parts[1]):
        shapes = (_BUILDING_PART, _ROOM_PART, _ROOM_PART)
    if not all(shape.fullmatch(part) for shape, part in zip(shapes, parts, strict=False)):
        return None
    if len(parts) == 3:
        parts[2] = _third(parts[1], parts[2])
    return "-".join(parts) + ("-" if open_end and len(parts) < 3 else "")


def _third(entrance: str, room: str) -> str:
    if entrance == SHOP_ENTRANCE and room[:1].isdigit():
        return f"s{room}"
    return "" if room == "0" else room  # a room 0101 is being typed; it is indexed as 101


def _lone(part: str) -> str | None:
    in_lettered_building = _LETTER_AND_ROOM.fullmatch(part)
    if in_lettered_building:  # A1501 for 1501 in A座
        return f"{in_lettered_building[1]}-{in_lettered_building[2]}"
    return part if _ROOM_PART.fullmatch(part) or _BUILDING_PART.fullmatch(part) else None


def _mark(plain: str) -> str:
    """Separators for words: a dash between parts, an equals sign after the entrance."""
    dashed = _DASHES.sub("-", _ENGLISH.sub("-", plain))
    roomed = _room(dashed)
    with_entrance = _ENTRANCE.sub("=", roomed)
    with_building = _BUILDING.sub("-", with_entrance, count=1)
    marked = _FLOOR.sub("", with_building).replace("#", "-")
    return re.sub(r"-*=-*", "=", re.sub(r"-{2,}", "-", marked))


def _room(plain: str) -> str:
    return _ROOM_END.sub("", _SHOP_AFTER.sub(r"s\1", _SHOP.sub("-s", plain)))


def _part(text: str) -> str:
    """A single part without leading zeros: 03 is 3, s012 is s12, 0 stays."""
    return re.sub(r"^([a-z]*)0+(?=\d)", r"\1", _DASHES.sub("", text))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower().strip()
    visible = "".join(c for c in folded if unicodedata.category(c)[0] != "C")
    return _NUMERAL_RUN.sub(lambda run: _number(run[0]), visible)


def _number(numerals: str) -> str:
    """Chinese numerals as digits: 二十三 is 23, and digit by digit 一五零一 is 1501."""
    if "十" not in numerals and "百" not in numerals:
        return "".join(str(_NUMERALS[numeral]) for numeral in numerals)
    total = digit = 0
    for numeral in numerals:
        if numeral in "十百":
            total += (digit or 1) * (10 if numeral == "十" else 100)
            digit = 0
        else:
            digit = _NUMERALS[numeral]
    return str(total + digit)
