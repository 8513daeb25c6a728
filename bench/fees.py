"""Billing, set-off and bills on paper (G1, G2, G4, G6), against the least that does the same.

    python -m bench.fees [--engine postgresql] [--homes 20000]

Billing: the product's statement, building group by building group, against one INSERT .. SELECT of the
same rows into the same tables with the same indexes. Set-off: all accounts at once against the bare
window statements. Paper: reading and drawing 1,000 bills against a bare ReportLab canvas that writes
as many strings and codes. Every pair is undone again and is checked to give the same rows and fen.
Growth is from a tenth of the homes to all of them. Ageing (G3) is measured by `bench.ageing`.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from statistics import median
from typing import Any

from sqlalchemy import func, insert, select, text, update

from bench.drawing import draw, floor_draw, peak
from bench.listing import installation
from bench.measure import Pairs, exponent, seconds
from propertydesk.estate.models import Building, Community, Home
from propertydesk.fees.models import (
    BillingRun,
    ChargeItem,
    FeePrice,
    Receivable,
    ReceivableBalance,
)
from propertydesk.fees.queries.preview import Due, scope_of
from propertydesk.fees.rules import Period
from propertydesk.fees.services.posting import CHUNK, post_scope
from propertydesk.kernel.money import Money
from propertydesk.owners.models import HouseholdTie, Person
from propertydesk.platform.access import system_actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till.models import Allocation, Prepayment, PrepaymentMovement
from propertydesk.till.services import offset_prepayments

NOW = datetime(2026, 11, 21, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), 1)
EACH = 250  # homes of a building
PAIRS = 5
BILLS = 1_000
GOALS = {"sqlite": 2.0, "postgresql": 1.5}
AGAIN, SET_OFF, PAPER, MEMORY_MB = 0.3, 1.5, 1.4, 100

_FLOOR_ROWS = """
    INSERT INTO receivables (community_id, run_id, item_id, home_id, price_id, payer_id, payer_role,
        payer_name, period, starts_on, ends_on, booked_on, due_on, quantity, price, surcharge,
        months_part, months_whole, percent, rounding, amount, words, replaces_id, created_at)
    SELECT h.community_id, :run, :item, h.id, :price, t.person_id, 'owner', n.name, :first, :first,
        :last, :last, :last, h.area_centi, 23000, 0, 1, 1, 100, 0,
        (2 * CAST(h.area_centi AS BIGINT) * 23000 * 100 + 1000000) / 2000000, '', 0, :now
    FROM homes h JOIN household_ties t ON t.home_id = h.id JOIN people n ON n.id = t.person_id
    WHERE h.community_id = :here"""
_FLOOR_BALANCES = """
    INSERT INTO receivable_balances (receivable_id, community_id, home_id, due_on, amount, adjusted,
        waived, paid, open, is_void, is_disputed)
    SELECT id, community_id, home_id, due_on, amount, 0, 0, 0, amount, FALSE, FALSE
    FROM receivables WHERE run_id = :run AND starts_on = :first"""
_FLOOR_SHARES = """
    FROM (SELECT p.id AS account, b.receivable_id, b.open,
        p.balance - (SUM(b.open) OVER (PARTITION BY p.id ORDER BY b.due_on, b.receivable_id) - b.open) AS room
        FROM prepayments p JOIN receivables r ON r.home_id = p.home_id AND r.payer_id = p.payer_id
        JOIN receivable_balances b ON b.receivable_id = r.id
        WHERE p.community_id = :here AND p.balance > 0 AND b.open > 0) s WHERE s.room > 0"""
_FLOOR_MOVED = _FLOOR_SHARES.replace(
    " s WHERE", " s JOIN prepayment_movements m ON m.prepayment_id = s.account WHERE"
)
_SHARE = "CASE WHEN s.room < s.open THEN s.room ELSE s.open END"


class Undone(Exception):
    """Leaves a transaction without a trace."""


@dataclass
class Town:
    """A community with so many homes of one owner each, an item, a price, and two runs."""

    id: int
    homes: int
    item: int
    price: int
    run: int


def fill(homes: int) -> Town:
    """Put a town into the database."""

    def build() -> Town:
        place = Community(code=f"B{homes}", name_zh="锦绣花园", company_zh="锦和物业服务有限公司")
        db.session.add(place)
        db.session.flush()
        here = {"community_id": place.id}
        count = max(1, homes // EACH)
        db.session.execute(
            insert(Building),
            [
                {**here, "no": str(n), "kind": "high_rise", "floors": 30, "note": ""}
                for n in range(count)
            ],
        )
        buildings = list(db.session.scalars(select(Building.id).filter_by(community_id=place.id)))
        rows = [
            {**here, "building_id": buildings[n % count], "building_no": str(n % count),
             "entrance_no": "1", "room_no": str(n), "code": f"{n % count}-1-{n}",
             "sort_code": f"{n % count:05d}-{n:06d}", "kind": "home", "area_centi": 5000 + n % 9000,
             "layout": "", "occupancy": "owner", "note": ""}
            for n in range(homes)
        ]  # fmt: skip
        db.session.execute(insert(Home), rows)
        db.session.execute(
            insert(Person),
            [
                {**here, "name": f"张伟{n}", "kind": "person", "created_at": NOW}
                for n in range(homes)
            ],
        )
        ids = db.session.scalars(select(Home.id).filter_by(**here).order_by(Home.id)).all()
        people = db.session.scalars(select(Person.id).filter_by(**here).order_by(Person.id)).all()
        db.session.execute(
            insert(HouseholdTie),
            [{**here, "home_id": home, "person_id": person, "tie": "owner", "share": 10_000,
              "relation": ""} for home, person in zip(ids, people, strict=True)],
        )  # fmt: skip
        db.session.execute(
            insert(Prepayment),
            [{**here, "home_id": home, "payer_id": person, "balance": Money(20_000)}
             for home, person in zip(ids, people, strict=True)],
        )  # fmt: skip
        return _tariff(place.id, homes)

    return in_transaction(build)


def _tariff(here: int, homes: int) -> Town:
    item = ChargeItem(
        community_id=here, code="WY", name_zh="物业服务费", name_en="Property service",
        basis="area", starts_on=date(2026, 1, 1),
    )  # fmt: skip
    run = BillingRun(
        community_id=here, number="CZ1", month=NOVEMBER.starts_on, state="posting",
        state_since=NOW, prepared_by="bench",
    )  # fmt: skip
    db.session.add_all([item, run])
    db.session.flush()
    price = FeePrice(
        community_id=here, item_id=item.id, scope="all", rank=0, use="", price=23_000,
        starts_on=date(2020, 1, 1), legal_basis="合同第 12 条", on_behalf=False, state="approved", state_since=NOW,
        proposed_by="bench", proposed_at=NOW,
    )  # fmt: skip
    db.session.add(price)
    db.session.flush()
    return Town(here, homes, item.id, price.id, run.id)


def undone(*works: Callable[[], Any]) -> list[float]:
    """Seconds of each work, one after the other in a transaction that is undone."""
    times: list[float] = []

    def act() -> None:
        times[:] = [seconds(work) for work in works]
        db.session.flush()
        raise Undone

    try:
        in_transaction(act)
    except Undone:
        db.session.expire_all()
    return times


def post(town: Town) -> int:
    """The product: group by group, as the task does."""
    item = db.session.get_one(ChargeItem, town.item)
    ids = db.session.scalars(select(Building.id).filter_by(community_id=town.id)).all()
    step, added = max(1, CHUNK // EACH), 0
    for start in range(0, len(ids), step):
        scope = scope_of(Due(item, NOVEMBER), tuple(ids[start : start + step]), only_missing=True)
        added += post_scope(town.run, scope, booked_on=NOVEMBER.ends_on, now=NOW).added
    return added


def floor_post(town: Town, month: Period = NOVEMBER) -> None:
    """The floor: one statement for the rows, one for their balances."""
    values = {
        "here": town.id, "run": town.run, "item": town.item, "price": town.price,
        "first": month.starts_on, "last": month.ends_on, "now": NOW,
    }  # fmt: skip
    for statement in (_FLOOR_ROWS, _FLOOR_BALANCES):
        names = {key: value for key, value in values.items() if f":{key}" in statement}
        db.session.execute(text(statement).bindparams(**_plain(names)))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Days and times as the drivers take them in bare statements."""
    bare = db.engine.dialect.name == "sqlite"
    return {k: str(v) if bare and isinstance(v, date) else v for k, v in values.items()}


