"""Tables of passes and the gate."""

from propertydesk.passes.models.exits import ExitCheck, ExitItem, ExitPass, ExitTick, ForcedReview
from propertydesk.passes.models.gate import Gate, PassCode, PassKey, PassUse
from propertydesk.passes.models.visits import BarredVisitor, CourierCount, StandingVisitor, Visit
from propertydesk.passes.models.workers import Engagement, WorkerPass, WorkerStay

__all__ = [
    "BarredVisitor",
    "CourierCount",
    "Engagement",
    "ExitCheck",
    "ExitItem",
    "ExitPass",
    "ExitTick",
    "ForcedReview",
    "Gate",
    "PassCode",
    "PassKey",
    "PassUse",
    "StandingVisitor",
    "Visit",
    "WorkerPass",
    "WorkerStay",
]
