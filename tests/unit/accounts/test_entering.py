"""Devices by name, minutes without a click, and delays that strangers cannot turn against anybody."""

from datetime import timedelta

import pytest

from propertydesk.accounts.rules import (
    Role,
    delay_after,
    device_of,
    idle_minutes,
    network_of,
    sign_in_counters,
)

pytestmark = pytest.mark.unit
MINUTES = {"accounts.idle_desk": 60, "accounts.idle_site": 240, "accounts.idle_guarded": 20}
AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36": (
        "Chrome",
        "Windows",
    ),
    "Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0": ("Edge", "Windows"),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_1) Version/17 Safari/605": ("Safari", "Mac"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) MicroMessenger/8": (
        "WeChat",
        "iPhone",
    ),
    "Mozilla/5.0 (Linux; Android 14) Chrome/131 Mobile Safari/537.36": ("Chrome", "Android"),
    "curl/8.0": ("", ""),
}


@pytest.mark.parametrize("agent", AGENTS)
def test_a_device_is_known_by_two_names(agent):
    device = device_of(agent, "")
    assert (device.browser, device.system) == AGENTS[agent]


@pytest.mark.parametrize(
    ("roles", "minutes"),
    [
        ({Role.GUARD}, 240),
        ({Role.TECHNICIAN, Role.INSPECTOR}, 240),
        ({Role.CLERK}, 60),
        ({Role.CLERK, Role.GUARD}, 60),
        ({Role.GUARD, Role.CASHIER}, 20),
        ({Role.ADMINISTRATOR}, 20),
        (set(), 60),
    ],
)
def test_the_most_guarded_role_says_how_long_one_may_rest(roles, minutes):
    assert idle_minutes(roles, MINUTES) == minutes


def test_delays_grow_and_end():
    waits = [delay_after(failures) for failures in range(1, 30)]
    assert waits[:4] == [timedelta()] * 4
    assert waits[4:7] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=15)


def test_a_known_device_is_counted_by_itself():
    stranger = sign_in_counters("Lin ", "203.0.113.7")
    neighbour = sign_in_counters("lin", "203.0.113.99")
    at_home = sign_in_counters("lin", "203.0.113.7", device="d1")
    assert stranger == neighbour
    assert not {each.key for each in stranger} & {each.key for each in at_home}
    assert [each.key for each in stranger] == sorted(each.key for each in stranger)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_network_is_the_neighbourhood_of_an_address(address, network):
    assert network_of(address) == network
