"""People and vehicles in the search index."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import select

from propertydesk.estate.services import reindex_homes
from propertydesk.owners import queries
from propertydesk.owners.models import HouseholdTie, Person, Vehicle
from propertydesk.platform import search
from propertydesk.platform.db import db
from propertydesk.platform.search.index import NOWHERE

_CHUNK = 500


def index_people(person_ids: Collection[int]) -> None:
    """Let these people be found by their present names, numbers and homes."""
    db.session.flush()
    search.bulk_index(_entries_of_people(list(person_ids)), replacing=True)


def index_vehicle(vehicle: Vehicle) -> None:
    """Let a vehicle be found by its plate; an ended one no longer."""
    db.session.flush()
    if vehicle.ends_on is not None:
        search.drop("vehicle", vehicle.id)
    else:
        search.bulk_index([_entry_of_vehicle(vehicle)], replacing=True)


def index_vehicles(vehicle_ids: Collection[int]) -> None:
    """Let new vehicles be found by their plates."""
    rows = select(Vehicle).where(Vehicle.id.in_(vehicle_ids))
    search.bulk_index([_entry_of_vehicle(each) for each in db.session.scalars(rows)])


def reindex_all(community_id: int) -> int:
    """Build the index of a community's homes, people and vehicles anew, within the open
    transaction; gives how many rows were handed in.
    """
    db.session.flush()
    ids = list(
        db.session.scalars(
            select(Person.id).filter_by(community_id=community_id, merged_into_id=None)
        )
    )
    vehicles = select(Vehicle).filter_by(community_id=community_id, ends_on=None)
    total = reindex_homes(community_id)
    for start in range(0, len(ids), _CHUNK):
        people = _entries_of_people(ids[start : start + _CHUNK])
        total += search.bulk_index(people, replacing=True)
    entries = (_entry_of_vehicle(each) for each in db.session.scalars(vehicles))
    return total + search.bulk_index(list(entries), replacing=True)


def _entries_of_people(person_ids: Sequence[int]) -> Iterator[search.Entry]:
    phones = queries.live_phones(person_ids)
    homes: dict[int, list[int]] = defaultdict(list)
    ties = select(HouseholdTie.person_id, HouseholdTie.home_id).where(
        HouseholdTie.person_id.in_(person_ids), HouseholdTie.ends_on.is_(None)
    )
    for person_id, home_id in db.session.execute(ties.order_by(HouseholdTie.id)):
        homes[person_id].append(home_id)
    for person in db.session.scalars(select(Person).where(Person.id.in_(person_ids))):
        terms = search.name_terms(person.name)
        for phone in phones.get(person.id, ()):
            terms += search.phone_terms(phone.number)
        first, *more = homes.get(person.id) or [NOWHERE]
        yield search.Entry(
            "person",
            person.id,
            person.community_id,
            first,
            terms,
            more,
        )


def _entry_of_vehicle(vehicle: Vehicle) -> search.Entry:
    terms = search.plate_terms(vehicle.plate)
    return search.Entry("vehicle", vehicle.id, vehicle.community_id, vehicle.home_id, terms)
