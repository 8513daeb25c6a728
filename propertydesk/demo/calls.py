"""Follow-up calls: when they are made, who is reached, what is answered (domain F2)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from propertydesk.demo import season
from propertydesk.demo.estate import ZONE
from propertydesk.demo.rows import Row
from propertydesk.demo.staff import Crew, Who
from propertydesk.followups import rules
from propertydesk.followups.rules import Overall, Reason, Result, hours
from propertydesk.kernel import clock

MOST = int(rules.MAX_ATTEMPTS.default)
_FIRST_HOUR, _LAST_HOUR = 9, 20
#: Reached at the first, second, third attempt; never; wrong number; refused (of a hundred).
_REACHED = ((1, 62), (2, 17), (3, 7), (0, 9), (-1, 3), (-2, 2))
_MISSED = (Result.NO_ANSWER, Result.NO_ANSWER, Result.BUSY, Result.OFF)
_FAIR = (
    "修好了，就是等得久了些",
    "师傅手艺可以，来晚了半小时",
    "能用了，接缝处有点毛糙",
    "价格比预想的高一点",
)
_POOR = (
    (Reason.NOT_FIXED, "用了两天又漏了", "安排返修，由原师傅带配件上门"),
    (Reason.NOT_FIXED, "当时好了，第二天又不亮", "安排返修，更换整套部件"),
    (Reason.WAITED, "约的上午，下午才来，问题还在", "安排返修，主管跟进到场时间"),
    (Reason.ATTITUDE, "师傅说话不耐烦，活也没干完", "换师傅返修，主管致歉"),
    (Reason.NOT_CLEAN, "地面没清理，接口还在渗", "安排返修并清场"),
)
_DELAYED = ("配件规格不符，等重新到货", "养护期未到，暂不能使用")


@dataclass(frozen=True)
class Attempt:
    """One call with its result, and the answer where there was one."""

    at: datetime
    who: Who
    result: Result
    answer: Overall | None = None
    data: dict[str, Any] = field(default_factory=dict)


def attempts(rng: Random, crew: Crew, follow_up: Row, *, content: bool) -> Iterator[Attempt]:
    """All calls until somebody answers or none are left; `content` lets nobody complain."""
    outcome = rng.choices([each for each, _ in _REACHED], [often for _, often in _REACHED])[0]
    at = _first(rng, follow_up)
    clerk = rng.choice(crew.clerks)
    if outcome < 0:
        result = Result.WRONG_NUMBER if outcome == -1 else Result.REFUSED
        yield Attempt(at, clerk, result)
        return
    for number in range(1, MOST + 1):
        if number == outcome:
            yield from _answered(rng, clerk, at, content=content)
            return
        yield Attempt(at, clerk, rng.choice(_MISSED))
        at = in_hours(next_attempt(at) + season.minutes(rng, 1, 90))
        clerk = rng.choice(crew.clerks)


def _answered(rng: Random, clerk: Who, at: datetime, *, content: bool) -> Iterator[Attempt]:
    """The talk; where the work turned out not to be finished, another one on the promised day."""
    if rng.random() < 0.012 and not content:
        promised = season.in_daytime(at + timedelta(hours=rng.randint(30, 60)), rng)
        words = {"solved": False, "comment": rng.choice(_DELAYED), "promise_at": promised}
        yield Attempt(at, clerk, Result.REACHED, Overall.DELAYED, words)
        at = in_hours(promised + season.minutes(rng, 10, 120))
        yield Attempt(at, clerk, Result.REACHED, Overall.SATISFIED, _good(rng))
        return
    draw = rng.random()
    if draw < 0.07 and not content:
        yield Attempt(at, clerk, Result.REACHED, Overall.DISSATISFIED, _bad(rng, at))
    elif draw < 0.26:
        marks = {
            "solved": True,
            "quality": rng.choice((3, 4, 4)),
            "attitude": rng.choice((3, 4, 5)),
        }
        told = {**marks, **_manners(rng, 0.85), "comment": rng.choice(_FAIR)}
        yield Attempt(at, clerk, Result.REACHED, Overall.FAIR, told)
    else:
        yield Attempt(at, clerk, Result.REACHED, Overall.SATISFIED, _good(rng))


def _good(rng: Random) -> dict[str, Any]:
    marks = {"quality": rng.choice((5, 5, 5, 4)), "attitude": rng.choice((5, 5, 5, 5, 4))}
    return {"solved": True, **marks, **_manners(rng, 0.97)}


def _bad(rng: Random, at: datetime) -> dict[str, Any]:
    reason, comment, promise = rng.choice(_POOR)
    return {
        "solved": False,
        "quality": rng.choice((1, 2, 2, 3)),
        "attitude": 2 if reason == Reason.ATTITUDE else rng.choice((3, 4)),
        **_manners(rng, 0.7),
        "reason": reason,
        "comment": comment,
        "promise": promise,
        "promise_at": at + timedelta(hours=24),
    }


def _manners(rng: Random, good: float) -> dict[str, bool]:
    return {name: rng.random() < good for name in ("shoe_covers", "cleaned_up", "card_left")}


def _first(rng: Random, follow_up: Row) -> datetime:
    """Mostly on the next day, now and then after the time limit."""
    hours = rng.uniform(5, 44) if rng.random() < 0.95 else rng.uniform(48, 60)
    return in_hours(follow_up.planned_at + timedelta(hours=hours))


def next_attempt(at: datetime) -> datetime:
    """The earliest instant for the next try, by the rules."""
    numbers = (rules.GAP_HOURS, rules.QUIET_FROM, rules.QUIET_UNTIL)
    return hours.next_attempt(at, ZONE, *(int(each.default) for each in numbers))


def in_hours(instant: datetime) -> datetime:
    """The same instant, or the nearest later one at which clerks make calls."""
    local = clock.local(instant, ZONE)
    if local.hour < _FIRST_HOUR:
        return clock.at(local.date(), time(_FIRST_HOUR, local.minute), ZONE)
    if local.hour >= _LAST_HOUR:
        day = local.date() + timedelta(days=1)
        return clock.at(day, time(_FIRST_HOUR, local.minute), ZONE)
    return instant
