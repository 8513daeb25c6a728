"""Facts that the register announces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class TenancyStarted:
    """Somebody rents a home from a day on.

    Announced because fees change their payer and the portal its visitors, and both live above.
    `fee_payer` is rules.tenancy.FeePayer, or "" while nobody has said.
    """

    home_id: int
    community_id: int
    person_id: int
    on: date
    fee_payer: str
    rent_includes_fee: bool
    actor: Any
    now: datetime


@dataclass(frozen=True)
class TenancyEnded:
    """All tenants have left a home.

    Announced because what they were let in for ends in the same transaction: passes, cards, portal,
    fees in their name (reliability W3). `person_ids` are tenants and those who left with them.
    """

    home_id: int
    community_id: int
    person_ids: tuple[int, ...]
    on: date
    actor: Any
    now: datetime


@dataclass(frozen=True)
class HomeTransferred:
    """A home has new owners, by sale or gift.

    Announced because fees from this day are the new owners' while arrears stay with the old, and
    passes and portal of those who left end at once. `left` are the people who went.
    """

    home_id: int
    community_id: int
    former_owners: tuple[int, ...]
    new_owners: tuple[int, ...]
    left: tuple[int, ...]
    on: date
    actor: Any
    now: datetime


@dataclass(frozen=True)
class HomeInherited:
    """The share of an owner who died has passed on to heirs.

    Announced because a dunning case paused for the inheritance goes on against the heirs, who owe
    up to what they inherited (Civil Code 1161).
    """

    home_id: int
    community_id: int
    deceased: tuple[int, ...]
    heirs: tuple[int, ...]
    on: date
    actor: Any
    now: datetime


@dataclass(frozen=True)
class PersonDied:
    """Somebody of the register has died.

    Announced because nobody may call them any more: calls that wait for them go to the next of the
    household, and letters stop.
    """

    person_id: int
    community_id: int
    on: date
    actor: Any
    now: datetime


@dataclass(frozen=True)
class PeopleErased:
    """People's data have been erased.

    Announced because records of higher domains hold a name and a number of whoever called.
    """

    person_ids: Sequence[int]
    now: datetime


@dataclass(frozen=True)
class PersonMerged:
    """Two rows were the same person; from now on there is one.

    Announced because higher domains keep references to people, and each moves its own. Documents
    that never change keep theirs: the old row stays and leads on.
    """

    from_id: int
    into_id: int
    community_id: int
    actor: Any
    now: datetime
