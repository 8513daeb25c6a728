"""Tables of the till. Payments, allocations, movements and receipts are documents: they only grow."""

from propertydesk.till.models.closing import DayClose, Shift
from propertydesk.till.models.deposits import Deposit, DepositReturn
from propertydesk.till.models.incomes import OtherIncome
from propertydesk.till.models.papers import PaperPrint
from propertydesk.till.models.payments import Allocation, Payment, PaymentReference
from propertydesk.till.models.prepayments import Prepayment, PrepaymentMovement
from propertydesk.till.models.receipts import Receipt, ReceiptPrint, ReceiptVoid
from propertydesk.till.models.refunds import Refund

__all__ = [
    "Allocation",
    "DayClose",
    "Deposit",
    "DepositReturn",
    "OtherIncome",
    "PaperPrint",
    "Payment",
    "PaymentReference",
    "Prepayment",
    "PrepaymentMovement",
    "Receipt",
    "ReceiptPrint",
    "ReceiptVoid",
    "Refund",
    "Shift",
]
