"""The billing statement and a calculator that shares no code with it agree to the fen."""

import contextlib
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from propertydesk.estate.models import Home
from propertydesk.fees.models import ChargeItem, PayerAgreement, Receivable
from propertydesk.fees.queries.pieces import Scope as Covered
from propertydesk.fees.rules import Period, Scope
from propertydesk.fees.services.posting import post_scope
from propertydesk.owners.models import HouseholdTie
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from tests.domain.fees.calculator import Bill, Fee, House, Price, bills
from tests.factories.estate import BuildingFactory, EntranceFactory
from tests.factories.fees import BillingRunFactory, FeePriceFactory, VacancyFactory
from tests.factories.owners import PersonFactory

pytestmark = [pytest.mark.domain, pytest.mark.slow]

HOMES = 50
ROUNDS = 200
STAMP = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = 6


class Undo(Exception):
    """Leaves the transaction without storing anything."""


class Town:
    """What all cases share: a community, two buildings, six people, a run."""

    def __init__(self, community: Any) -> None:
        self.id = community.id
        self.buildings = [BuildingFactory(community_id=self.id).id for _ in range(2)]
        self.entrances = {
            each: EntranceFactory(community_id=self.id, building_id=each).id
            for each in self.buildings
        }
        self.people = [PersonFactory(community_id=self.id).id for _ in range(PEOPLE)]
        self.run = BillingRunFactory(community_id=self.id).id
        self.compared = self.pieces = 0


class Cases:
    """One fee with its prices, and homes of every kind, from one number."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.dice = town, random.Random(seed)
        months = self.dice.choice((1, 1, 3, 6, 12))
        month = self.dice.randrange(12) // months * months + 1
        self.first = date(self.dice.choice((2026, 2027, 2028)), month, 1)
        self.days = [self.first + timedelta(days=n) for n in range(-40, months * 31 + 40)]
        self.fee = Fee(
            by=self.dice.choice(("area", "home")),
            by_fifteenth=self.dice.random() < 0.5,
            counts_vacancy=self.dice.random() < 0.7,
            begins=self.first if self.dice.random() < 0.8 else self.day(),
            stops=None if self.dice.random() < 0.85 else self.day(),
            first=self.first,
            months=months,
        )
        if self.fee.stops is not None and self.fee.stops < self.fee.begins:
            self.fee.stops = None
        self.homes = [self.house(number) for number in range(1, HOMES + 1)]
        self.prices = self.all_prices()

    def day(self) -> date:
        return self.dice.choice(self.days)

    def later(self, day: date) -> date | None:
        return None if self.dice.random() < 0.5 else day + timedelta(days=self.dice.randint(1, 70))

    def house(self, number: int) -> House:
        dice = self.dice
        house = House(
            number=number,
            building=dice.choice(self.town.buildings),
            use=dice.choice(("home", "home", "home", "shop")),
            square_metres=Fraction(dice.choice((0, 1, 9837, dice.randint(1, 30_000))), 100),
            unsold=dice.random() < 0.1,
            handed_over=self.day() if dice.random() < 0.15 else None,
            ended=self.day() if dice.random() < 0.05 else None,
        )
        people = dice.sample(self.town.people, 4)
        self.give_owners(house, people)
        if dice.random() < 0.15:
            begins = self.day()
            house.tenant_pays.append((people[3], begins, self.later(begins)))
        if dice.random() < 0.2:
            begins = self.day()
            stops = begins + timedelta(days=dice.randint(1, 90))
            house.vacant.append((dice.randint(0, 99), begins, stops))
        return house

    def give_owners(self, house: House, people: list[int]) -> None:
        kind = self.dice.random()
        if kind < 0.6:
            house.owners.append((people[0], 10_000, None, None))
        elif kind < 0.75:
            house.owners += [(people[0], 6000, None, None), (people[1], 4000, self.day(), None)]
        elif kind < 0.95:
            sold = self.day()
            house.owners += [(people[0], 10_000, None, sold), (people[1], 10_000, sold, None)]
            if self.dice.random() < 0.3:
                again = sold + timedelta(days=self.dice.randint(1, 30))
                house.owners[1] = (people[1], 10_000, sold, again)
                house.owners.append((people[2], 10_000, again, None))

    def all_prices(self) -> list[Price]:
        dice = self.dice
        found = self.versions()
        if dice.random() < 0.6:
            found += self.versions(use="shop")
        if dice.random() < 0.5:
            found += self.versions(building=self.town.buildings[0])
        if dice.random() < 0.3:
            found += self.versions(building=self.town.buildings[0], use="shop")
        for house in dice.sample(self.homes, 5):
            found += self.versions(home=house.number)
        return found

    def versions(self, **to: Any) -> list[Price]:
        """One or two versions, one after the other, now and then with a gap."""
        dice = self.dice

        def price(begins: date, stops: date | None) -> Price:
            yuan = Fraction(dice.choice((50, 23_000, 19_000, dice.randint(1, 99_999))), 10_000)
            extra = Fraction(dice.choice((0, 0, 0, dice.randint(1, 99_999))), 10_000)
            return Price(yuan, extra, begins, stops, **to)

        if dice.random() < 0.5:
            return [price(date(2020, 1, 1), None)]
        turn = self.day()
        gap = timedelta(days=dice.choice((0, 0, 0, 9)))
        return [price(date(2020, 1, 1), turn), price(turn + gap, None)]


def store(cases: Cases) -> tuple[ChargeItem, dict[int, int]]:
    """Put the cases into the database, in the open transaction; gives the item and the homes' ids."""
    fee, town = cases.fee, cases.town
    item = ChargeItem(
        community_id=town.id,
        code="CASE",
        name_zh="费",
        basis=fee.by,
        cycle={1: "month", 3: "quarter", 6: "half_year", 12: "year"}[fee.months],
        proration="fifteenth" if fee.by_fifteenth else "days",
        vacancy_counts=fee.counts_vacancy,
        starts_on=fee.begins,
        ends_on=fee.stops,
    )
    homes = [home_row(town, house) for house in cases.homes]
    db.session.add_all([item, *homes])
    db.session.flush()
    ids = {house.number: home.id for house, home in zip(cases.homes, homes, strict=True)}
    for house in cases.homes:
        store_people(town.id, ids[house.number], house)
    for price in cases.prices:
        to = Scope(home_id=ids.get(price.home or 0), building_id=price.building, use=price.use)
        FeePriceFactory(
            item=item,
            to=to,
            price=int(price.yuan * 10_000),
            surcharge=int(price.extra * 10_000),
            starts_on=price.begins,
            ends_on=price.stops,
        )
    return item, ids


