"""Two rows that are one person: what may stay from which, and how their ties join (pure)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import WHOLE

#: Facts of a person that stay from one row or the other, with the columns that belong together.
FACTS = {
    "name": ("name",),
    "kind": ("kind",),
    "salutation": ("salutation",),
    "language": ("language",),
    "notice_address": ("notice_address",),
    "note": ("note",),
    "wishes": ("channel", "quiet_from", "quiet_until"),
    "contact": ("contact_person", "contact_role"),
    "credit_code": ("credit_code",),
    "death": ("died_on", "death_source"),
}

#: Rows that share a number are compared up to so many; a company's desk is nobody's own number.
MOST_ALIKE = 8


class Reason(StrEnum):
    """Why two rows may be one person, the strongest first."""

    IDENTITY = "identity"
    PHONE = "phone"
    HOME = "home"


RANKS = {Reason.IDENTITY: 1, Reason.HOME: 2, Reason.PHONE: 3}
REASON_WORDS = {
    Reason.IDENTITY: N_("Same identity number"),
    Reason.HOME: N_("Same name, same home"),
    Reason.PHONE: N_("Same phone"),
}
REASON_TONES = {Reason.IDENTITY: Tone.RED, Reason.HOME: Tone.AMBER, Reason.PHONE: Tone.BLUE}


@dataclass(frozen=True)
class Span:
    """What a tie says of time and share."""

    starts_on: date | None
    lease_ends_on: date | None
    share: int | None


def joined(one: Span, other: Span) -> Span:
    """Two ties of one person to one home as one: the earlier beginning, the later end of the lease,
    the shares together (in 0.01 %).
    """
    starts = [each for each in (one.starts_on, other.starts_on) if each]
    leases = [each for each in (one.lease_ends_on, other.lease_ends_on) if each]
    owned = [each for each in (one.share, other.share) if each is not None]
    return Span(
        min(starts, default=None),
        max(leases, default=None),
        min(sum(owned), WHOLE) if owned else None,
    )
