"""What is agreed on the fees of a home goes on when it is split or joined."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from propertydesk.estate import services as estate
from propertydesk.estate.services import Part
from propertydesk.fees.models import FeePrice, PayerAgreement, VacancyRate
from propertydesk.fees.rules import Period, Scope
from propertydesk.platform.activity import Activity
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.estate import BuildingFactory, EntranceFactory, HomeFactory
from tests.factories.fees import (
    ChargeItemFactory,
    FeePriceFactory,
    PayerAgreementFactory,
    VacancyFactory,
    breaches,
    own,
    owned_home,
    post,
    receivables,
)
from tests.factories.owners import PersonFactory, TieFactory

pytestmark = pytest.mark.domain
ON = date(2026, 11, 16)
PARTS = (Part("1501A", 4900), Part("1501B", 4937))
DECEMBER = Period(date(2026, 12, 1), 1)


@pytest.fixture
def by(actor: Any) -> dict[str, Any]:
    return {"on": ON, "reason": "产权证分割", "actor": actor, "now": NOW}


@pytest.fixture
def second_person(community: Any) -> Any:
    """Somebody in finance who can decide what others propose."""
    staff = StaffFactory()
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role="manager")
    return staff


def own_price(item: Any, home: Any, **more: Any) -> FeePrice:
    return FeePriceFactory(item=item, to=Scope(home_id=home.id), **more)


def of(model: Any, *homes: Any) -> list[Any]:
    ids = [home.id for home in homes]
    return list(db.session.scalars(select(model).where(model.home_id.in_(ids)).order_by(model.id)))


def neighbours(community: Any, *rooms: str) -> list[Any]:
    """Homes next to each other that belong to the same person."""
    here = {"community_id": community.id}
    building = BuildingFactory(**here)
    entrance = EntranceFactory(**here, building_id=building.id, no="2")
    homes = [HomeFactory(**here, building=building, entrance=entrance, room_no=r) for r in rooms]
    owner = own(homes[0], "张伟明")
    for home in homes[1:]:
        TieFactory(**here, home_id=home.id, person_id=owner.id)
    return homes


def is_told(row: Any) -> bool:
    """Whether the history of a carried row begins in the state it has."""
    subject, row_id, _name = row.activity_subject
    query = select(Activity.to_state).filter_by(subject_type=subject, subject_id=row_id)
    return bool(db.session.scalar(query) == row.state)


def test_a_price_for_each_square_metre_holds_in_every_part_at_once(community: Any, by: Any) -> None:
    home, item = owned_home(community, room_no="1501"), ChargeItemFactory(community_id=community.id)
    FeePriceFactory(item=item)
    own_price(item, home, price=20_000, ends_on=date(2027, 6, 1))
    with transaction():
        parts = estate.split_home(home, PARTS, **by)
    carried = of(FeePrice, *parts)
    assert [(each.price, each.state, each.starts_on, each.ends_on) for each in carried] == [
        (20_000, "approved", ON, date(2027, 6, 1))
    ] * 2
    assert all(is_told(each) for each in carried)
    post(item, DECEMBER)
    assert [row.amount.fen for row, _balance in receivables()] == [9_800, 9_874]
    assert breaches() == {}


def test_a_price_for_each_home_waits_for_a_second_person(
    community: Any, by: Any, second_person: Any
) -> None:
    home = owned_home(community, room_no="1501")
    item = ChargeItemFactory(community_id=community.id, basis="flat")
    own_price(item, home, price=500_000)
    with transaction():
        parts = estate.split_home(home, PARTS, **by)
    carried = of(FeePrice, *parts)
    assert [each.state for each in carried] == ["proposed"] * 2
    assert all(is_told(each) for each in carried)
    asked = db.session.scalars(select(Approval)).all()
    assert [(each.kind, each.subject_id) for each in asked] == [("price", p.id) for p in carried]


def test_what_ended_before_is_not_carried_over(community: Any, by: Any) -> None:
    home, item = owned_home(community, room_no="1501"), ChargeItemFactory(community_id=community.id)
    own_price(item, home, ends_on=ON)
    VacancyFactory(
        community_id=community.id, home_id=home.id, starts_on=date(2026, 1, 1), ends_on=ON
    )
    with transaction():
        parts = estate.split_home(home, PARTS, **by)
    assert of(FeePrice, *parts) == of(VacancyRate, *parts) == []


def test_a_vacancy_rate_goes_on_in_every_part_to_its_last_day(community: Any, by: Any) -> None:
    home = owned_home(community, room_no="1501")
    dates = {"starts_on": date(2026, 6, 1), "ends_on": date(2027, 6, 1)}
    VacancyFactory(community_id=community.id, home_id=home.id, **dates)
    with transaction():
        parts = estate.split_home(home, PARTS, **by)
    assert [(each.percent, each.state, each.starts_on, each.ends_on)
            for each in of(VacancyRate, *parts)] == [
        (70, "approved", ON, date(2027, 6, 1))
    ] * 2  # fmt: skip
    assert all(is_told(each) for each in of(VacancyRate, *parts))


def test_a_tenant_who_pays_goes_on_paying_where_they_live(community: Any, by: Any) -> None:
    home = owned_home(community, room_no="1501", occupancy="let")
    tenant = PersonFactory(community_id=community.id, name="王芳")
    since = {"community_id": community.id, "home_id": home.id, "starts_on": date(2026, 1, 1)}
    TieFactory(**since, person_id=tenant.id, tie="tenant", share=None, fee_payer="tenant")
    PayerAgreementFactory(**since, person_id=tenant.id, paper="补充协议 3")
    item = ChargeItemFactory(community_id=community.id)
    FeePriceFactory(item=item)
    with transaction():
        empty, let = estate.split_home(home, PARTS, household_in=1, **by)
    assert of(PayerAgreement, empty) == []
    (agreement,) = of(PayerAgreement, let)
    assert (agreement.person_id, agreement.starts_on, agreement.paper) == (
        tenant.id, ON, "补充协议 3",
    )  # fmt: skip
    post(item, DECEMBER)
    payers = {row.home_id: row.payer_role for row, _balance in receivables()}
    assert payers == {empty.id: "owner", let.id: "tenant"}
    assert breaches() == {}


def test_the_same_price_at_all_homes_that_are_joined_holds_for_the_whole(
    community: Any, by: Any
) -> None:
    homes = neighbours(community, "1501", "1502")
    item = ChargeItemFactory(community_id=community.id)
    for home in homes:
        own_price(item, home, price=20_000)
    with transaction():
        whole = estate.join_homes(homes, Part("1501A"), **by)
    assert [(each.price, each.state) for each in of(FeePrice, whole)] == [(20_000, "approved")]


def test_a_price_that_one_of_the_joined_homes_had_is_for_a_second_person_to_decide(
    community: Any, by: Any, second_person: Any
) -> None:
    homes = neighbours(community, "1501", "1502")
    item = ChargeItemFactory(community_id=community.id)
    own_price(item, homes[1], price=20_000)
    VacancyFactory(community_id=community.id, home_id=homes[0].id, starts_on=date(2026, 6, 1),
                   ends_on=date(2027, 6, 1), reason="装修前空置")  # fmt: skip
    with transaction():
        whole = estate.join_homes(homes, Part("1501A"), **by)
    assert [each.state for each in of(FeePrice, whole)] == ["proposed"]
    assert [each.state for each in of(VacancyRate, whole)] == ["proposed"]
