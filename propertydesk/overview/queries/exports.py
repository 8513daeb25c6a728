"""The log of exports: who took what out of the house, how many, what for, and with whose approval."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import BindParameter, RowMapping, Select, select

from propertydesk.kernel.words import N_
from propertydesk.overview.rules import Permission
from propertydesk.platform.access import Actor
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    FlagFilter,
    Kind,
    Listing,
    Sort,
    TextFilter,
    registry,
)
from propertydesk.platform.listing.records import (
    PURPOSE_WORDS,
    STANDING,
    STANDING_TONES,
    STANDING_WORDS,
    ExportRecord,
)


def title_of(name: str) -> str:
    """The listing's title as a catalogue entry; its bare name when it is no longer known."""
    known = {listing.name: listing.title for listing in registry}
    return known.get(name, name)


def _listings(_actor: Actor) -> list[tuple[str | int, str]]:
    return [(listing.name, _(listing.title)) for listing in registry]


def _select(community_id: BindParameter[int]) -> Select[Any]:
    return select().select_from(ExportRecord).where(ExportRecord.community_id == community_id)


def _link(row: RowMapping) -> str:
    return url_for("exports.detail", export_id=row["id"])


LISTING = Listing(
    name="exports",
    title=N_("Exports"),
    permission=Permission.READ_EXPORTS,
    is_personal=False,
    select=_select,
    id=ExportRecord.id,
    columns=(
        Column("number", N_("Export no."), ExportRecord.number, Kind.NAME, link=_link),
        Column(
            "listing",
            N_("Listing"),
            ExportRecord.listing,
            Kind.CHOICE,
            word=title_of,
            second=Column("filters", N_("Filters"), ExportRecord.filters),
        ),
        Column("rows", N_("Rows"), ExportRecord.rows, Kind.NUMBER, sort="rows"),
        Column(
            "purpose",
            N_("Purpose"),
            ExportRecord.purpose,
            Kind.CHOICE,
            word=lambda code: dict(PURPOSE_WORDS).get(code, "–"),
            second=Column("words", N_("In words"), ExportRecord.words),
        ),
        Column(
            "ordered_by",
            N_("Exported by"),
            ExportRecord.ordered_by_name,
            second=Column("staff_no", N_("Staff no."), ExportRecord.ordered_by_no),
        ),
        Column("ordered_at", N_("Asked at"), ExportRecord.ordered_at, Kind.INSTANT),
        Column(
            "approved_by",
            N_("Approved by"),
            ExportRecord.approved_by,
            second=Column("approved_at", N_("Approved at"), ExportRecord.approved_at, Kind.INSTANT),
        ),
        Column(
            "standing",
            N_("State"),
            STANDING,
            Kind.STATE,
            word=STANDING_WORDS.get,
            tone=STANDING_TONES.get,
            second=Column("fetched_at", N_("Fetched at"), ExportRecord.fetched_at, Kind.INSTANT),
        ),
        Column("form", N_("File"), ExportRecord.form, on_screen=False),
        Column("fetches", N_("Times fetched"), ExportRecord.fetches, Kind.NUMBER, on_screen=False),
        Column("digest", N_("Digest of the question"), ExportRecord.digest, on_screen=False),
    ),
    sorts=(
        Sort("newest", N_("Newest first"), (By(ExportRecord.id, descending=True),)),
        Sort("rows", N_("By rows"), (By(ExportRecord.rows),)),
    ),
    filters=(
        ChoiceFilter("listing", N_("Listing"), ExportRecord.listing, _listings),
        ChoiceFilter("standing", N_("State"), STANDING, tuple(STANDING_WORDS.items())),
        ChoiceFilter("purpose", N_("Purpose"), ExportRecord.purpose, tuple(PURPOSE_WORDS.items())),
        DayFilter("ordered", N_("Asked at"), ExportRecord.ordered_at, instants=True),
        TextFilter("by", N_("Exported by"), ExportRecord.ordered_by_name, anywhere=True),
        FlagFilter("personal", N_("With personal data"), ExportRecord.is_personal.is_(True)),
        FlagFilter("guarded", N_("With a second person"), ExportRecord.is_guarded.is_(True)),
    ),
    empty=N_("Nothing has been exported yet"),
)
