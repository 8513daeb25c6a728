"""Late charges: what they come to today, which were charged, and the versions of their rule.

They are worked out whenever they are looked at, and become receivables only when the payer agrees
to pay them at the till, or when somebody charges them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Select, func, select, type_coerce

from propertydesk.estate import queries as estate
from propertydesk.fees import rules
from propertydesk.fees.models import (
    ChargeItem,
    Dispute,
    LateCharge,
    LateRule,
    Receivable,
    ReceivableBalance,
    ReceivableChange,
)
from propertydesk.fees.queries.receivables import Owed, OwedSelect, read_owed, select_owed
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.money import Money
from propertydesk.platform.db import db

#: Receivable, business day and fen of what was paid or set off, or taken back: kept by the till.
Paid = Callable[[Collection[int]], Iterable[tuple[int, date, int]]]
_paid: list[Paid] = []


@dataclass(frozen=True)
class LateOf:
    """The late charge of a receivable up to today; `before` is what was charged of it already."""

    owed: Owed
    late: rules.Late
    before: Money

    @property
    def total(self) -> Money:
        """What all days come to, under the cap."""
        return Money(self.late.fen)

    @property
    def cap(self) -> Money:
        """The most it may come to."""
        return Money(self.late.cap_fen)

    @property
    def left(self) -> Money:
        """What can still be charged."""
        return Money(max(0, self.late.fen - self.before.fen))


@dataclass(frozen=True)
class Made:
    """A late charge that was charged, with its receivable and what is open of it."""

    late: LateCharge
    row: Receivable
    balance: ReceivableBalance


def register_paid(paid: Paid) -> None:
    """Take the wiring's word for what was paid on which day."""
    _paid[:] = [paid]


def late_rules(community_id: int) -> Sequence[LateRule]:
    """All versions of a community's rule, newest first."""
    query = select(LateRule).filter_by(community_id=community_id)
    return db.session.scalars(query.order_by(LateRule.starts_on.desc(), LateRule.id.desc())).all()


def late_rates(community_id: int) -> list[rules.LateRate]:
    """The approved versions; empty where no late charge was ever approved."""
    query = select(LateRule).filter_by(community_id=community_id, state=rules.VersionState.APPROVED)
    found = [each.rate for each in db.session.scalars(query.order_by(LateRule.starts_on))]
    return found if any(each.units for each in found) else []


def late_of(row: Receivable, today: date) -> LateOf | None:
    """The late charge of one receivable; None where it bears none."""
    found = _late(select_owed().where(Receivable.id == row.id), row.community_id, today)
    return found[0] if found else None


def late_of_homes(community_id: int, home_ids: Collection[int], today: date) -> list[LateOf]:
    """What can be charged for some homes of a community, oldest due first; five queries."""
    query = select_owed().where(Receivable.home_id.in_(home_ids))
    query = query.order_by(Receivable.due_on, Receivable.id)
    return [each for each in _late(query, community_id, today) if each.left]


def late_made_of(receivable_id: int) -> list[Made]:
    """The late charges that were charged on a receivable, oldest first."""
    return _made(select(LateCharge.id).where(LateCharge.receivable_id == receivable_id))


def late_behind(charge_id: int) -> Made | None:
    """What a late charge was made of; None where a receivable is none."""
    found = _made(select(LateCharge.id).where(LateCharge.charge_id == charge_id))
    return found[0] if found else None


def late_among(receivable_ids: Collection[int]) -> set[int]:
    """Those of some receivables that are late charges."""
    query = select(Receivable.id).where(
        Receivable.id.in_(receivable_ids), Receivable.source_type == rules.LATE_CHARGE
    )
    return set(db.session.scalars(query))


def _made(ids: Select[Any]) -> list[Made]:
    query = (
        select(LateCharge, Receivable, ReceivableBalance)
        .join(Receivable, Receivable.id == LateCharge.charge_id)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == LateCharge.charge_id)
        .where(LateCharge.id.in_(ids))
        .order_by(LateCharge.id)
    )
    return [Made(late, row, balance) for late, row, balance in db.session.execute(query)]


def _late(query: OwedSelect, community_id: int, today: date) -> list[LateOf]:
    rates = late_rates(community_id)
    if not rates:
        return []
    query = query.where(
        Receivable.community_id == community_id,
        Receivable.due_on < today,
        Receivable.source_type.is_(None),
        ChargeItem.basis != rules.Basis.ONCE,
        ChargeItem.on_behalf.is_(False),
        ReceivableBalance.is_void.is_(False),
    )
    found = [
        each
        for each in read_owed(query, today)
        if rules.bears_late_charge(each.item.basis, on_behalf=each.item.on_behalf)
    ]
    ids = [each.row.id for each in found]
    courses, charged = _courses(ids, estate.zone_of(community_id)), _charged(ids)
    return [
        LateOf(
            each,
            rules.late_charge(courses.debt(each.row), rates, today),
            Money(charged.get(each.row.id, 0)),
        )
        for each in found
    ]


@dataclass(frozen=True)
class _Courses:
    """What happened to receivables since they were booked, by receivable."""

    less: dict[int, int]
    moves: dict[int, list[tuple[date, int]]]
    pauses: dict[int, list[tuple[date, date | None]]]

    def debt(self, row: Receivable) -> rules.Debt:
        return rules.Debt(
            row.due_on,
            row.amount.fen + self.less[row.id],
            tuple(self.moves[row.id]),
            tuple(self.pauses[row.id]),
        )


def _courses(ids: Collection[int], zone: str) -> _Courses:
    """An adjustment that takes away corrects from the start; all else counts from its day."""
    courses = _Courses(defaultdict(int), defaultdict(list), defaultdict(list))
    changes = select(ReceivableChange).where(ReceivableChange.receivable_id.in_(ids))
    for change in db.session.scalars(changes.order_by(ReceivableChange.id)):
        if change.kind != rules.ChangeKind.WAIVER and change.amount.fen < 0:
            courses.less[change.receivable_id] += change.amount.fen
        else:
            moved = (change.booked_on, change.amount.fen)
            courses.moves[change.receivable_id].append(moved)
    for receivable_id, day, fen in _paid[0](ids) if _paid else ():
        courses.moves[receivable_id].append((day, -fen))
    disputes = select(Dispute).where(Dispute.receivable_id.in_(ids)).order_by(Dispute.id)
    for each in db.session.scalars(disputes):
        ended = business_date(each.closed_at, zone) if each.closed_at else None
        courses.pauses[each.receivable_id].append((business_date(each.opened_at, zone), ended))
    return courses


def _charged(ids: Collection[int]) -> dict[int, int]:
    """The fen charged already, without what was made void."""
    query = (
        select(LateCharge.receivable_id, func.sum(type_coerce(LateCharge.amount, BigInteger)))
        .join(ReceivableBalance, ReceivableBalance.receivable_id == LateCharge.charge_id)
        .where(LateCharge.receivable_id.in_(ids), ReceivableBalance.is_void.is_(False))
        .group_by(LateCharge.receivable_id)
    )
    return {receivable_id: int(fen) for receivable_id, fen in db.session.execute(query)}
