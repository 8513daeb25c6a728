"""The listings of homes, people and vehicles."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, Select, func, select

from propertydesk.estate import queries as estate
from propertydesk.estate import rules as estate_rules
from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.estate.queries.listings import EndedFilter
from propertydesk.kernel.words import N_
from propertydesk.owners import rules
from propertydesk.owners.models import HouseholdTie, Person, PersonPhone, Vehicle
from propertydesk.owners.queries.duplicates import LISTING as DUPLICATES
from propertydesk.platform.access import Actor
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    Kind,
    Listing,
    SearchFilter,
    Sort,
    by_search,
)


def _homes(community: BindParameter[int]) -> Select[Any]:
    return select(Home.id).where(Home.community_id == community)


def _people(community: BindParameter[int]) -> Select[Any]:
    return (
        select(HouseholdTie.id)
        .join(Person, Person.id == HouseholdTie.person_id)
        .join(Home, Home.id == HouseholdTie.home_id)
        .where(HouseholdTie.community_id == community)
    )


def _vehicles(community: BindParameter[int]) -> Select[Any]:
    return (
        select(Vehicle.id)
        .join(Home, Home.id == Vehicle.home_id)
        .outerjoin(ParkingSpace, ParkingSpace.id == Vehicle.space_id)
        .where(Vehicle.community_id == community)
    )


def _live_owners() -> Any:
    return (
        HouseholdTie.home_id == Home.id,
        HouseholdTie.tie == "owner",
        HouseholdTie.ends_on.is_(None),
    )


def first_owner() -> ScalarSelect[str]:
    """The owner with the largest share."""
    return (
        select(Person.name)
        .join(HouseholdTie, HouseholdTie.person_id == Person.id)
        .where(*_live_owners())
        .order_by(HouseholdTie.share.desc(), HouseholdTie.id)
        .limit(1)
        .correlate(Home)
        .scalar_subquery()
    )


def _owner_count() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(HouseholdTie)
        .where(*_live_owners())
        .correlate(Home)
        .scalar_subquery()
    )


def first_phone() -> ScalarSelect[str]:
    """The number to call first."""
    return (
        select(PersonPhone.number)
        .where(PersonPhone.person_id == Person.id, PersonPhone.ends_on.is_(None))
        .order_by(PersonPhone.position, PersonPhone.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


def buildings(actor: Actor) -> list[tuple[str | int, str]]:
    """The buildings of the actor's community, to choose from."""
    return list(estate.building_choices(actor.community_id))


def home_link(row: Any) -> str:
    """The household's page, from a row with `home_id`."""
    return estate_rules.household_path(row["home_id"])


def _present_unless_allowed(actor: Actor) -> ColumnElement[bool] | None:
    """Who once belonged to a household is for those who may see former ones."""
    return None if actor.may(rules.Permission.FORMER) else HouseholdTie.ends_on.is_(None)


_KINDS = [(each.value, words) for each, words in estate_rules.HOME_KIND_WORDS.items()]
_OCCUPANCIES = [(each.value, words) for each, words in estate_rules.OCCUPANCY_WORDS.items()]
_TIES = [(each.value, words) for each, words in rules.TIE_WORDS.items()]
_PLATES = [(each.value, words) for each, words in rules.PLATE_KIND_WORDS.items()]

HOMES = Listing(
    name="homes",
    title=N_("Homes and shops"),
    permission=rules.Permission.READ,
    select=_homes,
    id=Home.id,
    columns=(
        Column(
            "code",
            N_("Home"),
            Home.code,
            Kind.NAME,
            link=lambda row: estate_rules.household_path(row["id"]),
            sort="door",
        ),
        Column("building", N_("Building"), Home.building_no, on_screen=False),
        Column("entrance", N_("Entrance"), Home.entrance_no, on_screen=False),
        Column("room", N_("Room"), Home.room_no, on_screen=False),
        Column(
            "kind",
            N_("Kind"),
            Home.kind,
            Kind.CHOICE,
            word=lambda code: estate_rules.HOME_KIND_WORDS[estate_rules.HomeKind(code)],
        ),
        Column("floor", N_("Floor"), Home.floor, Kind.NUMBER),
        Column("area", N_("Chargeable area"), Home.area_centi, Kind.AREA, sort="area"),
        Column("layout", N_("Layout"), Home.layout),
        Column(
            "occupancy",
            N_("Occupancy"),
            Home.occupancy,
            Kind.STATE,
            word=lambda code: estate_rules.OCCUPANCY_WORDS[estate_rules.Occupancy(code)],
            tone=lambda code: estate_rules.OCCUPANCY_TONES[estate_rules.Occupancy(code)],
        ),
        Column("owner", N_("Owner"), first_owner()),
        Column("owners", N_("Number of owners"), _owner_count(), Kind.NUMBER, on_screen=False),
        Column(
            "handed_over_on", N_("Handed over on"), Home.handed_over_on, Kind.DATE, sort="handed"
        ),
        Column("starts_on", N_("Made on"), Home.starts_on, Kind.DATE, on_screen=False),
        Column("ended_on", N_("Ended on"), Home.ended_on, Kind.DATE, on_screen=False),
    ),
    sorts=(
        Sort("door", N_("By door"), (By(Home.sort_code),)),
        Sort("area", N_("By area"), (By(Home.area_centi),)),
        Sort("handed", N_("By handover"), (By(Home.handed_over_on),)),
    ),
    filters=(
        SearchFilter("q", N_("Home or person"), by_search(Home.id, "home", homes=Home.id)),
        ChoiceFilter("building", N_("Building"), Home.building_id, buildings),
        ChoiceFilter("kind", N_("Kind"), Home.kind, _KINDS),
        ChoiceFilter("occupancy", N_("Occupancy"), Home.occupancy, _OCCUPANCIES),
        EndedFilter("ended", N_("Ended ones"), Home.ended_on),
    ),
    empty=N_("No homes yet"),
)

