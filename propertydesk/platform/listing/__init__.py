"""Listings: domains declare columns, filters and sorts; paging, counts, exports come from here."""

from propertydesk.platform.listing.columns import Cell, Column, Kind
from propertydesk.platform.listing.declare import Listing, Place, registry
from propertydesk.platform.listing.filters import (
    ChoiceFilter,
    DayFilter,
    FlagFilter,
    Question,
    SearchFilter,
    TextFilter,
    by_search,
)
from propertydesk.platform.listing.pages import ListingPage, page
from propertydesk.platform.listing.sorting import By, Sort

__all__ = [
    "By",
    "Cell",
    "ChoiceFilter",
    "Column",
    "DayFilter",
    "FlagFilter",
    "Kind",
    "Listing",
    "ListingPage",
    "Place",
    "Question",
    "SearchFilter",
    "Sort",
    "TextFilter",
    "by_search",
    "page",
    "registry",
]
