"""Cars in and out, money to the shift and from there to the till."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from propertydesk.accounts.rules import Role
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.money import Money
from propertydesk.passes.models.parking import ParkingStay
from propertydesk.passes.queries import parking as queries
from propertydesk.passes.queries.parking_invariants import INVARIANTS
from propertydesk.passes.rules import parking as rules
from propertydesk.passes.services import parking
from propertydesk.platform import settings
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction, transaction
from propertydesk.platform.verify import findings
from propertydesk.shifts.models import DutyPost
from propertydesk.shifts.queries import duty_of
from propertydesk.shifts.rules import PostKind
from propertydesk.till.models import OtherIncome, Payment
from propertydesk.till.queries.day import Span, nature_of
from propertydesk.till.queries.invariants import INVARIANTS as TILL_INVARIANTS
from propertydesk.till.queries.vouchers import Span as VoucherSpan
from propertydesk.till.queries.vouchers import What, entries
from propertydesk.till.services import returning
from tests.conftest import NOW
from tests.factories.estate import HomeFactory
from tests.factories.owners import VehicleFactory
from tests.factories.parking import drive_in, drive_out
from tests.factories.shifts import DutyPostFactory, sign_off, stand, with_cash
from tests.factories.till import open_shift, somebody

EIGHT = NOW + timedelta(hours=8)
DAY = NOW.date()


@pytest.fixture
def gate(community: Any) -> DutyPost:
    return DutyPostFactory(community_id=community.id)


@pytest.fixture
def guard(community: Any, gate: DutyPost) -> Any:
    """A guard on duty."""
    found = somebody(community, Role.GUARD)
    stand(gate, found)
    return found


def kept() -> bool:
    found = findings(db.engine, (*INVARIANTS, *TILL_INVARIANTS))
    broken = [each for each in found if not each.is_kept]
    assert broken == []
    return True


def handed_over(guard: Any, fen: int) -> Any:
    duty = duty_of(guard.id, guard.community_id, PostKind.GATE)
    assert duty is not None
    return sign_off(duty, guard, with_cash(fen), now=EIGHT)


@pytest.mark.parametrize("plate", ["浙A12345", "浙AD12345", "粤B·A1B2C", "京AF06868", "沪A1234学"])
def test_eight_hours_cost_ten_yuan_whatever_the_plate(guard: Any, plate: str) -> None:
    stay = drive_out(drive_in(plate, guard), guard, EIGHT)
    assert (stay.fee, stay.minutes, stay.state) == (Money(1_000), 480, rules.StayState.LEFT)
    assert kept()


@pytest.mark.parametrize("plate", ["", "浙A1234I", "浙A123", "浙AO1234", "A"])
def test_what_is_no_plate_is_refused(guard: Any, plate: str) -> None:
    with pytest.raises(Invalid) as refused:
        drive_in(plate, guard)
    assert refused.value.field == "plate"


def test_a_car_is_inside_once_and_leaves_once(guard: Any) -> None:
    stay = drive_in("浙A12345", guard)
    with pytest.raises(Invalid):
        drive_in("浙a·12345", guard)
    drive_out(stay, guard, EIGHT)
    with pytest.raises(Conflict):
        drive_out(stay, guard, EIGHT)
    assert drive_in("浙A12345", guard, EIGHT).id != stay.id


def test_a_car_of_a_household_pays_nothing_and_is_not_written_down(
    community: Any, guard: Any
) -> None:
    home = HomeFactory(community_id=community.id)
    VehicleFactory(community_id=community.id, home_id=home.id, plate="浙A88888")
    with pytest.raises(Invalid):
        drive_in("浙A88888", guard)
    looked = queries.look_up(community.id, "浙A 88888", NOW)
    assert (looked.is_resident, looked.stay) == (True, None)
    assert db.session.scalar(select(func.count()).select_from(ParkingStay)) == 0


def test_money_is_taken_on_duty_only_but_a_free_car_leaves_at_any_time(
    community: Any, gate: DutyPost
) -> None:
    idle = somebody(community, Role.GUARD)
    stay = drive_in("浙A12345", idle)
    with pytest.raises(Conflict):
        drive_out(stay, idle, EIGHT)
    free = drive_out(drive_in("浙B12345", idle), idle, NOW + timedelta(minutes=30))
    assert (free.fee, free.exit_duty_id) == (Money.zero, None)


def test_the_driver_pays_what_the_guard_saw_or_is_told_anew(guard: Any) -> None:
    stay = drive_in("浙A12345", guard)
    with pytest.raises(Conflict):
        drive_out(stay, guard, EIGHT, seen=Money(200))


def test_a_lost_slip_changes_nothing_for_a_car_on_record(guard: Any) -> None:
    stay = drive_out(drive_in("浙A12345", guard), guard, NOW + timedelta(hours=1), is_lost=True)
    assert (stay.fee, stay.is_lost) == (Money(200), True)


def test_a_car_that_nobody_wrote_down_pays_the_set_sum_with_a_word(guard: Any) -> None:
    facts = {"seen": Money(1_000), "actor": guard, "now": EIGHT}
    with pytest.raises(Invalid) as refused:
        in_transaction(lambda: parking.drive_out_unknown("浙A12345", note="", **facts))
    assert refused.value.field == "note"
    stay = in_transaction(
        lambda: parking.drive_out_unknown("浙A12345", note="道闸故障时进场", **facts)
    )
    assert (stay.fee, stay.entered_at, stay.minutes) == (Money(1_000), None, None)
    assert kept()
    drive_in("浙A12345", guard, EIGHT)
    with pytest.raises(Invalid):
        in_transaction(lambda: parking.drive_out_unknown("浙A12345", note="x", **facts))


def test_the_tariff_of_the_community_counts_and_stays_with_the_stay(
    community: Any, guard: Any, actor: Any
) -> None:
    for setting, new in ((rules.ROUNDING, "completed"), (rules.UNIT_FEN, 300)):
        in_transaction(
            lambda setting=setting, new=new: settings.change(
                community.id, setting, new, actor=actor, now=NOW
            )
        )
    stay = drive_out(drive_in("浙A12345", guard), guard, NOW + timedelta(minutes=119))
    assert stay.fee == Money(300)
    in_transaction(lambda: settings.change(community.id, rules.UNIT_FEN, 500, actor=actor, now=NOW))
    assert kept()


def test_takings_go_with_the_shift_to_the_till_once(community: Any, guard: Any) -> None:
    for plate in ("浙A12345", "浙B12345"):
        drive_out(drive_in(plate, guard), guard, EIGHT)
    with pytest.raises(Invalid) as refused:
        handed_over(guard, 1_000)
    assert refused.value.field == "cash"
    hand_over = handed_over(guard, 2_000)
    cashier = somebody(community, Role.CASHIER)
    take = lambda: parking.hand_in(hand_over, actor=cashier, now=EIGHT)  # noqa: E731  # said twice
    with pytest.raises(Conflict):
        in_transaction(take)  # no drawer is open
    open_shift(cashier)
    receipt = in_transaction(take)
    assert (receipt.total, receipt.kind, receipt.payer_name) == (
        Money(2_000), "income", guard.name,
    )  # fmt: skip
    with pytest.raises(Invalid):
        in_transaction(take)
    assert db.session.scalar(select(func.count()).select_from(OtherIncome)) == 1
    assert db.session.scalar(select(func.count()).select_from(Payment)) == 1
    assert nature_of(Span(community.id, DAY)).other == 2_000
    lines = entries(VoucherSpan(community.id, DAY, DAY))
    assert [(each.what, each.credit) for each in lines if each.credit] == [(What.EARNED, 2_000)]
    assert kept()
    with pytest.raises(Conflict):
        in_transaction(
            lambda: returning.void_receipt(
                receipt, reason="x", asked_by=cashier.id, actor=guard, now=EIGHT
            )
        )


def test_figures_are_of_the_communitys_days(community: Any, guard: Any) -> None:
    late = NOW.replace(hour=15, minute=30)  # 23:30 in Shanghai
    drive_out(drive_in("浙A12345", guard, late), guard, late + timedelta(hours=2))
    drive_in("浙B12345", guard, late)
    after, before = queries.days(community.id, late + timedelta(hours=3), "Asia/Shanghai", 2)
    assert (before.entered, before.left) == (2, 0)
    assert (after.left, after.paid, after.fen) == (1, 1, 400)


def test_plates_are_blotted_out_after_their_time(community: Any, guard: Any) -> None:
    gone = drive_out(drive_in("浙A12345", guard), guard, EIGHT)
    here = drive_in("浙B12345", guard)
    rule = parking.RETENTION[0]
    due = list(db.session.scalars(rule.due(community.id, EIGHT + timedelta(days=1))))
    assert due == [gone.id]
    in_transaction(lambda: rule.erase(due, EIGHT))
    plates = select(ParkingStay.plate).order_by(ParkingStay.id)
    assert db.session.scalars(plates).all() == ["", here.plate]


def test_breaches_are_found(guard: Any) -> None:
    stay = drive_out(drive_in("浙A12345", guard), guard, EIGHT)
    with transaction():
        db.session.get_one(ParkingStay, stay.id).fee = Money(800)
    found = {each.key: each.count for each in findings(db.engine, INVARIANTS)}
    assert found["parking.fee"] == 1
