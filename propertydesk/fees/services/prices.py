"""Price versions: proposed with their legal basis, approved by a second person, never edited."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, FeePrice, Receivable, ReceivableBalance
from propertydesk.fees.services.runs import check_second_person
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock

S = rules.VersionState


EVERYBODY = rules.Scope()


@dataclass(frozen=True)
class PriceFacts:
    """A price in 0.0001 yuan a month and unit, and the days on which it is to be in force.

    `ends_on` is the first day on which it no longer is.
    """

    price: int
    starts_on: date
    legal_basis: str
    ends_on: date | None = None
    surcharge: int = 0
    scope: rules.Scope = EVERYBODY


def propose_price(item: ChargeItem, facts: PriceFacts, *, actor: Actor, now: datetime) -> FeePrice:
    """Propose a price; it counts once it is approved. Raises Invalid on the field at fault.

    What is collected on behalf of others bears no surcharge (物业管理条例 Art 44).
    """
    _check(item, facts)
    scope = facts.scope
    price = FeePrice(
        community_id=item.community_id,
        item_id=item.id,
        on_behalf=item.on_behalf,
        scope=scope.key,
        rank=scope.rank,
        home_id=scope.home_id,
        space_id=scope.space_id,
        building_id=scope.building_id,
        use=scope.use,
        price=facts.price,
        surcharge=facts.surcharge,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        legal_basis=facts.legal_basis,
        proposed_by=actor.name,
        proposed_by_id=actor.id,
        proposed_at=now,
        state_since=now,
    )
    db.session.add(price)
    activity.record(
        actor=actor,
        now=now,
        action="price.propose",
        subject=price,
        home_id=scope.home_id,
        to_state=S.PROPOSED,
        note=f"{item.code} · {facts.starts_on:%Y-%m-%d} · {facts.legal_basis}",
    )
    return price


def approve_price(price: FeePrice, *, actor: Actor, now: datetime) -> None:
    """Put a proposed price in force. The version before it ends where this one begins; one of the
    same first day that was wrong is replaced by it.

    Raises NotAllowed for whoever proposed it, Conflict when it has been decided on already, Invalid
    when a later version of the same scope stands in its way, and when days from its first on are
    billed at the version before.
    """
    lock(db.session.get_one(ChargeItem, price.item_id))  # versions are approved one after another
    lock(price)
    check_second_person(price.community_id, price.proposed_by_id, actor)
    if price.state == S.PROPOSED:
        _make_room(price, actor, now)
    taken = Invalid(N_("A price of this scope begins on the same day."), field="starts_on")
    with unless_taken(taken):
        workflow.apply(rules.PRICE, price, "approve", actor=actor, now=now)
    price.decided_by, price.decided_at = actor.name, now


def refuse_price(price: FeePrice, *, reason: str, actor: Actor, now: datetime) -> None:
    """Turn a proposed price down. Raises Conflict when it has been decided on already."""
    workflow.apply(
        rules.PRICE,
        price,
        "refuse",
        actor=actor,
        now=now,
        inputs={"reason": reason},
        reason=reason,
    )
    price.decided_by, price.decided_at = actor.name, now


def _make_room(price: FeePrice, actor: Actor, now: datetime) -> None:
    """End the version in force where the new one begins, replace one of the same first day; refuse
    what would overlap otherwise.
    """
    query = select(FeePrice).where(
        FeePrice.item_id == price.item_id,
        FeePrice.scope == price.scope,
        FeePrice.state == S.APPROVED,
        or_(FeePrice.ends_on.is_(None), FeePrice.ends_on > price.starts_on),
    )
    for other in db.session.scalars(query.order_by(FeePrice.starts_on)):
        if other.starts_on < price.starts_on:
            _check_unbilled(other, price.starts_on)
            other.ends_on = price.starts_on
        elif other.starts_on == price.starts_on:
            _check_unbilled(other, price.starts_on)
            workflow.apply(rules.PRICE, other, "replace", actor=actor, now=now)
        elif price.ends_on is None or other.starts_on < price.ends_on:
            raise Invalid(
                N_("Another price of this scope is in force from %(day)s. End this one before it."),
                field="ends_on",
                day=other.starts_on.isoformat(),
            )
    db.session.flush()


def _check_unbilled(price: FeePrice, day: date) -> None:
    """Raise Invalid when something live was billed at a price for days from `day` on: a version
    that ended before them would no longer explain it.
    """
    query = (
        select(func.max(Receivable.starts_on))
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .where(
            Receivable.price_id == price.id,
            Receivable.starts_on >= day,
            ReceivableBalance.is_void.is_(False),
        )
    )
    last = db.session.scalar(query)
    if last is not None:
        raise Invalid(
            N_("Days from %(day)s on are billed at the price before. Let this one begin later, "
               "or undo those bills first."),
            field="starts_on",
            day=last.isoformat(),
        )  # fmt: skip


def _check(item: ChargeItem, facts: PriceFacts) -> None:
    if not 0 < facts.price <= rules.LARGEST_PRICE:
        raise Invalid(N_("Write the price in yuan, such as 2.30."), field="price")
    if not 0 <= facts.surcharge <= rules.LARGEST_PRICE:
        raise Invalid(N_("Write the amount in yuan, such as 12.50."), field="surcharge")
    if item.on_behalf and facts.surcharge:
        raise Invalid(
            N_("What is collected on behalf of others bears no surcharge."), field="surcharge"
        )
    if facts.ends_on is not None and facts.ends_on <= facts.starts_on:
        raise Invalid(N_("The end lies before the beginning."), field="ends_on")
    if not facts.legal_basis.strip():
        raise Invalid(N_("Say on what the price rests: contract, notice, resolution."),
                      field="legal_basis")  # fmt: skip
