"""What temporary parking costs (domain.md B3, B9, A29): eight hours are ¥10.00 by default.

Free for the first minutes; beyond them the whole stay counts, in units that are charged when they
have begun or, where local rules say so (Beijing, Art. 32), when they are complete. Each period of
24 hours from the entry costs no more than the cap.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from propertydesk.kernel.money import Money
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_

_DAY = 24 * 3600


class Rounding(StrEnum):
    """Which units count."""

    STARTED = "started"
    COMPLETED = "completed"


class StayState(StrEnum):
    """Where a parked car is."""

    INSIDE = "inside"
    LEFT = "left"


STAY_WORDS = {StayState.INSIDE: N_("Parked inside"), StayState.LEFT: N_("Driven out")}
STAY_TONES = {StayState.INSIDE: Tone.BLUE, StayState.LEFT: Tone.GREY}


@dataclass(frozen=True)
class Tariff:
    """A community's tariff: minutes, fen, and how units are rounded; a cap of 0 is none."""

    free_minutes: int = 30
    unit_minutes: int = 60
    unit_fen: int = 200
    cap_fen: int = 1000
    rounding: str = Rounding.STARTED
    lost_fen: int = 1000

    def as_kept(self) -> dict[str, Any]:
        """As it is kept with a stay, so that its fee can be worked out again."""
        return asdict(self)


def fee_of(tariff: Tariff, entered: datetime, left: datetime) -> Money:
    """What a stay costs, to the fen.

    A stay up to the free minutes, to the second, costs nothing. Beyond them whole units count from
    the entry; of each 24 hours no more than the cap. A clock that was set back costs nothing.
    """
    seconds = (left - entered) // timedelta(seconds=1)
    if seconds <= tariff.free_minutes * 60:
        return Money.zero
    days, rest = divmod(seconds, _DAY)
    return Money(days * _part(tariff, _DAY) + _part(tariff, rest))


def fee_without_entry(tariff: Tariff) -> Money:
    """What a car pays that was never written down on its way in, and has no slip."""
    return Money(tariff.lost_fen)


def minutes_of(entered: datetime, left: datetime) -> int:
    """Whole minutes of a stay, as the slip says them."""
    return max(0, (left - entered) // timedelta(minutes=1))


def _part(tariff: Tariff, seconds: int) -> int:
    """What at most 24 hours cost, in fen."""
    unit = tariff.unit_minutes * 60
    units = -(-seconds // unit) if tariff.rounding == Rounding.STARTED else seconds // unit
    fen = units * tariff.unit_fen
    return min(fen, tariff.cap_fen) if tariff.cap_fen else fen


_FEN = N_("fen")
FREE_MINUTES = Setting(
    "passes.parking_free",
    30,
    "integer",
    N_("Temporary parking: free minutes"),
    N_("A longer stay is charged as a whole, these minutes too."),
    unit=N_("minutes"),
    minimum=0,
    maximum=1440,
)
UNIT_MINUTES = Setting(
    "passes.parking_unit",
    60,
    "integer",
    N_("Temporary parking: length of a unit"),
    N_("Parking is charged by units of so many minutes."),
    unit=N_("minutes"),
    minimum=1,
    maximum=1440,
)
UNIT_FEN = Setting(
    "passes.parking_price",
    200,
    "integer",
    N_("Temporary parking: price of a unit"),
    N_("In fen: 200 is ¥2.00."),
    unit=_FEN,
    minimum=0,
    maximum=100_000,
)
CAP_FEN = Setting(
    "passes.parking_cap",
    1000,
    "integer",
    N_("Temporary parking: most in 24 hours"),
    N_("In fen: 1000 is ¥10.00; 0 is no limit."),
    unit=_FEN,
    minimum=0,
    maximum=1_000_000,
)
ROUNDING = Setting(
    "passes.parking_rounding",
    Rounding.STARTED.value,
    "choice",
    N_("Temporary parking: which units count"),
    N_("Some places, such as Beijing, let only complete units be charged."),
    choices=(
        (Rounding.STARTED.value, N_("Each unit begun")),
        (Rounding.COMPLETED.value, N_("Complete units only")),
    ),
)
LOST_FEN = Setting(
    "passes.parking_lost",
    1000,
    "integer",
    N_("Temporary parking: without slip and without entry"),
    N_("In fen. A car that was written down on its way in pays for its stay, slip or not."),
    unit=_FEN,
    minimum=0,
    maximum=100_000,
)
PLATE_DAYS = Setting(
    "passes.parking_plate_days",
    90,
    "integer",
    N_("Temporary parking: plates are kept for"),
    N_("After that the plate is blotted out; times and money stay."),
    unit=N_("days"),
    minimum=1,
    maximum=730,
)
SETTINGS = (FREE_MINUTES, UNIT_MINUTES, UNIT_FEN, CAP_FEN, ROUNDING, LOST_FEN, PLATE_DAYS)
