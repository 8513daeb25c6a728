"""The declaration of a listing, and the list of all of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Select, bindparam, literal_column

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import Actor
from propertydesk.platform.listing.columns import Column, Expression, plain
from propertydesk.platform.listing.filters import Filter
from propertydesk.platform.listing.sorting import Order, Sort

COMMUNITY = "listing_community"


@dataclass(frozen=True)
class Place:
    """A community as exports name it."""

    community_id: int
    code: str
    zone: str


@dataclass(frozen=True, eq=False)
class Listing:
    """A table that people page through, narrow, sort, save and export.

    `select` gives, for a community's id, the select of its rows (joins and scope; columns are
    added here); it is called once, with a placeholder. `id` is a unique expression of the rows.
    `visible` narrows the rows to what an actor may see, where that is less than the community.
    The first column of exports is the code or number. The first sort is the usual one. `is_personal`
    says that rows hold personal data: many of them leave the house only with a second person.
    """

    name: str
    title: str
    permission: str
    select: Callable[[BindParameter[int]], Select[Any]]
    id: Expression
    columns: Sequence[Column]
    sorts: Sequence[Sort]
    filters: Sequence[Filter] = ()
    visible: Callable[[Actor], ColumnElement[bool] | None] | None = None
    empty: str = N_("Nothing here yet")
    size: int = 25
    is_personal: bool = True

    def __post_init__(self) -> None:
        keys = [part.key for column in self.columns for part in column.parts]
        names = [sort.key for sort in self.sorts]
        for found, what in ((keys, "columns"), (names, "sorts"), (self.filter_keys, "filters")):
            if len(set(found)) != len(found):
                raise ValueError(f"listing {self.name}: two {what} of one name")
        strange = {column.sort for column in self.columns if column.sort} - set(names)
        if strange or "id" in keys or not names:
            raise ValueError(f"listing {self.name}: check its sorts {strange} and column keys")

    @property
    def filter_keys(self) -> list[str]:
        """Names of the filters' arguments."""
        return [each.key for each in self.filters]

    @cached_property
    def base(self) -> Select[Any]:
        """The rows of one community, its id still open as the parameter COMMUNITY."""
        return self.select(bindparam(COMMUNITY, type_=BigInteger))

    @cached_property
    def on_screen(self) -> tuple[Column, ...]:
        """The columns of the page."""
        return tuple(column for column in self.columns if column.on_screen)

    @cached_property
    def exported(self) -> tuple[Column, ...]:
        """The columns of an export, second lines beside their first."""
        parts = (part for column in self.columns for part in column.parts)
        return tuple(part for part in parts if part.in_export)

    @cached_property
    def page_columns(self) -> list[ColumnElement[Any]]:
        """What a page selects: the id, what is shown, and what links need."""
        shown = [column for column in self.columns if column.on_screen or not column.in_export]
        return [
            plain(self.id).label("id"),
            *[one for column in shown for part in column.parts for one in part.selected()],
        ]

    @cached_property
    def orders(self) -> dict[str, Order]:
        """Every order that a link may ask for."""
        return {
            mark + sort.key: Order(sort.by, self.id, turned=bool(mark))
            for sort in self.sorts
            for mark in ("", "-")
        }

    def page_select(self, sort: str, *, backwards: bool) -> Select[Any]:
        """A page's select from either end of an order, one row longer than the page; filters and
        the place to begin are added to it. Built once for each order and way.
        """
        key = (sort, backwards)
        if key not in self._page_selects:
            order = self.orders[sort]
            columns = [*self.page_columns, *order.keys]
            select = self.base.with_only_columns(*columns, maintain_column_froms=True)
            select = select.order_by(*order.clauses(backwards=backwards)).limit(self.size + 1)
            self._page_selects[key] = select
        return self._page_selects[key]

    @cached_property
    def bare_select(self) -> Select[Any]:
        """The rows without any value, for counting."""
        return self.base.with_only_columns(literal_column("1"), maintain_column_froms=True)

    @cached_property
    def _page_selects(self) -> dict[tuple[str, bool], Select[Any]]:
        return {}

    @property
    def usual_sort(self) -> str:
        """The order when nobody asks for another."""
        return self.sorts[0].key


@dataclass
class Registry:
    """All listings by name, and the communities they may be exported for; filled by the wiring."""

    _listings: dict[str, Listing] = field(default_factory=dict)
    _places: Callable[[], Sequence[Place]] = tuple

    export_permission: str = ""

    def fill(
        self,
        listings: Iterable[Listing],
        *,
        places: Callable[[], Sequence[Place]] | None = None,
        export_permission: str = "",
    ) -> None:
        """Take listings of the domains (one of the same name replaces the earlier), a way to ask
        for all communities, and the permission without which nobody exports anything.
        """
        self.export_permission = export_permission or self.export_permission
        self._listings.update({listing.name: listing for listing in listings})
        self._places = places or self._places

    def forget(self, name: str) -> None:
        """Take a listing off the list."""
        self._listings.pop(name, None)

    def find(self, name: str) -> Listing:
        """The listing called `name`; raises Missing."""
        if name not in self._listings:
            raise Missing(N_("There is no listing “%(name)s”."), name=name[:40])
        return self._listings[name]

    def places(self, code: str) -> Sequence[Place]:
        """The community of that code, or all of them for "all"; raises Missing."""
        found = [place for place in self._places() if code in ("all", place.code)]
        if not found:
            raise Missing(N_("There is no community “%(code)s”."), code=code[:40])
        return found

    def __iter__(self) -> Iterator[Listing]:
        return iter(self._listings.values())


registry = Registry()
