"""Temporary parking: in, out with its fee, and the takings of a shift to the till.

Rows are held in one order: the duty, the stay, and the number's counter last.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.owners.rules.plates import normalise_plate
from propertydesk.passes.models.parking import ParkingStay
from propertydesk.passes.queries import parking as queries
from propertydesk.passes.rules import parking as rules
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock
from propertydesk.platform.retention import RetentionRule
from propertydesk.platform.sequences import next_number
from propertydesk.shifts import services as shifts
from propertydesk.shifts.models import Duty, HandOver
from propertydesk.shifts.rules import PostKind
from propertydesk.till import services as till
from propertydesk.till.models import Receipt
from propertydesk.till.rules import IncomeKind

SERIES = "TC"
_RESIDENT = N_("This car belongs to a household: it pays nothing and needs no slip.")


def drive_in(plate: str, *, actor: Actor, now: datetime) -> ParkingStay:
    """Write a car down on its way in.

    Raises Invalid on `plate` when it is none, belongs to a household here, or is inside already.
    """
    plain = normalise_plate(plate)
    _refuse_residents(actor.community_id, plain)
    stay = _new(plain, actor=actor, now=now)
    stay.entered_at, stay.entered_by = now, actor.id
    with unless_taken(Invalid(N_("This car is inside already."), field="plate")):
        db.session.add(stay)
    activity.record(actor=actor, now=now, action="parking_stay.enter", subject=stay)
    return stay


def drive_out(
    stay: ParkingStay,
    *,
    seen: Money,
    is_lost: bool = False,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> ParkingStay:
    """Let a car out for its fee, taken in cash into the guard's shift.

    `seen` is the fee that the driver was told. Raises Conflict when the car has left already, when
    the fee has risen since, and without a shift while there is money to take.
    """
    tariff = queries.tariff_of(stay.community_id)
    duty = _duty_for(actor, seen)
    lock(stay)
    if stay.state != rules.StayState.INSIDE or stay.entered_at is None:
        raise Conflict(N_("This car has left already."))
    fee = rules.fee_of(tariff, stay.entered_at, now)
    if fee != seen:
        raise Conflict(N_("The fee is ¥%(fee)s by now. Open the car again."), fee=fee.grouped)
    stay.minutes = rules.minutes_of(stay.entered_at, now)
    stay.is_lost, stay.note = is_lost, note
    _close(stay, fee, tariff, duty, actor=actor, now=now)
    return stay


def drive_out_unknown(
    plate: str, *, seen: Money, note: str, actor: Actor, now: datetime
) -> ParkingStay:
    """Let a car out that nobody wrote down on its way in and that has no slip: for the set sum.

    Raises Invalid on `plate` as `drive_in` does, on `note` without a word, Conflict as `drive_out`.
    """
    plain = normalise_plate(plate)
    _refuse_residents(actor.community_id, plain)
    if queries.inside(actor.community_id, plain) is not None:
        raise Invalid(N_("This car is inside: it pays for its stay."), field="plate")
    if not note:
        raise Invalid(N_("Say how it came in."), field="note")
    tariff = queries.tariff_of(actor.community_id)
    fee = rules.fee_without_entry(tariff)
    if fee != seen:
        raise Conflict(N_("The fee is ¥%(fee)s by now. Open the car again."), fee=fee.grouped)
    duty = _duty_for(actor, fee)
    stay = _new(plain, actor=actor, now=now)
    stay.is_lost, stay.note = True, note
    stay.left_at, stay.fee = now, fee
    stay.exit_duty_id = duty.id if duty else None
    db.session.add(stay)
    _close(stay, fee, tariff, duty, actor=actor, now=now)
    return stay


def hand_in(hand_over: HandOver, *, actor: Actor, now: datetime) -> Receipt:
    """Take the cash of a guard's signed hand-over into the cashier's drawer; once.

    Raises Conflict for a hand-over of another kind of post or without an open drawer, Invalid when
    it has been handed in already.
    """
    duty = db.session.get_one(Duty, hand_over.duty_id)
    if duty.kind != PostKind.GATE or hand_over.cash is None:
        raise Conflict(N_("There is nothing to hand in."))
    earned = till.Earned(IncomeKind.PARKING, "hand_over", hand_over.id, hand_over.number)
    return till.take_income(duty.staff_name, hand_over.cash, earned, actor=actor, now=now)


def blot_plates(stay_ids: Sequence[int], _now: datetime) -> None:
    """Blot plates out; times and money stay."""
    statement = update(ParkingStay).where(ParkingStay.id.in_(stay_ids)).values(plate="", note="")
    db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()


def _duty_for(actor: Actor, money: Money) -> Duty | None:
    """The guard's shift, held, where there is money to take."""
    return shifts.held_duty(actor, PostKind.GATE) if money else None


def _refuse_residents(community_id: int, plate: str) -> None:
    if queries.is_of_household(community_id, plate):
        raise Invalid(_RESIDENT, field="plate")


def _new(plate: str, *, actor: Actor, now: datetime) -> ParkingStay:
    day = business_date(now, estate.zone_of(actor.community_id))
    serial = next_number(SERIES, actor.community_id, f"{day:%Y%m%d}")
    return ParkingStay(
        community_id=actor.community_id,
        number=document_number(SERIES, day, serial),
        plate=plate,
    )


def _close(
    stay: ParkingStay,
    fee: Money,
    tariff: rules.Tariff,
    duty: Duty | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    stay.left_at, stay.left_by = now, actor.id
    stay.fee, stay.tariff = fee, tariff.as_kept()
    stay.exit_duty_id = duty.id if duty else None
    activity.record(
        actor=actor,
        now=now,
        action="parking_stay.leave_unknown" if stay.entered_at is None else "parking_stay.leave",
        subject=stay,
        note=f"¥{fee.grouped}",
        reason=stay.note,
    )


def _plates_due(community_id: int, before: datetime) -> Select[Any]:
    return (
        select(ParkingStay.id)
        .where(
            ParkingStay.community_id == community_id,
            ParkingStay.left_at < before,
            ParkingStay.plate != "",
        )
        .order_by(ParkingStay.id)
    )


RETENTION = (
    RetentionRule(
        key="passes.parking",
        what=N_("Plates of cars that parked for a while"),
        purpose=N_("To charge a stay, and to answer for what was taken"),
        basis=N_("Contract"),
        after=N_("the car had left"),
        effect=N_("Plate and note blotted out; times and money stay"),
        setting=rules.PLATE_DAYS,
        due=_plates_due,
        erase=blot_plates,
    ),
)
