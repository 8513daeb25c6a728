"""Receipts: frozen lines, a number from the book as the last thing, a code to check it by."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from propertydesk.fees import queries as fees
from propertydesk.kernel.money import Money
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.sequences import next_number
from propertydesk.till import rules
from propertydesk.till.models import Allocation, Deposit, Payment, Receipt, ReceiptPrint

BOOK = "SJ"
#: Without letters and digits that are mistaken for each other when read from paper.
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 10

Line = dict[str, Any]


def issue(
    payment: Payment,
    kind: rules.ReceiptKind,
    lines: Sequence[Line],
    cashier: Actor,
    now: datetime,
    *,
    reverses: Receipt | None = None,
) -> Receipt:
    """Give the receipt of a payment; takes the book's next number, so call it last.

    Numbers run on without gap or date (domain.md D10): the number is undone with the transaction.
    """
    db.session.flush()
    serial = next_number(f"receipt-{BOOK}", payment.community_id, "")
    receipt = Receipt(
        community_id=payment.community_id,
        book=BOOK,
        serial=serial,
        number=f"{BOOK}{serial:08d}",
        kind=kind,
        payment_id=payment.id,
        reverses_id=reverses.id if reverses else None,
        shift_id=payment.shift_id,
        home_id=payment.home_id,
        payer_name=payment.payer_name,
        total=payment.amount,
        lines=list(lines),
        issued_at=now,
        business_date=payment.business_date,
        cashier_name=cashier.name,
        cashier_no=cashier.staff_no,
        check_code=new_code(),
    )
    db.session.add(receipt)
    db.session.flush()
    return receipt


def lines_of(allocations: Iterable[Allocation], surplus: Money) -> list[Line]:
    """What a receipt lists: each receivable met, in order, and what is kept ahead."""
    met = list(allocations)
    told = fees.receipt_lines([each.receivable_id for each in met])
    lines = [{**told[each.receivable_id], "amount": each.amount.fen} for each in met]
    return [*lines, prepayment_line(surplus)] if surplus else lines


def prepayment_line(amount: Money) -> Line:
    """The line of money paid ahead."""
    return {"zh": "预存款", "en": "Prepayment", "amount": amount.fen}


def deposit_line(deposit: Deposit) -> Line:
    """The line of a deposit, with its number."""
    word = rules.DEPOSIT_KIND_WORDS[rules.DepositKind(deposit.kind)]
    return {"word": word, "zh": "", "en": "", "note": deposit.number, "amount": deposit.amount.fen}


def note_print(receipt: Receipt, *, actor: Actor, now: datetime) -> int:
    """Count a print; gives how many there were before, which the paper must say (重打)."""
    lock(receipt)
    query = select(func.count()).select_from(ReceiptPrint).filter_by(receipt_id=receipt.id)
    before = db.session.scalar(query) or 0
    db.session.add(
        ReceiptPrint(
            community_id=receipt.community_id,
            receipt_id=receipt.id,
            copy=before + 1,
            printed_by=actor.id,
            at=now,
        )
    )
    activity.record(
        actor=actor,
        now=now,
        action="receipt.reprint" if before else "receipt.print",
        subject=receipt,
    )
    return before


def new_code() -> str:
    """Ten letters and digits nobody guesses: 50 bits beside the number they belong to."""
    return "".join(secrets.choice(_CODE_LETTERS) for _place in range(_CODE_LENGTH))
