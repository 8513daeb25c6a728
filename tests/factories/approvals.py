"""A kind of request that clerks ask and service leads decide, and makers of requests."""

from datetime import UTC, datetime, timedelta

import factory

from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval, ApprovalKind, Line
from propertydesk.repairs.rules import Permission
from tests.factories import RowFactory

DONE, LET_GO = "sample.carried_out", "sample.let_go"


def describe(approval: Approval) -> list[Line]:
    """What is asked: one plain line and one change."""
    return [
        Line("Amount", f"{approval.params['fen']} fen"),
        Line("Price", "3.20", before="2.80"),
    ]


def carry_out(approval: Approval, *, actor: Actor, now: datetime) -> None:
    """Leave a trace that a test can count."""
    activity.record(actor=actor, now=now, action=DONE, subject=approval)


def let_go(approval: Approval, *, actor: Actor, now: datetime) -> None:
    """Leave a trace that a test can count."""
    activity.record(actor=actor, now=now, action=LET_GO, subject=approval)


SAMPLE = ApprovalKind(
    "sample",
    N_("Sample"),
    asked_by=Permission.REGISTER,
    decided_by=Permission.VOID,
    describe=describe,
    carry_out=carry_out,
    let_go=let_go,
    waits=timedelta(days=3),
)


class ApprovalFactory(RowFactory[Approval]):
    class Meta:
        model = Approval

    number = factory.Sequence(lambda n: f"SP20261120-{n:04d}")
    kind = SAMPLE.name
    state_since = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
    subject_type = "building"
    subject_id = 1
    params = factory.LazyFunction(lambda: {"fen": 12_000})
    reason = "错收"
    asked_by_name = "林晓燕"
    asked_at = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
    expires_at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
