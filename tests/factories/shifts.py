"""Posts, people on duty, and hand-overs, made through the front door."""

from datetime import datetime
from typing import Any

from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction, is_open
from propertydesk.shifts import rules, services
from propertydesk.shifts.models import Duty, DutyPost, HandOver
from tests.conftest import NOW
from tests.factories import RowFactory

COUNTED = rules.Report(keys_in=11, keys_out=1, letters=2, is_clean=True)


class DutyPostFactory(RowFactory[DutyPost]):
    class Meta:
        model = DutyPost

    kind = "gate"
    code = "G9"
    name_zh = "9号门岗"
    name_en = "Gate 9"
    equipment = "对讲机、道闸"


def _done(work: Any) -> Any:
    return work() if is_open() else in_transaction(work)


def stand(
    post: DutyPost, actor: Actor, *, turn: rules.Turn = rules.Turn.DAY, now: datetime = NOW
) -> Duty:
    """Somebody begins at a post."""
    return _done(lambda: services.begin(post, turn, actor=actor, now=now))


def sign_off(
    duty: Duty, actor: Actor, report: rules.Report = COUNTED, now: datetime = NOW
) -> HandOver:
    """The outgoing person signs."""
    return _done(lambda: services.sign_off(duty, report, actor=actor, now=now))


def take_over(
    hand_over: HandOver,
    actor: Actor,
    *,
    turn: rules.Turn = rules.Turn.NIGHT,
    remark: str = "",
    now: datetime = NOW,
) -> Duty:
    """The incoming person signs."""
    found = db.session.get_one(HandOver, hand_over.id)
    return _done(lambda: services.take_over(found, turn, remark, actor=actor, now=now))


def with_cash(fen: int, incidents: str = "") -> rules.Report:
    """A report that counts so much cash."""
    return rules.Report(keys_in=0, cash=Money(fen), incidents=incidents)
