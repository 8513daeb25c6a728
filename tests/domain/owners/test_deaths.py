"""Deaths and inheritances: nobody calls the dead, their home waits for the heirs."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from propertydesk.followups import queries as calls
from propertydesk.followups import services as followups
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.owners import queries, services
from propertydesk.owners.models import HouseholdTie, Person
from propertydesk.owners.rules.inheritance import Ground
from propertydesk.owners.services import OwnerShare, PersonDetails
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory

pytestmark = pytest.mark.domain
TODAY = date(2026, 11, 21)


@pytest.fixture
def by(actor):
    return {"actor": actor, "now": NOW}


@pytest.fixture
def home(community):
    return HomeFactory(community_id=community.id, room_no="1501")


def resident(home, name, tie="owner", share=None, *, phone=True):
    person = PersonFactory(community_id=home.community_id, name=name)
    if phone:
        PhoneFactory(community_id=home.community_id, person_id=person.id)
    TieFactory(
        community_id=home.community_id,
        home_id=home.id,
        person_id=person.id,
        tie=tie,
        share=share,
        starts_on=date(2015, 1, 1),
    )
    return person


def die(person, by, on=date(2026, 11, 2)):
    with transaction():
        services.record_death(person, on=on, source="家属告知，已见死亡证明", **by)


def planned_call(home, person, by):
    source = followups.Source(
        type="survey",
        id=person.id,
        number=f"BX-{person.id}",
        community_id=home.community_id,
        home_id=home.id,
        contact_name=person.name,
        salutation=person.salutation,
        phone="10000000001",
        person_id=person.id,
    )
    with transaction():
        return followups.plan(source, NOW + timedelta(hours=1), zone="Asia/Shanghai", **by)


def test_who_has_died_is_marked_and_never_offered_to_call(home, by):
    owner = resident(home, "严德胜", share=10000)
    daughter = resident(home, "严惠芬", "contact")
    die(owner, by)
    assert "已故" in owner.title or "deceased" in owner.title
    (shown,) = queries.household(home.id, home.community_id).owners
    assert shown.phone is None
    assert [each.person_id for each in queries.callers(home.id)] == [daughter.id]
    with pytest.raises(Conflict):
        die(owner, by)
    with pytest.raises(Invalid, match="died"), transaction():
        services.join_household(home, owner, tie="contact", **by)


def test_calls_that_wait_go_to_the_next_of_the_household(home, by):
    owner = resident(home, "严德胜", share=10000)
    daughter = resident(home, "严惠芬", "contact")
    call = planned_call(home, owner, by)
    die(owner, by)
    assert (call.person_id, call.contact_name, call.state) == (daughter.id, "严惠芬", "planned")
    assert call.phone == queries.first_phones([daughter.id])[daughter.id]


def test_where_nobody_is_left_the_call_ends_as_unreachable(home, by):
    owner = resident(home, "严德胜", share=10000)
    resident(home, "小孩", "member", phone=False)
    call = planned_call(home, owner, by)
    die(owner, by)
    assert call.state == "unreachable"


def test_a_mistaken_death_is_taken_back_with_its_reason(home, by):
    owner = resident(home, "严德胜", share=10000)
    with pytest.raises(Conflict), transaction():
        services.revoke_death(owner, reason="x", **by)
    die(owner, by)
    with transaction():
        services.revoke_death(owner, reason="同名误录", **by)
    assert (owner.died_on, owner.death_source) == (None, "")
    assert [each.person_id for each in queries.callers(home.id)] == [owner.id]
    last = db.session.scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert (last.action, last.reason) == ("person.death_revoke", "同名误录")


def inherit(home, by, *owners, on=TODAY):
    with transaction():
        return services.inherit_home(home, owners, on=on, ground=Ground.CERTIFICATE, **by)


def test_the_share_of_the_dead_passes_to_the_heirs_and_the_widow_keeps_hers(home, by):
    husband, widow = resident(home, "严德胜", share=6000), resident(home, "戴淑珍", share=4000)
    die(husband, by)
    daughter = PersonDetails("严惠芬")
    inherit(home, by, OwnerShare(widow, 7000), OwnerShare(daughter, 3000))
    live = queries.live_ties(home.id)
    assert sorted(tie.share for tie in live) == [3000, 7000]
    assert husband.id not in {tie.person_id for tie in live}
    every = db.session.scalars(select(HouseholdTie).filter_by(home_id=home.id)).all()
    for day in (date(2020, 1, 1), TODAY):  # I47: at every date the shares are a whole
        held = [t.share for t in every if t.starts_on <= day and (not t.ends_on or t.ends_on > day)]
        assert sum(held) == 10000, day


def test_an_inheritance_needs_a_death_and_leaves_the_living_their_share(home, by):
    husband, widow = resident(home, "严德胜", share=6000), resident(home, "戴淑珍", share=4000)
    heir = PersonDetails("严惠芬")
    with pytest.raises(Invalid, match="No owner"):
        inherit(home, by, OwnerShare(widow, 10000))
    die(husband, by)
    for owners, words in (
        ([OwnerShare(husband, 6000), OwnerShare(widow, 4000)], "Leave out"),
        ([OwnerShare(widow, 3000), OwnerShare(heir, 7000)], "keeps at least"),
        ([OwnerShare(heir, 10000)], "keeps at least"),
        ([OwnerShare(widow, 4000), OwnerShare(heir, 5000)], "100 %"),
    ):
        with pytest.raises(Invalid, match=words):
            inherit(home, by, *owners)
    with pytest.raises(Invalid) as refused:
        inherit(home, by, OwnerShare(widow, 10000), on=date(2026, 11, 1))
    assert refused.value.field == "on"


def test_a_company_does_not_die(home, by):
    firm = PersonFactory(community_id=home.community_id, name="禾田贸易有限公司", kind="company")
    with pytest.raises(Invalid, match="company"):
        die(firm, by)


def test_who_rests_is_not_offered_by_the_queue(home, by, set_clock):
    owner = resident(home, "许庆林", share=10000)
    planned_call(home, owner, by)
    end = NOW + timedelta(days=1)
    assert len(calls.queue(home.community_id, until=end)) == 1
    for begins, ends, offered in (
        (time(8), time(10), 0),  # it is nine
        (time(22), time(9, 30), 0),  # over midnight
        (time(22), time(9), 1),  # its end is free again
        (time(12), time(14), 1),
    ):
        with transaction():
            services.set_wishes(
                db.session.get(Person, owner.id),
                channel="wechat",
                language="zh",
                quiet_from=begins,
                quiet_until=ends,
                **by,
            )
        assert len(calls.queue(home.community_id, until=end)) == offered, (begins, ends)
