"""Chargeable work: on the account once it is confirmed, settled once it is paid."""

from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.fees.models import Receivable, ReceivableBalance
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.money import Money
from propertydesk.owners.models import Person
from propertydesk.platform import workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Activity
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.repairs.models import RepairMaterial, RepairOrder
from propertydesk.repairs.rules import WORKFLOW
from propertydesk.repairs.services import aftercare
from propertydesk.till import services as till
from propertydesk.till.models import Receipt
from tests.conftest import NOW
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, TieFactory
from tests.factories.repairs import RepairOrderFactory
from tests.factories.till import Debtor, decided, open_shift, pay, somebody


@pytest.fixture
def order(community: Any) -> RepairOrder:
    """Finished work: a tap for ¥28.00 and ¥30.00 of labour."""
    home = HomeFactory(community_id=community.id)
    owner = PersonFactory(community_id=community.id)
    TieFactory(community_id=community.id, home_id=home.id, person_id=owner.id)
    found = RepairOrderFactory(
        community_id=community.id, home_id=home.id, reporter_id=owner.id, state="done",
        charge="chargeable", labour=Money(3_000), total=Money(5_800), finished_at=NOW,
        cause="wear", work_done="换角阀",
    )  # fmt: skip

    def add() -> None:
        db.session.add(
            RepairMaterial(
                community_id=community.id, order_id=found.id, name="角阀", quantity=1_000,
                unit_price=Money(2_800), amount=Money(2_800),
            )
        )  # fmt: skip

    in_transaction(add)
    return found


def again(order: RepairOrder) -> RepairOrder:
    db.session.expire_all()
    return db.session.get_one(RepairOrder, order.id)


def verify(order: RepairOrder, actor: Actor) -> None:
    in_transaction(lambda: aftercare.verify(again(order), actor=actor, now=NOW))


def charges(order: RepairOrder) -> list[tuple[int, int]]:
    """Fen charged and fen open, line by line, void ones too."""
    db.session.expire_all()
    query = (
        db.select(Receivable.amount, ReceivableBalance.open)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .filter(Receivable.source_type == "repair", Receivable.source_id == order.id)
        .order_by(Receivable.source_line)
    )
    return [(amount.fen, left.fen) for amount, left in db.session.execute(query)]


def debtor_of(order: RepairOrder) -> Debtor:
    ids = db.session.scalars(db.select(Receivable.id).filter_by(source_id=order.id)).all()
    return Debtor(order.home_id or 0, order.reporter_id or 0, tuple(ids))


def test_confirmed_work_is_charged_line_by_line(order: RepairOrder, actor: Actor) -> None:
    verify(order, actor)
    assert charges(order) == [(3_000, 3_000), (2_800, 2_800)]


def test_free_work_and_common_areas_are_not_charged(
    community: Any, order: RepairOrder, actor: Actor
) -> None:
    free = RepairOrderFactory(
        community_id=community.id, state="done", charge="free", home_id=order.home_id
    )
    verify(free, actor)
    assert charges(free) == []


def test_paying_settles_the_order_and_taking_back_opens_it_again(
    community: Any, order: RepairOrder, actor: Actor
) -> None:
    cashier, finance = somebody(community, Role.CASHIER), somebody(community, Role.FINANCE)
    verify(order, actor)
    open_shift(cashier)
    pay(debtor_of(order), 3_000, actor=cashier, seen=5_800)
    assert again(order).state == "verified"
    number = pay(debtor_of(order), 2_800, actor=cashier).receipt.number
    assert (again(order).state, again(order).receipt_no) == ("settled", number)
    asked = in_transaction(
        lambda: till.ask_void(
            db.session.scalars(db.select(Receipt).filter_by(number=number)).one(),
            reason="错收", actor=cashier, now=NOW,
        )
    )  # fmt: skip
    decided(asked, finance)
    assert (again(order).state, again(order).receipt_no) == ("verified", "")


@pytest.mark.parametrize("gone_on", ["await_call", "close"])
def test_an_order_that_went_on_unpaid_gets_its_receipt_when_it_is_paid(
    community: Any, order: RepairOrder, actor: Actor, gone_on: str
) -> None:
    cashier, finance = somebody(community, Role.CASHIER), somebody(community, Role.FINANCE)
    verify(order, actor)
    in_transaction(lambda: workflow.apply(WORKFLOW, again(order), gone_on, actor=actor, now=NOW))
    state = again(order).state
    open_shift(cashier)
    pay(debtor_of(order), 3_000, actor=cashier, seen=5_800)
    assert again(order).receipt_no == ""
    receipt = pay(debtor_of(order), 2_800, actor=cashier).receipt
    assert (again(order).state, again(order).receipt_no) == (state, receipt.number)

    def ask() -> Approval:
        found = db.session.get_one(Receipt, receipt.id)
        return till.ask_void(found, reason="错收", actor=cashier, now=NOW)

    decided(in_transaction(ask), finance)
    assert (again(order).state, again(order).receipt_no) == (state, "")
    told = db.select(Activity.action, Activity.note).where(Activity.action.endswith("paid"))
    assert db.session.execute(told.order_by(Activity.id)).all() == [
        ("repair.paid", receipt.number),
        ("repair.unpaid", receipt.number),
    ]


def test_work_that_is_sent_back_is_no_longer_owed_and_charged_anew(
    order: RepairOrder, actor: Actor
) -> None:
    verify(order, actor)
    in_transaction(lambda: aftercare.send_back(again(order), reason="漏水", actor=actor, now=NOW))
    assert [left for _amount, left in charges(order)] == [0, 0]


def test_paid_work_is_not_sent_back(community: Any, order: RepairOrder, actor: Actor) -> None:
    cashier = somebody(community, Role.CASHIER)
    verify(order, actor)
    open_shift(cashier)
    pay(debtor_of(order), 3_000, actor=cashier, seen=5_800)
    with pytest.raises(Conflict):
        in_transaction(
            lambda: aftercare.send_back(again(order), reason="漏水", actor=actor, now=NOW)
        )


def test_without_anybody_to_pay_nothing_stands_in_the_way(community: Any, actor: Actor) -> None:
    home = HomeFactory(community_id=community.id)
    lonely = RepairOrderFactory(
        community_id=community.id, home_id=home.id, state="done", charge="chargeable",
        labour=Money(3_000), total=Money(3_000), finished_at=NOW, cause="wear", work_done="x",
    )  # fmt: skip
    verify(lonely, actor)
    assert charges(lonely) == []
    assert again(lonely).state == "verified"
    assert isinstance(db.session.get(Home, home.id), Home)
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == 0
