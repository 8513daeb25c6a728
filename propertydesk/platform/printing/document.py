"""A PDF that is written page by page: what is done is kept compressed, so that a thousand pages need
little more room than their file. Small forms share a sheet, with marks to cut it by.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from propertydesk.platform.printing.fonts import REGULAR, register
from propertydesk.platform.printing.paper import POINTS, Offset, Paper

if TYPE_CHECKING:
    from propertydesk.platform.printing.sheet import Page

_DOTS = [0.5, 2.0]
_MARK = 5.0


class Document:
    """One PDF in the making; the same pages give the same bytes. `offset` makes up for the
    printer's shift.
    """

    def __init__(self, *, title: str, author: str, offset: Offset | None = None) -> None:
        register()
        self._shift = offset or Offset()
        self._target = BytesIO()
        self._canvas = Canvas(self._target, initialFontName=REGULAR, invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("PropertyDesk")
        self._paper: Paper | None = None
        self._filled = 0
        #: Sheets of paper that are finished or begun.
        self.sheets = 0

    def add(self, page: Page) -> None:
        """Put a page onto its sheet: a sheet of its own, or below others of the same paper."""
        if self._filled and page.paper != self._paper:
            self._turn()
        many = page.paper.per_sheet
        if not self._filled:
            self._begin(page, many)
        self._canvas.saveState()
        self._canvas.translate(0, (many - 1 - self._filled) * page.height * POINTS)
        page.pen.ink(self._canvas)
        self._canvas.restoreState()
        self._filled += 1
        if self._filled == many:
            self._turn()

    def close(self) -> bytes:
        """Finish the last sheet; gives the file."""
        if self._filled:
            self._turn()
        self._canvas.save()
        return self._target.getvalue()

    def _begin(self, page: Page, many: int) -> None:
        self._paper = page.paper
        self.sheets += 1
        wide, tall = page.paper.width * POINTS, page.height * POINTS
        self._canvas.setPageSize((wide, tall * many))
        self._canvas.translate(self._shift.right * POINTS, -self._shift.down * POINTS)
        for cut in range(1, many):
            self._draw_cut(wide, cut * tall)

    def _draw_cut(self, wide: float, height: float) -> None:
        canvas, mark = self._canvas, _MARK * POINTS
        canvas.saveState()
        canvas.setLineWidth(0.5)
        for start, end in ((0, mark), (wide - mark, wide)):
            canvas.line(start, height, end, height)
        canvas.setDash(_DOTS)
        canvas.line(mark, height, wide - mark, height)
        canvas.restoreState()

    def _turn(self) -> None:
        self._canvas.showPage()
        self._filled = 0
        # ReportLab would keep the page as text until the end; compressed at once it is a fifth
        page = self._canvas._doc.Pages.pages[-1]
        packed = zlib.compress(page.stream.encode("utf-8") + b"\n")
        kind = PDFDictionary({"Filter": PDFName("FlateDecode")})
        page.Contents, page.stream = PDFStream(kind, packed + b"\n", []), ""
