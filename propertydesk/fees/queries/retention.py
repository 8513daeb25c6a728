"""What in the books stands against erasing somebody."""

from typing import Any

from sqlalchemy import Select, select

from propertydesk.fees.models import Receivable, ReceivableBalance
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform.retention import Hold, Keeping


def debtors(community_id: int) -> Select[Any]:
    """People who still owe something."""
    return (
        select(Receivable.payer_id)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .where(
            ReceivableBalance.community_id == community_id,
            ReceivableBalance.open > Money.zero,
            Receivable.payer_id.is_not(None),
        )
    )


HOLDS = (Hold("person", N_("the person still owes something"), debtors),)

#: Books never change: 会计法 Art 23; 会计档案管理办法 (Order 79 of 2015), annex 1: thirty years.
KEPT = (
    Keeping(
        key="fees.books",
        what=N_("Payer's name on bills, payments, receipts and deposits"),
        purpose=N_("Books of account, and proof for both sides"),
        basis=N_("Accounting Law art. 23; Measures on Accounting Archives, annex 1"),
        period=N_("30 years after the end of the accounting year"),
        effect=N_(
            "Stays as it was written, also after erasure; only who may read the books sees it"
        ),
    ),
)
