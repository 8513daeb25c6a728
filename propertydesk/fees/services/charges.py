"""One-off charges, posted by hand or from above: once for each line of their source."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.fees import rules
from propertydesk.fees.models import (
    ChargeItem,
    Receivable,
    ReceivableBalance,
    ReceivableChange,
)
from propertydesk.fees.services.closing import check_open
from propertydesk.fees.services.settlement import balance_of
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.owners import queries as owners
from propertydesk.owners.models import Person
from propertydesk.owners.rules import Tie
from propertydesk.platform import activity, sequences
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db

#: Days until a one-off charge is due.
DAYS_TO_PAY = 7


@dataclass(frozen=True)
class Line:
    """A line of a source: what it is for, its price, and who pays (None: the owner).

    `like` names a receivable whose payer pays this too.
    """

    type: str
    id: int
    line: int
    words: str
    amount: Money
    payer: Person | None = None
    payer_role: str = rules.PayerRole.OWNER
    like: Receivable | None = None


def post_charge(
    home: Home, item: ChargeItem, line: Line, *, due_on: date | None = None, actor: Actor, now: datetime
) -> Receivable:  # fmt: skip
    """Charge a household once for a line of a source, such as a repair order.

    Raises Conflict when this line has been charged, Invalid for an amount that is not positive, a
    home without anybody to pay, and an item that is charged by periods.
    """
    today = business_date(now, estate.zone_of(home.community_id))
    check_open(home.community_id, today)
    if item.basis != rules.Basis.ONCE:
        raise Invalid(N_("This item is charged by periods."), field="item")
    if line.amount.fen <= 0:
        raise Invalid(N_("The amount is above zero."), field="amount")
    payer_id, payer_name, payer_role = _payer(home, line)
    row = Receivable(
        community_id=home.community_id,
        item_id=item.id,
        home_id=home.id,
        payer_id=payer_id,
        payer_role=payer_role,
        payer_name=payer_name,
        starts_on=today,
        ends_on=today,
        booked_on=today,
        due_on=due_on or today + timedelta(days=DAYS_TO_PAY),
        quantity=rules.ONE,
        price=line.amount.fen * 100,
        surcharge=0,
        months_part=1,
        months_whole=1,
        percent=100,
        rounding=0,
        amount=line.amount,
        words=line.words,
        replaces_id=0,
        source_type=line.type,
        source_id=line.id,
        source_line=line.line,
        created_at=now,
    )
    with unless_taken(Invalid(N_("This has been charged already."))):
        db.session.add(row)
    db.session.add(_balance(row))
    activity.record(
        actor=actor,
        now=now,
        action="receivable.charge",
        subject=row,
        note=f"{item.name_zh} · ¥{line.amount.grouped}",
        reason=line.words,
    )
    return row


def charge_by_hand(
    home: Home,
    item: ChargeItem,
    *,
    words: str,
    amount: Money,
    due_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> Receivable:
    """Charge a household once for something that no other record stands behind.

    Raises Invalid as `post_charge` does.
    """
    serial = sequences.next_number("by-hand", home.community_id, "all")
    line = Line("by_hand", home.id, serial, words, amount)
    return post_charge(home, item, line, due_on=due_on, actor=actor, now=now)


def charges_of(source_type: str, source_id: int) -> list[Receivable]:
    """The live receivables of a source, in the order of its lines."""
    query = (
        select(Receivable)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .where(
            Receivable.source_type == source_type,
            Receivable.source_id == source_id,
            ReceivableBalance.is_void.is_(False),
        )
        .order_by(Receivable.source_line)
    )
    return list(db.session.scalars(query))


def void_charge(row: Receivable, *, reason: str, actor: Actor, now: datetime) -> ReceivableChange:
    """Make a receivable void. Raises Conflict when it is paid, waived, adjusted or void already."""
    today = business_date(now, estate.zone_of(row.community_id))
    check_open(row.community_id, today)
    balance = balance_of(row.id)
    if balance.is_void or balance.open != row.amount or balance.adjusted:
        raise Conflict(N_("Only what is open in full can be made void."))
    change = ReceivableChange(
        community_id=row.community_id,
        receivable_id=row.id,
        kind=rules.ChangeKind.VOID,
        amount=-row.amount,
        booked_on=today,
        reason=reason,
        made_by=actor.name,
        made_by_id=actor.id,
        made_at=now,
    )
    db.session.add(change)
    balance.adjusted, balance.open, balance.is_void = -row.amount, Money.zero, True
    activity.record(
        actor=actor,
        now=now,
        action="receivable.void",
        subject=row,
        note=f"¥{row.amount.grouped}",
        reason=reason,
    )
    return change


def _balance(row: Receivable) -> ReceivableBalance:
    db.session.flush()
    return ReceivableBalance(
        receivable_id=row.id,
        community_id=row.community_id,
        home_id=row.home_id,
        due_on=row.due_on,
        amount=row.amount,
        open=row.amount,
    )


def _payer(home: Home, line: Line) -> tuple[int | None, str, str]:
    """Id, name and role of whoever pays; the developer is a name alone."""
    if line.like is not None:
        return line.like.payer_id, line.like.payer_name, line.like.payer_role
    payer = line.payer or _owner(home)
    return payer.id, payer.name, line.payer_role


def _owner(home: Home) -> Person:
    ties = owners.live_ties(home.id, Tie.OWNER)
    if not ties:
        raise Invalid(N_("This home has no owner on record: say who pays."), field="payer")
    first = max(ties, key=lambda tie: (tie.share or 0, -tie.id))
    return db.session.get_one(Person, first.person_id)
