"""Bills: what one payer of a home is charged in a month, with what is open from before.

A bill is no record of its own: it is put together from receivables whenever it is shown or printed,
always with the same number, and shows what of it is paid by then. All homes asked for are read with
the same few queries.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Select, and_, case, cast, func, or_, select

from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.fees import rules
from propertydesk.fees.models import (
    BillingRun,
    ChargeItem,
    FeePrice,
    LateCharge,
    Receivable,
    ReceivableBalance,
)
from propertydesk.fees.queries.receivables import Owed
from propertydesk.kernel.money import Money
from propertydesk.owners.models import Person
from propertydesk.platform.db import db

#: Money paid ahead by (home, payer): it lives above, with the till.
Ahead = Callable[[Collection[int]], Mapping[tuple[int, int], Money]]
_ahead: list[Ahead] = []

#: The payer as one entry today: a receivable names the entry of its day.
_PAYER = func.coalesce(Person.merged_into_id, Receivable.payer_id, 0)
#: The name of a payer who is a mere name, such as the developer; "" for everybody else.
_ALONE = case((Receivable.payer_id.is_(None), Receivable.payer_name), else_="")
_Key = tuple[int, int, str]


@dataclass(frozen=True)
class Bill:
    """What one payer of a home is billed in a month; `arrears` is open from before it."""

    number: str
    month: date
    home: Home
    payer: str
    lines: tuple[Owed, ...]
    basis: tuple[str, ...]
    arrears: Money
    ahead: Money
    today: date

    @property
    def charged(self) -> Money:
        """The sum of the lines, as they were charged."""
        return Money(sum(line.row.amount.fen for line in self.lines))

    @property
    def still_open(self) -> Money:
        """What of the lines is open."""
        return Money(sum(line.balance.open.fen for line in self.lines))

    @property
    def met(self) -> Money:
        """What of the lines is paid, set off, waived or adjusted."""
        return self.charged - self.still_open

    @property
    def due(self) -> Money:
        """What is left to pay, after what is paid ahead; never below zero."""
        return Money(max(0, (self.still_open + self.arrears - self.ahead).fen))

    @property
    def billed_on(self) -> date:
        """The day it was booked, the latest of its lines."""
        return max((line.row.booked_on for line in self.lines), default=self.today)

    @property
    def due_on(self) -> date:
        """The first day by which something of it is to be paid."""
        waiting = [line.row.due_on for line in self.lines if line.balance.open.fen]
        return min(waiting or [line.row.due_on for line in self.lines], default=self.today)


@dataclass(frozen=True)
class _Arrears:
    fen: int
    first_id: int
    name: str


_NOTHING = _Arrears(0, 0, "")


def register_ahead(ahead: Ahead) -> None:
    """Take the wiring's word for what is paid ahead."""
    _ahead[:] = [ahead]


def bills_of(community_id: int, month: date, home_ids: Sequence[int], *, today: date) -> list[Bill]:
    """The bills of some homes for a month (its first day), by home and payer; three queries and
    those of what is paid ahead, however many homes.
    """
    lines: dict[_Key, list[tuple[Owed, str | None]]] = defaultdict(list)
    for owed, basis, payer in _lines(community_id, month, home_ids, today):
        lines[_key(owed.row, payer)].append((owed, basis))
    arrears = _arrears(community_id, month, home_ids)
    ahead = _ahead[0](home_ids) if _ahead else {}
    homes = {home.id: home for home in _homes(community_id, home_ids)}
    keys = [key for key in {**lines, **arrears} if key[0] in homes]
    bills = [
        _bill(
            homes[key[0]],
            month,
            lines.get(key, []),
            owes=arrears.get(key, _NOTHING),
            ahead=ahead.get((key[0], key[1]), Money.zero),
            today=today,
        )
        for key in keys
    ]
    return sorted(bills, key=lambda bill: (bill.home.sort_code, bill.home.id, bill.number))


def billed_homes(community_id: int, month: date, *, only_open: bool) -> list[int]:
    """The homes to which something was charged in a month, in the order of their doors; with
    `only_open` those where some of it is open.
    """
    charged = (
        select(Receivable.home_id)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .outerjoin(BillingRun, BillingRun.id == Receivable.run_id)
        .where(
            Receivable.community_id == community_id,
            ReceivableBalance.is_void.is_(False),
            _charged_in(month),
        )
    )
    if only_open:
        charged = charged.where(ReceivableBalance.open > Money.zero)
    query = select(Home.id).where(Home.id.in_(charged))
    return list(db.session.scalars(query.order_by(Home.sort_code, Home.id)))


