"""Looking through the parts of a workbook as they unpack, a megabyte at a time.

What would make reading dangerous is counted here without building anything: rows, cells, cells far
away, shared texts and how often they stand in cells. Marks are looked for in a plain form (capital
letters, blanks for line ends, double quotes), so that no spelling hides them, and by searching for
fixed words where that will do, for it is many times faster than patterns.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import IO

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

MOST_FILLED_ROWS = 50_000
MOST_COLUMNS = 100
MOST_CELLS = 1_500_000
MOST_UNPACKED = 100 * 1024**2
MOST_FORMULAS = 10_000
"""So many cells with formulas are told one by one; more are refused wherever they stand."""
STEEPEST = 100
"""How many times larger a part may unpack; small parts may be steeper."""
SMALL = 1024**2

_BLOCK = 1024**2
_LONGEST_MARK = 4 * 1024**2
"""A tag or text longer than this has no end that could be meant."""
_PLAIN = bytes.maketrans(b"\t\r\n'", b'   "')
_PREFIX = rb"(?:[A-Z]\w{0,9}:)?"
_ROW_WITH_FACTS = re.compile(rb"[<:]ROW [^>]*[^/]>")
_ROW_START = re.compile(rb"<" + _PREFIX + rb"ROW(?=[ />])")
_CELL = re.compile(rb"<" + _PREFIX + rb"C(?=[ />])")
_UNPLACED = re.compile(rb"<" + _PREFIX + rb"C(?=[ />])(?![^>]* R *=)")
_FAR = re.compile(
    rb'R="(?:(?:[A-Z]{3}|[D-Z][A-Z]|C[W-Z])\d|[A-Z]+(?:\d{6}|5[1-9]\d{3}|[6-9]\d{4}))'
)
_SPACED = re.compile(rb" R +=| R= | T +=| T= ")
_FORMULA = re.compile(rb"<" + _PREFIX + rb"C(?=[ />])([^>]*)> *<" + _PREFIX + rb"F(?=[ />])")
_PLACE = re.compile(rb' R="([A-Z]{1,3})(\d{1,7})"')
_SHARED_INDEX = re.compile(rb' T="S"[^>]*> *<' + _PREFIX + rb"V[^>]*> *(\d{1,9})")
_SHARED_END = re.compile(rb"</" + _PREFIX + rb"SI>")
_SHEET = re.compile(rb"<(?:[A-Za-z]\w{0,9}:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:[A-Za-z]\w{0,9}:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")

BROKEN = N_("The workbook is damaged. Open it in Excel or WPS, save it once more, and send that.")
BOMB = N_("The workbook unpacks to far more than its size lets expect. It was not opened.")
TOO_MANY_ROWS = N_("The workbook has more than %(rows)s rows. Split it into several.")
TOO_FAR = N_(
    "Something stands far right of or far below the table. Delete those cells and send it again."
)
_UNPLACED_FORMULA = N_(
    "Some cells hold formulas. Paste the values in their place and send it again."
)

Place = tuple[int, int]
"""A cell: row from 1, column from 0."""


@dataclass
class Weight:
    """What has been found in all parts so far; `sizes` are the lengths of shared texts."""

    unpacked: int = 0
    cells: int = 0
    shared_cells: int = 0
    sizes: "array[int]" = field(default_factory=lambda: array("L"))
    formulas: dict[str, list[Place]] = field(default_factory=dict)


@dataclass
class _Part:
    """What has been found in the part being looked through."""

    name: str
    rows: int = 0
    in_row: int = 0
    text: int = 0
    holds_texts: bool = False


def look_through(stream: IO[bytes], name: str, packed: int, weight: Weight) -> None:
    """Add what a part holds to `weight`; `packed` is its size in the archive, in bytes.

    The directory may understate the real size, so reading goes on to the true end. Raises Invalid
    as soon as the part is too much, too far, or no part that a workbook has.
    """
    part = _Part(name)
    for at, block in enumerate(_blocks(stream, packed, weight)):
        if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
            raise Invalid(BROKEN)
        if not at:
            part.holds_texts = b"<SST" in block[:2000] or b":SST" in block[:2000]
        if part.holds_texts:
            _add_texts(block, part, weight)
        else:
            _add_cells(block, part, weight)


def shared_indexes(stream: IO[bytes], packed: int) -> Iterator[int]:
    """Which shared texts the cells of a part hold, one after the other."""
    for block in _blocks(stream, packed, Weight()):
        for index in _SHARED_INDEX.findall(block):
            yield int(index)


def _blocks(stream: IO[bytes], packed: int, weight: Weight) -> Iterator[bytes]:
    """The content in plain form, cut behind whole cells or at least whole tags."""
    rest, size = b"", 0
    while content := stream.read(_BLOCK):
        size += len(content)
        weight.unpacked += len(content)
        steep = size > SMALL and size > STEEPEST * max(packed, 1)
        if steep or weight.unpacked > MOST_UNPACKED:
            raise Invalid(BOMB)
        block = rest + content.upper().translate(_PLAIN)
        end = (block.rfind(b"C>") + 2 if b"C>" in block else block.rfind(b">") + 1) or 0
        if len(block) - end > _LONGEST_MARK:
            raise Invalid(BOMB)
        rest = block[end:]
        yield block[:end]
    yield rest


def _add_texts(block: bytes, part: _Part, weight: Weight) -> None:
    at = 0
    for end in _SHARED_END.finditer(block):
        weight.sizes.append(part.text + end.end() - at)
        part.text, at = 0, end.end()
    part.text += len(block) - at
    if len(weight.sizes) > MOST_CELLS:
        raise Invalid(BOMB)


def _add_cells(block: bytes, part: _Part, weight: Weight) -> None:
    part.rows += block.count(b"<ROW>") + block.count(b":ROW>") + len(_ROW_WITH_FACTS.findall(block))
    if part.rows > MOST_FILLED_ROWS + 1:
        raise Invalid(TOO_MANY_ROWS, rows=f"{MOST_FILLED_ROWS:,}")
    if _SPACED.search(block):
        block = re.sub(rb" *= *", b"=", block)
    if _FAR.search(block):
        raise Invalid(TOO_FAR)
    cells = _count_cells(block)
    weight.cells += cells
    if weight.cells > MOST_CELLS or _too_wide(block, cells, part):
        raise Invalid(TOO_FAR)
    weight.shared_cells += block.count(b' T="S"')
    if any(mark in block for mark in (b"<F>", b"<F ", b"<F/", b":F>", b":F ", b":F/")):
        _add_formulas(block, part, weight)


def _count_cells(block: bytes) -> int:
    plain = block.count(b"<C ") + block.count(b"<C>") + block.count(b"<C/")
    named = block.count(b":C ") + block.count(b":C>") + block.count(b":C/")
    return plain + (len(_CELL.findall(block)) - plain if named else 0)


def _too_wide(block: bytes, cells: int, part: _Part) -> bool:
    """Whether cells that do not say where they stand reach beyond the last column allowed."""
    if block.count(b' R="') >= cells and not _UNPLACED.search(block):
        return False
    rows = _ROW_START.split(block)
    counts = [len(_CELL.findall(row)) for row in rows]
    counts[0] += part.in_row
    part.in_row = counts[-1]
    return max(counts) > MOST_COLUMNS


def _add_formulas(block: bytes, part: _Part, weight: Weight) -> None:
    found = weight.formulas.setdefault(part.name, [])
    for cell in _FORMULA.finditer(block):
        place = _PLACE.search(cell[1])
        if place is None or len(found) >= MOST_FORMULAS:
            raise Invalid(_UNPLACED_FORMULA)
        found.append((int(place[2]), _column_number(place[1].decode())))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_name(number: int) -> str:
    """A for 0, AA for 26."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheet_names(book: bytes, links: bytes) -> dict[str, str]:
    """The file of each sheet, without its folder and in small letters, to the sheet's name."""
    targets = {each.get("Id", ""): each.get("Target", "") for each in _attributes(_RELATION, links)}
    return {
        targets.get(sheet.get("r:id", ""), "").rpartition("/")[2].lower(): sheet.get("name", "")
        for sheet in _attributes(_SHEET, book)
    }


def _attributes(tag: re.Pattern[bytes], content: bytes) -> Iterator[dict[str, str]]:
    for found in tag.finditer(content):
        yield {
            name.decode("utf-8", "replace"): unescape(value.decode("utf-8", "replace"))
            for name, value in _ATTRIBUTE.findall(found[1])
        }