PEOPLE = Listing(
    name="people",
    title=N_("People"),
    permission=rules.Permission.READ,
    visible=_present_unless_allowed,
    select=_people,
    id=HouseholdTie.id,
    columns=(
        Column("home", N_("Home"), Home.code, Kind.NAME, link=home_link, sort="door"),
        Column("home_id", N_("Home"), Home.id, on_screen=False, in_export=False),
        Column("person_id", N_("Person"), Person.id, on_screen=False, in_export=False),
        Column(
            "name",
            N_("Full name"),
            Person.name,
            link=lambda row: f"/people/{row['person_id']}",
            sort="name",
        ),
        Column(
            "tie",
            N_("Tie"),
            HouseholdTie.tie,
            Kind.STATE,
            word=lambda code: rules.TIE_WORDS[rules.Tie(code)],
            tone=lambda code: rules.TIE_TONES[rules.Tie(code)],
        ),
        Column("share", N_("Share in %"), HouseholdTie.share, Kind.AREA, on_screen=False),
        Column(
            "kind",
            N_("Kind"),
            Person.kind,
            Kind.CHOICE,
            word=lambda code: rules.PERSON_KIND_WORDS[rules.PersonKind(code)],
            on_screen=False,
        ),
        Column("phone", N_("Phone"), first_phone(), Kind.PHONE),
        Column("since", N_("Since"), HouseholdTie.starts_on, Kind.DATE, sort="since"),
        Column(
            "lease_ends_on", N_("Lease until"), HouseholdTie.lease_ends_on, Kind.DATE, sort="lease"
        ),
        Column("until", N_("Left on"), HouseholdTie.ends_on, Kind.DATE),
    ),
    sorts=(
        Sort("door", N_("By door"), (By(Home.sort_code, nullable=False),)),
        Sort("name", N_("By name"), (By(Person.name, nullable=False),)),
        Sort("since", N_("By beginning"), (By(HouseholdTie.starts_on),)),
        Sort("lease", N_("By end of lease"), (By(HouseholdTie.lease_ends_on),)),
    ),
    filters=(
        SearchFilter("q", N_("Name, phone or home"), by_search(Person.id, "person", homes=Home.id)),
        ChoiceFilter("tie", N_("Tie"), HouseholdTie.tie, _TIES),
        ChoiceFilter("building", N_("Building"), Home.building_id, buildings),
        DayFilter("lease", N_("Lease until"), HouseholdTie.lease_ends_on),
        EndedFilter("past", N_("Former ones"), HouseholdTie.ends_on),
    ),
    empty=N_("Nobody entered yet"),
)

VEHICLES = Listing(
    name="vehicles",
    title=N_("Vehicles"),
    permission=rules.Permission.READ,
    select=_vehicles,
    id=Vehicle.id,
    columns=(
        Column(
            "plate",
            N_("Plate"),
            Vehicle.plate,
            Kind.NAME,
            sort="plate",
            link=lambda row: f"/vehicles/{row['id']}/edit",
        ),
        Column(
            "kind",
            N_("Kind"),
            Vehicle.kind,
            Kind.CHOICE,
            word=lambda code: rules.PLATE_KIND_WORDS[rules.PlateKind(code)],
        ),
        Column("model", N_("Make and colour"), Vehicle.model),
        Column("home", N_("Home"), Home.code, link=home_link, sort="door"),
        Column("home_id", N_("Home"), Home.id, on_screen=False, in_export=False),
        Column("space", N_("Parking space"), ParkingSpace.no),
        Column("since", N_("Since"), Vehicle.starts_on, Kind.DATE),
        Column("until", N_("Ended on"), Vehicle.ends_on, Kind.DATE),
    ),
    sorts=(
        Sort("plate", N_("By plate"), (By(Vehicle.plate),)),
        Sort("door", N_("By door"), (By(Home.sort_code, nullable=False),)),
    ),
    filters=(
        SearchFilter("q", N_("Plate or home"), by_search(Vehicle.id, "vehicle", homes=Home.id)),
        ChoiceFilter("kind", N_("Kind"), Vehicle.kind, _PLATES),
        ChoiceFilter("building", N_("Building"), Home.building_id, buildings),
        EndedFilter("past", N_("Former ones"), Vehicle.ends_on),
    ),
    empty=N_("No vehicles yet"),
)

LISTINGS = (HOMES, PEOPLE, VEHICLES, DUPLICATES)
