"""When the key that seals codes changes (reliability 5.8)."""

from datetime import datetime, timedelta

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_

KEY_DAYS = Setting(
    "passes.key_days",
    90,
    "integer",
    N_("A new key for codes of passes after"),
    N_("Codes sealed with earlier keys stay valid until their own end."),
    unit=N_("days"),
    minimum=1,
    maximum=365,
)
SETTINGS = (KEY_DAYS,)


def is_due(made_at: datetime, days: int, now: datetime) -> bool:
    """Whether the key in use has served its time."""
    return now >= made_at + timedelta(days=days)
