"""Workbooks that people hand in: refused early when they are not what they should be.

The reader behind it (calamine) is fast, but lays a sheet out as one dense block and copies every
shared text into each cell: a few kilobytes could ask for gigabytes. So the archive is looked
through first (reliability 5.13): its directory, its real unpacked size, far-away cells, the sum
of all texts, macros, external links. Within these bounds reading is safe. Everything refused is
told in words a clerk can act on.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform.workbook.scanning import (
    BOMB,
    BROKEN,
    MOST_FILLED_ROWS,
    MOST_UNPACKED,
    TOO_MANY_ROWS,
    Place,
    Weight,
    column_name,
    look_through,
    shared_indexes,
    sheet_names,
)

__all__ = ["FORMULA", "Formulas", "ReadSheet", "check_workbook", "column_name", "read_workbook"]

MOST_BYTES = 20 * 1024**2
MOST_PARTS = 200
MOST_TEXT = 128 * 1024**2
"""All texts of all cells together, in bytes."""

Cell = str | int | float | bool | date | time | timedelta | None

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_EXPECTED = "[Content_Types].xml"
_LONGEST_TYPES = 1024**2

NOT_A_WORKBOOK = N_("This is no .xlsx workbook. Fill in our template and send that.")
_TOO_LARGE = N_("The workbook is larger than %(megabytes)s MB.")
_MACROS = N_("The workbook holds macros. Save it as .xlsx without them.")
FORMULA = N_(
    "Cell %(cell)s of the sheet %(sheet)s holds a formula. Paste the values in its place and send "
    "it again."
)


@dataclass(frozen=True)
class ReadSheet:
    """One sheet: its name, and its filled rows with their numbers as the program shows them."""

    name: str
    rows: Sequence[tuple[int, Sequence[Cell]]]


Formulas = Mapping[str, Sequence[Place]]
"""Sheet to the cells that hold formulas: row from 1, column from 0."""


def check_workbook(file: IO[bytes]) -> Formulas:
    """Look a workbook through without opening it; the file is left at its beginning. Gives where
    formulas stand: whoever knows the columns says whether they matter.

    Raises Invalid in plain words when it is empty, too large, of another type, protected by a
    password, damaged, a bomb, or holds macros or external links.
    """
    size = file.seek(0, 2)
    file.seek(0)
    _check_kind(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_directory(archive)
            formulas = _check_parts(archive)
            return _by_sheet(archive, formulas) if formulas else {}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Invalid(BROKEN) from error
    finally:
        file.seek(0)


def read_workbook(path: Path, *, is_checked: bool = False) -> list[ReadSheet]:
    """The filled rows of every visible sheet, after `check_workbook` unless that `is_checked`.

    Raises Invalid.
    """
    if not is_checked:
        with path.open("rb") as file:
            check_workbook(file)
    try:
        with CalamineWorkbook.from_path(path) as book:
            shown = [
                each.name
                for each in book.sheets_metadata
                if each.visible == SheetVisibleEnum.Visible
            ]
            sheets = [ReadSheet(name, list(_filled_rows(book, name))) for name in shown]
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid(BROKEN) from error
    if sum(len(sheet.rows) for sheet in sheets) > MOST_FILLED_ROWS + len(sheets):
        raise Invalid(TOO_MANY_ROWS, rows=f"{MOST_FILLED_ROWS:,}")
    return sheets


def _filled_rows(book: CalamineWorkbook, name: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, cells in enumerate(book.get_sheet_by_name(name).iter_rows(), 1):
        if any(cells) or any(cell not in ("", None) for cell in cells):  # the first is quicker
            yield number, cells


def _check_kind(file: IO[bytes], size: int) -> None:
    if size == 0:
        raise Invalid(N_("The file is empty."))
    if size > MOST_BYTES:
        raise Invalid(_TOO_LARGE, megabytes=MOST_BYTES // 1024**2)
    start = file.read(8)
    file.seek(0)
    if start == _OLE:
        content = file.read()
        file.seek(0)
        if _ENCRYPTED in content:
            raise Invalid(N_("The workbook has a password. Take it off and send it again."))
        raise Invalid(N_("This is an old .xls workbook. Save it as .xlsx and send that."))
    if not start.startswith(b"PK"):
        raise Invalid(NOT_A_WORKBOOK)


def _check_directory(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if _EXPECTED.lower() not in names or not any(name.startswith("xl/") for name in names):
        raise Invalid(NOT_A_WORKBOOK)
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid(N_("The workbook has a password. Take it off and send it again."))
    if len(parts) > MOST_PARTS or len(names) != len(parts):
        raise Invalid(BROKEN)
    if any(name.endswith(("vbaproject.bin", ".xlm")) or "/macrosheets/" in name for name in names):
        raise Invalid(_MACROS)
    if any("/externallinks/" in name for name in names):
        raise Invalid(N_("The workbook draws on other files. Break the links and save it again."))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Invalid(BOMB)


def _check_parts(archive: zipfile.ZipFile) -> Mapping[str, Sequence[Place]]:
    """Gives the cells with formulas by part."""
    weight = Weight()
    for part in archive.infolist():
        part.file_size = MOST_UNPACKED + 1  # what it says of itself may be a lie
        with archive.open(part) as stream:
            if part.filename == _EXPECTED and b"macroEnabled" in stream.read(_LONGEST_TYPES):
                raise Invalid(_MACROS)
        with archive.open(part) as stream:
            look_through(stream, part.filename, part.compress_size, weight)
    if weight.sizes and weight.shared_cells * max(weight.sizes) > MOST_TEXT:
        _check_texts(archive, weight)
    return {name: cells for name, cells in weight.formulas.items() if cells}


def _check_texts(archive: zipfile.ZipFile, weight: Weight) -> None:
    """Add up exactly what all cells would hold; only asked for when it might be much."""
    total, count = 0, len(weight.sizes)
    for part in archive.infolist():
        with archive.open(part) as stream:
            for index in shared_indexes(stream, part.compress_size):
                total += weight.sizes[index] if index < count else 0
        if total > MOST_TEXT:
            raise Invalid(BOMB)


def _by_sheet(archive: zipfile.ZipFile, formulas: Mapping[str, Sequence[Place]]) -> Formulas:
    """The same by the names of the sheets; a part that is no sheet's goes by its own."""
    parts = {part.filename.lower(): part for part in archive.infolist()}
    book, links = (parts.get(f"xl/{name}") for name in ("workbook.xml", "_rels/workbook.xml.rels"))
    named = sheet_names(_read(archive, book), _read(archive, links)) if book and links else {}
    return {
        named.get(name.rpartition("/")[2].lower(), name): cells for name, cells in formulas.items()
    }


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as stream:
        return stream.read(MOST_UNPACKED)
