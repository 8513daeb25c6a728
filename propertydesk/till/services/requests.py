"""What the till asks a second person for: void, red reversal, refund, the return of a deposit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform import approvals
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval, ApprovalKind, Line
from propertydesk.platform.db import db
from propertydesk.till import queries, rules
from propertydesk.till.models import Deposit, Prepayment, Receipt, Shift
from propertydesk.till.services import deposits, refunds, returning
from propertydesk.till.services.deposits import Returning
from propertydesk.till.services.refunds import Refunding

P = rules.Permission


def ask_void(receipt: Receipt, *, reason: str, actor: Actor, now: datetime) -> Approval:
    """Ask for a receipt to be made void. Raises Conflict once it is taken back already."""
    _check_valid(receipt)
    params = {"number": receipt.number, "fen": receipt.total.fen}
    return approvals.ask(VOID, subject=receipt, params=params, reason=reason, actor=actor, now=now)


def ask_reversal(receipt: Receipt, *, reason: str, actor: Actor, now: datetime) -> Approval:
    """Ask for a red reversal, carried out in the asker's shift. Raises Conflict as `ask_void`."""
    _check_valid(receipt)
    params = {"number": receipt.number, "fen": receipt.total.fen}
    return approvals.ask(
        REVERSAL, subject=receipt, params=params, reason=reason, actor=actor, now=now
    )


def ask_refund(
    account: Prepayment, refunding: Refunding, *, actor: Actor, now: datetime
) -> Approval:
    """Ask for a prepayment to be given back. Raises Invalid as `check_refundable` does."""
    refunds.check_refundable(account, refunding)
    params = {
        "fen": refunding.amount.fen,
        "payee": refunding.payee_name,
        "method": refunding.method,
        "reference": refunding.reference,
    }
    return approvals.ask(
        REFUND, subject=account, params=params, reason=refunding.reason, actor=actor, now=now
    )


def ask_return(
    deposit: Deposit, wanted: Returning, *, reason: str, actor: Actor, now: datetime
) -> Approval:
    """Ask for a deposit to be returned. Raises as `check_returnable` does."""
    deposits.check_returnable(deposit, wanted)
    params = {
        "number": deposit.number,
        "held": deposit.amount.fen,
        "withheld": wanted.withheld.fen,
        "why": wanted.withheld_reason,
        "payee": wanted.payee_name,
        "method": wanted.method,
        "reference": wanted.reference,
    }
    return approvals.ask(
        RETURN, subject=deposit, params=params, reason=reason, actor=actor, now=now
    )


def _void(approval: Approval, *, actor: Actor, now: datetime) -> None:
    receipt = db.session.get_one(Receipt, approval.subject_id)
    returning.void_receipt(
        receipt, reason=approval.reason, asked_by=approval.asked_by, actor=actor, now=now
    )


def _reverse(approval: Approval, *, actor: Actor, now: datetime) -> None:
    receipt = db.session.get_one(Receipt, approval.subject_id)
    shift = _asker_shift(approval)
    returning.reverse_receipt(receipt, shift, reason=approval.reason, actor=actor, now=now)


def _refund(approval: Approval, *, actor: Actor, now: datetime) -> None:
    account = db.session.get_one(Prepayment, approval.subject_id)
    wanted = approval.params
    refunding = Refunding(
        Money(wanted["fen"]),
        wanted["payee"],
        rules.Method(wanted["method"]),
        approval.reason,
        wanted["reference"],
    )
    shift = _asker_shift(approval)
    refunds.refund(account, refunding, shift, asked_by=approval.asked_by, actor=actor, now=now)


def _return(approval: Approval, *, actor: Actor, now: datetime) -> None:
    deposit = db.session.get_one(Deposit, approval.subject_id)
    wanted = approval.params
    returning_ = Returning(
        Money(wanted["withheld"]),
        wanted["why"],
        wanted["payee"],
        rules.Method(wanted["method"]),
        wanted["reference"],
    )
    shift = _asker_shift(approval)
    deposits.return_deposit(
        deposit, returning_, shift, asked_by=approval.asked_by, actor=actor, now=now
    )


def _asker_shift(approval: Approval) -> Shift:
    """The open drawer that the money leaves. Raises Conflict when the asker has none."""
    query = select(Shift).filter_by(
        community_id=approval.community_id,
        cashier_id=approval.asked_by,
        state=rules.ShiftState.OPEN,
    )
    shift = db.session.scalar(query)
    if shift is None:
        raise Conflict(
            N_("%(name)s has no open shift: the money would leave no drawer."),
            name=approval.asked_by_name,
        )
    return shift


def _check_valid(receipt: Receipt) -> None:
    if queries.standing_of(receipt) != rules.ReceiptStanding.VALID:
        raise Conflict(returning.TAKEN_BACK)


def _told_receipt(approval: Approval) -> Sequence[Line]:
    return (
        Line(_("Receipt"), approval.params["number"]),
        Line(_("Amount"), _yuan(approval.params["fen"])),
    )


def _told_refund(approval: Approval) -> Sequence[Line]:
    return (Line(_("Amount"), _yuan(approval.params["fen"])), *_way(approval.params))


def _told_return(approval: Approval) -> Sequence[Line]:
    wanted = approval.params
    lines = [
        Line(_("Deposit"), wanted["number"]),
        Line(_("Held"), _yuan(wanted["held"])),
        Line(_("Kept"), _yuan(wanted["withheld"])),
        Line(_("Refunded"), _yuan(wanted["held"] - wanted["withheld"])),
    ]
    if wanted["why"]:
        lines.append(Line(_("Kept for"), wanted["why"]))
    return (*lines, *_way(wanted))


def _way(wanted: dict[str, Any]) -> tuple[Line, Line]:
    method = _(rules.METHOD_WORDS[rules.Method(wanted["method"])])
    return Line(_("To"), wanted["payee"]), Line(
        _("Paid by"), f"{method} {wanted['reference']}".strip()
    )


def _yuan(fen: int) -> str:
    return f"¥{Money(fen).grouped}"


VOID = ApprovalKind(
    "till.void", N_("Make a receipt void"), P.VOID, P.APPROVE, _told_receipt, _void, icon="ban"
)
REVERSAL = ApprovalKind(
    "till.reversal", N_("Reverse a receipt in red"), P.VOID, P.APPROVE, _told_receipt, _reverse,
    icon="arrow-back-up",
)  # fmt: skip
REFUND = ApprovalKind(
    "till.refund", N_("Give a prepayment back"), P.REFUND, P.APPROVE, _told_refund, _refund,
    icon="cash",
)  # fmt: skip
RETURN = ApprovalKind(
    "till.return", N_("Return a deposit"), P.REFUND, P.APPROVE, _told_return, _return,
    icon="shield-check",
)  # fmt: skip

KINDS = (VOID, REVERSAL, REFUND, RETURN)
