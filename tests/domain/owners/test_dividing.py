"""A home is split, homes are joined: what goes on where, what stays, what is refused."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from propertydesk.cli.checks import all_invariants
from propertydesk.estate import queries as estate_queries
from propertydesk.estate import services as estate
from propertydesk.estate.models import Home, HomeSuccession, ParkingSpace
from propertydesk.estate.services import Part
from propertydesk.fees.rules import Period
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.owners import queries
from propertydesk.owners import services as owners
from propertydesk.owners.models import (
    CareNote,
    HomeNote,
    HouseholdTie,
    Person,
    PlannedEnding,
    Vehicle,
)
from propertydesk.owners.rules import Tie
from propertydesk.owners.rules.consents import Scope
from propertydesk.owners.services import Agreement
from propertydesk.owners.services.care import opened
from propertydesk.platform import search, verify
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction, transaction
from tests.conftest import NOW
from tests.factories.estate import HomeFactory, ParkingSpaceFactory
from tests.factories.fees import ChargeItemFactory, FeePriceFactory, post, receivables
from tests.factories.owners import PersonFactory, TieFactory, VehicleFactory

pytestmark = pytest.mark.domain
ON = date(2026, 11, 16)
PARTS = (Part("1501A", 4900), Part("1501B", 4937))
NOVEMBER = Period(date(2026, 11, 1), 1)


@pytest.fixture
def by(actor: Any) -> dict[str, Any]:
    return {"on": ON, "reason": "产权证分割", "actor": actor, "now": NOW}


@pytest.fixture
def home(community: Any) -> Home:
    """98.37 m² with two owners, a tenant, a car on its space and a note."""
    here: dict[str, Any] = {"community_id": community.id}
    home = HomeFactory(**here, room_no="1501", occupancy="let", handed_over_on=date(2020, 1, 1))
    here["home_id"] = home.id
    for name, share in (("张伟明", 6000), ("李秀英", 4000)):
        owner = PersonFactory(community_id=community.id, name=name)
        TieFactory(**here, person_id=owner.id, share=share)
    tenant = PersonFactory(community_id=community.id, name="王芳")
    TieFactory(
        **here, person_id=tenant.id, tie="tenant", share=None, fee_payer="tenant",
        starts_on=date(2026, 1, 1), lease_ends_on=date(2027, 1, 1),
    )  # fmt: skip
    space = ParkingSpaceFactory(community_id=community.id, home_id=home.id, kind="owned")
    VehicleFactory(**here, person_id=tenant.id, plate="浙A12345", space_id=space.id)
    in_transaction(
        lambda: db.session.add(
            HomeNote(**here, text="小心门口的猫", created_at=NOW, created_by="林晓燕")
        )
    )
    db.session.rollback()
    return home


def broken() -> list[str]:
    db.session.rollback()
    found = verify.findings(db.engine, all_invariants())
    return [each.key for each in found if not each.is_kept]


def owner_shares(home: Home) -> list[int | None]:
    return sorted(tie.share for tie in queries.live_ties(home.id, Tie.OWNER))


def live(model: Any, home: Home) -> list[Any]:
    return list(db.session.scalars(select(model).filter_by(home_id=home.id, ends_on=None)))


def test_owners_go_on_in_every_part_and_the_household_in_one(home: Home, by: Any) -> None:
    with transaction():
        first, second = estate.split_home(home, PARTS, household_in=1, **by)
    assert home.ended_on == first.starts_on == second.starts_on == ON
    assert first.code == f"{home.building_no}-2-1501A"
    assert (first.occupancy, second.occupancy) == ("vacant", "let")
    assert first.handed_over_on == second.handed_over_on == date(2020, 1, 1)
    assert owner_shares(first) == owner_shares(second) == [4000, 6000]
    assert queries.live_ties(home.id) == []
    (tenant,) = queries.live_ties(second.id, Tie.TENANT)
    assert (tenant.starts_on, tenant.lease_ends_on, tenant.fee_payer) == (
        ON, date(2027, 1, 1), "tenant",
    )  # fmt: skip
    assert queries.live_ties(first.id, Tie.TENANT) == []
    (car,) = live(Vehicle, second)
    assert car.plate == "浙A12345"
    assert search.find(home.community_id, "浙A12345")[0].subject_id == car.id
    (note,) = live(HomeNote, second)
    assert note.text == "小心门口的猫"
    assert db.session.scalars(select(ParkingSpace)).one().home_id == second.id
    assert broken() == []


def test_the_history_tells_it_on_every_home(home: Home, by: Any) -> None:
    with transaction():
        made = estate.split_home(home, PARTS, **by)
    told = {
        entry.home_id: (entry.action, entry.note, entry.reason)
        for entry in db.session.scalars(select(Activity))
    }
    assert told[home.id] == (
        "home.split",
        f"→ {made[0].code} (49.00 m²), {made[1].code} (49.37 m²)",
        "产权证分割",
    )
    assert told[made[0].id][:2] == ("home.made", f"← {home.code} (98.37 m²)")
    assert [each.id for each in estate_queries.lineage(home).after] == [each.id for each in made]
    assert [each.id for each in estate_queries.lineage(made[1]).before] == [home.id]


def test_days_before_are_charged_to_the_whole_and_days_after_to_the_parts(
    community: Any, home: Home, by: Any
) -> None:
    item = ChargeItemFactory(community_id=community.id)
    FeePriceFactory(item=item)
    with transaction():
        first, second = estate.split_home(home, PARTS, **by)
    post(item, NOVEMBER)
    days = {row.home_id: (row.starts_on, row.ends_on) for row, _balance in receivables()}
    assert days == {
        home.id: (date(2026, 11, 1), date(2026, 11, 15)),
        first.id: (date(2026, 11, 16), date(2026, 11, 30)),
        second.id: (date(2026, 11, 16), date(2026, 11, 30)),
    }
    assert sum(row.amount.fen for row, _balance in receivables()) in (22624, 22625, 22626)


def test_two_homes_become_one(community: Any, by: Any) -> None:
    person = PersonFactory(community_id=community.id)
    first = HomeFactory(community_id=community.id, room_no="1501")
    second = HomeFactory(
        community_id=community.id, building_id=first.building_id, entrance_id=first.entrance_id,
        building_no=first.building_no, room_no="1502", area_centi=6000,
    )  # fmt: skip
    for each in (first, second):
        TieFactory(community_id=community.id, home_id=each.id, person_id=person.id)
        guest = PersonFactory(community_id=community.id, name=f"住户{each.room_no}")
        TieFactory(
            community_id=community.id, home_id=each.id, person_id=guest.id, tie="member", share=None
        )
    with transaction():
        made = estate.join_homes([first, second], Part("1501A"), **by)
    assert (made.area_centi, made.starts_on) == (15837, ON)
    assert first.ended_on == second.ended_on == ON
    assert owner_shares(made) == [10000]
    assert len(queries.live_ties(made.id, Tie.MEMBER)) == 2
    assert [each.code for each in estate_queries.lineage(made).before] == [first.code, second.code]
    with transaction():
        estate.split_home(made, (Part("1501B", 9837), Part("1502B", 6000)), **by)
    assert broken() == []


def test_other_owners_transfer_first(community: Any, home: Home, by: Any) -> None:
    other = HomeFactory(
        community_id=community.id, building_id=home.building_id, building_no=home.building_no
    )
    stranger = PersonFactory(community_id=community.id, name="赵六")
    TieFactory(community_id=community.id, home_id=other.id, person_id=stranger.id)
    with pytest.raises(Invalid, match="different owners"), transaction():
        estate.join_homes([home, other], Part("1501A"), **by)
    db.session.expire_all()
    assert (home.ended_on, other.ended_on) == (None, None)


@pytest.mark.parametrize(
    ("parts", "more", "field"),
    [
        (PARTS[:1], {}, None),
        ((Part("1501A", 4900), Part("1501A", 4937)), {}, "room_no_2"),
        ((Part("1501A", 4900), Part("1501", 4937)), {}, "room_no_2"),
        ((Part("15/01", 4900), Part("1501B", 4937)), {}, "room_no_1"),
        ((Part("1501A", 4900), Part("1501B", 4000)), {}, "remeasured"),
        (PARTS, {"household_in": 2}, "household"),
        (PARTS, {"on": date(2026, 11, 30)}, "on"),
        (PARTS, {"on": date(2025, 12, 31)}, "on"),
    ],
)
def test_what_does_not_fit_is_refused(
    home: Home, by: Any, parts: Any, more: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(Invalid) as refused, transaction():
        estate.split_home(home, parts, **{**by, **more})
    assert refused.value.field == field
    db.session.expire_all()
    assert home.ended_on is None
    assert db.session.scalars(select(HomeSuccession)).all() == []


def test_areas_measured_anew_may_differ(home: Home, by: Any) -> None:
    with transaction():
        parts = (Part("1501A", 4900), Part("1501B", 4800))
        estate.split_home(home, parts, remeasured=True, **by)
    assert home.area_centi == 9837


def test_a_planned_end_of_tenancy_comes_first(home: Home, by: Any, actor: Any) -> None:
    planned = PlannedEnding(
        community_id=home.community_id, home_id=home.id, on=date(2027, 1, 1), occupancy="vacant",
        created_at=NOW, created_by="林晓燕",
    )  # fmt: skip
    in_transaction(lambda: db.session.add(planned))
    with pytest.raises(Invalid, match="planned to end"), transaction():
        estate.split_home(home, PARTS, **by)


def test_a_care_note_goes_along_and_is_sealed_for_its_new_row(
    home: Home, by: Any, actor: Any
) -> None:
    person = queries.live_ties(home.id, Tie.TENANT)[0].person_id
    with transaction():
        tenant = db.session.get_one(Person, person)
        owners.give_consent(tenant, Agreement([Scope.CARE], "paper", ON), actor=actor, now=NOW)
        owners.keep_care_note(home, tenant, kind="alone", text="独居", actor=actor, now=NOW)
        lived_in, _other = estate.split_home(home, PARTS, **by)
    (note,) = live(CareNote, lived_in)
    assert opened(note)[0].text == "独居"
    assert live(CareNote, home) == []


def test_a_home_is_split_once(home: Home, by: Any) -> None:
    with transaction():
        estate.split_home(home, PARTS, **by)
    with pytest.raises(Conflict), transaction():
        estate.split_home(home, (Part("1501C"), Part("1501D")), remeasured=True, **by)


def test_verify_finds_a_home_that_rose_again(home: Home, by: Any) -> None:
    with transaction():
        estate.split_home(home, PARTS, **by)
    in_transaction(
        lambda: db.session.execute(
            text("UPDATE homes SET ended_on = NULL WHERE id = :id"), {"id": home.id}
        )
    )
    assert "estate.succession" in broken()


def test_shares_of_former_owners_stay_readable(home: Home, by: Any) -> None:
    with transaction():
        estate.split_home(home, PARTS, **by)
    ended = db.session.scalars(select(HouseholdTie).filter_by(home_id=home.id, tie="owner")).all()
    assert [(tie.share, tie.ends_on) for tie in ended] == [(6000, ON), (4000, ON)]
