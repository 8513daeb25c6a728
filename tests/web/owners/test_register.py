"""The register's pages: everything by form, bad input refused with words, nothing foreign shown."""

from datetime import date

import pytest
from sqlalchemy import select

from propertydesk.accounts.rules import Role
from propertydesk.owners import queries
from propertydesk.owners.models import HomeNote, HouseholdTie, Person, PersonPhone, Vehicle
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from tests.factories.estate import CommunityFactory, HomeFactory, ParkingSpaceFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory, VehicleFactory
from tests.statements import counted

pytestmark = pytest.mark.web
TODAY = "2026-11-21"


@pytest.fixture
def home(community):
    return HomeFactory(community_id=community.id, room_no="1501")


@pytest.fixture
def owner(community, home):
    person = PersonFactory(community_id=community.id)
    PhoneFactory(community_id=community.id, person_id=person.id, number="13800138000")
    TieFactory(community_id=community.id, home_id=home.id, person_id=person.id)
    return person


@pytest.fixture
def clerk(sign_in):
    return sign_in(Role.CLERK)


def live(home_id, tie):
    query = select(HouseholdTie).filter_by(home_id=home_id, tie=tie, ends_on=None)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def test_owners_and_shares_in_one_form(clerk, home, owner):
    url = f"/homes/{home.id}/owners"
    assert clerk.get(url).status_code == 200
    rows = {"name_1": "Sarah Miller", "newshare_1": "40", "phone_1": "+85291234567"}
    wrong = clerk.post_form(url, {"on": TODAY, f"share_{owner.id}": "70", **rows})
    assert wrong.status_code == 422
    assert "must sum to 100" in wrong.text
    assert 'value="Sarah Miller"' in wrong.text
    right = clerk.post_form(url, {"on": TODAY, f"share_{owner.id}": "60", **rows})
    assert right.status_code == 303
    assert sorted(tie.share for tie in live(home.id, "owner")) == [4000, 6000]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (("newshare_1", "a third"), "Write the share"),
        (("newshare_1", "101"), "Write the share"),
        (("phone_1", "12"), "11 digits"),
        (("name_1", ""), "Write the name"),
        (("on", "0000-00-00"), "Write the date"),
        (("on", "2027-01-01"), "not come yet"),
    ],
)
def test_each_fault_stands_beside_its_field(clerk, home, owner, fault, words):
    field, value = fault
    data = {"on": TODAY, f"share_{owner.id}": "60", "name_1": "X", "newshare_1": "40", field: value}
    answer = clerk.post_form(f"/homes/{home.id}/owners", data)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'id="{field}-error"' in answer.text


def test_a_transfer_with_a_known_and_a_new_owner(clerk, community, home, owner):
    buyer = PersonFactory(community_id=community.id, name="欧阳契")
    page = clerk.get(f"/homes/{home.id}/transfer?person={buyer.id}&person=junk&person=999999")
    assert "欧阳契" in page.text
    wanted = {
        "person": str(buyer.id),
        f"share_{buyer.id}": "50",
        "name_1": "O'Brien",
        "newshare_1": "50",
        "on": TODAY,
        "occupancy": "vacant",
        "leaving": ["member", "vehicle"],
    }
    url = f"/homes/{home.id}/transfer"
    tried = clerk.post_form(url, wanted)
    assert tried.status_code == 422
    assert "nothing has been changed yet" in tried.text
    assert "O&#39;Brien" in tried.text
    assert [tie.person_id for tie in live(home.id, "owner")] == [owner.id]
    assert clerk.post_form(url, {**wanted, "sure": "0"}).text.count("O&#39;Brien") == 1
    answer = clerk.post_form(url, {**wanted, "sure": "1"})
    assert answer.status_code == 303
    assert owner.id not in {tie.person_id for tie in live(home.id, "owner")}
    assert len(live(home.id, "owner")) == 2


def test_a_tenant_joins_and_the_tenancy_ends(clerk, home, owner):
    url = f"/homes/{home.id}/tenancies/new"
    refused = clerk.post_form(url, {"name": "", "phone": "138001380000000"})
    assert refused.status_code == 422
    data = {"name": "陈思", "phone": "138 0013 8001", "starts_on": "2026-01-01"}
    assert clerk.post_form(url, data).status_code == 303
    assert len(live(home.id, "tenant")) == 1
    assert clerk.get(f"/homes/{home.id}/tenancy-end").status_code == 200
    ended = clerk.post_form(
        f"/homes/{home.id}/tenancy-end", {"on": TODAY, "reason": "moved", "occupancy": "vacant"}
    )
    assert ended.status_code == 303
    assert live(home.id, "tenant") == []


