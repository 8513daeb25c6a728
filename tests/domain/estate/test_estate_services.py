"""Communities, buildings, homes and parking spaces: added, corrected, ended."""

from datetime import date

import pytest
from sqlalchemy import func, select

from propertydesk.estate import queries, services
from propertydesk.estate.models import Community, Home
from propertydesk.estate.services.homes import HomeFacts
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.platform import search
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.estate import BuildingFactory, EntranceFactory, HomeFactory
from tests.statements import counted

pytestmark = pytest.mark.domain
TODAY = date(2026, 11, 21)


@pytest.fixture
def by(actor):
    return {"actor": actor, "now": NOW}


def written() -> list[str]:
    return list(db.session.scalars(select(Activity.action).order_by(Activity.id)))


def add_home(building, entrance, room, by, **facts):
    return services.add_home(building, entrance, room_no=room, facts=HomeFacts(**facts), **by)


def test_a_building_with_entrance_and_home(community, by):
    with transaction():
        building = services.add_building(community.id, no="3栋", floors=18, **by)
        entrance = services.add_entrance(building, no="2单元", **by)
        home = add_home(building, entrance, "1501室", by, area_centi=9837)
    assert (home.code, home.sort_code) == ("3-2-1501", "000003-000002-001501")
    assert written() == ["building.add", "entrance.add", "home.add"]
    for said in ("3-2-1501", "3栋2单元1501", "3#1501", "1501"):
        assert queries.home_named(community.id, said).id == home.id
    assert search.find(community.id, "3栋2单元1501")[0].subject_id == home.id


def test_numbers_are_unique_and_say_so(community, by):
    with transaction():
        building = services.add_building(community.id, no="3", **by)
        add_home(building, None, "101", by)
    with pytest.raises(Invalid, match="already") as refused, transaction():
        services.add_building(community.id, no="03", **by)
    assert refused.value.field == "no"
    with pytest.raises(Invalid, match="already") as refused, transaction():
        add_home(building, None, "101", by)
    assert refused.value.field == "room_no"


@pytest.mark.parametrize("no", ["", " ", "3-2", "a/b", "<b>", "栋栋!"])
def test_a_number_is_letters_and_digits(community, by, no):
    with pytest.raises(Invalid), transaction():
        services.add_building(community.id, no=no, **by)


def test_a_new_building_number_goes_into_the_codes_and_the_index(community, by):
    with transaction():
        building = services.add_building(community.id, no="3", **by)
        entrance = services.add_entrance(building, no="1", **by)
        home = add_home(building, entrance, "101", by)
        services.edit_building(building, no="8", kind="villa", floors=3, note="", **by)
        assert home.code == "8-1-101"
        services.edit_entrance(entrance, no="2", has_elevator=True, **by)
        assert home.code == "8-2-101"
    assert queries.homes_spelled(community.id, "3-1-101") == []
    assert queries.home_named(community.id, "8栋2单元101").id == home.id


def test_a_home_moves_to_another_number(community, by):
    with transaction():
        building = services.add_building(community.id, no="3", **by)
        home = add_home(building, None, "101", by)
        other = add_home(building, None, "102", by)
        services.edit_home(home, building, None, room_no="103", facts=HomeFacts(area_centi=1), **by)
    entry = db.session.scalars(select(Activity).filter_by(action="home.edit")).one()
    assert entry.changes == {
        "room_no": ["101", "103"],
        "code": ["3-101", "3-103"],
        "area_centi": [0, 1],
    }
    with pytest.raises(Invalid), transaction():
        services.edit_home(home, building, None, room_no="102", facts=HomeFacts(), **by)
    assert other.code == "3-102"


def test_ending_asks_for_a_day_that_has_come(community, by):
    home = HomeFactory(community_id=community.id)
    with pytest.raises(Invalid, match="not come"), transaction():
        services.end_home(home, on=date(2026, 11, 22), reason="", **by)
    with transaction():
        services.end_home(home, on=TODAY, reason="merged into 102", **by)
    with pytest.raises(Conflict), transaction():
        services.end_home(home, on=TODAY, reason="", **by)
    assert queries.homes_spelled(community.id, home.code) == []


