"""Owners and households of homes that were split or joined go on in the new homes."""

from collections.abc import Sequence

from sqlalchemy import select

from propertydesk.estate.events import HomesReplaced
from propertydesk.estate.models import Home
from propertydesk.estate.services.endings import check_day
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules
from propertydesk.owners.models import (
    CareNote,
    HomeNote,
    HouseholdTie,
    PlannedEnding,
    Vehicle,
)
from propertydesk.owners.rules.tenancy import EndingState
from propertydesk.owners.services import indexing
from propertydesk.owners.services.care import move_care_note
from propertydesk.platform.db import db


def move_households(event: HomesReplaced) -> None:
    """Let owners begin in every new home, with the shares they have, and the household in one.

    Part of the verb that splits or joins; what it leaves behind ends with the old homes. Raises
    Invalid on `on` when somebody came later than that, on `other_1` when owners or shares differ,
    and when a tenancy is planned to end.
    """
    _refuse_planned(event)
    ties = [tie for home_id in event.from_ids for tie in queries.live_ties(home_id)]
    for tie in ties:
        check_day(event.on, event.community_id, event.now, since=tie.starts_on)
    owners = _owners(event, ties)
    for home_id in event.to_ids:
        for person_id, share in owners.items():
            _begin(event, home_id, person_id, rules.Tie.OWNER, share=share)
    _move_residents(event, ties)
    _move_vehicles(event)
    _move_notes(event)
    indexing.index_people({tie.person_id for tie in ties})


def _refuse_planned(event: HomesReplaced) -> None:
    waiting = select(PlannedEnding.id).where(
        PlannedEnding.home_id.in_(event.from_ids), PlannedEnding.outcome == EndingState.WAITING
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        raise Invalid(
            N_("A tenancy here is planned to end; let it end, or take the plan back first.")
        )


def _owners(event: HomesReplaced, ties: Sequence[HouseholdTie]) -> dict[int, int | None]:
    """The owners with their shares, which must be those of each home."""
    of_home: dict[int, dict[int, int | None]] = {home_id: {} for home_id in event.from_ids}
    for tie in ties:
        if tie.tie == rules.Tie.OWNER:
            of_home[tie.home_id][tie.person_id] = tie.share
    first, *rest = of_home.values()
    if any(each != first for each in rest):
        raise Invalid(
            N_("These homes have different owners or shares: transfer them first, then join."),
            field="other_1",
        )
    return first


def _move_residents(event: HomesReplaced, ties: Sequence[HouseholdTie]) -> None:
    """Tenants, members and contacts; somebody in both of two joined homes stands there once."""
    moved = set()
    for tie in ties:
        if tie.tie == rules.Tie.OWNER or (tie.person_id, tie.tie) in moved:
            continue
        moved.add((tie.person_id, tie.tie))
        _begin(
            event,
            event.household_in,
            tie.person_id,
            tie.tie,
            relation=tie.relation,
            lease_ends_on=tie.lease_ends_on,
            fee_payer=tie.fee_payer,
            rent_includes_fee=tie.rent_includes_fee,
        )


def _begin(event: HomesReplaced, home_id: int, person_id: int, tie: str, **facts: object) -> None:
    db.session.add(
        HouseholdTie(
            community_id=event.community_id,
            home_id=home_id,
            person_id=person_id,
            tie=rules.Tie(tie).value,
            starts_on=event.on,
            **facts,
        )
    )


def _move_vehicles(event: HomesReplaced) -> None:
    held = select(Vehicle).where(Vehicle.home_id.in_(event.from_ids), Vehicle.ends_on.is_(None))
    for old in db.session.scalars(held.order_by(Vehicle.id)).all():
        old.ends_on = max(event.on, old.starts_on or event.on)
        db.session.flush()  # a plate lives once
        new = Vehicle(
            community_id=event.community_id,
            home_id=event.household_in,
            person_id=old.person_id,
            space_id=old.space_id,
            plate=old.plate,
            kind=old.kind,
            model=old.model,
            starts_on=event.on,
        )
        db.session.add(new)
        db.session.flush()
        indexing.index_vehicle(old)
        indexing.index_vehicle(new)


def _move_notes(event: HomesReplaced) -> None:
    notes = select(HomeNote).where(HomeNote.home_id.in_(event.from_ids), HomeNote.ends_on.is_(None))
    for old in db.session.scalars(notes.order_by(HomeNote.id)).all():
        db.session.add(
            HomeNote(
                community_id=event.community_id,
                home_id=event.household_in,
                kind=old.kind,
                text=old.text,
                created_at=old.created_at,
                created_by=old.created_by,
            )
        )
    new_home = db.session.get_one(Home, event.household_in)
    care = select(CareNote).where(CareNote.home_id.in_(event.from_ids), CareNote.ends_on.is_(None))
    for note in db.session.scalars(care.order_by(CareNote.id)).all():
        move_care_note(note, new_home)
