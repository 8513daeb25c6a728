"""Reading people and households."""

from propertydesk.owners.queries.households import (
    Caller,
    Household,
    Resident,
    ShownPhone,
    ShownVehicle,
    callers,
    household,
    live_ties,
    people_of_homes,
)
from propertydesk.owners.queries.people import (
    candidates,
    first_phones,
    homes_of_person,
    live_phones,
    past_ties,
    phones_of,
    reveal_purposes,
    same_number,
)

__all__ = [
    "Caller",
    "Household",
    "Resident",
    "ShownPhone",
    "ShownVehicle",
    "callers",
    "candidates",
    "first_phones",
    "homes_of_person",
    "household",
    "live_phones",
    "live_ties",
    "past_ties",
    "people_of_homes",
    "phones_of",
    "reveal_purposes",
    "same_number",
]
