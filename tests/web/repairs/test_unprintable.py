"""A character beyond the printing font is told plainly, before a print is counted."""

from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.platform.db import db
from propertydesk.repairs.models import RepairOrder
from tests.conftest import NOW
from tests.factories.estate import HomeFactory
from tests.factories.repairs import RepairOrderFactory


@pytest.mark.parametrize(
    ("language", "words"), [("en", "lacks the character 𠮷 (U+20BB7)"), ("zh", "𠮷")]
)
def test_a_rare_name_is_refused_by_name_and_nothing_is_counted(
    sign_in: Any, community: Any, language: str, words: str
) -> None:
    home = HomeFactory(community_id=community.id)
    order = RepairOrderFactory(
        community_id=community.id,
        home_id=home.id,
        description="𠮷田家漏水",
        appointment_from=NOW,
        appointment_to=NOW,
    )
    browser = sign_in(Role.CLERK, language=language)
    url = f"/repairs/{order.id}/slips"
    refused = browser.post_form(url, {"language": "zh", "paper": "A5"})
    assert refused.status_code == 422
    assert words in refused.text
    assert "U+20BB7" in refused.text
    db.session.expire_all()
    assert db.session.get_one(RepairOrder, order.id).prints == 0
