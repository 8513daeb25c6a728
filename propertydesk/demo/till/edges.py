"""What every book has once and every program must bear: a bill over one fen, a year paid ahead to
the fen, two receipts in one second, a bill paid by parts (domain.md F2).
"""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from propertydesk.demo.estate import ZONE
from propertydesk.demo.fees import SUNDRY
from propertydesk.demo.registrar import Household
from propertydesk.demo.till.debts import Debt
from propertydesk.demo.till.habits import Habit
from propertydesk.demo.till.papers import of_debt
from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, Receivable
from propertydesk.fees.services.charges import DAYS_TO_PAY
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.money import Money
from propertydesk.platform.db import db
from propertydesk.platform.sequences import Sequence
from propertydesk.till.rules import Method

if TYPE_CHECKING:
    from propertydesk.demo.till.year import Year

_TAIL = "补打门禁卡尾差"
#: The named households that these belong to.
_TAIL_OF, _YEAR_OF, _SECOND_OF = "罗曼", "尉迟敏", ("樊赟堃", "司徒静怡")
_PART_OF = "仇海峰"
_MONTHS = 12


def plan(year: "Year") -> None:
    """Put them into the first days."""
    households = {each.contacts[0].person.name: each for each in year.households if each.contacts}
    first = business_date(year.since, ZONE) + timedelta(days=1)
    if _TAIL_OF in households:
        _charge_a_fen(year, households[_TAIL_OF], year.moment(first))
    if _PART_OF in households:
        year.give_habit(households[_PART_OF].contacts[0].person.id, Habit.IN_PART)
    if _YEAR_OF in households:
        payer = households[_YEAR_OF].contacts[0].person.id
        year.give_habit(payer, Habit.PROMPT)
        at = year.moment(first)
        year.expect(at, partial(_pay_a_year, year, payer, at))
    at = year.moment(first + timedelta(days=1))
    for name in _SECOND_OF:
        if name in households:
            payer = households[name].contacts[0].person.id
            year.expect(at, partial(_pay_at_once, year, payer, at))


def _charge_a_fen(year: "Year", household: Household, at: datetime) -> None:
    """A bill of ¥0.01, charged by hand and paid by phone."""
    if at + timedelta(hours=1) > year.now:
        return
    till, home, day = year.till, household.home, business_date(at, ZONE)
    item = _item(year)
    person, amount = household.contacts[0].person, Money(1)
    row = till.book.add(
        Receivable,
        community_id=till.community,
        item_id=item.id,
        home_id=home.id,
        payer_id=person.id,
        payer_role=rules.PayerRole.OWNER.value,
        payer_name=person.name,
        starts_on=day,
        ends_on=day,
        booked_on=day,
        due_on=day + timedelta(days=DAYS_TO_PAY),
        quantity=rules.ONE,
        price=amount.fen * 100,
        amount=amount,
        words=_TAIL,
        source_type="by_hand",
        source_id=home.id,
        source_line=1,
        created_at=at,
    )
    till.book.number([row])
    till.book.add(Sequence, community_id=till.community, series="by-hand", scope="all", last=1)
    note = f"{item.name_zh} · ¥{amount.grouped}"
    year.trail.leave(at, year.finance, "receivable.charge", row, note=note, reason=_TAIL)
    debt = Debt(row, item, home.code, None, amount.fen)
    later = at + timedelta(hours=1)
    year.expect(later, partial(_pay_a_fen, year, debt, later))


def _item(year: "Year") -> ChargeItem:
    query = select(ChargeItem).filter_by(community_id=year.till.community.id, code=SUNDRY[0])
    return db.session.scalars(query).one()


def _pay_a_fen(year: "Year", debt: Debt, at: datetime) -> None:
    year.till.pay(at, [debt], Method.WECHAT)


def _pay_a_year(year: "Year", payer: int, at: datetime) -> None:
    debts = _owed(year, payer)
    if debts:
        year.till.pay(at, debts, Method.ALIPAY)
        home = [debt for debt in debts if debt.row.home_id == debts[0].row.home_id]
        fen = sum(
            debt.row.amount.fen * (_MONTHS if debt.is_monthly else _MONTHS // 3)
            for debt in _latest(home)
        )
        year.till.pay_ahead(at + timedelta(minutes=1), of_debt(debts[0]), Method.ALIPAY, fen)


def _pay_at_once(year: "Year", payer: int, at: datetime) -> None:
    debts = _owed(year, payer)
    if debts:
        year.till.pay(at, debts, Method.WECHAT)


def _owed(year: "Year", payer: int) -> list[Debt]:
    return [debt for debt in year.open.get(payer, ()) if debt.open]


def _latest(debts: list[Debt]) -> list[Debt]:
    """One of each item and space: what comes again and again."""
    return list({(debt.item.id, debt.space): debt for debt in debts}.values())
