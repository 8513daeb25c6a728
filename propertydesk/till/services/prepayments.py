"""Prepayments: paid in, drawn on, and set off against bills by themselves."""

from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.owners.events import PersonMerged
from propertydesk.owners.models import Person
from propertydesk.platform.db import db, on_sqlite
from propertydesk.till import rules
from propertydesk.till.models import Payment, Prepayment, PrepaymentMovement


def pay_in(
    home: Home,
    person: Person | None,
    payment: Payment,
    *,
    amount: Money,
    kind: rules.MovementKind,
) -> PrepaymentMovement:
    """Keep `amount` of a payment for bills to come. Raises Conflict for a payer who is a mere name:
    nobody could be given it back.
    """
    if person is None:
        raise Conflict(
            N_(
                "Part of this has been paid in the meantime, and the rest has nobody to be kept for."
            )
        )
    account = held_account(home.community_id, home.id, person.id)
    return move(account, amount, kind, payment=payment, now=payment.paid_at)


def draw(home: Home, person: Person | None, payment: Payment) -> PrepaymentMovement:
    """Pay with what was paid ahead. Raises Invalid on `amount` when there is not so much."""
    if person is None:
        raise Invalid(N_("Choose whose prepayment is to be used."), field="payer")
    db.session.flush()
    account = held_account(home.community_id, home.id, person.id)
    offset = rules.MovementKind.OFFSET
    return move(account, -payment.amount, offset, payment=payment, now=payment.paid_at)


def move(
    account: Prepayment,
    amount: Money,
    kind: rules.MovementKind,
    *,
    payment: Payment | None = None,
    reverses: PrepaymentMovement | None = None,
    now: datetime,
) -> PrepaymentMovement:
    """Change a held account. Raises Invalid on `amount` when it would fall below zero."""
    if (account.balance + amount).fen < 0:
        raise Invalid(
            N_("The prepayment holds ¥%(balance)s only."),
            field="amount",
            balance=account.balance.grouped,
        )
    account.balance += amount
    movement = PrepaymentMovement(
        community_id=account.community_id,
        prepayment_id=account.id,
        kind=kind,
        amount=amount,
        payment_id=payment.id if payment else None,
        at=now,
        business_date=payment.business_date
        if payment
        else business_date(now, estate.zone_of(account.community_id)),
        reverses_id=reverses.id if reverses else None,
    )
    db.session.add(movement)
    db.session.flush()
    return movement


def held_account(community_id: int, home_id: int, payer_id: int) -> Prepayment:
    """The account of a payer and a home, made when there is none yet, held until the end."""
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    fresh = insert(Prepayment).values(
        community_id=community_id, home_id=home_id, payer_id=payer_id, balance=Money.zero
    )
    db.session.execute(fresh.on_conflict_do_nothing(index_elements=["home_id", "payer_id"]))
    query = select(Prepayment).filter_by(home_id=home_id, payer_id=payer_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def follow_person(merged: PersonMerged) -> None:
    """Two entries of a payer became one: what they hold ahead goes along, in the verb that joined
    them. Payments, deposits and receipts never change and name the entry of their day.

    Raises Conflict when both hold an account for the same home and the one that goes holds money:
    an account is never emptied without a paper.
    """
    other = aliased(Prepayment)
    both = exists().where(other.home_id == Prepayment.home_id, other.payer_id == merged.into_id)
    theirs = select(Prepayment).filter_by(payer_id=merged.from_id).order_by(Prepayment.id)
    for account in db.session.scalars(theirs.where(both).with_for_update()):
        if account.balance > Money.zero:
            raise Conflict(
                N_(
                    "Both entries hold money ahead for the same home. Set it off or pay it back first."
                )
            )
    moving = update(Prepayment).where(Prepayment.payer_id == merged.from_id, ~both)
    db.session.execute(
        moving.values(payer_id=merged.into_id), execution_options={"synchronize_session": False}
    )
