"""The fixed XML parts of a workbook around the rows of its sheets (ECMA-376, part 1)."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from propertydesk.platform.workbook.cells import text_cell, visible

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"

# Cell formats by position, as `cells` names them in s="…": number format, font, fill, extras.
_PLAIN, _OWN_DAY, _OWN_MOMENT, _TEXT, _DECIMALS = 0, 164, 165, 49, 4
_FORMATS = (
    (_PLAIN, 0, 0, ""),  # 0 plain
    (_PLAIN, 1, 2, ' applyFont="1" applyFill="1"'),  # 1 first row
    (_TEXT, 0, 0, ' quotePrefix="1" applyNumberFormat="1"'),  # 2 text never read as a formula
    (_DECIMALS, 0, 0, ' applyNumberFormat="1"'),  # 3 two decimals
    (_OWN_DAY, 0, 0, ' applyNumberFormat="1"'),  # 4 day
    (_OWN_MOMENT, 0, 0, ' applyNumberFormat="1"'),  # 5 moment
    (_TEXT, 2, 0, ' quotePrefix="1" applyNumberFormat="1" applyFont="1"'),  # 6 mark of the taker
)
_FILLS = (
    '<patternFill patternType="none"/>',
    '<patternFill patternType="gray125"/>',
    '<patternFill patternType="solid"><fgColor rgb="FFEAF2FD"/></patternFill>',
)

_LONGEST_MARK = 120
"""Characters; the head of a printed page holds 255 in all."""


def book_parts(sheet_names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name and text of everything but the sheets: xl/worksheets/sheet1.xml and so on."""
    sheets = list(enumerate(sheet_names, start=1))
    yield "[Content_Types].xml", _content_types([number for number, _name in sheets])
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    names = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in sheets)
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
    )
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number, _name in sheets]
    yield "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])
    yield "xl/styles.xml", _styles()


def sheet_start(headings: Sequence[tuple[str, int]]) -> str:
    """A worksheet up to its bold, frozen first row; `headings` are text and width in characters."""
    first_row = "".join(f"{_bold(text)}" for text, _width in headings)
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews>{_widths([width for _text, width in headings])}"
        f"<sheetData><row>{first_row}</row>"
    )


def sheet_end(mark: str = "") -> str:
    """The end of a worksheet; `mark` stands at the head and foot of every printed page."""
    if not mark:
        return "</sheetData></worksheet>"
    text = escape(visible(mark)[:_LONGEST_MARK].replace("&", "&&"))
    return (
        '</sheetData><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>&amp;R{text}</oddHeader>"
        f"<oddFooter>&amp;L{text}&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )


def facts_sheet(facts: Sequence[tuple[str, str]], mark: str = "") -> str:
    """A worksheet of two columns, label and value."""
    lines = "".join(f"<row>{_bold(label)}{text_cell(value)}</row>" for label, value in facts)
    head = f'{_XML}<worksheet xmlns="{_MAIN}">{_widths([22, 70])}'
    return f"{head}<sheetData>{lines}{sheet_end(mark)}"


def _bold(text: str) -> str:
    return text_cell(text).replace('s="2"', 's="1"', 1)


def _content_types(sheets: Sequence[int]) -> str:
    parts = [
        ("xl/workbook.xml", "sheet.main"),
        ("xl/styles.xml", "styles"),
        *[(f"xl/worksheets/sheet{number}.xml", "worksheet") for number in sheets],
    ]
    lines = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in parts
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="{_RELATIONS}"/>{lines}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _styles() -> str:
    fills = "".join(f"<fill>{fill}</fill>" for fill in _FILLS)
    formats = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0"{extras}/>'
        for number, font, fill, extras in _FORMATS
    )
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
        f'<numFmt numFmtId="{_OWN_DAY}" formatCode="yyyy\\-mm\\-dd"/>'
        f'<numFmt numFmtId="{_OWN_MOMENT}" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
        '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font>'
        '<font><sz val="8"/><color rgb="FF98A2B3"/><name val="Calibri"/></font></fonts>'
        f'<fills count="{len(_FILLS)}">{fills}</fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(_FORMATS)}">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _widths(widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    return f"<cols>{columns}</cols>"
