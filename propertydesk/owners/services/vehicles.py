"""Vehicles of households and where they park."""

from datetime import date, datetime

from sqlalchemy import select

from propertydesk.estate.events import SpaceEnded
from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_plate
from propertydesk.kernel.words import N_
from propertydesk.owners.models import Person, Vehicle
from propertydesk.owners.rules import plates
from propertydesk.owners.services import indexing
from propertydesk.owners.services.holding import check_present
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend, unless_taken
from propertydesk.platform.db import db, lock


def add_vehicle(
    home: Home,
    *,
    plate: str,
    kind: str = "",
    model: str = "",
    person: Person | None = None,
    space: ParkingSpace | None = None,
    starts_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> Vehicle:
    """Enter a vehicle; without `kind` the plate says it. Raises Invalid on `plate`."""
    lock(home)
    check_open(home.ended_on)
    if person is not None:
        check_present(person)
    plate = plates.normalise_plate(plate)
    _refuse_taken(home.community_id, plate)
    vehicle = Vehicle(
        community_id=home.community_id,
        home_id=home.id,
        person_id=person.id if person else None,
        space_id=space.id if space else None,
        plate=plate,
        kind=kind or plates.suggested_kind(plate).value,
        model=model,
        starts_on=starts_on,
    )
    with unless_taken(_taken()):
        db.session.add(vehicle)
    indexing.index_vehicle(vehicle)
    activity.record(actor=actor, now=now, action="vehicle.add", subject=vehicle)
    return vehicle


def edit_vehicle(
    vehicle: Vehicle,
    *,
    plate: str,
    kind: str,
    model: str,
    person: Person | None,
    space: ParkingSpace | None,
    starts_on: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Correct a vehicle, its parking space too. Raises Invalid on `plate`."""
    lock(vehicle)
    check_open(vehicle.ends_on)
    plate = plates.normalise_plate(plate)
    if plate != vehicle.plate:
        _refuse_taken(vehicle.community_id, plate)
    values = {
        "plate": plate,
        "kind": kind or plates.suggested_kind(plate).value,
        "model": model,
        "person_id": person.id if person else None,
        "space_id": space.id if space else None,
        "starts_on": starts_on,
    }
    with unless_taken(_taken()):
        changes = amend(vehicle, values, masks={"plate": mask_plate})
    if "plate" in changes:
        indexing.index_vehicle(vehicle)
    activity.record(actor=actor, now=now, action="vehicle.edit", subject=vehicle, changes=changes)


def end_vehicle(vehicle: Vehicle, *, on: date, reason: str, actor: Actor, now: datetime) -> None:
    """The household has this vehicle no longer; its plate is free again. Raises Invalid."""
    lock(vehicle)
    check_open(vehicle.ends_on)
    check_day(on, vehicle.community_id, now, since=vehicle.starts_on)
    vehicle.ends_on = on
    indexing.index_vehicle(vehicle)
    activity.record(actor=actor, now=now, action="vehicle.end", subject=vehicle, reason=reason)


def release_space(event: SpaceEnded) -> None:
    """A parking space is no more: who stood there has none, in the verb that ended it."""
    for vehicle in db.session.scalars(select(Vehicle).filter_by(space_id=event.space_id)):
        vehicle.space_id = None


def _refuse_taken(community_id: int, plate: str) -> None:
    query = (
        select(Home.code)
        .join(Vehicle, Vehicle.home_id == Home.id)
        .where(
            Vehicle.community_id == community_id, Vehicle.plate == plate, Vehicle.ends_on.is_(None)
        )
    )
    code = db.session.scalar(query)
    if code is not None:
        raise Invalid(
            N_("This plate is entered for %(code)s; end it there first."), field="plate", code=code
        )


def _taken() -> Invalid:
    return Invalid(N_("This plate is entered already."), field="plate")
