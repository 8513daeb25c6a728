"""Whole numbers in words, so that a figure on paper cannot be added to."""

from propertydesk.kernel.money import whole_capitals

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def capitals(number: int) -> str:
    """Chinese capitals: 12 is 壹拾贰."""
    return whole_capitals(number)


def english(number: int) -> str:
    """English words: 112 is "one hundred and twelve". Takes whole numbers from 0."""
    for size, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            joint = " and " if 0 < rest < 100 else " "
            words = f"{english(number // size)} {name}"
            return words + (joint + english(rest) if rest else "")
    if number >= 20:
        return _TENS[number // 10] + (f"-{_SMALL[number % 10]}" if number % 10 else "")
    return _SMALL[number]
