"""The statement of a household: page, paper and workbooks say the same to the fen."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from propertydesk.accounts.rules import Role
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from tests.conftest import NOW
from tests.factories.till import ahead, debtor, open_shift, pay, somebody

SPAN = "first=2026-11-01&last=2026-11-21"
FORM = {"first": "2026-11-01", "last": "2026-11-21"}


@pytest.fixture
def household(community: Any) -> Any:
    who = debtor(community, 10_001, 3_333)
    cashier = somebody(community, Role.CASHIER)
    open_shift(cashier)
    pay(who, 5_555, actor=cashier, seen=5_555)
    ahead(who, 2_000, actor=cashier)
    return who


def sheet(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return book.get_sheet_by_name("Data").to_python()


def fen(value: Any) -> int:
    return int((Decimal(str(value or 0)) * 100).to_integral_value())


def fetched(browser: Any, address: str, form: dict[str, Any]) -> Any:
    answer = browser.post_form(address, form)
    assert answer.status_code == 303
    return browser.get(answer.location)


def test_page_paper_and_workbooks_agree_to_the_fen(household: Any, sign_in: Any) -> None:
    browser, form = sign_in(Role.CASHIER), {**FORM, "home": household.home_id}
    page = browser.get(f"/till/statements?home={household.home_id}&{SPAN}").text
    paper = fetched(browser, "/till/statements/prints", {**form, "language": "zh"})
    text = "".join(
        "".join(each.extract_text().split()) for each in PdfReader(BytesIO(paper.data)).pages
    )
    for shown in ("133.34", "55.55", "77.79", "20.00"):
        assert shown in page
        assert shown in text
    assert "柒拾柒元柒角玖分" in text
    charges = sheet(fetched(browser, "/till/statements/workbooks", {**form, "part": "charges"}))[1:]
    assert [fen(each) for each in charges[-1][4:]] == [0, 13_334, 0, 5_555, 7_779]
    for place in range(4, 9):
        assert sum(fen(row[place]) for row in charges[:-1]) == fen(charges[-1][place])
    papers = sheet(fetched(browser, "/till/statements/workbooks", {**form, "part": "documents"}))
    assert [fen(row[5]) for row in papers[1:]] == [0, 10_001, 13_334, 7_779, 7_779]


def test_what_leaves_the_house_is_written_down(household: Any, sign_in: Any) -> None:
    browser, form = sign_in(Role.CLERK), {**FORM, "home": household.home_id}
    fetched(browser, "/till/statements/prints", {**form, "language": "both"})
    fetched(browser, "/till/statements/workbooks", {**form, "part": "charges"})
    query = db.select(Activity.action).where(Activity.action.startswith("statement."))
    assert sorted(db.session.scalars(query)) == ["statement.export", "statement.print"]


def test_what_was_not_written_down_just_before_is_not_handed_out(
    household: Any, sign_in: Any, set_clock: Any
) -> None:
    browser, form = sign_in(Role.CLERK), {**FORM, "home": household.home_id}
    printed = browser.post_form("/till/statements/prints", {**form, "language": "zh"}).location
    taken = browser.post_form("/till/statements/workbooks", {**form, "part": "charges"}).location
    other_days = printed.replace("2026-11-01", "2026-10-01")
    for address in (printed, taken):
        assert browser.get(address).status_code == 200
    assert browser.get(other_days).status_code == 303
    set_clock(NOW + timedelta(minutes=6))
    for address in (printed, taken):
        answer = browser.get(address)
        assert answer.status_code == 303
        assert "/till/statements?" in answer.location
    somebody_else = sign_in(Role.CLERK)
    assert somebody_else.get(printed).status_code == 303


def test_it_is_reached_from_the_household_and_from_the_till(household: Any, sign_in: Any) -> None:
    browser = sign_in(Role.CASHIER)
    link = f"/till/statements?home={household.home_id}"
    assert link in browser.get(f"/homes/{household.home_id}").text
    assert link in browser.get(f"/till?home={household.home_id}").text


def test_every_document_leads_to_its_page(household: Any, sign_in: Any) -> None:
    browser = sign_in(Role.CASHIER)
    page = browser.get(f"/till/statements?home={household.home_id}&{SPAN}").text
    links = set(re.findall(r'href="(/(?:receipts|receivables)/\d+)"', page))
    assert len(links) == 3
    assert {browser.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize("home", ["", "0", "x", "99999999999"])
def test_a_home_that_is_not_there_is_refused(sign_in: Any, home: str) -> None:
    assert sign_in(Role.CASHIER).get(f"/till/statements?home={home}").status_code == 404


def test_days_that_cannot_be_read_are_this_years(household: Any, sign_in: Any) -> None:
    page = (
        sign_in(Role.CASHIER).get(f"/till/statements?home={household.home_id}&first=x&last=9").text
    )
    assert 'value="2026-01-01"' in page
