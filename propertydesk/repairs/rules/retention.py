"""How long the caller of a repair is kept."""

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

#: In place of a caller's name.
ERASED = "已删除"

CONTACT_YEARS = Setting(
    key="repairs.retention.contact_years",
    default=3,
    kind="integer",
    label=N_("Callers of closed repair orders are kept for"),
    explanation=N_(
        "Years after closing; then name, number and pictures go, the work stays on record."
    ),
    unit=N_("years"),
    minimum=1,
    maximum=30,
)
