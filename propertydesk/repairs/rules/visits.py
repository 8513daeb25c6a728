"""Who goes, and when: technicians in order of fitness, and the windows of a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from propertydesk.kernel import clock
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.repairs.rules.states import State

#: When the two-hour windows of a day begin; noon is left out.
WINDOW_HOURS = (8, 10, 14, 16, 18)
WINDOW = timedelta(hours=2)
DAYS_OFFERED = 3
#: Work promised for a window is finished within this time after its end.
WORK_AFTER_VISIT = timedelta(hours=4)
#: States in which a window can still be agreed on.
BEFORE_WORK = frozenset({State.REGISTERED, State.DISPATCHED, State.ACCEPTED, State.SUSPENDED})

FULL_LOAD = Setting(
    "repairs.full_load",
    6,
    "integer",
    N_("Open orders that fill a technician"),
    N_("Above this, nobody is suggested for another order; the desk may still send them."),
    unit=N_("orders"),
    minimum=1,
    maximum=50,
)
VISITS_PER_WINDOW = Setting(
    "repairs.visits_per_window",
    1,
    "integer",
    N_("Visits of one technician in a window of two hours"),
    N_("Intake counts from it how many appointments a window still takes."),
    unit=N_("visits"),
    minimum=1,
    maximum=10,
)
SETTINGS = (FULL_LOAD, VISITS_PER_WINDOW)


@dataclass(frozen=True)
class Candidate:
    """A technician as dispatching sees them; `skills` are main categories."""

    staff_id: int
    name: str
    staff_no: str
    skills: frozenset[str]
    load: int
    full: int
    knows_home: bool = False
    has_returned: bool = False

    @property
    def is_full(self) -> bool:
        """Whether their open orders fill the day."""
        return self.load >= self.full


def by_fitness(candidates: Iterable[Candidate], category: str) -> list[Candidate]:
    """The fittest first: skilled in `category` (a main category), not full, did not send the order
    back, knows the home, has the fewest open orders.
    """
    return sorted(
        candidates,
        key=lambda each: (
            category not in each.skills,
            each.has_returned,
            each.is_full,
            not each.knows_home,
            each.load,
            each.staff_no,
            each.staff_id,
        ),
    )


def suggested(candidates: Sequence[Candidate], category: str) -> Candidate | None:
    """The one to propose; None when nobody skilled is free."""
    first = next(iter(by_fitness(candidates, category)), None)
    fit = first and category in first.skills and not first.is_full and not first.has_returned
    return first if fit else None


def reasons(candidate: Candidate, others: Iterable[Candidate], category: str) -> list[str]:
    """Why this one, as catalogue entries."""
    found = []
    if category in candidate.skills:
        found.append(N_("Has the skill"))
    if candidate.knows_home:
        found.append(N_("Has worked in this home"))
    rivals = [each.load for each in others if each != candidate and category in each.skills]
    if rivals and candidate.load <= min(rivals):
        found.append(N_("Fewest open orders"))
    if not candidate.load:
        found.append(N_("Free at present"))
    return found


@dataclass(frozen=True)
class Window:
    """Two hours in which a visit can be promised."""

    start: datetime
    end: datetime
    left: int
    is_past: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it can still be promised."""
        return self.left > 0 and not self.is_past


def windows(
    first: date,
    zone: str,
    booked: Sequence[tuple[datetime, datetime]],
    capacity: int,
    now: datetime,
) -> list[tuple[date, list[Window]]]:
    """The windows of three days from `first`, each with the visits it still takes.

    `booked` are the appointments made; one takes a place in every window it touches.
    """
    days = [first + timedelta(days=offset) for offset in range(DAYS_OFFERED)]
    return [
        (
            day,
            [
                _window(clock.at(day, time(hour), zone), booked, capacity, now)
                for hour in WINDOW_HOURS
            ],
        )
        for day in days
    ]


def _window(
    start: datetime, booked: Sequence[tuple[datetime, datetime]], capacity: int, now: datetime
) -> Window:
    end = start + WINDOW
    taken = sum(1 for begins, ends in booked if begins < end and ends > start)
    return Window(start, end, max(0, capacity - taken), is_past=end <= now + timedelta(minutes=30))
