"""Plain tables as XLSX and CSV, streamed row by row in constant memory.

Why a writer of our own, where the house prefers libraries: for 50,000 x 20 cells XlsxWriter takes
4.4 s even with constant memory, and openpyxl 7.7 s, while writing the few kinds of cells that a
plain table has takes well under 1 s. What needs more is made with XlsxWriter, in `template.py`.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform.workbook.cells import (
    CSV_VALUES,
    EMPTY,
    LONGEST_TEXT,
    NOT_FOR_CSV,
    TEXTS,
    XLSX_FRAMES,
    XLSX_VALUES,
    CellKind,
    Early,
    cell,
    csv_text,
    is_plain,
)
from propertydesk.platform.workbook.parts import book_parts, facts_sheet, sheet_end, sheet_start

MOST_ROWS = 1_048_576
"""Rows of one sheet in the XLSX format, the first row included."""
TOO_MANY_ROWS = N_("A workbook holds at most 1,048,575 rows. Narrow the filters, or export as CSV.")
BATCH = 500

Row = Sequence[Any]
Info = Callable[[int], Sequence[tuple[str, str]]]
"""Given the number of rows written, label and value of each line of the second sheet."""


@dataclass(frozen=True)
class Heading:
    """One column: what its first row says, how its cells are written, its width in characters."""

    text: str
    kind: CellKind = CellKind.TEXT
    width: int = 16


def xlsx_chunks(
    headings: Sequence[Heading],
    rows: Iterable[Row],
    *,
    info: Info | None = None,
    mark: str = "",
) -> Iterator[bytes]:
    """Stream a workbook: a sheet Data, and a sheet Info when `info` is given.

    `mark` stands at the head and foot of every printed page. Values fit the kind of their heading;
    None is an empty cell. Raises Invalid when the sheet would overflow.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in book_parts(["Data", "Info"] if info else ["Data"]):
            book.writestr(name, text)
        written = _Written()
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(sheet_start([(each.text, each.width) for each in headings]).encode())
            yield pipe.drain()
            for lines in _sheet_lines(headings, rows, written):
                sheet.write(lines.encode())
                yield pipe.drain()
            sheet.write(sheet_end(mark).encode())
        if info:
            book.writestr("xl/worksheets/sheet2.xml", facts_sheet(info(written.rows), mark))
    yield pipe.drain()


def csv_chunks(headings: Sequence[Heading], rows: Iterable[Row]) -> Iterator[bytes]:
    """Stream a CSV file, UTF-8 with the mark by which Excel knows it; values as in a workbook."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow([csv_text(heading.text) for heading in headings])
    line = _CsvLine([heading.kind for heading in headings])
    yield b"\xef\xbb\xbf"
    for batch in _batches(rows):
        writer.writerows([line(row) for row in batch])
        yield lines.getvalue().encode()
        lines.seek(0)
        lines.truncate()
    yield lines.getvalue().encode()


def write_table(
    target: BinaryIO, headings: Sequence[Heading], rows: Iterable[Row], *, info: Info | None = None
) -> None:
    """Write a workbook to an open file; see `xlsx_chunks`."""
    for chunk in xlsx_chunks(headings, rows, info=info):
        target.write(chunk)


def write_csv(target: BinaryIO, headings: Sequence[Heading], rows: Iterable[Row]) -> None:
    """Write a CSV file to an open file; see `csv_chunks`."""
    for chunk in csv_chunks(headings, rows):
        target.write(chunk)


class _Pipe(io.RawIOBase):
    """A file that only goes forward: the archive fills it, the answer takes out what is there."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def drain(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


@dataclass
class _Written:
    """How many rows are in the sheet."""

    rows: int = 0


def _sheet_lines(
    headings: Sequence[Heading], rows: Iterable[Row], written: _Written
) -> Iterator[str]:
    """Rows as XML, batch by batch."""
    line = _LineWriter([heading.kind for heading in headings])
    for batch in _batches(rows):
        written.rows += len(batch)
        if written.rows >= MOST_ROWS:
            raise Invalid(TOO_MANY_ROWS)
        yield "".join([line(row) for row in batch])


class _LineWriter:
    """Writes rows as XML. Most rows hold nothing to escape: one look at all their cells together
    tells, and they fill a frame prepared for rows with the same cells empty. The others go cell
    by cell.
    """

    def __init__(self, kinds: Sequence[CellKind]) -> None:
        self._kinds = kinds
        self._written = [
            (place, XLSX_VALUES[kind]) for place, kind in enumerate(kinds) if kind in XLSX_VALUES
        ]
        self._full = self._frame([False] * len(kinds))
        self._frames: dict[tuple[bool, ...], list[str]] = {}

    def __call__(self, row: Row) -> str:
        values, frame = list(row), self._full
        try:
            for place, write in self._written:
                if values[place] is not None:
                    values[place] = write(values[place])
        except Early:
            return self._cell_by_cell(row)
        if None in values:
            frame = self._frame_for(values)
            values = [value for value in values if value is not None]
        together = "".join(values)
        if len(together) > LONGEST_TEXT or not is_plain(together):
            return self._cell_by_cell(row)
        parts = frame.copy()
        parts[1::2] = values
        return "".join(parts)

    def _frame_for(self, values: Row) -> list[str]:
        empty = tuple([value is None for value in values])
        if empty not in self._frames:
            self._frames[empty] = self._frame(empty)
        return self._frames[empty]

    def _frame(self, empty: Sequence[bool]) -> list[str]:
        """A row in pieces, every second one the place for a value."""
        cells = [
            EMPTY if missing else XLSX_FRAMES[kind]
            for missing, kind in zip(empty, self._kinds, strict=True)
        ]
        return "%s%s".join(f"<row>{''.join(cells)}</row>".split("%s")).split("%s")

    def _cell_by_cell(self, row: Row) -> str:
        pairs = zip(self._kinds, row, strict=True)
        return f"<row>{''.join([cell(kind, value) for kind, value in pairs])}</row>"


class _CsvLine:
    """Readies rows for the csv module; what could start a formula is looked for in whole rows."""

    def __init__(self, kinds: Sequence[CellKind]) -> None:
        self._texts = [place for place, kind in enumerate(kinds) if kind in TEXTS]
        self._written = [
            (place, CSV_VALUES[kind]) for place, kind in enumerate(kinds) if kind in CSV_VALUES
        ]

    def __call__(self, row: Row) -> list[Any]:
        values = list(row)
        for place, write in self._written:
            if values[place] is not None:
                values[place] = write(values[place])
        texts = [values[place] for place in self._texts if values[place] is not None]
        if NOT_FOR_CSV.search("\n".join(texts)):
            for place in self._texts:
                values[place] = csv_text(values[place] or "")
        return values
