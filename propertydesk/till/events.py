"""Facts that the till announces."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class ReceivablesMet:
    """Receivables got money, or lost it again when a receipt was voided or reversed.

    Announced because what was charged may live above: a repair order is settled when its charge
    is paid, and no longer settled when the receipt is taken back. `paid_ids` are receivables with
    nothing open any more, `open_ids` those that have become open again; `receipt_no` is the
    receipt in question, empty for a prepayment set off by itself.
    """

    community_id: int
    paid_ids: tuple[int, ...]
    open_ids: tuple[int, ...]
    receipt_no: str
    actor: Any
    now: datetime


@dataclass(frozen=True)
class DepositTakenBack:
    """The receipt of a deposit was voided or reversed: the money is not held any more.

    Announced because what rests on it lives above: workers' cards open nothing without it.
    """

    community_id: int
    deposit_id: int
    subject_type: str
    subject_id: int | None
    actor: Any
    now: datetime


@dataclass(frozen=True)
class DepositReturned:
    """A deposit has come to its end.

    Announced because what it secured lives above: a renovation file closes with its deposit.
    """

    community_id: int
    deposit_id: int
    subject_type: str
    subject_id: int | None
    actor: Any
    now: datetime
