"""Workbooks that nobody should open, and the measuring of what looking at one costs.

Run as a program with a folder of files it looks at each of them in a process of its own, and
prints as JSON by file: what was said, seconds of processor, and how many bytes the process grew.
"""

import json
import os
import resource
import struct
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from tests.factories.workbooks import raw_workbook, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TEXT = '<row><c t="s"><v>0</v></c></row>'


def lying_about_its_size() -> BytesIO:
    """The directory says 1 byte; 120 MB of blanks come out."""
    book = raw_workbook(" " * 120_000_000)
    content = book.getvalue().replace((120_000_000).to_bytes(4, "little"), b"\1\0\0\0")
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    return BytesIO(content[:at] + b"\1\0\0\0" + content[at + 4 :])


def million_rows() -> BytesIO:
    """Rows as a program writes them; every number another one, so that it does not pack steeply."""
    return raw_workbook(
        "".join(
            f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 1_000_003}</v></c></row>'
            for n in range(1, 1_000_001)
        )
    )


def wide_row() -> BytesIO:
    """16,384 columns, as far as the format goes."""
    names = [chr(65 + n) for n in range(26)]
    names += [a + b for a in names[:26] for b in names[:26]]
    names += [a + b for a in names[26:] for b in names[:26]]
    cells = "".join(f'<c r="{name}1"><v>1</v></c>' for name in names[:16_384])
    return raw_workbook(f'<row r="1">{cells}</row>')


def nested() -> BytesIO:
    """An archive in an archive, five deep, with 100 MB at its bottom."""
    inner = raw_workbook(" " * 100_000_000)
    for depth in range(5):
        outer = BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as out:
            out.writestr(f"{depth}.zip", inner.getvalue())
        inner = outer
    inner.seek(0)
    return inner


def overlapping() -> BytesIO:
    """Many names for one and the same packed megabytes, as D. Fifield builds his bombs."""
    content = raw_workbook(" " * 20_000_000).getvalue()
    entries = content[content.rindex(b"PK\1\2") :]
    at = entries.index(b"PK\5\6")
    one, end = entries[:at], entries[at:]
    start = content.index(b"PK\1\2")
    directory = content[start : content.rindex(b"PK\1\2")] + one * 150
    count = directory.count(b"PK\1\2")
    total = struct.pack("<HHII", count, count, len(directory), start)
    return BytesIO(content[:start] + directory + end[:8] + total + end[20:])


def with_type(kind: str) -> BytesIO:
    """A workbook that says it is of another content type."""
    book = raw_workbook("")
    out = BytesIO()
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "[Content_Types].xml":
                content = content.replace(b"openxmlformats-officedocument", kind.encode())
            after.writestr(part.filename, content)
    out.seek(0)
    return out


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

BAD: dict[str, Callable[[], BytesIO]] = {
    "empty": lambda: BytesIO(b""),
    "a picture": lambda: BytesIO(b"\x89PNG\r\n" + b"0" * 100),
    "a page": lambda: BytesIO(b"<html><table><tr><td>1</td></tr></table></html>"),
    "a table of commas": lambda: BytesIO("楼号,单元\n1,1\n".encode()),
    "another archive": nested,
    "old xls": lambda: BytesIO(OLE),
    "with a password": lambda: BytesIO(OLE + "EncryptedPackage".encode("utf-16-le")),
    "with a password, 19 MB": lambda: BytesIO(
        OLE + os.urandom(19 * 1024**2) + "EncryptedPackage".encode("utf-16-le")
    ),
    "a torn archive": lambda: BytesIO(workbook().getvalue()[:500]),
    "macros": lambda: raw_workbook("", **{"xl/vbaProject.bin": "x"}),
    "macros by type alone": lambda: with_type("ms-excel.sheet.macroEnabled"),
    "old macro sheets": lambda: raw_workbook("", **{"xl/macrosheets/sheet1.xml": "<x/>"}),
    "external links": lambda: raw_workbook("", **{"xl/externalLinks/externalLink1.xml": "<x/>"}),
    "entities": lambda: raw_workbook('<!DOCTYPE x [<!ENTITY a "b">]>'),
    "a billion laughs": lambda: raw_workbook(f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'),
    "entities in the shared texts": lambda: raw_workbook(TEXT, '<!DOCTYPE x [<!ENTITY a "b">]>'),
    "too many parts": lambda: raw_workbook("", **{f"xl/{n}.xml": "" for n in range(300)}),
    "one part under many names": overlapping,
    "unpacks to 120 MB": lambda: raw_workbook(" " * 120_000_000),
    "lies about its size": lying_about_its_size,
    "a tag without end": lambda: raw_workbook("<row " + "x" * 20_000_000),
    "1,000,000 rows": million_rows,
    "1,000,000 rows without places": lambda: raw_workbook("<row><c><v>1</v></c></row>" * 1_000_000),
    "60,000 rows": lambda: raw_workbook("<row><c><v>1</v></c></row>" * 60_000),
    "60,000 rows of another prefix": lambda: raw_workbook(
        "".join(f'<x:row\nr="{n}"><x:c/></x:row>' for n in range(1, 60_001))
    ),
    "16,384 columns": wide_row,
    "a cell far below": lambda: raw_workbook('<row r="1"><c r="A1048576"><v>1</v></c></row>'),
    "a cell far right": lambda: raw_workbook("<row r='1'><c r = 'xfd1'><v>1</v></c></row>"),
    "a row without end": lambda: raw_workbook("<row>" + "<c><v>1</v></c>" * 5000 + "</row>"),
    "a million cells in a row": lambda: raw_workbook("<row>" + "<c/>" * 1_000_000 + "</row>"),
    "one text, a million times": lambda: raw_workbook(
        TEXT * 40_000, "<si><t>" + "x" * 30_000 + "</t></si>"
    ),
    "two million shared texts": lambda: raw_workbook(TEXT, "<si><t>x</t></si>" * 2_000_000),
    "one shared text of 40 MB": lambda: raw_workbook(TEXT, f"<si><t>{'x' * 40_000_000}</t></si>"),
    "a formula in a cell without a place": lambda: raw_workbook("<row><c><f>1+1</f></c></row>"),
}


def measure(path: Path, look: Callable[[Path], None]) -> dict[str, object]:
    """What one look costs, in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        said = b"taken"
        try:
            look(path)
        except Exception as problem:  # noqa: BLE001  # whatever it is, the test wants to see it
            said = type(problem).__name__.encode()
        os.write(writer, said)
        os._exit(0)
    _pid, _status, usage = os.wait4(child, 0)
    os.close(writer)
    with os.fdopen(reader, "rb") as said_by_child:
        said = said_by_child.read()
    own = int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
    return {
        "said": said.decode(),
        "seconds": usage.ru_utime + usage.ru_stime,
        "grown": usage.ru_maxrss * 1024 - own,
    }


def main() -> None:
    """Look at all files of a folder."""
    from propertydesk.platform.workbook.opening import read_workbook

    def look(path: Path) -> None:
        read_workbook(path)

    found = {path.stem: measure(path, look) for path in Path(sys.argv[1]).glob("*.xlsx")}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
