"""Filters take anything from a link without falling over, and can be kept under a name."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.paging import encode_cursor
from propertydesk.platform.access import Actor
from propertydesk.platform.listing import (
    Listing,
    ListingPage,
    page,
)
from propertydesk.platform.listing.saved import remove_filter, save_filter, saved_filters
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW, make_actor
from tests.domain.platform.samples import SAMPLES, ask


def numbers(shown: ListingPage) -> list[str]:
    return [row.cells[0].text for row in shown.rows]


def test_choices_take_any_of_several(listing: Listing, actor: Actor) -> None:
    both = ask(actor, "?state=open&state=done")
    assert both.count_text == "120 rows"
    assert [chip.text for chip in both.chips] == ["State: Open", "State: Done"]
    assert both.chips[0].remove_url == "?state=done"
    assert ask(actor, "?area=7").count_text == "24 rows"


def test_prefixes_are_taken_by_bytes(listing: Listing, actor: Actor) -> None:
    assert ask(actor, number="S01").count_text == "10 rows"
    assert ask(actor, number="s01").rows == []
    assert ask(actor, number="%").rows == []


def test_text_anywhere_is_no_pattern(listing: Listing, actor: Actor) -> None:
    assert ask(actor, name="%").count_text == "12 rows"
    assert ask(actor, name="_").count_text == "12 rows"
    assert ask(actor, name="BC").count_text == "36 rows"


def test_days_are_those_of_the_community(listing: Listing, actor: Actor) -> None:
    # NOW is 09:00 in Shanghai; rows 0 to 99 were reported from 00:00 on that day.
    shown = ask(actor, reported_from="2026-11-21", reported_to="2026-11-21")
    assert shown.count_text == "100 rows"
    assert ask(actor, reported_to="2026-11-20").count_text == "20 rows"
    assert ask(actor, due_from="2026-11-11", due_to="2026-11-11", sort="number").rows
    assert {
        row.cells[5].value
        for row in ask(actor, due_from="２０２６-11-11", due_to="2026-11-11").rows
    } == {date(2026, 11, 11)}


def test_flags_and_search(listing: Listing, actor: Actor) -> None:
    late = ask(actor, late="1", sort="-due")
    assert late.rows[0].cells[5].value == date(2026, 11, 20)
    assert numbers(ask(actor, q="S042")) == ["S042"]


HOSTILE = [
    "", " ", "'", '"', "%", "\\", "../", "\0", "\ud800", "\u202e", "💣" * 9, "a" * 5000, "１２",
    "0000-00-00", "9999-99-99", "-1", "1e9", "nan", "<script>", "S001' OR 1=1 --", "[]", "end",
    str(2**70),
    encode_cursor((None,)),
    encode_cursor((2**63 - 1, 2**63 - 1)),
    encode_cursor(("x", -(2**63 - 1))),
    encode_cursor((datetime(1, 1, 1, tzinfo=UTC), 1)),
    encode_cursor((datetime(9999, 12, 31, tzinfo=UTC), 1)),
    encode_cursor((None, None)),
    encode_cursor((date(1, 1, 1), 5)),
]  # fmt: skip
KEYS = [
    "q", "state", "area", "number", "name", "due_from", "due_to", "reported_from", "reported_to",
    "late", "sort", "after", "before", "page", "size",
]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_no_argument_does_harm(listing: Listing, actor: Actor, key: str) -> None:
    for value in HOSTILE:
        for sort in ("newest", "amount", "due"):
            args = MultiDict([(key, value), (key, value), ("sort", sort)])
            shown = page(SAMPLES, actor=actor, args=args)
            assert shown.count_text


def test_what_makes_no_sense_is_said(listing: Listing, actor: Actor) -> None:
    assert ask(actor, state="gone").notes == ["“State”: an unknown choice was left out."]
    assert ask(actor, sort="gone").notes == ["This order is not known; the usual one is shown."]
    assert ask(actor, due_from="soon").notes == ["“Due”: not a date, left out."]
    assert ask(actor, after="gone").notes == [
        "This page link is not valid; the first page is shown."
    ]
    turned = ask(actor, due_from="2026-11-12", due_to="2026-11-11")
    assert turned.notes == ["“Due”: the first day is after the last."]
    assert ask(actor, state="open", sort="number").notes == []


def test_filters_are_kept_under_a_name(listing: Listing, actor: Actor, community: Any) -> None:
    def keep(name: str, query: str) -> Any:
        return in_transaction(lambda: save_filter(SAMPLES, name, query, actor=actor, now=NOW))

    saved = keep("Late ones", "late=1")
    keep("Late ones", "late=1&sort=due")
    shown = ask(actor, "?late=1&sort=due")
    assert [(each.name, each.url, each.is_current) for each in shown.saved] == [
        ("Late ones", "?late=1&sort=due", True)
    ]
    colleague = make_actor(community)
    assert ask(colleague).saved == []
    with pytest.raises(Missing):
        remove_filter(saved.id, actor=colleague, now=NOW)
    for name, query in (("", "late=1"), ("x" * 41, "late=1"), ("x", ""), ("x", "y" * 1001)):
        with pytest.raises(Invalid):
            keep(name, query)
    in_transaction(lambda: remove_filter(saved.id, actor=actor, now=NOW))
    assert actor.id is not None
    assert saved_filters(actor.id, "samples") == []


def test_nobody_keeps_more_than_twenty(listing: Listing, actor: Actor) -> None:
    def keep(number: int) -> Any:
        name = f"F{number}"
        return in_transaction(lambda: save_filter(SAMPLES, name, "late=1", actor=actor, now=NOW))

    for number in range(20):
        keep(number)
    with pytest.raises(Invalid):
        keep(20)
