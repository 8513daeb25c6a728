"""The year at the till of one community, event by event in the order of time.

Bills come, are set off against what is ahead, and are paid as each payer's habit is; what is said
here must stay true to till/services and fees/services: the same columns, the same activities.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import cast, func, select, text, update

from propertydesk.demo.community import Settled
from propertydesk.demo.estate import ZONE
from propertydesk.demo.history import History
from propertydesk.demo.registrar import Household
from propertydesk.demo.rows import chance
from propertydesk.demo.staff import Crew, Who
from propertydesk.demo.till import edges, habits, repaired
from propertydesk.demo.till.changes import Changes
from propertydesk.demo.till.debts import Bills, Debt, billed
from propertydesk.demo.till.drawers import Drawers
from propertydesk.demo.till.habits import Habit
from propertydesk.demo.till.papers import Account, Till, of_debt
from propertydesk.demo.till.returns import Returns
from propertydesk.demo.trail import Trail
from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community
from propertydesk.fees import services as fees
from propertydesk.fees.models import ReceivableBalance
from propertydesk.kernel import clock
from propertydesk.kernel.money import Money
from propertydesk.platform.db import db
from propertydesk.platform.types import Identity
from propertydesk.till.models import Allocation
from propertydesk.till.rules import Method

#: Nothing is paid in the first hours after the register was taken over.
_SETTLING = timedelta(hours=3)
#: Sold while bills were open: what the seller left behind stays on record.
SELLER = "邱建国"
_BALANCES = text("""
    INSERT INTO receivable_balances (receivable_id, community_id, home_id, due_on, amount,
        adjusted, waived, paid, open, is_void, is_disputed)
    SELECT id, community_id, home_id, due_on, amount, 0, 0, 0, amount, FALSE, FALSE
    FROM receivables WHERE community_id = :community_id AND run_id IS NULL
