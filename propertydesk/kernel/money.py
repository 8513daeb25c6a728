"""Amounts of money in whole fen (0.01 yuan)."""

import re
from dataclasses import dataclass
from typing import ClassVar

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

_PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


@dataclass(frozen=True, order=True)
class Money:
    """An amount of `fen`; never a float, so sums in SQL and in Python agree."""

    fen: int
    zero: ClassVar["Money"]

    @classmethod
    def parse(cls, text: str) -> "Money":
        """Read "12", "12.3" or "12.34" yuan; raises Invalid for anything else.

        Full-width digits, signs and spaces are refused rather than guessed at.
        """
        if not _PLAIN.fullmatch(text):
            raise Invalid(N_("Write the amount in yuan, such as 12.50."))
        yuan, _, cents = text.partition(".")
        return cls(int(yuan) * 100 + int((cents + "00")[:2]))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen)

    def __neg__(self) -> "Money":
        return Money(-self.fen)

    def __bool__(self) -> bool:
        return self.fen != 0

    def per_thousand(self, thousandths: int) -> "Money":
        """The amount times a quantity given in thousandths, half-up to the fen."""
        product = abs(self.fen * thousandths)
        rounded = (product * 2 + 1000) // 2000
        return Money(rounded if self.fen * thousandths >= 0 else -rounded)

    def __str__(self) -> str:
        """Digits for a machine: "-1234.50"."""
        return f"{self._sign}{abs(self.fen) // 100}.{abs(self.fen) % 100:02d}"

    @property
    def grouped(self) -> str:
        """Digits for a reader: "1,234.50", with a true minus sign."""
        sign = "−" if self.fen < 0 else ""
        return f"{sign}{abs(self.fen) // 100:,}.{abs(self.fen) % 100:02d}"

    @property
    def capitals(self) -> str:
        """Chinese capitals as receipts want them: 壹仟贰佰叁拾肆元伍角整."""
        yuan, jiao, fen = abs(self.fen) // 100, abs(self.fen) // 10 % 10, abs(self.fen) % 10
        words = f"{whole_capitals(yuan)}元" if yuan or not (jiao or fen) else ""
        if jiao:
            words += f"{_DIGITS[jiao]}角"
        elif fen and yuan:
            words += _DIGITS[0]
        words += f"{_DIGITS[fen]}分" if fen else "整"
        return f"负{words}" if self.fen < 0 else words

    @property
    def _sign(self) -> str:
        return "-" if self.fen < 0 else ""


Money.zero = Money(0)


def whole_capitals(number: int) -> str:
    """Capitals of a whole number below 10^12; zeros inside are read once."""
    if number == 0:
        return _DIGITS[0]
    words, group = "", 0
    while number:
        number, part = divmod(number, 10_000)
        if part:
            gap = _DIGITS[0] if part < 1000 and number else ""
            words = gap + _group(part) + _GROUPS[group] + words
        elif words and not words.startswith(_DIGITS[0]):
            words = _DIGITS[0] + words
        group += 1
    return words


def _group(part: int) -> str:
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = part // 10**place % 10
        if digit:
            words += (_DIGITS[0] if zero and words else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return words
