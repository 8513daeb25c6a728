"""The till in the browser's eyes: find, tick, take, hand over the receipt."""

import re
from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.estate import services as estate
from propertydesk.owners.models import Person
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till.models import Payment, Receipt, Shift
from tests.factories.till import debtor


@pytest.fixture
def till(sign_in: Any) -> Any:
    """A cashier's browser with an open drawer."""
    browser = sign_in(Role.CASHIER)
    assert browser.post_form("/till/shift", {"opening": "500"}).status_code == 303
    return browser


def boxes(who: Any, *fen: int) -> list[str]:
    return [f"{row}:{each}" for row, each in zip(who.receivable_ids, fen, strict=True)]


def test_a_home_is_found_by_its_number(community: Any, till: Any) -> None:
    who = debtor(community, 5_800)
    in_transaction(lambda: estate.reindex_homes(community.id))
    found = till.get(f"/till?q={who.payer.home.code}")
    assert found.status_code == 303
    page = till.get(found.location).text
    assert "58.00" in page


def test_a_payment_leads_to_its_receipt_and_says_the_change(community: Any, till: Any) -> None:
    who = debtor(community, 5_800, 6_000)
    answer = till.post_form(
        "/till/payments",
        {
            "home": who.home_id, "receivable": boxes(who, 5_800, 6_000), "payer": who.person_id,
            "method": "cash", "tendered": "200",
        },
    )  # fmt: skip
    assert answer.status_code == 303
    page = till.get(answer.location).text
    assert "Change to give: ¥82.00" in page
    assert "SJ00000001" in page
    assert "壹佰壹拾捌元整" in page


def test_nothing_ticked_and_too_little_cash_are_told_plainly(community: Any, till: Any) -> None:
    who = debtor(community, 5_800)
    nothing = till.post_form(
        "/till/payments", {"home": who.home_id, "payer": who.person_id, "method": "cash"}
    )
    assert nothing.status_code == 422
    assert "Tick what is being paid." in nothing.text
    short = till.post_form(
        "/till/payments",
        {
            "home": who.home_id, "receivable": boxes(who, 5_800), "payer": who.person_id,
            "method": "cash", "tendered": "50",
        },
    )  # fmt: skip
    assert short.status_code == 422
    assert "The cash given is less than the amount." in short.text
    assert db.session.scalar(db.select(db.func.count()).select_from(Payment)) == 0


def test_a_payment_sent_twice_is_one(community: Any, till: Any) -> None:
    who = debtor(community, 5_800)
    form = {
        "once": "o" * 20, "home": who.home_id, "receivable": boxes(who, 5_800),
        "payer": who.person_id, "method": "cash",
    }  # fmt: skip
    places = {till.post("/till/payments", data=form).location for _each in range(3)}
    assert len(places) == 1
    assert db.session.scalar(db.select(db.func.count()).select_from(Receipt)) == 1


def test_somebody_else_may_pay_under_their_own_name(community: Any, till: Any) -> None:
    who = debtor(community, 5_800)
    form = {
        "home": who.home_id, "receivable": boxes(who, 5_800), "payer": "other", "method": "cash",
    }  # fmt: skip
    assert till.post_form("/till/payments", form).status_code == 422
    till.post_form("/till/payments", {**form, "payer_name": "锦绣房产经纪"})
    assert db.session.scalars(db.select(Receipt)).one().payer_name == "锦绣房产经纪"


def test_paying_ahead_and_a_deposit_give_receipts(community: Any, till: Any) -> None:
    who = debtor(community)
    form = {"home": who.home_id, "payer": who.person_id, "method": "cash", "amount": "300"}
    for address, more in (("prepayments", {}), ("deposits", {"kind": "key"})):
        answer = till.post_form(f"/till/{address}", {**form, **more})
        assert answer.status_code == 303
        assert till.get(answer.location).status_code == 200


def test_without_an_open_drawer_the_page_says_so(community: Any, sign_in: Any) -> None:
    browser = sign_in(Role.CASHIER)
    who = debtor(community, 5_800)
    assert "Open your shift" in browser.get(f"/till?home={who.home_id}").text
    refused = browser.post_form("/till/shift", {"opening": "much"})
    assert refused.status_code == 422


def test_another_communitys_home_is_as_missing_as_none(till: Any) -> None:
    from tests.factories.estate import CommunityFactory

    foreign = debtor(CommunityFactory(), 5_800)
    for home in (foreign.home_id, 99_999):
        assert till.get(f"/till?home={home}").status_code == 404


def test_a_drawer_is_counted_on_its_page(community: Any, till: Any) -> None:
    shift = db.session.scalars(db.select(Shift)).one().id
    page = till.get(f"/till/shifts/{shift}").text
    assert "Expected" not in page
    assert till.post_form(f"/till/shifts/{shift}/count", {"d10000": "x"}).status_code == 422
    assert till.post_form(f"/till/shifts/{shift}/count", {"d10000": "5"}).status_code == 303
    assert "Counted" in till.get(f"/till/shifts/{shift}").text


def test_the_calculation_and_what_was_paid_before_stand_beside_what_is_open(
    community: Any, till: Any
) -> None:
    who = debtor(community, 10_000)
    form = {
        "home": who.home_id,
        "receivable": boxes(who, 10_000),
        "payer": who.person_id,
        "method": "cash",
        "amount": "40",
        "tendered": "40",
    }
    assert till.post_form("/till/payments", form).status_code == 303
    page = till.get(f"/till?home={who.home_id}").text
    for shown in (
        "角阀更换",
        "part of ¥100.00",
        f'value="{who.receivable_ids[0]}:6000"',
    ):
        assert shown in page


def test_homes_of_a_person_who_was_joined_since_are_offered_to_be_paid_together(
    community: Any, till: Any
) -> None:
    one, other = debtor(community, 5_800), debtor(community, 700)
    stranger = debtor(community, 900)

    def join() -> None:
        db.session.get_one(Person, other.person_id).merged_into_id = one.person_id

    in_transaction(join)
    for here, there in ((one, other), (other, one)):
        page = till.get(f"/till?home={here.home_id}").text
        assert f"home={here.home_id}&amp;home={there.home_id}" in page
        assert str(stranger.home_id) not in re.findall(r"home=(\d+)(?!-|\d)", page)
