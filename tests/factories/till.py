"""A counter with an open shift, households that owe, and what they hand over."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.fees import services as fees
from propertydesk.fees.models import Receivable
from propertydesk.kernel.money import Money
from propertydesk.owners.models import Person
from propertydesk.platform import approvals
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction, is_open
from propertydesk.till import queries, rules
from propertydesk.till import services as till
from propertydesk.till.models import Deposit, DepositReturn, Prepayment, Receipt, Refund, Shift
from propertydesk.till.services import Payer, Secured, Taken, Tender
from propertydesk.wiring import ROLES
from tests.conftest import NOW, make_actor
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, TieFactory


@dataclass(frozen=True)
class Debtor:
    """A home, its owner, and what they owe, by id."""

    home_id: int
    person_id: int
    receivable_ids: tuple[int, ...]

    @property
    def payer(self) -> Payer:
        """The owner at the counter."""
        home = db.session.get_one(Home, self.home_id)
        person = db.session.get_one(Person, self.person_id)
        return Payer(home, person.name, person)


def debtor(community: Any, *owed: int | tuple[int, date], now: datetime = NOW) -> Debtor:
    """A household that owes so many fen, each due on a day if one is given."""
    home = HomeFactory(community_id=community.id)
    person = PersonFactory(community_id=community.id)
    TieFactory(community_id=community.id, home_id=home.id, person_id=person.id)
    ids = [owe(home, each, line=line, now=now).id for line, each in enumerate(owed, 1)]
    return Debtor(home.id, person.id, tuple(ids))


def owe(
    home: Home, owed: int | tuple[int, date], *, line: int = 1, now: datetime = NOW
) -> Receivable:
    """One more charge for a home."""
    fen, due_on = owed if isinstance(owed, tuple) else (owed, None)

    def post() -> Receivable:
        place = db.session.get_one(Home, home.id)
        item = fees.one_off_item(place.community_id, "repair", "有偿维修", "Chargeable repair")
        told = fees.Line("sample", place.id, line, "角阀更换", Money(fen))
        actor = Actor("system", None, "System", place.community_id)
        return fees.post_charge(place, item, told, due_on=due_on, actor=actor, now=now)

    return post() if is_open() else in_transaction(post)


def open_shift(actor: Actor, opening: int = 50_000, now: datetime = NOW) -> Shift:
    """The actor's drawer, opened."""
    return in_transaction(lambda: till.open_shift(Money(opening), actor=actor, now=now))


def tender(fen: int, method: str = "cash", **more: Any) -> Tender:
    """So much, by default in notes."""
    return Tender(rules.Method(method), Money(fen), **more)


def pay(
    who: Debtor,
    fen: int,
    *,
    actor: Actor,
    chosen: tuple[int, ...] | None = None,
    seen: int | None = None,
    keep: bool = True,
    method: str = "cash",
    now: datetime = NOW,
    **more: Any,
) -> Taken:
    """Pay at the counter, in a transaction of its own."""
    ids = who.receivable_ids if chosen is None else chosen

    def take() -> Taken:
        return till.take_payment(
            who.payer,
            tender(fen, method, **more),
            chosen=ids,
            seen=Money(fen if seen is None else seen),
            keep_surplus=keep,
            actor=actor,
            now=now,
        )

    return in_transaction(take)


def hold(who: Debtor, fen: int, *, actor: Actor, now: datetime = NOW) -> int:
    """A deposit taken in cash; gives its id."""
    secured = Secured(rules.DepositKind.KEY)

    def take() -> int:
        return till.take_deposit(who.payer, tender(fen), secured, actor=actor, now=now)[0].id

    return in_transaction(take)


def ahead(who: Debtor, fen: int, *, actor: Actor, now: datetime = NOW) -> int:
    """Money paid ahead in cash; gives the id of its account."""

    def take() -> int:
        till.pay_ahead(who.payer, tender(fen), actor=actor, now=now)
        return db.session.scalars(db.select(Prepayment.id).filter_by(home_id=who.home_id)).one()

    return in_transaction(take)


def somebody(community: Any, role: Role) -> Actor:
    """An account with a role, acting."""
    staff = StaffFactory()
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=role)
    return make_actor(community, permissions=ROLES[role], staff=staff)


def returned(deposit_id: int, by: Actor, *, actor: Actor, withheld: int = 0) -> DepositReturn:
    """A deposit given back in cash, `by` being the second person."""
    why = "踢脚线损坏" if withheld else ""
    wanted = till.Returning(Money(withheld), why, "张伟明", rules.Method.CASH, "")

    def ask() -> Approval:
        deposit = db.session.get_one(Deposit, deposit_id)
        return till.ask_return(deposit, wanted, reason="验收合格", actor=actor, now=NOW)

    decided(in_transaction(ask), by)
    return db.session.scalars(db.select(DepositReturn).filter_by(deposit_id=deposit_id)).one()


def taken_back(deposit_id: int, by: Actor, *, actor: Actor, now: datetime = NOW) -> None:
    """The receipt of a deposit made void, or reversed in red once its drawer was counted."""

    def ask() -> Approval:
        deposit = db.session.get_one(Deposit, deposit_id)
        receipt = db.session.scalars(
            db.select(Receipt).filter_by(payment_id=deposit.payment_id)
        ).one()
        drawer = db.session.get_one(Shift, receipt.shift_id)
        is_open = drawer.state == rules.ShiftState.OPEN
        verb = till.ask_void if is_open else till.ask_reversal
        return verb(receipt, reason="错收", actor=actor, now=now)

    decided(in_transaction(ask), by, now)


def refunded(prepayment_id: int, fen: int, by: Actor, *, actor: Actor) -> Refund:
    """A prepayment given back in cash, `by` being the second person."""
    wanted = till.Refunding(Money(fen), "张伟明", rules.Method.CASH, "业主搬离", "")

    def ask() -> Approval:
        account = db.session.get_one(Prepayment, prepayment_id)
        return till.ask_refund(account, wanted, actor=actor, now=NOW)

    decided(in_transaction(ask), by)
    return db.session.scalars(db.select(Refund).order_by(Refund.id.desc())).first()  # type: ignore[return-value]  # just made


def count_drawer(
    actor: Actor, *, short: int = 0, explanation: str = "", now: datetime = NOW
) -> int:
    """The actor's drawer counted in notes and coins of 10 fen at least; gives the shift's id."""

    def count() -> int:
        shift = db.session.scalars(
            db.select(Shift).filter_by(cashier_id=actor.id, state=rules.ShiftState.OPEN)
        ).one()
        left = shift.opening.fen + queries.cash_of(shift.id).fen - short
        pieces = {}
        for each in rules.DENOMINATIONS:
            pieces[each], left = divmod(left, each)
        till.count_shift(shift, pieces, explanation=explanation, actor=actor, now=now)
        return shift.id

    return in_transaction(count)


def take_over(shift_id: int, by: Actor, *, fen: int = 0, now: datetime = NOW) -> None:
    """The money of a counted drawer changes hands."""

    def close() -> None:
        shift = db.session.get_one(Shift, shift_id)
        till.close_shift(shift, handed_over=Money(fen), explanation="", actor=by, now=now)

    in_transaction(close)


def decided(asked: Approval, by: Actor, now: datetime = NOW) -> Approval:
    """A second person's leave, carried out."""
    return in_transaction(
        lambda: approvals.approve(db.session.get_one(Approval, asked.id), actor=by, now=now)
    )
