"""What holds for shifts: posts, the state table of a duty, what a hand-over must say. Pure."""

from propertydesk.shifts.rules.report import Report, check_report, kept_text
from propertydesk.shifts.rules.states import RUNNING, WORKFLOW, DutyState
from propertydesk.shifts.rules.timeline import ACTIONS, LINKS
from propertydesk.shifts.rules.words import (
    FIRST_POSTS,
    KIND_WORDS,
    STANDS,
    TURN_WORDS,
    Permission,
    PostKind,
    Turn,
    kinds_seen,
    things,
    turn_at,
)

__all__ = [
    "ACTIONS",
    "FIRST_POSTS",
    "KIND_WORDS",
    "LINKS",
    "RUNNING",
    "STANDS",
    "TURN_WORDS",
    "WORKFLOW",
    "DutyState",
    "Permission",
    "PostKind",
    "Report",
    "Turn",
    "check_report",
    "kept_text",
    "kinds_seen",
    "things",
    "turn_at",
]
