"""What is agreed on the fees of homes that are split or joined goes on with the homes after them.

What leaves the sum as it was is in force at once: a price for each m², a share of vacancy, at a
home that was split, or alike at all that were joined. Whatever would change the sum is proposed
for the new homes, and a second person decides.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select

from propertydesk.estate.events import HomesReplaced
from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, FeePrice, PayerAgreement, VacancyRate
from propertydesk.fees.services import approving
from propertydesk.platform import activity
from propertydesk.platform.db import db

_PRICE = ("item_id", "on_behalf", "price", "surcharge", "ends_on", "legal_basis")
_VACANCY = ("percent", "ends_on", "reason")
_DECISION = ("state", "proposed_by", "proposed_by_id", "proposed_at", "decided_by", "decided_at")


def follow_homes(event: HomesReplaced) -> None:
    """Carry single prices, vacancy rates and paying tenants over to the new homes; part of the verb
    that splits or joins. What was billed for the old homes stays.
    """
    _follow_prices(event)
    _follow_vacancies(event)
    _follow_payers(event)


def _follow_prices(event: HomesReplaced) -> None:
    for old, are_alike in _distinct(_live(FeePrice, event), _PRICE, event):
        item = db.session.get_one(ChargeItem, old.item_id)
        is_neutral = are_alike and item.basis == rules.Basis.AREA and not old.surcharge
        for home_id in event.to_ids:
            scope = rules.Scope(home_id=home_id)
            named = {"scope": scope.key, "rank": scope.rank, "home_id": home_id}
            new = _carry(FeePrice, old, _PRICE, named, event, in_force=is_neutral)
            if not is_neutral:
                approving.submit_price(new, actor=event.actor, now=event.now)


def _follow_vacancies(event: HomesReplaced) -> None:
    for old, are_alike in _distinct(_live(VacancyRate, event), _VACANCY, event):
        for home_id in event.to_ids:
            named = {"home_id": home_id}
            new = _carry(VacancyRate, old, _VACANCY, named, event, in_force=are_alike)
            if not are_alike:
                approving.submit_vacancy(new, actor=event.actor, now=event.now)


def _live(model: Any, event: HomesReplaced) -> Sequence[Any]:
    """What is approved for the homes that end, for days from the change on."""
    query = select(model).where(
        model.home_id.in_(event.from_ids),
        model.state == rules.Decision.APPROVED,
        or_(model.ends_on.is_(None), model.ends_on > event.on),
    )
    return db.session.scalars(query.order_by(model.id)).all()


def _distinct(
    rows: Sequence[Any], same: Sequence[str], event: HomesReplaced
) -> Iterator[tuple[Any, bool]]:
    """The rows that differ in what they grant, and whether every home that ends had such a one."""
    alike: dict[Hashable, list[Any]] = {}
    for row in rows:
        granted = (*(getattr(row, name) for name in same), max(row.starts_on, event.on))
        alike.setdefault(granted, []).append(row)
    for found in alike.values():
        yield found[0], {each.home_id for each in found} == set(event.from_ids)


def _carry(
    model: Any,
    old: Any,
    same: Sequence[str],
    named: dict[str, Any],
    event: HomesReplaced,
    *,
    in_force: bool,
) -> Any:
    """A copy for a new home: with the two persons who decided on the old one, or to be decided on."""
    decision: dict[str, Any] = {
        "state": rules.Decision.PROPOSED,
        "proposed_by": event.actor.name,
        "proposed_by_id": event.actor.id,
        "proposed_at": event.now,
    }
    if in_force:
        decision = {name: getattr(old, name) for name in _DECISION}
    new = model(
        **{name: getattr(old, name) for name in same},
        **named,
        community_id=event.community_id,
        starts_on=max(old.starts_on, event.on),
        state_since=event.now,
        **decision,
    )
    db.session.add(new)
    db.session.flush()
    subject, *_named = new.activity_subject
    activity.record(
        actor=event.actor,
        now=event.now,
        action=f"{subject}.follow_home" if in_force else f"{subject}.propose",
        subject=new,
        home_id=new.home_id,
        to_state=new.state,
        note=f"{new.starts_on:%Y-%m-%d}",
    )
    return new


def _follow_payers(event: HomesReplaced) -> None:
    """A tenant who pays goes on paying where the household lives; of several for the same fee the
    first one, for two cannot hold on one day.
    """
    query = select(PayerAgreement).where(
        PayerAgreement.home_id.in_(event.from_ids),
        or_(PayerAgreement.ends_on.is_(None), PayerAgreement.ends_on > event.on),
    )
    taken: set[int | None] = set()
    for old in db.session.scalars(query.order_by(PayerAgreement.starts_on, PayerAgreement.id)):
        if old.item_id not in taken:
            _let_pay_on(old, event)
        if old.ends_on is None:
            taken.add(old.item_id)


def _let_pay_on(old: PayerAgreement, event: HomesReplaced) -> None:
    new = PayerAgreement(
        community_id=event.community_id,
        home_id=event.household_in,
        item_id=old.item_id,
        person_id=old.person_id,
        starts_on=max(old.starts_on, event.on),
        ends_on=old.ends_on,
        paper=old.paper,
        entered_by=old.entered_by,
        entered_at=old.entered_at,
    )
    db.session.add(new)
    activity.record(
        actor=event.actor,
        now=event.now,
        action="payer_agreement.follow_home",
        subject=new,
        home_id=new.home_id,
        note=f"{new.starts_on:%Y-%m-%d}",
    )
