"""Exports ordered, written down, released and fetched.

Every export is written down before its first byte. More rows with personal data than one person may
export alone wait for a second person (reliability 5.10, K1).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.masking import mask_name, mask_numbers
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, settings
from propertydesk.platform.access import Actor, system_actor
from propertydesk.platform.activity import ActionWords
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.db import db
from propertydesk.platform.listing.declare import Listing, Place, registry
from propertydesk.platform.listing.export import MIME_TYPES, ROWS_AT_ONCE, Export
from propertydesk.platform.listing.pages import count_rows
from propertydesk.platform.listing.reading import Asked, arguments, read
from propertydesk.platform.listing.records import ACTIONS as RECORD_ACTIONS
from propertydesk.platform.listing.records import (
    EXPORT_ROWS,
    PREFIX,
    PURPOSE_WORDS,
    TIME_OF_A_FETCH,
    TIME_TO_FETCH,
    ExportRecord,
    Purpose,
    digest_of,
    keep_question,
    pack,
    question_of,
    unpack,
)
from propertydesk.platform.sequences import next_number
from propertydesk.platform.signing import sign, unsign
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.workbook import MOST_ROWS
from propertydesk.platform.workbook.table import TOO_MANY_ROWS

ACTIONS = {
    **RECORD_ACTIONS,
    "saved_filter.remove": ActionWords(N_("Filter removed: %(number)s"), "trash"),
    "saved_filter.save": ActionWords(N_("Filter saved: %(number)s"), "star"),
}
"""How what is done with listings reads in a timeline; for the wiring."""
PURPOSE = "listing-export"


@dataclass(frozen=True)
class Order:
    """What is to be exported, in which form, and what for."""

    listing: Listing
    args: MultiDict[str, str]
    form: str
    purpose: str = ""
    words: str = ""


def count_asked(order: Order, *, actor: Actor, place: Place) -> tuple[Asked, int]:
    """The question of an order, and how many rows it has at this moment."""
    asked = read(order.listing, order.args, actor=actor, zone=place.zone, now=clock_now())
    return asked, count_rows(asked, place.community_id)


def order_export(order: Order, *, actor: Actor, place: Place) -> ExportRecord:
    """Write down that `actor` exports the rows of a question.

    More rows with personal data than one person may export alone make the record guarded: it
    waits until it is released. Raises Invalid for an unknown form, a missing purpose, or more
    rows than a workbook holds.
    """
    now = clock_now()
    asked = read(order.listing, order.args, actor=actor, zone=place.zone, now=now)
    export = Export(asked, [place], "labels", _named(actor), now)
    limit = settings.value(place.community_id, EXPORT_ROWS)
    guarded = order.listing.is_personal and export.count() > limit
    _check_purpose(order, guarded=guarded)
    record = _write_down(export, order, actor=actor, now=now, guarded=guarded)
    keep_question(record, asked.query)
    if guarded:
        record.row_ids = pack(export.row_ids())
    return record


def link_to(record: ExportRecord) -> str:
    """The token by which the one who ordered an export fetches its file."""
    return sign(PURPOSE, record.id)


def fetch_export(token: str, *, actor: Actor, place: Place) -> tuple[Export, str]:
    """The export that `token` was given for, and its form.

    Only the one who ordered it gets it, as long as it is ready; one that a second person approved
    for a quarter of an hour after each time it was fetched, with the rows that were approved and
    are still there. Raises Missing otherwise.
    """
    now = clock_now()
    record = db.session.scalar(
        select(ExportRecord).filter_by(
            id=unsign(PURPOSE, token), ordered_by=actor.id, community_id=place.community_id
        )
    )
    if record is None or actor.id is None or not _is_open(record, now):
        raise Missing(N_("This file is no longer waiting. Please export it again."))
    listing = registry.find(record.listing)
    args = arguments(question_of(record))
    asked = read(listing, args, actor=actor, zone=place.zone, now=record.ordered_at)
    moment = record.fetched_at or record.ordered_at
    only = unpack(record.row_ids) if record.row_ids is not None else None
    return Export(asked, [place], "labels", record.orderer, moment, record=record, only=only), (
        record.form
    )


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
    order = Order(listing, MultiDict(), form, Purpose.COMMAND)
    record = in_transaction(lambda: _write_down(export, order, actor=actor, now=now))
    export = replace(export, record=record)
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


def _write_down(
    export: Export, order: Order, *, actor: Actor, now: datetime, guarded: bool = False
) -> ExportRecord:
    if order.form not in MIME_TYPES:
        raise Invalid(N_("Files are made as .xlsx or .csv."), field="form")
    count = export.count()
    if order.form == "xlsx" and count >= MOST_ROWS:
        raise Invalid(TOO_MANY_ROWS, field="form")
    filters = told(export.asked)
    community_id, day = export.places[0].community_id, business_date(now, export.places[0].zone)
    record = ExportRecord(
        community_id=community_id,
        number=document_number(PREFIX, day, next_number(PREFIX, community_id, f"{day:%Y%m%d}")),
        listing=export.listing.name,
        form=order.form,
        is_personal=export.listing.is_personal,
        is_guarded=guarded,
        rows=count,
        purpose=order.purpose,
        words=mask_numbers(order.words),
        filters=filters[:600],
        places=[place.code for place in export.places],
        digest=digest_of(export.asked.query),
        ordered_by=actor.id,
        ordered_by_name=actor.name,
        ordered_by_no=actor.staff_no,
        ordered_at=now,
        ready_until=None if guarded else now + TIME_TO_FETCH,
        fetched_at=None if guarded else now,
        fetches=0 if guarded else 1,
    )
    db.session.add(record)
    activity.record(
        actor=actor,
        now=now,
        action="listing.export",
        subject=record,
        changes={
            "listing": [None, record.listing],
            "form": [None, record.form],
            "rows": [None, count],
            "communities": [None, record.places],
            "query": [None, record.digest],
            "purpose": [None, record.purpose],
        },
        reason=record.words,
        note=filters,
    )
    db.session.flush()
    return record


def told(asked: Asked) -> str:
    """The filters in force in words, fit for the record: what was typed is masked."""
    typed = {each.key for each in asked.controls if each.kind in ("text", "search")}
    return " · ".join(
        text.replace(value, _masked(value)) if key in typed else mask_numbers(text)
        for (key, value), text in asked.kept
    )


def _masked(typed: str) -> str:
    """A name, plate or number that somebody typed; home numbers stay."""
    return mask_name(typed) if any(each.isalpha() for each in typed) else mask_numbers(typed)


def _check_purpose(order: Order, *, guarded: bool) -> None:
    if not order.listing.is_personal:
        return
    if order.purpose not in PURPOSE_WORDS or order.purpose == Purpose.COMMAND:
        raise Invalid(N_("Say what the file is for: it holds personal data."), field="purpose")
    if not order.words.strip() and (guarded or order.purpose == Purpose.OTHER):
        raise Invalid(N_("Say in a few words what it is needed for."), field="words")


def _is_open(record: ExportRecord, now: datetime) -> bool:
    """Whether its link leads to the file now."""
    if not record.is_ready(now) or record.fetched_at is None:
        return False
    return not record.is_guarded or now < record.fetched_at + TIME_OF_A_FETCH


def _named(actor: Actor) -> str:
    return f"{actor.name} {actor.staff_no}".strip()
