"""Printing a receipt, and checking one without sign-in."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from propertydesk.accounts.rules import Role
from propertydesk.platform import settings
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import services
from propertydesk.till.models import Receipt, ReceiptPrint
from propertydesk.till.rules.paper import PAPER
from tests.factories.till import debtor, decided, open_shift, pay, somebody

EN = {"Accept-Language": "en"}


@pytest.fixture
def receipt(community: Any) -> Receipt:
    cashier = somebody(community, Role.CASHIER)
    open_shift(cashier, now=now())
    who = debtor(community, 5_800)
    return pay(who, 5_800, actor=cashier, now=now()).receipt


def prints() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(ReceiptPrint)) or 0


def text_of(answer: Any) -> str:
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_each_post_counts_one_print_and_the_second_is_a_reprint(
    sign_in: Any, receipt: Receipt
) -> None:
    browser, address = sign_in(Role.CASHIER), f"/receipts/{receipt.id}"
    assert browser.get(f"{address}/receipt.pdf").status_code == 303
    form = {"paper": "form", "language": "zh"}
    first = browser.post_form(f"{address}/prints", form)
    assert first.status_code == 303
    original = text_of(browser.get(first.location))
    assert "¥58.00" in original
    assert "重打" not in original
    assert text_of(browser.get(first.location)) == original
    assert prints() == 1
    again = browser.post_form(f"{address}/prints", form)
    assert "重打第1次" in text_of(browser.get(again.location))
    assert prints() == 2


def test_the_same_form_sent_twice_counts_once(sign_in: Any, receipt: Receipt) -> None:
    browser = sign_in(Role.CASHIER)
    form = {"once": "p" * 20, "paper": "roll", "language": "en"}
    for _each in range(2):
        browser.post(f"/receipts/{receipt.id}/prints", data=form)
    assert prints() == 1


def test_a_paper_nobody_knows_is_refused_and_counts_nothing(sign_in: Any, receipt: Receipt) -> None:
    browser, address = sign_in(Role.CASHIER), f"/receipts/{receipt.id}"
    refused = browser.post_form(f"{address}/prints", {"paper": "A0", "language": "zh"})
    assert refused.status_code == 422
    assert prints() == 0
    assert browser.get(f"{address}/receipt.pdf?paper=A0").status_code == 404
    assert browser.get(f"{address}/receipt.pdf?language=xx").status_code == 404


def test_the_paper_is_chosen_as_the_desk_has_set_it(
    sign_in: Any, receipt: Receipt, community: Any
) -> None:
    manager = somebody(community, Role.MANAGER)
    in_transaction(lambda: settings.change(community.id, PAPER, "roll", actor=manager, now=now()))
    page = sign_in(Role.CASHIER).get(f"/receipts/{receipt.id}").text
    chosen = page.index('value="roll"')
    assert "checked" in page[chosen : page.index(">", chosen)]


def test_a_clerk_prints_no_receipt(sign_in: Any, receipt: Receipt) -> None:
    browser, address = sign_in(Role.CLERK), f"/receipts/{receipt.id}"
    form = {"paper": "form", "language": "zh"}
    assert browser.post_form(f"{address}/prints", form).status_code == 403
    assert browser.get(f"{address}/receipt.pdf").status_code == 403
    assert prints() == 0


def test_anybody_with_the_code_sees_that_it_counts_and_no_person(
    client: Any, receipt: Receipt
) -> None:
    answer = client.get(f"/r/{receipt.check_code}", headers=EN)
    assert answer.status_code == 200
    for shown in (receipt.number, "58.00", "Valid", "Chargeable repair"):
        assert shown in answer.text
    for kept in (receipt.payer_name, receipt.lines[0]["home"], "角阀更换"):
        assert kept not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_code_may_be_typed(client: Any, receipt: Receipt) -> None:
    code = f"{receipt.check_code[:5]}-{receipt.check_code[5:]}".lower()
    assert "Check a receipt" in client.get("/r", headers=EN).text
    led = client.get("/r", query_string={"code": code})
    assert led.status_code == 303
    assert receipt.number in client.get(led.location).text


def test_wrong_codes_are_all_answered_alike(client: Any, receipt: Receipt) -> None:
    wrong = ("AAAAAAAAAA", "x", receipt.check_code[:9], "9" * 300, receipt.number, "%00")
    answers = [client.get(f"/r/{each}") for each in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.headers["Referrer-Policy"] for answer in answers}) == 1
    assert all(receipt.number not in answer.text for answer in answers[:4])


def test_a_void_receipt_says_so_on_the_page_and_on_paper(
    sign_in: Any, client: Any, receipt: Receipt, community: Any
) -> None:
    cashier, finance = somebody(community, Role.CASHIER), somebody(community, Role.FINANCE)
    asked = in_transaction(
        lambda: services.ask_void(
            db.session.get_one(Receipt, receipt.id), reason="金额有误", actor=cashier, now=now()
        )
    )
    decided(asked, finance, now=now())
    page = client.get(f"/r/{receipt.check_code}", headers=EN).text
    assert "counts no more" in page
    browser = sign_in(Role.CASHIER)
    form = {"paper": "A5", "language": "both"}
    printed = browser.post_form(f"/receipts/{receipt.id}/prints", form)
    assert text_of(browser.get(printed.location)).count("作废VOID") == 3


def test_a_part_payment_says_of_what_it_is_a_part(sign_in: Any, community: Any) -> None:
    """Quantity and price make the whole: without a word the smaller amount would look wrong."""
    cashier = somebody(community, Role.CASHIER)
    open_shift(cashier, now=now())
    who = debtor(community, 67_875)
    first = pay(who, 10_000, actor=cashier, now=now()).receipt
    rest = pay(who, 57_875, actor=cashier, now=now()).receipt
    browser = sign_in(Role.CASHIER)
    for part in (first, rest):
        sent = browser.post_form(f"/receipts/{part.id}/prints", {"paper": "form", "language": "zh"})
        assert "（¥678.75之部分）" in text_of(browser.get(sent.location))
        english = browser.get(f"{sent.location.split('?')[0]}?paper=roll&language=en")
        assert "(partof¥678.75)" in text_of(english)
        assert "part of ¥678.75" in browser.get(f"/receipts/{part.id}", headers=EN).text
    whole = pay(debtor(community, 5_800), 5_800, actor=cashier, now=now()).receipt
    sent = browser.post_form(f"/receipts/{whole.id}/prints", {"paper": "form", "language": "zh"})
    assert "之部分" not in text_of(browser.get(sent.location))


def test_whoever_guesses_codes_waits_even_with_a_right_one(client: Any, receipt: Receipt) -> None:
    guesser = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
    neighbour = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.99"}}
    for _each in range(30):
        assert client.get("/r/AAAAAAAAAA", **guesser).status_code == 404
    for asked in (guesser, neighbour):
        refused = client.get(f"/r/{receipt.check_code}", headers=EN, **asked)
        assert refused.status_code == 429
        assert "Too many wrong codes" in refused.text
        assert receipt.number not in refused.text
    assert client.get(f"/r/{receipt.check_code}").status_code == 200
