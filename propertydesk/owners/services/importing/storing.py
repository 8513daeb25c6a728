"""What a chunk of households sets in the register, written in a few statements."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from propertydesk.estate.services.register import (
    House,
    NewHome,
    Touched,
    correct_homes,
    correct_spaces,
    enter_homes,
    enter_spaces,
    settle_houses,
)
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.masking import mask_name, mask_phone, mask_plate
from propertydesk.owners.models import HouseholdTie, ImportBatch, Person, PersonPhone, Vehicle
from propertydesk.owners.rules.columns import SheetKey
from propertydesk.owners.rules.standing import (
    Mark,
    Outcome,
    Register,
    Standing,
    StandingHome,
    StandingPerson,
    StandingSpace,
)
from propertydesk.owners.services import indexing
from propertydesk.owners.services.identity import identity_values
from propertydesk.owners.services.importing import recording
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db

ACTION = "home.import"
_MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "second_phone": mask_phone,
    "plate": mask_plate,
    "driver": mask_name,
    "notice_address": lambda _text: "****",
    "note": lambda _text: "****",
}


def take_over(
    register: Register,
    outcomes: Sequence[Outcome],
    *,
    community_id: int,
    zone: str,
    batch: ImportBatch,
    actor: Actor,
    now: datetime,
) -> None:
    """Write what comparing has set, what it takes to undo it, and one activity for each home
    touched. Within the caller's transaction.
    """
    today = business_date(now, zone)
    homes = list(register.homes.values())
    touched = _store_houses(community_id, register, outcomes, actor, now)
    _store_homes(community_id, homes)
    people = _people_of(homes)
    _store_people(community_id, people, now)
    identities = recording.identities(people)
    _store_identities(people)
    _store_phones(community_id, people, today)
    moved = _store_ties(community_id, homes)
    _store_spaces(community_id, register.spaces.values())
    vehicles = _store_vehicles(community_id, homes)
    recording.note(batch, register, touched, identities)
    indexing.index_people({*_found_anew(people), *moved})
    indexing.index_vehicles(vehicles)
    activity.record_many(
        _told(homes, outcomes, batch.file_name),
        actor=actor,
        now=now,
        action=ACTION,
        community_id=community_id,
    )


def _store_houses(
    community_id: int,
    register: Register,
    outcomes: Iterable[Outcome],
    actor: Actor,
    now: datetime,
) -> list[Touched]:
    """Buildings and entrances: those that rows speak of, and those that new homes lack."""
    told = [
        House(
            each.row.values["building"],
            each.row.values["entrance"],
            each.row.values.get("floors"),
            each.row.values.get("has_elevator"),
        )
        for each in outcomes
        if each.row.sheet is SheetKey.DOORS and each.mark in (Mark.ADDED, Mark.CHANGED)
    ]
    lacking: dict[tuple[str, str], int] = {}
    for home in register.homes.values():
        place = home.door.building, home.door.entrance
        if home.is_new:
            lacking[place] = max(lacking.get(place, 1), int(home.values.get("floor") or 1))
    stands = {no for no, house in register.buildings.items() if house.id is not None}
    tallest = {
        building: max(floors for (no, _entrance), floors in lacking.items() if no == building)
        for building in dict.fromkeys(no for no, _entrance in lacking)
    }
    missing = [
        House(*place, None if place[0] in stands else tallest[place[0]]) for place in lacking
    ]
    return settle_houses(community_id, [*told, *missing], actor=actor, now=now)


def _store_homes(community_id: int, homes: Iterable[StandingHome]) -> None:
    new = [home for home in homes if home.is_new]
    entered = [NewHome(*home.door, facts=home.values) for home in new]
    ids = enter_homes(community_id, entered) if entered else []
    for home, home_id in zip(new, ids, strict=True):
        home.id = home_id
    correct_homes([{"id": each.id, **_set_values(each)} for each in homes if _is_changed(each)])


def _people_of(homes: Iterable[StandingHome]) -> list[StandingPerson]:
    """Everybody in these households, each once."""
    return list({id(tie.person): tie.person for home in homes for tie in home.ties}.values())


def _store_people(community_id: int, people: Sequence[StandingPerson], now: datetime) -> None:
    new = [person for person in people if person.is_new]
    rows = [
        {**_PERSON_BLANK, **person.values, "community_id": community_id, "created_at": now}
        for person in new
    ]
    _give_ids(new, Person, rows)
    _update(Person, people)


def _store_identities(people: Iterable[StandingPerson]) -> None:
    """Numbers are sealed for the row they stand in, so the people come first."""
    rows = [
        {
            "id": person.id,
            **identity_values(int(person.id or 0), each.kind, each.number),
        }
        for person in people
        if (each := person.identity) is not None
    ]
    if rows:
        db.session.execute(update(Person), rows)


def _store_phones(community_id: int, people: Iterable[StandingPerson], today: date) -> None:
    rows = []
    for person in people:
        if person.phones_ended:
            db.session.execute(
                update(PersonPhone)
                .where(
                    PersonPhone.person_id == person.id,
                    PersonPhone.number.in_(person.phones_ended),
                    PersonPhone.ends_on.is_(None),
                )
                .values(ends_on=today)
            )
        rows += [
            {
                "community_id": community_id,
                "person_id": person.id,
                "number": number,
                "position": person.phones.index(number) + 1,
            }
            for number in person.phones_added
        ]
    if rows:
        db.session.execute(insert(PersonPhone), rows)


def _store_ties(community_id: int, homes: Iterable[StandingHome]) -> set[int]:
    """Gives the ids of the people whose households have changed."""
    new, moved = [], set()
    for home in homes:
        for tie in home.ties:
            if tie.is_new:
                placed = {"home_id": home.id, "person_id": tie.person.id}
                new.append({**_TIE_BLANK, **tie.values, **placed, "community_id": community_id})
                moved.add(int(tie.person.id or 0))
    if new:
        db.session.execute(insert(HouseholdTie), new)
    _update(HouseholdTie, [tie for home in homes for tie in home.ties])
    return moved


def _store_spaces(community_id: int, spaces: Iterable[StandingSpace]) -> None:
    """Parking spaces, with the home that each is given to."""
    new, changed = [], []
    for space in spaces:
        if space.home is not None:
            space.values["home_id"] = space.home.id
        if space.is_new:
            new.append(space)
        elif _is_changed(space):
            changed.append({"id": space.id, **_set_values(space)})
    rows = [{**space.values, "community_id": community_id} for space in new]
    for space, space_id in zip(new, enter_spaces(rows), strict=True):
        space.id = space_id
    correct_spaces(changed)


def _store_vehicles(community_id: int, homes: Iterable[StandingHome]) -> list[int]:
    """Gives the ids of the new vehicles."""
    new, rows = [], []
    for home in homes:
        for vehicle in home.vehicles:
            driver = {"person_id": vehicle.person.id} if vehicle.person else {}
            vehicle.values |= driver
            if vehicle.space is not None:
                vehicle.values["space_id"] = vehicle.space.id
            if vehicle.is_new:
                new.append(vehicle)
                placed = {"home_id": home.id, "community_id": community_id}
                rows.append({**_VEHICLE_BLANK, **vehicle.values, **placed})
    _give_ids(new, Vehicle, rows)
    _update(Vehicle, [vehicle for home in homes for vehicle in home.vehicles])
    return [int(vehicle.id or 0) for vehicle in new]


_PERSON_BLANK = {
    "kind": "person",
    "salutation": "",
    "language": "zh",
    "notice_address": "",
    "note": "",
}
_TIE_BLANK = {"share": None, "relation": "", "starts_on": None, "lease_ends_on": None}
_VEHICLE_BLANK = {"person_id": None, "space_id": None, "model": "", "starts_on": None}


def _give_ids(records: Sequence[Standing], model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)
    for record, new_id in zip(records, db.session.scalars(statement, rows), strict=True):
        record.id = new_id


def _update(model: Any, records: Iterable[Standing]) -> None:
    for record in records:
        if _is_changed(record):
            values = _set_values(record)
            db.session.execute(update(model).where(model.id == record.id).values(**values))


def _is_changed(record: Standing) -> bool:
    return not record.is_new and bool(record.before)


def _set_values(record: Standing) -> dict[str, Any]:
    return {key: record.values[key] for key in record.before}


def _found_anew(people: Iterable[StandingPerson]) -> set[int]:
    return {int(each.id or 0) for each in people if each.is_new or each.phones_added}


def _told(
    homes: Iterable[StandingHome], outcomes: Iterable[Outcome], source: str
) -> list[activity.Told]:
    by_home: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.mark in (Mark.ADDED, Mark.CHANGED) and outcome.row.door is not None:
            by_home.setdefault(outcome.row.door.key, []).append(outcome)
    return [
        activity.Told(
            ("home", int(home.id or 0), home.code),
            int(home.id or 0),
            _changes(by_home[home.door.key]),
            source,
        )
        for home in homes
        if home.door.key in by_home
    ]


def _changes(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Field to before and after, masked; of several rows, by sheet and row number."""
    changes: dict[str, Any] = {}
    for outcome in outcomes:
        place = f"{outcome.row.sheet}.{outcome.row.number}"
        for each in outcome.differences:
            changes[f"{place}.{each.field}"] = [
                masked(each.field, each.before),
                masked(each.field, each.after),
            ]
        for key in ("name", "plate"):
            if outcome.mark is Mark.ADDED and key in outcome.row.values:
                changes[f"{place}.{key}"] = [None, masked(key, outcome.row.values[key])]
    return changes


def masked(name: str, value: Any) -> Any:
    """A value as records and screens may hold it: personal data masked, dates as text."""
    if value is None or value == "":
        return None
    mask = _MASKS.get(name)
    if mask is not None:
        return mask(str(value))
    return value.isoformat() if isinstance(value, date) else value
