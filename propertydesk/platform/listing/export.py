"""Whole listings as files: streamed from the database into XLSX or CSV, in constant memory.

Every file says who made it, when and under which number; how it is ordered stands in `ordering`.
Phones stay masked: a full number is shown one at a time, with a purpose (domain.md B5).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from flask_babel import gettext as _
from sqlalchemy import Select

from propertydesk.kernel.clock import local
from propertydesk.platform.db import db
from propertydesk.platform.i18n import pick
from propertydesk.platform.listing.columns import Column, plain
from propertydesk.platform.listing.declare import COMMUNITY, Listing, Place
from propertydesk.platform.listing.pages import count_rows
from propertydesk.platform.listing.reading import Asked
from propertydesk.platform.listing.records import (
    PURPOSE_WORDS,
    ExportRecord,
    Purpose,
)
from propertydesk.platform.workbook import CellKind, Heading, csv_chunks, xlsx_chunks

ROWS_AT_ONCE = 1_000
MIME_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

Header = Literal["keys", "labels"]


@dataclass(frozen=True)
class Export:
    """One file to be made: a question asked of a listing in some communities.

    With header "keys" the first row holds the stable column keys and codes stay codes, for
    scripts; with "labels" both are words in the reader's language. With `with_community` the code
    of the community is the first column.
    """

    asked: Asked
    places: Sequence[Place]
    header: Header
    exported_by: str
    exported_at: datetime
    with_community: bool = False
    record: ExportRecord | None = None
    only: frozenset[int] | None = None

    @property
    def listing(self) -> Listing:
        """What is exported."""
        return self.asked.listing

    def count(self) -> int:
        """How many rows it has at this moment."""
        return sum(count_rows(self.asked, place.community_id) for place in self.places)

    def headings(self) -> list[Heading]:
        """The columns of the file."""
        columns = [column.heading(self._first_row(column)) for column in self.listing.exported]
        if self.header == "labels":
            columns.append(Heading(_("Taken out by"), CellKind.MARK, 40))
        if self.with_community:
            word = "community" if self.header == "keys" else _("Community")
            columns.insert(0, Heading(word, width=12))
        return columns

    @property
    def mark(self) -> str:
        """Who took it out, when, under which number: 林晓燕 K012 · 2026-11-21 09:00 · DC20261121-0003."""
        moment = f"{local(self.exported_at, self.places[0].zone):%Y-%m-%d %H:%M}"
        number = self.record.number if self.record else ""
        return " · ".join(each for each in (self.exported_by, moment, number) if each)

    def rows(self) -> Iterator[Sequence[Any]]:
        """The rows as a workbook takes them, streamed community by community."""
        for place in self.places:
            lead = [place.code] if self.with_community else []
            trail = [self.mark] if self.header == "labels" else []
            converters = self._converters(place.zone, shift=len(lead))
            for row in self._stored_rows(place.community_id):
                values = [*lead, *row, *trail]
                for position, convert in converters:
                    if values[position] is not None:
                        values[position] = convert(values[position])
                yield values

    def info(self, count: int) -> list[tuple[str, str]]:
        """Label and value of each line of the Info sheet."""
        filters = " · ".join(self.asked.words) or _("none")
        return [
            (_("Listing"), _(self.listing.title)),
            (_("Community"), ", ".join(place.code for place in self.places)),
            (_("Filters"), filters),
            (_("Rows"), f"{count:,}"),
            (_("Exported by"), self.exported_by),
            (_("Exported at"), f"{local(self.exported_at, self.places[0].zone):%Y-%m-%d %H:%M}"),
            *self._record_lines(count),
            (_("Use"), _("For work in the service centre only. Every export is recorded.")),
        ]

    def chunks(self, form: str, rows: Iterable[Sequence[Any]] | None = None) -> Iterator[bytes]:
        """The file as "xlsx" or "csv", piece by piece; `rows` if they are counted on their way."""
        rows = self.rows() if rows is None else rows
        if form == "xlsx":
            return xlsx_chunks(self.headings(), rows, info=self.info, mark=self.mark)
        return csv_chunks(self.headings(), rows)

    def file_name(self, form: str) -> str:
        """A name that says what, where and under which number: repairs-JXHY-DC20261121-0003.xlsx."""
        where = self.places[0].code if len(self.places) == 1 else "all"
        moment = f"{local(self.exported_at, self.places[0].zone):%Y%m%d-%H%M}"
        return f"{self.listing.name}-{where}-{self.record.number if self.record else moment}.{form}"

    def row_ids(self) -> list[int]:
        """The ids of its rows at this moment."""
        rows = self.listing.bare_select.where(*self.asked.conditions)
        rows = rows.with_only_columns(self.listing.id, maintain_column_froms=True)
        found: list[int] = []
        for place in self.places:
            values = {COMMUNITY: place.community_id}
            found += db.session.connection().execute(rows, values).scalars()
        return found

    def _record_lines(self, count: int) -> list[tuple[str, str]]:
        """What the record of the export adds to the Info sheet."""
        record = self.record
        if record is None:
            return []
        lines = [(_("Export no."), record.number)]
        if record.purpose:
            purpose = " · ".join(
                filter(None, (_(PURPOSE_WORDS[Purpose(record.purpose)]), record.words))
            )
            lines.append((_("Purpose"), purpose))
        if record.approved_by:
            lines.append((_("Approved by"), record.approved_by))
        if self.only is not None and count < len(self.only):
            gone = _(
                "%(count)s of %(all)s; the others are no longer there",
                count=count,
                all=len(self.only),
            )
            lines.append((_("Of the rows approved"), gone))
        return lines

    def _stored_rows(self, community_id: int) -> Iterable[Sequence[Any]]:
        """Rows as stored, fetched a thousand at a time, one value for each exported column."""
        found: Iterable[Sequence[Any]] = db.session.connection().execute(
            _statement(self.asked, with_id=self.only is not None),
            {COMMUNITY: community_id},
            execution_options={"yield_per": ROWS_AT_ONCE},
        )
        if self.only is not None:
            wanted = self.only
            found = (row[1:] for row in found if row[0] in wanted)
        positions = _in_reader_language(self.listing.exported)
        if positions is None:
            return found
        return ([row[place] or row[other] for place, other in positions] for row in found)

    def _first_row(self, column: Column) -> str:
        return column.key if self.header == "keys" else _(column.label)

    def _converters(self, zone: str, *, shift: int) -> list[tuple[int, Callable[[Any], Any]]]:
        coded = self.header == "keys"
        found = (column.converter(zone, coded=coded) for column in self.listing.exported)
        return [(place + shift, each) for place, each in enumerate(found) if each is not None]


def _statement(asked: Asked, *, with_id: bool = False) -> Select[Any]:
    columns = [one for column in asked.listing.exported for one in column.exported()]
    if with_id:
        columns.insert(0, plain(asked.listing.id).label("id"))
    order = asked.order.clauses(backwards=False)
    rows = asked.listing.base.with_only_columns(*columns, maintain_column_froms=True)
    return rows.where(*asked.conditions).order_by(*order)


def _in_reader_language(columns: Sequence[Column]) -> list[tuple[int, int]] | None:
    """Where each value stands in a row and where its other language; None if there is but one."""
    if not any(column.english is not None for column in columns):
        return None
    positions, place = [], 0
    for column in columns:
        other = place + (column.english is not None)
        positions.append(pick((place, other), (other, place)))
        place = other + 1
    return positions
