"""The way in with a second factor, as a person goes it."""

import time
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Flask

from propertydesk.accounts.rules import step_of
from propertydesk.accounts.services import code_at
from tests.browser.conftest import PASSWORD, PHONE, Visitor
from tests.conftest import NOW

pytestmark = pytest.mark.browser


def test_set_up_sign_in_with_code_and_recovery_code_and_end_a_device(
    app: Flask, visitor: Callable[..., Visitor], world: object
) -> None:
    desk = visitor()
    desk.sign_in("lin")
    desk.go("/account/second-factor/new")
    assert desk.faults() == []
    seed = desk.page.inner_text("code.pd-secret").replace(" ", "")
    desk.page.fill("[name=code]", code_at(seed, step_of(NOW)))
    desk.page.press("[name=code]", "Enter")
    desk.page.wait_for_url("**/account/recovery-codes")
    codes = desk.page.locator("#codes code").all_inner_texts()
    assert len(codes) == 10
    assert desk.faults() == []

    phone = visitor(PHONE, "zh-CN")
    phone.go("/sign-in")
    phone.page.fill("[name=login]", "lin")
    phone.page.fill("[name=password]", PASSWORD)
    phone.page.press("[name=password]", "Enter")
    phone.page.wait_for_url("**/sign-in/code")
    assert phone.faults() == []
    phone.page.fill("[name=code]", codes[0])
    phone.page.press("[name=code]", "Enter")
    phone.page.wait_for_url(lambda url: "/sign-in" not in url)

    desk.go("/account/sessions")
    assert desk.faults() == []
    desk.page.click("form[action*='/account/sessions/'][action$='/end'] button")
    desk.page.wait_for_selector("[data-toast=good]")
    phone.go("/account")
    assert "/sign-in" in phone.page.url
    assert desk.complaints == phone.complaints == []


def test_a_sensitive_act_asks_for_the_password_and_goes_on(
    app: Flask, visitor: Callable[..., Visitor], world: object, set_clock: Callable[..., None]
) -> None:
    from datetime import timedelta

    desk, other = visitor(), visitor(PHONE)
    other.sign_in("lin")
    desk.sign_in("lin")
    set_clock(NOW + timedelta(minutes=6))
    desk.go("/account/sessions")
    desk.page.click("form[action='/account/sessions/end-others'] button")
    desk.page.wait_for_selector("[name=confirmation]")
    assert desk.faults() == []
    desk.page.fill("[name=confirmation]", PASSWORD)
    desk.page.press("[name=confirmation]", "Enter")
    desk.page.wait_for_url("**/account/sessions")
    other.go("/account")
    assert "/sign-in" in other.page.url


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238 through the library itself, at this very moment."""
    seed, at = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", int(time.time())
    expected = TOTP(b"12345678901234567890", 6, SHA1(), 30).generate(at).decode()
    assert code_at(seed, at // 30) == expected
    assert code_at(seed, 59 // 30) == "287082"
