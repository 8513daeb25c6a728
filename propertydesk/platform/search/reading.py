"""What a query may mean: its words, and for each word the ranges of the index where it could
stand.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from propertydesk.platform import pinyin
from propertydesk.platform.search.terms import (
    LONGEST,
    WINDOW,
    Kind,
    alphanumeric,
    digits_of,
    fold,
)

Normaliser = Callable[[str], str | None]

MOST_WORDS = 5
"""Words of a query that are read; nobody says more, and each costs a condition."""

_MOST_CHARACTERS = 80
_TITLES = re.compile(r"(?<=.)(?:先生|女士|小姐|太太|老师|师傅|阿姨|叔叔|大爷|大妈)$")
_LONE_TITLES = {"先生", "女士", "小姐", "太太", "mr", "mrs", "ms", "miss"}
_SEPARATORS = re.compile(r"[\s,，、;；]+")
_PHONE_LIKE = re.compile(r"[+(]?\d[\d()+\-]*")
_DAY_AND_SERIAL = re.compile(r"([a-z]*)(\d{4}|\d{8})-(\d{1,6})")
_DOTTED_U = re.compile("(?<=[ln])yu")
_BY_SCRIPT = re.compile(r"[^\W\da-z]+|[a-z]+|[^a-z\u3007\u3400-\u9fff\U00020000-\U0003134f]+")

_normalisers: list[Normaliser] = []


class Range(NamedTuple):
    """All terms of a kind that begin with `prefix`."""

    kind: str
    prefix: str


Word = tuple[Range, ...]
"""The ranges where one word of a query could stand; one of them is enough."""

Reading = tuple[Word, ...]
"""One way to read a query; all its words must be met."""


def register_normaliser(normaliser: Normaliser) -> None:
    """Tell how a domain brings a spelling to its normal form, None when it is none of its own;
    called from wiring.

    The form is looked up among the terms of `Kind.SPELLING`.
    """
    if normaliser not in _normalisers:
        _normalisers.append(normaliser)


def readings_of(query: str) -> list[Reading]:
    """The ways to read a query, likeliest first: as one thing, then as several that belong
    together.

    Takes anything at all; what nothing could answer to gives an empty list.
    """
    words = [word for word in _SEPARATORS.split(_tidy(query)) if word][:MOST_WORDS]
    words = [word for word in words if word not in _LONE_TITLES] or words
    as_one = _as_one(words)
    found: list[Reading] = [(as_one,)] if as_one else []
    apart = [piece for word in words for piece in _pieces(word)][:MOST_WORDS]
    if len(apart) > 1:
        several = tuple(word for word in (_ranges(piece) for piece in apart) if word)
        found += [several] if several and several not in found else []
    return found


def _tidy(query: str) -> str:
    spaced = "".join(" " if c in "\t\r\n" else c for c in query[: 2 * _MOST_CHARACTERS])
    return fold(spaced)[:_MOST_CHARACTERS].strip()


def _as_one(words: Sequence[str]) -> Word:
    if len(words) == 1:
        return _ranges(words[0])
    found = [Range(Kind.SPELLING, form) for form in _normal_forms(" ".join(words))]
    joined = "".join(words)
    if len(words) > 1 and all(_is_name_like(word) for word in words):
        turned = "".join((*words[-1:], *words[:-1]))  # "Weiming Zhang" is indexed surname first
        found += [*_name(joined), *_name(turned)]
    elif words:
        found += _digits(joined) + _marks(joined)
    return _unique(found)


def _ranges(word: str) -> Word:
    """All places where one word could stand."""
    found = [Range(Kind.SPELLING, form) for form in _normal_forms(word)]
    if not found or word.count("-") < 2:  # 3-2-1501 is nobody's phone, but 021-5555 begins one
        found += _digits(word) + _marks(word)
    if _is_name_like(word):
        found += _name(word)
        found += _text(word)
    return _unique(found)


def _normal_forms(text: str) -> list[str]:
    forms = (normaliser(text) for normaliser in _normalisers)
    return [form for form in forms if form]


def _digits(word: str) -> list[Range]:
    """A phone from its front or its end, the end of a plate, a document by date or serial."""
    if not _PHONE_LIKE.fullmatch(word):
        return []
    digits = digits_of(word)
    found: list[Range] = []
    if len(digits) >= 3:
        found += [Range(Kind.PHONE_END, digits[::-1])]
        found += [Range(Kind.NUMBER, digits)]
    if len(digits) >= 5:
        found += [Range(Kind.PHONE, digits)]
    if 3 <= len(digits) <= 6:
        found += [Range(Kind.PLATE_END, digits[::-1])]
    if 2 <= len(digits) <= 4:
        found += [Range(Kind.NUMBER_END, f"{digits:0>4}~")]
    return found + _day_and_serial(word)


def _marks(word: str) -> list[Range]:
    """A plate or a code: letters and digits mixed, a province perhaps before them."""
    marks = alphanumeric(word)
    has_digit = any(c.isdigit() for c in marks)
    province = bool(marks) and pinyin.is_han(marks[0])
    rest = marks[1:] if province else marks
    if not rest.isascii() or (province and not rest[:1].isalpha()) or marks.isdigit():
        return []
    if not has_digit:
        return [Range(Kind.PLATE, marks)] if province and len(rest) == 1 else []
    found = [Range(Kind.PLATE, marks), Range(Kind.PLATE_END, marks[::-1])] if len(marks) > 2 else []
    return found + ([] if province else [Range(Kind.NUMBER, marks), *_day_and_serial(word)])


def _day_and_serial(word: str) -> list[Range]:
    """BX20261121-7 and 1121-7 mean the number whose serial is 0007."""
    said = _DAY_AND_SERIAL.fullmatch(word)
    return [Range(Kind.NUMBER, f"{said[1]}{said[2]}{said[3]:0>4}")] if said else []


def _is_name_like(word: str) -> bool:
    return not any(c.isdigit() for c in word) and any(c.isalpha() for c in word)


def _name(word: str) -> list[Range]:
    untitled = "".join(pinyin.words(_TITLES.sub("", word)))
    found = [untitled, "".join(pinyin.words(word)), _DOTTED_U.sub("v", untitled)]
    if not untitled.isascii() and not pinyin.is_han(untitled):  # 张wm: half typed as sounds
        found += ["".join(spelling) for spelling in pinyin.spellings(pinyin.syllables(untitled), 4)]
    return [Range(Kind.NAME, name) for name in found if name]


def _text(word: str) -> list[Range]:
    plain = "".join(pinyin.words(word))
    if len(plain) < (2 if pinyin.is_han(plain) else 3):
        return []
    return [Range(Kind.TEXT, plain[:WINDOW] if pinyin.is_han(plain) else plain)]


def _pieces(word: str) -> list[str]:
    """A word in which two were run together (张伟明1501, 3栋2张) as the two; any other as it is."""
    if _normal_forms(word) or _is_name_like(word):
        return [word]
    if word.isascii() or _marks(word):
        return _by_script(word) if word.isascii() and word.isalnum() else [word]
    for cut in range(min(len(word) - 1, 20), 0, -1):
        for part, rest in ((word[:cut], word[cut:]), (word[cut:], word[:cut])):
            if _is_name_like(rest) and _normal_forms(part):
                return [part, rest]
    return _by_script(word)


def _by_script(word: str) -> list[str]:
    return [piece.strip("-") for piece in _BY_SCRIPT.findall(word) if piece.strip("-")]


def _unique(ranges: Iterable[Range]) -> Word:
    return tuple(dict.fromkeys(Range(str(each.kind), each.prefix[:LONGEST]) for each in ranges))
