"""Single cells: values as XML of a worksheet, and as text of a CSV file.

A table is data, never a program (ASVS 1.2.10): text is always an inline string, marked as quoted
where it could pass for a formula. CSV has no such mark; there it gets an apostrophe in front. The
full-width forms of = + - @ start a formula in some spreadsheets, so they count as well.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape


class CellKind(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"  # str
    NUMBER = "number"  # int
    HUNDREDTHS = "hundredths"  # int: fen, or 0.01 m²; written with two decimals
    DAY = "day"  # date
    MOMENT = "moment"  # datetime on the wall clock of the place


LONGEST_TEXT = 32_000
"""XLSX allows 32,767 UTF-16 units in a cell; a little room is kept for escapes."""

_FORMULA_STARTS = "=+\\-@\t\r＝＋－＠"
_UNSEEN = "\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_HAS_UNSEEN = re.compile(f"[{_UNSEEN}]")
_STARTS_FORMULA = re.compile(f"[{_FORMULA_STARTS}]")
_NOT_FOR_CSV = re.compile(f"^[{_FORMULA_STARTS}]|[{_UNSEEN}]")
_NOT_FOR_XML = re.compile(f"^[{_FORMULA_STARTS}]|[&<>{_UNSEEN}]|_x[0-9A-Fa-f]{{4}}_")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SIGNS = (
    {code: 0x2400 + code for code in range(32) if code not in (9, 10)}
    | {0x7F: 0x2421, 0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
    | dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], 0xFFFD)
)
_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_SURE_DAY = date(1900, 3, 1)
"""Spreadsheets take 1900 for a leap year: days before this one are written as text."""


def visible(text: str) -> str:
    """`text` with control characters and broken code points as signs one can see."""
    if _HAS_UNSEEN.search(text) is None:
        return text
    return text.replace("\r\n", "\n").translate(_SIGNS)


def csv_text(value: str) -> str:
    """`value` as it may stand in a CSV cell: control characters visible, no start of a formula."""
    if value.isalnum() or _NOT_FOR_CSV.search(value) is None:
        return value
    apostrophe = "'" if _STARTS_FORMULA.match(value) else ""
    return apostrophe + visible(value)


def text_cell(value: str) -> str:
    """An inline string; escaped and marked as quoted (format 2) where it could be misread."""
    if len(value) > LONGEST_TEXT:
        value = value[: LONGEST_TEXT // 2] + "…"
    if value.isalnum() or _NOT_FOR_XML.search(value) is None:
        return f'<c t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'
    shown = escape(_LOOKS_ESCAPED.sub("_x005F_", visible(value)))
    return f'<c s="2" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def hundredths(value: int) -> str:
    """-5 is "-0.05"."""
    sign, size = ("-", -value) if value < 0 else ("", value)
    return f"{sign}{size // 100}.{size % 100:02d}"


def _number_cell(value: int) -> str:
    return f"<c><v>{value}</v></c>"


def _hundredths_cell(value: int) -> str:
    return f'<c s="3"><v>{hundredths(value)}</v></c>'


def _day_cell(value: date) -> str:
    if value < _FIRST_SURE_DAY:
        return text_cell(value.isoformat())
    return f'<c s="4"><v>{value.toordinal() - _DAY_ZERO}</v></c>'


def _moment_cell(value: datetime) -> str:
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return f'<c s="5"><v>{value.toordinal() - _DAY_ZERO + seconds / 86_400:.8f}</v></c>'


def _csv_moment(value: datetime) -> str:
    return value.replace(tzinfo=None).isoformat(" ", "seconds")


XLSX_CELLS: dict[CellKind, Callable[[Any], str]] = {
    CellKind.TEXT: text_cell,
    CellKind.NUMBER: _number_cell,
    CellKind.HUNDREDTHS: _hundredths_cell,
    CellKind.DAY: _day_cell,
    CellKind.MOMENT: _moment_cell,
}
CSV_CELLS: dict[CellKind, Callable[[Any], str]] = {
    CellKind.TEXT: csv_text,
    CellKind.NUMBER: str,
    CellKind.HUNDREDTHS: hundredths,
    CellKind.DAY: date.isoformat,
    CellKind.MOMENT: _csv_moment,
}
