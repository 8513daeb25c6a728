"""A cashier's shift: opened with a float, counted blind, taken over by a second person."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.money import Money
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock
from propertydesk.platform.sequences import next_number
from propertydesk.till import queries, rules
from propertydesk.till.models import Shift

SERIES = "BC"
_NO_SHIFT = N_("Open your shift first: count the float in the drawer.")


def open_shift(opening: Money, *, actor: Actor, now: datetime) -> Shift:
    """Begin a shift with so much change in the drawer.

    Raises Invalid on `opening` below zero and while another shift of the cashier runs, Conflict
    on a day that is closed.
    """
    if opening.fen < 0:
        raise Invalid(N_("Write the amount in yuan, such as 12.50."), field="opening")
    place = estate.community(actor.community_id)
    lock(place)  # against the close of this day
    day = business_date(now, place.zone)
    check_day_open(place.id, day)
    shift = Shift(
        community_id=place.id,
        cashier_id=actor.id,
        state=rules.ShiftState.OPEN,
        state_since=now,
        opened_at=now,
        business_date=day,
        opening=opening,
        number=document_number(SERIES, day, next_number(SERIES, place.id, f"{day:%Y%m%d}")),
    )
    with unless_taken(Invalid(N_("Your shift is open already."))):
        db.session.add(shift)
    activity.record(
        actor=actor,
        now=now,
        action="till_shift.open",
        subject=shift,
        to_state=shift.state,
        note=f"¥{opening.grouped}",
    )
    return shift


def running_shift(cashier: Actor, now: datetime) -> Shift:
    """The cashier's open shift of today, held until the transaction ends.

    Every document of the till belongs to one; holding it keeps the count apart from the taking.
    Raises Conflict without an open one, and for one of an earlier day.
    """
    query = select(Shift).filter_by(
        community_id=cashier.community_id, cashier_id=cashier.id, state=rules.ShiftState.OPEN
    )
    shift = db.session.scalar(query)
    if shift is None:
        raise Conflict(_NO_SHIFT)
    lock(shift)
    if shift.state != rules.ShiftState.OPEN:
        raise Conflict(_NO_SHIFT)
    if shift.business_date != business_date(now, estate.zone_of(cashier.community_id)):
        raise Conflict(N_("This shift is of an earlier day. Count it and hand it over first."))
    return shift


def count_shift(
    shift: Shift, pieces: Mapping[int, int], *, explanation: str, actor: Actor, now: datetime
) -> None:
    """Count the drawer by denomination (fen to pieces) before what should be there is shown.

    The expected sum is worked out only now. Raises Invalid on a denomination, NotAllowed for the
    drawer of somebody else.
    """
    if shift.cashier_id != actor.id:
        raise NotAllowed(N_("Everybody counts their own drawer."))
    counted = Money(rules.counted(pieces))
    workflow.apply(
        rules.SHIFT,
        shift,
        "count",
        actor=actor,
        now=now,
        note=f"¥{counted.grouped}",
    )
    shift.pieces = {str(denomination): count for denomination, count in pieces.items()}
    shift.counted = counted
    shift.expected = shift.opening + queries.cash_of(shift.id)
    shift.difference = counted - shift.expected
    shift.explanation = explanation


def send_back_count(shift: Shift, *, reason: str, actor: Actor, now: datetime) -> None:
    """The count is done once more; what was counted stays in the timeline."""
    workflow.apply(
        rules.SHIFT, shift, "recount", actor=actor, now=now, inputs={"reason": reason},
        reason=reason,
    )  # fmt: skip
    shift.pieces = shift.counted = shift.expected = shift.difference = None


def close_shift(
    shift: Shift, *, handed_over: Money, explanation: str, actor: Actor, now: datetime
) -> None:
    """Take over the money of a counted shift.

    Raises NotAllowed for one's own shift, Invalid on `explanation` when a difference stands
    unexplained and on `handed_over` beyond what was counted.
    """
    if shift.cashier_id == actor.id:
        raise NotAllowed(N_("Somebody else takes over your money."))
    lock(shift)
    explanation = explanation or shift.explanation
    if shift.difference and not explanation:
        raise Invalid(N_("Explain the difference."), field="explanation")
    if shift.counted is not None and not 0 <= handed_over.fen <= shift.counted.fen:
        raise Invalid(N_("There is not so much in the drawer."), field="handed_over")
    workflow.apply(
        rules.SHIFT, shift, "close", actor=actor, now=now, reason=explanation,
        note=f"¥{handed_over.grouped}",
    )  # fmt: skip
    shift.explanation, shift.handed_over = explanation, handed_over
    shift.closed_by, shift.closed_at = actor.id, now


def check_day_open(community_id: int, day: date) -> None:
    """Raise Conflict when the day is closed."""
    if queries.is_day_closed(community_id, day):
        raise Conflict(N_("This day is closed at the till."))
