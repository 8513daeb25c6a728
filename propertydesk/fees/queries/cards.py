"""What other pages show of fees."""

from typing import Any

from propertydesk.fees.queries.receivables import open_of_home, open_sum
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import today
from propertydesk.platform.i18n import zone

SHOWN = 4


def household_card(home_id: int, _actor: Actor) -> dict[str, Any]:
    """The money card of a household: what is open, the oldest first."""
    day = today(zone())
    count, total, oldest = open_sum(home_id)
    return {
        "home_id": home_id,
        "count": count,
        "total": total,
        "oldest": oldest,
        "is_late": oldest is not None and oldest < day,
        "rows": open_of_home(home_id, day, limit=SHOWN),
    }
