"""Who pays when: of a hundred payers most are prompt, some come at the end of the year, some never
(domain.md F2: four fifths within the year, nine tenths in the end).
"""

from datetime import date, timedelta
from enum import StrEnum
from random import Random

from propertydesk.fees.rules import Cycle, period_around
from propertydesk.till.rules import Method


class Habit(StrEnum):
    """How somebody meets their bills."""

    PROMPT = "prompt"
    USUAL = "usual"
    SLOW = "slow"
    YEAR_END = "year_end"
    AHEAD = "ahead"
    IN_PART = "in_part"
    NEVER = "never"
    DEVELOPER = "developer"


_SHARES = (
    (Habit.PROMPT, 48),
    (Habit.USUAL, 23),
    (Habit.SLOW, 9),
    (Habit.YEAR_END, 5),
    (Habit.AHEAD, 6),
    (Habit.IN_PART, 2),
    (Habit.NEVER, 7),
)
#: Days after the posting: the least, the most, the usual.
_DAYS = {
    Habit.PROMPT: (0, 27, 5),
    Habit.AHEAD: (1, 12, 4),
    Habit.DEVELOPER: (15, 20, 18),
    Habit.SLOW: (60, 200, 110),
}
#: Most pay by phone; the register of methods knows no app of its own.
_METHODS = (
    (Method.WECHAT, 55),
    (Method.ALIPAY, 27),
    (Method.TRANSFER, 8),
    (Method.CARD, 7),
    (Method.CASH, 3),
)
_HOURS = {9: 20, 10: 22, 11: 12, 12: 5, 13: 6, 14: 11, 15: 20, 16: 19, 17: 9, 18: 5, 19: 4}
_AHEAD = ((12, 60), (6, 25), (3, 15))


def drawn(rng: Random) -> Habit:
    """The habit of somebody new."""
    return rng.choices([each for each, _ in _SHARES], [share for _, share in _SHARES])[0]


def pays_on(habit: Habit, rng: Random, posted: date, due: date) -> date | None:
    """The day on which a bill is paid; None for never."""
    if habit == Habit.NEVER:
        return None
    if habit in _DAYS:
        return posted + timedelta(days=round(rng.triangular(*_DAYS[habit])))
    if habit == Habit.YEAR_END:
        return max(date(posted.year, 12, rng.randint(8, 31)), posted + timedelta(days=9))
    if rng.random() < 0.25:  # the last three days of a quarter are three times as busy
        quarter = period_around(Cycle.QUARTER, posted)
        return max(quarter.ends_on - timedelta(days=rng.randrange(3)), posted)
    return due + timedelta(days=rng.randint(-4, 45))


def method(rng: Random) -> Method:
    """How somebody pays."""
    return rng.choices([each for each, _ in _METHODS], [often for _, often in _METHODS])[0]


def hour(rng: Random, closes: int) -> int:
    """An hour at the counter, before it closes: most come at ten and at half past three."""
    hours = [each for each in _HOURS if each < closes]
    return rng.choices(hours, [_HOURS[each] for each in hours])[0]


def months_ahead(rng: Random) -> int:
    """For how many months somebody pays who pays ahead: a year at most, as the rules have it."""
    return rng.choices([each for each, _ in _AHEAD], [often for _, often in _AHEAD])[0]
