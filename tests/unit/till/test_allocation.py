"""Which debts a payment meets."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propertydesk.kernel.errors import Invalid
from propertydesk.till.rules.allocation import OpenItem, allocate, check_amount, months_ahead

pytestmark = pytest.mark.unit
JULY, OCTOBER = date(2026, 7, 31), date(2026, 10, 31)
ITEMS = (OpenItem(7, OCTOBER, 67_875), OpenItem(9, JULY, 3_000), OpenItem(3, JULY, 67_875))


def test_what_is_due_longest_is_met_first():
    laid_out = allocate(ITEMS, 70_000)
    assert [(share.item_id, share.fen) for share in laid_out.shares] == [(3, 67_875), (9, 2_125)]
    assert laid_out.surplus_fen == 0


def test_the_payer_may_choose_what_is_met():
    laid_out = allocate(ITEMS, 67_875, chosen={7})
    assert [(share.item_id, share.fen) for share in laid_out.shares] == [(7, 67_875)]


def test_what_is_left_is_kept_as_surplus():
    assert allocate(ITEMS, 200_000).surplus_fen == 200_000 - 138_750


def test_without_debts_all_is_surplus():
    assert allocate((), 5_000) == allocate(ITEMS, 5_000, chosen=set())


debts = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 500_000)), max_size=12).map(
    lambda pairs: [
        OpenItem(number, JULY + timedelta(days=days), fen)
        for number, (days, fen) in enumerate(pairs, 1)
    ]
)


@given(debts, st.integers(0, 5_000_000))
def test_no_fen_is_lost_and_no_debt_is_met_beyond_what_is_open(items, fen):
    laid_out = allocate(items, fen)
    still_open = {item.id: item.open_fen for item in items}
    assert laid_out.met_fen + laid_out.surplus_fen == fen
    assert all(0 < share.fen <= still_open[share.item_id] for share in laid_out.shares)
    assert laid_out.surplus_fen == 0 or laid_out.met_fen == sum(still_open.values())


@given(debts, st.integers(0, 5_000_000))
def test_nothing_younger_is_met_while_something_older_is_open(items, fen):
    met = {share.item_id: share.fen for share in allocate(items, fen).shares}
    oldest_open = min(
        ((item.due_on, item.id) for item in items if met.get(item.id, 0) < item.open_fen),
        default=(date.max, 0),
    )
    assert all((i.due_on, i.id) <= oldest_open for i in items if i.id in met)


@pytest.mark.parametrize(("fen", "allowed"), [(0, True), (-1, True), (101, False)])
def test_nothing_and_an_unwanted_surplus_are_refused(fen, allowed):
    with pytest.raises(Invalid) as refused:
        check_amount(fen, wanted_fen=100, surplus_allowed=allowed)
    assert refused.value.field == "amount"


def test_months_ahead_are_whole_months_and_none_without_a_monthly_charge():
    assert months_ahead(12 * 22_625, 22_625) == 12
    assert months_ahead(12 * 22_625 - 1, 22_625) == 11
    assert months_ahead(5_000, 0) == 0
