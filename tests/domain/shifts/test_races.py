"""Several people sign one hand-over at the same moment; the control shows what the keys prevent."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from propertydesk.accounts.rules import Role
from propertydesk.kernel.errors import Conflict
from propertydesk.platform import db as platform_db
from propertydesk.platform import transaction as transaction_door
from propertydesk.platform.db import db, on_sqlite
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from propertydesk.shifts import rules, services
from propertydesk.shifts.models import Duty, DutyPost, HandOver, Relief
from propertydesk.shifts.queries.invariants import INVARIANTS
from tests.conftest import NOW
from tests.domain.test_till_races import race
from tests.factories.shifts import COUNTED, DutyPostFactory, sign_off, stand
from tests.factories.till import somebody

ROUNDS = 10
AT_ONCE = 5


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def fresh(failures: list[BaseException]) -> list[BaseException]:
    """What went wrong; and the test looks at the database as it is now."""
    db.session.rollback()
    db.session.expire_all()
    return failures


def beginning(post_id: int, actor: Any) -> Callable[[], object]:
    def begin() -> object:
        post = db.session.get_one(DutyPost, post_id)
        return services.begin(post, rules.Turn.DAY, actor=actor, now=NOW)

    return lambda: in_transaction(begin)


def signing(duty_id: int, actor: Any) -> Callable[[], object]:
    def sign() -> object:
        duty = db.session.get_one(Duty, duty_id)
        return services.sign_off(duty, COUNTED, actor=actor, now=NOW)

    return lambda: in_transaction(sign)


def taking(hand_over_id: int, actor: Any) -> Callable[[], object]:
    def take() -> object:
        found = db.session.get_one(HandOver, hand_over_id)
        return services.take_over(found, rules.Turn.NIGHT, "", actor=actor, now=NOW)

    return lambda: in_transaction(take)


def test_of_several_at_once_one_begins_one_signs_and_one_takes_over(
    app: Flask, community: Any
) -> None:
    guards = [somebody(community, Role.GUARD) for _each in range(AT_ONCE)]
    for number in range(ROUNDS):
        post = DutyPostFactory(community_id=community.id, code=f"P{number}")
        refused = fresh(race(app, [beginning(post.id, each) for each in guards]))
        duty = db.session.scalars(select(Duty).filter_by(post_id=post.id)).one()
        first = next(each for each in guards if each.id == duty.staff_id)
        again = fresh(race(app, [signing(duty.id, first)] * AT_ONCE))
        hand_over = db.session.scalars(select(HandOver).filter_by(duty_id=duty.id)).one()
        others = [each for each in guards if each.id != first.id]
        late = fresh(race(app, [taking(hand_over.id, each) for each in others]))
        assert (len(refused), len(again), len(late)) == (AT_ONCE - 1, AT_ONCE - 1, AT_ONCE - 2)
        assert {type(each) for each in (*again, *late)} == {Conflict}
        free_the_others(community)
    assert (count(HandOver), count(Relief)) == (ROUNDS, ROUNDS)
    assert all(each.is_kept for each in findings(db.engine, INVARIANTS))


def test_without_the_lock_several_get_past_the_state(
    app: Flask,
    community: Any,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """The control. With the protection every refusal is "has moved on"; without it others come too:
    on SQLite from the database itself, on PostgreSQL from the key behind the lock.
    """
    guards = [somebody(community, Role.GUARD) for _each in range(AT_ONCE)]
    hand_overs = [waiting(community, number) for number in range(ROUNDS)]
    if on_sqlite():
        monkeypatch.setattr(transaction_door, "writing", Nothing())
        monkeypatch.setattr(transaction_door, "_writer", nullcontext())
    else:
        monkeypatch.setattr(platform_db, "on_sqlite", lambda: True)  # reads without holding
    failures = [
        failure
        for each in hand_overs
        for failure in race(app, [taking(each, guard) for guard in guards])
    ]
    harmed = sum(not isinstance(each, Conflict) for each in failures)
    record_property("got past the state without the lock", harmed)
    assert harmed > 0


class Nothing:
    """Stands in for the mark that a transaction writes."""

    def get(self) -> bool:
        return False

    def set(self, _value: bool) -> None: ...

    def reset(self, _mark: object) -> None: ...


def waiting(community: Any, number: int) -> int:
    """A hand-over that is signed by somebody, at a post of its own."""
    lone = somebody(community, Role.GUARD)
    post = DutyPostFactory(community_id=community.id, code=f"P{number}")
    return sign_off(stand(post, lone), lone).id


def free_the_others(community: Any) -> None:
    """Whoever is on duty goes home, so that all can try at the next post."""
    lead = somebody(community, Role.SERVICE_LEAD)
    for duty in db.session.scalars(select(Duty).where(Duty.state.in_(rules.RUNNING))).all():
        in_transaction(
            lambda duty=duty: services.end(
                db.session.get_one(Duty, duty.id), "下班", actor=lead, now=NOW
            )
        )
