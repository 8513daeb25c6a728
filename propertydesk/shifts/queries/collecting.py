"""What is open for a post, and what its shift came to: told by the domains above, collected here.

A domain above declares what it has to say as a `Source`, a `Tally` or a `Takings`; the wiring
registers them. Nobody types what the system knows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from propertydesk.kernel.money import Money
from propertydesk.shifts.rules import PostKind

MOST_ITEMS = 30
"""Open matters of one source written into a hand-over; the others are counted."""


@dataclass(frozen=True)
class Asked:
    """Whose shift is asked about: from `since` until `until`, at a post of a kind."""

    community_id: int
    kind: PostKind
    staff_id: int
    since: datetime
    until: datetime


@dataclass(frozen=True)
class OpenItem:
    """One open matter: its number, what it is in both languages, until when, and what comes next.

    `next` is a catalogue entry. No names and no phone numbers: hand-overs are kept for good.
    """

    number: str
    zh: str
    en: str
    due: datetime | None
    next: str
    subject_type: str = ""
    subject_id: int = 0


@dataclass(frozen=True)
class Found:
    """Open matters of a source, the most pressing first, and how many there are in all."""

    total: int
    items: Sequence[OpenItem]


@dataclass(frozen=True)
class Source:
    """A kind of open matter, for posts of certain kinds; `label` is a catalogue entry."""

    key: str
    label: str
    kinds: frozenset[PostKind]
    collect: Callable[[Asked, int], Found]


@dataclass(frozen=True)
class Tally:
    """A figure of the shift; `label` is a catalogue entry."""

    key: str
    label: str
    kinds: frozenset[PostKind]
    count: Callable[[Asked], int]


@dataclass(frozen=True)
class Cash:
    """What a post's money comes to: `expected` where it is known and to be counted against, and
    further facts as (catalogue entry, text).
    """

    expected: Money | None = None
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Takings:
    """Where the money of a post is known."""

    kinds: frozenset[PostKind]
    tell: Callable[[Asked], Cash | None]


@dataclass
class _Registry:
    sources: list[Source] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    takings: list[Takings] = field(default_factory=list)


_known = _Registry()


def register(
    sources: Iterable[Source], tallies: Iterable[Tally], takings: Iterable[Takings]
) -> None:
    """Take what the domains above have to say; called once from the wiring."""
    _known.sources[:] = sources
    _known.tallies[:] = tallies
    _known.takings[:] = takings


@dataclass(frozen=True)
class Collected:
    """Everything for one hand-over, as it is written down and shown."""

    groups: Sequence[dict[str, Any]]
    figures: Sequence[dict[str, Any]]
    cash: Cash

    @property
    def open_count(self) -> int:
        """How many matters are open in all."""
        return sum(group["total"] for group in self.groups)


def collect(asked: Asked) -> Collected:
    """What is open for a post now, what the shift came to, and its money; one query or two each."""
    groups = [
        _group(source, source.collect(asked, MOST_ITEMS))
        for source in _known.sources
        if asked.kind in source.kinds
    ]
    figures = [
        {"key": each.key, "label": each.label, "count": each.count(asked)}
        for each in _known.tallies
        if asked.kind in each.kinds
    ]
    told = [each.tell(asked) for each in _known.takings if asked.kind in each.kinds]
    return Collected(groups, figures, _together([each for each in told if each]))


def _group(source: Source, found: Found) -> dict[str, Any]:
    return {
        "key": source.key,
        "label": source.label,
        "total": found.total,
        "items": [_frozen(item) for item in found.items],
    }


def _frozen(item: OpenItem) -> dict[str, Any]:
    return {
        "number": item.number,
        "zh": item.zh,
        "en": item.en,
        "due": item.due.isoformat() if item.due else None,
        "next": item.next,
        "type": item.subject_type,
        "id": item.subject_id,
    }


def _together(told: Sequence[Cash]) -> Cash:
    known = [each.expected for each in told if each.expected is not None]
    expected = sum(known, Money.zero) if known else None
    return Cash(expected, [fact for each in told for fact in each.facts])
