"""Collections up to a cut-off day (domain.md B3, A57), each figure from its documents.

Balances tell what stands now; what stood on a day is in what was charged, changed and met up to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CompoundSelect, String, and_, case, cast, func, literal, select
from sqlalchemy import union_all as together_with

from propertydesk.estate.models import Building, Community, Home
from propertydesk.fees.models import ChargeItem, Receivable, ReceivableChange
from propertydesk.platform.db import db
from propertydesk.till import rules
from propertydesk.till.models import Allocation, Deposit, DepositReturn, Payment, PrepaymentMovement

ROWS_AT_ONCE = 1_000


class By(StrEnum):
    """What the lines of the report are."""

    BUILDING = "building"
    ITEM = "item"
    MONTH = "month"
    COMMUNITY = "community"


@dataclass(frozen=True)
class Asked:
    """Charges whose days begin from `first` to `last`, with all documents up to `until`.

    `others` are further communities that the reader reports on, for the report by community.
    """

    community_id: int
    first: date
    last: date
    until: date
    by: By = By.BUILDING
    others: tuple[int, ...] = ()

    @property
    def communities(self) -> tuple[int, ...]:
        """Whose documents count."""
        return (self.community_id, *self.others)

    @property
    def new_year(self) -> date:
        """1 January of the year of the cut-off day."""
        return self.until.replace(month=1, day=1)


@dataclass(frozen=True)
class Line:
    """A building, an item, a month or a community, with what was charged and collected."""

    key: int | str
    label: str
    figures: rules.Collection


@dataclass(frozen=True)
class Held:
    """Money of payers on a day, in fen."""

    prepayments: int
    deposits: int


@dataclass(frozen=True)
class ChargeLine:
    """One receivable as it stood, in fen."""

    number: str
    home: str
    item: str
    item_en: str
    starts_on: date
    ends_on: date
    due_on: date
    charged: int
    collected: int

    @property
    def open(self) -> int:
        """What was unpaid."""
        return self.charged - self.collected


def collections(asked: Asked) -> list[Line]:
    """The lines of the report; those in which nothing was charged or recovered are left out."""
    rows = documents(asked).subquery()
    key: Any = {
        By.BUILDING: Home.building_id,
        By.ITEM: rows.c.item_id,
        By.MONTH: func.substr(cast(rows.c.starts_on, String), 1, 7),
        By.COMMUNITY: rows.c.community_id,
    }[asked.by]
    query = select(key.label("key"), *_figures(rows.c, asked)).select_from(rows)
    if asked.by == By.BUILDING:
        query = query.join(Home, Home.id == rows.c.home_id)
    found = {row[0]: rules.Collection(*row[1:]) for row in db.session.execute(query.group_by(key))}
    named = labels(asked, sorted(found))
    return [
        Line(each, label, found[each])
        for each, label in named
        if each in found and found[each] != rules.together(())
    ]


def lines_of(asked: Asked) -> Iterator[ChargeLine]:
    """Every receivable of the period as it stood, by home; they add up to the report."""
    rows = documents(asked).subquery()
    within = rows.c.starts_on.between(asked.first, asked.last)
    sums = (
        select(
            rows.c.receivable_id,
            _sum(rows.c.charged).label("charged"),
            _sum(rows.c.paid).label("paid"),
        )
        .where(within)
        .group_by(rows.c.receivable_id)
        .subquery()
    )
    query = (
        select(
            Receivable.id,
            Home.code,
            ChargeItem.name_zh,
            ChargeItem.name_en,
            Receivable.starts_on,
            Receivable.ends_on,
            Receivable.due_on,
            sums.c.charged,
            sums.c.paid,
        )
        .select_from(sums)
        .join(Receivable, Receivable.id == sums.c.receivable_id)
        .join(Home, Home.id == Receivable.home_id)
        .join(ChargeItem, ChargeItem.id == Receivable.item_id)
        .order_by(Receivable.community_id, Home.sort_code, Receivable.id)
    )
    found = db.session.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    return (ChargeLine(f"YS{row[0]:08d}", *row[1:]) for row in found)


def held_for_payers(asked: Asked) -> Held:
    """Prepayments and deposits on the cut-off day; neither is income, nor counts in a rate."""
    here, until = asked.communities, asked.until
    ahead = select(_sum(PrepaymentMovement.amount)).where(
        PrepaymentMovement.community_id.in_(here),
        PrepaymentMovement.business_date <= until,
    )
    original = func.coalesce(Payment.reverses_id, Payment.id)
    taken = (
        select(_sum(Payment.amount))
        .join(Deposit, Deposit.payment_id == original)
        .where(Payment.community_id.in_(here), Payment.business_date <= until)
    )
    ended = select(_sum(DepositReturn.held)).where(
        DepositReturn.community_id.in_(here), DepositReturn.business_date <= until
    )
    row = db.session.execute(
        select(ahead.scalar_subquery(), taken.scalar_subquery(), ended.scalar_subquery())
    ).one()
    return Held(row[0], row[1] - row[2])


def documents(asked: Asked) -> CompoundSelect[Any]:
    """Charges, changes of them and what met them, up to the cut-off day."""
    of = (Receivable.id.label("receivable_id"), Receivable.home_id, Receivable.item_id)
    in_view = Receivable.community_id.in_(asked.communities)
    here = and_(in_view, Receivable.booked_on <= asked.until)
    nothing = cast(literal(0), BigInteger)

    def part(charged: Any, paid: Any, day: Any) -> Any:
        return select(
            *of,
            Receivable.community_id.label("community_id"),
            Receivable.starts_on.label("starts_on"),
            cast(charged, BigInteger).label("charged"),
            cast(paid, BigInteger).label("paid"),
            day.label("day"),
        ).where(here)

    change, met = ReceivableChange, Allocation
    return together_with(
        part(Receivable.amount, nothing, Receivable.booked_on),
        part(change.amount, nothing, change.booked_on)
        .join(change, change.receivable_id == Receivable.id)
        .where(change.booked_on <= asked.until),
        part(nothing, met.amount, met.business_date)
        .join(met, met.receivable_id == Receivable.id)
        .where(met.business_date <= asked.until),
    )


def _figures(row: Any, asked: Asked) -> tuple[Any, ...]:
    """The fields of a Collection, in their order."""
    here = row.starts_on.between(asked.first, asked.last)
    this_year = row.starts_on.between(asked.new_year, asked.until)
    earlier, before = row.starts_on < asked.new_year, row.day < asked.new_year
    return (
        _sum(case((here, row.charged))),
        _sum(case((here, row.paid))),
        _sum(case((this_year, row.charged))),
        _sum(case((this_year, row.paid))),
        _sum(case((and_(earlier, before), row.charged - row.paid), (earlier, row.charged))),
        _sum(case((and_(earlier, ~before), row.paid))),
    )


def labels(asked: Asked, keys: list[Any]) -> list[tuple[int | str, str]]:
    """Keys and what they are called, in the order of the report."""
    if asked.by == By.MONTH:
        return [(each, each) for each in keys]
    if asked.by == By.ITEM:
        items = select(ChargeItem).where(ChargeItem.id.in_(keys)).order_by(ChargeItem.code)
        return [(item.id, item.name) for item in db.session.scalars(items)]
    if asked.by == By.COMMUNITY:
        places = select(Community).where(Community.id.in_(keys)).order_by(Community.code)
        return [(place.id, place.name) for place in db.session.scalars(places)]
    houses = db.session.scalars(select(Building).where(Building.id.in_(keys)))
    return [(each.id, each.label) for each in sorted(houses, key=lambda each: each.no.rjust(10))]


def _sum(column: Any) -> Any:
    """In whole fen; sum(bigint) alone would be a Decimal on PostgreSQL."""
    return cast(func.coalesce(func.sum(cast(column, BigInteger)), 0), BigInteger)
