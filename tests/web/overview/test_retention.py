"""The pages of retention: rules with a preview, reports on screen, paper and as a table; erasing."""

from datetime import date

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.owners.models import Person
from propertydesk.platform import scheduling
from propertydesk.platform.db import db
from propertydesk.platform.retention import RetentionReport
from propertydesk.platform.scheduling import JobRun
from tests.conftest import NOW
from tests.factories.estate import CommunityFactory, HomeFactory
from tests.factories.owners import PersonFactory, TieFactory

pytestmark = pytest.mark.web


@pytest.fixture
def person(community):
    home = HomeFactory(community_id=community.id)
    found = PersonFactory(community_id=community.id, name="欧阳契")
    TieFactory(
        community_id=community.id, person_id=found.id, home_id=home.id, ends_on=date(2022, 1, 1)
    )
    return found


@pytest.fixture
def report(app, community, person) -> int:
    scheduling.run_at(scheduling.timetable(app).job("retention"), community.id, NOW, app)
    found = db.session.scalars(db.select(RetentionReport.id)).one()
    db.session.rollback()
    return found


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_the_rules_say_what_is_due(sign_in, person):
    found = text(sign_in(Role.MANAGER).get("/retention"))
    assert "People who moved away: name" in found
    assert "3 years" in found
    assert "30 years after the end of the accounting year" in found
    assert "half a year after the session ended" in found
    assert '<td class="n" data-label="Due now">1</td>' in found


@pytest.mark.parametrize("role", [Role.CLERK, Role.CASHIER, Role.GUARD])
def test_others_neither_see_nor_erase(sign_in, person, role):
    client = sign_in(role)
    assert client.get("/retention").status_code == 403
    assert client.post_form("/retention/runs").status_code == 403
    assert client.get(f"/people/{person.id}/erasure").status_code == 403
    assert client.post_form(f"/people/{person.id}/erasure").status_code == 403


def test_a_run_can_be_asked_for(app, sign_in, community, person):
    assert sign_in(Role.MANAGER).post_form("/retention/runs").status_code == 303
    db.session.rollback()
    run = db.session.scalars(db.select(JobRun).filter_by(job="retention")).one()
    assert (run.community_id, run.is_waiting) == (community.id, True)


def test_a_report_stands_on_page_paper_and_table(sign_in, report):
    client = sign_in(Role.MANAGER)
    assert f"/retention/{report}" in text(client.get("/retention"))
    assert "People who moved away: name" in text(client.get(f"/retention/{report}"))
    for language in ("zh", "en"):
        with client.session_transaction() as session:
            session["language"] = language
        assert client.get(f"/retention/{report}.pdf").data.startswith(b"%PDF")
    table = client.get(f"/retention/{report}.csv").data.decode("utf-8-sig")
    assert 'remark, plates",1' in table


def test_another_communitys_report_is_missing(sign_in, report):
    client = sign_in(Role.MANAGER, place=CommunityFactory())
    for ending in ("", ".pdf", ".csv"):
        assert client.get(f"/retention/{report}{ending}").status_code == 404


def test_a_person_is_erased_with_reason_and_confirmation(sign_in, person):
    client = sign_in(Role.MANAGER)
    assert "Erase data" in text(client.get(f"/people/{person.id}"))
    url = f"/people/{person.id}/erasure"
    assert "Erase for good" in text(client.get(url))
    refused = client.post_form(url, {"reason": "本人来信"})
    assert refused.status_code == 422
    assert "本人来信" in text(refused)
    assert client.post_form(url, {"reason": "本人来信", "agreed": "y"}).status_code == 303
    page = text(client.get(f"/people/{person.id}"))
    assert "欧阳契" not in page
    assert f"已删除 #{person.id}" in page
    assert "Erase data" not in page


def test_what_stands_against_it_is_told(sign_in, community, person):
    home = HomeFactory(community_id=community.id)
    TieFactory(community_id=community.id, person_id=person.id, home_id=home.id)
    client = sign_in(Role.MANAGER)
    url = f"/people/{person.id}/erasure"
    assert "still belongs to a household" in text(client.get(url))
    answer = client.post_form(url, {"reason": "本人来信", "agreed": "y"})
    assert answer.status_code == 409
    assert "still belongs to a household" in text(answer)
    assert db.session.get_one(Person, person.id).erased_at is None
