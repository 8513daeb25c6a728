"""How long is kept who was asked, and what they said."""

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

#: In place of a name.
ERASED = "已删除"

CALL_YEARS = Setting(
    key="followups.retention.call_years",
    default=2,
    kind="integer",
    label=N_("Notes of follow-up calls are kept for"),
    explanation=N_("Years after the call was over; then name, number and comment go."),
    unit=N_("years"),
    minimum=1,
    maximum=30,
)
