"""Tenancies: they begin, grow longer and end on a day, at once or when it comes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.owners import queries, services
from propertydesk.owners.events import HomeTransferred, TenancyEnded, TenancyStarted
from propertydesk.owners.jobs import end_planned_tenancies
from propertydesk.owners.models import HouseholdTie, PlannedEnding, Vehicle
from propertydesk.owners.services import OwnerShare, PersonDetails, Terms
from propertydesk.platform import events
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, TieFactory

pytestmark = pytest.mark.domain
TODAY = date(2026, 11, 21)
TENANT = PersonDetails("陈思", phones=(("10012345678", ""),))


@pytest.fixture
def by(actor):
    return {"actor": actor, "now": NOW}


@pytest.fixture
def home(community):
    return HomeFactory(community_id=community.id, room_no="1501")


@pytest.fixture
def told(monkeypatch):
    """What was announced."""
    found = []
    plain = events.announce

    def announce(event):
        found.append(event)
        plain(event)

    for module in ("tenancies", "ownership", "deaths"):
        monkeypatch.setattr(f"propertydesk.owners.services.{module}.announce", announce)
    return found


def rent(home, by, who=TENANT, **terms):
    with transaction():
        return services.start_tenancy(home, who, Terms(**terms), **by)


def leave(home, by, on=TODAY, **more):
    with transaction():
        return services.end_tenancy(
            home, on=on, reason="moved", occupancy="vacant", **{"leaving": (), **more}, **by
        )


def test_a_tenancy_begins_with_its_terms_and_tells_everybody_above(home, by, told):
    tie = rent(
        home,
        by,
        starts_on=date(2024, 2, 29),
        lease_ends_on=date(2027, 2, 28),
        fee_payer="tenant",
    )
    assert (tie.fee_payer, tie.rent_includes_fee, home.occupancy) == ("tenant", False, "let")
    (event,) = told
    assert isinstance(event, TenancyStarted)
    assert (event.on, event.fee_payer, event.person_id) == (
        date(2024, 2, 29),
        "tenant",
        tie.person_id,
    )


def test_a_fee_within_the_rent_is_the_owners(home, by):
    tie = rent(home, by, rent_includes_fee=True)
    assert (tie.fee_payer, tie.rent_includes_fee) == ("owner", True)
    terms = Terms(fee_payer="tenant", rent_includes_fee=True)
    with pytest.raises(Invalid) as refused, transaction():
        services.change_terms(home, terms, **by)
    assert refused.value.field == "fee_payer"


def test_a_lease_only_grows_longer(home, by):
    tie = rent(home, by, starts_on=date(2026, 1, 1), lease_ends_on=date(2026, 12, 31))
    for day in (date(2026, 12, 31), date(2025, 1, 1)):
        with pytest.raises(Invalid) as refused, transaction():
            services.extend_tenancy(home, until=day, **by)
        assert refused.value.field == "until"
    with transaction():
        services.extend_tenancy(home, until=date(2027, 12, 31), **by)
    assert tie.lease_ends_on == date(2027, 12, 31)


def test_those_chosen_leave_with_the_tenants_and_all_are_named_to_those_above(home, by, told):
    tie = rent(home, by)
    with transaction():
        mate = services.join_household(home, PersonDetails("小陈"), tie="member", **by)
        friend = services.join_household(home, PersonDetails("老王"), tie="contact", **by)
        vehicle = services.add_vehicle(home, plate="浙A12345", **by)
    assert leave(home, by, leaving=("member", "vehicle", "owner"))
    assert (tie.ends_on, mate.ends_on, friend.ends_on) == (TODAY, TODAY, None)
    assert db.session.get(Vehicle, vehicle.id).ends_on == TODAY
    ended = told[-1]
    assert isinstance(ended, TenancyEnded)
    assert set(ended.person_ids) == {tie.person_id, mate.person_id}


def test_an_end_to_come_is_planned_and_done_when_the_day_comes(community, home, by, told):
    tie = rent(home, by)
    day = TODAY + timedelta(days=9)
    assert leave(home, by, on=day) is False
    assert tie.ends_on is None
    with pytest.raises(Invalid, match="planned already"):
        leave(home, by, on=day)

    def run(at):
        with transaction():
            return end_planned_tenancies(community.id, at, at)

    assert run(datetime(2026, 11, 29, 16, 10, tzinfo=UTC) - timedelta(days=1)) == 0
    when = datetime(2026, 11, 29, 16, 10, tzinfo=UTC)  # ten past midnight of the 30th in Shanghai
    assert run(when) == 1
    assert run(when) == 0
    db.session.expire_all()
    assert (tie.ends_on, home.occupancy) == (day, "vacant")
    assert isinstance(told[-1], TenancyEnded)
    last = db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert (last.action, last.actor_kind) == ("home.tenancy_end", "system")


@pytest.mark.parametrize("undone_by", ["cancel", "extend", "end", "transfer"])
def test_a_plan_is_off_when_something_else_happens(home, by, undone_by):
    rent(home, by, lease_ends_on=date(2026, 12, 31))
    leave(home, by, on=TODAY + timedelta(days=9))
    with transaction():
        if undone_by == "cancel":
            services.cancel_planned_end(home, **by)
        elif undone_by == "extend":
            services.extend_tenancy(home, until=date(2027, 12, 31), **by)
        elif undone_by == "end":
            services.end_tenancy(home, on=TODAY, reason="x", occupancy="vacant", **by)
        else:
            buyer = [OwnerShare(PersonDetails("欧阳契"), 10000)]
            services.transfer_home(home, buyer, on=TODAY, leaving=("tenant",), **by)
    assert queries.planned_ending(home.id) is None
    assert db.session.scalars(select(PlannedEnding.outcome)).all() == ["cancelled"]


def test_nothing_planned_cannot_be_taken_back(home, by):
    rent(home, by)
    with pytest.raises(Conflict), transaction():
        services.cancel_planned_end(home, **by)


def test_a_lease_about_to_end_is_counted_once_a_home(community, home, by):
    soon = TODAY + timedelta(days=20)
    rent(home, by, lease_ends_on=soon)
    rent(home, by, PersonDetails("合租"), lease_ends_on=soon)
    other = HomeFactory(community_id=community.id)
    rent(other, by, lease_ends_on=TODAY + timedelta(days=31))
    assert queries.leases_ending(community.id, TODAY, 30) == 1
    assert queries.leases_ending(community.id, TODAY, 31) == 2


def test_a_sale_in_mid_month_names_who_owes_before_and_after(community, home, by, told):
    seller = PersonFactory(community_id=community.id, name="邱建国")
    old = TieFactory(
        community_id=community.id, home_id=home.id, person_id=seller.id, starts_on=date(2020, 5, 1)
    )
    day = date(2026, 11, 13)
    with transaction():
        (tie,) = services.transfer_home(
            home, [OwnerShare(PersonDetails("欧阳契"), 10000)], on=day, **by
        )
    event = told[-1]
    assert isinstance(event, HomeTransferred)
    assert (event.former_owners, event.new_owners, event.left, event.on) == (
        (seller.id,),
        (tie.person_id,),
        (seller.id,),
        day,
    )
    assert db.session.get(HouseholdTie, old.id).ends_on == tie.starts_on == day
