"""What an import did, kept so that it can be taken back: records added and values changed.

Of an added record only a digest is kept, by which a later change is seen; of a changed one the
values before and after. Everything is plain values, ready to be sealed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from propertydesk.kernel.words import N_

#: The tables that an import writes, in the order in which rows can be taken out again.
TABLES = (
    "vehicles",
    "household_ties",
    "person_phones",
    "people",
    "parking_spaces",
    "homes",
    "entrances",
    "buildings",
)
TABLE_WORDS = {
    "vehicles": N_("Vehicles"),
    "household_ties": N_("Places in households"),
    "person_phones": N_("Phone numbers"),
    "people": N_("People"),
    "parking_spaces": N_("Parking spaces"),
    "homes": N_("Homes and shops"),
    "entrances": N_("Entrances"),
    "buildings": N_("Buildings"),
}
SUBJECTS = {
    "vehicles": "vehicle",
    "household_ties": "tie",
    "people": "person",
    "parking_spaces": "space",
    "homes": "home",
    "entrances": "entrance",
    "buildings": "building",
}


@dataclass
class Entry:
    """One record: `changes` map columns to before and after, as plain values."""

    table: str
    id: int
    is_new: bool
    digest: str
    changes: dict[str, list[Any]] = field(default_factory=dict)

    def stored(self) -> list[Any]:
        """Plain values for storage."""
        return [self.table, self.id, self.is_new, self.digest, self.changes]

    def followed_by(self, later: "Entry") -> "Entry":
        """What both did to the record together: first before, last after."""
        changes = {name: list(pair) for name, pair in self.changes.items()}
        for name, (before, after) in later.changes.items():
            changes[name] = [changes.get(name, [before])[0], after]
        return Entry(self.table, self.id, self.is_new, later.digest, changes)


def merged(entries: Iterable[Entry]) -> dict[tuple[str, int], Entry]:
    """One entry for each record, of entries in the order in which they were stored."""
    found: dict[tuple[str, int], Entry] = {}
    for entry in entries:
        key = entry.table, entry.id
        found[key] = found[key].followed_by(entry) if key in found else entry
    return found


def digest_of(row: Mapping[str, Any]) -> str:
    """By what a record is known to be as it was; columns without a value do not count, so that a
    later version of the program may add some.
    """
    plain = {name: plain_value(value) for name, value in sorted(row.items()) if value}
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()[:24]


def plain_value(value: Any) -> Any:
    """A column's value as JSON may hold it."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def column_value(kind: type, plain: Any) -> Any:
    """A plain value as a column of this Python type takes it."""
    if plain is None:
        return None
    if kind is bytes:
        return bytes.fromhex(plain)
    return kind.fromisoformat(plain) if kind in (date, datetime, time) else plain
