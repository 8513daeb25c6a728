"""One page of a listing, ready for its template, in at most three queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import RowMapping, func, select
from werkzeug.datastructures import MultiDict

from propertydesk.kernel.paging import encode_cursor
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.db import db
from propertydesk.platform.i18n import zone
from propertydesk.platform.listing.columns import Cell, Column, presenter
from propertydesk.platform.listing.declare import COMMUNITY, Listing, registry
from propertydesk.platform.listing.filters import Control
from propertydesk.platform.listing.reading import AFTER, BEFORE, END, Asked, Chip, link, read
from propertydesk.platform.listing.saved import SavedFilter, saved_filters

COUNTED = 1_000
"""Rows are counted up to this number; more are "1,000+", which costs the same however many."""


@dataclass(frozen=True)
class Head:
    """The head of a column; `direction` is "", "up" or "down", for the column sorted by."""

    label: str
    is_number: bool
    sort_url: str
    direction: str


@dataclass(frozen=True)
class ListingRow:
    """A row on the screen."""

    id: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class SortLink:
    """An order and where it leads."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class SavedLink:
    """A saved filter and where it leads."""

    id: int
    name: str
    url: str
    is_current: bool
    remove_url: str


@dataclass(frozen=True)
class ListingPage:
    """Everything the template shows; links are relative to the page they stand on."""

    name: str
    title: str
    empty: str
    heads: Sequence[Head]
    rows: Sequence[ListingRow]
    chips: Sequence[Chip]
    controls: Sequence[Control]
    notes: Sequence[str]
    count_text: str
    next_url: str
    previous_url: str
    first_url: str
    last_url: str
    clear_url: str
    query: str
    sort: str
    sorts: Sequence[SortLink]
    saved: Sequence[SavedLink]
    is_personal: bool
    export_url: str
    save_url: str


@dataclass(frozen=True)
class _Slice:
    """The rows read, and whether there are more on either side."""

    rows: Sequence[RowMapping]
    more_before: bool
    more_after: bool


def page(listing: Listing, *, actor: Actor, args: MultiDict[str, str]) -> ListingPage:
    """The page that a link asks for; `args` are the request's arguments, trusted in nothing.

    The actor's permission for the listing is the route's business; the rows are those of the
    actor's community.
    """
    asked = read(listing, args, actor=actor, zone=zone(), now=clock_now())
    found = _slice(asked, actor.community_id)
    return ListingPage(
        name=listing.name,
        title=_(listing.title),
        empty=_(listing.empty),
        heads=[_head(column, asked) for column in listing.on_screen],
        rows=_rows(listing, found.rows),
        chips=asked.chips(),
        controls=asked.controls,
        notes=asked.notes,
        count_text=_count_text(asked, actor.community_id, found),
        next_url=_beside(asked, AFTER, found.rows[-1]) if found.more_after else "",
        previous_url=_beside(asked, BEFORE, found.rows[0]) if found.more_before else "",
        first_url=link(asked.pairs) if found.more_before else "",
        last_url=link([*asked.pairs, (BEFORE, END)]) if found.more_after else "",
        clear_url=asked.without_filters(),
        query=asked.query,
        sort="" if asked.sort == listing.usual_sort else asked.sort,
        sorts=_sort_links(asked),
        saved=_saved_links(listing, actor, asked),
        is_personal=listing.is_personal,
        export_url=_export_url(asked, actor),
        save_url=url_for("exports.save", listing=listing.name),
    )


def _slice(asked: Asked, community_id: int) -> _Slice:
    rows = _fetch(asked, community_id)
    size = asked.listing.size
    more = len(rows) > size
    rows = rows[:size]
    if asked.backwards:
        # A last step back that finds less than a page shows the first page instead.
        if asked.cursor and not more and len(rows) < size:
            return _slice(_restarted(asked, backwards=False), community_id)
        return _Slice(rows[::-1], more_before=more, more_after=bool(asked.cursor))
    if asked.cursor and not rows:
        return _slice(_restarted(asked, backwards=True), community_id)
    return _Slice(rows, more_before=bool(asked.cursor), more_after=more)


