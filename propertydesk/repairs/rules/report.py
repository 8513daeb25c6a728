"""What a report of a fault must say before it becomes an order (domain.md A08-A11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.repairs.rules.words import (
    PRIORITY_WORDS,
    Channel,
    Charge,
    CommonArea,
    Reporter,
)

#: Channels in which somebody listens, so that what was noted can be read back (A08).
SPOKEN = frozenset({Channel.PHONE, Channel.DESK})
LONGEST_VISIT = timedelta(hours=12)
FURTHEST_VISIT = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report as it was taken down.

    `home_id` or `area` tells the place; `phone` is the number for this order and never changes the
    register (A10). Without `priority` and `charge` the category's own count.
    """

    channel: str
    category: str
    description: str
    home_id: int | None = None
    area: str = ""
    place: str = ""
    reporter_id: int | None = None
    reporter_name: str = ""
    salutation: str = ""
    reporter_role: str = Reporter.OWNER
    phone: str = ""
    priority: int | None = None
    charge: str = ""
    appointment_from: datetime | None = None
    appointment_to: datetime | None = None
    rings: int | None = None
    read_back: bool = False
    original_id: int | None = None


def check(report: Report, now: datetime) -> None:
    """Raise Invalid, naming the field, unless matter, place and phone are there and read back (A09)."""
    _known(report.channel, Channel, "channel")
    _known(report.reporter_role, Reporter, "reporter_role")
    if report.charge:
        _known(report.charge, Charge, "charge")
    if report.priority is not None and report.priority not in PRIORITY_WORDS:
        raise Invalid(N_("Choose from the list."), field="priority")
    _check_place(report)
    if not report.description:
        raise Invalid(N_("Write down what is to be repaired."), field="description")
    if report.home_id is not None and not report.phone:
        raise Invalid(N_("A repair inside a home needs a phone number."), field="phone")
    if not report.reporter_name and report.reporter_role != Reporter.ANONYMOUS:
        raise Invalid(N_("Write down who reports it."), field="reporter_name")
    check_appointment(report.appointment_from, report.appointment_to, now)
    if report.channel in SPOKEN and not report.read_back:
        raise Invalid(N_("Read it back to the caller first, then tick here."), field="read_back")


def check_appointment(start: datetime | None, end: datetime | None, now: datetime) -> None:
    """Raise Invalid unless both ends are given in order, not over yet, within sixty days; or neither."""
    if start is None and end is None:
        return
    if start is None or end is None:
        missing = "appointment_from" if start is None else "appointment_to"
        raise Invalid(N_("An appointment has a beginning and an end."), field=missing)
    if end <= start or end - start > LONGEST_VISIT:
        raise Invalid(
            N_("The end comes after the beginning, on the same day."), field="appointment_to"
        )
    if end <= now:
        raise Invalid(N_("This time has passed."), field="appointment_from")
    if start - now > FURTHEST_VISIT:
        raise Invalid(N_("Appointments are made for the next 60 days."), field="appointment_from")


def _check_place(report: Report) -> None:
    if report.home_id is None and not report.area:
        raise Invalid(N_("Which home or common area is it?"), field="home")
    if report.home_id is not None and report.area:
        raise Invalid(N_("Choose the home or a common area, not both."), field="home")
    if report.area:
        _known(report.area, CommonArea, "area")


def _known(value: str, choices: type[StrEnum], field: str) -> None:
    if value not in set(choices):
        raise Invalid(N_("Choose from the list."), field=field)
