"""Pages of the estate: entering, correcting, ending, and refusing in plain words."""

import pytest
from sqlalchemy import select

from propertydesk.accounts.models import StaffRole
from propertydesk.accounts.rules import Role
from propertydesk.estate import queries
from propertydesk.estate.models import Building, Community, Entrance, Home, ParkingSpace
from propertydesk.platform.db import db
from tests.factories.estate import (
    BuildingFactory,
    CommunityFactory,
    EntranceFactory,
    HomeFactory,
    ParkingSpaceFactory,
)

pytestmark = pytest.mark.web
ENDING = {"on": "2026-11-21", "reason": "pulled down"}
HOME = {"room_no": "1501", "kind": "home", "floor": "15", "area_centi": "98.37", "occupancy": "let"}
PLACE = {
    "name_zh": "云澜",
    "zone": "Asia/Shanghai",
    "opens": "08:30",
    "closes": "17:30",
    "hotline": "0571-55500110",
}


@pytest.fixture
def manager(sign_in):
    return sign_in(Role.MANAGER)


@pytest.fixture
def entrance(community):
    building = BuildingFactory(community_id=community.id, no="3")
    return EntranceFactory(community_id=community.id, building_id=building.id, no="2")


def only(model):
    return db.session.scalars(select(model).execution_options(populate_existing=True)).one()


def test_a_building_grows(manager):
    assert manager.get("/buildings/new").status_code == 200
    data = {"no": "3栋", "kind": "high_rise", "floors": "18"}
    assert manager.post_form("/buildings/new", {**data, "floors": "0"}).status_code == 422
    assert manager.post_form("/buildings/new", data).status_code == 303
    again = manager.post_form("/buildings/new", data)
    assert again.status_code == 422
    assert "already" in again.text
    building = only(Building)
    base = f"/buildings/{building.id}"
    assert manager.get(f"{base}/edit").status_code == 200
    assert manager.post_form(f"{base}/entrances", {"no": "2"}).status_code == 303
    assert manager.post_form(f"{base}/entrances", {"no": "2"}).status_code == 422
    entrance = only(Entrance)
    assert manager.get(f"/homes/new?door=e{entrance.id}").status_code == 200
    answer = manager.post_form("/homes/new", {**HOME, "door": f"e{entrance.id}"})
    assert answer.status_code == 303
    home = only(Home)
    assert answer.location == f"/homes/{home.id}"
    assert (home.code, home.area_centi) == ("3-2-1501", 9837)
    assert "1501" in manager.get(base).text
    assert manager.post_form(f"{base}/ending", ENDING).status_code == 422
    assert manager.post_form(f"/entrances/{entrance.id}/ending", ENDING).status_code == 422
    assert manager.post_form(f"/homes/{home.id}/ending", ENDING).status_code == 303
    assert manager.post_form(f"/entrances/{entrance.id}/ending", ENDING).status_code == 303
    assert manager.post_form(f"{base}/ending", ENDING).status_code == 303
    assert manager.get("/buildings").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("area_centi", "98.375"),
        ("area_centi", "-1"),
        ("area_centi", "1e9"),
        ("room_no", ""),
        ("room_no", "15/01"),
        ("door", "e999999"),
        ("door", "b"),
        ("door", ""),
        ("kind", "castle"),
        ("occupancy", ""),
        ("floor", "ten"),
        ("handed_over_on", "2026-13-01"),
    ],
)
def test_bad_input_stays_in_the_form(manager, entrance, field, value):
    data = {**HOME, "door": f"e{entrance.id}", "layout": "three rooms", field: value}
    answer = manager.post_form("/homes/new", data)
    assert answer.status_code == 422
    assert 'value="three rooms"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert db.session.scalar(select(Home)) is None


def test_a_home_is_corrected(manager, community, entrance):
    home = HomeFactory(community_id=community.id, room_no="101")
    url = f"/homes/{home.id}/edit"
    assert manager.get(url).status_code == 200
    answer = manager.post_form(url, {**HOME, "door": f"e{entrance.id}"})
    assert answer.status_code == 303
    assert only(Home).code == "3-2-1501"
    refused = manager.post_form(f"/homes/{home.id}/ending", {"on": "2027-01-01", "reason": "x"})
    assert refused.status_code == 422
    assert 'value="1501"' in refused.text


def test_renumbering_an_entrance(manager, entrance, community):
    assert manager.get(f"/entrances/{entrance.id}/edit").status_code == 200
    changed = manager.post_form(f"/entrances/{entrance.id}/edit", {"no": "5"})
    assert changed.status_code == 303
    assert only(Entrance).no == "5"
    edited = manager.post_form(
        f"/buildings/{entrance.building_id}/edit", {"no": "9", "kind": "villa", "floors": "2"}
    )
    assert edited.status_code == 303
    assert [each.no for each in queries.buildings(community.id)] == ["9"]


