"""Workbooks to be filled in: explained headings, examples and choice lists, by XlsxWriter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

import xlsxwriter

from propertydesk.platform.workbook.cells import CellKind, visible

ROWS_WITH_CHOICES = 5_000
"""Choice lists and formats are laid over this many rows below the headings."""
LISTS = "Lists"

Cell = str | int | date | None


@dataclass(frozen=True)
class TemplateColumn:
    """A column to fill in; hundredths stand in examples as whole fen or 0.01 m²."""

    text: str
    kind: CellKind = CellKind.TEXT
    width: int = 16
    required: bool = False
    explanation: str = ""
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class TemplateSheet:
    """A sheet of a template; `examples` are rows in blue, to be overwritten or deleted."""

    name: str
    columns: Sequence[TemplateColumn]
    examples: Sequence[Sequence[Cell]] = ()


def write_template(
    target: BinaryIO, sheets: Sequence[TemplateSheet], *, guide_name: str, guide: Sequence[str]
) -> None:
    """Write a workbook with the given sheets, and a last sheet `guide_name` with lines of advice.

    Choice lists stand on a hidden sheet, since a list inside a rule holds 255 characters at most.
    """
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    formats = _formats(book)
    pages = [(book.add_worksheet(sheet.name), sheet) for sheet in sheets]
    advice = book.add_worksheet(guide_name)
    lists = _Lists(book)
    for page, sheet in pages:
        _fill(page, sheet, formats, lists)
    advice.set_column(0, 0, 100, formats["wrapped"])
    advice.write_column(0, 0, [visible(line) for line in guide])
    book.close()


class _Lists:
    """The hidden sheet of choices: one column for each list."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._page = book.add_worksheet(LISTS)
        self._page.hide()
        self._places: dict[tuple[str, ...], str] = {}

    def source(self, choices: Sequence[str]) -> str:
        """The cells holding `choices`, as a rule names them."""
        key = tuple(choices)
        if key not in self._places:
            column = len(self._places)
            self._page.write_column(0, column, [visible(choice) for choice in key])
            letter = xlsxwriter.utility.xl_col_to_name(column)
            self._places[key] = f"={LISTS}!${letter}$1:${letter}${len(key)}"
        return self._places[key]


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    day = "yyyy-mm-dd"
    kinds = {
        CellKind.TEXT: {"num_format": "@"},
        CellKind.NUMBER: {"num_format": "0"},
        CellKind.HUNDREDTHS: {"num_format": "#,##0.00"},
        CellKind.DAY: {"num_format": day},
        CellKind.MOMENT: {"num_format": f"{day} hh:mm"},
    }
    formats: dict[str, Any] = {kind: book.add_format(look) for kind, look in kinds.items()}
    for kind, look in kinds.items():
        formats[f"example {kind}"] = book.add_format(
            {**look, "font_color": "#0A4D9E", "italic": True}
        )
    formats["heading"] = book.add_format(
        {"bold": True, "bg_color": "#EAF2FD", "border": 1, "border_color": "#CFD6E0"}
    )
    formats["required"] = book.add_format(
        {"bold": True, "bg_color": "#FFF1D6", "border": 1, "border_color": "#CFD6E0"}
    )
    formats["wrapped"] = book.add_format({"text_wrap": True, "valign": "top"})
    return formats


def _fill(page: Any, sheet: TemplateSheet, formats: dict[str, Any], lists: _Lists) -> None:
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, formats[column.kind])
        page.write_string(
            0, place, visible(column.text), formats["required" if column.required else "heading"]
        )
        if column.explanation:
            page.write_comment(0, place, visible(column.explanation), {"x_scale": 2})
        if column.choices:
            page.data_validation(
                1,
                place,
                ROWS_WITH_CHOICES,
                place,
                {"validate": "list", "source": lists.source(column.choices)},
            )
    for line, example in enumerate(sheet.examples, start=1):
        for place, (column, value) in enumerate(zip(sheet.columns, example, strict=True)):
            _write_example(page, line, place, value, formats[f"example {column.kind}"])


def _write_example(page: Any, line: int, place: int, value: Cell, look: Any) -> None:
    match value:
        case None:
            page.write_blank(line, place, None, look)
        case str():
            page.write_string(line, place, visible(value), look)
        case date():
            page.write_datetime(line, place, value, look)
        case int():
            hundredths = look.num_format == "#,##0.00"
            page.write_number(line, place, value / 100 if hundredths else value, look)
