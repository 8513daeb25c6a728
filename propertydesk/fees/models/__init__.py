"""Tables of fees."""

from propertydesk.fees.models.books import (
    BillingRun,
    ClosedPeriod,
    Dispute,
    Receivable,
    ReceivableBalance,
    ReceivableChange,
)
from propertydesk.fees.models.late import LateCharge, LateRule
from propertydesk.fees.models.tariff import ChargeItem, FeePrice, PayerAgreement, VacancyRate

__all__ = [
    "BillingRun",
    "ChargeItem",
    "ClosedPeriod",
    "Dispute",
    "FeePrice",
    "LateCharge",
    "LateRule",
    "PayerAgreement",
    "Receivable",
    "ReceivableBalance",
    "ReceivableChange",
    "VacancyRate",
]