def test_somebody_from_the_register_joins(clerk, home, owner, community):
    other = HomeFactory(community_id=community.id)
    url = f"/homes/{other.id}/people/new?tie=contact&person={owner.id}"
    assert owner.name in clerk.get(url).text
    data = {"person": str(owner.id), "relation": "friend"}
    assert clerk.post_form(f"/homes/{other.id}/people/new?tie=contact", data).status_code == 303
    (tie,) = live(other.id, "contact")
    assert clerk.get(f"/ties/{tie.id}/edit").status_code == 200
    corrected = clerk.post_form(f"/ties/{tie.id}/edit", {"relation": "spouse"})
    assert corrected.status_code == 303
    assert clerk.post_form(f"/ties/{tie.id}/ending", {"on": TODAY}).status_code == 422
    ended = clerk.post_form(f"/ties/{tie.id}/ending", {"on": TODAY, "reason": "moved"})
    assert ended.status_code == 303
    assert live(other.id, "contact") == []
    assert db.session.scalar(select(Person).filter_by(id=owner.id)) is not None


def test_a_person_is_corrected(clerk, owner):
    url = f"/people/{owner.id}/edit"
    assert clerk.get(url).status_code == 200
    data = {"name": "张伟铭", "kind": "person", "salutation": "", "language": "en"}
    assert clerk.post_form(url, {**data, "name": " "}).status_code == 422
    assert clerk.post_form(url, data).status_code == 303
    assert "张伟铭" in clerk.get(f"/people/{owner.id}").text


def test_numbers_are_masked_until_a_recorded_look(clerk, home, owner):
    phone = db.session.scalars(select(PersonPhone)).one()
    for url in (f"/people/{owner.id}", f"/households/edit?home={home.id}", "/people"):
        page = clerk.get(url)
        assert "138****8000" in page.text, url
        assert "13800138000" not in page.text, url
    url = f"/people/{owner.id}/phones/{phone.id}/reveal?home={home.id}"
    assert clerk.post_form(url, {"purpose": "nosy"}).status_code == 422
    shown = clerk.post_form(url, {"purpose": "call"}, headers={"HX-Request": "true"})
    assert (shown.status_code, shown.text.strip()) == (200, "13800138000")
    assert "13800138000" in clerk.post_form(url, {"purpose": "call"}).text
    looks = db.session.scalars(select(Activity).filter_by(action="person.reveal")).all()
    assert [each.home_id for each in looks] == [home.id, home.id]


def test_looking_needs_its_permission(sign_in, owner):
    phone = db.session.scalars(select(PersonPhone)).one()
    cashier = sign_in(Role.CASHIER)
    url = f"/people/{owner.id}/phones/{phone.id}/reveal"
    assert cashier.post_form(url, {"purpose": "call"}).status_code == 403
    assert "data-reveal-purpose" not in cashier.get(f"/people/{owner.id}").text


def test_numbers_are_added_and_put_in_order(clerk, owner):
    base = f"/people/{owner.id}/phones"
    assert clerk.post_form(base, {"number": "abc"}).status_code == 422
    assert clerk.post_form(base, {"number": "021 5550 6612", "note": "home"}).status_code == 303
    first, second = queries.live_phones([owner.id])[owner.id]
    assert clerk.post_form(f"{base}/{second.id}/first").status_code == 303
    assert clerk.get(f"{base}/{first.id}/edit").status_code == 200
    wrong = clerk.post_form(f"{base}/{first.id}/edit", {"number": "1"})
    assert wrong.status_code == 422
    right = clerk.post_form(f"{base}/{first.id}/edit", {"number": "13800138001"})
    assert right.status_code == 303
    assert clerk.post_form(f"{base}/{second.id}/ending").status_code == 303
    assert [each.number for each in queries.live_phones([owner.id])[owner.id]] == ["13800138001"]


def test_vehicles(clerk, community, home, owner):
    ParkingSpaceFactory(community_id=community.id, no="B2-117")
    url = f"/homes/{home.id}/vehicles/new"
    assert clerk.get(url).status_code == 200
    for data in ({"plate": "浙A12"}, {"plate": "浙A12345", "space": "B9-999"}, {}):
        assert clerk.post_form(url, data).status_code == 422
    data = {"plate": "浙a·d12345", "space": "b2-117", "person": str(owner.id), "kind": " \t"}
    assert clerk.post_form(url, data).status_code == 303
    vehicle = db.session.scalars(select(Vehicle)).one()
    assert (vehicle.plate, vehicle.kind, vehicle.person_id) == ("浙AD12345", "green", owner.id)
    assert clerk.get(f"/vehicles/{vehicle.id}/edit").status_code == 200
    assert clerk.post_form(f"/vehicles/{vehicle.id}/edit", {"plate": "浙A12345"}).status_code == 303
    ending = {"on": TODAY, "reason": "sold"}
    assert clerk.post_form(f"/vehicles/{vehicle.id}/ending", ending).status_code == 303
    assert clerk.post_form(f"/vehicles/{vehicle.id}/ending", ending).status_code == 409