def booked(town: Town) -> tuple[int, int]:
    """Rows and fen that a town is charged."""
    query = select(func.count(), func.sum(Receivable.amount)).filter_by(community_id=town.id)
    count, fen = db.session.execute(query).one()
    return count, int(fen.fen if hasattr(fen, "fen") else fen or 0)


def billing(town: Town, engine: str) -> float:
    """G1 and G2; gives the seconds of the product."""
    bill, again, floor = partial(post, town), partial(_nothing_new, town), partial(floor_post, town)
    seen: list[tuple[int, int]] = []
    look = partial(_note, seen, booked, town)
    rounds = [(*undone(bill, again), *undone(floor)) for _ in range(PAIRS + 1)][1:]
    undone(bill, look)
    undone(floor, look)
    assert seen[0] == seen[1], seen
    first, repeat, bare = (list(each) for each in zip(*rounds, strict=True))
    print(Pairs(first, bare).line(f"G1 bill {town.homes:,} homes", "bare statement", GOALS[engine]))
    print(Pairs(repeat, first).line("G2 the same again", "the first run", AGAIN))
    return median(first)


def _note(seen: list[Any], way: Callable[[Town], Any], town: Town) -> None:
    seen.append(way(town))


def _nothing_new(town: Town) -> None:
    assert post(town) == 0


