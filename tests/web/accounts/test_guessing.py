"""Guessing at the entrance: slow for strangers, no matter for whoever is known there."""

import statistics
import threading
import time

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.accounts.services import passwords
from tests.web.accounts.conftest import PASSWORD, give_password, is_in

pytestmark = pytest.mark.web


def test_a_stranger_cannot_make_the_owner_wait_on_a_known_device(app, client, hire):
    hire("lin", Role.CLERK)
    give_password(client, "lin")
    client.post_form("/sign-out")
    stranger = app.test_client()
    answers = [give_password(stranger, "lin", f"guess {n}").status_code for n in range(8)]
    assert answers == [422] * 5 + [429] * 3
    assert give_password(stranger, "lin").status_code == 429, "even the right one has to wait"
    assert give_password(client, "lin").status_code == 303


def test_strangers_elsewhere_do_not_slow_down_the_own_network(app, hire):
    hire("lin", Role.CLERK)
    stranger, new_phone = app.test_client(), app.test_client()
    far = {"REMOTE_ADDR": "203.0.113.7"}
    for n in range(8):
        give_password(stranger, "lin", f"guess {n}", environ_base=far)
    assert give_password(stranger, "lin", environ_base=far).status_code == 429
    assert give_password(new_phone, "lin").status_code == 303


def test_a_known_device_is_slowed_down_by_its_own_guesses(client, hire):
    hire("lin", Role.CLERK)
    give_password(client, "lin")
    client.post_form("/sign-out")
    answers = [give_password(client, "lin", f"guess {n}").status_code for n in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_device_is_known_for_its_own_account_and_until_the_password_changes(app, client, hire):
    hire("lin", Role.CLERK)
    hire("he", Role.CLERK)
    give_password(client, "lin")
    client.post_form(
        "/account/password", {"current": PASSWORD, "password": "seven boats on a lake"}
    )
    forgotten = app.test_client()
    device = client.get_cookie("desk-device")
    assert device is not None
    assert device.http_only
    forgotten.set_cookie("desk-device", device.value)
    stranger = app.test_client()
    for n in range(6):
        give_password(stranger, "lin", f"guess {n}")
        give_password(stranger, "he", f"guess {n}")
    assert give_password(forgotten, "he").status_code == 429
    assert give_password(forgotten, "lin", "seven boats on a lake").status_code == 429


def test_a_forged_device_counts_for_nothing(app, client, hire):
    hire("lin", Role.CLERK)
    client.set_cookie("desk-device", "eyJpZCI6IngiLCJvZiI6eyJsaW4iOjF9fQ.c2lnbmF0dXJl")
    for n in range(6):
        give_password(client, "lin", f"guess {n}")
    assert give_password(client, "lin").status_code == 429


def test_known_and_unknown_names_get_the_same_answer(app, hire):
    hire("lin", Role.CLERK)
    hire("old", Role.CLERK, is_active=False)
    answers = {}
    for name in ("lin", "nob", "old"):
        answer = give_password(app.test_client(), name, "not this one at all")
        answers[name] = (answer.status_code, len(answer.text))
    assert len(set(answers.values())) == 1, answers


@pytest.mark.slow
def test_known_and_unknown_names_take_the_same_time(app, hire):
    """Bounded: 40 tries each, interleaved; the chance that a known one is slower is near one half."""
    for n in range(40):
        hire(f"lin{n}", Role.CLERK)
    times: dict[str, list[float]] = {"lin": [], "nob": []}
    browser = app.test_client()
    give_password(browser, "warm", "not this one at all")
    for n in range(40):
        for name, measured in times.items():
            begun = time.perf_counter()
            far = {"REMOTE_ADDR": f"10.{n}.0.1"}
            give_password(browser, f"{name}{n}", "not this one at all", environ_base=far)
            measured.append(time.perf_counter() - begun)
    slower = [known > unknown for known in times["lin"] for unknown in times["nob"]]
    area = statistics.mean(slower)
    assert 0.3 < area < 0.7, f"area under the curve {area:.3f}, 40 tries each"


def test_never_more_than_four_passwords_are_hashed_at_once(app, hire, monkeypatch):
    staff = hire("lin", Role.CLERK)
    now_busy, most, lock = 0, 0, threading.Lock()

    class Slow:
        def verify(self, _password: str, _digest: str) -> bool:
            nonlocal now_busy, most
            with lock:
                now_busy += 1
                most = max(most, now_busy)
            time.sleep(0.05)
            with lock:
                now_busy -= 1
            return False

    monkeypatch.setattr(passwords, "HASHER", Slow())
    tries = [threading.Thread(target=passwords.password_fits, args=(staff, "x")) for _ in range(12)]
    for each in tries:
        each.start()
    for each in tries:
        each.join()
    assert most == passwords.HASHES_AT_ONCE == 4


def test_signing_in_forgets_the_failures(app, client, hire):
    hire("lin", Role.CLERK)
    for _ in range(3):
        for n in range(4):
            give_password(client, "lin", f"guess {n}")
        assert give_password(client, "lin").status_code == 303
        assert is_in(client)
        client.post_form("/sign-out")
