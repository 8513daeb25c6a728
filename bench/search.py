"""Search (G10): looking a caller up in the index against scanning with LIKE.

    python -m bench.search [--engine postgresql]

The product's `find` with all it does, reading the query and ordering the hits, against one bare
statement over one flat table of people. Each pair is checked to give the same people. Growth is
told by how much more than a look-up by primary key a search costs at either size, measured in
turns with it, since the machine itself may be busier at one time than at another.
"""

import argparse
import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, or_, select

from bench.listing import installation
from bench.measure import exponent, in_turns, seconds
from propertydesk.estate.rules.spelling import home_spellings, normalise_home_query
from propertydesk.platform import pinyin
from propertydesk.platform.db import db
from propertydesk.platform.search import (
    Entry,
    SearchTerm,
    bulk_index,
    find,
    name_terms,
    phone_terms,
    register_normaliser,
    reindex,
    spelling_terms,
)
from propertydesk.platform.transaction import transaction

SMALL, LARGE = 20_000, 200_000
HERE = 1
SEED = 20261121
ASKED = 12
TURNS = 40  # short ones: the best of many is one that nothing else on the machine disturbed
GOAL, GROWTH = 50, 0.3

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文玉兰梅志红春燕晓海波宁辉丹萍鹏云婷雪"
    "林飞佳欣怡晨浩宇轩子涵梓一诺思远雨泽长乐重阳和"
)

#: What LIKE has no answer to, or (few characters, many people) no need to look far for.
BEYOND: dict[str, Callable[["Resident"], str]] = {
    "initials": lambda one: pinyin.initials(pinyin.syllables(one.name))[0],
    "phone, last 4": lambda one: one.phone[-4:],
    "room alone": lambda one: one.home[2],
    "surname": lambda one: one.name[0],
    "name and room": lambda one: f"{one.name} {one.home[2]}",
    "surname and building": lambda one: f"{one.name[0]} {one.home[0]}栋",
    "two surnames": lambda one: f"{one.name[0]} 王",
}

PEOPLE = Table(
    "bench_people",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String(40)),
    Column("phone", String(20)),
    Column("room", String(20)),
)


@dataclass(frozen=True)
class Resident:
    """Somebody in a home, two to each."""

    id: int
    name: str
    phone: str
    home: tuple[str, str, str]

    @property
    def home_id(self) -> int:
        """The home's own number."""
        return (self.id + 1) // 2

    @property
    def room(self) -> str:
        """The home as it is written."""
        return "-".join(self.home)


@dataclass(frozen=True)
class Question:
    """A way to ask for a resident; `answers` says whose rows LIKE is right about."""

    name: str
    words: Callable[[Resident], str]
    answers: Callable[[Resident, str], bool]


QUESTIONS = (
    Question("name", lambda one: one.name, lambda one, said: one.name.startswith(said)),
    Question(
        "phone, last 6", lambda one: one.phone[-6:], lambda one, said: one.phone.endswith(said)
    ),
    Question("phone, all 11", lambda one: one.phone, lambda one, said: one.phone == said),
    Question("home", lambda one: one.room, lambda one, said: one.room == said),
)


def residents(first: int, last: int) -> Iterator[Resident]:
    """The residents `first` to `last`, always the same ones."""
    for number in range(first, last + 1):
        chance = random.Random(SEED * 1_000_003 + number)
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
        door = (number - 1) // 2
        building, rest = divmod(door, 240)
        entrance, place = divmod(rest, 120)
        room = f"{place // 4 + 1}{place % 4 + 1:02d}"
        home = (str(building + 1), str(entrance + 1), room)
        yield Resident(number, name, f"139{chance.randrange(10**8):08d}", home)


def fill(first: int, last: int) -> float:
    """Write residents into the index and the flat table; gives index rows a second."""
    everybody = list(residents(first, last))
    with transaction():
        rows = [vars(one) | {"room": one.room} for one in everybody]
        for start in range(0, len(rows), 5_000):
            db.session.execute(insert(PEOPLE), rows[start : start + 5_000])
    done = 0

    def index() -> None:
        nonlocal done
        with transaction():
            done = bulk_index(_entries(everybody))

    taken = seconds(index)
    db.session.rollback()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("ANALYZE" if sqlite else "VACUUM ANALYZE")
    return done / taken


def _entries(everybody: Sequence[Resident]) -> Iterator[Entry]:
    for one in everybody:
        if one.id % 2:
            spellings = spelling_terms(home_spellings(*one.home))
            yield Entry("home", one.home_id, HERE, one.home_id, spellings)
        terms = [*name_terms(one.name), *phone_terms(one.phone)]
        yield Entry("person", one.id, HERE, one.home_id, terms)


