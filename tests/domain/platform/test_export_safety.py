"""Whatever stands in a text, an export of any listing is data and never a program (reliability B2)."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import cycle
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from werkzeug.datastructures import MultiDict

from propertydesk import wiring
from propertydesk.platform.access import Actor
from propertydesk.platform.listing import Kind, Listing, Place
from propertydesk.platform.listing.columns import Column
from propertydesk.platform.listing.export import Export
from propertydesk.platform.listing.reading import read
from propertydesk.platform.workbook.cells import visible
from tests.conftest import NOW
from tests.hostile import strings

ROWS = 5_000
TEXTS = (Kind.TEXT, Kind.NAME, Kind.PHONE)
STARTS = tuple("=+-@\t\r＝＋－＠")
_VALUES: dict[Kind, Any] = {
    Kind.NUMBER: -3,
    Kind.MONEY: -12_345,
    Kind.AREA: 9_837,
    Kind.DATE: date(2026, 11, 21),
    Kind.INSTANT: datetime(2026, 11, 21, 1, 0, tzinfo=UTC),
}
HOSTILE = strings(ROWS, seed=20261121)


def is_text(column: Column) -> bool:
    """Whether stored text reaches the file through it."""
    return column.kind in TEXTS


class Hostile(Export):
    """An export whose rows hold hostile text in every text column, and codes nobody knows."""

    def _stored_rows(self, community_id: int) -> Iterator[Sequence[Any]]:
        texts = cycle(HOSTILE)
        for _row in range(ROWS):
            yield [self._value(column, texts) for column in self.listing.exported]

    @staticmethod
    def _value(column: Column, texts: Iterator[str]) -> Any:
        return next(texts) if is_text(column) else _VALUES.get(column.kind)


@pytest.fixture(params=wiring.LISTINGS, ids=lambda listing: listing.name)
def export(app: Flask, community: Any, actor: Actor, request: Any) -> Iterator[Hostile]:
    listing: Listing = request.param
    with app.test_request_context(headers={"Accept-Language": "en"}):
        asked = read(listing, MultiDict(), actor=actor, zone="Asia/Shanghai", now=NOW)
        place = Place(community.id, community.code, "Asia/Shanghai")
        yield Hostile(asked, [place], "labels", "=林 <K1> & \x01", NOW)


def expected(export: Hostile) -> Iterator[list[str | None]]:
    """What each text of each row must read as; None for other cells."""
    texts = cycle(HOSTILE)
    converters = dict(export._converters("Asia/Shanghai", shift=0))
    for _row in range(ROWS):
        row: list[str | None] = []
        for place, column in enumerate(export.listing.exported):
            if not is_text(column):
                row.append(None)
                continue
            value, convert = next(texts), converters.get(place)
            row.append(convert(value) if convert else value)
        yield [*row, export.mark]


def test_a_workbook_holds_text_as_it_was_and_no_formula(export: Hostile) -> None:
    content = b"".join(export.chunks("xlsx"))
    with zipfile.ZipFile(BytesIO(content)) as book:
        for name in book.namelist():
            assert "externalLink" not in name
            xml = book.read(name)
            assert b"<f>" not in xml
            assert b"<f " not in xml
            assert b"<hyperlink" not in xml
    found = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Data").to_python()
    assert len(found) == ROWS + 1
    faults = [
        (wanted, cell)
        for row, wants in zip(found[1:], expected(export), strict=True)
        for cell, wanted in zip(row, wants, strict=True)
        if wanted is not None and cell != visible(wanted)
    ]
    assert not faults, faults[:3]


def test_a_csv_starts_no_formula_and_loses_nothing(export: Hostile) -> None:
    content = b"".join(export.chunks("csv")).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(content, newline="")))
    assert len(found) == ROWS + 1
    faults = []
    for row, wants in zip(found[1:], expected(export), strict=True):
        for cell, wanted in zip(row, wants, strict=True):
            if wanted is None:
                continue
            guarded = "'" if wanted.startswith(STARTS) else ""
            if cell != guarded + visible(wanted) or cell.startswith(STARTS):
                faults.append((wanted, cell))
    assert not faults, faults[:3]
