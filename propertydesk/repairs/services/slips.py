"""Counting what leaves the printer."""

from datetime import datetime

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import lock
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder

_LANGUAGES = {"zh": "中文", "en": "English", "both": "中文 / English"}


def count_print(
    order: RepairOrder, *, language: str, paper: str, actor: Actor, now: datetime
) -> int:
    """Count a print of the slip; from the second on it carries a reprint mark. Gives the count.

    Raises Invalid while an obligatory field is empty (A12).
    """
    lock(order)
    if rules.missing_on_slip(order):
        raise Invalid(N_("The slip cannot be printed while obligatory fields are empty."))
    order.prints += 1
    activity.record(
        actor=actor,
        now=now,
        action="repair.print",
        subject=order,
        changes={"prints": [order.prints - 1, order.prints]},
        note=f"{paper} · {_LANGUAGES[language]}",
    )
    return order.prints
