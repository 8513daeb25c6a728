"""What a check or an import has to tell: counts by kind of record, and the first of everything."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from propertydesk.owners.rules.standing import WEIGHT, Mark, Outcome
from propertydesk.owners.rules.takeover import Row

KINDS = ("homes", "people", "ties", "vehicles", "spaces", "doors")
MOST_SHOWN = 60
"""Changes, faults and additions of which a report shows the first so many, of each."""


@dataclass
class Report:
    """Counts of rows and records, and examples; made of and into plain values for storage.

    A row is a line of the file, whatever number of records it speaks of. `passed` tells what of
    the file has no place here: sheet, heading, why, how often.
    """

    layout: str = "own"
    passed: list[list[Any]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Mark, 0))
    records: dict[str, dict[str, int]] = field(
        default_factory=lambda: {kind: dict.fromkeys(Mark, 0) for kind in KINDS}
    )
    shown: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {str(mark): [] for mark in (Mark.ADDED, Mark.CHANGED, Mark.ERROR)}
    )

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Report":
        """The report as it was stored; an empty one when nothing is."""
        report = cls()
        if stored:
            report.rows = {mark: stored[mark] for mark in Mark}
            report.records |= stored["records"]
            report.shown = stored["shown"]
            report.layout = stored.get("layout", report.layout)
            report.passed = stored.get("passed", [])
        return report

    def stored(self) -> dict[str, Any]:
        """Plain values: `read`, `added`, `changed`, `unchanged`, `errors`, and the rest."""
        return {
            "read": sum(self.rows.values()),
            **{str(mark): count for mark, count in self.rows.items()},
            "layout": self.layout,
            "passed": self.passed,
            "records": self.records,
            "shown": self.shown,
        }

    def add(self, outcomes: Iterable[Outcome], *, mask: Callable[[str, Any], Any]) -> None:
        """Count what became of some rows; `mask` turns a field's value into what may be kept."""
        outcomes = list(outcomes)
        for mark in marks_of(outcomes).values():
            self.rows[mark] += 1
        for outcome in outcomes:
            for kind, mark in outcome.records:
                self.records[kind][mark] += 1
            shown = self.shown.get(str(outcome.mark))
            if shown is not None and len(shown) < MOST_SHOWN:
                shown.append(_example(outcome, mask))


def marks_of(outcomes: Iterable[Outcome]) -> dict[tuple[str, int], Mark]:
    """What became of each line, by its sheet and number: of several rows, the weightiest."""
    marks: dict[tuple[str, int], Mark] = {}
    for outcome in outcomes:
        where = outcome.row.where
        marks[where] = weightier(marks.get(where, outcome.mark), outcome.mark)
    return marks


def weightier(one: Mark, other: Mark) -> Mark:
    """Of two marks of a line the one that tells more."""
    return max(one, other, key=WEIGHT.index)


def _example(outcome: Outcome, mask: Callable[[str, Any], Any]) -> dict[str, Any]:
    row = outcome.row
    return {
        "sheet": str(row.sheet),
        "place": row.place,
        "row": row.number,
        "home": row.door.code if row.door else "",
        "name": row.values.get("name") or row.values.get("plate") or "",
        "faults": faults_of(row),
        "notes": notes_of(row),
        "differences": [
            [each.field, mask(each.field, each.before), mask(each.field, each.after)]
            for each in outcome.differences
        ],
    }


def notes_of(row: Row) -> list[list[Any]]:
    """What of a row was left out, as plain values."""
    return [[note.column, note.text, dict(note.values)] for note in row.notes]


def faults_of(row: Row) -> list[list[Any]]:
    """Why a row was refused, as plain values: column, catalogue entry, its values."""
    return [[fault.column, fault.text, dict(fault.values)] for fault in row.faults]
