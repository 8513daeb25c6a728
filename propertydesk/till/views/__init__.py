"""Pages of the till."""

from propertydesk.till.views import (
    checking,
    counter,
    day_papers,
    more_reports,
    papers,
    receipts,
    refund_papers,
    reports,
    returns,
    shifts,
    statements,
    vouchers,
)
from propertydesk.till.views.blueprint import receipts_bp, till_bp

BLUEPRINTS = (
    till_bp,
    receipts_bp,
    shifts.bp,
    reports.bp,
    returns.deposits_bp,
    returns.prepayments_bp,
    returns.payments_bp,
    checking.bp,
    statements.bp,
)

__all__ = [
    "BLUEPRINTS",
    "checking",
    "counter",
    "day_papers",
    "more_reports",
    "papers",
    "receipts",
    "refund_papers",
    "reports",
    "returns",
    "shifts",
    "statements",
    "vouchers",
]
