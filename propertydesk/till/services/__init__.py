"""What is done at the till."""

from propertydesk.till.services.closing import close_books, close_day
from propertydesk.till.services.deposits import Returning, Secured, take_deposit
from propertydesk.till.services.incomes import Earned, take_income
from propertydesk.till.services.offsets import offset_prepayments
from propertydesk.till.services.papers import note_paper
from propertydesk.till.services.payments import Payer, Taken, Tender, pay_ahead, take_payment
from propertydesk.till.services.receipts import note_print
from propertydesk.till.services.refunds import Refunding
from propertydesk.till.services.requests import (
    ask_refund,
    ask_return,
    ask_reversal,
    ask_void,
)
from propertydesk.till.services.shifts import (
    close_shift,
    count_shift,
    open_shift,
    running_shift,
    send_back_count,
)

__all__ = [
    "Earned",
    "Payer",
    "Refunding",
    "Returning",
    "Secured",
    "Taken",
    "Tender",
    "ask_refund",
    "ask_return",
    "ask_reversal",
    "ask_void",
    "close_books",
    "close_day",
    "close_shift",
    "count_shift",
    "note_paper",
    "note_print",
    "offset_prepayments",
    "open_shift",
    "pay_ahead",
    "running_shift",
    "send_back_count",
    "take_deposit",
    "take_income",
    "take_payment",
]
