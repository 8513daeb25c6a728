"""The late charge: its rule, proposed and approved as prices are, and charging it.

A late charge becomes a receivable of its own, never a part of its principal: at the till when the
payer agrees to pay it, else when somebody charges it. What is to be let go is waived as any
receivable is, on paper and by those who may.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community, Home
from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, LateCharge, LateRule, Receivable, ReceivableBalance
from propertydesk.fees.queries import late as reading
from propertydesk.fees.services.charges import Line, post_charge, void_charge
from propertydesk.fees.services.items import one_off_item
from propertydesk.fees.services.runs import check_second_person
from propertydesk.fees.services.settlement import balance_of
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock

S = rules.VersionState


@dataclass(frozen=True)
class LateFacts:
    """What is said of a rule: `figure` is the LPR in 0.01 % a year, or 0.01 ‰ a day."""

    basis: rules.LateBasis
    figure: int
    starts_on: date
    legal_basis: str
    ends_on: date | None = None
    cap_percent: int = 30
    grace_days: int = 0


def propose_late_rule(
    community_id: int, facts: LateFacts, *, actor: Actor, now: datetime
) -> LateRule:
    """Propose a late charge; it counts once it is approved. Raises Invalid on the field at fault."""
    units = rules.late_units(facts.basis, facts.figure)
    if facts.ends_on is not None and facts.ends_on <= facts.starts_on:
        raise Invalid(N_("The end lies before the beginning."), field="ends_on")
    if not 1 <= facts.cap_percent <= 100:
        raise Invalid(N_("Write a share between 1 and 100 %."), field="cap_percent")
    if not facts.legal_basis.strip():
        raise Invalid(
            N_("Name the clause of the contract: without one no late charge can be asked for."),
            field="legal_basis",
        )
    rule = LateRule(
        community_id=community_id,
        basis=facts.basis,
        figure=facts.figure if units else 0,
        units=units,
        cap_percent=facts.cap_percent,
        grace_days=facts.grace_days,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        legal_basis=facts.legal_basis,
        proposed_by=actor.name,
        proposed_by_id=actor.id,
        proposed_at=now,
        state_since=now,
    )
    db.session.add(rule)
    activity.record(
        actor=actor,
        now=now,
        action="late_rule.propose",
        subject=rule,
        to_state=S.PROPOSED,
        note=f"{facts.starts_on:%Y-%m-%d} · {facts.legal_basis}",
    )
    return rule


def approve_late_rule(rule: LateRule, *, actor: Actor, now: datetime) -> None:
    """Put a rule in force. The version before it ends where this one begins; one of the same first
    day is replaced.

    Raises NotAllowed for whoever proposed it, Conflict when it has been decided on already, Invalid
    when a later version stands in its way, or days from its first on have been charged.
    """
    lock(db.session.get_one(Community, rule.community_id))  # versions one after another
    lock(rule)
    check_second_person(rule.community_id, rule.proposed_by_id, actor)
    if rule.state == S.PROPOSED:
        _check_uncharged(rule)
        _make_room(rule, actor, now)
        late_item(rule.community_id)  # so that two tills need not make it at once
    taken = Invalid(N_("Another late charge begins on the same day."), field="starts_on")
    with unless_taken(taken):
        workflow.apply(rules.LATE_RULE, rule, "approve", actor=actor, now=now)
    rule.decided_by, rule.decided_at = actor.name, now


def refuse_late_rule(rule: LateRule, *, reason: str, actor: Actor, now: datetime) -> None:
    """Turn a proposed rule down. Raises Conflict when it has been decided on already."""
    told = {"reason": reason}
    workflow.apply(
        rules.LATE_RULE, rule, "refuse", actor=actor, now=now, inputs=told, reason=reason
    )
    rule.decided_by, rule.decided_at = actor.name, now


def late_item(community_id: int) -> ChargeItem:
    """The charge item under which late charges are booked."""
    return one_off_item(community_id, rules.LATE_CODE, "违约金", "Late charge")


def charge_late(
    row: Receivable, *, seen: Money | None = None, agreed: bool = False, actor: Actor, now: datetime
) -> Receivable:
    """Charge what a receivable's late charge comes to today and has not been charged yet.

    `seen` is the sum the payer was shown, `agreed` says that it is being paid at the till. The
    principal is held. Raises Invalid when nothing can be charged or `seen` is no longer right,
    Conflict while the receivable is disputed.
    """
    today = business_date(now, estate.zone_of(row.community_id))
    if balance_of(row.id).is_disputed:
        raise Conflict(N_("This is disputed: no late charge until the dispute is settled."))
    found = reading.late_of(row, today)
    if found is None or not found.left:
        raise Invalid(N_("There is no late charge to be charged on %(number)s."), number=row.number)
    if seen is not None and seen != found.left:
        raise Invalid(
            N_("The late charge on %(number)s is ¥%(sum)s by now: look at it again."),
            number=row.number,
            sum=found.left.grouped,
        )
    line = _next_line(row.id)
    told = Line(rules.LATE_CHARGE, row.id, line, _words(found), found.left, like=row)
    home = db.session.get_one(Home, row.home_id)
    due_on = today if agreed else None
    charge = post_charge(
        home, late_item(row.community_id), told, due_on=due_on, actor=actor, now=now
    )
    db.session.add(_document(found, charge, line, agreed=agreed))
    db.session.flush()
    return charge


def drop_agreed(
    receivable_ids: Collection[int], *, reason: str, actor: Actor, now: datetime
) -> None:
    """The receipt is taken back: late charges that were made because they were paid with it go too."""
    query = (
        select(Receivable)
        .join(LateCharge, LateCharge.charge_id == Receivable.id)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .where(
            Receivable.id.in_(receivable_ids),
            LateCharge.agreed.is_(True),
            ReceivableBalance.is_void.is_(False),
            ReceivableBalance.open == ReceivableBalance.amount,
        )
        .order_by(Receivable.id)
    )
    for row in db.session.scalars(query).all():
        void_charge(row, reason=reason, actor=actor, now=now)


def _document(found: reading.LateOf, charge: Receivable, line: int, *, agreed: bool) -> LateCharge:
    steps = found.late.steps
    return LateCharge(
        community_id=charge.community_id,
        receivable_id=found.owed.row.id,
        charge_id=charge.id,
        line=line,
        first_on=steps[0].first_on,
        last_on=steps[-1].last_on,
        before=found.before,
        amount=charge.amount,
        cap=found.cap,
        steps=[
            {
                "from": step.first_on.isoformat(),
                "to": step.last_on.isoformat(),
                "days": step.days,
                "principal": step.principal_fen,
                "rate": step.rate.words,
            }
            for step in steps
        ],
        agreed=agreed,
        made_at=charge.created_at,
    )


def _words(found: reading.LateOf) -> str:
    """YS00000012 · 2026-11-01 – 2026-11-25 · 678.75 × 0.50‰ × 25: figures alone, in any language."""
    steps = found.late.steps
    text = f"{found.owed.row.number} · {steps[0].first_on} – {steps[-1].last_on}"
    if len(steps) > 1 or found.before or found.late.is_capped:
        return text
    return f"{text} · {Money(steps[0].principal_fen)} × {steps[0].rate.words} × {steps[0].days}"


def _next_line(receivable_id: int) -> int:
    query = select(func.max(LateCharge.line)).filter_by(receivable_id=receivable_id)
    return (db.session.scalar(query) or 0) + 1


def _make_room(rule: LateRule, actor: Actor, now: datetime) -> None:
    """End the version in force where the new one begins, replace one of the same first day."""
    query = select(LateRule).where(
        LateRule.community_id == rule.community_id,
        LateRule.state == S.APPROVED,
        or_(LateRule.ends_on.is_(None), LateRule.ends_on > rule.starts_on),
    )
    for other in db.session.scalars(query.order_by(LateRule.starts_on)).all():
        if other.starts_on < rule.starts_on:
            other.ends_on = rule.starts_on
        elif other.starts_on == rule.starts_on:
            workflow.apply(rules.LATE_RULE, other, "replace", actor=actor, now=now)
        elif rule.ends_on is None or other.starts_on < rule.ends_on:
            raise Invalid(
                N_("Another late charge is in force from %(day)s. End this one before it."),
                field="ends_on",
                day=other.starts_on.isoformat(),
            )
    db.session.flush()


def _check_uncharged(rule: LateRule) -> None:
    """Raise Invalid when a live late charge counts days from the rule's first on."""
    query = (
        select(func.max(LateCharge.last_on))
        .join(ReceivableBalance, ReceivableBalance.receivable_id == LateCharge.charge_id)
        .where(LateCharge.community_id == rule.community_id, ReceivableBalance.is_void.is_(False))
    )
    last = db.session.scalar(query)
    if last is not None and last >= rule.starts_on:
        raise Invalid(
            N_("Late charges are charged up to %(day)s: let this one begin after that day."),
            field="starts_on",
            day=last.isoformat(),
        )
