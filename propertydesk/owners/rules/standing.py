"""Records of the register laid out as plain values, to be compared with a workbook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from propertydesk.owners.rules import Tie
from propertydesk.owners.rules.cells import Door
from propertydesk.owners.rules.takeover import Identity, Row


class Mark(StrEnum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "errors"


WEIGHT = (Mark.UNCHANGED, Mark.CHANGED, Mark.ADDED, Mark.ERROR)
"""Of several rows in a line, the mark further behind is the line's."""


@dataclass
class Standing:
    """A record as it stands, or as it will: `id` is None until it is stored."""

    id: int | None
    values: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    is_new: bool = False

    def take(self, wanted: Mapping[str, Any]) -> list[str]:
        """Set what differs; gives the fields that were set."""
        differing = [key for key, value in wanted.items() if self.values.get(key) != value]
        for key in differing:
            self.before.setdefault(key, self.values.get(key))
            self.values[key] = wanted[key]
        return differing

    def set(self, wanted: Mapping[str, Any]) -> "list[Difference]":
        """Set what differs; gives each field before and after."""
        before = dict(self.values)
        return [Difference(key, before.get(key), self.values[key]) for key in self.take(wanted)]

    def as_new(self, fields: Iterable[str]) -> "list[Difference]":
        """What of these fields a new record brings."""
        return [Difference(key, None, self.values[key]) for key in fields]


@dataclass
class StandingPerson(Standing):
    """A person; `phones` are the live numbers in their order.

    Of an identity number only its fingerprint and mask are known; `identity` is a new one.
    """

    phones: list[str] = field(default_factory=list)
    phones_ended: list[str] = field(default_factory=list)
    phones_added: list[str] = field(default_factory=list)
    is_elsewhere: bool = False
    """An earlier chunk brings them; the check alone meets such people."""
    fingerprint: str | None = None
    masked: str = ""
    identity: Identity | None = None

    @property
    def name(self) -> str:
        """Their name."""
        return str(self.values["name"])


@dataclass
class StandingTie(Standing):
    """A place in a household."""

    person: StandingPerson = field(default_factory=lambda: StandingPerson(None, {}))


@dataclass
class StandingSpace(Standing):
    """A parking space; `home` is set when it is given to one."""

    home: "StandingHome | None" = None

    @property
    def number(self) -> str:
        """Its number."""
        return str(self.values["no"])

    def given(self, code: str) -> "list[Difference]":
        """That it is given to a home."""
        return [Difference("home", None, code)]


@dataclass
class StandingVehicle(Standing):
    """A vehicle; `home_code` is where it is entered, `space` a new one that it is given."""

    home_code: str = ""
    person: StandingPerson | None = None
    space: StandingSpace | None = None


@dataclass
class StandingHouse(Standing):
    """A building, or an entrance of one: what is said of it besides its homes."""


@dataclass
class StandingHome(Standing):
    """A home with everything that belongs to it."""

    door: Door = field(default_factory=lambda: Door("", "", ""))
    code: str = ""
    ended_on: date | None = None
    ties: list[StandingTie] = field(default_factory=list)
    vehicles: list[StandingVehicle] = field(default_factory=list)

    @property
    def owners(self) -> list[StandingTie]:
        """The owners' places."""
        return [tie for tie in self.ties if tie.values["tie"] == Tie.OWNER]


@dataclass
class Register:
    """The part of the register that some households touch."""

    homes: dict[str, StandingHome] = field(default_factory=dict)
    people: dict[tuple[str, str], StandingPerson] = field(default_factory=dict)
    vehicles: dict[str, StandingVehicle] = field(default_factory=dict)
    spaces: dict[str, StandingSpace] = field(default_factory=dict)
    buildings: dict[str, StandingHouse] = field(default_factory=dict)
    entrances: dict[tuple[str, str], StandingHouse] = field(default_factory=dict)
    ended_houses: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Difference:
    """One value that a row sets: the record's field, before and after."""

    field: str
    before: Any
    after: Any


@dataclass
class Outcome:
    """What became of one row, and of the records it speaks of."""

    row: Row
    mark: Mark
    differences: list[Difference] = field(default_factory=list)
    records: list[tuple[str, Mark]] = field(default_factory=list)
