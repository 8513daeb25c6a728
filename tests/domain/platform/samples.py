"""A listing over a table of its own, with every kind of column, equal keys and missing values."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask
from sqlalchemy import (
    Column as DbColumn,
)
from sqlalchemy import (
    Date,
    Integer,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
)
from werkzeug.datastructures import MultiDict

from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    FlagFilter,
    Kind,
    Listing,
    ListingPage,
    SearchFilter,
    Sort,
    TextFilter,
    page,
    registry,
)
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.types import ExactText, MoneyType, UtcDateTime
from tests.conftest import NOW
from tests.factories.estate import CommunityFactory

ROWS = 120
STATES = {"open": "Open", "done": "Done"}

samples = Table(
    "listing_samples",
    MetaData(),
    DbColumn("id", Integer, primary_key=True),
    DbColumn("community_id", Integer, nullable=False),
    DbColumn("number", ExactText(20), nullable=False),
    DbColumn("name", ExactText(40)),
    DbColumn("name_en", String(40), nullable=False),
    DbColumn("state", String(10), nullable=False),
    DbColumn("amount", MoneyType, nullable=False),
    DbColumn("area", Integer),
    DbColumn("due_on", Date),
    DbColumn("reported_at", UtcDateTime, nullable=False),
    DbColumn("phone", String(20), nullable=False),
)
c = samples.c


def found_by(community_id: int, text: str) -> Any:
    return c.number == text if community_id else c.id < 0


SAMPLES = Listing(
    is_personal=False,
    name="samples",
    title="Samples",
    permission="test:samples:read",
    select=lambda community: select(samples).where(c.community_id == community),
    id=c.id,
    columns=(
        Column(
            "number", "No.", c.number, Kind.NAME, sort="number", link=lambda row: f"/s/{row.id}"
        ),
        Column(
            "name", "Name", c.name, english=c.name_en,
            second=Column("phone", "Phone", c.phone, Kind.PHONE),
        ),
        Column(
            "state", "State", c.state, Kind.STATE,
            word=STATES.__getitem__, tone={"open": "blue", "done": "green"}.__getitem__,
        ),
        Column("amount", "Amount", c.amount, Kind.MONEY, sort="amount"),
        Column("area", "Area", c.area, Kind.AREA),
        Column("due_on", "Due", c.due_on, Kind.DATE),
        Column("reported_at", "Reported", c.reported_at, Kind.INSTANT, sort="newest"),
        Column("community", "Community", c.community_id, on_screen=False),
        Column("hidden", "Hidden", c.id, on_screen=False, in_export=False),
    ),
    sorts=(
        Sort("newest", "Newest", (By(c.reported_at, descending=True),)),
        Sort("number", "Number", (By(c.number),)),
        Sort("amount", "Amount", (By(c.amount), By(c.number, descending=True))),
        Sort("due", "Due", (By(c.due_on),)),
        Sort("name", "Name", (By(c.name, descending=True), By(c.area), By(c.reported_at))),
        Sort("state", "State", (By(func.length(c.state, type_=Integer), nullable=False),)),
    ),
    filters=(
        SearchFilter("q", "Search", found_by),
        ChoiceFilter("state", "State", c.state, tuple(STATES.items())),
        ChoiceFilter("area", "Area", c.area, lambda _actor: [(7, "Seven"), (8, "Eight")]),
        TextFilter("number", "No.", c.number),
        TextFilter("name", "Name", c.name, anywhere=True),
        DayFilter("due", "Due", c.due_on),
        DayFilter("reported", "Reported", c.reported_at, instants=True),
        FlagFilter("late", "Late", lambda question: c.due_on < question.now.date()),
    ),
    size=7,
)  # fmt: skip


def sample(number: int, community_id: int) -> dict[str, Any]:
    """Many equal keys, many missing ones, and texts that engines like to sort each its own way."""
    names = [None, "ábc", "Abc", "abc", "a b", "张伟", "张_伟", "Z%", "", "中"]
    return {
        "community_id": community_id,
        "number": f"S{number:03d}",
        "name": names[number % 10],
        "name_en": f"Name {number}",
        "state": "open" if number % 3 else "done",
        "amount": Money(number % 4 * 100 - 100),
        "area": None if number % 5 == 0 else number % 5 + 5,
        "due_on": None if number % 6 == 0 else date(2026, 11, 10 + number % 17),
        "reported_at": NOW - timedelta(hours=number // 10),
        "phone": f"1381234{number:04d}",
    }


@contextmanager
def filled(app: Flask, community: Any) -> Iterator[Listing]:
    """The table with rows of two communities, its listing known to the registry."""
    with db.engine.begin() as connection:
        samples.metadata.create_all(connection)
    other = CommunityFactory()
    rows = [sample(number, community.id) for number in range(ROWS)]
    rows += [sample(number, other.id) for number in range(30)]
    in_transaction(lambda: db.session.execute(insert(samples), rows))
    registry.fill([SAMPLES])
    try:
        yield SAMPLES
    finally:
        db.session.remove()
        with db.engine.begin() as connection:
            samples.metadata.drop_all(connection)
        registry.forget(SAMPLES.name)


def ask(actor: Actor, url: str = "", **args: Any) -> ListingPage:
    """The page behind a link."""
    pairs = [*parse_qsl(url.removeprefix("?"), keep_blank_values=True), *args.items()]
    return page(SAMPLES, actor=actor, args=MultiDict(pairs))


def walk(actor: Actor, first: ListingPage, way: str) -> list[list[int]]:
    """The ids of each page, following the links to the next or previous one."""
    pages, here = [], first
    while True:
        pages.append([row.id for row in here.rows])
        url = getattr(here, way)
        if not url:
            return pages
        assert len(pages) < 50
        here = ask(actor, url)
