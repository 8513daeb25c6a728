"""Reports of drawers and days, and vouchers of refunds, as they are printed from their pages."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from propertydesk.accounts.rules import Role
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import services
from propertydesk.till.models import PaperPrint
from tests.conftest import NOW
from tests.factories.till import (
    ahead,
    count_drawer,
    debtor,
    hold,
    open_shift,
    refunded,
    returned,
    somebody,
    take_over,
)

ZH = {"language": "zh"}


@pytest.fixture
def cashier(community: Any) -> Actor:
    return somebody(community, Role.CASHIER)


@pytest.fixture
def manager(community: Any) -> Actor:
    return somebody(community, Role.MANAGER)


def text_of(answer: Any) -> str:
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def printed(browser: Any, address: str, form: dict[str, Any]) -> str:
    answer = browser.post_form(address, form)
    assert answer.status_code == 303
    return text_of(browser.get(answer.location))


def prints() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(PaperPrint)) or 0


def test_a_drawer_that_is_not_counted_has_no_report(sign_in: Any, cashier: Actor) -> None:
    shift = open_shift(cashier)
    browser = sign_in(Role.FINANCE)
    assert browser.post_form(f"/till/shifts/{shift.id}/prints", ZH).status_code == 409
    assert browser.get(f"/till/shifts/{shift.id}/report.pdf").status_code == 409


def test_the_report_of_a_drawer_is_counted_once_it_is_taken_over(
    sign_in: Any, cashier: Actor, manager: Actor
) -> None:
    open_shift(cashier)
    shift_id = count_drawer(cashier)
    browser, address = sign_in(Role.FINANCE), f"/till/shifts/{shift_id}/prints"
    assert "未结仅供核对" in printed(browser, address, ZH)
    assert prints() == 0
    take_over(shift_id, manager)
    assert "重打" not in printed(browser, address, ZH)
    assert "重打第1次" in printed(browser, address, ZH)
    assert prints() == 2


def test_the_report_of_a_day_is_counted_once_the_day_is_closed(
    community: Any, sign_in: Any, manager: Actor
) -> None:
    browser, form = sign_in(Role.FINANCE), {**ZH, "day": "2026-11-21"}
    assert "未结仅供核对" in printed(browser, "/till/shifts/days/prints", form)
    in_transaction(lambda: services.close_day(community.id, NOW.date(), actor=manager, now=NOW))
    assert browser.get("/till/shifts/days/report.pdf?day=2026-11-21").status_code == 303
    assert "未结" not in printed(browser, "/till/shifts/days/prints", form)
    assert "重打第1次" in printed(browser, "/till/shifts/days/prints", form)
    assert browser.get("/till/shifts/days/report.pdf?day=then").status_code == 404


def test_the_cashier_prints_their_own_drawer_and_no_day(
    sign_in: Any, cashier: Actor, manager: Actor
) -> None:
    open_shift(cashier)
    take_over(count_drawer(cashier), manager)
    browser = sign_in(Role.CASHIER)
    assert browser.get("/till/shifts/1/report.pdf").status_code == 404
    assert browser.post_form("/till/shifts/days/prints", ZH).status_code == 403


def test_whoever_must_still_count_sees_no_figures_of_the_day(sign_in: Any, client: Any) -> None:
    browser = sign_in(Role.CASHIER)
    browser.post_form("/till/shift", {"opening": "500"})
    assert "Taken and given back" not in browser.get("/till/shifts").text
    assert "Taken and given back" in sign_in(Role.FINANCE).get("/till/shifts").text


def test_the_voucher_of_a_returned_deposit_says_what_was_kept_and_who_decided(
    community: Any, sign_in: Any, cashier: Actor, manager: Actor
) -> None:
    open_shift(cashier)
    deposit_id = hold(debtor(community), 200_000, actor=cashier)
    browser, address = sign_in(Role.CASHIER), f"/deposits/{deposit_id}"
    assert browser.post_form(f"{address}/voucher/prints", ZH).status_code == 404
    returned(deposit_id, manager, actor=cashier, withheld=30_050)
    assert "Print the voucher" in browser.get(address).text
    text = printed(browser, f"{address}/voucher/prints", ZH)
    for told in (
        "退款凭证", "踢脚线损坏", "−300.50", "¥1,699.50", "壹仟陆佰玖拾玖元伍角整", "SJ00000001",
        manager.name, cashier.name, "收款人签字", "原押金收据已收回",
    ):  # fmt: skip
        assert told in text, told
    assert "重打第1次" in printed(browser, f"{address}/voucher/prints", ZH)


def test_the_voucher_of_a_refund_is_reached_from_the_prepayment(
    community: Any, sign_in: Any, cashier: Actor, manager: Actor
) -> None:
    open_shift(cashier)
    account = ahead(debtor(community), 36_000, actor=cashier)
    refund = refunded(account, 6_000, manager, actor=cashier)
    browser = sign_in(Role.CASHIER)
    address = f"/prepayments/refunds/{refund.id}"
    assert f"{address}/prints" in browser.get(f"/prepayments/{account}").text
    assert browser.get(f"{address}/voucher.pdf").status_code == 303
    text = printed(browser, f"{address}/prints", {"language": "both"})
    for told in ("退还预存款", "业主搬离", "¥60.00", "陆拾元整", refund.number, manager.name):
        assert told in text, told
