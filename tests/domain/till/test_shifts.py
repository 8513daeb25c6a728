"""Drawers are counted blind and taken over by somebody else; closed days stay as they are."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import rules
from propertydesk.till import services as till
from propertydesk.till.models import DayClose, Shift
from tests.conftest import NOW
from tests.factories.till import debtor, open_shift, pay

TODAY, TOMORROW = NOW.date(), NOW + timedelta(days=1)


def shift_of(actor: Actor) -> Shift:
    db.session.expire_all()
    return db.session.scalars(db.select(Shift).filter_by(cashier_id=actor.id)).one()


def count(actor: Actor, pieces: dict[int, int], explanation: str = "") -> None:
    in_transaction(
        lambda: till.count_shift(
            shift_of(actor), pieces, explanation=explanation, actor=actor, now=NOW
        )
    )


def take_over(cashier: Actor, by: Actor, fen: int = 0, explanation: str = "") -> None:
    in_transaction(
        lambda: till.close_shift(
            shift_of(cashier), handed_over=Money(fen), explanation=explanation, actor=by, now=NOW
        )
    )


def test_the_count_is_held_against_float_and_cash(community: Any, cashier: Actor) -> None:
    open_shift(cashier, 50_000)
    pay(debtor(community, 5_800), 5_800, actor=cashier)
    pay(debtor(community, 9_900), 9_900, actor=cashier, method="wechat", reference="W1")
    count(cashier, {10_000: 5, 5_000: 1, 100: 8})
    shift = shift_of(cashier)
    assert (shift.counted, shift.expected, shift.difference) == (
        Money(55_800), Money(55_800), Money.zero,
    )  # fmt: skip


def test_a_difference_of_one_jiao_is_shown_and_has_to_be_explained(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    open_shift(cashier, 10)
    count(cashier, {})
    assert shift_of(cashier).difference == Money(-10)
    with pytest.raises(Invalid) as refused:
        take_over(cashier, finance)
    assert refused.value.field == "explanation"
    take_over(cashier, finance, explanation="找零误差")
    assert shift_of(cashier).state == rules.ShiftState.CLOSED


def test_nobody_counts_or_takes_over_the_wrong_drawer(cashier: Actor, finance: Actor) -> None:
    open_shift(cashier, 0)
    with pytest.raises(NotAllowed):
        in_transaction(
            lambda: till.count_shift(shift_of(cashier), {}, explanation="", actor=finance, now=NOW)
        )
    count(cashier, {})
    with pytest.raises(NotAllowed):
        take_over(cashier, cashier)


def test_more_than_was_counted_cannot_be_handed_over(cashier: Actor, finance: Actor) -> None:
    open_shift(cashier, 10_000)
    count(cashier, {10_000: 1})
    with pytest.raises(Invalid) as refused:
        take_over(cashier, finance, 10_001)
    assert refused.value.field == "handed_over"


def test_a_counted_drawer_takes_no_more_money(community: Any, cashier: Actor) -> None:
    who = debtor(community, 5_800)
    open_shift(cashier, 0)
    count(cashier, {})
    with pytest.raises(Conflict):
        pay(who, 5_800, actor=cashier)


def test_yesterdays_drawer_takes_no_money_today(community: Any, cashier: Actor) -> None:
    who = debtor(community, 5_800)
    open_shift(cashier, 0)
    with pytest.raises(Conflict):
        pay(who, 5_800, actor=cashier, now=TOMORROW)


def test_a_day_closes_when_all_drawers_are_taken_over(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    open_shift(cashier, 0)
    pay(debtor(community, 5_800), 5_800, actor=cashier)
    close = lambda: in_transaction(  # noqa: E731  # said twice below
        lambda: till.close_day(community.id, TODAY, actor=finance, now=NOW)
    )
    with pytest.raises(Conflict):
        close()
    count(cashier, {5_000: 1, 100: 8})
    take_over(cashier, finance, 5_800)
    closed = close()
    assert closed.totals["taken"] == {"cash": 5_800}
    assert closed.totals["receipts"] == ["SJ00000001", "SJ00000001", 1]
    with pytest.raises(Invalid):
        close()
    assert db.session.scalar(db.select(db.func.count()).select_from(DayClose)) == 1


def test_a_closed_day_opens_no_shift(community: Any, cashier: Actor, finance: Actor) -> None:
    in_transaction(lambda: till.close_day(community.id, TODAY, actor=finance, now=NOW))
    with pytest.raises(Conflict):
        open_shift(cashier)


def test_a_month_closes_after_its_days(community: Any, cashier: Actor, finance: Actor) -> None:
    open_shift(cashier, 0)
    december = NOW + timedelta(days=14)
    shut = lambda: in_transaction(  # noqa: E731  # said twice below
        lambda: till.close_books(community.id, TODAY, actor=finance, now=december)
    )
    with pytest.raises(Conflict) as told:
        shut()
    assert "11-21" in str(told.value)
    count(cashier, {})
    take_over(cashier, finance)
    in_transaction(lambda: till.close_day(community.id, TODAY, actor=finance, now=NOW))
    shut()
    with pytest.raises(Invalid):
        shut()
