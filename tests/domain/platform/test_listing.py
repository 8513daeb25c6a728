"""Paging visits every row once and in order, whatever the order, on both engines."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import (
    event,
    select,
)
from werkzeug.datastructures import MultiDict

from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.listing import (
    By,
    Column,
    Kind,
    Listing,
    page,
)
from propertydesk.platform.transaction import in_transaction
from tests.conftest import make_actor
from tests.domain.platform.samples import ROWS, SAMPLES, ask, c, samples, walk
from tests.factories.estate import CommunityFactory

SORTS = [mark + sort.key for sort in SAMPLES.sorts for mark in ("", "-")]


def expected(sort: str, community_id: int) -> list[int]:
    """The ids in order, sorted in Python: text by bytes, missing values last, then the id."""
    named = next(each for each in SAMPLES.sorts if each.key == sort.removeprefix("-"))
    turned = sort.startswith("-")
    rows = [
        dict(row._mapping)
        for row in db.session.execute(select(samples).filter_by(community_id=community_id))
    ]
    last = named.by[-1].descending != turned
    rows.sort(key=lambda row: row["id"], reverse=last)
    for by in reversed(named.by):
        column = by.value
        down = by.descending != turned

        def key(row: dict[str, Any], column: Any = column) -> Any:
            value = len(row["state"]) if column.key is None else row[column.key]
            return value.encode() if isinstance(value, str) else value

        present = [row for row in rows if key(row) is not None]
        missing = [row for row in rows if key(row) is None]
        rows = sorted(present, key=key, reverse=down)
        # A stable sort turned around keeps the order of equals, as it should.
        rows += missing
    return [row["id"] for row in rows]


@pytest.mark.parametrize("sort", SORTS)
def test_paging_visits_every_row_once_and_in_order(
    listing: Listing, actor: Actor, sort: str
) -> None:
    pages = walk(actor, ask(actor, sort=sort), "next_url")
    assert [each for ids in pages for each in ids] == expected(sort, actor.community_id)
    assert {len(ids) for ids in pages[:-1]} == {listing.size}


@pytest.mark.parametrize("sort", SORTS)
def test_paging_back_visits_every_row_once(listing: Listing, actor: Actor, sort: str) -> None:
    last = ask(actor, ask(actor, sort=sort).last_url)
    assert not last.next_url
    pages = walk(actor, last, "previous_url")[::-1]
    seen = [each for ids in pages[1:] for each in ids]
    everything = expected(sort, actor.community_id)
    assert seen == everything[-len(seen) :]
    # What is left at the beginning is less than a page, so the first page is shown whole.
    assert pages[0] == everything[: listing.size]


def test_forth_and_back_leads_to_the_same_page(listing: Listing, actor: Actor) -> None:
    first = ask(actor, sort="name")
    second = ask(actor, first.next_url)
    third = ask(actor, second.next_url)
    assert [row.id for row in ask(actor, third.previous_url).rows] == [
        row.id for row in second.rows
    ]
    assert not first.previous_url
    assert not first.first_url


@pytest.mark.parametrize("sort", ["newest", "number", "amount", "state"])
def test_the_last_page_is_the_first_page_of_the_reversed_order(
    listing: Listing, actor: Actor, sort: str
) -> None:
    # Not so for orders with missing values: those come last both ways.
    last = ask(actor, sort=sort, before="end")
    turned = ask(actor, sort=f"-{sort}")
    assert [row.id for row in last.rows] == [row.id for row in turned.rows][::-1]


def test_rows_that_vanish_do_not_break_the_way(listing: Listing, actor: Actor) -> None:
    second = ask(actor, ask(actor, sort="number").next_url)
    in_transaction(lambda: db.session.execute(samples.delete().where(c.number > "S010")))
    there = ask(actor, second.next_url)
    assert [row.cells[0].text for row in there.rows] == [f"S{n:03d}" for n in range(4, 11)]
    assert not there.next_url


def test_only_the_own_community_is_seen(listing: Listing, actor: Actor) -> None:
    other = make_actor(CommunityFactory())
    assert sum(len(ids) for ids in walk(actor, ask(actor), "next_url")) == ROWS
    nothing = ask(other)
    assert nothing.rows == []
    assert nothing.count_text == "0 rows"


def test_visible_narrows_the_rows(listing: Listing, actor: Actor) -> None:
    own = replace(SAMPLES, visible=lambda _actor: c.number == "S001")
    assert len(page(own, actor=actor, args=MultiDict()).rows) == 1


def test_counts_are_bounded(listing: Listing, actor: Actor, monkeypatch: Any) -> None:
    assert ask(actor).count_text == "120 rows"
    assert ask(actor, number="S001").count_text == "1 row"
    monkeypatch.setattr("propertydesk.platform.listing.pages.COUNTED", 50)
    assert ask(actor).count_text == "50+ rows"


def test_cells_are_shown_as_their_kinds_say(listing: Listing, actor: Actor) -> None:
    (row,) = ask(actor, number="S001").rows
    texts = {cell.kind: cell.text for cell in row.cells}
    assert texts[Kind.NAME] == "S001"
    assert texts[Kind.MONEY] == "0.00"
    assert texts[Kind.AREA] == "0.06 m²"
    assert row.cells[0].url == f"/s/{row.id}"
    assert row.cells[1].second == "138****0001"
    assert row.cells[2].tone == "blue"
    (row,) = ask(actor, number="S000").rows
    assert [cell.text for cell in row.cells if cell.value is None] == ["–", "–"]


def test_links_keep_filters_and_order(listing: Listing, actor: Actor) -> None:
    shown = ask(actor, "?state=open&sort=number")
    assert shown.query == "state=open&sort=number"
    assert shown.next_url.startswith("?state=open&sort=number&after=")
    heads = {head.label: head for head in shown.heads}
    assert (heads["No."].direction, heads["No."].sort_url) == ("up", "?state=open&sort=-number")
    assert (heads["Reported"].direction, heads["Reported"].sort_url) == ("", "?state=open")
    assert shown.clear_url == "?sort=number"


def test_a_page_has_a_bounded_number_of_queries(listing: Listing, actor: Actor) -> None:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask(actor, "?state=open&sort=name")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len([each for each in asked if each.lstrip().startswith("SELECT")]) == 3


def test_declarations_that_would_fail_later_fail_at_once() -> None:
    with pytest.raises(ValueError, match="ExactText"):
        By(c.state)
    with pytest.raises(ValueError, match="words"):
        Column("x", "X", c.state, Kind.STATE)
    with pytest.raises(ValueError, match="two columns"):
        replace(SAMPLES, columns=SAMPLES.columns[:1] * 2)
    with pytest.raises(ValueError, match="sorts"):
        replace(SAMPLES, sorts=SAMPLES.sorts[1:])
