"""From a described sheet to PDF bytes: pages, continuation pages, marks, one document for a whole
batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from propertydesk.kernel.errors import Invalid
from propertydesk.platform.printing.blocks import Block, Gap, Stack
from propertydesk.platform.printing.document import Document
from propertydesk.platform.printing.furniture import Footer, Header
from propertydesk.platform.printing.marks import draw_edge, draw_void
from propertydesk.platform.printing.paper import Offset, Paper
from propertydesk.platform.printing.pen import Box, Look, Pen
from propertydesk.platform.printing.words import Text

_BETWEEN_SPILLS = 5.0
_ABOVE_CONTINUATION = 3.0
_LEAST_ROOM = 20.0
_EDGE_FROM_RIGHT = 7.0


@dataclass(frozen=True)
class Sheet:
    """One copy of one form. `stub` is torn off: it stands below the footer, `stub_height` mm
    above the paper's end.
    """

    paper: Paper
    look: Look
    header: Header
    body: Block
    footer: Footer
    stub: Block | None = None
    stub_height: float = 0.0
    edge: Text = ""


@dataclass(frozen=True)
class Page:
    """A page ready to be inked."""

    paper: Paper
    height: float
    pen: Pen


@dataclass(frozen=True)
class Refused:
    """A document of a batch that could not be printed, and why."""

    number: str
    reason: Invalid


@dataclass(frozen=True)
class Batch:
    """The PDF of all documents that could be printed, and those that could not; no page at all
    gives no bytes.
    """

    pdf: bytes
    pages: int
    refused: tuple[Refused, ...]


def lay_out(sheet: Sheet) -> list[Page]:
    """The pages of one sheet, continuation pages included; raises Invalid for a character that no
    font has.
    """
    trial = _first_page(sheet, pages=1)
    parts = _flow(sheet, list(trial.pen.spills.values()))
    if not parts:
        return [trial]
    pages = len(parts) + 1
    rest = [
        _continuation(sheet, part, page=at, pages=pages) for at, part in enumerate(parts, start=2)
    ]
    return [_first_page(sheet, pages=pages), *rest]


def to_pdf(
    pages: Sequence[Page], *, title: str, author: str, offset: Offset | None = None
) -> bytes:
    """One document of all pages; the same pages give the same bytes. `offset` makes up for the
    printer's shift.
    """
    document = Document(title=title, author=author, offset=offset)
    for page in pages:
        document.add(page)
    return document.close()


def batch(
    documents: Iterable[tuple[str, Callable[[], Sequence[Sheet]]]],
    *,
    title: str,
    author: str,
    offset: Offset | None = None,
) -> Batch:
    """Many documents, (number, its sheets), as one PDF; one that cannot be printed is named and
    leaves out only itself.
    """
    pages: list[Page] = []
    refused: list[Refused] = []
    for number, sheets in documents:
        try:
            pages += [page for sheet in sheets() for page in lay_out(sheet)]
        except Invalid as reason:
            refused.append(Refused(number, reason))
    pdf = to_pdf(pages, title=title, author=author, offset=offset) if pages else b""
    return Batch(pdf, len(pages), tuple(refused))


def _first_page(sheet: Sheet, *, pages: int) -> Page:
    height = sheet.paper.height or _roll_height(sheet)
    pen = Pen(height, sheet.look)
    body = _furnish(
        pen, sheet, sheet.header, replace(sheet.footer, pages=pages), height - sheet.stub_height
    )
    sheet.body.draw(pen, body)
    if sheet.stub:
        stub = Box(body.x, height - sheet.stub_height, body.width, sheet.stub_height)
        sheet.stub.draw(pen, stub)
        if sheet.header.void:
            draw_void(pen, stub)
    if sheet.header.void:
        draw_void(pen, body)
    return Page(sheet.paper, height, pen)


def _continuation(sheet: Sheet, part: Block, *, page: int, pages: int) -> Page:
    height = sheet.paper.height or _roll_height(sheet)
    pen = Pen(height, sheet.look)
    footer = replace(sheet.footer, page=page, pages=pages)
    body = _furnish(pen, sheet, replace(sheet.header, continued=True), footer, height)
    part.draw(pen, body)
    if sheet.header.void:
        draw_void(pen, body)
    return Page(sheet.paper, height, pen)


def _furnish(pen: Pen, sheet: Sheet, header: Header, footer: Footer, end: float) -> Box:
    """Draw head, foot and edge of a page that ends at `end` mm; gives the room between them."""
    paper, wide = sheet.paper, sheet.paper.body_width
    head, foot = header.height(wide, sheet.look), footer.height(wide, sheet.look)
    margin = paper.bottom if end == pen.height else 0.0
    header.draw(pen, Box(paper.left, paper.top, wide, head))
    footer.draw(pen, Box(paper.left, end - margin - foot, wide, foot))
    body = Box(paper.left, paper.top + head, wide, end - margin - foot - paper.top - head)
    if sheet.edge:
        draw_edge(pen, paper.width - _EDGE_FROM_RIGHT, body.y, body.height * 0.6, sheet.edge)
    return body


def _flow(sheet: Sheet, spills: list[Block]) -> list[Block]:
    """What did not fit on the first page, dealt out over as many pages as it needs."""
    look, wide = sheet.look, sheet.paper.body_width
    room = _continuation_room(sheet)
    parts: list[list[Block]] = []
    left = 0.0
    waiting = list(spills)
    while waiting:
        block = waiting.pop(0)
        fresh = left < _LEAST_ROOM
        if fresh:
            parts.append([Gap(_ABOVE_CONTINUATION)])
            left = room - _ABOVE_CONTINUATION
        now, later = block.split(wide, left, look)
        if now is None and left == room - _ABOVE_CONTINUATION:
            now, later = (
                block,
                None,
            )  # taller than any page and not divisible: it is drawn rather than lost
        if now is not None:
            parts[-1] += [now, Gap(_BETWEEN_SPILLS)]
            left -= now.height(wide, look) + _BETWEEN_SPILLS
        if later is not None:
            waiting.insert(0, later)
            left = 0.0
    return [Stack(part) for part in parts]


def _continuation_room(sheet: Sheet) -> float:
    paper, wide = sheet.paper, sheet.paper.body_width
    furniture = sheet.header.height(wide, sheet.look) + sheet.footer.height(wide, sheet.look)
    return (paper.height or 297.0) - paper.top - paper.bottom - furniture


def _roll_height(sheet: Sheet) -> float:
    paper, wide = sheet.paper, sheet.paper.body_width
    blocks = (sheet.header, sheet.body, sheet.footer)
    return (
        paper.top
        + paper.bottom
        + sheet.stub_height
        + sum(block.height(wide, sheet.look) for block in blocks)
    )
