"""Guards and inspectors take reports in without seeing the desk's orders."""

from collections.abc import Callable
from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from tests.factories.repairs import household_of, technician_of
from tests.web.repairs.test_desk import filled, orders


@pytest.mark.parametrize("role", [Role.GUARD, Role.INSPECTOR])
def test_who_may_only_report_ends_on_the_start_page(
    community: Any, sign_in: Callable[..., Any], role: Role
) -> None:
    technician_of(community)
    client = sign_in(role)
    answer = client.post_form("/repairs/new", filled())
    assert answer.location == "/"
    start = client.get("/").text
    assert orders()[-1].number in start
    assert f"/repairs/{orders()[-1].id}" not in start


def test_hits_of_a_guard_lead_to_a_page_they_may_open(
    community: Any, sign_in: Callable[..., Any]
) -> None:
    home, _person = household_of(community)
    client = sign_in(Role.GUARD)
    page = client.get(f"/search?q={home.code}").text
    assert f"/repairs/new?home={home.id}" in page
    assert f'"/homes/{home.id}"' not in page


def test_the_form_of_a_guard_leads_nowhere_closed(
    community: Any, sign_in: Callable[..., Any]
) -> None:
    home, _person = household_of(community)
    page = sign_in(Role.GUARD).get(f"/repairs/new?home={home.id}").text
    assert 'href="/repairs"' not in page
    assert f'href="/homes/{home.id}"' not in page
    assert 'value="print"' not in page
