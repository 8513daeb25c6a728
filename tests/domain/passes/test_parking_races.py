"""Guards at two gates, and two cashiers, at the same moment; with a control."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from propertydesk.accounts.rules import Role
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.money import Money
from propertydesk.passes.models.parking import ParkingStay
from propertydesk.passes.queries.parking_invariants import INVARIANTS
from propertydesk.passes.services import parking
from propertydesk.platform import db as platform_db
from propertydesk.platform import transaction as transaction_door
from propertydesk.platform.db import db, on_sqlite
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from propertydesk.shifts.models import Duty, HandOver
from propertydesk.till.models import OtherIncome
from tests.conftest import NOW
from tests.domain.shifts.test_races import Nothing, fresh
from tests.domain.test_till_races import race
from tests.factories.parking import drive_in, drive_out
from tests.factories.shifts import DutyPostFactory, sign_off, stand, with_cash
from tests.factories.till import open_shift, somebody

ROUNDS = 8
EIGHT = NOW + timedelta(hours=8)


@pytest.fixture
def guards(community: Any) -> list[Any]:
    found = [somebody(community, Role.GUARD) for _each in range(4)]
    for number, each in enumerate(found):
        stand(DutyPostFactory(community_id=community.id, code=f"G{number}"), each)
    return found


def entering(plate: str, guard: Any) -> Callable[[], object]:
    return lambda: in_transaction(lambda: parking.drive_in(plate, actor=guard, now=NOW))


def leaving(stay_id: int, guard: Any) -> Callable[[], object]:
    def leave() -> object:
        stay = db.session.get_one(ParkingStay, stay_id)
        return parking.drive_out(stay, seen=Money(1_000), actor=guard, now=EIGHT)

    return lambda: in_transaction(leave)


def handing_in(hand_over_id: int, cashier: Any) -> Callable[[], object]:
    def hand_in() -> object:
        found = db.session.get_one(HandOver, hand_over_id)
        return parking.hand_in(found, actor=cashier, now=EIGHT)

    return lambda: in_transaction(hand_in)


def test_a_car_comes_in_once_and_pays_once(app: Flask, guards: list[Any]) -> None:
    for number in range(ROUNDS):
        plate = f"浙A1234{number}"
        refused = fresh(race(app, [entering(plate, each) for each in guards]))
        stay = db.session.scalars(select(ParkingStay).filter_by(plate=plate)).one()
        late = fresh(race(app, [leaving(stay.id, each) for each in guards]))
        assert [type(each) for each in refused] == [Invalid] * 3
        assert [type(each) for each in late] == [Conflict] * 3
    fees = db.session.scalars(select(ParkingStay.fee)).all()
    assert fees == [Money(1_000)] * ROUNDS
    assert all(each.is_kept for each in findings(db.engine, INVARIANTS))


def test_takings_reach_one_drawer(app: Flask, community: Any, guards: list[Any]) -> None:
    cashiers = [somebody(community, Role.CASHIER) for _each in range(3)]
    for each in cashiers:
        open_shift(each)
    for guard in guards:
        drive_out(drive_in(f"浙A1234{guard.id % 10}", guard), guard, EIGHT)
        duty = db.session.scalars(select(Duty).filter_by(staff_id=guard.id, state="on_duty")).one()
        hand_over = sign_off(duty, guard, with_cash(1_000), now=EIGHT)
        late = fresh(race(app, [handing_in(hand_over.id, each) for each in cashiers]))
        assert [type(each) for each in late] == [Invalid] * 2
    assert db.session.scalar(select(func.count()).select_from(OtherIncome)) == len(guards)
    assert all(each.is_kept for each in findings(db.engine, INVARIANTS))


def test_without_the_lock_a_car_pays_more_than_once(
    app: Flask,
    guards: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """The control: without it a second guard sees the car inside still, and takes its money too."""
    stays = [drive_in(f"浙A1234{number}", guards[0]).id for number in range(ROUNDS)]
    if on_sqlite():
        monkeypatch.setattr(transaction_door, "writing", Nothing())
        monkeypatch.setattr(transaction_door, "_writer", nullcontext())
    else:
        monkeypatch.setattr(platform_db, "on_sqlite", lambda: True)  # reads without holding
    harmed = 0
    for each in stays:
        failures = fresh(race(app, [leaving(each, guard) for guard in guards]))
        plain = sum(isinstance(failure, Conflict) for failure in failures)
        harmed += plain != len(guards) - 1
    record_property("let out more than once, or fell over, without the lock", harmed)
    assert harmed > 0