def by_like(said: str) -> list[Any]:
    """What the plain way does: one scan of one table for the words anywhere."""
    anywhere = f"%{said}%"
    columns = (PEOPLE.c.name, PEOPLE.c.phone, PEOPLE.c.room)
    query = select(PEOPLE).where(or_(*(column.like(anywhere) for column in columns))).limit(20)
    return list(db.session.execute(query))


def check(question: Question, said: str) -> None:
    """Both ways find the same people (homes: the same homes), as far as LIKE was right."""
    found = find(HERE, said)
    scanned = [
        Resident(row.id, row.name, row.phone, tuple(row.room.split("-"))) for row in by_like(said)
    ]
    right = [one for one in scanned if question.answers(one, said)]
    if question.name == "home":
        assert {one.home_id for one in right} == {hit.home_id for hit in found}, said
    else:
        people = {hit.subject_id for hit in found if hit.subject_type == "person"}
        assert {one.id for one in right} == people, said


def by_key(asked: Sequence[Resident]) -> None:
    """The least that any search could cost: each one's row by its primary key."""
    for one in asked:
        db.session.execute(select(PEOPLE).where(PEOPLE.c.id == one.id)).all()


def measure(count: int) -> dict[str, float]:
    """Ratios at one size; gives the costs of each way to ask in look-ups by primary key."""
    chance = random.Random(SEED + count)
    numbers = chance.sample(range(1, count + 1), ASKED)
    asked = [next(residents(number, number)) for number in numbers]
    costs = {}
    for question in QUESTIONS:
        said = [question.words(one) for one in asked]
        for words in said:
            check(question, words)
        pairs = in_turns(partial(each_found, said), lambda s=said: [by_like(w) for w in s])
        costs[question.name] = cost(question.name, said, asked)
        faster = 1 / pairs.ratio
        verdict = f"goal {GOAL}x {'ok' if faster >= GOAL else 'MISSED'}" if count == LARGE else ""
        print(f"{'':>9}  {'':<22}{faster:4.0f}x faster than LIKE  {verdict}")
    for name, way in BEYOND.items():
        costs[name] = cost(name, [way(one) for one in asked], asked)
    return costs


def cost(name: str, said: Sequence[str], asked: Sequence[Resident]) -> float:
    """What a search costs in look-ups by primary key; prints it."""
    bests = best_of(partial(each_found, said), partial(by_key, asked))
    each, key = (best / ASKED * 1e3 for best in bests)
    print(f"{'':>9}  {name:<22}{each:8.3f} ms, {each / key:5.1f}x a look-up by key ({key:.3f} ms)")
    return each / key


def best_of(*ways: Callable[[], None]) -> list[float]:
    """The shortest time of each way, taken in turns."""
    best = [math.inf] * len(ways)
    for _ in range(TURNS):
        for index, way in enumerate(ways):
            begun = time.perf_counter()
            way()
            best[index] = min(best[index], time.perf_counter() - begun)
    return best


def each_found(said: Sequence[str]) -> None:
    """Search for everything that was said."""
    for words in said:
        find(HERE, words)


def one_person() -> float:
    """Seconds to index a person anew, as each correction of a name does."""
    someone = next(residents(7, 7))
    terms = [*name_terms(someone.name), *phone_terms(someone.phone)]

    def correct() -> None:
        with transaction():
            reindex("person", someone.id, HERE, someone.home_id, terms)

    correct()
    return min(seconds(correct, 10) for _ in range(5))


def main() -> int:
    """Grow one community from the small size to the large one, measuring at both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    engine = parser.parse_args().engine
    with installation(engine):
        register_normaliser(normalise_home_query)
        PEOPLE.create(db.engine)
        speed = fill(1, SMALL)
        rows = db.session.scalar(select(func.count()).select_from(SearchTerm))
        print(f"{engine}, seed {SEED}: {rows / SMALL * 2:.1f} terms a home with two people")
        anew = one_person() * 1e3
        print(f"indexed at {speed:,.0f} rows a second; one person anew in {anew:.2f} ms")
        print(f"{SMALL:>9,} people")
        small = measure(SMALL)
        fill(SMALL + 1, LARGE)
        print(f"{LARGE:>9,} people")
        large = measure(LARGE)
    goals = {question.name for question in QUESTIONS}
    for name, taken in large.items():
        growth = exponent(small[name], taken, LARGE / SMALL)
        verdict = f"goal {GROWTH} {'ok' if growth <= GROWTH else 'MISSED'}" if name in goals else ""
        print(f"{name:<22} grows by exponent {growth:6.3f}  {verdict}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
