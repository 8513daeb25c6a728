"""Reading the till."""

from propertydesk.till.queries.standing import (
    cash_of,
    days_left_open,
    deposit_of,
    is_day_closed,
    is_returned,
    is_taken_back,
    standing_of,
    standings,
)

__all__ = [
    "cash_of",
    "days_left_open",
    "deposit_of",
    "is_day_closed",
    "is_returned",
    "is_taken_back",
    "standing_of",
    "standings",
]
