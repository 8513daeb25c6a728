"""Money at the counter: what it meets, what is kept, and what the receipt says."""

from datetime import date
from typing import Any

import pytest

from propertydesk.fees.models import ReceivableBalance
from propertydesk.kernel.errors import Conflict, Invalid, Missing
from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import services as till
from propertydesk.till.models import Allocation, Payment, Prepayment, Receipt
from tests.conftest import NOW, make_actor
from tests.factories.estate import CommunityFactory
from tests.factories.till import debtor, open_shift, pay, tender

JULY, OCTOBER = date(2026, 7, 31), date(2026, 10, 31)


def open_of(receivable_id: int) -> int:
    db.session.expire_all()
    return db.session.get_one(ReceivableBalance, receivable_id).open.fen


def balance(home_id: int) -> int:
    db.session.expire_all()
    found = db.session.scalar(db.select(Prepayment).filter_by(home_id=home_id))
    return found.balance.fen if found else 0


def test_a_payment_meets_what_is_due_longest_first(community: Any, actor: Actor) -> None:
    who = debtor(community, (67_875, OCTOBER), (3_000, JULY), (67_875, JULY))
    open_shift(actor)
    taken = pay(who, 70_000, actor=actor, seen=138_750)
    assert [open_of(each) for each in who.receivable_ids] == [67_875, 0, 875]
    assert taken.receipt.total == Money(70_000)
    assert not taken.surplus


def test_the_payer_chooses_what_is_met(community: Any, actor: Actor) -> None:
    who = debtor(community, (67_875, OCTOBER), (3_000, JULY))
    open_shift(actor)
    pay(who, 67_875, actor=actor, chosen=who.receivable_ids[:1])
    assert [open_of(each) for each in who.receivable_ids] == [0, 3_000]


def test_the_receipt_holds_what_was_met_word_by_word(community: Any, actor: Actor) -> None:
    who = debtor(community, 5_800)
    open_shift(actor)
    receipt = pay(who, 6_000, actor=actor, seen=5_800).receipt
    assert [line["amount"] for line in receipt.lines] == [5_800, 200]
    assert receipt.lines[0]["zh"] == "有偿维修"
    assert (receipt.number, receipt.serial) == ("SJ00000001", 1)
    assert receipt.payer_name == who.payer.name


def test_receipts_are_numbered_without_a_gap(community: Any, actor: Actor) -> None:
    who = debtor(community, 5_800, 6_000)
    open_shift(actor)
    pay(who, 5_800, actor=actor, chosen=who.receivable_ids[:1])
    with pytest.raises(Invalid):
        pay(who, 0, actor=actor)
    pay(who, 6_000, actor=actor, chosen=who.receivable_ids[1:])
    numbers = db.session.scalars(db.select(Receipt.number).order_by(Receipt.id)).all()
    assert numbers == ["SJ00000001", "SJ00000002"]


def test_cash_given_beyond_the_amount_goes_back_as_change(community: Any, actor: Actor) -> None:
    who = debtor(community, 147_550)
    open_shift(actor)
    pay(who, 147_550, actor=actor, tendered=Money(150_000))
    payment = db.session.scalars(db.select(Payment)).one()
    assert (payment.amount, payment.tendered) == (Money(147_550), Money(150_000))


def test_too_little_cash_is_refused_at_its_field(community: Any, actor: Actor) -> None:
    who = debtor(community, 147_550)
    open_shift(actor)
    with pytest.raises(Invalid) as refused:
        pay(who, 147_550, actor=actor, tendered=Money(100_000))
    assert refused.value.field == "tendered"


def test_what_is_paid_beyond_the_bills_is_kept_ahead(community: Any, actor: Actor) -> None:
    who = debtor(community, 5_800)
    open_shift(actor)
    assert pay(who, 10_000, actor=actor, seen=5_800).surplus == Money(4_200)
    assert balance(who.home_id) == 4_200


