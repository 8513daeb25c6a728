"""Workbooks that people hand in are looked through before anything opens them."""

import subprocess
import sys
import time
from io import BytesIO

import pytest

from propertydesk.kernel.errors import Invalid
from propertydesk.platform.workbook.opening import check_workbook, read_workbook
from tests.factories.workbooks import raw_workbook, workbook

pytestmark = pytest.mark.domain

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TEXT = '<row><c t="s"><v>0</v></c></row>'


def lying_about_its_size() -> BytesIO:
    """The directory says 1 byte; 200 MB of blanks come out."""
    book = raw_workbook(" " * 200_000_000)
    content = book.getvalue().replace((200_000_000).to_bytes(4, "little"), b"\1\0\0\0")
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    return BytesIO(content[:at] + b"\1\0\0\0" + content[at + 4 :])


BAD = {
    "empty": lambda: BytesIO(b""),
    "a picture": lambda: BytesIO(b"\x89PNG\r\n" + b"0" * 100),
    "old xls": lambda: BytesIO(OLE),
    "with a password": lambda: BytesIO(OLE + "EncryptedPackage".encode("utf-16-le")),
    "a torn archive": lambda: BytesIO(workbook().getvalue()[:500]),
    "macros": lambda: raw_workbook("", **{"xl/vbaProject.bin": "x"}),
    "external links": lambda: raw_workbook("", **{"xl/externalLinks/externalLink1.xml": "<x/>"}),
    "entities": lambda: raw_workbook('<!DOCTYPE x [<!ENTITY a "b">]>'),
    "too many parts": lambda: raw_workbook("", **{f"xl/{n}.xml": "" for n in range(300)}),
    "unpacks to 200 MB": lambda: raw_workbook(" " * 200_000_000),
    "lies about its size": lying_about_its_size,
    "a cell far below": lambda: raw_workbook('<row r="1"><c r="A1048576"><v>1</v></c></row>'),
    "a cell far right": lambda: raw_workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
    "a row without end": lambda: raw_workbook("<row>" + "<c><v>1</v></c>" * 5000 + "</row>"),
    "60,000 rows": lambda: raw_workbook("<row><c><v>1</v></c></row>" * 60_000),
    "one text, a million times": lambda: raw_workbook(
        TEXT * 40_000, "<si><t>" + "x" * 30_000 + "</t></si>"
    ),
    "a formula without result": lambda: raw_workbook('<row><c r="A1"><f>1+1</f></c></row>'),
    "a formula with an empty result": lambda: raw_workbook(
        '<row><c r="A1"><f>B1</f><v></v></c></row>'
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_it_is_refused_within_three_seconds(what: str):
    book = BAD[what]()
    begun = time.process_time()
    with pytest.raises(Invalid):
        check_workbook(book)
    assert time.process_time() - begun < 3
    assert book.tell() == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kilobytes here")
def test_bombs_do_not_take_memory(tmp_path):
    for number, what in enumerate(("one text, a million times", "a cell far below")):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(BAD[what]().getvalue())
        script = (
            "import resource, sys; from pathlib import Path;"
            "from propertydesk.kernel.errors import Invalid;"
            "from propertydesk.platform.workbook.opening import read_workbook\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "try: read_workbook(Path(sys.argv[1]))\n"
            "except Invalid: pass\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
        )
        assert int(done.stdout) * 1024 < 150 * 1024**2


def test_a_formula_gives_its_result(tmp_path):
    path = tmp_path / "book.xlsx"
    cell = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
    path.write_bytes(raw_workbook(cell).getvalue())
    (sheet,) = read_workbook(path)
    assert [(number, list(cells)) for number, cells in sheet.rows] == [(1, [2.0, ""])]


def test_rows_keep_the_numbers_the_program_shows(tmp_path):
    path = tmp_path / "book.xlsx"
    rows = '<row r="3"><c r="B3"><v>1</v></c></row><row r="9"><c r="A9"><v>2</v></c></row>'
    path.write_bytes(raw_workbook(rows).getvalue())
    (sheet,) = read_workbook(path)
    assert [(number, list(cells)) for number, cells in sheet.rows] == [
        (3, ["", 1.0]),
        (9, [2.0, ""]),
    ]
