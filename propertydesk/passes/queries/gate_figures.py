"""Figures of the gates over a span of days: entries by hour, refusals by reason, what went wrong.

Counted in the database, in the community's time; each figure is the length of a list.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, cast, extract, func, select

from propertydesk.kernel.clock import day_start, local
from propertydesk.passes.models import ExitCheck, Gate, PassUse
from propertydesk.passes.models.visits import CourierCount, Visit
from propertydesk.passes.rules import Answer, PassKind, Result, Way
from propertydesk.passes.rules.figures import Entry
from propertydesk.passes.rules.visits import Refusal, State
from propertydesk.platform.db import db

HOURS = range(24)
Counted = Select[*tuple[Any, ...]]
U, V, C = PassUse, Visit, CourierCount
_DAY = 24 * 60


@dataclass(frozen=True)
class Span:
    """Days of a community, both included, on the clock of `zone`; one gate, or all of them."""

    community_id: int
    first: date
    last: date
    zone: str
    gate_id: int | None = None

    @property
    def start(self) -> datetime:
        """The first instant."""
        return day_start(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        return day_start(self.last + timedelta(days=1), self.zone)


@dataclass(frozen=True)
class GateLine:
    """What happened at one gate."""

    gate: Gate
    entries: int
    couriers: int
    items_out: int
    refused: int
    turned_away: int
    overstays: int
    mismatches: int
    forced: int


@dataclass(frozen=True)
class Figures:
    """All figures of a span; counters are zero for what did not happen."""

    by_hour: dict[int, Counter[Entry]]
    refused: Counter[Answer]
    turned_away: Counter[Refusal]
    results: Counter[Result]
    overstays: int
    forced: int
    gates: list[GateLine]

    @property
    def entries(self) -> Counter[Entry]:
        """Of all hours."""
        return sum(self.by_hour.values(), Counter())

    @property
    def mismatches(self) -> int:
        """Exit passes of which a part or nothing went out, each time a guard said so."""
        return self.results[Result.PART] + self.results[Result.REFUSED]


class _Tally:
    """Counts by gate while the rows are read."""

    def __init__(self) -> None:
        self.by_hour: dict[int, Counter[Entry]] = {each: Counter() for each in HOURS}
        self.refused: Counter[Answer] = Counter()
        self.turned_away: Counter[Refusal] = Counter()
        self.results: Counter[Result] = Counter()
        self.gates: dict[int | None, Counter[str]] = {}

    def at(self, gate_id: int | None) -> Counter[str]:
        return self.gates.setdefault(gate_id, Counter())

    def total(self, name: str) -> int:
        return sum(each[name] for each in self.gates.values())


def figures(span: Span) -> Figures:
    """Count everything."""
    tally = _Tally()
    _take_uses(tally, span)
    _take_couriers(tally, span)
    for gate_id, result, count in db.session.execute(_checks(span)):
        tally.results[Result(result)] += count
        tally.at(gate_id)["mismatches"] += count if result != Result.ALL else 0
    for gate_id, refusal, count in db.session.execute(_refused_visits(span)):
        tally.turned_away[Refusal(refusal)] += count
        tally.at(gate_id)["turned_away"] += count
    for gate_id, count in db.session.execute(_overstays(span)):
        tally.at(gate_id)["overstays"] += count
    return Figures(
        by_hour=tally.by_hour,
        refused=tally.refused,
        turned_away=tally.turned_away,
        results=tally.results,
        overstays=tally.total("overstays"),
        forced=tally.total("forced"),
        gates=list(_lines(tally, span)),
    )


def gates(community_id: int) -> list[Gate]:
    """All gates there are or were."""
    query = select(Gate).filter_by(community_id=community_id)
    return list(db.session.scalars(query.order_by(Gate.number)))


def _take_uses(tally: _Tally, span: Span) -> None:
    for since, until, offset in _clocks(span):
        query = _uses(span, since, until, offset)
        for gate_id, kind, way, answer, hour, through, forced, count in db.session.execute(query):
            here = tally.at(gate_id)
            here["forced"] += count if forced else 0
            if not through:
                tally.refused[Answer(answer)] += count
                here["refused"] += count
                continue
            entry = Entry.of(PassKind(kind), Way(way))
            if entry is not None:
                tally.by_hour[hour][entry] += count
                here["items_out" if entry is Entry.ITEMS else "entries"] += count


def _take_couriers(tally: _Tally, span: Span) -> None:
    query = (
        select(C.gate_id, C.hour, cast(func.sum(C.couriers), Integer))
        .where(C.community_id == span.community_id, C.day.between(span.first, span.last))
        .group_by(C.gate_id, C.hour)
    )
    for gate_id, hour, count in db.session.execute(_at_gate(query, C.gate_id, span)):
        tally.by_hour[hour][Entry.COURIERS] += count
        tally.at(gate_id)["couriers"] += count


def _uses(span: Span, since: datetime, until: datetime, offset: int) -> Counted:
    """Uses by gate, kind, way, answer and hour on a clock `offset` minutes from UTC."""
    minutes = cast(extract("hour", U.at), Integer) * 60 + cast(extract("minute", U.at), Integer)
    told = (
        select(
            U.gate_id,
            U.kind,
            U.way,
            U.answer,
            ((minutes + _DAY + offset) // 60 % 24).label("hour"),
            U.use_no.is_not(None).label("through"),
            U.forced,
        )
        .where(U.community_id == span.community_id, U.at >= since, U.at < until)
        .subquery()
    )
    columns = tuple(told.c)
    query = select(*columns, func.count()).group_by(*columns)
    return _at_gate(query, told.c.gate_id, span)


def _checks(span: Span) -> Counted:
    query = (
        select(U.gate_id, ExitCheck.result, func.count())
        .join(ExitCheck, ExitCheck.use_id == U.id)
        .where(U.community_id == span.community_id, U.at >= span.start, U.at < span.end)
        .group_by(U.gate_id, ExitCheck.result)
    )
    return _at_gate(query, U.gate_id, span)


def _refused_visits(span: Span) -> Counted:
    query = (
        select(V.entry_gate_id, V.refusal, func.count())
        .where(V.community_id == span.community_id, V.state == State.DENIED)
        .where(V.state_since >= span.start, V.state_since < span.end)
        .group_by(V.entry_gate_id, V.refusal)
    )
    return _at_gate(query, V.entry_gate_id, span)


def _overstays(span: Span) -> Counted:
    query = (
        select(V.entry_gate_id, func.count())
        .where(V.community_id == span.community_id)
        .where(V.overstayed_at >= span.start, V.overstayed_at < span.end)
        .group_by(V.entry_gate_id)
    )
    return _at_gate(query, V.entry_gate_id, span)


def _at_gate(query: Counted, gate_id: Any, span: Span) -> Counted:
    return query if span.gate_id is None else query.where(gate_id == span.gate_id)


def _lines(tally: _Tally, span: Span) -> Iterable[GateLine]:
    for gate in gates(span.community_id):
        found = tally.gates.get(gate.id, Counter())
        asked = span.gate_id in (None, gate.id)
        if asked and (gate.ended_on is None or found.total()):
            yield GateLine(
                gate=gate,
                **{name: found[name] for name in GateLine.__annotations__ if name != "gate"},
            )


def _clocks(span: Span) -> Iterator[tuple[datetime, datetime, int]]:
    """Parts of the span in which the wall clock stays as far from UTC, with how many minutes.

    One part, but where clocks are put forward and back.
    """
    since, offset = span.start, _offset(span.start, span.zone)
    day = span.first
    while day < span.last:
        day += timedelta(days=1)
        start = day_start(day, span.zone)
        if _offset(start, span.zone) != offset:
            yield since, start, offset
            since, offset = start, _offset(start, span.zone)
    yield since, span.end, offset


def _offset(instant: datetime, zone: str) -> int:
    away = local(instant, zone).utcoffset() or timedelta()
    return int(away.total_seconds()) // 60
