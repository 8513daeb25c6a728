"""Bills: on the page, on paper, of one household and of a whole month."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.fees import queries, rules
from propertydesk.fees import services as fees
from propertydesk.fees.queries.listings import RECEIVABLES
from propertydesk.fees.rules.settings import PAY_ACCOUNT, PAY_LINK
from propertydesk.fees.services import bill_printing
from propertydesk.kernel.money import Money
from propertydesk.platform import settings, tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.tasks import Task
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW
from tests.factories.estate import HomeFactory, ParkingSpaceFactory
from tests.factories.fees import (
    ChargeItemFactory,
    FeePriceFactory,
    charged,
    own,
    owned_home,
    post,
    receivables,
)
from tests.factories.till import ahead, debtor, open_shift, somebody
from tests.statements import counted

pytestmark = pytest.mark.web

OCTOBER, NOVEMBER = (rules.Period(date(2026, month, 1), 1) for month in (10, 11))
DUE = 22_625  # 98.37 m² at ¥2.30, a month


@pytest.fixture
def item(community: Any) -> Any:
    found = ChargeItemFactory(community_id=community.id, code="WY")
    FeePriceFactory(item=found)
    return found


@pytest.fixture
def home(community: Any) -> Home:
    return owned_home(community)


def pages_of(document: bytes) -> list[str]:
    reader = PdfReader(BytesIO(document))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def printed(browser: Any, home: Home, **asked: str) -> list[str]:
    query = {"month": "2026-11", **asked}
    answer = browser.get(f"/bills/homes/{home.id}/bill.pdf", query_string=query)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return pages_of(answer.data)


def bill(home: Home, month: date = NOVEMBER.starts_on) -> queries.Bill:
    db.session.expire_all()
    (found,) = queries.bills_of(home.community_id, month, [home.id], today=NOW.date())
    return found


def test_a_bill_says_all_that_it_has_to(
    sign_in: Any, home: Home, item: Any, community: Any, actor: Actor
) -> None:
    for setting, wanted in ((PAY_ACCOUNT, "杭州银行 3301 0400"), (PAY_LINK, "https://pay.test/1")):
        in_transaction(
            lambda setting=setting, wanted=wanted: settings.change(
                community.id, setting, wanted, actor=actor, now=NOW
            )
        )
    post(item, OCTOBER)
    post(item, NOVEMBER)
    (text,) = printed(sign_in(Role.FINANCE), home)
    first = bill(home).lines[0].row.id
    for said in (
        "收费通知单",
        f"ZD202611-{first:08d}",
        "张伟明收",
        home.label_in(chinese=True),
        "98.37m²×1月",
        "2.30",
        "226.25",
        "往期欠费¥226.25",
        "预存余额¥0.00",
        "¥452.50",
        "肆佰伍拾贰元伍角整",
        "缴费截止日",
        "杭州银行33010400",
        "扫码缴费",
        "前期物业服务合同第12条",
        "08:30–17:30",
        "打印2026-11-21",
    ):
        assert said.replace(" ", "") in text, said
    assert "滞纳" not in text
    assert "违约" not in text


def test_english_paper_speaks_english(sign_in: Any, home: Home, item: Any) -> None:
    post(item, NOVEMBER)
    (text,) = printed(sign_in(Role.FINANCE), home, language="en", paper="A5")
    for said in ("Feenotice", "98.37m²×1mo.", "twohundredandtwenty-sixyuanand25fen", "Payby"):
        assert said in text


@pytest.mark.parametrize("layout", ["third", "A5", "roll"])
def test_forty_lines_and_a_long_name_lose_nothing(
    sign_in: Any, community: Any, layout: str
) -> None:
    name = "杭州临江企业管理咨询合伙企业（有限合伙）暨锦绣花园三期商业裙房联合承租运营管理中心"
    home = owned_home(community, name)
    for number in range(40):
        ParkingSpaceFactory(community_id=community.id, home_id=home.id, no=f"B1-{number:03d}")
    item = ChargeItemFactory(community_id=community.id, basis="space", name_zh="车位服务费")
    FeePriceFactory(item=item, price=600_000)
    post(item, NOVEMBER)
    pages = printed(sign_in(Role.FINANCE), home, paper=layout)
    whole = "".join(pages)
    assert all(f"B1-{number:03d}" in whole for number in range(40))
    assert name[:20] in whole
    assert name[-10:] in whole
    assert "¥2,400.00" in pages[0]
    assert "贰仟肆佰元整" in pages[0]


def test_paper_page_and_export_name_the_same_sum(
    sign_in: Any, home: Home, item: Any, community: Any
) -> None:
    post(item, OCTOBER)
    post(item, NOVEMBER)
    charged(home, Money(5_800), now=NOW)
    browser = sign_in(Role.FINANCE)
    exported = sum(balance.open.fen for _row, balance in receivables())
    assert exported == 2 * DUE + 5_800
    (text,) = printed(browser, home)
    shown = f"¥{Money(exported).grouped}"
    assert shown in text
    assert shown in browser.get(f"/bills/homes/{home.id}?month=2026-11").text
    assert queries.open_sum(home.id)[1] == Money(exported)
    assert RECEIVABLES.name == "receivables"


def test_what_is_paid_waived_or_paid_ahead_is_taken_off(
    home: Home, item: Any, community: Any
) -> None:
    post(item, NOVEMBER)
    ((row, _balance),) = receivables()
    in_transaction(lambda: fees.settle({row.id: Money(10_000)}))
    found = bill(home)
    assert (found.charged.fen, found.met.fen, found.due.fen) == (DUE, 10_000, DUE - 10_000)
    cashier = somebody(community, Role.CASHIER)
    open_shift(cashier)
    who = debtor(community, 5_800)
    ahead(who, 2_000, actor=cashier)
    theirs = bill(db.session.get_one(Home, who.home_id))
    assert (theirs.ahead.fen, theirs.due.fen) == (2_000, 3_800)


def test_each_payer_of_a_home_gets_a_bill_of_their_own(
    sign_in: Any, item: Any, community: Any
) -> None:
    home, turn = HomeFactory(community_id=community.id), date(2026, 11, 11)
    own(home, "张伟明", ends_on=turn)
    own(home, "李秀英", starts_on=turn)
    post(item, NOVEMBER)
    month, ids = NOVEMBER.starts_on, [home.id]
    found = queries.bills_of(home.community_id, month, ids, today=NOW.date())
    assert [each.payer for each in found] == ["张伟明", "李秀英"]
    assert sum(each.due.fen for each in found) == DUE
    (sheet,) = printed(sign_in(Role.FINANCE), home)
    assert "张伟明收" in sheet
    assert "李秀英收" in sheet


def test_an_empty_household_is_told_plainly(sign_in: Any, home: Home) -> None:
    browser = sign_in(Role.FINANCE)
    page = browser.get(f"/bills/homes/{home.id}", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "There is no bill" in page.text
    assert browser.get(f"/bills/homes/{home.id}/bill.pdf").status_code == 404


def test_nonsense_in_the_address_is_no_page(sign_in: Any, home: Home) -> None:
    browser = sign_in(Role.FINANCE)
    for asked in ("month=2026-13", "month=x", "paper=A0", "language=both", "language=xx"):
        assert browser.get(f"/bills/homes/{home.id}/bill.pdf?{asked}").status_code == 404


def ordered(browser: Any, **more: str) -> Any:
    form = {"month": "2026-11", "paper": "third", "language": "zh", **more}
    return browser.post_form("/bills", form)


def test_all_bills_of_a_month_are_drawn_in_the_background(
    app: Flask, sign_in: Any, item: Any, community: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bill_printing, "CHUNK", 2)
    homes = [owned_home(community, name) for name in ("张伟明", "李秀英", "王芳", "赵敏", "陈静")]
    post(item, NOVEMBER)
    browser = sign_in(Role.FINANCE)
    task_page = ordered(browser)
    assert task_page.status_code == 303
    assert tasks.run_next(app)
    task = db.session.scalars(select(Task)).one()
    assert (task.state, task.total, task.outcome) == ("done", 5, {"bills": 5, "refused": 0})
    answer = browser.get(f"{task_page.location}/result")
    pages = pages_of(answer.data)
    answer.close()
    assert len(pages) == 2, "three to a sheet"
    whole = "".join(pages)
    places = [whole.index(f"{bill(home).payer}收") for home in homes]
    assert places == sorted(places)
    assert db.session.scalar(select(Activity.action).filter_by(subject_id=task.id)) == "bills.print"


def test_a_killed_drawing_is_drawn_whole_when_it_is_taken_up_again(
    app: Flask, item: Any, community: Any, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bill_printing, "CHUNK", 1)
    for name in ("张伟明", "李秀英", "王芳"):
        owned_home(community, name)
    post(item, NOVEMBER)

    def order() -> Task:
        month = NOVEMBER.starts_on
        return fees.order_bills(community.id, month, layout="third", language="zh",
                                only_open=True, actor=actor, now=NOW)  # fmt: skip

    task = in_transaction(order)
    drawing = bill_printing.prepare(task)
    task.done_count = 2  # two were told before the kill; nothing of them is left
    bill_printing.draw(task, drawing)
    assert drawing.bills == 3
    assert drawing.document is not None
    whole = "".join(pages_of(drawing.document.close()))
    assert all(name in whole for name in ("张伟明", "李秀英", "王芳"))


def test_only_what_is_open_is_printed_when_asked(
    app: Flask, sign_in: Any, item: Any, community: Any
) -> None:
    owned_home(community, "张伟明")
    owned_home(community, "李秀英")
    post(item, NOVEMBER)
    (row, _balance), _other = receivables()
    in_transaction(lambda: fees.settle({row.id: Money(DUE)}))
    ordered(sign_in(Role.FINANCE), only_open="y")
    tasks.run_next(app)
    assert db.session.scalars(select(Task)).one().outcome["bills"] == 1


def test_a_month_without_bills_is_refused_and_the_form_kept(sign_in: Any) -> None:
    answer = ordered(sign_in(Role.FINANCE), month="2026-03")
    assert answer.status_code == 422
    assert 'value="2026-03"' in answer.text
    assert not db.session.scalars(select(Task)).all()


def test_a_cashier_prints_one_bill_but_orders_no_month(sign_in: Any, home: Home, item: Any) -> None:
    post(item, NOVEMBER)
    browser = sign_in(Role.CASHIER)
    assert printed(browser, home)
    assert ordered(browser).status_code == 403


def test_the_statements_do_not_grow_with_the_homes(item: Any, community: Any) -> None:
    homes = [owned_home(community).id for _ in range(8)]
    post(item, NOVEMBER)
    counts, place = [], community.id
    for some in (homes[:1], homes):
        db.session.expunge_all()
        with counted() as asked:
            found = queries.bills_of(place, NOVEMBER.starts_on, some, today=NOW.date())
        assert len(found) == len(some)
        counts.append(asked.count)
    assert counts[0] == counts[1]
