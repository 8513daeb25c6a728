"""Deposits of workers' cards: what work asks for, what the till holds for it, what stands against
giving it back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import BigInteger, and_, case, cast, func, select
from sqlalchemy.orm import aliased

from propertydesk.kernel.errors import Conflict, Problem
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Engagement, WorkerPass
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.platform.db import db, lock
from propertydesk.platform.settings import value
from propertydesk.till.models import Deposit
from propertydesk.till.queries.secured import (
    AskedDeposit,
    SecuredKind,
    deposits_securing,
    held_securing,
)
from propertydesk.till.rules import DepositKind, DepositState

SUBJECT = "engagement"
_FEN = cast(func.coalesce(func.sum(cast(WorkerPass.deposit, BigInteger)), 0), BigInteger)
_Card = aliased(WorkerPass)
_NEEDED = (
    select(func.sum(cast(_Card.deposit, BigInteger)))
    .where(_Card.engagement_id == WorkerPass.engagement_id, _Card.state.in_(states.ISSUED))
    .scalar_subquery()
)
#: Whether a pass in force has a card that opens nothing: for the cards of its work less is held than
#: they need, its receipt having been voided or reversed. A card without a deposit is not concerned.
UNSECURED = and_(
    WorkerPass.state == states.S.VALID,
    WorkerPass.deposit != Money.zero,
    held_securing(SUBJECT, WorkerPass.engagement_id) < _NEEDED,
)
#: The state of a pass, or that its deposit is not held.
STANDING = case((UNSECURED, states.UNSECURED), else_=WorkerPass.state)


@dataclass(frozen=True)
class Secured:
    """What the cards of some work need as deposit, what is held, and its deposits, oldest first.

    `missing` is what the cards that were issued need and is not held: they open nothing meanwhile.
    `proposed` is what may be kept when it is returned: for cards that will not come back.
    """

    needed: Money
    missing: Money
    held: Money
    deposits: Sequence[tuple[Deposit, DepositState]]
    proposed: Money

    @property
    def asked(self) -> Money:
        """What has still to be taken."""
        return rules.still_asked(self.needed, self.held)


def secured(engagement: Engagement) -> Secured:
    """How the deposits of some work stand."""
    deposits = deposits_of(engagement.id)
    return Secured(
        needed=needed_for([engagement.id]).get(engagement.id, Money.zero),
        missing=rules.still_asked(needed_for_cards(engagement.id), _held(deposits)),
        held=_held(deposits),
        deposits=deposits,
        proposed=_proposed(engagement),
    )


def deposits_of(engagement_id: int) -> list[tuple[Deposit, DepositState]]:
    """The deposits taken for some work with how each stands, the oldest first."""
    return deposits_securing(SUBJECT, [engagement_id])


def held_for(engagement_id: int) -> Money:
    """What the till holds for some work."""
    return _held(deposits_of(engagement_id))


def needed_for(engagement_ids: Collection[int]) -> dict[int, Money]:
    """What the cards of some works need, those that are settled left out."""
    query = (
        select(WorkerPass.engagement_id, _FEN)
        .where(WorkerPass.engagement_id.in_(engagement_ids), WorkerPass.state.in_(states.SECURED))
        .group_by(WorkerPass.engagement_id)
    )
    return {each: Money(fen) for each, fen in db.session.execute(query)}


def needed_for_cards(engagement_id: int) -> Money:
    """What the cards that were issued and are not settled need."""
    query = select(_FEN).where(
        WorkerPass.engagement_id == engagement_id,
        WorkerPass.state.in_(states.ISSUED),
    )
    return Money(db.session.scalar(query) or 0)


def is_unsecured(worker_pass: WorkerPass) -> bool:
    """Whether the card of a pass in force opens nothing, for its deposit is not held."""
    if not worker_pass.deposit:
        return False
    return bool(db.session.scalar(select(UNSECURED).where(WorkerPass.id == worker_pass.id)))


def _asked(home_ids: Collection[int]) -> list[AskedDeposit]:
    """What is asked of some homes for workers' cards."""
    query = select(Engagement).where(
        Engagement.home_id.in_(home_ids), Engagement.state.in_(states.GOING_ON)
    )
    going_on = list(db.session.scalars(query.order_by(Engagement.id)))
    ids = [each.id for each in going_on]
    if not ids:
        return []
    needed, held = needed_for(ids), dict.fromkeys(ids, Money.zero)
    for deposit, state in deposits_securing(SUBJECT, ids):
        if state == DepositState.HELD:
            held[int(deposit.subject_id or 0)] += deposit.amount
    sums = [
        (each, rules.still_asked(needed.get(each.id, Money.zero), held[each.id]))
        for each in going_on
    ]
    return [_as_asked(each, amount) for each, amount in sums if amount]


def _as_asked(engagement: Engagement, amount: Money) -> AskedDeposit:
    return AskedDeposit(
        kind=DepositKind.WORKER_PASS,
        subject_type=SUBJECT,
        subject_id=engagement.id,
        home_id=engagement.home_id,
        number=engagement.number,
        title=engagement.company,
        amount=amount,
        url=_url(engagement.id),
    )


def _still_asked(engagement_id: int) -> Money:
    engagement = db.session.get_one(Engagement, engagement_id)
    lock(engagement)
    if not engagement.is_going_on:
        return Money.zero
    needed = needed_for([engagement_id]).get(engagement_id, Money.zero)
    return rules.still_asked(needed, held_for(engagement_id))


def _objection(deposit: Deposit) -> Problem | None:
    """Cards come back first; those that will not are reported lost."""
    engagement = db.session.get_one(Engagement, deposit.subject_id)
    lock(engagement)
    out = cards_out(engagement.id)
    if not out:
        return None
    return Conflict(
        N_("%(count)s cards of %(number)s are not back. Take them back, or report them lost."),
        count=out,
        number=engagement.number,
    )


def cards_out(engagement_id: int) -> int:
    """How many cards of some work are with the workers."""
    query = select(func.count()).where(
        WorkerPass.engagement_id == engagement_id, WorkerPass.state.in_(states.OUT)
    )
    return db.session.scalar(query) or 0


def _proposed(engagement: Engagement) -> Money:
    missing = func.sum(
        WorkerPass.lost_cards + case((WorkerPass.state == states.S.VOIDED, 1), else_=0)
    )
    query = select(missing).where(WorkerPass.engagement_id == engagement.id, WorkerPass.version > 0)
    cards = int(db.session.scalar(query) or 0)
    return Money(cards * 100 * int(value(engagement.community_id, rules.LOST_FEE)))


def _held(deposits: Sequence[tuple[Deposit, DepositState]]) -> Money:
    return Money(sum(each.amount.fen for each, state in deposits if state == DepositState.HELD))


def _url(engagement_id: int) -> str:
    return url_for("engagements.detail", engagement_id=engagement_id)


WORKERS_SECURED = SecuredKind(
    subject_type=SUBJECT, asked=_asked, still_asked=_still_asked, objection=_objection, url=_url
)
