"""The late charge: information until the payer agrees or somebody charges it, once for each day."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.fees import queries, rules
from propertydesk.fees import services as fees
from propertydesk.fees.models import Dispute, LateCharge, LateRule, Receivable, ReceivableBalance
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.money import Money
from propertydesk.platform import approvals
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import services as till
from propertydesk.till.models import Receipt
from tests.conftest import NOW, make_actor
from tests.factories.estate import HomeFactory
from tests.factories.fees import (
    ChargeItemFactory,
    FeePriceFactory,
    LateRuleFactory,
    breaches,
    charged,
    own,
    post,
)
from tests.factories.till import (
    Debtor,
    ahead,
    decided,
    open_shift,
    pay,
    somebody,
    tender,
)

OCTOBER = rules.Period(date(2026, 10, 1), 1)
#: 226.25 due on 31 October; 21 days late on 21 November at 0.50 ‰: 2.375625.
PRINCIPAL, LATE = 22_625, 238
TODAY = date(2026, 11, 21)


@pytest.fixture
def who(community: Any) -> Debtor:
    """A household that is three weeks late with October, where 0.50 ‰ a day was agreed."""
    return late_household(community)


def late_household(community: Any, **item: Any) -> Debtor:
    LateRuleFactory(community_id=community.id)
    found = ChargeItemFactory(community_id=community.id, **item)
    FeePriceFactory(item=found)
    home = HomeFactory(community_id=community.id)
    person = own(home, "张伟明")
    post(found, OCTOBER)
    ids = db.session.scalars(db.select(Receivable.id)).all()
    return Debtor(home.id, person.id, tuple(ids))


def row_of(who: Debtor) -> Receivable:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Receivable, who.receivable_ids[0])


def late_of(who: Debtor, day: date = TODAY) -> queries.LateOf:
    found = queries.late_of(row_of(who), day)
    assert found is not None
    return found


def charge(who: Debtor, now: Any = NOW, **more: Any) -> Receivable:
    place = row_of(who).community_id
    actor = Actor("system", None, "System", place)
    return in_transaction(lambda: fees.charge_late(row_of(who), actor=actor, now=now, **more))


def pay_with_late(
    who: Debtor, actor: Actor, *, principal: bool, seen: int = LATE, fen: int = 0
) -> Receipt:
    chosen = who.receivable_ids if principal else ()
    total = seen + (PRINCIPAL if principal else 0)

    def take() -> Receipt:
        return till.take_payment(
            who.payer,
            tender(fen or total),
            chosen=chosen,
            late={who.receivable_ids[0]: Money(seen)},
            seen=Money(total),
            keep_surplus=True,
            actor=actor,
            now=NOW,
        ).receipt

    return in_transaction(take)


def balances() -> list[tuple[str, int, int, bool]]:
    """Source, paid and open of all receivables, and whether they are void."""
    db.session.rollback()
    db.session.expire_all()
    query = (
        db.select(Receivable, ReceivableBalance)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .order_by(Receivable.id)
    )
    return [
        (row.source_type or "run", balance.paid.fen, balance.open.fen, balance.is_void)
        for row, balance in db.session.execute(query)
    ]


def test_it_is_reckoned_and_not_charged_while_nobody_agreed(who: Debtor) -> None:
    found = late_of(who)
    assert (found.total.fen, found.left.fen, found.before.fen) == (LATE, LATE, 0)
    assert balances() == [("run", 0, PRINCIPAL, False)]


def test_without_an_approved_rule_there_is_none(community: Any) -> None:
    LateRuleFactory(community_id=community.id, state="proposed")
    home = HomeFactory(community_id=community.id)
    own(home, "张伟明")
    item = ChargeItemFactory(community_id=community.id)
    FeePriceFactory(item=item)
    post(item, OCTOBER)
    row = db.session.scalars(db.select(Receivable)).one()
    assert queries.late_of(row, TODAY) is None
    assert queries.late_of_homes(community.id, [home.id], TODAY) == []


def test_what_is_collected_on_behalf_and_single_charges_bear_none(community: Any) -> None:
    who = late_household(community, on_behalf=True)
    assert queries.late_of(row_of(who), TODAY) is None
    with pytest.raises(Invalid):
        charge(who)
    single = charged(db.session.get_one(Home, who.home_id), Money(5_800))
    assert queries.late_of(single, TODAY + timedelta(days=400)) is None


def test_the_payer_may_pay_the_principal_alone(who: Debtor, actor: Actor) -> None:
    open_shift(actor)
    taken = pay(who, PRINCIPAL, actor=actor)
    assert (taken.receipt.total.fen, taken.surplus.fen) == (PRINCIPAL, 0)
    assert balances() == [("run", PRINCIPAL, 0, False)]
    assert late_of(who, TODAY + timedelta(days=9)).left.fen == LATE  # days end with the payment
    assert breaches() == {}


def test_both_are_paid_with_one_receipt_and_two_lines(who: Debtor, actor: Actor) -> None:
    open_shift(actor)
    receipt = pay_with_late(who, actor, principal=True)
    assert receipt.total.fen == PRINCIPAL + LATE
    assert [line["amount"] for line in receipt.lines] == [PRINCIPAL, LATE]
    assert receipt.lines[1]["zh"] == "违约金"
    assert receipt.lines[1]["note"].endswith("2026-11-01 – 2026-11-21 · 226.25 × 0.50‰ × 21")
    assert balances() == [("run", PRINCIPAL, 0, False), ("late_charge", LATE, 0, False)]
    assert late_of(who).left.fen == 0
    assert breaches() == {}


def test_the_late_charge_alone_is_paid_too_and_later_days_add_the_difference(
    who: Debtor, actor: Actor
) -> None:
    open_shift(actor)
    pay_with_late(who, actor, principal=False)
    found = late_of(who, TODAY + timedelta(days=9))
    assert (found.total.fen, found.before.fen, found.left.fen) == (339, LATE, 339 - LATE)
    second = charge(who, NOW + timedelta(days=9))
    assert (second.amount.fen, second.source_line) == (339 - LATE, 2)
    assert breaches() == {}


def test_a_part_of_a_late_charge_is_not_taken(who: Debtor, actor: Actor) -> None:
    open_shift(actor)
    with pytest.raises(Invalid) as refused:
        pay_with_late(who, actor, principal=True, fen=PRINCIPAL)
    assert refused.value.field == "amount"
    assert balances() == [("run", 0, PRINCIPAL, False)]


def test_what_the_payer_was_shown_is_what_is_charged(who: Debtor, actor: Actor) -> None:
    open_shift(actor)
    for seen in (LATE - 1, LATE + 1):
        with pytest.raises(Invalid):
            pay_with_late(who, actor, principal=False, seen=seen)
    pay_with_late(who, actor, principal=False)
    with pytest.raises(Invalid):
        pay_with_late(who, actor, principal=False)
    assert balances()[1:] == [("late_charge", LATE, 0, False)]


def test_a_receipt_that_is_taken_back_takes_the_late_charge_with_it(
    who: Debtor, cashier: Actor, finance: Actor
) -> None:
    open_shift(cashier)
    receipt = pay_with_late(who, cashier, principal=True)

    def ask() -> Approval:
        found = db.session.get_one(Receipt, receipt.id)
        return till.ask_void(found, reason="金额错误", actor=cashier, now=NOW)

    decided(in_transaction(ask), finance)
    assert balances() == [("run", 0, PRINCIPAL, False), ("late_charge", 0, 0, True)]
    assert late_of(who).left.fen == LATE
    pay_with_late(who, cashier, principal=True)
    assert balances()[2] == ("late_charge", LATE, 0, False)
    assert breaches() == {}


def test_an_open_late_charge_is_met_after_all_principal_and_never_set_off_by_itself(
    who: Debtor, actor: Actor
) -> None:
    open_shift(actor)
    made = charge(who, NOW - timedelta(days=3))
    ahead(who, PRINCIPAL + 100, actor=actor)
    place = made.community_id
    in_transaction(lambda: till.offset_prepayments(place, actor=actor, now=NOW))
    assert balances() == [
        ("run", PRINCIPAL, 0, False),
        ("late_charge", 0, made.amount.fen, False),
    ]
    newer = charged(db.session.get_one(Home, who.home_id), Money(1_000))
    pay(who, 1_010, actor=actor, chosen=(made.id, newer.id), seen=1_000 + made.amount.fen)
    assert balances()[1:] == [
        ("late_charge", 10, made.amount.fen - 10, False),
        ("repair", 1_000, 0, False),
    ]


def test_nothing_is_charged_on_a_late_charge(who: Debtor) -> None:
    made = charge(who)
    assert queries.late_of(made, TODAY + timedelta(days=400)) is None
    found = queries.late_of_homes(made.community_id, [who.home_id], TODAY + timedelta(days=400))
    assert [each.owed.row.id for each in found] == list(who.receivable_ids)


def test_a_dispute_pauses_it_and_nothing_is_charged_meanwhile(who: Debtor, actor: Actor) -> None:
    at = NOW - timedelta(days=10)
    in_transaction(lambda: fees.open_dispute(row_of(who), words="漏水未修", actor=actor, now=at))
    assert [step.days for step in late_of(who).late.steps] == [10]
    with pytest.raises(Conflict):
        charge(who)

    def settle() -> None:
        found = db.session.scalars(db.select(Dispute)).one()
        fees.close_dispute(found, outcome="已修", actor=actor, now=NOW - timedelta(days=6))

    in_transaction(settle)
    assert [step.days for step in late_of(who).late.steps] == [10, 6]


def test_it_stops_at_its_cap_and_is_never_charged_beyond(who: Debtor) -> None:
    found = late_of(who, TODAY + timedelta(days=1_000))
    assert found.late.is_capped
    assert found.total.fen == PRINCIPAL * 30 // 100
    charge(who, NOW + timedelta(days=1_000))
    with pytest.raises(Invalid):
        charge(who, NOW + timedelta(days=1_400))
    assert breaches() == {}


def test_what_is_waived_counts_as_charged(who: Debtor, actor: Actor) -> None:
    made = charge(who)

    def waive() -> None:
        row = db.session.get_one(Receivable, made.id)
        asked = fees.ask_for_change(
            row, rules.ChangeKind.WAIVER, amount=Money(LATE), reason="首次逾期", paper="",
            actor=actor, now=NOW,
        )  # fmt: skip
        assert asked is None

    in_transaction(waive)
    assert balances()[1] == ("late_charge", 0, 0, False)
    assert late_of(who).left.fen == 0


def test_lowered_and_waived_principal_bears_less(who: Debtor, actor: Actor) -> None:
    def change(kind: rules.ChangeKind, fen: int, days_ago: int) -> None:
        told = fees.Change(kind, Money(fen), "面积更正", "", actor.name, actor.id)
        at = NOW - timedelta(days=days_ago)
        in_transaction(lambda: fees.post_change(row_of(who), told, actor=actor, now=at))

    change(rules.ChangeKind.ADJUSTMENT, -2_625, 5)
    assert [step.principal_fen for step in late_of(who).late.steps] == [20_000]
    change(rules.ChangeKind.WAIVER, 5_000, 4)
    steps = [(step.days, step.principal_fen) for step in late_of(who).late.steps]
    assert steps == [(17, 20_000), (4, 15_000)]


def proposed(community: Any, actor: Actor, starts_on: date, figure: int = 50) -> LateRule:
    facts = fees.LateFacts(rules.LateBasis.DAILY, figure, starts_on, "合同第 23 条")
    return in_transaction(lambda: fees.propose_late_rule(community.id, facts, actor=actor, now=NOW))


def approve(rule: LateRule, actor: Actor) -> None:
    def work() -> None:
        fees.approve_late_rule(db.session.get_one(LateRule, rule.id), actor=actor, now=NOW)

    in_transaction(work)


def test_a_rule_counts_once_a_second_person_approved_it(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    boss = somebody(community, Role.MANAGER)
    rule = proposed(community, boss, date(2026, 1, 1))
    with pytest.raises(NotAllowed):
        approve(rule, boss)
    waiting = in_transaction(
        lambda: fees.submit_late_rule(db.session.get_one(LateRule, rule.id), actor=boss, now=NOW)
    )
    assert waiting is not None
    other = somebody(community, Role.ADMINISTRATOR)
    in_transaction(
        lambda: approvals.approve(db.session.get_one(Approval, waiting.id), actor=other, now=NOW)
    )
    db.session.expire_all()
    assert db.session.get_one(LateRule, rule.id).state == "approved"


def test_versions_end_one_another_and_a_wrong_one_is_replaced(community: Any, actor: Actor) -> None:
    other = make_actor(community)
    first, second, third = (
        proposed(community, actor, day, figure)
        for day, figure in ((date(2026, 1, 1), 50), (date(2026, 6, 1), 300), (date(2026, 6, 1), 30))
    )
    for each in (first, second, third):
        approve(each, other)
    db.session.expire_all()
    rows = {rule.id: rule for rule in db.session.scalars(db.select(LateRule))}
    assert rows[first.id].ends_on == date(2026, 6, 1)
    assert (rows[second.id].state, rows[third.id].state) == ("replaced", "approved")
    assert rows[second.id].is_steep
    with pytest.raises(Invalid):
        approve(proposed(community, actor, date(2026, 3, 1)), other)
    assert breaches() == {}


def test_no_version_begins_on_days_that_were_charged(
    who: Debtor, community: Any, actor: Actor
) -> None:
    charge(who)
    with pytest.raises(Invalid):
        approve(proposed(community, actor, TODAY), make_actor(community))
    approve(proposed(community, actor, TODAY + timedelta(days=1)), make_actor(community))
    assert breaches() == {}


def test_a_rule_needs_its_clause_and_a_rate_within_reason(community: Any, actor: Actor) -> None:
    for facts, field in (
        (fees.LateFacts(rules.LateBasis.DAILY, 50, TODAY, " "), "legal_basis"),
        (fees.LateFacts(rules.LateBasis.DAILY, 0, TODAY, "合同"), "figure"),
        (fees.LateFacts(rules.LateBasis.LPR, 9_999, TODAY, "合同"), "figure"),
        (fees.LateFacts(rules.LateBasis.LPR, 300, TODAY, "合同", TODAY), "ends_on"),
        (fees.LateFacts(rules.LateBasis.LPR, 300, TODAY, "合同", cap_percent=101), "cap_percent"),
    ):
        with pytest.raises(Invalid) as refused:
            in_transaction(
                lambda told=facts: fees.propose_late_rule(  # type: ignore[misc]  # bound in the loop
                    community.id, told, actor=actor, now=NOW
                )
            )
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("UPDATE late_rules SET cap_percent = 1", "fees.late-cap"),
        ("UPDATE charge_items SET basis = 'once' WHERE code <> 'WYJ'", "fees.late-apart"),
    ],
)
def test_verify_finds_what_should_never_be(who: Debtor, planted: str, found: str) -> None:
    charge(who)
    assert breaches() == {}
    in_transaction(lambda: db.session.execute(text(planted)))
    assert found in breaches()


def test_late_charges_are_never_changed(who: Debtor) -> None:
    charge(who)
    for statement in ("UPDATE late_charges SET line = 7", "DELETE FROM late_charges"):
        with pytest.raises(Exception, match="append-only"):
            in_transaction(lambda told=statement: db.session.execute(text(told)))  # type: ignore[misc]  # bound in the loop
    assert db.session.scalars(db.select(LateCharge.amount)).all() == [Money(LATE)]
