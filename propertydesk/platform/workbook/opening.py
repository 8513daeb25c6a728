"""Workbooks that people hand in: refused early when they are not what they should be.

The reader behind it (calamine) is fast, but lays a sheet out as one dense block and copies every
shared text into each cell: a few kilobytes could ask for gigabytes. So the archive is looked
through first (reliability 5.13): its directory, its real unpacked size, far-away cells, the sum
of all texts, macros, external links, formulas without a result. Within these bounds reading is
safe. Everything refused is told in words a clerk can act on.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

MOST_BYTES = 20 * 1024**2
MOST_UNPACKED = 100 * 1024**2
MOST_PARTS = 200
MOST_FILLED_ROWS = 50_000
MOST_COLUMNS = 100
MOST_CELLS = 1_500_000
MOST_TEXT = 128 * 1024**2
"""All texts of all cells together, in bytes."""
STEEPEST = 100
"""How many times larger a part may unpack; small parts may be steeper."""
SMALL = 1024**2

Cell = str | int | float | bool | date | time | timedelta | None

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TAG = rb"<(?:[A-Za-z]\w{0,9}:)?"
_END = rb"</(?:[A-Za-z]\w{0,9}:)?"
_CELL = re.compile(_TAG + rb"c(?=[\s/>])")
_ROW = re.compile(_TAG + rb"row\b[^>]*[^/]>")
_ROW_START = re.compile(_TAG + rb"row(?=[\s/>])")
_UNPLACED = re.compile(_TAG + rb"c(?=[\s/>])(?![^>]*\sr\s*=)")
_FAR = re.compile(
    rb"\br\s*=\s*[\"'](?:(?:[A-Z]{3}|[D-Z][A-Z]|C[W-Z])\d|[A-Z]+(?:\d{6}|5[1-9]\d{3}|[6-9]\d{4}))",
    re.IGNORECASE,
)
_UNANSWERED = re.compile(
    _TAG + rb"c(?![^>]*\bt=\"str\")[^>]*>\s*"
    rb"(?:" + _TAG + rb"f\b[^>]*/>|" + _TAG + rb"f\b[^>]*>[^<]*" + _END + rb"f>)\s*"
    rb"(?:" + _TAG + rb"v\s*/>|" + _TAG + rb"v>\s*" + _END + rb"v>)?\s*" + _END + rb"c>"
)
_SHARED = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_SHARED_INDEX = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^>]*>\s*" + _TAG + rb"v[^>]*>\s*(\d{1,9})")
_SHARED_END = re.compile(_END + rb"si>")
_EXPECTED = "[Content_Types].xml"

NOT_A_WORKBOOK = N_("This is no .xlsx workbook. Fill in our template and send that.")
_BROKEN = N_("The workbook is damaged. Open it in Excel or WPS, save it once more, and send that.")
_TOO_LARGE = N_("The workbook is larger than %(megabytes)s MB.")
_BOMB = N_("The workbook unpacks to far more than its size lets expect. It was not opened.")
_TOO_MANY_ROWS = N_("The workbook has more than %(rows)s rows. Split it into several.")
_TOO_FAR = N_(
    "Something stands far right of or far below the table. Delete those cells and send it again."
)
_NO_RESULT = N_(
    "Some cells hold formulas without a result. Paste the values in their place and send it again."
)


@dataclass(frozen=True)
class ReadSheet:
    """One sheet: its name, and its filled rows with their numbers as the program shows them."""

    name: str
    rows: Sequence[tuple[int, Sequence[Cell]]]


def check_workbook(file: IO[bytes]) -> None:
    """Look a workbook through without opening it; the file is left at its beginning.

    Raises Invalid in plain words when it is empty, too large, of another type, protected by a
    password, damaged, a bomb, or holds macros, external links or formulas without a result.
    """
    size = file.seek(0, 2)
    file.seek(0)
    _check_kind(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_directory(archive)
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Invalid(_BROKEN) from error
    finally:
        file.seek(0)


def read_workbook(path: Path) -> list[ReadSheet]:
    """The filled rows of every visible sheet, after `check_workbook`. Raises Invalid."""
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
        raise Invalid(_BROKEN) from error
    if sum(len(sheet.rows) for sheet in sheets) > MOST_FILLED_ROWS + len(sheets):
        raise Invalid(_TOO_MANY_ROWS, rows=f"{MOST_FILLED_ROWS:,}")
    return sheets


def _filled_rows(book: CalamineWorkbook, name: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, cells in enumerate(book.get_sheet_by_name(name).iter_rows(), 1):
        if any(cell not in ("", None) for cell in cells):
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
        raise Invalid(_BROKEN)
    if any(name.endswith(("vbaproject.bin", ".xlm")) or "/macrosheets/" in name for name in names):
        raise Invalid(N_("The workbook holds macros. Save it as .xlsx without them."))
    if any("/externallinks/" in name for name in names):
        raise Invalid(N_("The workbook draws on other files. Break the links and save it again."))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Invalid(_BOMB)


@dataclass
class _Weight:
    """What has been found in all parts so far."""

    unpacked: int = 0
    cells: int = 0
    shared_cells: int = 0


def _check_parts(archive: zipfile.ZipFile) -> None:
    weight = _Weight()
    sizes: list[int] = []
    for part in archive.infolist():
        content = _unpacked(archive, part, weight)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Invalid(_BROKEN)
        if b"macroEnabled" in content and part.filename == _EXPECTED:
            raise Invalid(N_("The workbook holds macros. Save it as .xlsx without them."))
        _check_cells(content, weight)
        sizes = sizes or _text_sizes(content)
    if sizes and weight.shared_cells * max(sizes) > MOST_TEXT:
        _check_texts(archive, sizes)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, weight: _Weight) -> bytes:
    """The real content: the directory may understate it, so reading goes on to the true end."""
    part.file_size = MOST_UNPACKED + 1
    with archive.open(part) as stream:
        content = stream.read(MOST_UNPACKED - weight.unpacked + 1)
    weight.unpacked += len(content)
    steep = len(content) > SMALL and len(content) > STEEPEST * max(part.compress_size, 1)
    if steep or weight.unpacked > MOST_UNPACKED:
        raise Invalid(_BOMB)
    return content


def _check_cells(content: bytes, weight: _Weight) -> None:
    rows = sum(1 for _row in _ROW.finditer(content))
    if rows > MOST_FILLED_ROWS + 1:
        raise Invalid(_TOO_MANY_ROWS, rows=f"{MOST_FILLED_ROWS:,}")
    if _FAR.search(content):
        raise Invalid(_TOO_FAR)
    cells = sum(1 for _cell in _CELL.finditer(content))
    weight.cells += cells
    if weight.cells > MOST_CELLS or _too_wide(content):
        raise Invalid(_TOO_FAR)
    weight.shared_cells += len(_SHARED.findall(content))
    if (b"<f" in content or b":f" in content) and _UNANSWERED.search(content):
        raise Invalid(_NO_RESULT)


def _too_wide(content: bytes) -> bool:
    """Whether cells that do not say where they stand reach beyond the last column allowed."""
    if not _UNPLACED.search(content):
        return False
    rows = _ROW_START.split(content)
    return any(sum(1 for _cell in _CELL.finditer(row)) > MOST_COLUMNS for row in rows)


def _text_sizes(content: bytes) -> list[int]:
    """How long each shared text is, in bytes, markup included; none for other parts."""
    if b"<sst" not in content[:2000] and b":sst" not in content[:2000]:
        return []
    return [len(text) for text in _SHARED_END.split(content)]


def _check_texts(archive: zipfile.ZipFile, sizes: Sequence[int]) -> None:
    """Add up exactly what all cells would hold; only asked for when it might be much."""
    total = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            content = stream.read(MOST_UNPACKED)
        for index in _SHARED_INDEX.findall(content):
            total += sizes[int(index)] if int(index) < len(sizes) else 0
    if total > MOST_TEXT:
        raise Invalid(_BOMB)
