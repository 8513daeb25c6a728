"""How much an import may change before a second person looks at it (reliability K4)."""

from datetime import timedelta

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

#: The workbook is cleared away after a week: whoever agrees does so before.
WAITS = timedelta(days=3)

CHANGES_ALONE = Setting(
    "owners.import_changes_alone",
    100,
    "integer",
    N_("Rows an import may change without a second person"),
    N_("Above it somebody else who may import looks at the changes first. New rows do not count."),
    unit=N_("rows"),
    minimum=0,
    maximum=1_000_000,
)
SETTINGS = (CHANGES_ALONE,)
