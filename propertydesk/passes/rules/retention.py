"""How long people of exit passes are kept."""

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

#: In place of a name.
ERASED = "已删除"

PEOPLE_DAYS = Setting(
    key="passes.retention.days",
    default=365,
    kind="integer",
    label=N_("People of exit passes are kept for"),
    explanation=N_(
        "Days after a pass was filed, expired or voided; then names, plates and pictures go, "
        "the list of what went out stays."
    ),
    unit=N_("days"),
    minimum=1,
    maximum=3650,
)
