"""Verbs of fees."""

from propertydesk.fees.services.agreements import (
    approve_vacancy,
    end_agreement,
    follow_person,
    let_tenant_pay,
    propose_vacancy,
    refuse_vacancy,
)
from propertydesk.fees.services.approving import (
    ask_for_change,
    give_up_run,
    submit_late_rule,
    submit_price,
    submit_run,
    submit_vacancy,
)
from propertydesk.fees.services.bill_printing import order_bills
from propertydesk.fees.services.changes import Change, changes_of, post_change
from propertydesk.fees.services.charges import (
    Line,
    charge_by_hand,
    charges_of,
    post_charge,
    void_charge,
)
from propertydesk.fees.services.closing import check_open, close_month
from propertydesk.fees.services.disputes import close_dispute, disputes_of, open_dispute
from propertydesk.fees.services.items import ItemFacts, add_item, edit_item, one_off_item
from propertydesk.fees.services.late import (
    LateFacts,
    approve_late_rule,
    charge_late,
    drop_agreed,
    late_item,
    propose_late_rule,
    refuse_late_rule,
)
from propertydesk.fees.services.prices import (
    PriceFacts,
    approve_price,
    propose_price,
    refuse_price,
)
from propertydesk.fees.services.runs import approve_run, discard_run, prepare_run, undo_run
from propertydesk.fees.services.settlement import (
    balance_of,
    balances_of,
    hold_by,
    settle,
    settle_by,
)

__all__ = [
    "Change",
    "ItemFacts",
    "LateFacts",
    "Line",
    "PriceFacts",
    "add_item",
    "approve_late_rule",
    "approve_price",
    "approve_run",
    "approve_vacancy",
    "ask_for_change",
    "balance_of",
    "balances_of",
    "changes_of",
    "charge_by_hand",
    "charge_late",
    "charges_of",
    "check_open",
    "close_dispute",
    "close_month",
    "discard_run",
    "disputes_of",
    "drop_agreed",
    "edit_item",
    "end_agreement",
    "follow_person",
    "give_up_run",
    "hold_by",
    "late_item",
    "let_tenant_pay",
    "one_off_item",
    "open_dispute",
    "order_bills",
    "post_change",
    "post_charge",
    "prepare_run",
    "propose_late_rule",
    "propose_price",
    "propose_vacancy",
    "refuse_late_rule",
    "refuse_price",
    "refuse_vacancy",
    "settle",
    "settle_by",
    "submit_late_rule",
    "submit_price",
    "submit_run",
    "submit_vacancy",
    "undo_run",
    "void_charge",
]
