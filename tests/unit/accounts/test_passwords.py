"""Passwords: long ones, neither common nor about their owner."""

import pytest

from propertydesk.accounts.rules import password_problem, recovery_code
from propertydesk.accounts.rules.codes import app_code, in_groups, new_recovery_code

pytestmark = pytest.mark.unit

GOOD = (
    "a quiet garden 7",
    "brocade-garden-8",
    "seven boats on a lake",
    "山高月小水落石出清风徐来水波不兴",
    "kT9#vQ2!xLp0",
)
BAD = (
    "short1",
    "Password1234!",
    "P@ssw0rd2024",
    "qwertyuiop123",
    "iloveyou2024!!",
    "woaini1314520",
    "abcdefghijklm",
    "monkeymonkey12",
    "aaaaaaaaaaaaaaaa",
    "2026-ab-2026-ab-",
    "heyu at the desk",
    "何雨的密码是一二三四五六七",
    "x" * 129,
)


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken(password):
    assert password_problem(password, login="heyu", name="何雨") is None


@pytest.mark.parametrize("password", BAD)
def test_a_weak_one_is_refused_with_words(password):
    assert password_problem(password, login="heyu", name="何雨")


def test_the_name_of_the_place_is_no_password():
    assert password_problem("锦绣花园的门口有一棵树啊", login="heyu", company="锦绣花园")


def test_codes_are_read_however_they_are_typed():
    assert app_code(" 123 456 ") == "123456"
    for wrong in ("12345", "1234567", "12345a", "１２３４５６"):
        assert app_code(wrong) == ""
    code = new_recovery_code()
    for typed in (code, code.upper(), code.replace("-", " "), f" {code} "):
        assert recovery_code(typed) == code.replace("-", "")
    for wrong in ("", "abcde", f"{code}x", "0o1il-0o1il"):
        assert recovery_code(wrong) == ""


def test_recovery_codes_differ():
    assert len({new_recovery_code() for _ in range(200)}) == 200


def test_a_secret_is_shown_in_groups():
    assert in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"
