"""Growing delays after wrong passwords and codes, counted so that strangers can lock nobody out.

A device on which somebody has signed in before is counted by itself; strangers are counted for the
name in their network, for the name overall, and for their network (reliability S5, 5.11).
"""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

_LONGEST_DELAY = timedelta(minutes=15)
#: After a day without a try a counter begins anew.
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Counter:
    """Failures counted under `key`, of which the first `free` cost no waiting."""

    key: str
    free: int

    def delay_after(self, failures: int) -> timedelta:
        """How long the next try has to wait."""
        return delay_after(failures, free=self.free)


def delay_after(failures: int, *, free: int = 5) -> timedelta:
    """Nothing for the free tries, then two seconds, doubling up to 15 minutes.

    It ends by itself: a stranger cannot lock somebody out for good.
    """
    if failures < free:
        return timedelta()
    doubled = min(failures - free + 1, 10)  # 2**10 s is beyond the longest delay
    return min(timedelta(seconds=2**doubled), _LONGEST_DELAY)


def sign_in_counters(login: str, address: str, device: str = "") -> tuple[Counter, ...]:
    """Where a try at `login` counts; `device` names one on which this account was signed in before.

    The names exist or not alike. In key order, which is the order of locking.
    """
    name = login.strip().lower()[:40]
    if device:
        return (Counter(f"device:{device}:{name}", 5),)
    network = network_of(address)
    counters = (
        Counter(f"name:{name}", 50),
        Counter(f"near:{name}:{network}", 5),
        Counter(f"net:{network}", 100),
    )
    return tuple(sorted(counters, key=lambda each: each.key))


def code_counter(staff_id: int) -> Counter:
    """Where wrong codes count; only whoever gave the right password comes as far."""
    return Counter(f"code:{staff_id}", 5)


def confirmation_counter(session_id: int) -> Counter:
    """Where wrong answers to "your password once more" count."""
    return Counter(f"confirm:{session_id}", 5)


def network_of(address: str) -> str:
    """The neighbourhood of an address: /24 of IPv4, /64 of IPv6, and what cannot be read as it is."""
    try:
        width = 24 if ip_address(address).version == 4 else 64
    except ValueError:
        return address[:45]
    return str(ip_network(f"{address}/{width}", strict=False))