def home_row(town: Town, house: House) -> Home:
    return Home(
        community_id=town.id,
        building_id=house.building,
        entrance_id=town.entrances[house.building],
        building_no="1",
        entrance_no="1",
        room_no=str(house.number),
        code=f"1-1-{house.number}",
        sort_code=f"{house.number:06d}",
        kind=house.use,
        area_centi=int(house.square_metres * 100),
        occupancy="unsold" if house.unsold else "owner",
        handed_over_on=house.handed_over,
        ended_on=house.ended,
    )


def store_people(community_id: int, home_id: int, house: House) -> None:
    here = {"community_id": community_id, "home_id": home_id}
    ties = [
        {**here, "person_id": who, "tie": "owner", "share": share, "relation": "",
         "starts_on": begins, "ends_on": stops}
        for who, share, begins, stops in house.owners
    ]  # fmt: skip
    if ties:
        db.session.execute(insert(HouseholdTie), ties)
    for who, begins, stops in house.tenant_pays:
        db.session.add(
            PayerAgreement(**here, person_id=who, starts_on=begins, ends_on=stops,
                           entered_by="林", entered_at=STAMP)
        )  # fmt: skip
    for percent, begins, stops in house.vacant:
        VacancyFactory(**here, percent=percent, starts_on=begins, ends_on=stops)


def compare(town: Town, seed: int) -> None:
    """Charge the cases of a seed, compare with the calculator, and leave no trace."""
    with contextlib.suppress(Undo), transaction():
        cases = Cases(town, seed)
        found, wanted = billed(town, cases), calculated(cases)
        assert found == wanted, f"seed {seed}"
        town.compared += len(cases.homes)
        town.pieces += len(found)
        raise Undo


def billed(town: Town, cases: Cases) -> dict[tuple[int, date], Bill]:
    item, ids = store(cases)
    period = Period(cases.fee.first, cases.fee.months)
    covered = Covered(item, period, None, has_developer=True, only_missing=True)
    if covered.since < covered.until:
        post_scope(town.run, covered, booked_on=cases.fee.first, now=STAMP)
    numbers = {home_id: number for number, home_id in ids.items()}
    return {
        (numbers[row.home_id], row.starts_on): Bill(
            numbers[row.home_id],
            row.starts_on,
            row.ends_on,
            row.payer_id or 0,
            row.payer_role,
            row.amount.fen,
        )
        for row in db.session.scalars(db.select(Receivable).filter_by(item_id=item.id))
    }


def calculated(cases: Cases) -> dict[tuple[int, date], Bill]:
    return {
        (bill.home, bill.first): bill
        for house in cases.homes
        for bill in bills(cases.fee, cases.prices, house)
    }


def test_ten_thousand_homes_are_charged_as_the_calculator_says(community: Any) -> None:
    town = Town(community)

    @settings(
        max_examples=ROUNDS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**63))
    def every_case(seed: int) -> None:
        compare(town, seed)

    every_case()
    assert town.compared >= 10_000
    assert town.pieces > town.compared * 0.5, "most homes are charged something"


def test_the_comparison_sees_one_fen(community: Any) -> None:
    """The control: one fen more on a single bill is found."""
    town = Town(community)
    with contextlib.suppress(Undo), transaction():
        cases = Cases(town, 1)
        found, wanted = billed(town, cases), calculated(cases)
        assert found == wanted
        one = next(iter(wanted))
        wanted[one] = replace(wanted[one], fen=wanted[one].fen + 1)
        assert found != wanted
        raise Undo
