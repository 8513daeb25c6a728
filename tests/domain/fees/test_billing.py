"""Billing: who is charged what, once."""

from datetime import date
from typing import Any

import pytest

from propertydesk.estate.models import Home
from propertydesk.fees import rules
from propertydesk.fees import services as fees
from propertydesk.fees.models import BillingRun
from propertydesk.fees.rules import Period, Scope
from propertydesk.fees.rules.settings import DEVELOPER
from propertydesk.kernel.errors import Conflict, NotAllowed
from propertydesk.kernel.money import Money
from propertydesk.platform import settings, tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.tasks import TaskState
from propertydesk.platform.transaction import in_transaction, transaction
from tests.conftest import NOW, make_actor
from tests.factories.estate import (
    BuildingFactory,
    EntranceFactory,
    HomeFactory,
    ParkingSpaceFactory,
)
from tests.factories.fees import (
    ChargeItemFactory,
    FeePriceFactory,
    PayerAgreementFactory,
    VacancyFactory,
    amounts,
    breaches,
    own,
    owned_home,
    post,
    receivables,
)
from tests.factories.owners import PersonFactory, TieFactory

pytestmark = pytest.mark.domain

NOVEMBER = Period(date(2026, 11, 1), 1)
QUARTER = Period(date(2026, 10, 1), 3)


def test_a_home_is_charged_area_times_price_times_months(home: Home, item: Any) -> None:
    item = ChargeItemFactory(community_id=home.community_id, cycle="quarter")
    FeePriceFactory(item=item)
    posted = post(item, QUARTER)
    ((row, balance),) = receivables()
    assert (posted.added, posted.present, posted.total) == (1, 0, 67875)
    assert (row.quantity, row.price, row.months, row.amount.fen) == (
        9837,
        23_000,
        rules.Share(3),
        67875,
    )
    assert (row.starts_on, row.ends_on, row.due_on) == (
        QUARTER.starts_on,
        QUARTER.ends_on,
        date(2026, 10, 31),
    )
    assert (row.payer_name, row.payer_role) == ("张伟明", "owner")
    assert (balance.open.fen, balance.due_on, balance.home_id) == (67875, row.due_on, home.id)
    assert breaches() == {}


def test_posting_again_adds_nothing(home: Home, item: Any) -> None:
    post(item, NOVEMBER)
    again = post(item, NOVEMBER)
    assert (again.added, again.present) == (0, 1)
    assert len(receivables()) == 1


def test_the_narrowest_price_in_force_is_taken(community: Any, item: Any) -> None:
    tower = BuildingFactory(community_id=community.id)
    there = {
        "building": tower,
        "entrance": EntranceFactory(community_id=community.id, building_id=tower.id),
    }
    owned_home(community, area_centi=10_000)
    owned_home(community, area_centi=10_000, **there)
    owned_home(community, area_centi=10_000, **there, kind="shop")
    single = owned_home(community, area_centi=10_000, **there, kind="shop")
    FeePriceFactory(item=item, to=Scope(use="shop"), price=50_000)
    FeePriceFactory(item=item, to=Scope(building_id=tower.id), price=19_000)
    FeePriceFactory(item=item, to=Scope(building_id=tower.id, use="shop"), price=60_000)
    FeePriceFactory(item=item, to=Scope(home_id=single.id), price=10_000)
    post(item, NOVEMBER)
    assert amounts() == [23_000, 19_000, 60_000, 10_000]


def test_a_new_price_in_the_middle_of_a_period_splits_it(home: Home, community: Any) -> None:
    item = ChargeItemFactory(community_id=community.id, cycle="quarter")
    FeePriceFactory(item=item, ends_on=date(2026, 12, 1))
    FeePriceFactory(item=item, price=25_000, starts_on=date(2026, 12, 1))
    post(item, QUARTER)
    assert amounts() == [45250, 24593]  # 98.37 × 2.30 × 2 and 98.37 × 2.50
    assert breaches() == {}


def test_each_pays_for_their_own_days_and_together_the_whole(home: Home, item: Any) -> None:
    (tie,) = db.session.scalars(db.select(TieFactory._meta.model)).all()
    with transaction():
        db.session.merge(tie).ends_on = date(2026, 11, 16)
    buyer = own(home, "欧阳契", starts_on=date(2026, 11, 16))
    post(item, NOVEMBER)
    (seller_row, _), (buyer_row, _) = receivables()
    assert (seller_row.payer_name, seller_row.ends_on) == ("张伟明", date(2026, 11, 15))
    assert (buyer_row.payer_id, buyer_row.starts_on) == (buyer.id, date(2026, 11, 16))
    assert seller_row.amount.fen + buyer_row.amount.fen == 22625
    assert seller_row.amount.fen == 11313  # half of ¥226.251, half a fen up
    assert breaches() == {}


def test_by_the_fifteenth_a_buyer_of_the_sixteenth_owes_nothing_of_the_month(
    home: Home, community: Any
) -> None:
    item = ChargeItemFactory(community_id=community.id, proration="fifteenth")
    FeePriceFactory(item=item)
    own(home, "欧阳契", starts_on=date(2026, 11, 16), share=10_000)
    post(item, NOVEMBER)
    assert [(row.payer_name, row.amount.fen) for row, _ in receivables()] == [("张伟明", 22625)]


