"""The pages of follow-up calls."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.followups import services
from propertydesk.followups.models import FollowUp
from propertydesk.platform.activity import timeline
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from propertydesk.repairs.models import RepairOrder
from tests.conftest import NOW, make_actor
from tests.factories.estate import CommunityFactory, HomeFactory
from tests.factories.repairs import RepairOrderFactory


@pytest.fixture
def follow_up(community: Any) -> FollowUp:
    home = HomeFactory(community_id=community.id)
    order = RepairOrderFactory(
        community_id=community.id,
        home_id=home.id,
        state="done",
        cause="wear",
        work_done="换锁扣",
        finished_at=NOW - timedelta(hours=20),
    )
    source = services.Source(
        "repair", order.id, order.number, community.id, home.id, "尉迟敏", "ms", "12012345678"
    )
    with transaction():
        return services.plan(
            source,
            NOW + timedelta(hours=2),
            zone="Asia/Shanghai",
            actor=make_actor(community),
            now=NOW,
        )


def test_the_list_shows_who_is_to_be_called_with_a_masked_number(
    sign_in: Any, follow_up: FollowUp
) -> None:
    page = sign_in(Role.CLERK).get("/follow-ups").text
    assert follow_up.number in page
    assert "120****5678" in page
    assert "12012345678" not in page


def test_the_call_page_reads_the_sentences_in_the_residents_language(
    sign_in: Any, follow_up: FollowUp
) -> None:
    browser = sign_in(Role.CLERK)
    assert "尉迟女士您好" in browser.get(f"/follow-ups/{follow_up.id}").text
    english = browser.get(f"/follow-ups/{follow_up.id}?say=en").text
    assert "Brocade Garden service centre" in english


def test_a_satisfied_answer_closes_the_order(sign_in: Any, follow_up: FollowUp) -> None:
    answer = sign_in(Role.CLERK).post_form(
        f"/follow-ups/{follow_up.id}/answer",
        {"overall": "satisfied", "quality": "5", "attitude": "4", "solved": "yes"},
    )
    assert answer.status_code == 303
    db.session.expire_all()
    assert db.session.get_one(RepairOrder, follow_up.source_id).state == "closed"


def test_a_missing_mark_is_said_plainly_and_nothing_typed_is_lost(
    sign_in: Any, follow_up: FollowUp
) -> None:
    answer = sign_in(Role.CLERK).post_form(
        f"/follow-ups/{follow_up.id}/answer",
        {"overall": "fair", "quality": "5", "comment": "来得有点晚"},
    )
    assert answer.status_code == 422
    assert "来得有点晚" in answer.text
    assert "This is needed here." in answer.text


def test_looking_at_the_number_is_written_down(sign_in: Any, follow_up: FollowUp) -> None:
    clerk, asked = sign_in(Role.CLERK), {"headers": {"HX-Request": "true"}}
    assert clerk.post(f"/follow-ups/{follow_up.id}/phone", **asked).status_code == 422
    shown = clerk.post(f"/follow-ups/{follow_up.id}/phone", data={"purpose": "call"}, **asked)
    assert shown.text.strip() == "12012345678"
    entries = timeline(follow_up.community_id, subject=("followup", follow_up.id))
    assert entries[0].action == "followup.reveal"


def test_another_communitys_call_does_not_exist(sign_in: Any, follow_up: FollowUp) -> None:
    browser = sign_in(Role.CLERK, place=CommunityFactory())
    assert browser.get(f"/follow-ups/{follow_up.id}").status_code == 404
    assert browser.post_form(f"/follow-ups/{follow_up.id}/answer", {}).status_code == 404


def test_a_technician_makes_no_calls(sign_in: Any, follow_up: FollowUp) -> None:
    assert sign_in(Role.TECHNICIAN).get(f"/follow-ups/{follow_up.id}").status_code == 403


def test_a_refused_answer_counts_no_attempt(sign_in: Any, follow_up: FollowUp) -> None:
    client = sign_in(Role.CLERK)
    url = f"/follow-ups/{follow_up.id}"
    before = client.get(url).text.count("pd-talk-attempts")
    answer = client.post_form(f"{url}/answer", {"method": "phone", "overall": "dissatisfied"})
    assert answer.status_code == 422
    assert answer.text.count("pd-talk-attempts") == before == 0
