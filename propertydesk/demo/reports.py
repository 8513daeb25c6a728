"""What is reported over the months: by whom, of what, how urgent, for when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from propertydesk.demo import course, faults, places, season
from propertydesk.demo.estate import ZONE, Ground
from propertydesk.demo.history import Report
from propertydesk.demo.registrar import Contact, Household
from propertydesk.demo.staff import Crew, Who
from propertydesk.estate.rules import HomeKind, Occupancy
from propertydesk.kernel import clock
from propertydesk.repairs.rules import Channel, Charge, Reporter, subcategory
from propertydesk.repairs.rules.report import SPOKEN

#: How reports reach the centre, of a hundred: from homes, and of common areas.
_HOME_CHANNELS = ((Channel.PHONE, 47), (Channel.CHAT, 38), (Channel.DESK, 15))
_COMMON_CHANNELS = (
    (Channel.PATROL, 36),
    (Channel.GUARD, 16),
    (Channel.PHONE, 28),
    (Channel.CHAT, 16),
    (Channel.DESK, 4),
)
_RINGS = ((1, 30), (2, 42), (3, 20), (4, 5), (5, 2), (6, 1))


@dataclass
class Town:
    """The households of a community, ready to report."""

    rng: Random
    ground: Ground
    crew: Crew
    households: list[Household]

    def __post_init__(self) -> None:
        self._able = [h for h in self.households if h.contacts and _is_used(h)]

    def all_reports(self, first: date, now: datetime) -> Iterator[tuple[datetime, Report]]:
        """Everything that is reported from a day on until now, in order."""
        for at in season.reports(self.rng, len(self.ground.homes), first, now):
            yield at, self.report(at)

    def report(self, at: datetime) -> Report:
        """Something of the season."""
        code = faults.drawn(self.rng, clock.local(at, ZONE).month)
        if self._able and faults.is_indoor(self.rng, code):
            household = self.rng.choice(self._able)
            contact = self._caller(household)
            values = self.from_home(at, code, household, contact)
        elif faults.faults()[code].common:
            values = self.of_common_area(at, code)
        else:
            values = self.of_common_area(at, "power.corridor")
        return Report(values)

    def from_home(
        self, at: datetime, code: str, household: Household, contact: Contact, **told: Any
    ) -> dict[str, Any]:
        """The columns of an order inside a home; `told` prevails."""
        rng, kind = self.rng, subcategory(code)
        channel = _drawn(rng, _HOME_CHANNELS)
        priority = told.get("priority") or self._priority(kind.priority)
        english = contact.person.language == "en"
        values = {
            **self._taken_by(at, channel),
            "home_id": household.home,
            "reporter_id": contact.person,
            "reporter_name": contact.person.name,
            "salutation": contact.person.salutation,
            "reporter_role": contact.role,
            "phone": contact.phone,
            "category": code,
            "description": faults.described(rng, code, indoor=True, english=english),
            "priority": priority,
            "charge": self._charge(kind.charge, household),
        }
        if priority not in course.URGENT and "appointment_from" not in told:
            earliest = at + season.minutes(rng, 35, 60)
            start, end = season.window(earliest, at + season.span(rng, priority))
            values |= {"appointment_from": start, "appointment_to": end}
        return values | told

    def of_common_area(self, at: datetime, code: str, **told: Any) -> dict[str, Any]:
        """The columns of an order in a common area: found on patrol, or told by a resident."""
        rng, kind = self.rng, subcategory(code)
        channel = _drawn(rng, _COMMON_CHANNELS)
        area, place = places.spot(rng, self.ground, code)
        values = {
            **self._taken_by(at, channel),
            "area": area,
            "place": place,
            "category": code,
            "description": faults.described(rng, code, indoor=False),
            "priority": told.get("priority") or self._priority(kind.priority),
            "charge": Charge.WARRANTY if kind.charge == Charge.WARRANTY else Charge.FREE,
        }
        return values | self._teller(channel) | told

    def _teller(self, channel: str) -> dict[str, Any]:
        if channel in (Channel.PATROL, Channel.GUARD) or not self._able:
            staff = self.rng.choice(self.crew.guards)
            return {"reporter_name": staff.name, "reporter_role": Reporter.STAFF}
        contact = self._caller(self.rng.choice(self._able))
        return {
            "reporter_name": contact.person.name,
            "salutation": contact.person.salutation,
            "reporter_role": contact.role,
            "phone": contact.phone,
        }

    def _caller(self, household: Household) -> Contact:
        """Mostly the first of the household."""
        contacts = household.contacts
        return contacts[0] if self.rng.random() < 0.65 else self.rng.choice(contacts)

    def _taken_by(self, at: datetime, channel: str) -> dict[str, Any]:
        hour = season.hour(at)
        who: Who = self.crew.desk(self.rng, hour)
        if channel == Channel.GUARD:
            who = self.rng.choice(self.crew.guards)
        return {
            "channel": channel,
            "rings": _drawn(self.rng, _RINGS) if channel == Channel.PHONE else None,
            "read_back": channel in SPOKEN,
            "first_handler_id": who.staff,
            "first_handler": who.name,
        }

    def _priority(self, usual: int) -> int:
        """The category's own, unless the clerk thinks otherwise: planned work is put off, and a
        leak behind a closed valve can wait until tomorrow.
        """
        draw = self.rng.random()
        if usual == 3 and draw < 0.09:
            return 4
        return 3 if usual == 2 and draw < 0.15 else usual

    def _charge(self, usual: str, household: Household) -> str:
        if usual == Charge.CHARGEABLE:
            pays = 0.6 if household.home.kind == HomeKind.SHOP else 0.44
            return Charge.CHARGEABLE if self.rng.random() < pays else Charge.FREE
        return usual


def _is_used(household: Household) -> bool:
    return household.home.occupancy not in (Occupancy.UNSOLD, Occupancy.VACANT)


def _drawn(rng: Random, choices: tuple[tuple[Any, int], ...]) -> Any:
    return rng.choices([each for each, _ in choices], [often for _, often in choices])[0]