def test_notes(clerk, home):
    url = f"/homes/{home.id}/notes/new"
    assert clerk.get(url).status_code == 200
    assert clerk.post_form(url, {"kind": "desk", "text": " "}).status_code == 422
    assert clerk.post_form(url, {"kind": "visit", "text": "knock <b>twice</b>"}).status_code == 303
    note = db.session.scalars(select(HomeNote)).one()
    shown = clerk.get(f"/households/edit?home={home.id}").text
    assert "knock &lt;b&gt;twice" in shown
    changed = clerk.post_form(f"/notes/{note.id}/edit", {"kind": "desk", "text": "knock"})
    assert changed.status_code == 303
    assert clerk.post_form(f"/notes/{note.id}/ending").status_code == 303


def test_another_communitys_records_are_missing(clerk, community, home):
    foreign = CommunityFactory()
    their_home = HomeFactory(community_id=foreign.id)
    person = PersonFactory(community_id=foreign.id)
    phone = PhoneFactory(community_id=foreign.id, person_id=person.id)
    tie = TieFactory(community_id=foreign.id, home_id=their_home.id, person_id=person.id)
    vehicle = VehicleFactory(community_id=foreign.id, home_id=their_home.id)
    for url in (
        f"/homes/{their_home.id}/owners",
        f"/homes/{their_home.id}/transfer",
        f"/homes/{their_home.id}/tenancy-end",
        f"/homes/{their_home.id}/people/new",
        f"/homes/{their_home.id}/vehicles/new",
        f"/homes/{their_home.id}/notes/new",
        f"/households/edit?home={their_home.id}",
        "/households/edit?home=junk",
        "/households/edit",
        f"/people/{person.id}",
        f"/people/{person.id}/edit",
        f"/people/{person.id}/phones/{phone.id}/edit",
        f"/ties/{tie.id}/edit",
        f"/vehicles/{vehicle.id}/edit",
        f"/homes/{2**40}/owners",
    ):
        assert clerk.get(url).status_code == 404, url
    chosen = {"person": str(person.id), "relation": ""}
    answer = clerk.post_form(f"/homes/{home.id}/people/new?tie=member", chosen)
    assert answer.status_code == 422
    reveal = f"/people/{person.id}/phones/{phone.id}/reveal"
    assert clerk.post_form(reveal, {"purpose": "call"}).status_code == 404


def test_a_guard_reads_no_households(sign_in, home, owner):
    guard = sign_in(Role.GUARD)
    for url in ("/homes", "/people", "/vehicles", f"/people/{owner.id}"):
        assert guard.get(url).status_code == 403, url


def test_forms_are_not_taken_twice(clerk, home):
    data = {"once": "x" * 22, "kind": "desk", "text": "one"}
    url = f"/homes/{home.id}/notes/new"
    assert [clerk.post(url, data=data).status_code for _ in range(2)] == [303, 303]
    assert len(db.session.scalars(select(HomeNote)).all()) == 1


def fill(community, homes):
    for _ in range(homes):
        home = HomeFactory(community_id=community.id, handed_over_on=date(2021, 6, 18))
        person = PersonFactory(community_id=community.id)
        PhoneFactory(community_id=community.id, person_id=person.id)
        TieFactory(community_id=community.id, home_id=home.id, person_id=person.id)
        VehicleFactory(community_id=community.id, home_id=home.id)
    return home.id


@pytest.mark.parametrize("url", ["/homes", "/people", "/vehicles", "/spaces", "/buildings"])
def test_a_listing_costs_the_same_whatever_its_length(clerk, community, url):
    fill(community, 2)
    with counted() as few:
        assert clerk.get(url).status_code == 200
    fill(community, 12)
    with counted() as many:
        assert clerk.get(url).status_code == 200
    assert few.count == many.count <= 12, "\n".join(many)


def test_filters_and_search_of_the_listings(clerk, community, home, owner):
    from propertydesk.owners import services
    from propertydesk.platform.transaction import transaction

    let = HomeFactory(community_id=community.id, room_no="909", occupancy="let")
    with transaction():
        services.reindex_all(community.id)
    assert home.code in clerk.get("/homes?q=zwm").text
    assert let.code not in clerk.get("/homes?q=张伟明").text
    listed = clerk.get("/homes?occupancy=let").text
    assert let.code in listed
    assert home.code not in listed
    assert "138****8000" in clerk.get("/people?q=8000").text
    assert clerk.get("/homes?ended=1").status_code == 200


def test_the_search_box_finds_home_person_and_vehicle(clerk, community, home, owner):
    from propertydesk.owners import services
    from propertydesk.platform.transaction import transaction

    VehicleFactory(community_id=community.id, home_id=home.id, plate="浙A12345")
    with transaction():
        services.reindex_all(community.id)
    for query in ("1501", "zwm", "8000", "A12345"):
        assert f"/homes/{home.id}" in clerk.get(f"/search/suggest?q={query}").text, query
