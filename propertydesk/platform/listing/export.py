"""Whole listings as files: streamed from the database into XLSX or CSV, in constant memory.

Every export is written down before its first byte, and every file says who made it and when.
Phones stay masked: a full number is shown one at a time, with a purpose (domain.md B5).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from flask_babel import gettext as _
from sqlalchemy import Select, select
from werkzeug.datastructures import MultiDict

from propertydesk.kernel.clock import local
from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor, system_actor
from propertydesk.platform.activity import ActionWords, Activity
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.db import db
from propertydesk.platform.i18n import pick
from propertydesk.platform.listing.columns import Column
from propertydesk.platform.listing.declare import COMMUNITY, Listing, Place, registry
from propertydesk.platform.listing.pages import count_rows
from propertydesk.platform.listing.reading import Asked, read
from propertydesk.platform.signing import sign, unsign
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.workbook import MOST_ROWS, Heading, csv_chunks, xlsx_chunks
from propertydesk.platform.workbook.table import TOO_MANY_ROWS

ACTION = "listing.export"
ACTIONS = {
    ACTION: ActionWords(N_("Listing exported: %(number)s"), "download"),
    "saved_filter.remove": ActionWords(N_("Filter removed: %(number)s"), "trash"),
    "saved_filter.save": ActionWords(N_("Filter saved: %(number)s"), "star"),
}
"""How what is done with listings reads in a timeline; for the wiring."""
PURPOSE = "listing-export"
TIME_TO_FETCH = timedelta(hours=4)
ROWS_AT_ONCE = 1_000
MIME_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_LONG_NUMBER = re.compile(r"(?<![0-9])([0-9]{3})[0-9-]{4,}([0-9]{2})(?![0-9])")

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
        if not self.with_community:
            return columns
        return [
            Heading("community" if self.header == "keys" else _("Community"), width=12),
            *columns,
        ]

    def rows(self) -> Iterator[Sequence[Any]]:
        """The rows as a workbook takes them, streamed community by community."""
        for place in self.places:
            lead = [place.code] if self.with_community else []
            converters = self._converters(place.zone, shift=len(lead))
            for row in self._stored_rows(place.community_id):
                values = [*lead, *row]
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
            (_("Purpose"), _("For work in the service centre only. Every export is recorded.")),
        ]

    def chunks(self, form: str, rows: Iterable[Sequence[Any]] | None = None) -> Iterator[bytes]:
        """The file as "xlsx" or "csv", piece by piece; `rows` if they are counted on their way."""
        rows = self.rows() if rows is None else rows
        if form == "xlsx":
            return xlsx_chunks(self.headings(), rows, info=self.info)
        return csv_chunks(self.headings(), rows)

    def file_name(self, form: str) -> str:
        """A name that says what, where and when: repairs-JXHY-20261121-0830.xlsx."""
        where = self.places[0].code if len(self.places) == 1 else "all"
        moment = local(self.exported_at, self.places[0].zone)
        return f"{self.listing.name}-{where}-{moment:%Y%m%d-%H%M}.{form}"

    def _stored_rows(self, community_id: int) -> Iterable[Sequence[Any]]:
        """Rows as stored, fetched a thousand at a time, one value for each exported column."""
        found = db.session.connection().execute(
            _statement(self.asked),
            {COMMUNITY: community_id},
            execution_options={"yield_per": ROWS_AT_ONCE},
        )
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


@dataclass(frozen=True)
class _Exported:
    """What the activity of an export is about."""

    listing: str
    community_id: int

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, no id of its own, and the listing's name."""
        return "listing", 0, self.listing


def order_export(
    listing: Listing, args: MultiDict[str, str], form: str, *, actor: Actor, place: Place
) -> str:
    """Write down that `actor` exports the rows of a question, and give the token to fetch the file.

    Raises Invalid for an unknown form or more rows than a workbook holds.
    """
    now = clock_now()
    asked = read(listing, args, actor=actor, zone=place.zone, now=now)
    export = Export(asked, [place], "labels", actor.name, now)
    entry = _write_down(export, form, actor=actor, now=now)
    return sign(PURPOSE, entry.id)


def fetch_export(
    token: str, args: MultiDict[str, str], *, actor: Actor, place: Place
) -> tuple[Export, str]:
    """The export that `token` was given for, and its form.

    Only the one who ordered it gets it, for four hours (as long as a page may lie idle), for the
    same question. Raises Missing otherwise.
    """
    now = clock_now()
    query = select(Activity).filter_by(
        id=unsign(PURPOSE, token), action=ACTION, actor_kind=actor.kind, actor_id=actor.id,
        community_id=place.community_id,
    )  # fmt: skip
    entry = db.session.scalar(query.where(Activity.at > now - TIME_TO_FETCH))
    if entry is None or entry.changes is None:
        raise Missing(N_("This file is no longer waiting. Please export it again."))
    asked = read(registry.find(entry.subject_no), args, actor=actor, zone=place.zone, now=entry.at)
    if entry.changes["query"][1] != _digest(asked):
        raise Missing(N_("This file is no longer waiting. Please export it again."))
    who = f"{actor.name} {actor.staff_no}".strip()
    return Export(asked, [place], "labels", who, entry.at), entry.changes["form"][1]


def export_listing(
    name: str, community_code: str, path: Path, *, progress: Callable[[int], None] | None = None
) -> int:
    """Export a listing to a file, .xlsx or .csv, for a community or for "all"; gives the rows.

    The first row holds the stable column keys. `progress` hears how many rows are through. The
    file appears whole or not at all. Raises Missing for an unknown listing or community, Invalid
    for another kind of file.
    """
    listing, places = registry.find(name), registry.places(community_code)
    now, actor = clock_now(), system_actor(places[0].community_id)
    zone = places[0].zone
    asked = read(listing, MultiDict(), actor=actor, zone=zone, now=now)
    export = Export(asked, places, "keys", actor.name, now, with_community=community_code == "all")
    form = path.suffix.lower().removeprefix(".")
    in_transaction(lambda: _write_down(export, form, actor=actor, now=now))
    count = 0

    def rows() -> Iterator[Sequence[Any]]:
        nonlocal count
        for row in export.rows():
            yield row
            count += 1
            if progress and count % ROWS_AT_ONCE == 0:
                progress(count)

    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            for chunk in export.chunks(form, rows()):
                file.write(chunk)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _write_down(export: Export, form: str, *, actor: Actor, now: datetime) -> Activity:
    if form not in MIME_TYPES:
        raise Invalid(N_("Files are made as .xlsx or .csv."))
    count = export.count()
    if form == "xlsx" and count >= MOST_ROWS:
        raise Invalid(TOO_MANY_ROWS)
    entry = activity.record(
        actor=actor,
        now=now,
        action=ACTION,
        subject=_Exported(export.listing.name, actor.community_id),
        changes={
            "form": [None, form],
            "rows": [None, count],
            "communities": [None, [place.code for place in export.places]],
            "query": [None, _digest(export.asked)],
        },
        note=_LONG_NUMBER.sub(r"\1****\2", " · ".join(export.asked.words)),
    )
    db.session.flush()
    return entry


def _digest(asked: Asked) -> str:
    """Proof of the question, which itself may hold a name or number and so is not kept."""
    return hashlib.sha256(asked.query.encode()).hexdigest()


def _statement(asked: Asked) -> Select[Any]:
    columns = [one for column in asked.listing.exported for one in column.exported()]
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
