"""Ageing and collectors as page, workbook and paper; every report as PDF; figures lead to lists."""

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
from tests.conftest import NOW
from tests.factories.till import debtor, open_shift, pay, somebody


@pytest.fixture
def household(community: Any) -> Any:
    who = debtor(community, (10_001, NOW.date() - timedelta(days=40)), 3_333)
    cashier = somebody(community, Role.CASHIER)
    open_shift(cashier)
    pay(who, 5_555, actor=cashier, seen=5_555)
    return who


def sheet(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return book.get_sheet_by_name("Data").to_python()


def fen(value: Any) -> int:
    return int((Decimal(str(value or 0)) * 100).to_integral_value())


def text_of(answer: Any) -> str:
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("collections", ("133.34", "55.55", "77.79", "41.66%")),
        ("ageing", ("44.46", "33.33", "77.79")),
        ("collectors", ("55.55",)),
        ("vouchers", ("188.89",)),
    ],
)
@pytest.mark.parametrize("language", ["zh", "both"])
def test_every_report_has_its_paper_with_the_same_figures(
    household: Any, sign_in: Any, page: str, shown: tuple[str, ...], language: str
) -> None:
    browser = sign_in(Role.FINANCE)
    screen = browser.get(f"/till/reports/{page}".removesuffix("/collections"))
    assert screen.status_code == 200
    paper = text_of(browser.get(f"/till/reports/{page}.pdf?language={language}"))
    for figure in shown:
        assert figure in "".join(screen.text.split())
        assert figure in paper


def test_ageing_on_page_in_the_workbook_and_in_the_lists_agrees(
    household: Any, sign_in: Any
) -> None:
    browser = sign_in(Role.FINANCE)
    total = sheet(browser.get("/till/reports/ageing.xlsx"))[-1]
    assert [fen(each) for each in total[1:]] == [3_333, 0, 4_446, 0, 0, 0, 0, 0, 7_779]
    page = browser.get("/till/reports/ageing?by=item").text
    links = {
        each.replace("&amp;", "&") for each in re.findall(r'href="(/receivables\?[^"]+)"', page)
    }
    by_age = [each for each in links if "due_" in each]
    assert len(by_age) == 4
    for link in by_age:
        assert len(set(re.findall(r"YS0\d+", browser.get(link).text))) == 1


def test_collectors_lead_to_their_payments(household: Any, sign_in: Any) -> None:
    browser = sign_in(Role.FINANCE)
    total = sheet(browser.get("/till/reports/collectors.xlsx"))[-1]
    assert fen(total[-1]) == 5_555
    page = browser.get("/till/reports/collectors").text
    links = [each.replace("&amp;", "&") for each in re.findall(r'href="(/payments\?[^"]+)"', page)]
    assert len(links) == 2
    for link in links:
        listed = browser.get(link).text
        assert "SJ00000001" in listed
        assert "55.55" in listed
    assert "SJ00000001" not in browser.get("/payments?day_to=2026-11-20").text


@pytest.mark.parametrize(
    "address", ["ageing?until=x&by=weather", "ageing?until=2999-01-01", "collectors?first=x&last=9"]
)
def test_what_cannot_be_read_is_the_present(sign_in: Any, address: str) -> None:
    assert sign_in(Role.FINANCE).get(f"/till/reports/{address}").status_code == 200


def test_the_cashier_sees_no_report(sign_in: Any) -> None:
    browser = sign_in(Role.CASHIER)
    for each in ("ageing", "ageing.pdf", "ageing.xlsx", "collectors", "collectors.pdf"):
        assert browser.get(f"/till/reports/{each}").status_code == 403
