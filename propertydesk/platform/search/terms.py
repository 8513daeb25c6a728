"""What a subject is found by: short normalised terms, each looked up by its beginning.

An end that people remember (the last digits of a phone) is kept reversed, so that it is a
beginning too.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from propertydesk.platform import pinyin

LONGEST = 48
"""Characters of a term that are kept; a longer one is found by its beginning all the same."""

WINDOW = 6
"""Characters kept from each position of a Chinese text."""

_LATEST = 99_999_999
_SURPLUS_COUNTRY = re.compile(r"(?:00)?86(?=1\d{10}$)")
_DOCUMENT = re.compile(r"([a-z]+)(\d{8})-?(\d{4,6})")


class Kind(StrEnum):
    """What a term is; each has its own range of the index, so that no digits meet digits of
    another sort.
    """

    SPELLING = "spelling"
    NAME = "name"
    NUMBER = "number"
    NUMBER_END = "number-end"
    PHONE = "phone"
    PHONE_END = "phone-end"
    PLATE = "plate"
    PLATE_END = "plate-end"
    TEXT = "text"


class Term(NamedTuple):
    """One thing a subject answers to."""

    kind: str
    text: str


def fold(text: str) -> str:
    """Lower case, full width made plain, control and direction marks gone."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in plain if unicodedata.category(c)[0] != "C")


def alphanumeric(text: str) -> str:
    """The letters (Chinese ones too) and digits of a text, folded."""
    return "".join(c for c in fold(text) if c.isalnum())


def digits_of(text: str) -> str:
    """The plain digits of a phone number, without the country's own prefix: +86 138... is 138..."""
    digits = "".join(c for c in fold(text) if c in "0123456789")
    return _SURPLUS_COUNTRY.sub("", digits)


def spelling_terms(spellings: Iterable[str]) -> list[Term]:
    """Terms of a thing whose domain has a normaliser, from its normalised spellings."""
    return [Term(Kind.SPELLING, spelling) for spelling in spellings if spelling]


def name_terms(name: str) -> list[Term]:
    """A name as written, by its sound and by its initials, whole and without the surname.

    张伟明: 张伟明, 伟明, zhangweiming, weiming, zhangwm, zwm, wm, and the same for every other
    reading, the likeliest first and bounded. John Smith: johnsmith, smith, js.
    """
    words = pinyin.words(name)
    units = [unit for word in words for unit in (word if pinyin.is_han(word) else (word,))]
    units = units[: pinyin.MOST_SYLLABLES]
    starts = _starts(words, len(units))
    found = ["".join(units[start:]) for start in (0, *starts)]
    found += _sounds(pinyin.syllables(name), starts)
    return _terms(Kind.NAME, found)


def phone_terms(phone: str) -> list[Term]:
    """A phone number from its front and from its end."""
    digits = digits_of(phone)
    if len(digits) < 3:
        return []
    return [Term(Kind.PHONE, digits[:LONGEST]), Term(Kind.PHONE_END, digits[::-1][:LONGEST])]


def plate_terms(plate: str) -> list[Term]:
    """A number plate with and without its province, and from its end."""
    marks = alphanumeric(plate)[:LONGEST]
    if not marks:
        return []
    local = marks[1:] if pinyin.is_han(marks[0]) else marks
    return [*_terms(Kind.PLATE, (marks, local)), Term(Kind.PLATE_END, marks[::-1])]


def number_terms(document_no: str) -> list[Term]:
    """A document's number whole, from its date, from its month and day, and by the serial alone.

    BX20261121-0007: bx202611210007, 202611210007, 11210007, and 0007 with the newest day first.
    Any other code: whole, and its last group of digits.
    """
    document = _DOCUMENT.fullmatch(fold(document_no).strip())
    if document is None:
        code = alphanumeric(document_no)
        tail = re.search(r"\d{2,}$", code)
        return _terms(Kind.NUMBER, (code, tail[0] if tail else ""))
    prefix, day, serial = document.groups()
    newest_first = f"{serial}~{_LATEST - int(day):08d}"
    numbers = (f"{prefix}{day}{serial}", f"{day}{serial}", f"{day[4:]}{serial}")
    return [*_terms(Kind.NUMBER, numbers), Term(Kind.NUMBER_END, newest_first)]


def text_terms(text: str, limit: int = 40) -> list[Term]:
    """A free text by each of its places: up to six Chinese characters from there, or a foreign
    word.

    Windows instead of pairs of characters: as many rows, but a longer phrase is one lookup. At
    most `limit` of them.
    """
    windows: list[str] = []
    for word in pinyin.words(text[: limit * 8]):
        if pinyin.is_han(word):
            last = max(len(word) - 1, 1)
            windows += [word[start : start + WINDOW] for start in range(min(last, limit))]
        elif len(word) > 1:
            windows.append(word)
    return _terms(Kind.TEXT, windows)[:limit]


def _starts(words: Sequence[str], units: int) -> list[int]:
    """Where a shorter name begins within a name: after the surname, and at every further word."""
    starts, at = [], 0
    for position, word in enumerate(words):
        if position:
            starts.append(at)
        elif pinyin.is_han(word) and len(words) == 1:
            starts.append(pinyin.surname_length(word))
        at += len(word) if pinyin.is_han(word) else 1
    return sorted({start for start in starts if 0 < start < units})


def _sounds(parts: Sequence[Sequence[str]], starts: Sequence[int]) -> list[str]:
    most = pinyin.LIMIT if len(parts) <= pinyin.MOST_CHINESE else pinyin.LIMIT // 2
    said = pinyin.spellings(parts, most)
    found = ["".join(spelling) for spelling in said]
    found += pinyin.initials(parts, most)
    for start in starts:
        found += ["".join(spelling) for spelling in pinyin.spellings(parts[start:], limit=6)]
        found += [short for short in pinyin.initials(parts[start:], limit=4) if len(short) > 1]
    if starts:
        cut = starts[0]
        mixed = ["".join(each[:cut]) + "".join(s[:1] for s in each[cut:]) for each in said]
        found += list(dict.fromkeys(mixed))[:6]
    return found


def _terms(kind: Kind, texts: Iterable[str]) -> list[Term]:
    return [Term(kind, text) for text in dict.fromkeys(text[:LONGEST] for text in texts) if text]
