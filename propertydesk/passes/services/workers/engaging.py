"""Entering work at a home, changing its days, stopping and closing it.

A record of a higher domain, such as a renovation file, enters its work with `engage` under its own
subject, keeps its days in step with `change_span`, and stops it with `stop_work`: the cards follow.
"""

from datetime import date, datetime

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community, Home
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Engagement
from propertydesk.passes.queries import worker_deposits, workers
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services.workers.cards import shorten
from propertydesk.platform import activity, search, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock
from propertydesk.platform.sequences import next_number
from propertydesk.platform.settings import value
from propertydesk.till.events import DepositReturned, DepositTakenBack

SERIES = "SG"
FLOW = states.WORK


def engage(place: Community, wanted: rules.Engaging, *, actor: Actor, now: datetime) -> Engagement:
    """Enter work at a home. Raises Invalid, naming the field; also for a second entry of the same
    subject.
    """
    today = business_date(now, place.zone)
    rules.check_engaging(wanted, today, value(place.id, rules.LONGEST))
    home = db.session.get(Home, wanted.home_id)
    if home is None or home.community_id != place.id or home.ended_on is not None:
        raise Invalid(N_("There is no such home here."), field="home")
    engagement = Engagement(
        community_id=place.id,
        number=document_number(SERIES, today, next_number(SERIES, place.id, f"{today:%Y%m%d}")),
        state_since=now,
        made_at=now,
        made_by=actor.name,
        home_id=home.id,
        work=wanted.work,
        reason=wanted.reason,
        company=wanted.company,
        contact=wanted.contact,
        phone=wanted.phone,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        ends_at=rules.window_of(wanted.starts_on, wanted.ends_on, place.zone)[1],
        subject_type=wanted.subject_type,
        subject_id=wanted.subject_id,
    )
    with unless_taken(Invalid(N_("Its work is entered already."))):
        db.session.add(engagement)
    let_work_be_found(engagement)
    activity.record(
        actor=actor,
        now=now,
        action="engagement.enter",
        subject=engagement,
        home_id=home.id,
        to_state=states.WorkState.OPEN,
        note=f"{engagement.company} {wanted.starts_on:%Y-%m-%d} – {wanted.ends_on:%Y-%m-%d}",
    )
    return engagement


def let_work_be_found(engagement: Engagement) -> None:
    """By number and company, and with its home."""
    terms = [*search.number_terms(engagement.number), *search.text_terms(engagement.company)]
    search.reindex("engagement", engagement.id, engagement.community_id, engagement.home_id, terms)


def change_span(
    engagement: Engagement,
    starts_on: date,
    ends_on: date,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> int:
    """Other days for the work; cards that would be valid for longer end with it, and those that
    begin before it begin with it. Gives how many were shortened.

    Longer work lengthens no card: that is asked for card by card. Raises Invalid, Conflict once it
    is closed.
    """
    lock(engagement)
    if not engagement.is_going_on:
        raise Conflict(N_("This work is closed."))
    if not reason:
        raise Invalid(N_("This is needed here."), field="reason")
    zone = estate.zone_of(engagement.community_id)
    longest = value(engagement.community_id, rules.LONGEST)
    rules.check_span(starts_on, ends_on, business_date(now, zone), longest)
    if workers.begun_before(engagement.id, starts_on):
        raise Invalid(N_("A pass of this work began earlier."), field="starts_on")
    before = f"{engagement.starts_on:%Y-%m-%d} – {engagement.ends_on:%Y-%m-%d}"
    engagement.starts_on, engagement.ends_on = starts_on, ends_on
    engagement.ends_at = rules.window_of(starts_on, ends_on, zone)[1]
    activity.record(
        actor=actor,
        now=now,
        action="engagement.change_span",
        subject=engagement,
        home_id=engagement.home_id,
        changes={"span": [before, f"{starts_on:%Y-%m-%d} – {ends_on:%Y-%m-%d}"]},
        reason=reason,
    )
    longer = workers.longer_than(engagement.id, ends_on)
    for each in longer:
        shorten(each, ends_on, engagement.ends_at, actor=actor, now=now)
    return len(longer)


def stop_work(engagement: Engagement, *, reason: str, actor: Actor, now: datetime) -> None:
    """Nobody comes in for this work until it goes on; whoever is inside may leave."""
    _turn(engagement, "stop", reason, actor, now)


def resume(engagement: Engagement, *, reason: str, actor: Actor, now: datetime) -> None:
    """The work goes on."""
    _turn(engagement, "resume", reason, actor, now)


def close(engagement: Engagement, *, actor: Actor, now: datetime) -> None:
    """Close work whose cards and deposits are settled (I26). Raises Conflict, saying what is not."""
    lock(engagement)
    if workers.unsettled(engagement.id):
        raise Conflict(
            N_("%(count)s cards are not settled: take them back, report them lost or void them."),
            count=workers.unsettled(engagement.id),
        )
    if workers.inside_of(engagement.id):
        raise Conflict(N_("Somebody of this work is inside."))
    if worker_deposits.held_for(engagement.id):
        raise Conflict(N_("A deposit is still held; it is returned at the till first."))
    workflow.apply(FLOW, engagement, "close", actor=actor, now=now)


def note_returned(event: DepositReturned) -> None:
    """The deposit of some work has gone back: say so where the work is read."""
    _tell_of_deposit(event, "engagement.deposit_returned")


def note_taken_back(event: DepositTakenBack) -> None:
    """The receipt of some work's deposit was taken back: say so where the work is read. Its cards
    open nothing from now on, for the gate asks what is held.
    """
    _tell_of_deposit(event, "engagement.deposit_taken_back")


def _tell_of_deposit(event: DepositReturned | DepositTakenBack, action: str) -> None:
    if event.subject_type != worker_deposits.SUBJECT or event.subject_id is None:
        return
    engagement = db.session.get_one(Engagement, event.subject_id)
    activity.record(
        actor=event.actor,
        now=event.now,
        action=action,
        subject=engagement,
        home_id=engagement.home_id,
    )


def _turn(engagement: Engagement, action: str, reason: str, actor: Actor, now: datetime) -> None:
    workflow.apply(
        FLOW,
        engagement,
        action,
        actor=actor,
        now=now,
        inputs={"reason": reason},
        reason=reason,
    )
