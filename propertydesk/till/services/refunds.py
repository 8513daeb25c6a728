"""Prepayments that go back, by a second person's leave (SPC interpretation Art 3)."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.sequences import next_number
from propertydesk.till import rules
from propertydesk.till.models import Prepayment, Refund, Shift
from propertydesk.till.services import prepayments

SERIES = "TK"


@dataclass(frozen=True)
class Refunding:
    """What goes back, to whom and by which way."""

    amount: Money
    payee_name: str
    method: rules.Method
    reason: str
    reference: str = ""


def check_refundable(account: Prepayment, refunding: Refunding) -> None:
    """Raise Invalid on `amount` for nothing and beyond the balance, on `reason` without one."""
    lock(account)
    if not 0 < refunding.amount.fen <= account.balance.fen:
        raise Invalid(
            N_("The prepayment holds ¥%(balance)s only."),
            field="amount",
            balance=account.balance.grouped,
        )
    if not refunding.reason:
        raise Invalid(N_("This is needed here."), field="reason")


def refund(
    account: Prepayment,
    refunding: Refunding,
    shift: Shift,
    *,
    asked_by: int,
    actor: Actor,
    now: datetime,
) -> Refund:
    """Give a prepayment back; `actor` is the second person, the money leaves `shift`.

    Raises as `check_refundable` does.
    """
    lock(shift)
    check_refundable(account, refunding)
    movement = prepayments.move(
        account, -refunding.amount, rules.MovementKind.REFUND, payment=None, now=now
    )
    day = business_date(now, estate.zone_of(account.community_id))
    serial = next_number(SERIES, account.community_id, f"{day:%Y%m%d}")
    given = Refund(
        community_id=account.community_id,
        number=document_number(SERIES, day, serial),
        movement_id=movement.id,
        amount=refunding.amount,
        payee_name=refunding.payee_name,
        method=refunding.method,
        reference=refunding.reference,
        reason=refunding.reason,
        shift_id=shift.id,
        asked_by=asked_by,
        approved_by=actor.id,
        at=now,
        business_date=day,
    )
    db.session.add(given)
    activity.record(
        actor=actor,
        now=now,
        action="prepayment.refund",
        subject=given,
        home_id=account.home_id,
        reason=refunding.reason,
        note=f"¥{given.amount.grouped}",
    )
    return given