def set_off(town: Town) -> float:
    """G4: every home has paid something ahead, and owes a month; gives the product's seconds."""
    owe, seen = partial(floor_post, town), []
    look = partial(_note, seen, met, town)
    product = partial(offset_prepayments, town.id, actor=system_actor(town.id), now=NOW)
    floor = partial(floor_set_off, town)
    rounds = [
        (undone(owe, product, look)[1], undone(owe, floor, look)[1]) for _ in range(PAIRS + 1)
    ][1:]
    assert len(set(seen)) == 1, set(seen)
    mine, bare = (list(each) for each in zip(*rounds, strict=True))
    print(
        Pairs(mine, bare).line(f"G4 set off {town.homes:,} accounts", "window statements", SET_OFF)
    )
    return median(mine)


def floor_set_off(town: Town) -> None:
    """Movements, allocations, balances: the window laid out anew for each."""
    here = {"here": town.id}
    day = _plain({"day": NOVEMBER.ends_on, "now": NOW})
    db.session.execute(text(
        "INSERT INTO prepayment_movements (community_id, prepayment_id, kind, amount, at, business_date, batch) "
        f"SELECT :here, s.account, 'offset', -SUM({_SHARE}), :now, :day, 'floor' {_FLOOR_SHARES} GROUP BY s.account"
    ), {**here, **day})  # fmt: skip
    db.session.execute(text(
        "INSERT INTO allocations (community_id, receivable_id, movement_id, amount, business_date) "
        f"SELECT :here, s.receivable_id, m.id, {_SHARE}, :day {_FLOOR_MOVED}"
    ), {**here, "day": day["day"]})  # fmt: skip
    made = (
        select(Allocation.receivable_id, Allocation.amount)
        .filter_by(community_id=town.id)
        .subquery()
    )
    db.session.execute(
        update(ReceivableBalance).where(ReceivableBalance.receivable_id == made.c.receivable_id)
        .values(paid=ReceivableBalance.paid + made.c.amount, open=ReceivableBalance.open - made.c.amount)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    moved = (
        select(PrepaymentMovement.prepayment_id, PrepaymentMovement.amount)
        .filter_by(community_id=town.id)
        .subquery()
    )
    db.session.execute(
        update(Prepayment).where(Prepayment.id == moved.c.prepayment_id)
        .values(balance=Prepayment.balance + moved.c.amount)
        .execution_options(synchronize_session=False)
    )  # fmt: skip


def met(town: Town) -> tuple[int, int]:
    """Allocations of a town and what is left ahead."""
    count = db.session.scalar(
        select(func.count()).select_from(Allocation).filter_by(community_id=town.id)
    )
    left = db.session.scalars(select(Prepayment.balance).filter_by(community_id=town.id))
    return count or 0, sum(each.fen for each in left)


def paper(town: Town) -> None:
    """G6: 1,000 bills read and drawn, three to a sheet."""
    in_transaction(lambda: floor_post(town))
    ids = list(db.session.scalars(select(Home.id).filter_by(community_id=town.id).limit(BILLS)))
    product, floor = [], []
    for _ in range(4):
        product.append(seconds(lambda: draw(town.id, NOVEMBER.starts_on, ids, NOW)))
        floor.append(seconds(lambda: floor_draw(ids)))
    pairs = Pairs(product[1:], floor[1:])
    print(pairs.line(f"G6 {len(ids):,} bills on paper", "a bare canvas", PAPER))
    print(f"   {median(product[1:]) / len(ids) * 1e3:.2f} ms a bill")
    peaks = [
        peak(lambda some=some: draw(town.id, NOVEMBER.starts_on, some, NOW))
        for some in (ids[: len(ids) // 10], ids)
    ]
    told = "ok" if peaks[1] <= MEMORY_MB else f"MISSED by {peaks[1] - MEMORY_MB:.0f} MB"
    print(
        f"   memory {peaks[0]:.1f} MB for a tenth, {peaks[1]:.1f} MB for all: goal {MEMORY_MB} MB {told}"
    )


def _growth(goal: str, medians: list[float], towns: list[Town], most: float) -> str:
    grown = exponent(medians[0], medians[1], towns[1].homes / towns[0].homes)
    told = "ok" if grown <= most else f"MISSED by {grown - most:.2f}"
    return f"   {goal} grows with exponent {grown:.2f}, goal {most} {told}"


def main() -> int:
    """Build the towns once, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--homes", type=int, default=20_000)
    asked = parser.parse_args()
    with installation(asked.engine) as app, app.test_request_context("/"):
        towns = [fill(size) for size in (asked.homes // 10, asked.homes)]
        print(f"{asked.engine}, {asked.homes:,} homes")
        print(_growth("G1", [billing(town, asked.engine) for town in towns], towns, 1.10))
        print(_growth("G4", [set_off(town) for town in towns], towns, 1.15))
        paper(towns[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
