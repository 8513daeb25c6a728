"""The invented till: a believable year, each document as the services would have written it."""

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from propertydesk import demo
from propertydesk.fees import queries as fees
from propertydesk.fees.models import Dispute, Receivable, ReceivableBalance, ReceivableChange
from propertydesk.kernel.money import Money
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.repairs.models import RepairOrder
from propertydesk.till import rules
from propertydesk.till.models import (
    DayClose,
    Deposit,
    Payment,
    PaymentReference,
    PrepaymentMovement,
    Receipt,
    ReceiptVoid,
    Refund,
    Shift,
)
from propertydesk.till.queries import days_left_open
from propertydesk.till.services.closing import totals_of

pytestmark = pytest.mark.domain


@pytest.fixture
def books(app: Flask) -> Flask:
    """A demo community of 120 homes and four months."""
    demo.build(homes=120, months=4)
    return app


def everything(model: Any) -> list[Any]:
    return list(db.session.scalars(select(model).order_by(*model.__table__.primary_key)))


def test_a_year_at_the_till_is_believable(books: Flask):
    check_collection()
    check_documents_of_every_kind()
    check_receipts()
    check_closes()
    check_repairs()


def check_collection() -> None:
    """About four fifths of what was charged is paid, most of it by phone (domain.md F)."""
    balances = everything(ReceivableBalance)
    charged = sum(each.amount.fen for each in balances)
    paid = sum(each.paid.fen for each in balances)
    assert 65 < 100 * paid / charged < 95
    methods = Counter(each.method for each in everything(Payment))
    assert methods["wechat"] > methods["alipay"] > methods["cash"] > 0
    assert any(each.paid and each.open for each in balances)  # a part payment


def check_documents_of_every_kind() -> None:
    movements = {each.kind for each in everything(PrepaymentMovement)}
    assert movements >= {"paid_in", "surplus", "offset"}
    assert {each.kind for each in everything(ReceivableChange)} == {"waiver", "adjustment"}
    # what guards take for parking has no year behind it yet
    assert {each.kind for each in everything(Receipt)} == {*rules.ReceiptKind} - {
        rules.ReceiptKind.INCOME
    }
    for model in (Deposit, Dispute, ReceiptVoid, Refund):
        assert everything(model), model.__name__
    asked = {each.kind for each in everything(Approval)}
    assert asked >= {"till.void", "till.reversal", "till.refund", "receivable-change"}
    assert all(each.asked_by != each.decided_by for each in everything(Approval))


def check_receipts() -> None:
    """Lines are those that the service would write; numbers run on in the order of time."""
    receipts = everything(Receipt)
    for _community, each in by_community(receipts).items():
        assert [receipt.serial for receipt in each] == list(range(1, len(each) + 1))
        assert all(a.issued_at <= b.issued_at for a, b in pairwise(each))
    lines = [line for receipt in receipts for line in receipt.lines if "receivable" in line]
    told = fees.receipt_lines({line["receivable"] for line in lines})
    assert [told[line["receivable"]] for line in lines] == [
        {name: value for name, value in line.items() if name != "amount"} for line in lines
    ]
    assert all(sum(line["amount"] for line in r.lines) == r.total.fen for r in receipts)
    assert any(receipt.total == Money(1) for receipt in receipts)  # a bill of ¥0.01
    instants = Counter((receipt.community_id, receipt.issued_at) for receipt in receipts)
    assert max(instants.values()) > 1  # two receipts in one second
    vouchers = {each.payment_id for each in everything(PaymentReference)}
    undone = {each.reverses_id for each in everything(Payment)}
    assert not vouchers & undone


def check_closes() -> None:
    """Closed days keep the totals that their documents have, and closed months are whole."""
    shifts = everything(Shift)
    assert {shift.state for shift in shifts if shift.business_date < date.today()} == {"closed"}  # noqa: DTZ011  # a day of the past in any zone
    closes = everything(DayClose)
    assert closes
    for each in closes[:: max(1, len(closes) // 12)]:
        assert totals_of(each.community_id, each.business_date) == each.totals
    first = min(each.business_date for each in closes).replace(day=1)
    assert days_left_open(closes[0].community_id, first) == []


def check_repairs() -> None:
    """A settled repair names the receipt by which its charges were paid."""
    settled = [each for each in everything(RepairOrder) if each.receipt_no]
    receipts = {(each.community_id, each.number): each for each in everything(Receipt)}
    rows = {each.id: each for each in everything(Receivable)}
    assert settled
    for order in settled:
        receipt = receipts[order.community_id, order.receipt_no]
        assert receipt.total == order.total
        sources = {rows[line["receivable"]].source_id for line in receipt.lines}
        assert sources == {order.id}


def by_community(rows: list[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.community_id, []).append(row)
    return found


def test_somebody_paid_a_year_ahead_to_the_fen(books: Flask):
    balances = {each.receivable_id: each for each in everything(ReceivableBalance)}
    quarters: Counter[int] = Counter()
    for row in everything(Receivable):
        if row.payer_name == "尉迟敏" and row.period is not None and row.ends_on.day > 27:
            quarters[row.item_id] = max(quarters[row.item_id], row.amount.fen)
    year = [
        each
        for each in everything(Receipt)
        if each.payer_name == "尉迟敏" and each.lines[0]["zh"] == "预存款"
    ]
    assert len(year) == 1
    assert balances
    assert year[0].total.fen % 4 == 0
    assert year[0].total.fen >= 4 * max(quarters.values())
