"""Workbooks and CSV files: every cell comes back as it went in, and no text is ever a formula."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from propertydesk.kernel.errors import Invalid
from propertydesk.platform.workbook import (
    CellKind,
    Heading,
    TemplateColumn,
    TemplateSheet,
    csv_chunks,
    table,
    write_csv,
    write_table,
    write_template,
    xlsx_chunks,
)


def at(*numbers: int) -> datetime:
    """A moment on the wall clock of Shanghai."""
    return datetime(*numbers, tzinfo=ZoneInfo("Asia/Shanghai"))


HEADINGS = [
    Heading("Text", CellKind.TEXT),
    Heading("Count", CellKind.NUMBER),
    Heading("Amount", CellKind.HUNDREDTHS, 14),
    Heading("Day", CellKind.DAY),
    Heading("Moment", CellKind.MOMENT),
]
ROWS: list[list[Any]] = [
    ["欧阳絜 女士", 3, 147_550, date(2026, 11, 21), at(2026, 11, 21, 9, 5, 59)],
    ['<b>&amp; "O\'Brien"', 0, 0, date(1900, 3, 1), at(1999, 12, 31, 23, 59, 59)],
    ["  spaces  and\nlines\tkept ", -7, -5, date(2200, 1, 1), at(2026, 1, 1, 0, 1)],
    ["𠮷野家 👍", 2**53, 10**14, None, None],
    [None, None, None, None, None],
    ["013812345678", 1, 1, date(2026, 2, 28), at(2026, 2, 28, 12, 0)],
]
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|'/c'!A0",
]


def book(rows: list[list[Any]], headings: list[Heading] = HEADINGS, **kwargs: Any) -> bytes:
    target = io.BytesIO()
    write_table(target, headings, rows, **kwargs)
    return target.getvalue()


def cells(content: bytes, sheet: str = "Data") -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


def lines(rows: list[list[Any]], headings: list[Heading]) -> list[list[str]]:
    target = io.BytesIO()
    write_csv(target, headings, rows)
    return list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline="")))


def test_every_cell_comes_back_as_it_went_in() -> None:
    found = cells(book(ROWS))
    assert found[0] == [heading.text for heading in HEADINGS]
    for got, (text, count, amount, day, moment) in zip(found[1:], ROWS, strict=True):
        assert got[0] == (text or "")
        assert got[1] == ("" if count is None else count)
        assert got[2] == ("" if amount is None else amount / 100)
        assert got[3] == (day or "")
        assert got[4] == (moment.replace(tzinfo=None) if moment else "")


words = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))


@settings(max_examples=60, deadline=None)
@given(st.lists(words, min_size=1, max_size=8))
def test_any_text_comes_back(texts: list[str]) -> None:
    found = cells(book([[text] for text in texts], [Heading("Text")]))
    assert [row[0] for row in found] == ["Text", *texts]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_in_a_workbook(text: str) -> None:
    content = book([[text]], [Heading(text)])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = list(ET.fromstring(sheet).iter(f"{space}c"))
    assert [cell.get("t") for cell in found] == ["inlineStr", "inlineStr"]
    assert found[1].get("s") == "2", "marked as quoted"
    assert "<f>" not in sheet
    assert cells(content)[1][0] == text.replace("\r", "␍")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_in_a_csv_file(text: str) -> None:
    ((head,), (value,)) = lines([[text]], [Heading(text)])
    assert head == value == "'" + text.replace("\r", "␍")


def test_numbers_in_a_csv_file_are_numbers() -> None:
    rows = [["BX20261121-0007", -5, -147_550, date(2026, 11, 21), at(2026, 11, 21, 9, 5)]]
    assert lines(rows, HEADINGS)[1] == [
        "BX20261121-0007", "-5", "-1475.50", "2026-11-21", "2026-11-21 09:05:00",
    ]  # fmt: skip


def test_control_characters_become_visible() -> None:
    text = "a\0b\x07c\x7fd\x85e\ud800f\ufffeg\r\nh"
    shown = "a␀b␇c␡d�e�f�g\nh"
    assert cells(book([[text]], [Heading("Text")]))[1] == [shown]
    assert lines([[text]], [Heading("Text")])[1] == [shown]


def test_text_that_looks_like_an_escape_stays_text() -> None:
    assert cells(book([["_x0041_ and _x000D_"]], [Heading("Text")]))[1] == ["_x0041_ and _x000D_"]


def test_a_cell_takes_no_more_than_the_format_allows() -> None:
    (text,) = cells(book([["长" * 40_000]], [Heading("Text")]))[1]
    assert text.endswith("…")
    assert len(text) < 32_767


def test_days_before_the_calendar_of_spreadsheets_are_text() -> None:
    assert cells(book([[date(1899, 1, 1)]], [Heading("Day", CellKind.DAY)]))[1] == ["1899-01-01"]


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    assert len(cells(book([["a"], ["b"]], [Heading("Text")]))) == 3
    with pytest.raises(Invalid):
        book([["a"], ["b"], ["c"]], [Heading("Text")])


def test_a_table_without_rows_has_its_headings() -> None:
    assert cells(book([])) == [[heading.text for heading in HEADINGS]]
    assert lines([], HEADINGS) == [[heading.text for heading in HEADINGS]]


def test_the_info_sheet_knows_how_many_rows_there_are() -> None:
    content = book(ROWS, info=lambda rows: [("Rows", str(rows)), ("Exported by", "=何雨")])
    assert cells(content, "Info") == [["Rows", str(len(ROWS))], ["Exported by", "=何雨"]]


def test_the_first_row_is_frozen_and_columns_have_widths() -> None:
    with zipfile.ZipFile(io.BytesIO(book(ROWS))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<col min="3" max="3" width="14" customWidth="1"/>' in sheet


@pytest.mark.parametrize("chunks", [xlsx_chunks, csv_chunks])
def test_it_flows_from_the_first_row_in_little_memory(chunks: Any) -> None:
    asked = 0

    def rows() -> Iterator[list[Any]]:
        nonlocal asked
        for number in range(40_000):
            asked = number
            yield [f"row {number}", number, number, None, None]

    tracemalloc.start()
    pieces = chunks(HEADINGS, rows())
    first = next(pieces)
    assert first
    assert asked == 0, "the first piece waits for no row"
    sizes = [len(piece) for piece in pieces]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert asked == 39_999
    assert max(sizes) < 200_000
    assert peak < 4_000_000


def test_a_template_has_choices_explanations_and_examples() -> None:
    target = io.BytesIO()
    columns = [
        TemplateColumn("房号*", required=True, explanation="3-2-1501"),
        TemplateColumn("面积", CellKind.HUNDREDTHS),
        TemplateColumn("入伙日", CellKind.DAY),
        TemplateColumn("类型", choices=[f"类型{number}" for number in range(60)]),
    ]
    sheet = TemplateSheet("房屋", columns, [["3-2-1501", 9837, date(2026, 1, 2), "类型1"]])
    write_template(target, [sheet], guide_name="说明", guide=["=先看这里"])
    assert cells(target.getvalue(), "房屋") == [
        ["房号*", "面积", "入伙日", "类型"],
        ["3-2-1501", 98.37, date(2026, 1, 2), "类型1"],
    ]
    assert cells(target.getvalue(), "说明") == [["=先看这里"]]
    with zipfile.ZipFile(target) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "dataValidation" in text
        assert "<f>" not in text
        assert "comments1.xml" in "".join(archive.namelist())
