"""A link's arguments made into conditions, an order, and the words that tell what is in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from werkzeug.datastructures import MultiDict

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.paging import CursorValue, decode_cursor
from propertydesk.kernel.words import N_
from propertydesk.platform.access import Actor
from propertydesk.platform.listing.declare import Listing
from propertydesk.platform.listing.filters import Condition, Control, Pair, Question
from propertydesk.platform.listing.sorting import Order

SORT, AFTER, BEFORE, END = "sort", "after", "before", "end"
LONGEST_QUESTION = 2_000


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the link without it."""

    text: str
    remove_url: str


@dataclass(frozen=True, eq=False)
class Asked:
    """What a link asks of a listing, with everything senseless left out."""

    listing: Listing
    conditions: Sequence[Condition]
    kept: Sequence[tuple[Pair, str]]
    notes: Sequence[str]
    controls: Sequence[Control]
    sort: str
    cursor: Sequence[CursorValue]
    backwards: bool

    @property
    def order(self) -> Order:
        """The order asked for."""
        return self.listing.orders[self.sort]

    @property
    def pairs(self) -> list[Pair]:
        """The arguments in force, but for the place in the listing."""
        return [*[pair for pair, _text in self.kept], *self._sort_pair(self.sort)]

    @property
    def query(self) -> str:
        """The arguments in force as one text, the same for the same question."""
        return urlencode(self.pairs)

    @property
    def words(self) -> list[str]:
        """The filters in force in words."""
        return [text for _pair, text in self.kept]

    def chips(self) -> list[Chip]:
        """The filters in force, each with the link that drops it."""
        return [
            Chip(text, link([other for other in self.pairs if other != pair]))
            for pair, text in self.kept
        ]

    def sorted_by(self, sort: str) -> str:
        """The link to the same rows in another order, from its beginning."""
        filters = [pair for pair, _text in self.kept]
        return link([*filters, *self._sort_pair(sort)])

    def without_filters(self) -> str:
        """The link to all rows in the same order."""
        return link(self._sort_pair(self.sort))

    def _sort_pair(self, sort: str) -> list[Pair]:
        return [] if sort == self.listing.usual_sort else [(SORT, sort)]


def arguments(query: str) -> MultiDict[str, str]:
    """The arguments in the text of a link; raises Invalid for one of a size that no page makes."""
    if len(query) > LONGEST_QUESTION:
        raise Invalid(N_("These filters are too many at once."))
    return MultiDict(parse_qsl(query.removeprefix("?"), errors="replace"))


def link(pairs: Sequence[Pair]) -> str:
    """A link to the same page with other arguments."""
    return f"?{urlencode(pairs)}"


def read(
    listing: Listing, args: MultiDict[str, str], *, actor: Actor, zone: str, now: datetime
) -> Asked:
    """Read a link's arguments; never raises, whatever they are."""
    question = Question(actor, zone, now, args)
    readings = [each.read(question) for each in listing.filters]
    conditions = [condition for reading in readings for condition in reading.conditions]
    seen: ColumnElement[bool] | None = listing.visible(actor) if listing.visible else None
    if seen is not None:
        conditions.append(seen)
    notes = [note for reading in readings for note in reading.notes]
    sort = args.get(SORT, "")
    if sort not in listing.orders:
        notes += [_("This order is not known; the usual one is shown.")] if sort else []
        sort = listing.usual_sort
    cursor, backwards, faults = _place(listing.orders[sort], args)
    return Asked(
        listing=listing,
        conditions=conditions,
        kept=[each for reading in readings for each in reading.kept],
        notes=[*notes, *faults],
        controls=[reading.control for reading in readings if reading.control],
        sort=sort,
        cursor=cursor,
        backwards=backwards,
    )


def _place(
    order: Order, args: MultiDict[str, str]
) -> tuple[Sequence[CursorValue], bool, list[str]]:
    """Where the page begins (nothing: at the beginning or the end) and which way it is read."""
    backwards = bool(args.get(BEFORE))
    text = args.get(BEFORE) or args.get(AFTER) or ""
    if text in ("", END):
        return (), backwards and text == END, []
    try:
        return decode_cursor(text, order.kinds), backwards, []
    except Invalid:
        return (), False, [_("This page link is not valid; the first page is shown.")]
