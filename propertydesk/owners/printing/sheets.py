"""What stands on the papers of the register: plain values, gathered by the queries."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.platform.printing import Text, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who prints, where and when."""

    company: Words
    community: Words
    hotline: str
    operator: str
    operator_no: str
    printed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TickLine:
    """One thing to agree to; ticked when it is agreed to already."""

    name: Words
    means: Words
    is_separate: bool
    is_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSheet:
    """The privacy notice for one person to sign."""

    desk: Desk
    number: str
    version: str
    notice: Words
    name: Text
    home: Text
    phone: str
    ticks: tuple[TickLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupant:
    """Somebody who lives there or is to be called; the phone is masked."""

    name: str
    relation: Text
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TenancyLine:
    """A tenant with term and payer."""

    name: str
    term: Text
    payer: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSheet:
    """The register form of one home (KF-03-2); `phone` is the signer's own and stands in full."""

    desk: Desk
    number: str
    home: Text
    area: str
    owner: Text
    share: str
    others: Text
    phone: str
    address: str
    language: str
    channel: Text
    quiet: str
    company_line: str
    contacts: tuple[Occupant, ...]
    occupants: tuple[Occupant, ...]
    vehicles: str
    spaces: str
    tenancies: tuple[TenancyLine, ...]
    version: str
    notice: Words
    ticks: tuple[TickLine, ...]
