"""Permissions, methods of payment and the other lists of the till."""

from enum import StrEnum

from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_


class Permission(StrEnum):
    """What may be done at the till."""

    CLOSE_DAY = "till:day:close"
    DEPOSIT = "till:deposit:keep"
    CLOSE_MONTH = "till:month:close"
    READ = "till:payment:read"
    TAKE = "till:payment:take"
    REPRINT = "till:receipt:reprint"
    VOID = "till:receipt:void"
    REPORT = "till:report:read"
    APPROVE = "till:return:approve"
    REFUND = "till:return:ask"
    SHIFT = "till:shift:keep"


class Method(StrEnum):
    """How money comes in; the order is that of the keys 1 to 6 at the till."""

    CASH = "cash"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    CARD = "card"
    TRANSFER = "transfer"
    PREPAYMENT = "prepayment"


METHOD_WORDS = {
    Method.CASH: N_("Cash"),
    Method.WECHAT: N_("WeChat"),
    Method.ALIPAY: N_("Alipay"),
    Method.CARD: N_("Bank card"),
    Method.TRANSFER: N_("Bank transfer"),
    Method.PREPAYMENT: N_("Prepayment"),
}

#: Methods in which no money moves: kept apart in the day's report (domain.md C13).
WITHOUT_MONEY = frozenset({Method.PREPAYMENT})

#: Methods whose voucher has a number of its own; it is wanted, and is taken once only.
WITH_REFERENCE = frozenset({Method.WECHAT, Method.ALIPAY, Method.CARD, Method.TRANSFER})


class ReceiptKind(StrEnum):
    """What a receipt was given for."""

    PAYMENT = "payment"
    DEPOSIT = "deposit"
    INCOME = "income"
    REVERSAL = "reversal"


RECEIPT_KIND_WORDS = {
    ReceiptKind.PAYMENT: N_("Payment"),
    ReceiptKind.DEPOSIT: N_("Deposit"),
    ReceiptKind.INCOME: N_("Other income"),
    ReceiptKind.REVERSAL: N_("Red reversal"),
}


class IncomeKind(StrEnum):
    """What earned money that meets no bill."""

    PARKING = "parking"


INCOME_KIND_WORDS = {IncomeKind.PARKING: N_("Temporary parking")}


class ReceiptStanding(StrEnum):
    """Where a receipt stands; worked out from its documents, never stored."""

    VALID = "valid"
    VOID = "void"
    REVERSED = "reversed"
    REVERSAL = "reversal"


STANDING_WORDS = {
    ReceiptStanding.VALID: N_("Valid"),
    ReceiptStanding.VOID: N_("Void"),
    ReceiptStanding.REVERSED: N_("Reversed"),
    ReceiptStanding.REVERSAL: N_("Red reversal"),
}
STANDING_TONES = {
    ReceiptStanding.VALID: Tone.GREEN,
    ReceiptStanding.VOID: Tone.GREY,
    ReceiptStanding.REVERSED: Tone.RED,
    ReceiptStanding.REVERSAL: Tone.RED,
}


class MovementKind(StrEnum):
    """Why a prepayment grew or shrank."""

    PAID_IN = "paid_in"
    SURPLUS = "surplus"
    OFFSET = "offset"
    RETURNED = "returned"
    REFUND = "refund"
    WITHDRAWN = "withdrawn"


MOVEMENT_WORDS = {
    MovementKind.PAID_IN: N_("Paid in"),
    MovementKind.SURPLUS: N_("Surplus of a payment"),
    MovementKind.OFFSET: N_("Set off against a bill"),
    MovementKind.RETURNED: N_("Came back from a voided or reversed receipt"),
    MovementKind.REFUND: N_("Refunded"),
    MovementKind.WITHDRAWN: N_("Came back from bills that were undone"),
}


class StatementKind(StrEnum):
    """What a document does to what a household owes."""

    CHARGED = "charged"
    CHANGED = "changed"
    PAID = "paid"
    TAKEN_BACK = "taken_back"
    SET_OFF = "set_off"


STATEMENT_WORDS = {
    StatementKind.CHARGED: N_("Charged"),
    StatementKind.CHANGED: N_("Adjusted, waived or void"),
    StatementKind.PAID: N_("Paid"),
    StatementKind.TAKEN_BACK: N_("Receipt taken back"),
    StatementKind.SET_OFF: N_("Prepayment set off"),
}


class DepositKind(StrEnum):
    """What a deposit secures."""

    RENOVATION = "renovation"
    WORKER_PASS = "worker_pass"  # noqa: S105  # a badge, no password
    KEY = "key"
    ACCESS_CARD = "access_card"
    OTHER = "other"


DEPOSIT_KIND_WORDS = {
    DepositKind.RENOVATION: N_("Renovation deposit"),
    DepositKind.WORKER_PASS: N_("Deposit for worker passes"),
    DepositKind.KEY: N_("Key deposit"),
    DepositKind.ACCESS_CARD: N_("Access card deposit"),
    DepositKind.OTHER: N_("Other deposit"),
}


class DepositState(StrEnum):
    """Where a deposit stands; worked out from its documents, never stored."""

    HELD = "held"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


DEPOSIT_STATE_WORDS = {
    DepositState.HELD: N_("Held"),
    DepositState.RETURNED: N_("Returned"),
    DepositState.TAKEN_BACK: N_("Receipt taken back"),
}
DEPOSIT_STATE_TONES = {
    DepositState.HELD: Tone.BLUE,
    DepositState.RETURNED: Tone.GREEN,
    DepositState.TAKEN_BACK: Tone.GREY,
}
