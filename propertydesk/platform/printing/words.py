"""Printed words in two languages. Paper speaks its own language, whatever the screen of the clerk
speaks.
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Literal

from propertydesk.kernel.money import Money
from propertydesk.kernel.quantities import english

Language = Literal["zh", "en", "both"]
LANGUAGES: tuple[Language, ...] = ("zh", "en", "both")


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Chinese and English."""

    zh: str
    en: str


Text = str | Words
"""What may stand in a value: plain data, or words that exist in both languages."""


def say(text: Text, language: Language) -> str:
    """`text` on one line in the language of the sheet; both: Chinese, then English, what they
    share only once.
    """
    if isinstance(text, str):
        return text
    if language == "both":
        return _both(text.zh.split(" "), text.en.split(" "))
    return (text.zh or text.en) if language == "zh" else (text.en or text.zh)


def _both(chinese: list[str], english: list[str]) -> str:
    """P2 紧急 and P2 Urgent become P2 紧急 Urgent: equal words at either end are said once."""
    start = _equal(chinese, english)
    rest = min(len(chinese), len(english)) - start
    end = min(rest, _equal(chinese[::-1], english[::-1]))
    middle = chinese[start : len(chinese) - end] + english[start : len(english) - end]
    return " ".join([*chinese[:start], *middle, *chinese[len(chinese) - end :]]).strip()


def _equal(first: list[str], second: list[str]) -> int:
    """How many words at the start are equal."""
    return sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(first, second, strict=False)))


def pair(text: Text, language: Language) -> tuple[str, str]:
    """The main words and their small companion, which is empty unless the sheet is bilingual."""
    if isinstance(text, str) or language != "both":
        return say(text, language), ""
    return text.zh, "" if text.zh == text.en else text.en


def long_date(day: date, language: Language) -> str:
    """2026年11月21日, in English 21 Nov 2026."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def stamp(at: datetime) -> str:
    """2026-11-21 09:42, the same in every language; `at` is already in the community's zone."""
    return f"{at:%Y-%m-%d %H:%M}"


def window(start: datetime, end: datetime) -> str:
    """11-21 14:00 – 16:00; the day again only when it changes."""
    closing = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%m-%d %H:%M}"
    return f"{start:%m-%d %H:%M} – {closing}"


def yuan(amount: Money | None) -> str:
    """¥1,234.50; an en dash where there is no amount."""
    if amount is None:
        return "–"
    return f"−¥{(-amount).grouped}" if amount.fen < 0 else f"¥{amount.grouped}"


def in_words(amount: Money, language: Language) -> str:
    """The amount in Chinese capitals; on an English sheet in English words."""
    return _english(amount) if language == "en" else amount.capitals


def _english(amount: Money) -> str:
    yuan_part, fen = divmod(abs(amount.fen), 100)
    words = f"RMB {english(yuan_part)} yuan"
    words += f" and {fen} fen" if fen else " only"
    return f"minus {words}" if amount.fen < 0 else words


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
