"""Reading repairs: one order, lists, the intake's context, technicians, figures for the counter."""

from propertydesk.repairs.queries.counter import (
    Counts,
    DayCount,
    DueOrder,
    appointments_today,
    counts,
    due_list,
    fortnight,
    taken_in,
    waiting,
)
from propertydesk.repairs.queries.finding import present
from propertydesk.repairs.queries.listing import LISTING
from propertydesk.repairs.queries.orders import has_open_orders, household_card, place_of

__all__ = [
    "LISTING",
    "Counts",
    "DayCount",
    "DueOrder",
    "appointments_today",
    "counts",
    "due_list",
    "fortnight",
    "has_open_orders",
    "household_card",
    "place_of",
    "present",
    "taken_in",
    "waiting",
]
