"""What a second person agreed to, as approvals keep it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from propertydesk.demo.rows import Row
from propertydesk.demo.staff import Who
from propertydesk.demo.till.papers import Till
from propertydesk.platform.approvals import Approval, State
from propertydesk.platform.approvals.verbs import PREFIX

#: From the request to the decision.
SPENT = timedelta(minutes=7)


@dataclass(frozen=True)
class Asked:
    """A request: its kind, by whom, why, and what will be carried out."""

    kind: str
    by: Who
    reason: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """What a request is about: kind, id (or the row that will have one), number, home."""

    kind: str
    id: Any
    number: str
    home_id: int | None


def agree(till: Till, asked: Asked, subject: Subject, decider: Who, at: datetime) -> Row:
    """Somebody asked, and `decider` agreed at `at`."""
    before = at - SPENT
    row = till.book.add(
        Approval,
        community_id=till.community,
        number=till.number(PREFIX, before),
        kind=asked.kind,
        state=State.APPROVED,
        state_since=at,
        home_id=subject.home_id,
        subject_type=subject.kind,
        subject_id=subject.id,
        subject_no=subject.number,
        params=asked.params,
        reason=asked.reason,
        asked_by=asked.by.staff,
        asked_by_name=asked.by.name,
        asked_by_no=_no(asked.by),
        asked_at=before,
        expires_at=before + timedelta(days=7),
        decided_by=decider.staff,
        decided_by_name=decider.name,
        decided_by_no=_no(decider),
        decided_at=at,
        noted_at=at,
    )
    till.trail.leave(
        before, asked.by, "approval.ask", row, to_state=State.WAITING, reason=asked.reason
    )
    till.trail.leave(
        at,
        decider,
        "approval.approve",
        row,
        from_state=State.WAITING,
        to_state=State.APPROVED,
    )
    return row


def _no(who: Who) -> str:
    return str(who.staff.staff_no) if who.staff else ""
