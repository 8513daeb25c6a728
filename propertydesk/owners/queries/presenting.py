"""How homes, people and vehicles read among search hits; only what the reader may see."""

from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.estate import rules as estate_rules
from propertydesk.estate.models import Home
from propertydesk.owners import rules
from propertydesk.owners.models import HouseholdTie, Person, Vehicle
from propertydesk.owners.queries.households import Resident, people_of_homes
from propertydesk.owners.queries.people import phones_of
from propertydesk.owners.rules import plates
from propertydesk.platform.access import signed_in_actor
from propertydesk.platform.db import db
from propertydesk.platform.search import Hit


def present_homes(community_id: int, ids: Sequence[int]) -> Mapping[int, Hit]:
    """Homes with their owners and tenants; without names for who may not read households."""
    query = select(Home).where(Home.community_id == community_id, Home.id.in_(ids))
    homes = db.session.scalars(query).all()
    people = people_of_homes(ids) if _may_read_households() else {}
    return {home.id: _home(home, people.get(home.id, [])) for home in homes}


def present_people(community_id: int, ids: Sequence[int]) -> Mapping[int, Hit]:
    """People with their first home and masked number."""
    if not _may_read_households():
        return {}
    query = select(Person).where(Person.community_id == community_id, Person.id.in_(ids))
    people = db.session.scalars(query).all()
    homes = _first_homes(ids)
    phones = phones_of(set(ids))
    former = _former(set(ids) - homes.keys())
    found = {}
    for person in people:
        if person.id in former and not _may(rules.Permission.FORMER):
            continue
        tie, home, count = homes.get(person.id, (None, None, 0))
        offered = () if person.died_on else phones.get(person.id, ())[:1]
        masked = [each.masked for each in offered]
        role = _(rules.TIE_WORDS[rules.Tie(tie.tie)]) if tie else ""
        tags = [role, _("Former") if person.id in former else ""]
        more = _("and %(count)s more", count=count - 1) if count > 1 else ""
        found[person.id] = Hit(
            title=person.title,
            detail=_joined(home.label if home else _("No home"), more, *masked),
            url=estate_rules.household_path(home.id) if home else f"/people/{person.id}",
            tags=tuple(each for each in tags if each),
            icon="user",
            tone=rules.TIE_TONES[rules.Tie(tie.tie)] if tie else "grey",
        )
    return found


def names_of_people(ids: Collection[int]) -> Mapping[int, str]:
    """Present names for timelines, for who may read households."""
    if not _may_read_households():
        return {}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {person_id: name for person_id, name in rows}  # noqa: C416  # typed rows make no dict


def plates_of_vehicles(ids: Collection[int]) -> Mapping[int, str]:
    """Present plates for timelines, for who may read households."""
    if not _may_read_households():
        return {}
    rows = db.session.execute(select(Vehicle.id, Vehicle.plate).where(Vehicle.id.in_(ids)))
    return {vehicle_id: plates.plate_label(plate) for vehicle_id, plate in rows}


def present_vehicles(community_id: int, ids: Sequence[int]) -> Mapping[int, Hit]:
    """Vehicles with the home they belong to."""
    if not _may_read_households():
        return {}
    query = (
        select(Vehicle, Home)
        .join(Home, Home.id == Vehicle.home_id)
        .where(Vehicle.community_id == community_id, Vehicle.id.in_(ids))
    )
    return {
        vehicle.id: Hit(
            title=plates.plate_label(vehicle.plate),
            detail=_joined(home.label, vehicle.model),
            url=estate_rules.household_path(home.id),
            tags=(_(rules.PLATE_KIND_WORDS[rules.PlateKind(vehicle.kind)]),),
            icon="car",
            tone="green" if vehicle.kind == rules.PlateKind.GREEN else "blue",
        )
        for vehicle, home in db.session.execute(query)
    }


def _home(home: Home, people: Sequence[Resident]) -> Hit:
    named = [each.title for each in people if each.tie.tie in (rules.Tie.OWNER, rules.Tie.TENANT)]
    occupancy = estate_rules.Occupancy(home.occupancy)
    ended = home.ended_on is not None
    return Hit(
        title=home.label,
        detail=_joined(f"{home.area} m²", *named[:3]),
        url=_page_of(home),
        tags=(_("Ended") if ended else _(estate_rules.OCCUPANCY_WORDS[occupancy]),),
        icon="building-store" if home.kind == estate_rules.HomeKind.SHOP else "home",
        tone="grey" if ended else estate_rules.OCCUPANCY_TONES[occupancy],
    )


def _first_homes(person_ids: Sequence[int]) -> dict[int, tuple[HouseholdTie, Home, int]]:
    query = (
        select(HouseholdTie, Home)
        .join(Home, Home.id == HouseholdTie.home_id)
        .where(HouseholdTie.person_id.in_(person_ids), HouseholdTie.ends_on.is_(None))
        .order_by(HouseholdTie.id)
    )
    found: dict[int, tuple[HouseholdTie, Home, int]] = {}
    for tie, home in db.session.execute(query):
        first = found.get(tie.person_id)
        found[tie.person_id] = (first[0], first[1], first[2] + 1) if first else (tie, home, 1)
    return found


def _former(person_ids: set[int]) -> set[int]:
    """Those of people without a household who belonged to one once."""
    query = select(HouseholdTie.person_id).where(HouseholdTie.person_id.in_(person_ids))
    return set(db.session.scalars(query.distinct())) if person_ids else set()


def _page_of(home: Home) -> str:
    """The household's page, or for who may only report the form of a report."""
    if _may_read_households():
        return estate_rules.household_path(home.id)
    return estate_rules.report_path(home.id)


def _may_read_households() -> bool:
    return _may(rules.Permission.READ)


def _may(permission: str) -> bool:
    reader = signed_in_actor()
    return reader is not None and reader.may(permission)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
