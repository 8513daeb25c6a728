"""Reading temporary parking: one plate, the stays, a day's figures, takings that wait for the till."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, and_, cast, func, select

from propertydesk.kernel.clock import business_date, day_start
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.owners.models import Vehicle
from propertydesk.owners.rules.plates import normalise_plate
from propertydesk.passes.models.parking import ParkingStay
from propertydesk.passes.rules import parking as rules
from propertydesk.platform.db import db
from propertydesk.platform.settings import value
from propertydesk.shifts.models import Duty, DutyPost, HandOver
from propertydesk.shifts.queries import Asked, Cash, Found, OpenItem, Source, Takings, Tally
from propertydesk.shifts.rules import PostKind
from propertydesk.till.models import OtherIncome, Receipt

GATE = frozenset({PostKind.GATE})
OVERDUE = timedelta(hours=24)


@dataclass(frozen=True)
class Looked:
    """What is known of a plate: a household's, a stay under way with its fee, or nothing."""

    plate: str
    is_resident: bool
    stay: ParkingStay | None
    fee: Money
    minutes: int


@dataclass(frozen=True)
class DayFigure:
    """A day of temporary parking: cars in, cars out, how many paid, and what they paid in fen."""

    day: date
    entered: int
    left: int
    paid: int
    fen: int


@dataclass(frozen=True)
class Handed:
    """The takings of a signed shift: what was counted, and the till's receipt once it was taken."""

    hand_over: HandOver
    duty: Duty
    post: DutyPost
    receipt: Receipt | None


def tariff_of(community_id: int) -> rules.Tariff:
    """The community's tariff."""
    return rules.Tariff(
        free_minutes=value(community_id, rules.FREE_MINUTES),
        unit_minutes=value(community_id, rules.UNIT_MINUTES),
        unit_fen=value(community_id, rules.UNIT_FEN),
        cap_fen=value(community_id, rules.CAP_FEN),
        rounding=value(community_id, rules.ROUNDING),
        lost_fen=value(community_id, rules.LOST_FEN),
    )


def is_of_household(community_id: int, plate: str) -> bool:
    """Whether a plate stands in the register."""
    query = select(Vehicle.id).where(
        Vehicle.community_id == community_id, Vehicle.plate == plate, Vehicle.ends_on.is_(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def inside(community_id: int, plate: str) -> ParkingStay | None:
    """The stay under way of a plate."""
    return db.session.scalar(
        select(ParkingStay).filter_by(community_id=community_id, plate=plate, left_at=None)
    )


def look_up(community_id: int, typed: str, now: datetime) -> Looked:
    """What is known of a plate as it was typed. Raises Invalid on `plate` when it is none."""
    plate = normalise_plate(typed)
    stay = inside(community_id, plate)
    tariff = tariff_of(community_id)
    entered = stay.entered_at if stay else None
    return Looked(
        plate,
        is_of_household(community_id, plate),
        stay,
        rules.fee_of(tariff, entered, now) if entered else rules.fee_without_entry(tariff),
        rules.minutes_of(entered, now) if entered else 0,
    )


def inside_now(community_id: int, limit: int = 50) -> Sequence[ParkingStay]:
    """The cars that are inside, the longest first."""
    query = select(ParkingStay).filter_by(community_id=community_id, left_at=None)
    return db.session.scalars(query.order_by(ParkingStay.entered_at).limit(limit)).all()


def days(community_id: int, until: datetime, zone: str, count: int = 14) -> list[DayFigure]:
    """The last days, newest first; two queries. Days are the community's, so they are told in Python."""
    last = business_date(until, zone)
    first = last - timedelta(days=count - 1)
    since = day_start(first, zone)
    came = db.session.scalars(
        select(ParkingStay.entered_at).where(
            ParkingStay.community_id == community_id, ParkingStay.entered_at >= since
        )
    )
    went = db.session.execute(
        select(ParkingStay.left_at, ParkingStay.fee).where(
            ParkingStay.community_id == community_id, ParkingStay.left_at >= since
        )
    )
    found = {first + timedelta(days=at): [0, 0, 0, 0] for at in range(count)}
    for instant in came:
        if instant is not None and (row := found.get(business_date(instant, zone))):
            row[0] += 1
    for instant, fee in went:
        row = found.get(business_date(instant, zone)) if instant else None
        if row and fee is not None:
            row[1] += 1
            row[2] += bool(fee)
            row[3] += fee.fen
    return [DayFigure(day, *row) for day, row in sorted(found.items(), reverse=True)]


def takings(community_id: int, limit: int = 50) -> list[Handed]:
    """Signed shifts of gates that took money, those the till has not had first; one query."""
    query = (
        select(HandOver, Duty, DutyPost, Receipt)
        .join(Duty, Duty.id == HandOver.duty_id)
        .join(DutyPost, DutyPost.id == HandOver.post_id)
        .outerjoin(
            OtherIncome,
            and_(OtherIncome.subject_type == "hand_over", OtherIncome.subject_id == HandOver.id),
        )
        .outerjoin(Receipt, Receipt.payment_id == OtherIncome.payment_id)
        .where(
            HandOver.community_id == community_id,
            Duty.kind == PostKind.GATE,
            HandOver.cash > Money.zero,
        )
        .order_by(Receipt.id.is_not(None), HandOver.signed_at.desc(), HandOver.id.desc())
        .limit(limit)
    )
    return [Handed(*row) for row in db.session.execute(query)]


def taken_by(duty_id: int) -> Money:
    """What a shift has taken for parking."""
    total = cast(func.coalesce(func.sum(cast(ParkingStay.fee, BigInteger)), 0), BigInteger)
    fen = db.session.scalar(select(total).where(ParkingStay.exit_duty_id == duty_id))
    return Money(int(fen or 0))


def _own_duty(asked: Asked) -> int | None:
    query = select(Duty.id).where(
        Duty.community_id == asked.community_id,
        Duty.staff_id == asked.staff_id,
        Duty.kind == asked.kind,
        Duty.began_at == asked.since,
    )
    return db.session.scalar(query)


def _money(asked: Asked) -> Cash | None:
    duty_id = _own_duty(asked)
    taken = taken_by(duty_id) if duty_id else Money.zero
    return Cash(taken, [(N_("Temporary parking"), f"¥{taken.grouped}")]) if taken else None


def _let_out(asked: Asked) -> int:
    query = select(func.count()).where(ParkingStay.exit_duty_id == (_own_duty(asked) or 0))
    return db.session.scalar(query) or 0


def _long_inside(asked: Asked, most: int) -> Found:
    query = (
        select(ParkingStay, func.count().over())
        .where(
            ParkingStay.community_id == asked.community_id,
            ParkingStay.left_at.is_(None),
            ParkingStay.entered_at < asked.until - OVERDUE,
        )
        .order_by(ParkingStay.entered_at)
        .limit(most)
    )
    rows = db.session.execute(query).all()
    items = [
        OpenItem(
            stay.number,
            "停车超过24小时",
            "Parked for more than 24 hours",
            stay.entered_at,
            N_("Look for the driver"),
            "parking_stay",
            stay.id,
        )
        for stay, _count in rows
    ]
    return Found(rows[0][1] if rows else 0, items)


SOURCES = (Source("parking", N_("Temporary parking"), GATE, _long_inside),)
TALLIES = (Tally("parking", N_("Cars that paid"), GATE, _let_out),)
TAKINGS = (Takings(GATE, _money),)
