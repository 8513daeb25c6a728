"""Two cashiers take one bill at the same moment, five hundred times.

Each pair sets out together from a barrier, in threads with connections of their own. A control
takes the protection away and must show the harm that it prevents, or the race would prove nothing.
"""

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.fees.models import ReceivableBalance
from propertydesk.fees.services import settlement
from propertydesk.kernel.money import Money
from propertydesk.owners.models import Person
from propertydesk.platform import transaction as transaction_door
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, on_sqlite
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from propertydesk.till import rules
from propertydesk.till import services as till
from propertydesk.till.models import Allocation, Payment, Prepayment, Receipt
from propertydesk.till.queries.invariants import INVARIANTS
from propertydesk.till.services import Payer, Tender
from tests.conftest import NOW
from tests.factories.till import Debtor, debtor, open_shift, somebody

RACES = 500
OWED = 5_800


def race(app: Flask, acts: list[Callable[[], object]]) -> list[BaseException]:
    """All acts at once; gives what went wrong."""
    barrier, failures = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                act()
            except BaseException as failure:  # noqa: BLE001  # handed to the test
                failures.append(failure)
            db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return failures


def later(act: Callable[[], object], steps: int) -> Callable[[], object]:
    """Behind the others by so many steps of 2 ms: over the rounds of a race each is first at times."""
    return lambda: (time.sleep(steps / 500), act())


def taking(who: Debtor, actor: Actor) -> Callable[[], object]:
    """One cashier's payment of everything the household owes."""

    def take() -> object:
        home = db.session.get_one(Home, who.home_id)
        person = db.session.get_one(Person, who.person_id)
        return till.take_payment(
            Payer(home, person.name, person),
            Tender(rules.Method.CASH, Money(OWED)),
            chosen=who.receivable_ids,
            seen=Money(OWED),
            keep_surplus=False,
            actor=actor,
            now=NOW,
        )

    return lambda: in_transaction(take)


@pytest.mark.slow
def test_of_two_cashiers_one_meets_the_bill_and_the_other_keeps_the_surplus(
    app: Flask, community: Any
) -> None:
    cashiers = [somebody(community, Role.CASHIER) for _each in range(2)]
    for each in cashiers:
        open_shift(each)
    households = in_transaction(lambda: [debtor(community, OWED) for _each in range(RACES)])
    failures = [
        failure
        for who in households
        for failure in race(app, [taking(who, each) for each in cashiers])
    ]
    db.session.rollback()
    db.session.expire_all()
    assert failures == []
    assert _count(Payment) == _count(Receipt) == 2 * RACES
    assert _count(Allocation) == RACES
    paid = select(func.count()).select_from(ReceivableBalance)
    assert db.session.scalar(paid.where(ReceivableBalance.open == Money.zero)) == RACES
    assert [each.balance for each in db.session.scalars(select(Prepayment))] == (
        [Money(OWED)] * RACES
    )
    serials = db.session.scalars(select(Receipt.serial).order_by(Receipt.serial)).all()
    assert serials == list(range(1, 2 * RACES + 1))
    assert all(each.is_kept for each in findings(db.engine, INVARIANTS))


def test_without_the_protection_the_same_race_does_harm(
    app: Flask,
    community: Any,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """The control. On SQLite the protection is to begin as the writer, on PostgreSQL the held rows."""
    if on_sqlite():
        monkeypatch.setattr(transaction_door, "writing", _Nothing())
        monkeypatch.setattr(transaction_door, "_writer", nullcontext())
    else:
        monkeypatch.setattr(settlement, "on_sqlite", lambda: True)  # reads without holding
    cashiers = [somebody(community, Role.CASHIER) for _each in range(2)]
    for each in cashiers:
        open_shift(each)
    households = in_transaction(lambda: [debtor(community, OWED) for _each in range(40)])
    harmed = 0
    for who in households:
        failures = race(app, [taking(who, each) for each in cashiers])
        harmed += bool(failures) or _met(who) != OWED
    record_property("went wrong without the protection", f"{harmed} of {len(households)}")
    assert harmed > 0


class _Nothing:
    """Stands in for the mark that a transaction writes."""

    def set(self, _value: bool) -> None: ...

    def reset(self, _mark: object) -> None: ...


def _count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _met(who: Debtor) -> int:
    """What the allocations of a household's bill come to, in fen."""
    db.session.rollback()
    found = select(Allocation.amount).where(Allocation.receivable_id.in_(who.receivable_ids))
    return sum(amount.fen for amount in db.session.scalars(found))
