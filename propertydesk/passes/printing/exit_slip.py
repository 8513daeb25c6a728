"""What stands on a large-item exit pass (form AB-03): plain values, gathered by the queries."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.platform.printing import Text, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipItem:
    """A line of the list; the quantity also stands in words, so that nothing can be added to it."""

    name: str
    spec: str
    quantity: int
    unit: str
    in_words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitSlip:
    """One exit pass on paper. Times are in the community's zone."""

    number: str
    code: str
    address: str
    company: Words
    community: Words
    office: str
    hotline: str
    printed_at: datetime
    reprint: int = 0
    voided_at: datetime | None = None

    asked_at: datetime
    home: Words
    applicant: str
    role: Words
    reason: Words
    basis: Words
    consent: Text = ""
    valid_from: datetime
    valid_to: datetime
    vehicle: str = ""
    fees: Words
    items: tuple[SlipItem, ...]
    pieces: int
    pieces_in_words: Words
    issued_by: str
