"""Time limits by priority (domain.md B4) and the follow-up sample, as settings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.kernel.worktime import OpeningHours

DAY = 24 * 60
STEPS = ("dispatch", "arrive", "complete")

#: Minutes for dispatch, arrival and completion; P1 and P2 by the plain clock, P3 and P4 in opening hours.
_DEFAULTS = {
    1: (5, 20, DAY),
    2: (15, 120, DAY),
    3: (30, DAY, 2 * DAY),
    4: (DAY, 7 * DAY, 14 * DAY),
}
_LABELS = {
    (1, "dispatch"): N_("P1 emergency: until a technician is named"),
    (1, "arrive"): N_("P1 emergency: until somebody is on site"),
    (1, "complete"): N_("P1 emergency: until the work is done"),
    (2, "dispatch"): N_("P2 urgent: until a technician is named"),
    (2, "arrive"): N_("P2 urgent: until somebody is on site"),
    (2, "complete"): N_("P2 urgent: until the work is done"),
    (3, "dispatch"): N_("P3 normal: until a technician is named"),
    (3, "arrive"): N_("P3 normal: until somebody is on site"),
    (3, "complete"): N_("P3 normal: until the work is done"),
    (4, "dispatch"): N_("P4 planned: until a technician is named"),
    (4, "arrive"): N_("P4 planned: until somebody is on site"),
    (4, "complete"): N_("P4 planned: until the work is done"),
}
ROUND_THE_CLOCK = (1, 2)


@dataclass(frozen=True)
class Limits:
    """The instants promised for an order."""

    dispatch: datetime
    arrive: datetime
    complete: datetime


def setting_of(priority: int, step: str) -> Setting:
    """The setting that holds the minutes for a step of a priority."""
    return _LIMITS[priority, step]


def limits(
    reported_at: datetime,
    priority: int,
    minutes: dict[str, int],
    hours: OpeningHours,
    appointment_to: datetime | None,
) -> Limits:
    """The promised instants of an order; an appointment takes the place of the arrival limit.

    `minutes` holds the settings by step. Limits of a day or more count plain days: "within 48 h"
    is what the resident hears.
    """

    def until(step: str) -> datetime:
        span = minutes[step]
        if priority in ROUND_THE_CLOCK or span >= DAY:
            return reported_at + timedelta(minutes=span)
        return hours.after(reported_at, span)

    arrive = until("arrive")
    complete = until("complete")
    if appointment_to is not None and priority not in ROUND_THE_CLOCK:
        arrive = appointment_to
        complete = max(complete, appointment_to + timedelta(hours=4))
    return Limits(dispatch=min(until("dispatch"), arrive), arrive=arrive, complete=complete)


_LIMITS = {
    (priority, step): Setting(
        f"repairs.p{priority}_{step}_minutes",
        _DEFAULTS[priority][index],
        "integer",
        _LABELS[priority, step],
        N_("Internal target for orders of this priority; the promise printed on slips follows it."),
        unit=N_("minutes"),
        minimum=1,
        maximum=60 * DAY,
    )
    for priority in _DEFAULTS
    for index, step in enumerate(STEPS)
}
FOLLOW_UP_PERCENT = Setting(
    "repairs.follow_up_percent",
    30,
    "integer",
    N_("Share of ordinary repairs that are called back"),
    N_("Emergencies, rework and dear chargeable work are always called back, whatever this says."),
    unit="%",
    minimum=0,
    maximum=100,
)
FOLLOW_UP_ABOVE = Setting(
    "repairs.follow_up_above_yuan",
    200,
    "integer",
    N_("Chargeable work above this is always called back"),
    N_("Counted on labour and materials together."),
    unit=N_("yuan"),
    minimum=0,
    maximum=100_000,
)
FOLLOW_UP_HOURS = Setting(
    "repairs.follow_up_hours",
    48,
    "integer",
    N_("Time in which a repair is called back"),
    N_("Counted from the end of the work."),
    unit=N_("hours"),
    minimum=1,
    maximum=240,
)
SILENCE_HOURS = Setting(
    "repairs.silence_hours",
    48,
    "integer",
    N_("Silence that counts as consent"),
    N_(
        "After this, finished work without a word from the resident is marked as confirmed automatically."
    ),
    unit=N_("hours"),
    minimum=12,
    maximum=720,
)
REWORK_HOURS = Setting(
    "repairs.rework_hours",
    24,
    "integer",
    N_("Time until somebody is on site for rework"),
    N_("Counted from the call in which the resident was not satisfied."),
    unit=N_("hours"),
    minimum=1,
    maximum=240,
)
REPEAT_DAYS = Setting(
    "repairs.repeat_days",
    90,
    "integer",
    N_("Days in which the same fault counts as repeated"),
    N_("Intake shows earlier orders of the same home and category within this time."),
    unit=N_("days"),
    minimum=1,
    maximum=365,
)
VISIT_RULES = Setting(
    "repairs.visit_rules",
    {
        "zh": "敲门三次、每次三下，退后一步等候；出示工牌，穿鞋套；先报价后施工；完工清场，请业主验收。",
        "en": "Knock 3 × 3 and step back; show your badge; wear shoe covers; quote before work; clean up.",
    },
    "phrase",
    N_("Rules for a visit"),
    N_("Printed on every slip (manual: knock three times, shoe covers, clean up)."),
)
READ_BACK = Setting(
    "repairs.read_back",
    {
        "zh": "{name}，跟您核对一下：您报修的是{matter}，地址{home}，联系电话{phone}，对吗？",
        "en": "{name}, let me check: you report {matter} at {home}, and your phone is {phone}. Is that right?",
    },
    "phrase",
    N_("Read-back sentence"),
    N_("Read to the caller before saving; {name}, {matter}, {home} and {phone} are filled in."),
)

SETTINGS = (
    *_LIMITS.values(),
    FOLLOW_UP_PERCENT,
    FOLLOW_UP_ABOVE,
    FOLLOW_UP_HOURS,
    SILENCE_HOURS,
    REWORK_HOURS,
    REPEAT_DAYS,
    VISIT_RULES,
    READ_BACK,
)


def must_call_back(*, priority: int, is_rework: bool, total_fen: int, above_yuan: int) -> bool:
    """Whether an order is called back in any case (domain.md D2, follow_up)."""
    return priority == 1 or is_rework or total_fen > above_yuan * 100


def in_sample(order_id: int, percent: int) -> bool:
    """Whether an ordinary order falls into the sample: evenly over all orders ever made.

    Spreading by number instead of by chance keeps the share exact and cannot be steered by hand.
    """
    return (order_id * percent) % 100 < percent
