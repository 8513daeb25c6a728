"""Charge items: what is charged, how often, when it is due."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, FeePrice, Receivable
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend, unless_taken
from propertydesk.platform.db import db, lock

#: What a receivable's amount hangs on: fixed once something has been charged.
_FIXED = ("basis", "on_behalf", "cycle", "timing", "proration")


@dataclass(frozen=True)
class ItemFacts:
    """What is said of an item besides its code."""

    name_zh: str
    name_en: str = ""
    basis: str = rules.Basis.AREA
    on_behalf: bool = False
    everyone: bool = True
    vacancy_counts: bool = False
    cycle: str = rules.Cycle.MONTH
    timing: str = rules.Timing.ADVANCE
    due_day: int = 31
    proration: str = rules.Proration.DAYS
    starts_on: date = date(2000, 1, 1)
    ends_on: date | None = None
    note: str = ""


def add_item(
    community_id: int, *, code: str, facts: ItemFacts, actor: Actor, now: datetime
) -> ChargeItem:
    """Add a charge item. Raises Invalid on `code` when it is taken."""
    _check(facts)
    item = ChargeItem(community_id=community_id, code=code, **vars(facts))
    with unless_taken(Invalid(N_("There is a charge item with this code already."), field="code")):
        db.session.add(item)
    activity.record(actor=actor, now=now, action="charge_item.add", subject=item, note=item.name_zh)
    return item


def edit_item(item: ChargeItem, *, facts: ItemFacts, actor: Actor, now: datetime) -> None:
    """Correct an item. Raises Conflict when something that amounts hang on would change although
    something has been charged: end the item then, and begin another.
    """
    lock(item)
    _check(facts)
    values = vars(facts)
    if item.on_behalf != facts.on_behalf and _has_prices(item):
        raise Invalid(
            N_("It has prices already: end it, and begin another item."), field="on_behalf"
        )
    fixed = any(getattr(item, name) != values[name] for name in _FIXED)
    if fixed and _is_charged(item):
        raise Conflict(
            N_("This item has been charged: end it, and begin another with the new rule.")
        )
    changes = amend(item, values)
    activity.record(actor=actor, now=now, action="charge_item.edit", subject=item, changes=changes)


def one_off_item(community_id: int, code: str, name_zh: str, name_en: str) -> ChargeItem:
    """The one-off item of a code; made when it is missing, as part of the verb that needs it."""
    query = select(ChargeItem).filter_by(community_id=community_id, code=code)
    item = db.session.scalar(query)
    if item is None:
        item = ChargeItem(
            community_id=community_id,
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            basis=rules.Basis.ONCE,
            starts_on=date(2000, 1, 1),
        )
        try:
            with db.session.begin_nested():
                db.session.add(item)
        except IntegrityError:  # another till made it at the same moment
            item = db.session.scalars(query).one()
    return item


def _check(facts: ItemFacts) -> None:
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise Invalid(N_("The end lies before the beginning."), field="ends_on")
    if facts.vacancy_counts and facts.basis == rules.Basis.SPACE:
        raise Invalid(N_("Only homes can be vacant."), field="vacancy_counts")


def _has_prices(item: ChargeItem) -> bool:
    return db.session.scalar(select(FeePrice.id).filter_by(item_id=item.id).limit(1)) is not None


def _is_charged(item: ChargeItem) -> bool:
    return db.session.scalar(select(Receivable.id).filter_by(item_id=item.id).limit(1)) is not None
