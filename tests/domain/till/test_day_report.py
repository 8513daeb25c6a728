"""The day's report on paper: each figure from the documents, and all of them agree (C13)."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from propertydesk.accounts.rules import Role
from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor, system_actor
from propertydesk.platform.db import db
from propertydesk.platform.printing import Words
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import rules
from propertydesk.till import services as till
from propertydesk.till.models import Receipt, Shift
from propertydesk.till.printing import DayPaper, ItemLine, day_report_pdf
from propertydesk.till.queries import day, day_paper
from tests.conftest import NOW
from tests.factories.till import (
    ahead,
    count_drawer,
    debtor,
    decided,
    hold,
    open_shift,
    pay,
    refunded,
    returned,
    somebody,
    take_over,
)

TODAY = NOW.date()


def of_shift(shift_id: int, actor: Actor) -> DayPaper:
    db.session.expire_all()
    shift = db.session.get_one(Shift, shift_id)
    return day_paper.shift_report(shift, actor=actor, now=NOW)


def lively(community: Any, cashier: Actor, finance: Actor) -> None:
    """Two bills, one void, money ahead and back, a deposit of which a part is kept."""
    open_shift(cashier, 50_000)
    pay(debtor(community, 5_800), 5_800, actor=cashier)
    wrong = pay(debtor(community, 9_900), 9_900, actor=cashier, method="wechat", reference="W1")
    receipt = db.session.get_one(Receipt, wrong.receipt.id)
    asked = in_transaction(lambda: till.ask_void(receipt, reason="错收", actor=cashier, now=NOW))
    decided(asked, finance)
    who = debtor(community, 300)
    refunded(ahead(who, 2_000, actor=cashier), 700, finance, actor=cashier)
    returned(hold(who, 20_000, actor=cashier), finance, actor=cashier, withheld=3_000)


def test_items_methods_kinds_and_the_drawer_agree_to_the_fen(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    lively(community, cashier, finance)
    paper = of_shift(count_drawer(cashier), finance)
    cash = [sum(line.by_method[0] for line in paper.items), -paper.given_back[0]]
    assert (paper.taken, cash) == (27_800, [27_800, -17_700])
    assert paper.current + paper.prior + paper.ahead + paper.deposits == paper.taken
    assert (paper.returned, paper.refunded, paper.net) == (17_000, 700, 10_100)
    assert paper.expected == Money(50_000 + 10_100)
    assert sum(each * count for each, count in paper.pieces.items()) == 60_100
    assert (paper.first, paper.last, paper.count) == ("SJ00000001", "SJ00000004", 4)
    assert paper.void == ("SJ00000002",)


def test_the_paper_says_everything_the_form_asks_for(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    lively(community, cashier, finance)
    shift_id = count_drawer(cashier, short=10, explanation="找零误差")
    take_over(shift_id, finance, fen=10_090)
    document = day_report_pdf(of_shift(shift_id, finance), language="zh")
    pages = PdfReader(BytesIO(document)).pages
    assert len(pages) == 2  # 客服 and 财务, one page each
    text = "".join(pages[0].extract_text().split())
    for told in (
        "2026年11月21日", "SJ00000001–SJ00000004", "作废号SJ00000002", "预存款", "押金200.00",
        "退押金（1笔）−170.00", "退预存（1笔）−7.00", "净收款101.00", "账实差额−¥0.10", "找零误差",
        "¥100.90", "壹佰元玖角整", "收费员签字", "主管签字", "财务签字", finance.name,
    ):  # fmt: skip
        assert told in text, told
    assert "未结" not in text


def test_a_day_adds_its_drawers_up_and_what_was_set_off_stands_apart(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    other = somebody(community, Role.CASHIER)
    who = debtor(community, 4_000)
    for each, fen in ((cashier, 5_000), (other, 1_000)):
        open_shift(each, 10_000)
        ahead(who, fen, actor=each)
        take_over(count_drawer(each), finance, fen=fen)
    system = system_actor(community.id)
    in_transaction(lambda: till.offset_prepayments(community.id, actor=system, now=NOW))
    paper = day_paper.day_report(community.id, TODAY, actor=finance, now=NOW)
    assert (paper.taken, paper.offset, paper.handed_over) == (6_000, 4_000, Money(6_000))
    assert paper.offset == day.set_off(day.Span(community.id, TODAY))
    assert len(paper.drawers) == 2
    assert not paper.is_final
    assert b"%PDF" in day_report_pdf(paper, language="both")


def test_takings_of_another_post_stand_in_the_report_and_its_sums_are_whole(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    lively(community, cashier, finance)
    parking = till.Earned(rules.IncomeKind.PARKING, "shift", 7, "JB20261121-0001")
    in_transaction(
        lambda: till.take_income("李保安", Money(3_450), parking, actor=cashier, now=NOW)
    )
    paper = of_shift(count_drawer(cashier), finance)
    kinds = (paper.current, paper.prior, paper.ahead, paper.deposits, paper.other)
    assert (paper.other, sum(kinds), paper.taken) == (3_450, 31_250, 31_250)
    assert paper.expected == Money(50_000 + paper.net)
    document = day_report_pdf(paper, language="zh")
    text = "".join(PdfReader(BytesIO(document)).pages[0].extract_text().split())
    assert text.count("其他收入34.50") == 2  # by item and by kind


def test_a_red_reversal_is_named_and_taken_off(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    open_shift(cashier, 50_000)
    receipt = pay(debtor(community, 5_800), 5_800, actor=cashier).receipt
    take_over(count_drawer(cashier), finance)
    later = NOW + timedelta(days=1)
    open_shift(cashier, 50_000, now=later)
    asked = in_transaction(
        lambda: till.ask_reversal(receipt, reason="重复缴费", actor=cashier, now=later)
    )
    decided(asked, finance, now=later)
    paper = of_shift(count_drawer(cashier, now=later), finance)
    assert (paper.taken, paper.reversed, paper.red) == (-5_800, 5_800, ("SJ00000002",))
    assert paper.net == -5_800


def test_many_items_run_on_to_a_second_page(cashier: Actor, community: Any) -> None:
    open_shift(cashier)
    paper = of_shift(count_drawer(cashier), cashier)
    many = tuple(
        ItemLine(Words(f"项目{at}", f"Item {at}"), (at, 0, 0, 0, 0), 0) for at in range(60)
    )
    document = day_report_pdf(replace(paper, items=many), language="zh")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    assert all(f"项目{at}" in text for at in range(60))
    assert text.count("财务签字") == 2
