"""Reading shifts."""

from propertydesk.shifts.queries.collecting import (
    Asked,
    Cash,
    Collected,
    Found,
    OpenItem,
    Source,
    Takings,
    Tally,
    collect,
    register,
)
from propertydesk.shifts.queries.listing import LISTING
from propertydesk.shifts.queries.reading import (
    Figures,
    Watch,
    duty_of,
    figures,
    hand_over_of,
    posts,
    relief_of,
    waiting,
    watches,
)

__all__ = [
    "LISTING",
    "Asked",
    "Cash",
    "Collected",
    "Figures",
    "Found",
    "OpenItem",
    "Source",
    "Takings",
    "Tally",
    "Watch",
    "collect",
    "duty_of",
    "figures",
    "hand_over_of",
    "posts",
    "register",
    "relief_of",
    "waiting",
    "watches",
]
