"""What is done about repair orders: taken in, sent out, changed, printed, called off."""

from propertydesk.repairs.services.dispatch import (
    appoint,
    cancel,
    dispatch,
    reassign,
    rebook,
    void,
)
from propertydesk.repairs.services.intake import order_rework, register
from propertydesk.repairs.services.notes import add_note, add_photos, reveal_phone
from propertydesk.repairs.services.reporters import follow_person
from propertydesk.repairs.services.skills import set_skills
from propertydesk.repairs.services.slips import count_print

__all__ = [
    "add_note",
    "add_photos",
    "appoint",
    "cancel",
    "count_print",
    "dispatch",
    "follow_person",
    "order_rework",
    "reassign",
    "rebook",
    "register",
    "reveal_phone",
    "set_skills",
    "void",
]
