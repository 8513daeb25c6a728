"""Inviting a visitor, taking one in at the gate, and calling an invitation off."""

from datetime import date, datetime, timedelta

from propertydesk.estate.models import Community, Home
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.passes.models import PassCode
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.queries import door
from propertydesk.passes.queries import visits as queries
from propertydesk.passes.rules import Ended, PassKind, digest_of
from propertydesk.passes.rules import visits as rules
from propertydesk.passes.services.codes import end_code, make_code
from propertydesk.platform import activity, search, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.sequences import next_number
from propertydesk.platform.settings import value

SERIES = "FK"
#: In with the first use, out with the second.
USES = 2
_ANSWER = timedelta(hours=1)
"""How long a visitor waits at the gate for the host before the entry counts as given up."""


def invite(
    place: Community, caller: rules.Caller, day: date, *, actor: Actor, now: datetime
) -> Visit:
    """Announce a visitor for a day; the code is good from midnight to midnight, in and out once.

    Raises Invalid, naming the field; also when the home's quotas are used up.
    """
    rules.check(caller, invited=True)
    rules.check_day(day, business_date(now, place.zone), value(place.id, rules.DAYS_AHEAD))
    _check_quotas(place, caller, day, inviting=True)
    window = rules.window_of(day, place.zone)
    visit = _visit_of(place, caller, rules.State.INVITED, window, actor=actor, now=now)
    store(visit, place, now)
    issue(visit, actor.name, now)
    activity.record(
        actor=actor, now=now, action="visit.invite", subject=visit, to_state=visit.state
    )
    return visit


def register(place: Community, caller: rules.Caller, *, actor: Actor, now: datetime) -> Visit:
    """Take a walk-in down at the gate; the host is asked next (A24, A25).

    Raises Invalid, naming the field; also when the home's quotas are used up.
    """
    rules.check(caller, invited=False)
    _check_quotas(place, caller, business_date(now, place.zone), inviting=False)
    window = (now, now + _ANSWER)
    visit = _visit_of(place, caller, rules.State.WAITING, window, actor=actor, now=now)
    store(visit, place, now)
    activity.record(
        actor=actor, now=now, action="visit.register", subject=visit, to_state=visit.state
    )
    return visit


def cancel(visit: Visit, *, actor: Actor, now: datetime) -> None:
    """Call an invitation off: its code counts no more. Raises Conflict once somebody came."""
    code = hold(visit)
    workflow.apply(rules.WORKFLOW, visit, "cancel", actor=actor, now=now)
    if code is not None:
        end_code(code, Ended.VOID, now)


def issue(visit: Visit, made_by: str, now: datetime) -> PassCode:
    """The code of a visit, for its window; the guard compares name and plate with the seal."""
    return make_code(
        PassKind.VISITOR,
        visit.id,
        visit.community_id,
        version=1,
        valid_from=visit.valid_from,
        valid_to=visit.valid_to,
        uses=USES,
        digest=digest_of(visit.visitor, visit.plate, visit.persons),
        made_by=made_by,
        now=now,
    )


def hold(visit: Visit) -> PassCode | None:
    """Hold the code, then the visit, which is the order everywhere; gives the code if there is one."""
    code = door.live_code(PassKind.VISITOR, visit.id)
    if code is not None:
        lock(code)
    lock(visit)
    return code


def _visit_of(
    place: Community,
    caller: rules.Caller,
    state: rules.State,
    window: tuple[datetime, datetime],
    *,
    actor: Actor,
    now: datetime,
) -> Visit:
    return Visit(
        community_id=place.id,
        state=state,
        state_since=now,
        made_at=now,
        made_by=actor.name,
        is_invited=state is rules.State.INVITED,
        home_id=caller.home_id,
        office=caller.office,
        visitor=caller.visitor,
        phone=caller.phone,
        plate=caller.plate,
        persons=caller.persons,
        purpose=caller.purpose,
        note=caller.note,
        valid_from=window[0],
        valid_to=window[1],
    )


def store(visit: Visit, place: Community, now: datetime) -> None:
    """Number the visit, as late as can be."""
    day = business_date(now, place.zone)
    visit.number = document_number(SERIES, day, next_number(SERIES, place.id, f"{day:%Y%m%d}"))
    db.session.add(visit)
    db.session.flush()
    let_be_found(visit)


def let_be_found(visit: Visit) -> None:
    """By its number and, until it is forgotten, by its plate; never by a name or a phone."""
    search.bulk_index([entry_of(visit)], replacing=True)


def entry_of(visit: Visit) -> search.Entry:
    """What the visit answers to."""
    terms = [*search.number_terms(visit.number)]
    if visit.plate:
        terms += search.plate_terms(visit.plate)
    return search.Entry("visit", visit.id, visit.community_id, visit.home_id, tuple(terms))


def _check_quotas(place: Community, caller: rules.Caller, day: date, *, inviting: bool) -> None:
    """The home's row is held meanwhile, or two visits at once would both be the last one."""
    if caller.home_id is None:
        return
    home = db.session.get(Home, caller.home_id)
    if home is None or home.community_id != place.id or home.ended_on is not None:
        raise Invalid(N_("There is no such home here."), field="home")
    lock(home)
    limits = {
        each.key: value(place.id, each)
        for each in (rules.OPEN_INVITATIONS, rules.VISITS_A_DAY, rules.CARS_INSIDE)
    }
    taken = queries.load_of(home.id, day, place.zone)
    rules.check_quotas(taken, limits, inviting=inviting, by_car=bool(caller.plate))
