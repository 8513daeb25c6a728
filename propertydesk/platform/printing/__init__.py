"""The printing kit: describe a form as blocks, get PDF bytes. It knows no word of the trade.

A form gives a `Sheet` for each copy: header, a stack of blocks, footer, perhaps a stub. Values
that do not fit are wrapped, then set smaller, then cut with a pointer to continuation pages,
which the kit adds by itself.
"""

from propertydesk.platform.printing.blocks import Beside, Block, Flow, Gap, Rule, Stack
from propertydesk.platform.printing.card_sheet import card_sheets
from propertydesk.platform.printing.cells import (
    MONTH_DAY_TIME,
    Blank,
    Cell,
    Grid,
    HandBox,
    Row,
    Ticks,
)
from propertydesk.platform.printing.document import Document
from propertydesk.platform.printing.fonts import unprintable
from propertydesk.platform.printing.furniture import Footer, Header, Void
from propertydesk.platform.printing.marks import Ratings, Signatures, Tag, TearLine
from propertydesk.platform.printing.paper import PAPERS, Offset, Paper
from propertydesk.platform.printing.pen import Box, Look, Pen
from propertydesk.platform.printing.photo import Photo, photo_for
from propertydesk.platform.printing.prose import Heading, Note, Paragraph
from propertydesk.platform.printing.sheet import Batch, Page, Refused, Sheet, batch, lay_out, to_pdf
from propertydesk.platform.printing.stub import Stub
from propertydesk.platform.printing.tables import Column, Table
from propertydesk.platform.printing.totals import Totals
from propertydesk.platform.printing.typeset import require_printable
from propertydesk.platform.printing.words import (
    LANGUAGES,
    Language,
    Text,
    Words,
    long_date,
    say,
    stamp,
    window,
    yuan,
)

__all__ = [
    "LANGUAGES",
    "MONTH_DAY_TIME",
    "PAPERS",
    "Batch",
    "Beside",
    "Blank",
    "Block",
    "Box",
    "Cell",
    "Column",
    "Document",
    "Flow",
    "Footer",
    "Gap",
    "Grid",
    "HandBox",
    "Header",
    "Heading",
    "Language",
    "Look",
    "Note",
    "Offset",
    "Page",
    "Paper",
    "Paragraph",
    "Pen",
    "Photo",
    "Ratings",
    "Refused",
    "Row",
    "Rule",
    "Sheet",
    "Signatures",
    "Stack",
    "Stub",
    "Table",
    "Tag",
    "TearLine",
    "Text",
    "Ticks",
    "Totals",
    "Void",
    "Words",
    "batch",
    "card_sheets",
    "lay_out",
    "long_date",
    "photo_for",
    "require_printable",
    "say",
    "stamp",
    "to_pdf",
    "unprintable",
    "window",
    "yuan",
]
