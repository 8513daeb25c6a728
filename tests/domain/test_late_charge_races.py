"""Two cashiers take one late charge at the same moment: it is charged once, the other is told."""

import itertools
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.fees import rules as fee_rules
from propertydesk.fees.models import ChargeItem, LateCharge, Receivable
from propertydesk.fees.services import late as charging
from propertydesk.fees.services import one_off_item, settlement
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.owners.models import Person
from propertydesk.platform import transaction as transaction_door
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, on_sqlite
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import rules
from propertydesk.till import services as till
from propertydesk.till.services import Payer, Tender
from tests.conftest import NOW
from tests.domain.test_till_races import _Nothing, race
from tests.factories.estate import HomeFactory
from tests.factories.fees import (
    ChargeItemFactory,
    FeePriceFactory,
    LateRuleFactory,
    breaches,
    own,
    post,
)
from tests.factories.till import Debtor, open_shift, somebody

RACES, CONTROLS, LATE = 50, 20, 238


def households(community: Any, count: int) -> list[Debtor]:
    """Households that are three weeks late with October, ¥2.38 at 0.50 ‰ a day."""
    LateRuleFactory(community_id=community.id)
    item = ChargeItemFactory(community_id=community.id)
    FeePriceFactory(item=item)
    homes = [HomeFactory(community_id=community.id) for _each in range(count)]
    people = [own(home, "张伟明").id for home in homes]
    post(item, fee_rules.Period(date(2026, 10, 1), 1))
    owed = {row.home_id: row.id for row in db.session.scalars(select(Receivable))}
    in_transaction(lambda: charging.late_item(community.id))  # as the approval of a rule does
    return [
        Debtor(home.id, person, (owed[home.id],))
        for home, person in zip(homes, people, strict=True)
    ]


def taking(who: Debtor, actor: Actor) -> Callable[[], object]:
    """One cashier's payment of the late charge alone."""

    def take() -> object:
        home = db.session.get_one(Home, who.home_id)
        person = db.session.get_one(Person, who.person_id)
        return till.take_payment(
            Payer(home, person.name, person),
            Tender(rules.Method.CASH, Money(LATE)),
            chosen=(),
            late={who.receivable_ids[0]: Money(LATE)},
            seen=Money(LATE),
            keep_surplus=False,
            actor=actor,
            now=NOW,
        )

    return lambda: in_transaction(take)


def cashiers(community: Any) -> list[Actor]:
    found = [somebody(community, Role.CASHIER) for _each in range(2)]
    for each in found:
        open_shift(each)
    return found


def charged_on(who: Debtor) -> int:
    db.session.rollback()
    query = select(func.count()).select_from(LateCharge)
    return db.session.scalar(query.filter_by(receivable_id=who.receivable_ids[0])) or 0


def test_it_is_charged_once_and_the_other_cashier_is_told(app: Flask, community: Any) -> None:
    both = cashiers(community)
    for who in households(community, RACES):
        (told,) = race(app, [taking(who, each) for each in both])
        assert isinstance(told, Invalid)
        assert charged_on(who) == 1
    assert breaches() == {}


def test_without_the_protection_the_same_race_does_harm(
    app: Flask,
    community: Any,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """The control: neither is the principal held, nor the serial of its late charges unique."""
    serials = itertools.count(1)
    monkeypatch.setattr(charging, "_next_line", lambda _receivable_id: next(serials))
    if on_sqlite():
        monkeypatch.setattr(transaction_door, "writing", _Nothing())
        monkeypatch.setattr(transaction_door, "_writer", nullcontext())
    else:
        monkeypatch.setattr(settlement, "on_sqlite", lambda: True)  # reads without holding
    both, harmed = cashiers(community), 0
    for who in households(community, CONTROLS):
        failures = race(app, [taking(who, each) for each in both])
        harmed += charged_on(who) != 1 or not all(isinstance(each, Invalid) for each in failures)
    record_property("went wrong without the protection", f"{harmed} of {CONTROLS}")
    assert harmed > 0


def test_two_tills_that_first_need_an_item_share_it(app: Flask, community: Any) -> None:
    place = community.id

    def needing(code: str) -> Callable[[], object]:
        def need() -> None:
            one_off_item(place, code, "有偿维修", "Chargeable repair")
            time.sleep(0.01)  # the other asks before this one is done

        return lambda: in_transaction(need)

    for number in range(20):
        assert race(app, [needing(f"once-{number}")] * 2) == []
    made = db.session.scalar(select(func.count()).select_from(ChargeItem))
    assert made == 20
