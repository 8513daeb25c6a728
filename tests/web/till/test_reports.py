"""The report of collections as a page, as workbooks, and the lists behind its figures."""

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from propertydesk.accounts.rules import Role
from propertydesk.platform import settings
from propertydesk.platform.transaction import in_transaction
from propertydesk.till.rules import TARGET_RATE
from tests.conftest import NOW
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.estate import CommunityFactory
from tests.factories.till import debtor, open_shift, pay, somebody


@pytest.fixture
def household(community: Any) -> Any:
    who = debtor(community, 10_001, 3_333)
    cashier = somebody(community, Role.CASHIER)
    open_shift(cashier)
    pay(who, 5_555, actor=cashier, seen=5_555)
    return who


def sheet(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return book.get_sheet_by_name("Data").to_python()


def fen(value: Any) -> int:
    return int((Decimal(str(value)) * 100).to_integral_value())


def test_page_workbook_charges_and_listing_agree_to_the_fen(household: Any, sign_in: Any) -> None:
    browser = sign_in(Role.FINANCE)
    page = browser.get("/till/reports").text
    for shown in ("133.34", "55.55", "77.79", "41.66 %"):
        assert shown in page
    total = sheet(browser.get("/till/reports/table.xlsx"))[-1]
    assert [fen(each) for each in total[1:4]] == [13_334, 5_555, 7_779]
    charges = sheet(browser.get("/till/reports/charges.xlsx"))[1:]
    assert [sum(fen(row[place]) for row in charges) for place in (6, 7, 8)] == [
        13_334,
        5_555,
        7_779,
    ]


def test_every_figure_leads_to_the_receivables_behind_it(household: Any, sign_in: Any) -> None:
    browser = sign_in(Role.FINANCE)
    links = re.findall(r'href="(/receivables\?[^"]+)"', browser.get("/till/reports?by=item").text)
    assert len(links) == 6
    for link in links:
        assert "YS000" in browser.get(link.replace("&amp;", "&")).text
    assert "YS000" not in browser.get("/receivables?charged_to=2026-10-31").text


@pytest.mark.parametrize(
    "question", ["month=2026-99", "until=then", "by=weather", "span=week&month=0000-00", "until=2999-01-01"]
)  # fmt: skip
def test_what_cannot_be_read_is_the_present_month(sign_in: Any, question: str) -> None:
    answer = sign_in(Role.FINANCE).get(f"/till/reports?{question}")
    assert answer.status_code == 200
    assert 'value="2026-11"' in answer.text


def test_a_past_cut_off_day_says_what_the_lists_show(household: Any, sign_in: Any) -> None:
    page = sign_in(Role.FINANCE).get("/till/reports?until=2026-11-01&month=2026-11").text
    assert "what stands today" in page


def test_the_cashier_sees_no_report(sign_in: Any) -> None:
    assert sign_in(Role.CASHIER).get("/till/reports").status_code == 403


@pytest.mark.parametrize("days", ["", "?day=2026-11-21", "?month=2026-11", "?day=x", "?month=x"])
def test_the_voucher_file_is_even_and_as_the_page_says(
    household: Any, sign_in: Any, days: str
) -> None:
    browser = sign_in(Role.FINANCE)
    lines = sheet(browser.get(f"/till/reports/vouchers.xlsx{days}"))[1:]
    debit, credit = (sum(fen(row[place] or 0) for row in lines) for place in (5, 6))
    assert debit == credit == 13_334 + 5_555
    assert "188.89" in browser.get(f"/till/reports/vouchers{days}").text


def test_a_day_without_documents_says_so(sign_in: Any) -> None:
    page = sign_in(Role.FINANCE).get("/till/reports/vouchers?day=2026-01-05").text
    assert "nothing was charged on these days" in page


@pytest.fixture
def elsewhere(household: Any) -> Any:
    """Another community, where a household owes 50.00."""
    place = CommunityFactory()
    debtor(place, 5_000)
    return place


def test_whoever_reports_on_several_communities_sees_them_beside_each_other(
    household: Any, elsewhere: Any, sign_in: Any
) -> None:
    staff = StaffFactory()
    StaffRoleFactory(staff_id=staff.id, community_id=elsewhere.id, role=Role.FINANCE)
    browser = sign_in(Role.FINANCE, staff=staff)
    page = browser.get("/till/reports?by=community").text
    to_elsewhere = f'name="community_id" value="{elsewhere.id}"'
    for shown in (to_elsewhere, "133.34", "50.00", "183.34"):
        assert shown in page
    table = sheet(browser.get("/till/reports/table.xlsx?by=community"))
    assert [fen(each) for each in table[-1][1:4]] == [18_334, 5_555, 12_779]
    charges = sheet(browser.get("/till/reports/charges.xlsx?by=community"))[1:]
    assert sum(fen(row[6]) for row in charges) == 18_334
    over = {"community_id": elsewhere.id, "next": "/till/reports?by=building"}
    there = browser.post_form("/community", over, follow_redirects=True).text
    assert "50.00" in there
    assert "133.34" not in there


def test_several_communities_are_measured_by_a_target_that_all_of_them_have(
    household: Any, elsewhere: Any, sign_in: Any, actor: Any
) -> None:
    staff = StaffFactory()
    StaffRoleFactory(staff_id=staff.id, community_id=elsewhere.id, role=Role.FINANCE)
    browser = sign_in(Role.FINANCE, staff=staff)
    assert "target 85 %" in browser.get("/till/reports?by=community").text
    in_transaction(lambda: settings.change(elsewhere.id, TARGET_RATE, 90, actor=actor, now=NOW))
    page = browser.get("/till/reports?by=community").text
    assert "each community has its own target" in page
    assert "target 85 %" not in page
    assert "target 85 %" in browser.get("/till/reports?by=building").text


@pytest.mark.parametrize("role", [None, Role.CLERK])
def test_what_one_may_not_report_on_is_in_no_figure(
    household: Any, elsewhere: Any, sign_in: Any, role: Role | None
) -> None:
    staff = StaffFactory()
    if role:
        StaffRoleFactory(staff_id=staff.id, community_id=elsewhere.id, role=role)
    page = sign_in(Role.FINANCE, staff=staff).get("/till/reports?by=community").text
    assert 'value="community"' not in page
    assert "133.34" in page
    assert "183.34" not in page