def _restarted(asked: Asked, *, backwards: bool) -> Asked:
    return Asked(**{**asked.__dict__, "cursor": (), "backwards": backwards})


def _fetch(asked: Asked, community_id: int) -> Sequence[RowMapping]:
    statement = asked.listing.page_select(asked.sort, backwards=asked.backwards)
    if asked.conditions:
        statement = statement.where(*asked.conditions)
    if asked.cursor:
        statement = statement.where(asked.order.after(asked.cursor, backwards=asked.backwards))
    return db.session.connection().execute(statement, {COMMUNITY: community_id}).mappings().all()


def _count_text(asked: Asked, community_id: int, found: _Slice) -> str:
    if not (found.more_before or found.more_after):
        count = len(found.rows)
    else:
        count = count_rows(asked, community_id, most=COUNTED + 1)
    if count > COUNTED:
        return _("%(count)s+ rows", count=f"{COUNTED:,}")
    return ngettext("%(num)d row", "%(num)d rows", count)


def count_rows(asked: Asked, community_id: int, *, most: int | None = None) -> int:
    """How many rows the question has, counted no further than `most`."""
    rows = asked.listing.bare_select.where(*asked.conditions).limit(most).subquery()
    statement = select(func.count()).select_from(rows)
    return db.session.connection().execute(statement, {COMMUNITY: community_id}).scalar_one()


def _rows(listing: Listing, rows: Sequence[RowMapping]) -> list[ListingRow]:
    shown = [presenter(each, is_lead=not n) for n, each in enumerate(listing.on_screen)]
    return [ListingRow(row["id"], [show(row) for show in shown]) for row in rows]


def _beside(asked: Asked, side: str, row: RowMapping) -> str:
    values = [row[f"key__{place}"] for place in range(len(asked.order.kinds))]
    return link([*asked.pairs, (side, encode_cursor(values))])


def _head(column: Column, asked: Asked) -> Head:
    label = _(column.label)
    if not column.sort:
        return Head(label, column.is_number, "", "")
    turned = f"-{column.sort}"
    direction = {column.sort: "up", turned: "down"}.get(asked.sort, "")
    target = turned if direction == "up" else column.sort
    return Head(label, column.is_number, asked.sorted_by(target), direction)


def _sort_links(asked: Asked) -> list[SortLink]:
    """Each order and its reverse; on phones, where the heads are away, the only way to choose."""
    links = []
    for sort in asked.listing.sorts:
        label, key = _(sort.label), sort.key
        for name, text in ((key, label), (f"-{key}", _("%(sort)s, reversed", sort=label))):
            links.append(SortLink(text, asked.sorted_by(name), asked.sort == name))
    return links


def _export_url(asked: Asked, actor: Actor) -> str:
    """Where a file is ordered, "" for whoever may not: by way of a page that asks what for, where
    rows hold personal data.
    """
    listing = asked.listing
    if not actor.may(registry.export_permission):
        return ""
    if listing.is_personal:
        return url_for("exports.new", listing=listing.name, query=asked.query or None)
    return url_for("exports.export", listing=listing.name)


def _saved_links(listing: Listing, actor: Actor, asked: Asked) -> list[SavedLink]:
    if actor.kind != "staff" or actor.id is None:
        return []
    return [_saved_link(each, asked) for each in saved_filters(actor.id, listing.name)]


def _saved_link(saved: SavedFilter, asked: Asked) -> SavedLink:
    return SavedLink(
        id=saved.id,
        name=saved.name,
        url=f"?{saved.query}",
        is_current=saved.query == asked.query,
        remove_url=url_for("exports.remove", saved_id=saved.id),
    )
