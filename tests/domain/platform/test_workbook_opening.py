"""Workbooks that people hand in are looked through before anything opens them."""

import json
import subprocess
import sys

import pytest

from propertydesk.kernel.errors import Invalid
from propertydesk.platform.workbook.opening import check_workbook, read_workbook
from tests.domain.platform.bombs import BAD
from tests.factories.workbooks import raw_workbook, workbook

pytestmark = pytest.mark.domain

MOST_SECONDS, MOST_BYTES = 3, 150 * 1024**2


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_what_must_not_be_opened_is_refused_within_3_seconds_and_150_megabytes(tmp_path, told):
    """Each in a process of its own, so that what it took can be told (reliability B5)."""
    names = dict(enumerate(BAD))
    for number, what in names.items():
        (tmp_path / f"{number}.xlsx").write_bytes(BAD[what]().getvalue())
    done = subprocess.run(
        [sys.executable, "-m", "tests.domain.platform.bombs", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = {names[int(number)]: costs for number, costs in json.loads(done.stdout).items()}
    slowest = max(found, key=lambda what: found[what]["seconds"])
    largest = max(found, key=lambda what: found[what]["grown"])
    told(
        f"{len(found)} refused; slowest {slowest!r} {found[slowest]['seconds']:.2f} s; "
        f"largest {largest!r} {found[largest]['grown'] / 1024**2:.0f} MB"
    )
    assert {what: costs["said"] for what, costs in found.items()} == dict.fromkeys(BAD, "Invalid")
    assert [w for w in found if found[w]["grown"] > MOST_BYTES] == []
    assert [w for w in found if found[w]["seconds"] > MOST_SECONDS] == []


@pytest.mark.parametrize("what", ["a cell far below", "macros", "with a password"])
def test_the_file_is_left_at_its_beginning(what: str):
    book = BAD[what]()
    with pytest.raises(Invalid):
        check_workbook(book)
    assert book.tell() == 0


def test_formulas_are_told_by_sheet_and_cell():
    cells = (
        '<row r="1"><c r="A1"><v>2</v></c><c r="AB1" t="str"><f>""</f><v></v></c></row>'
        '<row r="3"><c r="B3" s="1"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    assert check_workbook(raw_workbook(cells)) == {"房屋": [(1, 27), (3, 1)]}
    assert check_workbook(workbook()) == {}


def test_rows_keep_the_numbers_the_program_shows(tmp_path):
    path = tmp_path / "book.xlsx"
    rows = '<row r="3"><c r="B3"><v>1</v></c></row><row r="9"><c r="A9"><v>2</v></c></row>'
    path.write_bytes(raw_workbook(rows).getvalue())
    (sheet,) = read_workbook(path)
    assert [(number, list(cells)) for number, cells in sheet.rows] == [
        (3, ["", 1.0]),
        (9, [2.0, ""]),
    ]
