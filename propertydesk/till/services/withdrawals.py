"""Prepayments that come back when the bills they were set off against are undone."""

import secrets
from typing import Any

from sqlalchemy import Integer, Select, cast, func, insert, literal, select, update
from sqlalchemy.orm import aliased

from propertydesk.fees import services as fees
from propertydesk.fees.events import BillsWithdrawn
from propertydesk.fees.models import Receivable
from propertydesk.platform import activity
from propertydesk.platform.activity import Told
from propertydesk.platform.db import db
from propertydesk.platform.types import Identity, UtcDateTime
from propertydesk.till import rules
from propertydesk.till.models import Allocation, Prepayment, PrepaymentMovement
from propertydesk.till.services.days import booking_day

_Movement, _Reversal = PrepaymentMovement, aliased(Allocation)


def take_back_set_offs(withdrawn: BillsWithdrawn) -> None:
    """Give prepayments back what was set off by itself against the bills of a run.

    What people paid, also out of a prepayment at the counter, stays and keeps the run from being
    undone. The bills are void in the same transaction, so nobody is told that they are open.
    """
    db.session.flush()
    met = _met(withdrawn.run_id)
    accounts = met.with_only_columns(_Movement.prepayment_id)
    held = select(Prepayment.id).where(Prepayment.id.in_(accounts)).order_by(Prepayment.id)
    if not db.session.scalars(held.with_for_update()).all():
        return
    batch = secrets.token_hex(8)
    day = booking_day(withdrawn.community_id, withdrawn.now)
    _move(met, withdrawn, batch, day)
    _reverse(met, withdrawn, batch, day)
    made = (
        select(Allocation.receivable_id, func.sum(_fen(Allocation.amount)).label("fen"))
        .join(_Movement, _Movement.id == Allocation.movement_id)
        .where(_Movement.batch == batch)
        .group_by(Allocation.receivable_id)
    )
    fees.settle_by(made)
    moved = select(_Movement.prepayment_id, _Movement.amount).filter_by(batch=batch).subquery()
    db.session.execute(
        update(Prepayment)
        .where(Prepayment.id == moved.c.prepayment_id)
        .values(balance=Prepayment.balance + moved.c.amount)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    _tell(withdrawn, batch)


def _met(run_id: int) -> Select[Any]:
    """What stands of a run's bills by set-off alone: allocations with their movements."""
    undone = select(_Reversal.id).where(_Reversal.reverses_id == Allocation.id).exists()
    return (
        select(Allocation)
        .join(_Movement, _Movement.id == Allocation.movement_id)
        .join(Receivable, Receivable.id == Allocation.receivable_id)
        .where(
            Receivable.run_id == run_id,
            _Movement.payment_id.is_(None),
            Allocation.reverses_id.is_(None),
            ~undone,
        )
    )


def _move(met: Select[Any], withdrawn: BillsWithdrawn, batch: str, day: Any) -> None:
    rows = met.with_only_columns(
        literal(withdrawn.community_id, Integer),
        _Movement.prepayment_id,
        literal(rules.MovementKind.WITHDRAWN.value),
        cast(func.sum(_fen(Allocation.amount)), Identity),
        literal(withdrawn.now, UtcDateTime),
        literal(day),
        literal(batch),
    ).group_by(_Movement.prepayment_id)
    names = ["community_id", "prepayment_id", "kind", "amount", "at", "business_date", "batch"]
    db.session.execute(insert(PrepaymentMovement).from_select(names, rows))


def _reverse(met: Select[Any], withdrawn: BillsWithdrawn, batch: str, day: Any) -> None:
    back = aliased(PrepaymentMovement)
    rows = met.join(
        back, (back.prepayment_id == _Movement.prepayment_id) & (back.batch == batch)
    ).with_only_columns(
        literal(withdrawn.community_id, Integer),
        Allocation.receivable_id,
        back.id,
        -_fen(Allocation.amount),
        literal(day),
        Allocation.id,
    )
    names = [
        "community_id", "receivable_id", "movement_id", "amount", "business_date", "reverses_id",
    ]  # fmt: skip
    db.session.execute(insert(Allocation).from_select(names, rows))


def _tell(withdrawn: BillsWithdrawn, batch: str) -> None:
    back = db.session.execute(
        select(Prepayment.id, Prepayment.home_id, _Movement.amount)
        .join(_Movement, _Movement.prepayment_id == Prepayment.id)
        .where(_Movement.batch == batch)
    )
    told = [
        Told(("prepayment", account, f"¥{amount}"), home_id, note=f"¥{amount.grouped}")
        for account, home_id, amount in back
    ]
    activity.record_many(
        told,
        actor=withdrawn.actor,
        now=withdrawn.now,
        action="prepayment.withdraw",
        community_id=withdrawn.community_id,
    )


def _fen(column: Any) -> Any:
    return cast(column, Identity)
