"""What changes a receivable: adjustments and waivers, each a document of its own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from propertydesk.estate import queries as estate
from propertydesk.fees import rules
from propertydesk.fees.models import Receivable, ReceivableChange
from propertydesk.fees.services.closing import check_open
from propertydesk.fees.services.settlement import balance_of
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, sequences
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db

#: Adjustment notice, waiver notice.
SERIES = {rules.ChangeKind.ADJUSTMENT: "TZ", rules.ChangeKind.WAIVER: "JM"}


@dataclass(frozen=True)
class Change:
    """What is to be done to a receivable: an adjustment adds `amount`, a waiver takes it away.

    `paper` names the signed document behind it; `asked_by` whoever asked (name and id).
    """

    kind: rules.ChangeKind
    amount: Money
    reason: str
    paper: str
    asked_by: str
    asked_by_id: int | None


def check_change(row: Receivable, kind: rules.ChangeKind, amount: Money) -> None:
    """Raise Invalid on `amount` for a change that the receivable cannot take, Conflict when void."""
    balance = balance_of(row.id)
    if balance.is_void:
        raise Conflict(N_("This receivable is void."))
    if not amount or (kind is rules.ChangeKind.WAIVER and amount.fen < 0):
        raise Invalid(N_("The amount is above zero."), field="amount")
    taken = amount if kind is rules.ChangeKind.WAIVER else -amount
    if taken.fen > balance.open.fen:
        raise Invalid(
            N_("Only ¥%(open)s of this is open."), field="amount", open=balance.open.grouped
        )


def post_change(
    row: Receivable, change: Change, *, actor: Actor, now: datetime
) -> ReceivableChange:
    """Write an adjustment or waiver, approved by `actor`; the receivable itself stays as it is.

    Raises Invalid when more would be taken away than is open, Conflict when the month is closed or
    the receivable void.
    """
    today = business_date(now, estate.zone_of(row.community_id))
    check_open(row.community_id, today)
    check_change(row, change.kind, change.amount)
    balance = balance_of(row.id)
    waived = change.kind is rules.ChangeKind.WAIVER
    added = -change.amount if waived else change.amount
    if waived:
        balance.waived += change.amount
    else:
        balance.adjusted += change.amount
    balance.open += added
    document = ReceivableChange(
        community_id=row.community_id,
        receivable_id=row.id,
        kind=change.kind,
        amount=added,
        booked_on=today,
        reason=change.reason,
        paper=change.paper,
        made_by=change.asked_by,
        made_by_id=change.asked_by_id,
        approved_by=actor.name,
        approved_by_id=actor.id,
        made_at=now,
    )
    series = SERIES[change.kind]
    serial = sequences.next_number(series, row.community_id, f"{today:%Y%m%d}")
    document.number = document_number(series, today, serial)
    db.session.add(document)
    activity.record(
        actor=actor,
        now=now,
        action=f"receivable.{change.kind}",
        subject=row,
        note=f"{document.number} · ¥{added.grouped}",
        reason=change.reason,
    )
    return document


def changes_of(receivable_id: int) -> list[ReceivableChange]:
    """The documents of a receivable, oldest first."""
    query = select(ReceivableChange).filter_by(receivable_id=receivable_id)
    return list(db.session.scalars(query.order_by(ReceivableChange.id)))
