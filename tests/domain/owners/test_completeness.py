"""Completeness of files: what is missing, told the same for one home and in the listing."""

from datetime import date

import pytest

from propertydesk.owners import queries, services
from propertydesk.owners.queries.person_listings import COMPLETENESS
from propertydesk.owners.rules.completeness import CONTACT_COUNTS, NEEDS, Need, percent
from propertydesk.owners.rules.consents import PRIVACY_VERSION
from propertydesk.owners.services import Agreement, Terms
from propertydesk.platform import settings
from propertydesk.platform.db import db
from propertydesk.platform.listing.declare import COMMUNITY
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory
from tests.statements import counted

pytestmark = pytest.mark.domain
TODAY = date(2026, 11, 21)


@pytest.fixture
def by(actor):
    return {"actor": actor, "now": NOW}


@pytest.fixture
def home(community):
    return HomeFactory(community_id=community.id, room_no="1501", occupancy="owner")


def resident(home, tie="owner", *, phone=True, **facts):
    person = PersonFactory(community_id=home.community_id, **facts)
    if phone:
        PhoneFactory(community_id=home.community_id, person_id=person.id)
    share = 10000 if tie == "owner" else None
    TieFactory(
        community_id=home.community_id, home_id=home.id, person_id=person.id, tie=tie, share=share
    )
    return person


def missing(home):
    db.session.expire_all()
    return [need.value for need in queries.completeness_of(home.id).missing]


def sign(person, by):
    with transaction():
        said = Agreement(scopes=("notice",), channel="paper", given_on=TODAY)
        services.give_consent(person, said, **by)


def test_an_empty_file_lacks_owner_handover_and_contact(home):
    assert missing(home) == ["owner", "move_in", "contact"]
    assert queries.completeness_of(home.id).percent == 50


def test_a_file_becomes_complete_step_by_step(community, by):
    home = HomeFactory(
        community_id=community.id, occupancy="owner", handed_over_on=date(2020, 2, 29)
    )
    owner = resident(home, phone=False)
    assert missing(home) == ["phone", "notice", "contact"]
    with transaction():
        services.add_phone(owner, number="10012345678", note="", **by)
    sign(owner, by)
    resident(home, "contact")
    assert missing(home) == []
    assert queries.completeness_of(home.id).percent == 100
    with transaction():
        settings.change(community.id, PRIVACY_VERSION, "2027-01", **by)
    assert missing(home) == ["notice"]


def test_a_let_home_needs_more_and_an_owner_elsewhere_an_address(home, by):
    owner = resident(home)
    sign(owner, by)
    resident(home, "contact")
    with transaction():
        services.start_tenancy(home, PersonFactory(community_id=home.community_id), Terms(), **by)
    assert missing(home) == ["address", "move_in", "tenant_phone", "lease", "payer"]
    with transaction():
        terms = Terms(date(2026, 1, 1), date(2027, 1, 1), "owner")
        services.change_terms(home, terms, **by)
    assert missing(home) == ["address", "move_in", "tenant_phone"]


def test_a_let_home_without_a_tenant_says_so(community):
    home = HomeFactory(community_id=community.id, occupancy="let")
    assert "tenant" in missing(home)


def test_a_company_needs_its_code_and_somebody_to_speak_to(home, by):
    firm = resident(home, kind="company", name="禾田贸易有限公司")
    assert "company" in missing(home)
    assert "notice" not in missing(home)
    with transaction():
        services.edit_company(
            firm,
            contact_person="王敏",
            contact_role="行政",
            credit_code="91330100ma00000000",
            **by,
        )
    assert "company" not in missing(home)
    assert firm.credit_code == "91330100MA00000000"


def test_nothing_is_asked_of_who_has_died_or_of_an_unsold_home(community, home, by):
    owner = resident(home, phone=False)
    with transaction():
        services.record_death(owner, on=TODAY, source="家属", **by)
    assert missing(home) == ["move_in", "contact"]
    unsold = HomeFactory(community_id=community.id, occupancy="unsold")
    assert queries.completeness_of(unsold.id).percent == 100


def test_the_contact_may_be_left_to_peoples_own_will(home, by):
    with transaction():
        settings.change(home.community_id, CONTACT_COUNTS, False, **by)
    assert missing(home) == ["owner", "move_in"]
    assert queries.completeness_of(home.id).percent == percent(5, 2) == 60


def test_the_listing_tells_the_same_in_one_query(community, home, by):
    resident(home)
    for number in range(12):
        HomeFactory(community_id=community.id, room_no=f"16{number:02d}", occupancy="let")
    with counted() as asked:
        rows = db.session.execute(
            COMPLETENESS.page_select("worst", backwards=False), {COMMUNITY: community.id}
        ).all()
    assert asked.count == 1
    shown = {row.id: (row.percent, row.missing.split()) for row in rows}
    for home_id, (share, codes) in shown.items():
        found = queries.completeness_of(home_id)
        assert (found.percent, [need.value for need in found.missing]) == (share, codes)
    assert [row.percent for row in rows] == sorted(row.percent for row in rows)
    assert queries.incomplete_count(community.id) == len(rows) == 13


def test_every_need_is_declared():
    assert set(NEEDS) == set(Need)


def test_the_paper_file_says_where_it_lies(home, by):
    with transaction():
        services.archive_file(home, file_no="A-0012", place="柜 3 第 2 层", on=TODAY, **by)
    with transaction():
        services.archive_file(home, file_no="A-0013", place="", on=TODAY, **by)
    assert queries.completeness_of(home.id).file.file_no == "A-0013"
