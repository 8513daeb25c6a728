"""Records of the register laid out as plain values, to be compared with a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from propertydesk.owners.rules import Tie
from propertydesk.owners.rules.cells import Door
from propertydesk.owners.rules.takeover import Row


class Mark(StrEnum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "errors"


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


@dataclass
class StandingPerson(Standing):
    """A person; `phones` are the live numbers in their order."""

    phones: list[str] = field(default_factory=list)
    phones_ended: list[str] = field(default_factory=list)
    phones_added: list[str] = field(default_factory=list)
    is_elsewhere: bool = False
    """An earlier chunk brings them; the check alone meets such people."""

    @property
    def name(self) -> str:
        """Their name."""
        return str(self.values["name"])


@dataclass
class StandingTie(Standing):
    """A place in a household."""

    person: StandingPerson = field(default_factory=lambda: StandingPerson(None, {}))


@dataclass
class StandingVehicle(Standing):
    """A vehicle; `home_code` is where it is entered."""

    home_code: str = ""
    person: StandingPerson | None = None


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
    spaces: dict[str, int] = field(default_factory=dict)
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
