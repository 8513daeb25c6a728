"""What holds for repairs: words, permissions, the state table, deadlines and the call-back sample."""

from propertydesk.repairs.rules.catalogue import CATEGORIES, Category, category, subcategory
from propertydesk.repairs.rules.deadlines import SETTINGS, Limits, setting_of
from propertydesk.repairs.rules.states import OPEN, WORKFLOW, State
from propertydesk.repairs.rules.words import (
    CAUSE_WORDS,
    CHANNEL_WORDS,
    CHARGE_WORDS,
    COMMON_AREA_WORDS,
    PRIORITY_WORDS,
    REPORTER_WORDS,
    SUSPENSION_WORDS,
    Cause,
    Channel,
    Charge,
    CommonArea,
    Permission,
    Reporter,
    Suspension,
)

__all__ = [
    "CATEGORIES",
    "CAUSE_WORDS",
    "CHANNEL_WORDS",
    "CHARGE_WORDS",
    "COMMON_AREA_WORDS",
    "OPEN",
    "PRIORITY_WORDS",
    "REPORTER_WORDS",
    "SETTINGS",
    "SUSPENSION_WORDS",
    "WORKFLOW",
    "Category",
    "Cause",
    "Channel",
    "Charge",
    "CommonArea",
    "Limits",
    "Permission",
    "Reporter",
    "State",
    "Suspension",
    "category",
    "setting_of",
    "subcategory",
]
