"""Chargeable work on the household's account: charged when confirmed, paid at the till."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from propertydesk.demo.estate import ZONE
from propertydesk.demo.history import Charged, History
from propertydesk.demo.registrar import Registrar
from propertydesk.demo.rows import Row
from propertydesk.demo.till import habits
from propertydesk.demo.till.debts import Debt
from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, Receivable
from propertydesk.fees.services.charges import DAYS_TO_PAY
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.money import Money
from propertydesk.owners.rules import Tie
from propertydesk.platform.db import db
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.rules import category
from propertydesk.repairs.services.charging import ITEM, SOURCE

if TYPE_CHECKING:
    from propertydesk.demo.till.year import Year

#: Of what was filed unpaid, how much comes in later.
_PAID_LATER = 0.85

Holders = dict[Row, list[Row]]


def settle(year: "Year", history: History) -> None:
    """Charge all confirmed work, and let what was settled be paid when it was."""
    query = select(ChargeItem).filter_by(community_id=year.till.community.id, code=ITEM[0])
    item = db.session.scalars(query).one()
    year.till.book.number(year.till.book.waiting(RepairOrder))
    holders = _holders(year.settled.registrar)
    rows = {each.order: _charge(year, each, item, holders) for each in history.charged}
    year.till.book.number([row for each in rows.values() for row, _words in each])
    code = {home.id: home.code for home in year.settled.ground.homes}
    debts = {
        order: [Debt(row, item, code[row.home_id], None, row.amount.fen) for row, _entry in charged]
        for order, charged in rows.items()
    }
    for charged in rows.values():
        for row, entry in charged:
            entry.set(subject_no=f"YS{row.id:08d}")
    settled = {order for order, _trace in history.settled}
    for each in history.charged:
        if each.order not in settled and year.rng.random() < _PAID_LATER:
            day = business_date(each.at, ZONE) + timedelta(days=year.rng.randint(1, 25))
            at = year.moment(day)
            year.expect(at, partial(_pay_later, year, debts[each.order], at))
    for order, trace in history.settled:
        year.soon(trace.at, partial(_pay, year, debts[order], order, trace))


def _pay_later(year: "Year", debts: list[Debt], at: datetime) -> None:
    """Filed with the call before it was paid: the bill alone is left."""
    year.till.pay(at, debts, habits.method(year.rng), keep=False)


def _pay(year: "Year", debts: list[Debt], order: Row, trace: Row) -> None:
    paid = year.till.pay(trace.at, debts, habits.method(year.rng), keep=False)
    cashier = paid.drawer.cashier
    order.set(receipt_no=paid.receipt.number)
    trace.set(note=order.receipt_no, actor_id=cashier.staff, actor_name=cashier.name)
    trace.set(actor_kind="system")


def _charge(
    year: "Year", each: Charged, item: ChargeItem, holders: Holders
) -> list[tuple[Row, Row]]:
    """A receivable for labour and one for each material, with their traces."""
    order, day = each.order, business_date(each.at, ZONE)
    payer = _payer(holders[order.home_id], order)
    charged = []
    for line, (words, amount) in enumerate(_parts(each), 1):
        row = year.till.book.add(
            Receivable,
            community_id=year.till.community,
            item_id=item.id,
            home_id=order.home_id.id,
            payer_id=payer.id,
            payer_role=rules.PayerRole.OWNER.value,
            payer_name=payer.name,
            starts_on=day,
            ends_on=day,
            booked_on=day,
            due_on=day + timedelta(days=DAYS_TO_PAY),
            quantity=rules.ONE,
            price=amount.fen * 100,
            amount=amount,
            words=words,
            source_type=SOURCE,
            source_id=order,
            source_line=line,
            created_at=each.at,
        )
        note = f"{item.name_zh} · ¥{amount.grouped}"
        entry = year.trail.leave(
            each.at, each.by, "receivable.charge", row, note=note, reason=words
        )
        charged.append((row, entry))
    return charged


def _parts(each: Charged) -> list[tuple[str, Money]]:
    order = each.order
    labour = (f"{order.number} {category(order.category).zh}", order.labour)
    parts = [labour, *((f"{order.number} {part.name}", part.amount) for part in each.materials)]
    return [(words[:120], amount) for words, amount in parts if amount.fen > 0]


def _holders(registrar: Registrar) -> Holders:
    """The owners and tenants of each home, owners with the largest share first."""
    found: Holders = {}
    for tie in registrar.ties:
        if tie.ends_on is None and tie.tie in (Tie.OWNER, Tie.TENANT):
            found.setdefault(tie.home_id, []).append(tie)
    for ties in found.values():
        ties.sort(key=lambda tie: (tie.tie != Tie.OWNER, -(tie.share or 0)))
    return found


def _payer(ties: list[Row], order: Row) -> Row:
    """Whoever reported it, if they own or rent the home; else the owner with the largest share."""
    mine = [tie for tie in ties if tie.person_id is order.reporter_id]
    payer: Row = (mine or ties)[0].person_id
    return payer
