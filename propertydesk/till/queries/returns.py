"""One deposit and one prepayment with everything beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.owners.models import Person
from propertydesk.platform import approvals
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.till import rules
from propertydesk.till.models import (
    Deposit,
    DepositReturn,
    Payment,
    Prepayment,
    PrepaymentMovement,
    Receipt,
    Refund,
)
from propertydesk.till.queries.prints import prints_of, prints_of_each
from propertydesk.till.queries.refund_paper import refunds_of
from propertydesk.till.queries.standing import is_taken_back

MOST_MOVEMENTS = 100


@dataclass(frozen=True)
class ShownDeposit:
    """A deposit, its receipt, its end, and what is being asked about it."""

    deposit: Deposit
    payment: Payment
    receipt: Receipt
    home: Home | None
    end: DepositReturn | None
    state: rules.DepositState
    asked: Approval | None
    printed: int

    @property
    def is_held(self) -> bool:
        """Whether the money is still here."""
        return self.state == rules.DepositState.HELD


@dataclass(frozen=True)
class ShownPrepayment:
    """A prepayment with its movements, the newest first."""

    account: Prepayment
    home: Home
    payer: Person
    movements: Sequence[tuple[PrepaymentMovement, str | None]]
    refunds: Mapping[int, Refund]
    prints: Mapping[str, int]
    asked: Approval | None


def deposit(found: Deposit) -> ShownDeposit:
    """Everything about one deposit."""
    end = db.session.scalar(select(DepositReturn).filter_by(deposit_id=found.id))
    state = rules.DepositState.RETURNED if end else rules.DepositState.HELD
    if end is None and is_taken_back(found.payment_id):
        state = rules.DepositState.TAKEN_BACK
    return ShownDeposit(
        deposit=found,
        payment=db.session.get_one(Payment, found.payment_id),
        receipt=db.session.scalars(select(Receipt).filter_by(payment_id=found.payment_id)).one(),
        home=db.session.get(Home, found.home_id) if found.home_id else None,
        end=end,
        state=state,
        asked=_asked("deposit", found.id),
        printed=prints_of(end) if end else 0,
    )


def prepayment(found: Prepayment) -> ShownPrepayment:
    """Everything about one prepayment; movements with the receipt they came with."""
    query = (
        select(PrepaymentMovement, Receipt.number)
        .outerjoin(Receipt, Receipt.payment_id == PrepaymentMovement.payment_id)
        .where(PrepaymentMovement.prepayment_id == found.id)
        .order_by(PrepaymentMovement.id.desc())
        .limit(MOST_MOVEMENTS)
    )
    refunds = refunds_of(found)
    return ShownPrepayment(
        account=found,
        home=db.session.get_one(Home, found.home_id),
        payer=db.session.get_one(Person, found.payer_id),
        movements=[(movement, number) for movement, number in db.session.execute(query)],
        refunds=refunds,
        prints=prints_of_each(refunds.values()),
        asked=_asked("prepayment", found.id),
    )


def _asked(subject_type: str, subject_id: int) -> Approval | None:
    query = select(Approval).where(
        Approval.subject_type == subject_type,
        Approval.subject_id == subject_id,
        Approval.state == approvals.State.WAITING,
    )
    return db.session.scalar(query.limit(1))
