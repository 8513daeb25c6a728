"""Which fields a repair slip cannot be without (domain.md C1, A12)."""

from typing import Any

from propertydesk.kernel.words import N_
from propertydesk.repairs.rules.deadlines import ROUND_THE_CLOCK
from propertydesk.repairs.rules.report import SPOKEN


def missing_on_slip(order: Any) -> list[str]:
    """Names of the obligatory fields that are still empty, as catalogue entries.

    A window is agreed on for ordinary work inside a home; urgent work goes at once.
    """
    inside = order.home_id is not None
    wanted = (
        (N_("Home or common area"), inside or order.area),
        (N_("Reporter"), order.reporter_name or order.reporter_role == "anonymous"),
        (N_("Phone"), order.phone or not inside),
        (N_("Description"), order.description),
        (N_("Appointment"), order.appointment_from or not inside or _at_once(order)),
        (N_("Read back"), order.read_back or order.channel not in SPOKEN or _is_rework(order)),
    )
    return [label for label, there in wanted if not there]


def _at_once(order: Any) -> bool:
    return order.priority in ROUND_THE_CLOCK or _is_rework(order)


def _is_rework(order: Any) -> bool:
    """Rework is ordered in a call about the first order, where place and matter were checked."""
    return order.original_id is not None