""")


@dataclass
class Year:
    """Lets the till's time pass; `pass_time` collects the rows, `balance` follows their writing."""

    settled: Settled
    trail: Trail
    crew: Crew
    finance: Who
    open: dict[int | str, list[Debt]] = field(default_factory=dict)
    _habits: dict[int | str, Habit] = field(default_factory=dict)
    _coming: dict[int | str, datetime] = field(default_factory=dict)
    _events: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _order: count = field(default_factory=count)
    _open_days: dict[date, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now, self.since = self.settled.now, self.settled.registrar.since
        community = self.settled.ground.community
        self.rng = self.chance("till")
        drawers = Drawers(
            self.trail,
            self.chance("drawers"),
            community,
            self.crew,
            self.finance,
            self.now,
            self.since,
        )
        self.till = Till(self.trail, self.chance("papers"), drawers, community)
        self.returns = Returns(self, self.chance("returns"))
        self.changes = Changes(self, self.chance("changes"))

    def chance(self, part: str) -> Random:
        """A source of chance of its own."""
        return chance(self.settled.seed, f"{self.settled.code}/{part}")

    @cached_property
    def households(self) -> list[Household]:
        """The households of the register."""
        return list(self.settled.registrar.households.values())

    def pass_time(self, history: History, *, is_main: bool) -> None:
        """Everything that happened at the till until now."""
        self.debts: list[Debt] = []
        for bills in billed(self.till.community.id):
            self.debts += bills.debts
            at = max(bills.at, self.since + _SETTLING)
            self._at(at, partial(self._post, bills, at))
        repaired.settle(self, history)
        self.returns.deposits(self.households)
        if is_main:
            edges.plan(self)
        while self._events:
            heapq.heappop(self._events)[2]()
        self.till.drawers.close_all()
        self.till.keep_counters()

    def balance(self) -> None:
        """What the receivables count as paid, waived and disputed; their documents are written."""
        community_id = self.till.community.id
        db.session.execute(_BALANCES, {"community_id": community_id})
        fen = func.sum(cast(Allocation.amount, Identity))
        met: Any = select(Allocation.receivable_id, fen).where(
            Allocation.community_id == community_id
        )
        fees.settle_by(met.group_by(Allocation.receivable_id))
        self._note_changes()

    def expect(self, at: datetime, happen: Callable[[], None]) -> None:
        """Let something happen at an instant when the counter is open, unless it is still to come.

        Small communities see nobody today: their cashier sits elsewhere.
        """
        is_main = len(self.crew.cashiers) > 1
        if is_main or clock.business_date(at, ZONE) < self.till.drawers.today:
            self._at(at, happen)

    def soon(self, at: datetime, happen: Callable[[], None]) -> None:
        """The same for what must not be moved: work that is paid when it is paid."""
        self._at(at, happen)

    def moment(self, day: date) -> datetime:
        """Some time at the counter, on that day or the next on which it is open."""
        first = clock.business_date(self.since + _SETTLING, ZONE) + timedelta(days=1)
        day = max(day, first)
        while not self._is_open(day):
            day += timedelta(days=1)
        hour = habits.hour(self.rng, self.till.community.closes.hour)
        at = time(hour, self.rng.randrange(60), self.rng.randrange(60))
        return clock.at(day, at, ZONE)

    def _at(self, at: datetime, happen: Callable[[], None]) -> None:
        if at < self.now:
            heapq.heappush(self._events, (at, next(self._order), happen))

    def _is_open(self, day: date) -> bool:
        if day not in self._open_days:
            place = db.session.get_one(Community, self.till.community.id)
            self._open_days[day] = estate.opening_hours(place).is_open(day)
        return self._open_days[day]

    def _post(self, bills: Bills, at: datetime) -> None:
        fresh: dict[int | str, list[Debt]] = {}
        for debt in bills.debts:
            fresh.setdefault(debt.payer, []).append(debt)
        for payer, debts in fresh.items():
            self.open.setdefault(payer, []).extend(debts)
        self._set_off(at)
        for payer, debts in fresh.items():
            left = [debt for debt in debts if debt.open]
            if left:
                self._plan(payer, left, at)

    def _set_off(self, at: datetime) -> None:
        reached: dict[Account, list[Debt]] = {}
        for (home_id, payer_id), account in self.till.accounts.items():
            if account.fen:
                owed = [
                    debt
                    for debt in self.open.get(payer_id, ())
                    if debt.open and debt.row.home_id == home_id and not debt.is_disputed
                ]
                if owed:
                    owed.sort(key=lambda debt: (debt.row.due_on, debt.row.id))
                    reached[account] = owed
        self.till.set_off(at, reached)

    def habit(self, payer: int | str, name: str) -> Habit:
        """How a payer meets bills, the same all the time."""
        if payer not in self._habits:
            fixed = Habit.DEVELOPER if isinstance(payer, str) else None
            fixed = Habit.NEVER if name == SELLER else fixed
            drawn = habits.drawn(self.rng)
            self._habits[payer] = fixed or drawn
        return self._habits[payer]

    def give_habit(self, payer: int, habit: Habit) -> None:
        """Somebody with a story of their own."""
        self._habits[payer] = habit

    def _plan(self, payer: int | str, debts: list[Debt], at: datetime) -> None:
        habit = self.habit(payer, debts[0].row.payer_name)
        self.changes.consider(habit, debts, at)
        monthly = all(debt.is_monthly for debt in debts)
        if monthly and habit == Habit.NEVER and self.rng.random() < 0.3:
            habit = Habit.PROMPT  # the barrier does not open for those who owe the bay
        if self._coming.get(payer, at) > at or (monthly and self.rng.random() < 0.5):
            return  # they come anyway, or with the next bill
        posted = clock.business_date(at, ZONE)
        day = habits.pays_on(habit, self.rng, posted, debts[0].row.due_on)
        if day is not None:
            when = self.moment(max(day, posted))
            when = when if when > at else at + timedelta(minutes=50)
            self._coming[payer] = when
            only = monthly and self._habits[payer] == Habit.NEVER
            self.expect(when, lambda: self._visit(payer, habit, when, only_monthly=only))

    def _visit(self, payer: int | str, habit: Habit, at: datetime, *, only_monthly: bool) -> None:
        debts = [d for d in self.open[payer] if d.open and (d.is_monthly or not only_monthly)]
        self.open[payer] = [debt for debt in self.open[payer] if debt.open]
        if not debts:
            return
        method = Method.TRANSFER if habit == Habit.DEVELOPER else habits.method(self.rng)
        total = sum(debt.open for debt in debts)
        fen = None
        if habit == Habit.IN_PART and total > 20_000:
            fen = total * 6 // 10 // 10_000 * 10_000 or 10_000
        elif habit == Habit.PROMPT and self.rng.random() < 0.012:
            fen = -(-total // 10_000) * 10_000  # a round sum; the rest is kept ahead
        paid = self.till.pay(at, debts, method, fen=fen)
        self.returns.consider(paid)
        if habit == Habit.AHEAD:
            self.pay_ahead(debts, habits.months_ahead(self.rng), at + timedelta(minutes=2))

    def pay_ahead(self, debts: list[Debt], months: int, at: datetime) -> None:
        """Pay for so many months to come what the first of these homes was charged last."""
        payer = of_debt(debts[0])
        each = {
            (debt.item.id, debt.space): debt for debt in debts if debt.row.home_id == payer.home_id
        }
        quarterly = sum(d.row.amount.fen for d in each.values() if not d.is_monthly)
        monthly = sum(d.row.amount.fen for d in each.values() if d.is_monthly)
        fen = quarterly * months // 3 + monthly * months
        if fen and payer.person_id is not None and at < self.now:
            method = Method.WECHAT if fen < 500_000 else Method.TRANSFER
            self.till.pay_ahead(at, payer, method, fen)
            self.returns.consider_refund(self.till.account(payer), payer, at)

    def _note_changes(self) -> None:
        changed = [d for d in self.debts if d.waived or d.adjusted or d.is_disputed]
        for debt in changed:
            balance = ReceivableBalance
            db.session.execute(
                update(balance)
                .where(balance.receivable_id == debt.row.id)
                .values(
                    waived=Money(debt.waived),
                    adjusted=Money(debt.adjusted),
                    open=Money(debt.open),
                    is_disputed=debt.is_disputed,
                )
                .execution_options(synchronize_session=False)
            )