def test_of_two_owners_the_larger_share_is_addressed(community: Any, item: Any) -> None:
    home = HomeFactory(community_id=community.id)
    own(home, "李娜", share=4000)
    own(home, "张伟明", share=6000)
    post(item, NOVEMBER)
    assert [row.payer_name for row, _ in receivables()] == ["张伟明"]


def test_a_second_owner_who_joins_does_not_split_the_bill(home: Home, item: Any) -> None:
    own(home, "李娜", share=1, starts_on=date(2026, 11, 10))
    post(item, NOVEMBER)
    assert len(receivables()) == 1


def test_a_tenant_pays_only_if_agreed_and_from_that_day(home: Home, item: Any) -> None:
    tenant = own(home, "王强", tie="tenant", share=None)
    post(item, Period(date(2026, 10, 1), 1))
    PayerAgreementFactory(
        community_id=home.community_id,
        home_id=home.id,
        person_id=tenant.id,
        starts_on=date(2026, 11, 1),
    )
    post(item, NOVEMBER)
    found = [(row.payer_name, row.payer_role) for row, _ in receivables()]
    assert found == [("张伟明", "owner"), ("王强", "tenant")]


def test_an_agreement_about_one_item_comes_before_one_about_all(
    community: Any, home: Home, item: Any
) -> None:
    one, all_ = (PersonFactory(community_id=community.id, name=name) for name in ("王芳", "赵敏"))
    here = {"community_id": community.id, "home_id": home.id, "starts_on": date(2026, 1, 1)}
    PayerAgreementFactory(**here, person_id=one.id, item_id=item.id)
    PayerAgreementFactory(**here, person_id=all_.id)
    post(item, NOVEMBER)
    assert [row.payer_name for row, _balance in receivables()] == ["王芳"]
    assert breaches() == {}


def test_the_developer_pays_until_the_handover(community: Any, item: Any, actor: Actor) -> None:
    owned_home(community, handed_over_on=date(2026, 11, 16), area_centi=10_000)
    HomeFactory(community_id=community.id, occupancy="unsold", area_centi=10_000)
    with transaction():
        settings.change(community.id, DEVELOPER, "锦绣置业", actor=actor, now=NOW)
    post(item, NOVEMBER)
    found = [(row.payer_name, row.payer_role, row.amount.fen) for row, _ in receivables()]
    assert found == [
        ("锦绣置业", "developer", 11_500),
        ("张伟明", "owner", 11_500),
        ("锦绣置业", "developer", 23_000),
    ]


def test_an_approved_vacancy_rate_counts_for_its_days_alone(community: Any, home: Home) -> None:
    item = ChargeItemFactory(community_id=community.id, vacancy_counts=True)
    FeePriceFactory(item=item)
    here = {"community_id": community.id, "home_id": home.id}
    VacancyFactory(**here, starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 16))
    VacancyFactory(**here, starts_on=date(2026, 11, 16), ends_on=date(2027, 1, 1), state="proposed")
    post(item, NOVEMBER)
    assert [(row.percent, row.amount.fen) for row, _ in receivables()] == [(70, 7919), (100, 11313)]
    assert breaches() == {}


def test_a_leap_day_is_a_day_of_its_month(community: Any) -> None:
    item = ChargeItemFactory(community_id=community.id, starts_on=date(2028, 2, 29))
    FeePriceFactory(item=item)
    owned_home(community, area_centi=29_000)
    post(item, Period(date(2028, 2, 1), 1))
    assert amounts() == [2300]  # 290 m² × 2.30 × 1/29


def test_parking_spaces_are_charged_to_the_home_they_belong_to(community: Any, home: Home) -> None:
    item = ChargeItemFactory(community_id=community.id, basis="space")
    FeePriceFactory(item=item, to=Scope(use="owned"), price=600_000)
    FeePriceFactory(item=item, to=Scope(use="let_monthly"), price=3_000_000)
    here = {"community_id": community.id, "home_id": home.id}
    ParkingSpaceFactory(**here, kind="owned", area_centi=0)
    ParkingSpaceFactory(**here, kind="let_monthly")
    ParkingSpaceFactory(community_id=community.id, kind="free")
    posted = post(item, NOVEMBER)
    assert sorted(amounts()) == [6_000, 30_000]
    assert posted.added == 2
    assert post(item, NOVEMBER).added == 0


def test_the_smallest_bill_is_one_fen(community: Any) -> None:
    item = ChargeItemFactory(community_id=community.id, basis="home")
    FeePriceFactory(item=item, price=50)
    owned_home(community)
    post(item, NOVEMBER)
    assert amounts() == [1]


