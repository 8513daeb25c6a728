"""Single cells: values as XML of a worksheet, and as text of a CSV file.

A table is data, never a program (ASVS 1.2.10): text is always an inline string in a format that
marks it as quoted, so that it stays text when somebody edits the cell. CSV has no such mark; there
an apostrophe goes in front of what could start a formula. The full-width forms of = + - @ do so in
some spreadsheets and count as well.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape


class CellKind(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"  # str
    NUMBER = "number"  # int
    HUNDREDTHS = "hundredths"  # int: fen, or 0.01 m²; written with two decimals
    DAY = "day"  # date
    MOMENT = "moment"  # datetime on the wall clock of the place
    MARK = "mark"  # str, small and pale: who took the row out of the house


TEXTS = (CellKind.TEXT, CellKind.MARK)
"""Kinds whose values are text."""

LONGEST_TEXT = 32_000
"""XLSX allows 32,767 UTF-16 units in a cell; a little room is kept for escapes."""

_FORMULA_STARTS = "=+\\-@\t\r＝＋－＠"
_UNSEEN = "\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_HAS_UNSEEN = re.compile(f"[{_UNSEEN}]")
_STARTS_FORMULA = re.compile(f"[{_FORMULA_STARTS}]")
#: What keeps texts, joined line by line, from standing in a file as they are.
NOT_FOR_CSV = re.compile(f"^[{_FORMULA_STARTS}]|[{_UNSEEN}]", re.MULTILINE)
_NOT_FOR_XML = re.compile(f"[&<>{_UNSEEN}]|_x[0-9A-Fa-f]{{4}}_")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SIGNS = (
    {code: 0x2400 + code for code in range(32) if code not in (9, 10)}
    | {0x7F: 0x2421, 0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
    | dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], 0xFFFD)
)
_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_SURE_DAY = date(1900, 3, 1)
_SURE = timedelta(days=_FIRST_SURE_DAY.toordinal() - _DAY_ZERO)
"""Spreadsheets take 1900 for a leap year: days before this one are written as text."""


def visible(text: str) -> str:
    """`text` with control characters and broken code points as signs one can see."""
    if _HAS_UNSEEN.search(text) is None:
        return text
    return text.replace("\r\n", "\n").translate(_SIGNS)


def is_plain(text: str) -> bool:
    """Whether `text` may stand in XML as it is; the first look is quick, for it comes a lot."""
    if text.isprintable() and not ("<" in text or "&" in text or ">" in text or "_x" in text):
        return True
    return _NOT_FOR_XML.search(text) is None


def csv_text(value: str) -> str:
    """`value` as it may stand in a CSV cell: control characters visible, no start of a formula."""
    apostrophe = "'" if _STARTS_FORMULA.match(value) else ""
    return apostrophe + visible(value)


def text_cell(value: str, kind: CellKind = CellKind.TEXT) -> str:
    """An inline string, escaped, in the format that marks it as quoted."""
    if len(value) > LONGEST_TEXT:
        value = value[: LONGEST_TEXT // 2] + "…"
    return XLSX_FRAMES[kind] % escape(_LOOKS_ESCAPED.sub("_x005F_", visible(value)))


def hundredths(value: int) -> str:
    """-5 is "-0.05"."""
    sign, size = ("-", -value) if value < 0 else ("", value)
    return f"{sign}{size // 100}.{size % 100:02d}"


def day_number(value: date) -> str:
    """The day as spreadsheets count it; raises Early for days they count wrongly."""
    if value < _FIRST_SURE_DAY:
        raise Early
    return str(value.toordinal() - _DAY_ZERO)


def moment_number(value: datetime) -> str:
    """Day and part of the day, to a hundredth of a second."""
    since = value - _zero(value.tzinfo)
    if since < _SURE:
        raise Early
    return f"{since.days + since.seconds / 86_400:.9f}"


def cell(kind: CellKind, value: Any) -> str:
    """Any value as a cell, whatever is in it; None is an empty one."""
    if value is None:
        return EMPTY
    if kind in TEXTS:
        return text_cell(value, kind)
    write = XLSX_VALUES[kind]
    try:
        return XLSX_FRAMES[kind] % write(value)
    except Early:
        return text_cell(value.isoformat())


def _csv_moment(value: datetime) -> str:
    return value.isoformat(" ")[:19]


@lru_cache(maxsize=16)
def _zero(zone: tzinfo | None) -> datetime:
    """Moment 0 of spreadsheets on the clock of `zone`, so that no value has to change its zone."""
    return datetime.combine(date.fromordinal(_DAY_ZERO), time(), zone)


class Early(ValueError):
    """A day before spreadsheets agree on days."""


EMPTY = "<c/>"
#: Cells by kind, with a place for their value; s is the format, see `parts`.
XLSX_FRAMES = {
    CellKind.TEXT: '<c s="2" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>',
    CellKind.MARK: '<c s="6" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>',
    CellKind.NUMBER: "<c><v>%s</v></c>",
    CellKind.HUNDREDTHS: '<c s="3"><v>%s</v></c>',
    CellKind.DAY: '<c s="4"><v>%s</v></c>',
    CellKind.MOMENT: '<c s="5"><v>%s</v></c>',
}
#: How values other than text are written into a cell.
XLSX_VALUES: dict[CellKind, Callable[[Any], str]] = {
    CellKind.NUMBER: str,
    CellKind.HUNDREDTHS: hundredths,
    CellKind.DAY: day_number,
    CellKind.MOMENT: moment_number,
}
CSV_VALUES: dict[CellKind, Callable[[Any], str]] = {
    CellKind.HUNDREDTHS: hundredths,
    CellKind.DAY: date.isoformat,
    CellKind.MOMENT: _csv_moment,
}
