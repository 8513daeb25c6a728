"""Households: owners with shares, tenants, members, numbers, vehicles, notes."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from propertydesk.estate import services as estate
from propertydesk.kernel.errors import Conflict, Invalid, Missing
from propertydesk.owners import queries, services
from propertydesk.owners.models import HouseholdTie, Person, PersonPhone, Vehicle
from propertydesk.owners.rules import Tie
from propertydesk.owners.services import OwnerShare, PersonDetails
from propertydesk.platform import search
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.reveal import Asking
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.estate import CommunityFactory, HomeFactory, ParkingSpaceFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory, VehicleFactory
from tests.statements import counted

pytestmark = pytest.mark.domain
TODAY = date(2026, 11, 21)
CALL = Asking("call", "Asia/Shanghai")
ZHANG = PersonDetails("张伟明", salutation="mr", phones=(("138 0013 8000", "own"),))
MILLER = PersonDetails("Sarah Miller", salutation="ms", language="en")


@pytest.fixture
def by(actor):
    return {"actor": actor, "now": NOW}


@pytest.fixture
def home(community):
    return HomeFactory(community_id=community.id, room_no="1501")


def own(home, by, *shares, on=TODAY):
    with transaction():
        return services.change_owners(
            home, [OwnerShare(who, share) for who, share in shares], on=on, **by
        )


def last_activity() -> Activity:
    return db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()


def found(community, text):
    return {(each.subject_type, each.home_id) for each in search.find(community.id, text)}


def test_owners_join_with_shares_that_sum_to_the_whole(community, home, by):
    own(home, by, (ZHANG, 6000), (MILLER, 4000))
    household = queries.household(home.id, community.id)
    assert [(each.person.name, each.tie.share) for each in household.owners] == [
        ("张伟明", 6000),
        ("Sarah Miller", 4000),
    ]
    assert household.owners[0].phone.masked == "138****8000"
    assert ("person", home.id) in found(community, "zwm")
    assert ("person", home.id) in found(community, "8000")
    entry = last_activity()
    assert (entry.action, entry.home_id) == ("home.owners", home.id)
    assert "张*明 60 %" in entry.note
    assert "张伟明" not in str(entry.changes) + entry.note


@pytest.mark.parametrize("shares", [(6000, 3999), (10000, 1), (10001,), (0, 10000), ()])
def test_other_sums_are_refused(home, by, shares):
    with pytest.raises(Invalid):
        own(home, by, *[(ZHANG, share) for share in shares])


def test_the_same_person_cannot_own_twice(community, home, by):
    person = PersonFactory(community_id=community.id)
    with pytest.raises(Invalid, match="twice"):
        own(home, by, (person, 5000), (person, 5000))


def test_shares_change_and_who_is_left_out_leaves(community, home, by):
    first, second = own(home, by, (ZHANG, 5000), (MILLER, 5000), on=date(2026, 1, 1))
    zhang = db.session.get(Person, first.person_id)
    own(home, by, (zhang, 10000))
    assert first.share == 10000
    assert second.ends_on == TODAY
    assert [tie.person_id for tie in queries.live_ties(home.id)] == [zhang.id]


def test_a_sale_ends_all_owners_and_leaves_the_tenant(community, home, by):
    (seller,) = own(home, by, (ZHANG, 10000), on=date(2020, 5, 1))
    with transaction():
        tenant = services.join_household(home, MILLER, tie="tenant", **by)
        member = services.join_household(
            home, PersonDetails("张小明"), tie="member", relation="child", **by
        )
        vehicle = services.add_vehicle(home, plate="浙A12345", **by)
    assert home.occupancy == "let"
    with transaction():
        (buyer,) = services.transfer_home(
            home,
            [OwnerShare(PersonDetails("欧阳契", salutation="ms"), 10000)],
            on=TODAY,
            leaving=("member", "vehicle"),
            **by,
        )
    assert (seller.ends_on, member.ends_on, tenant.ends_on) == (TODAY, TODAY, None)
    assert db.session.get(Vehicle, vehicle.id).ends_on == TODAY
    assert (buyer.starts_on, buyer.share) == (TODAY, 10000)
    assert last_activity().note == "张*明 100 % → 欧*契 100 %"
    assert ("person", home.id) not in found(community, "张伟明")
    assert ("person", home.id) in found(community, "欧阳契")
    assert found(community, "A12345") == set()


def test_the_end_cannot_lie_before_the_beginning_or_in_the_future(home, by):
    own(home, by, (ZHANG, 10000), on=TODAY)
    for day in (date(2026, 11, 20), date(2026, 11, 22)):
        with pytest.raises(Invalid) as refused, transaction():
            services.transfer_home(home, [OwnerShare(MILLER, 10000)], on=day, **by)
        assert refused.value.field == "on"


def test_a_tenancy_begins_and_ends_with_dates(home, by):
    with transaction():
        services.join_household(
            home,
            MILLER,
            tie="tenant",
            starts_on=date(2026, 1, 1),
            lease_ends_on=date(2026, 12, 31),
            **by,
        )
    with transaction():
        services.end_tenancy(home, on=TODAY, reason="moved", occupancy="vacant", **by)
    assert home.occupancy == "vacant"
    assert queries.live_ties(home.id) == []
    assert last_activity().changes == {"occupancy": ["let", "vacant"]}
    with pytest.raises(Conflict), transaction():
        services.end_tenancy(home, on=TODAY, reason="", occupancy="vacant", **by)
    with pytest.raises(Invalid, match="lease"), transaction():
        services.join_household(
            home,
            MILLER,
            tie="tenant",
            starts_on=TODAY,
            lease_ends_on=date(2026, 1, 1),
            **by,
        )


def test_members_and_contacts_join_and_leave(community, home, by):
    person = PersonFactory(community_id=community.id, name="周桂兰")
    with transaction():
        tie = services.join_household(home, person, tie="member", relation="parent", **by)
        services.join_household(home, person, tie="contact", **by)
    with pytest.raises(Invalid, match="already"), transaction():
        services.join_household(home, person, tie="member", **by)
    household = queries.household(home.id, community.id)
    assert household.members[0].role == "父母" or household.members[0].role == "Parent"
    with transaction():
        services.edit_tie(tie, relation="grandparent", starts_on=None, lease_ends_on=None, **by)
        services.end_tie(tie, on=TODAY, reason="moved away", **by)
    with pytest.raises(Conflict), transaction():
        services.end_tie(tie, on=TODAY, reason="", **by)
    assert [each.tie.tie for each in queries.household(home.id, community.id).people] == ["contact"]


def test_an_owner_does_not_just_leave(home, by):
    (tie,) = own(home, by, (ZHANG, 10000))
    with pytest.raises(Invalid, match="transfer"), transaction():
        services.end_tie(tie, on=TODAY, reason="", **by)
    with pytest.raises(Invalid), transaction():
        services.join_household(home, MILLER, tie="owner", **by)


def test_numbers_are_added_corrected_ordered_and_ended(community, home, by):
    (tie,) = own(home, by, (ZHANG, 10000))
    person = db.session.get(Person, tie.person_id)
    with transaction():
        second = services.add_phone(person, number="021-5550 6612", note="home", **by)
        services.put_phone_first(person, second, **by)
    assert [each.masked for each in queries.phones_of([person.id])[person.id]] == [
        "021-****6612",
        "138****8000",
    ]
    with transaction():
        third = services.correct_phone(
            person, second, number="+852 9123 4567", note="", on=TODAY, **by
        )
    assert (third.position, second.ends_on) == (1, TODAY)
    with pytest.raises(Invalid, match="already"), transaction():
        services.add_phone(person, number="13800138000", note="", **by)
    with pytest.raises(Invalid) as refused, transaction():
        services.add_phone(person, number="1380013800", note="", **by)
    assert refused.value.field == "number"
    with transaction():
        services.end_phone(person, third, on=TODAY, **by)
    assert ("person", home.id) not in found(community, "91234567")
    logged = db.session.scalars(select(Activity.changes).where(Activity.subject_type == "person"))
    told = str(list(logged))
    assert "6612" in told
    assert "55506612" not in told


def test_a_look_at_a_number_is_recorded_with_its_purpose(community, home, by):
    (tie,) = own(home, by, (ZHANG, 10000))
    person = db.session.get(Person, tie.person_id)
    phone = db.session.scalars(select(PersonPhone)).one()
    with transaction():
        look = services.reveal_phone(person, phone, CALL, home_id=home.id, **by)
    number = look.value
    assert number == "13800138000"
    entry = last_activity()
    assert (entry.action, entry.home_id) == ("person.reveal", home.id)
    assert entry.changes["purpose"] == [None, "call"]
    assert number not in str(entry.changes)
    with pytest.raises(Invalid), transaction():
        services.reveal_phone(person, phone, replace(CALL, purpose="curiosity"), home_id=None, **by)


@pytest.mark.parametrize(
    "name", ["阿卜杜拉·买买提", "O'Brien", "㛃𬭩", "龘", "锦和物业服务有限公司"]
)
def test_rare_names_are_kept_and_found(community, home, by, name):
    own(home, by, (PersonDetails(name, kind="company", salutation="mr"), 10000))
    owner = queries.household(home.id, community.id).owners[0]
    assert (owner.person.name, owner.title) == (name, name)
    assert ("person", home.id) in found(community, name)


@pytest.mark.parametrize("name", ["", "  ", "123", "!!"])
def test_a_name_has_letters(home, by, name):
    with pytest.raises(Invalid) as refused:
        own(home, by, (PersonDetails(name), 10000))
    assert refused.value.field == "name"


def test_one_person_may_own_several_homes_and_is_found_in_each(community, home, by):
    person = PersonFactory(community_id=community.id)
    other = HomeFactory(community_id=community.id)
    own(home, by, (person, 10000))
    own(other, by, (person, 10000))
    with transaction():
        services.index_people([person.id])
    assert {home_id for _kind, home_id in found(community, "张伟明")} <= {home.id, other.id}
    assert len(queries.homes_of_person(person.id)) == 2


def test_vehicles(community, home, by):
    space = ParkingSpaceFactory(community_id=community.id, no="B2-117")
    other = HomeFactory(community_id=community.id)
    with transaction():
        blue = services.add_vehicle(home, plate="沪a·d68k3", space=space, **by)
        green = services.add_vehicle(home, plate="浙AD12345", **by)
    assert (blue.plate, blue.kind, green.kind) == ("沪AD68K3", "blue", "green")
    shown = queries.household(home.id, community.id).vehicles
    assert [(each.label, each.space_no) for each in shown] == [
        ("沪A·D68K3", "B2-117"),
        ("浙A·D12345", ""),
    ]
    with pytest.raises(Invalid, match="end it there"), transaction():
        services.add_vehicle(other, plate="沪A D68K3", **by)
    with transaction():
        services.end_vehicle(blue, on=TODAY, reason="sold", **by)
        services.add_vehicle(other, plate="沪AD68K3", **by)
        services.edit_vehicle(
            green, plate="浙A12345", kind="", model="白色", person=None, space=space,
            starts_on=None, **by,
        )  # fmt: skip
    assert (green.kind, green.space_id) == ("blue", space.id)
    with transaction():
        estate.end_space(space, on=TODAY, reason="", **by)
    assert db.session.get(Vehicle, green.id).space_id is None


def test_notes_in_sight(community, home, by):
    with transaction():
        note = services.add_note(home, kind="visit", text="敲门后多等一分钟", **by)
        services.edit_note(note, kind="desk", text="听力弱", **by)
    assert [each.text for each in queries.household(home.id, community.id).notes] == ["听力弱"]
    with transaction():
        services.end_note(note, on=TODAY, **by)
    assert queries.household(home.id, community.id).notes == []


def test_the_household_ends_with_its_home(community, home, by):
    own(home, by, (ZHANG, 10000))
    with transaction():
        services.add_vehicle(home, plate="浙A12345", **by)
        services.add_note(home, kind="desk", text="x", **by)
        estate.end_home(home, on=TODAY, reason="merged", **by)
    household = queries.household(home.id, community.id)
    assert (household.people, household.vehicles, household.notes) == ([], [], [])
    assert found(community, "张伟明") == {("person", None)}
    assert last_activity().action == "home.end"


def test_each_verb_writes_one_activity(home, by):
    own(home, by, (ZHANG, 10000))
    with transaction():
        services.join_household(home, MILLER, tie="contact", **by)
        services.add_vehicle(home, plate="浙A12345", **by)
    actions = db.session.scalars(select(Activity.action).order_by(Activity.id)).all()
    assert actions == ["home.owners", "household.contact", "vehicle.add"]


def fill(community, count):
    home = HomeFactory(community_id=community.id)
    for number in range(count):
        person = PersonFactory(community_id=community.id, name=f"王{number}")
        for _ in range(2):
            PhoneFactory(community_id=community.id, person_id=person.id)
        TieFactory(
            community_id=community.id, home_id=home.id, person_id=person.id, tie=Tie.MEMBER,
            share=None,
        )  # fmt: skip
        VehicleFactory(community_id=community.id, home_id=home.id)
    return home.id


def test_a_household_costs_six_queries_whatever_its_size(community):
    small, large = fill(community, 1), fill(community, 12)
    community_id = community.id
    with counted() as few:
        queries.household(small, community_id)
    with counted() as many:
        queries.household(large, community_id)
    assert few.count == many.count == 6
    with counted() as bulk:
        assert len(queries.people_of_homes([small, large])[large]) == 12
    assert bulk.count == 2
    with counted() as asked:
        assert len(queries.callers(large)) == 12
    assert asked.count <= 3


def test_another_communitys_household_is_missing(community, home):
    with pytest.raises(Missing):
        queries.household(home.id, CommunityFactory().id)


def test_reindexing_finds_everything_again(community, home, by):
    own(home, by, (ZHANG, 10000))
    with transaction():
        services.add_vehicle(home, plate="浙A12345", **by)
        for kind in ("home", "person", "vehicle"):
            for each in search.find(
                community.id, {"home": "1501", "person": "张伟明"}.get(kind, "A12345")
            ):
                search.drop(each.subject_type, each.subject_id)
        assert found(community, "张伟明") == set()
        services.reindex_all(community.id)
    assert found(community, "张伟明") == {("person", home.id)}
    assert ("home", home.id) in found(community, "1501")
    assert found(community, "A12345") == {("vehicle", home.id)}
    assert db.session.scalars(select(HouseholdTie)).one().share == 10000
