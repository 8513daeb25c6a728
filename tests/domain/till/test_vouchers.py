"""Vouchers for the accounting system: even, in the right accounts, red where something came back."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from propertydesk.kernel.errors import Conflict
from propertydesk.platform import settings
from propertydesk.platform.access import Actor, system_actor
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import rules
from propertydesk.till import services as till
from propertydesk.till.queries import vouchers
from propertydesk.till.queries.vouchers import Entry, Span, Voucher, What
from propertydesk.till.rules import accounts
from propertydesk.till.rules.accounts import Account
from tests.conftest import NOW
from tests.factories.till import ahead, debtor, decided, hold, open_shift, pay

TODAY = date(2026, 11, 21)
YESTERDAY = datetime(2026, 11, 20, 1, tzinfo=UTC)


def entries(community: Any, first: date = TODAY) -> list[Entry]:
    return vouchers.entries(Span(community.id, first, TODAY))


def sums(found: list[Entry]) -> dict[tuple[str, str], tuple[int, int]]:
    """Kind of voucher and account to debit and credit in fen."""
    debit: Counter[Any] = Counter()
    credit: Counter[Any] = Counter()
    for each in found:
        key = each.voucher.value, each.account.code
        debit[key] += each.debit
        credit[key] += each.credit
    return {key: (debit[key], credit[key]) for key in debit | credit}


def test_money_charges_prepayments_and_deposits_stand_in_their_accounts(
    community: Any, cashier: Actor
) -> None:
    who = debtor(community, 5_000)
    open_shift(cashier)
    pay(who, 7_000, actor=cashier, seen=5_000)
    other = debtor(community, 3_000)
    pay(other, 3_000, actor=cashier, method="wechat", reference="WX1")
    hold(who, 20_000, actor=cashier)
    assert sums(entries(community)) == {
        ("收", "1001"): (27_000, 0),
        ("收", "1002"): (3_000, 0),
        ("收", "1122"): (0, 8_000),
        ("收", "2203"): (0, 2_000),
        ("收", "2241"): (0, 20_000),
        ("转", "1122"): (8_000, 0),
        ("转", "6051"): (0, 8_000),
    }


def test_a_prepayment_set_off_moves_no_money(community: Any, cashier: Actor) -> None:
    who = debtor(community, 5_000, now=YESTERDAY)
    open_shift(cashier)
    ahead(who, 9_000, actor=cashier)
    system = system_actor(community.id)
    in_transaction(lambda: till.offset_prepayments(community.id, actor=system, now=NOW))
    found = sums(entries(community))
    assert found[("转", "2203")] == (5_000, 0)
    assert found[("转", "1122")] == (0, 5_000)


def test_paying_with_a_prepayment_at_the_counter_moves_no_money(
    community: Any, cashier: Actor
) -> None:
    who = debtor(community, 5_000, now=YESTERDAY)
    open_shift(cashier)
    ahead(who, 9_000, actor=cashier)
    pay(who, 5_000, actor=cashier, method="prepayment")
    found = sums(entries(community))
    assert found[("转", "2203")] == (5_000, 0)
    assert found[("转", "1122")] == (0, 5_000)
    assert found[("收", "1001")] == (9_000, 0)


def test_what_is_taken_back_stands_in_red_on_its_own_side(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    who = debtor(community, 5_000, now=YESTERDAY)
    open_shift(cashier)
    receipt = pay(who, 7_000, actor=cashier, seen=5_000).receipt
    asked = in_transaction(lambda: till.ask_void(receipt, reason="错收", actor=cashier, now=NOW))
    decided(asked, finance)
    red = [
        (each.account.code, each.debit, each.credit) for each in entries(community) if each.is_red
    ]
    assert sorted(red) == [("1001", -7_000, 0), ("1122", 0, -5_000), ("2203", 0, -2_000)]
    assert all(pair == (0, 0) for pair in sums(entries(community)).values())


def test_accounts_are_the_companys_own(community: Any, cashier: Actor) -> None:
    who = debtor(community, 5_000)
    open_shift(cashier)
    pay(who, 5_000, actor=cashier)
    for setting, text in (
        (accounts.CASH, "100101 收费处现金"),
        (accounts.ITEMS, "repair = 605102 维修收入；WY=600101 物业费"),
    ):
        in_transaction(
            lambda setting=setting, text=text: settings.change(
                community.id, setting, text, actor=cashier, now=NOW
            )
        )
    named = {each.account for each in entries(community)}
    assert Account("100101", "收费处现金") in named
    assert Account("605102", "维修收入") in named


def test_an_uneven_voucher_does_not_leave_the_house() -> None:
    lonely = Entry(TODAY, Voucher.RECEIVED, What.TAKEN, Account("1001", "库存现金"), debit=100)
    with pytest.raises(Conflict):
        vouchers.check_even([lonely])


def test_a_month_holds_the_vouchers_of_its_days(community: Any, cashier: Actor) -> None:
    debtor(community, 5_000, now=YESTERDAY)
    debtor(community, 6_000)
    numbers = {each.number for each in entries(community, TODAY - timedelta(days=5))}
    assert numbers == {"转-20261120", "转-20261121"}
    assert rules.Method.CASH not in {each.method for each in entries(community)}