def test_parking_spaces(manager, community):
    from propertydesk.estate import services
    from propertydesk.platform.transaction import transaction

    home = HomeFactory(community_id=community.id, room_no="1501")
    with transaction():
        services.reindex_homes(community.id)
    assert manager.get(f"/spaces/new?home={home.id}").status_code == 200
    data = {"no": "b2-117", "kind": "owned", "home": "1501", "area_centi": ""}
    for wrong in ({**data, "home": "9-9-999"}, {**data, "home": ""}, {**data, "no": ""}):
        assert manager.post_form("/spaces/new", wrong).status_code == 422
    assert manager.post_form("/spaces/new", data).status_code == 303
    space = only(ParkingSpace)
    assert (space.no, space.home_id, space.area_centi) == ("B2-117", home.id, 0)
    url = f"/spaces/{space.id}/edit"
    assert home.code in manager.get(url).text
    assert manager.post_form(url, {"no": "B2-117", "kind": "free"}).status_code == 303
    assert manager.post_form(f"/spaces/{space.id}/ending", ENDING).status_code == 303
    manager.get("/spaces")  # the page that tells of it in passing
    assert "B2-117" not in manager.get("/spaces").text
    assert "B2-117" in manager.get("/spaces?ended=1").text


def test_an_administrator_creates_a_community_and_may_go_there(sign_in):
    administrator = sign_in(Role.ADMINISTRATOR)
    assert administrator.get("/communities/new").status_code == 200
    for wrong in ({"zone": "Moon"}, {"closes": "07:00"}, {"opens": "8"}, {"hotline": "12"}):
        answer = administrator.post_form("/communities/new", {**PLACE, "code": "YL", **wrong})
        assert answer.status_code == 422, wrong
    made = administrator.post_form("/communities/new", {**PLACE, "code": "YL"})
    assert made.status_code == 303
    place = queries.community_by_code("YL")
    held = db.session.scalars(select(StaffRole).filter_by(community_id=place.id)).one()
    assert held.role == Role.ADMINISTRATOR
    assert administrator.post_form("/community", {"community_id": place.id}).status_code == 303
    assert administrator.get(f"/communities/{place.id}/edit").status_code == 200


def test_the_own_community_is_corrected_and_no_other(manager, community):
    other = CommunityFactory()
    url = f"/communities/{community.id}"
    assert manager.get("/communities").status_code == 200
    assert manager.get("/communities/new").status_code == 403
    assert manager.get(f"/communities/{other.id}/edit").status_code == 404
    assert manager.post_form(f"{url}/edit", PLACE).status_code == 303
    assert db.session.get(Community, community.id, populate_existing=True).name_zh == "云澜"
    day = {"day": "2026-12-31", "is_open": "closed", "note": "moving"}
    assert manager.post_form(f"{url}/calendar", day).status_code == 303
    assert manager.post_form(f"{url}/calendar", {"day": "x"}).status_code == 422
    (row,) = queries.calendar_days(community.id, only_day())
    withdrawn = manager.post_form(f"{url}/calendar/{row.id}/withdrawal")
    assert withdrawn.status_code == 303


def only_day():
    from datetime import date

    return date(2026, 11, 21)


def test_another_communitys_estate_is_missing(manager):
    foreign = CommunityFactory()
    home = HomeFactory(community_id=foreign.id)
    space = ParkingSpaceFactory(community_id=foreign.id)
    for url in (
        f"/homes/{home.id}/edit",
        f"/buildings/{home.building_id}",
        f"/buildings/{home.building_id}/edit",
        f"/entrances/{home.entrance_id}/edit",
        f"/spaces/{space.id}/edit",
        f"/spaces/new?home={home.id}",
    ):
        assert manager.get(url).status_code == 404, url
    answer = manager.post_form("/homes/new", {**HOME, "door": f"e{home.entrance_id}"})
    assert answer.status_code == 422


def test_a_clerk_does_not_change_the_estate(sign_in, community):
    clerk = sign_in(Role.CLERK)
    home = HomeFactory(community_id=community.id)
    assert clerk.get("/buildings").status_code == 200
    for url in ("/homes/new", f"/homes/{home.id}/edit", "/buildings/new", "/spaces/new"):
        assert clerk.get(url).status_code == 403, url


def test_a_home_is_split_and_joined_again(manager, entrance, community):
    building = db.session.get_one(Building, entrance.building_id)
    home = HomeFactory(
        community_id=community.id, building=building, entrance=entrance, room_no="1501"
    )
    base = f"/homes/{home.id}"
    assert f"{base}/split" in manager.get(f"{base}/edit").text
    assert manager.get(f"{base}/split").status_code == 200
    parts = {"room_no_1": "1501A", "area_1": "49", "room_no_2": "1501B", "area_2": "49.37"}
    told = {"on": "2026-11-21", "reason": "产权证分割"}
    refused = manager.post_form(f"{base}/split", {**parts, **told, "household": "3"})
    assert refused.status_code == 422
    assert 'value="1501A"' in refused.text
    assert (
        manager.post_form(f"{base}/split", {**parts, **told, "household": "1"}).status_code == 303
    )
    first, second = (queries.home_named(community.id, f"3-2-1501{each}") for each in "AB")
    assert f"/homes/{second.id}" in manager.get(base).text
    assert f"/homes/{home.id}" in manager.get(f"/homes/{first.id}").text
    base, whole = f"/homes/{first.id}", {"room_no": "1501C", **told}
    assert manager.get(f"{base}/join").status_code == 200
    for other in ("1501A", "nowhere"):
        assert manager.post_form(f"{base}/join", {**whole, "other_1": other}).status_code == 422
    assert manager.post_form(f"{base}/join", {**whole, "other_1": "1501B"}).status_code == 303
    assert queries.home_named(community.id, "3-2-1501C").area == "98.37"
