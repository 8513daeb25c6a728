"""Who owns a home: the shares together, and the sale."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.estate.services import note_occupancy
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_name
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules
from propertydesk.owners.events import HomeTransferred
from propertydesk.owners.models import HouseholdTie, Person
from propertydesk.owners.services import indexing
from propertydesk.owners.services.people import PersonDetails
from propertydesk.owners.services.tenancies import end_vehicles, void_planned_end
from propertydesk.owners.services.ties import known_or_new, make_tie
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.events import announce


@dataclass(frozen=True)
class OwnerShare:
    """An owner, known or new, with a share in 0.01 %."""

    who: Person | PersonDetails
    share: int


def change_owners(
    home: Home, owners: Sequence[OwnerShare], *, on: date, actor: Actor, now: datetime
) -> list[HouseholdTie]:
    """Set all owners and their shares at once; who is left out is no owner from `on`.

    Raises Invalid when the shares do not sum to 100 %, on `on`, and without any owner.
    """
    check_owners(home, owners, on, now)
    told_before = told_owners(queries.live_ties(home.id, rules.Tie.OWNER))
    after = set_owners(home, owners, on, now)
    activity.record(
        actor=actor,
        now=now,
        action="home.owners",
        subject=home,
        changes={"owners": [told_before, told_owners(after)]},
        note=", ".join(told_owners(after)),
    )
    return after


def transfer_home(
    home: Home,
    owners: Sequence[OwnerShare],
    *,
    on: date,
    occupancy: str = "",
    leaving: Collection[str] = (),
    actor: Actor,
    now: datetime,
) -> list[HouseholdTie]:
    """The home is sold or passed on: all owners end on `on` and the new ones begin that day.

    `leaving` names ties (rules.Tie) and "vehicle" that go with the old owners; tenants stay unless
    named, for a sale does not break a lease. `occupancy` is how the home is lived in afterwards
    (empty: as before). Raises Invalid when shares do not sum to 100 %, and on `on`.
    """
    check_owners(home, owners, on, now)
    before = queries.live_ties(home.id, rules.Tie.OWNER)
    told_before = told_owners(before)
    others = [
        tie
        for tie in queries.live_ties(home.id)
        if tie.tie in leaving and tie.tie != rules.Tie.OWNER
    ]
    for tie in (*before, *others):
        _end(tie, on, now)
    if "vehicle" in leaving:
        end_vehicles(home, on)
    db.session.flush()
    joined = _enter(home, owners, on, now)
    if rules.Tie.TENANT in leaving:
        void_planned_end(home.id)
    changes = note_occupancy(home, occupancy) if occupancy else {}
    indexing.index_people({tie.person_id for tie in (*before, *others, *joined)})
    activity.record(
        actor=actor,
        now=now,
        action="home.transfer",
        subject=home,
        changes={**changes, "owners": [told_before, told_owners(joined)]},
        note=f"{', '.join(told_before)} → {', '.join(told_owners(joined))}",
    )
    announce(
        HomeTransferred(
            home_id=home.id,
            community_id=home.community_id,
            former_owners=tuple(tie.person_id for tie in before),
            new_owners=tuple(tie.person_id for tie in joined),
            left=_gone(home, (*before, *others)),
            on=on,
            actor=actor,
            now=now,
        )
    )
    return joined


def set_owners(
    home: Home, owners: Sequence[OwnerShare], on: date, now: datetime, *, is_dated: bool = False
) -> list[HouseholdTie]:
    """Let who stays have the new share, who is left out end, who is new begin; part of a verb.

    `is_dated`: another share begins on `on`, and the one before stays readable with its period.
    """
    before = queries.live_ties(home.id, rules.Tie.OWNER)
    staying = {each.who.id: each.share for each in owners if isinstance(each.who, Person)}
    for tie in before:
        share = staying.get(tie.person_id)
        if share is None or (is_dated and share != tie.share):
            _end(tie, on, now)
        else:
            tie.share = share
    db.session.flush()
    held = {tie.person_id for tie in before if tie.ends_on is None}
    fresh = [each for each in owners if not (isinstance(each.who, Person) and each.who.id in held)]
    joined = _enter(home, fresh, on, now)
    indexing.index_people({tie.person_id for tie in (*before, *joined)})
    return [tie for tie in before if tie.ends_on is None] + joined


def check_owners(home: Home, owners: Sequence[OwnerShare], on: date, now: datetime) -> None:
    """Hold the home and raise Invalid unless these may be its owners from `on`."""
    lock(home)  # two clerks changing shares of one home must see each other
    check_open(home.ended_on)
    check_day(on, home.community_id, now)
    if not owners:
        raise Invalid(N_("A home needs at least one owner."))
    known = [each.who.id for each in owners if isinstance(each.who, Person)]
    if len(set(known)) != len(known):
        raise Invalid(N_("The same person stands there twice."))
    problem = rules.shares_problem([each.share for each in owners])
    if problem:
        raise Invalid(problem)


def _enter(home: Home, owners: Sequence[OwnerShare], on: date, now: datetime) -> list[HouseholdTie]:
    return [
        make_tie(
            home,
            known_or_new(home, each.who, now),
            rules.Tie.OWNER,
            starts_on=on,
            share=each.share,
        )
        for each in owners
    ]


def _gone(home: Home, ended: Sequence[HouseholdTie]) -> tuple[int, ...]:
    """Who no longer belongs to the home in any way."""
    present = {tie.person_id for tie in queries.live_ties(home.id)}
    return tuple(sorted({tie.person_id for tie in ended} - present))


def _end(tie: HouseholdTie, on: date, now: datetime) -> None:
    check_day(on, tie.community_id, now, since=tie.starts_on)
    tie.ends_on = on


def told_owners(ties: Collection[HouseholdTie]) -> list[str]:
    """Owners as the log may hold them: masked, with their shares."""
    ids = [tie.person_id for tie in ties]
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    names = {person_id: name for person_id, name in rows}  # noqa: C416  # typed rows make no dict
    return [
        f"{mask_name(names[tie.person_id])} {rules.shown_share(tie.share or 0)}" for tie in ties
    ]
