"""Billing runs: prepare, approve, discard, undo."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Date, bindparam, func, or_, select, text

from propertydesk.estate import queries as estate
from propertydesk.fees import queries, rules
from propertydesk.fees.events import BillsWithdrawn
from propertydesk.fees.models import BillingRun, ChargeItem, Receivable, ReceivableBalance
from propertydesk.fees.rules.settings import JUMP_PERCENT, SECOND_PERSON, TOTAL_PERCENT
from propertydesk.fees.services import posting
from propertydesk.fees.services.closing import check_open
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.money import Money
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, events, sequences, tasks, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.settings import value
from propertydesk.platform.types import UtcDateTime

_SERIES = "CZ"

_VOID = text("""
    INSERT INTO receivable_changes (community_id, receivable_id, kind, amount, booked_on, reason,
        paper, made_by, made_by_id, approved_by, made_at)
    SELECT b.community_id, b.receivable_id, 'void', -(b.amount + b.adjusted), :booked_on, :reason,
        '', :made_by, :made_by_id, '', :now
    FROM receivable_balances b JOIN receivables r ON r.id = b.receivable_id
    WHERE r.run_id = :run_id AND NOT b.is_void
""")
_EMPTY = text("""
    UPDATE receivable_balances SET is_void = TRUE, adjusted = -amount, open = 0
    WHERE NOT is_void AND receivable_id IN (SELECT id FROM receivables WHERE run_id = :run_id)
""")


def prepare_run(
    community_id: int,
    month: date,
    *,
    items: Sequence[ChargeItem] = (),
    catch_up: bool = False,
    actor: Actor,
    now: datetime,
) -> BillingRun:
    """Work out what a month's billing would post, for all items or some, and keep it for approval.

    `catch_up` adds periods that were missed since the items began. Raises Invalid when nothing
    falls to be charged in the month, Conflict when its books are closed.
    """
    check_open(community_id, month)
    item_ids = [item.id for item in items]
    dues = queries.dues(community_id, month, item_ids, catch_up=catch_up)
    if not dues:
        raise Invalid(N_("No charge item falls to be charged in this month."), field="period")
    percent = value(community_id, JUMP_PERCENT)
    lines = [queries.preview(due, jump_percent=percent) for due in dues]
    limit = value(community_id, TOTAL_PERCENT)
    for line in lines:
        line["differs"] = rules.differs(line["total"], line["before_total"], limit)
    today = business_date(now, estate.zone_of(community_id))
    serial = sequences.next_number(_SERIES, community_id, f"{today:%Y%m%d}")
    run = BillingRun(
        community_id=community_id,
        number=document_number(_SERIES, today, serial),
        month=month,
        catch_up=catch_up,
        item_ids=item_ids,
        state=rules.RunState.PREPARED,
        state_since=now,
        preview={"lines": lines},
        prepared_by=actor.name,
        prepared_by_id=actor.id,
    )
    db.session.add(run)
    activity.record(
        actor=actor,
        now=now,
        action="billing.prepare",
        subject=run,
        to_state=rules.RunState.PREPARED,
        note=f"{month:%Y-%m}",
    )
    return run


def approve_run(run: BillingRun, *, actor: Actor, now: datetime) -> None:
    """Approve a prepared run and hand it to the background for posting.

    Raises NotAllowed for whoever prepared it, unless the community does without a second person.
    """
    check_second_person(run.community_id, run.prepared_by_id, actor)
    workflow.apply(
        rules.RUN,
        run,
        "approve",
        actor=actor,
        now=now,
        note=f"{run.month:%Y-%m}",
    )
    run.approved_by, run.approved_at = actor.name, now
    task = tasks.enqueue(
        posting.KIND, posting.plan(run), actor=actor, now=now, community_id=run.community_id
    )
    run.task_id = task.id


def discard_run(run: BillingRun, *, actor: Actor, now: datetime) -> None:
    """Put a prepared run away; nothing was posted."""
    workflow.apply(rules.RUN, run, "discard", actor=actor, now=now)


def undo_run(run: BillingRun, *, reason: str, actor: Actor, now: datetime) -> None:
    """Void everything a run has posted. Raises Conflict once something of it has been paid,
    waived or adjusted; what was set off by itself comes back first.
    """
    lock(run)
    _lock_balances(run)
    events.announce(BillsWithdrawn(run.community_id, run.id, actor, now))
    touched = _touched(run)
    if touched:
        raise Conflict(
            N_("%(count)s receivables of this run are paid, waived or adjusted already. "
               "Correct single ones by adjustment."),
            count=touched,
        )  # fmt: skip
    today = business_date(now, estate.zone_of(run.community_id))
    check_open(run.community_id, today)
    db.session.execute(
        _VOID.bindparams(
            bindparam("now", now, type_=UtcDateTime()), bindparam("booked_on", today, type_=Date())
        ),
        {
            "reason": reason,
            "made_by": actor.name,
            "made_by_id": actor.id,
            "run_id": run.id,
        },
    )
    db.session.execute(_EMPTY, {"run_id": run.id})
    workflow.apply(
        rules.RUN, run, "undo", actor=actor, now=now, inputs={"reason": reason}, reason=reason
    )


def check_second_person(community_id: int, maker_id: int | None, who: Actor) -> None:
    """Raise NotAllowed when somebody approves what they made (four eyes), if the setting asks."""
    if who.kind != "staff" or not value(community_id, SECOND_PERSON):
        return
    if maker_id == who.id:
        raise NotAllowed(N_("Somebody else has to approve what you prepared."))


def _lock_balances(run: BillingRun) -> None:
    """Hold what the run posted, in key order, against payments at this moment."""
    query = (
        select(ReceivableBalance.receivable_id)
        .join(Receivable, Receivable.id == ReceivableBalance.receivable_id)
        .where(Receivable.run_id == run.id)
        .order_by(ReceivableBalance.receivable_id)
        .with_for_update(of=ReceivableBalance)
    )
    db.session.execute(query).all()


def _touched(run: BillingRun) -> int:
    query = (
        select(func.count())
        .select_from(ReceivableBalance)
        .join(Receivable, Receivable.id == ReceivableBalance.receivable_id)
        .where(
            Receivable.run_id == run.id,
            ReceivableBalance.is_void.is_(False),
            or_(
                ReceivableBalance.paid != Money.zero,
                ReceivableBalance.waived != Money.zero,
                ReceivableBalance.adjusted != Money.zero,
            ),
        )
    )
    return int(db.session.scalar(query) or 0)