def test_what_cannot_be_charged_is_left_out_with_its_reason(
    community: Any, home: Home, item: Any, actor: Actor
) -> None:
    owned_home(community, area_centi=0)
    HomeFactory(community_id=community.id)  # nobody owns it
    HomeFactory(community_id=community.id, occupancy="unsold")
    owned_home(community, area_centi=99_999_999)
    run = prepared(community, actor)
    (line,) = run.preview["lines"]
    assert (line["count"], line["total"]) == (1, 22625)
    assert line["left_out"] == {
        "no_area": 1,
        "no_payer": 1,
        "no_developer": 1,
        "too_large": 1,
    }
    assert len(line["left_homes"]) == 4


def test_without_a_price_nothing_is_charged_and_it_is_said(community: Any, actor: Actor) -> None:
    ChargeItemFactory(community_id=community.id)
    owned_home(community)
    (line,) = prepared(community, actor).preview["lines"]
    assert (line["count"], line["left_out"]) == (0, {"no_price": 1})


def prepared(community: Any, actor: Actor, **more: Any) -> BillingRun:
    place = community.id
    return in_transaction(
        lambda: fees.prepare_run(place, NOVEMBER.starts_on, actor=actor, now=NOW, **more)
    )


def approved(run: BillingRun, actor: Actor) -> BillingRun:
    def work() -> int:
        found = db.session.get_one(BillingRun, run.id)
        fees.approve_run(found, actor=actor, now=NOW)
        return int(found.task_id or 0)

    from flask import current_app

    task_id = in_transaction(work)
    assert tasks.run_to_end(task_id, current_app._get_current_object()) is TaskState.DONE
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(BillingRun, run.id)


def test_a_run_is_prepared_approved_by_somebody_else_and_posted(
    community: Any, home: Home, item: Any, actor: Actor
) -> None:
    run = prepared(community, actor)
    with pytest.raises(NotAllowed), transaction():
        fees.approve_run(db.session.get_one(BillingRun, run.id), actor=actor, now=NOW)
    run = approved(run, make_actor(community))
    assert (run.state, run.added, run.present, run.total.fen) == ("posted", 1, 0, 22625)
    again = approved(prepared(community, actor), make_actor(community))
    assert (again.added, again.present) == (0, 1)
    assert breaches() == {}


def test_the_preview_is_what_is_posted(community: Any, item: Any, actor: Actor) -> None:
    for area in (3721, 9837, 12_050):
        owned_home(community, area_centi=area)
    run = prepared(community, actor)
    told = [(line["count"], line["total"]) for line in run.preview["lines"]]
    run = approved(run, make_actor(community))
    assert told == [(run.added, run.total.fen)]


def test_missed_periods_are_caught_up_when_asked(
    community: Any, home: Home, item: Any, actor: Actor
) -> None:
    run = approved(prepared(community, actor, catch_up=True), make_actor(community))
    assert run.added == 11  # January, since when the item is charged, to November
    assert {row.period.month for row, _ in receivables()} == set(range(1, 12))


def test_amounts_that_jumped_are_named(community: Any, home: Home, item: Any, actor: Actor) -> None:
    post(item, Period(date(2026, 10, 1), 1))
    FeePriceFactory(item=item, to=Scope(home_id=home.id), price=30_000, starts_on=date(2026, 11, 1))
    (line,) = prepared(community, actor).preview["lines"]
    assert (line["before_count"], line["before_total"]) == (1, 22625)
    assert line["jumps"] == [[home.code, 22625, 29511]]


def test_a_run_is_undone_while_nothing_is_paid_and_can_be_posted_anew(
    community: Any, home: Home, item: Any, actor: Actor
) -> None:
    run = approved(prepared(community, actor), make_actor(community))
    with transaction():
        fees.undo_run(
            db.session.get_one(BillingRun, run.id), reason="单价录错", actor=actor, now=NOW
        )
    ((first, balance),) = receivables()
    assert (balance.is_void, balance.open.fen, balance.adjusted.fen) == (True, 0, -22625)
    again = approved(prepared(community, actor), make_actor(community))
    assert again.added == 1
    assert [row.replaces_id for row, _ in receivables()] == [0, first.id]
    assert breaches() == {}


def test_a_run_with_a_payment_stays(community: Any, home: Home, item: Any, actor: Actor) -> None:
    run = approved(prepared(community, actor), make_actor(community))
    ((row, _),) = receivables()
    with transaction():
        fees.settle({row.id: Money(1)})
    with pytest.raises(Conflict), transaction():
        fees.undo_run(db.session.get_one(BillingRun, run.id), reason="错", actor=actor, now=NOW)
    assert len(receivables()) == 1


def test_a_late_sale_leaves_what_was_billed_alone(community: Any, home: Home, item: Any) -> None:
    """Billed for the whole month first, sold in mid-month afterwards: nobody is charged twice."""
    post(item, NOVEMBER)
    own(home, "欧阳契", starts_on=date(2026, 11, 16), share=10_000)
    assert post(item, NOVEMBER).added == 0
    assert breaches() == {}


def test_a_home_that_ends_is_charged_to_its_last_day(community: Any, item: Any) -> None:
    owned_home(community, area_centi=10_000, ended_on=date(2026, 11, 16))
    owned_home(community, area_centi=10_000, ended_on=date(2026, 10, 31))
    post(item, NOVEMBER)
    assert amounts() == [11_500]
