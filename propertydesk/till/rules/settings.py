"""What each community decides about its reports of the till."""

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.till.rules import accounts

TARGET_RATE = Setting(
    "till.target_rate",
    85,
    "integer",
    N_("Target of the collection rate"),
    N_(
        "What is to be collected of this year's charges; the report of collections compares with it."
    ),
    unit="%",
    minimum=1,
    maximum=100,
)
TARGET_RECOVERY = Setting(
    "till.target_recovery",
    70,
    "integer",
    N_("Target of the recovery of arrears"),
    N_("What is to be recovered this year of the arrears of earlier years."),
    unit="%",
    minimum=1,
    maximum=100,
)

SETTINGS = (TARGET_RATE, TARGET_RECOVERY, *accounts.SETTINGS)