def test_what_still_holds_homes_cannot_end(community, by):
    home = HomeFactory(community_id=community.id)
    building = db.session.get(type(BuildingFactory.build()), home.building_id)
    with pytest.raises(Invalid, match="still"), transaction():
        services.end_building(building, on=TODAY, reason="", **by)
    with transaction():
        services.end_home(home, on=TODAY, reason="", **by)
        services.end_building(building, on=TODAY, reason="pulled down", **by)
    assert queries.buildings(community.id) == []


def test_an_ended_number_stays_with_its_home(community, by):
    with transaction():
        building = services.add_building(community.id, no="3", **by)
        home = add_home(building, None, "101", by)
        services.end_home(home, on=TODAY, reason="", **by)
    with pytest.raises(Invalid, match="was a home until"), transaction():
        add_home(building, None, "101", by)


def test_a_parking_space_may_have_no_area_and_belongs_to_a_home_unless_free(community, by):
    home = HomeFactory(community_id=community.id)
    with transaction():
        space = services.add_space(community.id, no="b2-117", **by)
        assert (space.no, space.area_centi) == ("B2-117", 0)
        services.edit_space(
            space, no="B2-117", place="B2", kind="owned", area_centi=1250, home=home, **by
        )
    assert [each.no for each in queries.spaces_of_home(home.id)] == ["B2-117"]
    with pytest.raises(Invalid) as refused, transaction():
        services.edit_space(
            space, no="B2-117", place="", kind="owned", area_centi=0, home=None, **by
        )
    assert refused.value.field == "home"
    with transaction():
        services.end_space(space, on=TODAY, reason="", **by)
    with pytest.raises(Invalid):
        queries.space_named(community.id, "B2-117")


def test_founding_a_community(community, by):
    with transaction():
        place = services.found_community(code="yl", name_zh="云澜", **by)
    assert place.code == "YL"
    with pytest.raises(Invalid, match="taken"), transaction():
        services.found_community(code="YL", name_zh="云澜", **by)
    with pytest.raises(Invalid, match="time zone"), transaction():
        services.edit_community(place, zone="Moon/Base", **by)
    with transaction():
        services.end_community(place, on=TODAY, reason="handed over", **by)
    assert [each.id for each in queries.communities()] == [community.id]
    with pytest.raises(Invalid, match="last community"), transaction():
        services.end_community(community, on=TODAY, reason="", **by)
    assert db.session.scalar(select(func.count()).select_from(Community)) == 2


def test_the_own_calendar_goes_before_the_public_one(community, by):
    with transaction():
        services.set_calendar_day(community, day=TODAY, is_open=False, note="flood", **by)
    assert not queries.opening_hours(community).is_open(TODAY)
    with transaction():
        row = services.set_calendar_day(community, day=TODAY, is_open=True, note="", **by)
        assert len(queries.calendar_days(community.id, TODAY)) == 1
        services.withdraw_calendar_day(row, **by)
    assert queries.calendar_days(community.id, TODAY) == []


def test_the_tree_counts_in_three_queries(community):
    for no in range(1, 4):
        building = BuildingFactory(community_id=community.id, no=str(no))
        entrance = EntranceFactory(community_id=community.id, building_id=building.id, no="2")
        for room in range(5):
            HomeFactory(
                community_id=community.id,
                building=building,
                entrance=entrance,
                room_no=f"{room}01",
                occupancy="vacant" if room else "let",
            )
    with counted() as asked:
        tree = queries.building_tree(community.id)
    assert asked.count == 3
    assert [(each.building.no, each.homes, each.by_occupancy["vacant"]) for each in tree] == [
        ("1", 5, 4),
        ("2", 5, 4),
        ("3", 5, 4),
    ]


def test_reindexing_finds_what_the_factories_made(community):
    home = HomeFactory(community_id=community.id, room_no="1501")
    assert search.find(community.id, "1501") == []
    with transaction():
        services.reindex_homes(community.id)
    assert search.find(community.id, "1501")[0].subject_id == home.id
    assert isinstance(db.session.get(Home, home.id), Home)