def test_a_surplus_nobody_wants_kept_is_refused(community: Any, actor: Actor) -> None:
    who = debtor(community, 5_800)
    open_shift(actor)
    with pytest.raises(Invalid) as refused:
        pay(who, 10_000, actor=actor, seen=5_800, keep=False)
    assert refused.value.field == "amount"


def test_what_somebody_else_took_meanwhile_is_not_taken_twice(community: Any, actor: Actor) -> None:
    who = debtor(community, 5_800)
    open_shift(actor)
    pay(who, 5_800, actor=actor)
    second = pay(who, 5_800, actor=actor, keep=False)
    assert second.surplus == Money(5_800)
    assert balance(who.home_id) == 5_800


def test_a_voucher_is_entered_once_for_its_method(community: Any, actor: Actor) -> None:
    who = debtor(community, 5_800, 6_000)
    open_shift(actor)
    first, second = who.receivable_ids
    pay(who, 5_800, actor=actor, chosen=(first,), method="wechat", reference="4200A1")
    with pytest.raises(Invalid) as refused:
        pay(who, 6_000, actor=actor, chosen=(second,), method="wechat", reference="4200A1")
    assert refused.value.field == "reference"
    pay(who, 6_000, actor=actor, chosen=(second,), method="alipay", reference="4200A1")


def test_a_transfer_needs_its_voucher(community: Any, actor: Actor) -> None:
    who = debtor(community, 5_800)
    open_shift(actor)
    with pytest.raises(Invalid) as refused:
        pay(who, 5_800, actor=actor, method="transfer")
    assert refused.value.field == "reference"


def test_nothing_is_taken_without_an_open_shift(community: Any, actor: Actor) -> None:
    with pytest.raises(Conflict):
        pay(debtor(community, 5_800), 5_800, actor=actor)


def test_a_prepayment_pays_as_far_as_something_is_open(community: Any, actor: Actor) -> None:
    who = debtor(community, 5_800)
    open_shift(actor)
    in_transaction(lambda: till.pay_ahead(who.payer, tender(20_000), actor=actor, now=NOW))
    receipt = pay(who, 5_800, actor=actor, method="prepayment").receipt
    assert balance(who.home_id) == 14_200
    assert open_of(who.receivable_ids[0]) == 0
    assert receipt.total == Money(5_800)


def test_a_prepayment_is_never_overdrawn(community: Any, actor: Actor) -> None:
    who = debtor(community, 5_800)
    open_shift(actor)
    in_transaction(lambda: till.pay_ahead(who.payer, tender(5_799), actor=actor, now=NOW))
    with pytest.raises(Invalid) as refused:
        pay(who, 5_800, actor=actor, method="prepayment")
    assert refused.value.field == "amount"
    assert balance(who.home_id) == 5_799


def test_one_payment_meets_the_bills_of_several_homes(community: Any, actor: Actor) -> None:
    first, second = debtor(community, 5_800), debtor(community, 6_000)
    open_shift(actor)
    both = (*first.receivable_ids, *second.receivable_ids)
    receipt = pay(first, 11_800, actor=actor, chosen=both).receipt
    assert [open_of(each) for each in both] == [0, 0]
    assert len({line["home"] for line in receipt.lines}) == 2


def test_bills_of_another_community_are_as_missing_as_none(community: Any, actor: Actor) -> None:
    foreign = debtor(CommunityFactory(), 5_800)
    open_shift(actor)
    who = debtor(community, 6_000)
    for strange in (foreign.receivable_ids, (999_999,)):
        with pytest.raises(Missing):
            pay(who, 5_800, actor=actor, chosen=strange)
    assert db.session.scalar(db.select(db.func.count()).select_from(Allocation)) == 0


def test_two_cashiers_have_a_drawer_each(community: Any, actor: Actor) -> None:
    other = make_actor(community)
    assert open_shift(actor).number != open_shift(other).number
    with pytest.raises(Invalid):
        open_shift(actor)
