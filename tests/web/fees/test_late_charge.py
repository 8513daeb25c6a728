"""The late charge on pages: its versions, the receivable, the household, the till."""

from datetime import date
from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.fees import rules
from propertydesk.fees.models import LateRule, Receivable
from propertydesk.platform.db import db
from propertydesk.till.models import Receipt
from tests.factories.estate import HomeFactory
from tests.factories.fees import ChargeItemFactory, FeePriceFactory, LateRuleFactory, own, post
from tests.factories.till import Debtor

pytestmark = pytest.mark.web

OCTOBER = rules.Period(date(2026, 10, 1), 1)
PROPOSAL = {
    "basis": "daily", "figure": "0.50", "cap_percent": "30", "grace_days": "5",
    "starts_on": "2026-01-01", "legal_basis": "物业服务合同第 23 条",
}  # fmt: skip


@pytest.fixture
def who(community: Any) -> Debtor:
    """A household that owes October, ¥2.38 late at 0.50 ‰ a day."""
    LateRuleFactory(community_id=community.id)
    item = ChargeItemFactory(community_id=community.id)
    FeePriceFactory(item=item)
    home = HomeFactory(community_id=community.id)
    person = own(home, "张伟明")
    post(item, OCTOBER)
    return Debtor(home.id, person.id, (db.session.scalars(db.select(Receivable.id)).one(),))


def test_it_is_off_until_it_is_proposed_and_approved(community: Any, sign_in: Any) -> None:
    boss = sign_in(Role.MANAGER)
    assert "It is off until a version" in boss.get("/late-charges").text
    assert boss.post_form("/late-charges", PROPOSAL).status_code == 303
    page = boss.get("/late-charges").text
    assert "0.50‰" in page
    assert "Waits for approval" in page
    assert "courts cut" not in page.split("<dialog")[0]
    (rule,) = db.session.scalars(db.select(LateRule))
    assert (rule.state, rule.grace_days, rule.units) == ("proposed", 5, 18_250)


def test_a_steep_rate_is_warned_of(community: Any, sign_in: Any) -> None:
    boss = sign_in(Role.MANAGER)
    boss.post_form("/late-charges", {**PROPOSAL, "figure": "3"})
    assert "Above 0.5 ‰ a day" in boss.get("/late-charges").text.split("<dialog")[0]


def test_nonsense_is_told_plainly(community: Any, sign_in: Any) -> None:
    boss = sign_in(Role.MANAGER)
    for wrong in ({"figure": "0,5"}, {"figure": "90"}, {"figure": ""}, {"cap_percent": "0"},
                  {"legal_basis": ""}, {"starts_on": "gestern"}, {"basis": "usury"}):  # fmt: skip
        assert boss.post_form("/late-charges", {**PROPOSAL, **wrong}).status_code == 422
    assert db.session.scalars(db.select(LateRule)).all() == []


def test_the_receivable_shows_its_days_and_is_charged_once(who: Debtor, sign_in: Any) -> None:
    clerk = sign_in(Role.FINANCE)
    address = f"/receivables/{who.receivable_ids[0]}"
    page = clerk.get(address).text
    assert "apart from the principal" in page
    assert "¥2.3756" in page
    made = clerk.post_form(f"{address}/late-charge", {})
    assert made.status_code == 303
    shown = clerk.get(made.location).text
    assert "Late charge on YS" in shown
    again = clerk.post_form(f"{address}/late-charge", {})
    assert again.status_code != 303
    assert "There is no late charge to be charged" in again.text
    assert len(db.session.scalars(db.select(Receivable)).all()) == 2


def test_the_household_sees_it_apart(who: Debtor, sign_in: Any) -> None:
    page = sign_in(Role.FINANCE).get(f"/homes/{who.home_id}/fees").text
    assert "Late charge so far" in page
    assert "2.38" in page


def test_the_till_offers_it_unticked_and_takes_it_when_ticked(who: Debtor, sign_in: Any) -> None:
    till = sign_in(Role.CASHIER)
    till.post_form("/till/shift", {"opening": "500"})
    page = till.get(f"/till?home={who.home_id}").text
    box = page.split('name="late"')[1].split(">")[0]
    assert f'value="{who.receivable_ids[0]}:238"' in box
    assert "checked" not in box
    paid = till.post_form(
        "/till/payments",
        {
            "home": who.home_id, "receivable": f"{who.receivable_ids[0]}:22625",
            "late": f"{who.receivable_ids[0]}:238", "payer": who.person_id, "method": "cash",
        },
    )  # fmt: skip
    assert paid.status_code == 303
    assert "228.63" in till.get(paid.location).text
    assert db.session.scalars(db.select(Receipt)).one().total.fen == 22_863
    assert 'name="late"' not in till.get(f"/till?home={who.home_id}").text


def test_a_bill_asks_for_a_late_charge_only_when_it_was_charged_by_hand(
    who: Debtor, sign_in: Any
) -> None:
    till = sign_in(Role.CASHIER)
    till.post_form("/till/shift", {"opening": "500"})
    sent = {"home": who.home_id, "payer": who.person_id, "method": "cash"}
    till.post_form("/till/payments", {**sent, "late": f"{who.receivable_ids[0]}:238"})
    bill = f"/bills/homes/{who.home_id}?month=2026-11"
    assert "Late charge" not in till.get(bill).text.split("<main")[1]
    made = db.session.scalars(db.select(Receivable).order_by(Receivable.id.desc())).first()
    assert made is not None
    assert made.source_type == "late_charge"


def test_a_late_charge_that_was_seen_otherwise_is_told_and_stays_ticked(
    who: Debtor, sign_in: Any
) -> None:
    till = sign_in(Role.CASHIER)
    till.post_form("/till/shift", {"opening": "500"})
    sent = {
        "home": who.home_id, "late": f"{who.receivable_ids[0]}:100", "payer": who.person_id,
        "method": "cash",
    }  # fmt: skip
    answer = till.post_form("/till/payments", sent)
    assert answer.status_code == 422
    assert "is ¥2.38 by now: look at it again." in answer.text
    assert "checked" in answer.text.split('name="late"')[1].split(">")[0]
    part = till.post_form(
        "/till/payments", {**sent, "late": f"{who.receivable_ids[0]}:238", "amount": "1"}
    )
    assert part.status_code == 422
    assert "A late charge is paid in full or not at all" in part.text
