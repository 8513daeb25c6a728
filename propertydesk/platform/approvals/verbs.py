"""What is done with requests: ask, approve, turn down, withdraw, let expire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.masking import mask_numbers
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.approvals.kinds import ApprovalKind, colleagues, kind_of
from propertydesk.platform.approvals.record import Approval
from propertydesk.platform.approvals.states import State
from propertydesk.platform.db import db, lock
from propertydesk.platform.i18n import zone
from propertydesk.platform.sequences import next_number

PREFIX = "SP"
_ANSWERS = (State.APPROVED, State.REFUSED, State.EXPIRED)


def ask(
    kind: ApprovalKind,
    *,
    subject: activity.Subject,
    params: Mapping[str, Any],
    reason: str,
    actor: Actor,
    now: datetime,
    home_id: int | None = None,
) -> Approval:
    """Ask a second person for `kind` about `subject`; nothing is carried out yet.

    `params` is what will be carried out, masked. Raises NotAllowed when the actor may not ask,
    Invalid without a reason or while the same waits for a decision.
    """
    if actor.kind != "staff" or actor.id is None or not actor.may(kind.asked_by):
        raise NotAllowed(N_("Your role does not include this."))
    if not reason.strip():
        raise Invalid(N_("Say why this is needed: whoever decides reads it."), field="reason")
    db.session.flush()
    subject_type, subject_id, subject_no = subject.activity_subject
    approval = Approval(
        community_id=actor.community_id,
        number="",
        kind=kind.name,
        state=State.WAITING,
        state_since=now,
        home_id=home_id or getattr(subject, "home_id", None),
        subject_type=subject_type,
        subject_id=subject_id,
        subject_no=subject_no[:60],
        one_of=f"{kind.name}:{subject_type}:{subject_id}" if kind.one_at_a_time else None,
        params=dict(params),
        reason=reason.strip(),
        asked_by=actor.id,
        asked_by_name=actor.name,
        asked_by_no=actor.staff_no,
        asked_at=now,
        expires_at=now + kind.waits,
    )
    day = business_date(now, zone())
    approval.number = document_number(
        PREFIX, day, next_number(PREFIX, actor.community_id, f"{day:%Y%m%d}")
    )
    with unless_taken(Invalid(N_("This waits for a decision already."), field="reason")):
        db.session.add(approval)
    told = mask_numbers(approval.reason)
    activity.record(
        actor=actor,
        now=now,
        action="approval.ask",
        subject=approval,
        to_state=State.WAITING,
        reason=told,
    )
    return approval


def approve(approval: Approval, *, note: str = "", actor: Actor, now: datetime) -> Approval:
    """Agree, and carry out what was asked in the same transaction.

    Raises NotAllowed for the asker and for whoever may not decide (any more), Conflict when it was
    decided, has expired, or the asker may not ask for it any more, and what carrying out raises.
    """
    kind = _decide(approval, actor=actor, now=now)
    asker = colleagues(approval.community_id).get(approval.asked_by)
    if asker is None or kind.asked_by not in asker.permissions:
        raise Conflict(
            N_("%(name)s may not ask for this any more. Turn the request down."),
            name=approval.asked_by_name,
        )
    _sign(approval, note, actor=actor, now=now)
    told = mask_numbers(note)
    workflow.apply(kind.table, approval, "approve", actor=actor, now=now, note=told)
    kind.carry_out(approval, actor=actor, now=now)
    return approval


def refuse(approval: Approval, *, note: str, actor: Actor, now: datetime) -> Approval:
    """Turn it down with a reason. Raises as `approve` does, and Invalid without a reason."""
    kind = _decide(approval, actor=actor, now=now)
    if not note.strip():
        raise Invalid(N_("Say why, so that the colleague knows what to do."), field="note")
    _sign(approval, note, actor=actor, now=now)
    inputs, told = {"note": note}, mask_numbers(note)
    workflow.apply(kind.table, approval, "refuse", actor=actor, now=now, inputs=inputs, note=told)
    _let_go(approval, kind, actor=actor, now=now)
    return approval


def withdraw(approval: Approval, *, actor: Actor, now: datetime) -> Approval:
    """Take back one's own request. Raises NotAllowed for anybody else, Conflict once decided."""
    lock(approval)
    if approval.asked_by != actor.id:
        raise NotAllowed(N_("Only whoever asked can withdraw a request."))
    kind = kind_of(approval)
    workflow.apply(kind.table, approval, "withdraw", actor=actor, now=now)
    _let_go(approval, kind, actor=actor, now=now)
    return approval


def note_answer(approval: Approval, *, actor: Actor, now: datetime) -> Approval:
    """Say that one has seen the answer to one's own request; it leaves the badge.

    Raises NotAllowed for anybody else, Conflict while there is no answer.
    """
    lock(approval)
    if approval.asked_by != actor.id:
        raise NotAllowed(N_("Only whoever asked can do this."))
    if approval.state not in _ANSWERS:
        raise Conflict(N_("There is no answer yet."))
    approval.noted_at = approval.noted_at or now
    activity.record(actor=actor, now=now, action="approval.note", subject=approval)
    return approval


def expire_due(community_id: int, *, actor: Actor, now: datetime) -> int:
    """Let expire what nobody decided in time; gives how many."""
    due = select(Approval).where(
        Approval.community_id == community_id,
        Approval.state == State.WAITING,
        Approval.expires_at <= now,
    )
    expired = 0
    for approval in db.session.scalars(due.order_by(Approval.id)).all():
        lock(approval)
        if approval.is_waiting:
            kind = kind_of(approval)
            workflow.apply(kind.table, approval, "expire", actor=actor, now=now)
            _let_go(approval, kind, actor=actor, now=now)
            expired += 1
    return expired


def _decide(approval: Approval, *, actor: Actor, now: datetime) -> ApprovalKind:
    """Hold the request and make sure that `actor` may decide it at this very moment."""
    lock(approval)
    kind = kind_of(approval)
    if approval.asked_by == actor.id or _is_same_person(approval, actor):
        raise NotAllowed(N_("Nobody decides on their own request: it takes a second person."))
    rights = colleagues(approval.community_id).get(actor.id or 0)
    if (
        rights is None
        or not actor.may(kind.decided_by)
        or kind.decided_by not in rights.permissions
    ):
        raise NotAllowed(N_("Your role does not include this."))
    if approval.is_waiting and approval.expires_at <= now:
        raise Conflict(N_("This request has expired. It has to be asked for once more."))
    if not approval.is_waiting:
        raise Conflict(
            N_("This cannot be done any more: the record has moved on in the meantime."),
            state=kind.table.word(approval.state),
        )
    return kind


def _is_same_person(approval: Approval, actor: Actor) -> bool:
    """Whether the staff number says that two accounts belong to one person."""
    return bool(approval.asked_by_no) and approval.asked_by_no == actor.staff_no


def _sign(approval: Approval, note: str, *, actor: Actor, now: datetime) -> None:
    approval.decided_by, approval.decided_by_name = actor.id, actor.name
    approval.decided_by_no, approval.decided_at = actor.staff_no, now
    approval.decision_note = note.strip()


def _let_go(approval: Approval, kind: ApprovalKind, *, actor: Actor, now: datetime) -> None:
    if kind.let_go is not None:
        kind.let_go(approval, actor=actor, now=now)