def months_of_home(home_id: int) -> list[date]:
    """The months in which something was charged to a home, the latest first."""
    query = (
        select(BillingRun.month, Receivable.booked_on)
        .select_from(Receivable)
        .outerjoin(BillingRun, BillingRun.id == Receivable.run_id)
        .where(Receivable.home_id == home_id)
        .distinct()
    )
    found: list[tuple[date | None, date]] = [(row[0], row[1]) for row in db.session.execute(query)]
    months = {(month or day).replace(day=1) for month, day in found}
    return sorted(months, reverse=True)


def _lines(
    community_id: int, month: date, home_ids: Sequence[int], today: date
) -> list[tuple[Owed, str | None, int]]:
    query = _with_payer(
        select(
            Receivable,
            ReceivableBalance,
            ChargeItem,
            Home,
            ParkingSpace.no,
            FeePrice.legal_basis,
            _PAYER,
        )
    )
    query = (
        query.join(ChargeItem, ChargeItem.id == Receivable.item_id)
        .join(Home, Home.id == Receivable.home_id)
        .outerjoin(ParkingSpace, ParkingSpace.id == Receivable.space_id)
        .outerjoin(FeePrice, FeePrice.id == Receivable.price_id)
        .where(
            Receivable.community_id == community_id,
            Receivable.home_id.in_(home_ids),
            ReceivableBalance.is_void.is_(False),
            _charged_in(month),
        )
        .order_by(Receivable.home_id, Receivable.id)
    )
    return [
        (Owed(row, balance, item, home, space or "", today), basis, payer)
        for row, balance, item, home, space, basis, payer in db.session.execute(query)
    ]


def _arrears(community_id: int, month: date, home_ids: Sequence[int]) -> dict[_Key, _Arrears]:
    """What is open from before a month, by home and payer."""
    total = cast(func.sum(cast(ReceivableBalance.open, BigInteger)), BigInteger)
    name = func.max(Receivable.payer_name)
    query = _with_payer(
        select(Receivable.home_id, _PAYER, _ALONE, total, func.min(Receivable.id), name)
    ).where(
        Receivable.community_id == community_id,
        ReceivableBalance.home_id.in_(home_ids),
        ReceivableBalance.open > Money.zero,
        _charged_before(month),
    )
    rows = db.session.execute(query.group_by(Receivable.home_id, _PAYER, _ALONE))
    return {
        (home_id, payer, alone): _Arrears(int(fen), first, named)
        for home_id, payer, alone, fen, first, named in rows
    }


def _with_payer(query: Any) -> Select[Any]:
    joined: Select[Any] = (
        query.select_from(Receivable)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .outerjoin(BillingRun, BillingRun.id == Receivable.run_id)
        .outerjoin(Person, Person.id == Receivable.payer_id)
    )
    return joined


def _charged_in(month: date) -> Any:
    """Charged by a run of the month, or booked in it without one. A late charge that was made
    because it was paid at the till asks nobody for anything: it stands on its receipt alone.
    """
    after = rules.months_later(month, 1)
    by_hand = and_(
        Receivable.run_id.is_(None),
        Receivable.booked_on >= month,
        Receivable.booked_on < after,
        Receivable.id.not_in(select(LateCharge.charge_id).where(LateCharge.agreed.is_(True))),
    )
    return or_(BillingRun.month == month, by_hand)


def _charged_before(month: date) -> Any:
    by_hand = and_(Receivable.run_id.is_(None), Receivable.booked_on < month)
    return or_(BillingRun.month < month, by_hand)


def _homes(community_id: int, home_ids: Sequence[int]) -> list[Home]:
    query = select(Home).where(Home.community_id == community_id, Home.id.in_(home_ids))
    return list(db.session.scalars(query))


def _key(row: Receivable, payer: int) -> _Key:
    return row.home_id, payer, "" if row.payer_id else row.payer_name


def _bill(
    home: Home,
    month: date,
    lines: Sequence[tuple[Owed, str | None]],
    *,
    owes: _Arrears,
    ahead: Money,
    today: date,
) -> Bill:
    first = lines[0][0].row.id if lines else owes.first_id
    return Bill(
        number=f"ZD{month:%Y%m}-{first:08d}",
        month=month,
        home=home,
        payer=lines[-1][0].row.payer_name if lines else owes.name,
        lines=tuple(owed for owed, _basis in lines),
        basis=tuple(dict.fromkeys(basis for _owed, basis in lines if basis)),
        arrears=Money(owes.fen),
        ahead=ahead,
        today=today,
    )
