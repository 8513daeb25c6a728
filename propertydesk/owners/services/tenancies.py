"""Tenancies as dated verbs: begin, extend, end now or on a day to come."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.estate.rules import Occupancy
from propertydesk.estate.services import note_occupancy
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules
from propertydesk.owners.events import TenancyEnded, TenancyStarted
from propertydesk.owners.models import HouseholdTie, Person, PlannedEnding, Vehicle
from propertydesk.owners.rules import tenancy
from propertydesk.owners.rules.tenancy import EndingState
from propertydesk.owners.services import indexing
from propertydesk.owners.services.people import PersonDetails
from propertydesk.owners.services.ties import known_or_new, make_tie
from propertydesk.platform import activity
from propertydesk.platform.access import Actor, system_actor
from propertydesk.platform.amending import Changes, amend, unless_taken
from propertydesk.platform.db import db, lock
from propertydesk.platform.events import announce

#: What may go with the tenants: these ties (rules.Tie) and vehicles.
MAY_LEAVE = (rules.Tie.MEMBER.value, rules.Tie.CONTACT.value, "vehicle")


@dataclass(frozen=True)
class Terms:
    """What was agreed: dates, who pays the property fee, whether the rent includes it."""

    starts_on: date | None = None
    lease_ends_on: date | None = None
    fee_payer: str = ""
    rent_includes_fee: bool = False


@dataclass(frozen=True)
class Leave:
    """How tenants leave: the day, why, how the home is lived in afterwards, and who goes along."""

    on: date
    reason: str
    occupancy: str
    leaving: Collection[str] = ()


def start_tenancy(
    home: Home, who: Person | PersonDetails, terms: Terms, *, actor: Actor, now: datetime
) -> HouseholdTie:
    """Somebody rents the home, known or new; it counts as let from now on.

    Raises Invalid on `lease_ends_on` and `fee_payer`, and for who is a tenant already.
    """
    lock(home)
    check_open(home.ended_on)
    _check_terms(terms)
    person = known_or_new(home, who, now)
    tie = make_tie(home, person, rules.Tie.TENANT, starts_on=terms.starts_on)
    amend(tie, _kept(terms))
    changes = note_occupancy(home, Occupancy.LET)
    indexing.index_people([person.id])
    activity.record(
        actor=actor,
        now=now,
        action="household.tenant",
        subject=person,
        home_id=home.id,
        changes={**changes, **_told(terms)},
    )
    announce(
        TenancyStarted(
            home_id=home.id,
            community_id=home.community_id,
            person_id=person.id,
            on=terms.starts_on or business_date(now, estate.zone_of(home.community_id)),
            fee_payer=terms.fee_payer,
            rent_includes_fee=terms.rent_includes_fee,
            actor=actor,
            now=now,
        )
    )
    return tie


def change_terms(home: Home, terms: Terms, *, actor: Actor, now: datetime) -> None:
    """Correct what was agreed, for all tenants of the home. Raises Invalid on its fields."""
    tenants = _tenants(home)
    _check_terms(terms)
    values = {"starts_on": terms.starts_on, **_kept(terms)}
    changes: Changes = {}
    for tie in tenants:
        changes |= amend(tie, values)
    activity.record(actor=actor, now=now, action="home.terms", subject=home, changes=changes)


def extend_tenancy(home: Home, *, until: date, actor: Actor, now: datetime) -> None:
    """The lease of all tenants runs until a later day; a planned end is off. Raises Invalid on
    `until`.
    """
    tenants = _tenants(home)
    changes: Changes = {}
    for tie in tenants:
        tenancy.check_extension(until, tie.lease_ends_on, tie.starts_on)
        changes |= amend(tie, {"lease_ends_on": until})
    void_planned_end(home.id)
    activity.record(
        actor=actor,
        now=now,
        action="home.tenancy_extend",
        subject=home,
        changes=changes,
        note=until.isoformat(),
    )


def end_tenancy(
    home: Home,
    *,
    on: date,
    reason: str,
    occupancy: str,
    leaving: Collection[str] = (),
    actor: Actor,
    now: datetime,
) -> bool:
    """All tenants leave, today or earlier; for a day to come it is planned, and done by itself then.

    `occupancy` is how the home is lived in afterwards; `leaving` names what of MAY_LEAVE goes with
    the tenants. Says whether it took effect at once. Raises Invalid on `on`.
    """
    leave = Leave(on, reason, occupancy, tuple(each for each in leaving if each in MAY_LEAVE))
    tenants = _tenants(home)
    if on > business_date(now, estate.zone_of(home.community_id)):
        _plan(home, leave, actor, now)
        return False
    _leave(home, tenants, leave, actor, now)
    return True


def cancel_planned_end(home: Home, *, actor: Actor, now: datetime) -> None:
    """The tenants stay after all. Raises Conflict when nothing is planned."""
    lock(home)
    planned = queries.planned_ending(home.id)
    if planned is None:
        raise Conflict(N_("No end is planned; somebody else was faster."))
    planned.outcome = EndingState.CANCELLED
    activity.record(
        actor=actor,
        now=now,
        action="home.tenancy_stay",
        subject=home,
        note=planned.on.isoformat(),
    )


def end_planned(community_id: int, today: date, *, now: datetime) -> int:
    """End every tenancy whose planned day has come; gives how many."""
    waiting = (
        select(PlannedEnding)
        .filter_by(community_id=community_id, outcome=EndingState.WAITING)
        .where(PlannedEnding.on <= today)
        .order_by(PlannedEnding.home_id)
    )
    actor, done = system_actor(community_id), 0
    for planned in db.session.scalars(waiting).all():
        home = db.session.get_one(Home, planned.home_id)
        lock(home)
        lock(planned)
        tenants = queries.live_ties(home.id, rules.Tie.TENANT)
        if planned.outcome != EndingState.WAITING:
            continue
        planned.outcome = EndingState.DONE if tenants else EndingState.CANCELLED
        if tenants:
            leave = Leave(planned.on, planned.reason, planned.occupancy, tuple(planned.leaving))
            _leave(home, tenants, leave, actor, now)
            done += 1
    return done


def void_planned_end(home_id: int) -> None:
    """A planned end that another verb has overtaken; part of that verb."""
    planned = queries.planned_ending(home_id)
    if planned is not None:
        planned.outcome = EndingState.CANCELLED


def end_vehicles(home: Home, on: date) -> None:
    """The vehicles of a household go; part of another verb."""
    for vehicle in db.session.scalars(select(Vehicle).filter_by(home_id=home.id, ends_on=None)):
        vehicle.ends_on = max(on, vehicle.starts_on or on)
        indexing.index_vehicle(vehicle)


def _leave(
    home: Home, tenants: list[HouseholdTie], leave: Leave, actor: Actor, now: datetime
) -> None:
    along = [tie for tie in queries.live_ties(home.id) if tie.tie in leave.leaving]
    for tie in tenants:
        check_day(leave.on, home.community_id, now, since=tie.starts_on)
        tie.ends_on = leave.on
    for tie in along:
        tie.ends_on = max(leave.on, tie.starts_on or leave.on)
    if "vehicle" in leave.leaving:
        end_vehicles(home, leave.on)
    void_planned_end(home.id)
    changes = note_occupancy(home, leave.occupancy)
    gone = _people((*tenants, *along))
    indexing.index_people(gone)
    activity.record(
        actor=actor,
        now=now,
        action="home.tenancy_end",
        subject=home,
        changes=changes,
        reason=leave.reason,
        note=leave.on.isoformat(),
    )
    announce(TenancyEnded(home.id, home.community_id, gone, leave.on, actor, now))


def _plan(home: Home, leave: Leave, actor: Actor, now: datetime) -> None:
    taken = Invalid(N_("An end is planned already; take that back first."), field="on")
    with unless_taken(taken):
        db.session.add(
            PlannedEnding(
                community_id=home.community_id,
                home_id=home.id,
                on=leave.on,
                reason=leave.reason,
                occupancy=Occupancy(leave.occupancy).value,
                leaving=list(leave.leaving),
                created_at=now,
                created_by=actor.name,
            )
        )
    activity.record(
        actor=actor,
        now=now,
        action="home.tenancy_plan",
        subject=home,
        reason=leave.reason,
        note=leave.on.isoformat(),
    )


def _tenants(home: Home) -> list[HouseholdTie]:
    lock(home)
    found = queries.live_ties(home.id, rules.Tie.TENANT)
    if not found:
        raise Conflict(N_("There is no tenancy to end; somebody else was faster."))
    return found


def _check_terms(terms: Terms) -> None:
    tenancy.check_lease(terms.starts_on, terms.lease_ends_on)
    tenancy.check_payer(terms.fee_payer, rent_includes_fee=terms.rent_includes_fee)


def _kept(terms: Terms) -> dict[str, object]:
    """What is kept with each tenant; a fee inside the rent is paid by the owner."""
    owner = tenancy.FeePayer.OWNER.value
    return {
        "lease_ends_on": terms.lease_ends_on,
        "fee_payer": owner if terms.rent_includes_fee else terms.fee_payer,
        "rent_includes_fee": terms.rent_includes_fee,
    }


def _told(terms: Terms) -> Changes:
    told = {
        "starts_on": terms.starts_on and terms.starts_on.isoformat(),
        "lease_ends_on": terms.lease_ends_on and terms.lease_ends_on.isoformat(),
        "fee_payer": terms.fee_payer,
    }
    return {key: [None, value] for key, value in told.items() if value}


def _people(ties: Iterable[HouseholdTie]) -> tuple[int, ...]:
    return tuple(sorted({tie.person_id for tie in ties}))
