"""Wrong guesses at the keys of public pages, counted by network.

A GET writes nothing, so they are counted in the memory of this process: what guessing costs grows
with the tries, and a restart forgives. What is guessed has so many bits that this is the second
line of defence.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

_MOST_NETWORKS = 10_000


@dataclass
class _Count:
    failures: int
    tried_at: datetime
    retry_at: datetime


class Guesses:
    """How often each network guessed wrong of late; `delay` says how long it then waits."""

    def __init__(self, delay: Callable[[int], timedelta], forgotten_after: timedelta) -> None:
        self._delay, self._forgotten_after = delay, forgotten_after
        self._counts: OrderedDict[str, _Count] = OrderedDict()
        self._lock = Lock()

    def must_wait(self, network: str, now: datetime) -> bool:
        """Whether no further guess of a network is looked at now."""
        with self._lock:
            count = self._counts.get(network)
            return count is not None and count.retry_at > now

    def failed(self, network: str, now: datetime) -> None:
        """Count a wrong guess; the networks that were not heard of longest make room."""
        with self._lock:
            count = self._counts.pop(network, None)
            if count is None or count.tried_at < now - self._forgotten_after:
                count = _Count(0, now, now)
            failures = count.failures + 1
            self._counts[network] = _Count(failures, now, now + self._delay(failures))
            while len(self._counts) > _MOST_NETWORKS:
                self._counts.popitem(last=False)
