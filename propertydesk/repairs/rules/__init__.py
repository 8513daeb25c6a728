"""What holds for repairs: words, permissions, the state table, deadlines and the call-back sample."""

from propertydesk.repairs.rules import deadlines, phrases, visits
from propertydesk.repairs.rules.catalogue import CATEGORIES, Category, category, subcategory
from propertydesk.repairs.rules.deadlines import STEPS, Limits, limits, setting_of
from propertydesk.repairs.rules.report import SPOKEN, Report, check, check_appointment
from propertydesk.repairs.rules.retention import CONTACT_YEARS, ERASED
from propertydesk.repairs.rules.slip import missing_on_slip
from propertydesk.repairs.rules.states import OPEN, WORKFLOW, State
from propertydesk.repairs.rules.visits import BEFORE_WORK, WORK_AFTER_VISIT
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

SETTINGS = (*deadlines.SETTINGS, *visits.SETTINGS, *phrases.SETTINGS, CONTACT_YEARS)

__all__ = [
    "BEFORE_WORK",
    "CATEGORIES",
    "CAUSE_WORDS",
    "CHANNEL_WORDS",
    "CHARGE_WORDS",
    "COMMON_AREA_WORDS",
    "CONTACT_YEARS",
    "ERASED",
    "OPEN",
    "PRIORITY_WORDS",
    "REPORTER_WORDS",
    "SETTINGS",
    "SPOKEN",
    "STEPS",
    "SUSPENSION_WORDS",
    "WORKFLOW",
    "WORK_AFTER_VISIT",
    "Category",
    "Cause",
    "Channel",
    "Charge",
    "CommonArea",
    "Limits",
    "Permission",
    "Report",
    "Reporter",
    "State",
    "Suspension",
    "category",
    "check",
    "check_appointment",
    "limits",
    "missing_on_slip",
    "setting_of",
    "subcategory",
]
