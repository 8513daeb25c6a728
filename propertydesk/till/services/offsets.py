"""Prepayments set off against bills by themselves, oldest due first, many accounts at once.

Runs when bills are posted: for every account with something ahead, what is open for the same home
and payer is met as far as the balance goes. A window adds the bills up in the order of their due
dates, so that the number of statements does not grow with the accounts.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    Insert,
    Integer,
    Select,
    Subquery,
    case,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from propertydesk.estate.models import Home
from propertydesk.fees import services as fees
from propertydesk.fees.events import BillsPosted
from propertydesk.fees.models import Receivable, ReceivableBalance
from propertydesk.fees.rules import LATE_CHARGE
from propertydesk.kernel.money import Money
from propertydesk.owners.models import Person
from propertydesk.platform import activity, events
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Told
from propertydesk.platform.db import db, on_sqlite
from propertydesk.platform.types import Identity, UtcDateTime
from propertydesk.till import rules
from propertydesk.till.events import ReceivablesMet
from propertydesk.till.models import Allocation, Prepayment, PrepaymentMovement
from propertydesk.till.services.days import booking_day


def meet_posted(posted: BillsPosted) -> None:
    """Bills were posted: meet them with what was paid ahead for their homes."""
    offset_prepayments(
        posted.community_id, building_ids=posted.building_ids, actor=posted.actor, now=posted.now
    )


def offset_prepayments(
    community_id: int,
    *,
    building_ids: Sequence[int] | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Set off what is ahead against what is open and not disputed, of all homes or of those in
    some buildings; gives the receivables met.

    Running it again finds nothing left to do.
    """
    db.session.flush()
    day = booking_day(community_id, now)
    matching = _matching(community_id, building_ids)
    _hold(matching)
    batch = secrets.token_hex(8)
    shares = _shares(matching)
    _book(shares, _movements(shares, community_id, batch, day, now), batch, day)
    made = PrepaymentMovement.batch == batch
    met = (
        select(Allocation.receivable_id, func.sum(_fen(Allocation.amount)).label("fen"))
        .join(PrepaymentMovement, PrepaymentMovement.id == Allocation.movement_id)
        .where(made)
        .group_by(Allocation.receivable_id)
    )
    fees.settle_by(met)
    drawn = select(PrepaymentMovement.prepayment_id, PrepaymentMovement.amount).where(made)
    moved = drawn.subquery()
    db.session.execute(
        update(Prepayment)
        .where(Prepayment.id == moved.c.prepayment_id)
        .values(balance=Prepayment.balance + moved.c.amount)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    _tell_set_off(community_id, batch, met, actor, now)
    return len(db.session.execute(met).all())


def _hold(matching: Select[Any]) -> None:
    """Receivables first, accounts after them: the order of the whole till."""
    fees.hold_by(matching.with_only_columns(ReceivableBalance.receivable_id))
    accounts = select(Prepayment.id).where(Prepayment.id.in_(matching))
    db.session.execute(accounts.order_by(Prepayment.id).with_for_update())


def _matching(community_id: int, building_ids: Sequence[int] | None) -> Select[Any]:
    """Accounts beside the open receivables of the same home and payer; a receivable names the
    entry of its day, which may have been joined to the payer's since. Late charges are paid when
    the payer wants it, never by themselves.
    """
    joined = select(Person.id).where(Person.merged_into_id == Prepayment.payer_id).scalar_subquery()
    found = (
        select(Prepayment.id)
        .join(Receivable, Receivable.home_id == Prepayment.home_id)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .where(
            Prepayment.community_id == community_id,
            Prepayment.balance > Money.zero,
            or_(Receivable.payer_id == Prepayment.payer_id, Receivable.payer_id.in_(joined)),
            ReceivableBalance.open > Money.zero,
            ReceivableBalance.is_disputed.is_(False),
            Receivable.source_type.is_distinct_from(LATE_CHARGE),
        )
    )
    if building_ids is None:
        return found
    homes = select(Home.id).where(Home.building_id.in_(building_ids))
    return found.where(Prepayment.home_id.in_(homes))


def _shares(matching: Select[Any]) -> CTE:
    """Account, receivable and how many fen of it the balance reaches."""
    open_fen, balance = _fen(ReceivableBalance.open), _fen(Prepayment.balance)
    upto = func.sum(open_fen).over(
        partition_by=Prepayment.id,
        order_by=(ReceivableBalance.due_on, ReceivableBalance.receivable_id),
    )
    left = cast(balance - (upto - open_fen), Identity)
    share = case((left < open_fen, left), else_=open_fen)
    laid_out = matching.with_only_columns(
        Prepayment.id.label("account"),
        ReceivableBalance.receivable_id.label("receivable"),
        share.label("fen"),
    ).subquery()
    return select(laid_out).where(laid_out.c.fen > 0).cte("shares")


def _book(shares: CTE, movements: Insert, batch: str, day: date) -> None:
    """Write movements and allocations from one and the same look at the bills.

    PostgreSQL shows each statement what others have written since: both are one statement there.
    SQLite has one writer at a time, and no writing inside of a select.
    """
    if on_sqlite():
        db.session.execute(movements)
        of_batch = select(PrepaymentMovement).filter_by(batch=batch).subquery()
        db.session.execute(_allocations(shares, of_batch, day))
        return
    columns = (
        PrepaymentMovement.id,
        PrepaymentMovement.community_id,
        PrepaymentMovement.prepayment_id,
    )
    db.session.execute(_allocations(shares, movements.returning(*columns).cte("moved"), day))


def _movements(shares: CTE, community_id: int, batch: str, day: date, now: datetime) -> Insert:
    rows = select(
        literal(community_id, Integer),
        shares.c.account,
        literal(rules.MovementKind.OFFSET.value),
        cast(-func.sum(shares.c.fen), Identity),
        literal(now, UtcDateTime),
        literal(day),
        literal(batch),
    ).group_by(shares.c.account)
    names = ["community_id", "prepayment_id", "kind", "amount", "at", "business_date", "batch"]
    return insert(PrepaymentMovement).from_select(names, rows)


def _allocations(shares: CTE, moved: Subquery | CTE, day: date) -> Insert:
    rows = select(
        moved.c.community_id, shares.c.receivable, moved.c.id, shares.c.fen, literal(day)
    ).join_from(shares, moved, moved.c.prepayment_id == shares.c.account)
    names = ["community_id", "receivable_id", "movement_id", "amount", "business_date"]
    return insert(Allocation).from_select(names, rows)


def _tell_set_off(
    community_id: int, batch: str, met: Select[Any], actor: Actor, now: datetime
) -> None:
    drawn = db.session.execute(
        select(Prepayment.id, Prepayment.home_id, PrepaymentMovement.amount)
        .join(PrepaymentMovement, PrepaymentMovement.prepayment_id == Prepayment.id)
        .where(PrepaymentMovement.batch == batch)
    )
    told = [
        Told(("prepayment", account, f"¥{-amount}"), home_id, note=f"¥{(-amount).grouped}")
        for account, home_id, amount in drawn
    ]
    activity.record_many(
        told, actor=actor, now=now, action="prepayment.offset", community_id=community_id
    )
    paid = db.session.scalars(
        select(ReceivableBalance.receivable_id)
        .where(ReceivableBalance.receivable_id.in_(met.with_only_columns(Allocation.receivable_id)))
        .where(ReceivableBalance.open == Money.zero)
    ).all()
    if paid:
        events.announce(ReceivablesMet(community_id, tuple(paid), (), "", actor, now))


def _fen(column: Any) -> Any:
    return cast(column, Identity)
