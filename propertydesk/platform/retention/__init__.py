"""Retention and erasure by field: domains declare how long what is kept and why; one run erases.

    RetentionRule(key="repairs.contact", what=N_("..."), ..., setting=CONTACT_YEARS,
                  due=lambda community_id, before: select(RepairOrder.id).where(...),
                  erase=lambda ids, now: ...)

`declare` is what domains write, `run` erases what is due, month by month, and keeps the report.
"""

from propertydesk.platform.retention.declare import (
    DAYS,
    YEARS,
    Hold,
    Keeping,
    RetentionRule,
    cut_off,
    declared,
    held_by,
    kept_apart,
    not_held,
    register,
    shown_period,
)
from propertydesk.platform.retention.history import KEPT as HISTORY_KEPT
from propertydesk.platform.retention.run import (
    ACTIONS,
    JOBS,
    RetentionReport,
    order_run,
    preview,
)
from propertydesk.platform.retention.tasks_rule import TASK_DAYS, TASK_RULE

__all__ = [
    "ACTIONS",
    "DAYS",
    "HISTORY_KEPT",
    "JOBS",
    "TASK_DAYS",
    "TASK_RULE",
    "YEARS",
    "Hold",
    "Keeping",
    "RetentionReport",
    "RetentionRule",
    "cut_off",
    "declared",
    "held_by",
    "kept_apart",
    "not_held",
    "order_run",
    "preview",
    "register",
    "shown_period",
]
