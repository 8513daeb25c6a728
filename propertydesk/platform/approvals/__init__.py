"""Second persons: what one asks for and another decides (four eyes; reliability C7).

A domain declares an `ApprovalKind`: who may ask, who decides, how the request reads, what carrying
it out does. Whoever asks never decides, whatever role they hold by then, and what was asked is
carried out in the very transaction that approves it:

    REFUND = ApprovalKind(
        "refund", N_("Refund"), asked_by=P.REFUND, decided_by=P.APPROVE, describe=..., carry_out=...,
    )
    approvals.ask(REFUND, subject=payment, params={"fen": 12_000}, reason=..., actor=..., now=...)
"""

from propertydesk.platform.approvals.kinds import (
    ApprovalKind,
    Colleague,
    Line,
    colleagues,
    declared,
    forget,
    kind_of,
    register,
)
from propertydesk.platform.approvals.reading import (
    able_to,
    answers_for,
    approval_about,
    concerning,
    deciders,
    is_concerned,
    open_of,
    waiting,
    waiting_for,
)
from propertydesk.platform.approvals.record import Approval
from propertydesk.platform.approvals.states import ACTIONS, LINKS, STATES, State
from propertydesk.platform.approvals.verbs import (
    approve,
    ask,
    expire_due,
    note_answer,
    refuse,
    withdraw,
)

__all__ = [
    "ACTIONS",
    "LINKS",
    "STATES",
    "Approval",
    "ApprovalKind",
    "Colleague",
    "Line",
    "State",
    "able_to",
    "answers_for",
    "approval_about",
    "approve",
    "ask",
    "colleagues",
    "concerning",
    "deciders",
    "declared",
    "expire_due",
    "forget",
    "is_concerned",
    "kind_of",
    "note_answer",
    "open_of",
    "refuse",
    "register",
    "waiting",
    "waiting_for",
    "withdraw",
]
