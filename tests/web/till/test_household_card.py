"""A household's page tells whoever works at the till what is ahead, held, and paid last."""

from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from tests.factories.till import ahead, debtor, hold, open_shift, pay, somebody


@pytest.fixture
def household(community: Any) -> Any:
    """A household with a payment, money ahead and a deposit."""
    cashier = somebody(community, Role.CASHIER)
    open_shift(cashier)
    who = debtor(community, 5_800)
    pay(who, 5_800, actor=cashier)
    ahead(who, 12_000, actor=cashier)
    hold(who, 30_000, actor=cashier)
    return who


def test_the_cashier_sees_what_was_paid_and_what_is_held(household: Any, sign_in: Any) -> None:
    page = sign_in(Role.CASHIER).get(f"/homes/{household.home_id}").text
    assert "Last payment" in page
    assert "SJ00000002" in page  # money paid ahead is a payment too
    assert "120.00" in page
    assert "300.00" in page
    assert f"/till?home={household.home_id}" in page


def test_a_household_that_paid_nothing_says_so(community: Any, sign_in: Any) -> None:
    who = debtor(community, 5_800)
    assert "Nothing was paid yet" in sign_in(Role.CASHIER).get(f"/homes/{who.home_id}").text


def test_the_manager_looks_and_takes_nothing(household: Any, sign_in: Any) -> None:
    page = sign_in(Role.MANAGER).get(f"/homes/{household.home_id}").text
    assert "Last payment" in page
    assert f"/till?home={household.home_id}" not in page


@pytest.mark.parametrize("role", [Role.CLERK, Role.TECHNICIAN])
def test_who_has_nothing_to_do_with_the_till_sees_no_card(
    household: Any, sign_in: Any, role: Role
) -> None:
    page = sign_in(role).get(f"/homes/{household.home_id}").text
    assert "Last payment" not in page
