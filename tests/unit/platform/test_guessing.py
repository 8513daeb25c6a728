"""Wrong guesses cost more and more waiting, each network by itself."""

from datetime import UTC, datetime, timedelta

from propertydesk.platform import guessing
from propertydesk.platform.guessing import Guesses

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)


def strict() -> Guesses:
    return Guesses(lambda failures: timedelta(minutes=failures - 1), timedelta(days=1))


def test_the_first_are_free_and_the_next_wait_longer() -> None:
    guesses = strict()
    guesses.failed("a", NOW)
    assert not guesses.must_wait("a", NOW)
    guesses.failed("a", NOW)
    assert guesses.must_wait("a", NOW)
    assert not guesses.must_wait("a", NOW + timedelta(minutes=1))
    assert not guesses.must_wait("b", NOW)


def test_after_a_quiet_day_it_begins_anew() -> None:
    guesses = strict()
    for _each in range(5):
        guesses.failed("a", NOW)
    later = NOW + timedelta(days=2)
    guesses.failed("a", later)
    assert not guesses.must_wait("a", later)


def test_memory_stays_bounded(monkeypatch) -> None:
    monkeypatch.setattr(guessing, "_MOST_NETWORKS", 3)
    guesses = strict()
    for network in "aabbccdd":
        guesses.failed(network, NOW)
    assert [guesses.must_wait(each, NOW) for each in "abcd"] == [False, True, True, True]
