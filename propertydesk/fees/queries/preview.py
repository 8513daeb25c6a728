"""What a billing run would post: counts and totals by item, what is left out, what has jumped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, text

from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem
from propertydesk.fees.queries.pieces import FRESH, Scope, day_literal, with_pieces
from propertydesk.fees.rules.settings import DEVELOPER
from propertydesk.platform.db import db
from propertydesk.platform.settings import value

MOST_SHOWN = 100


@dataclass(frozen=True)
class Due:
    """An item and a period that a run covers."""

    item: ChargeItem
    period: rules.Period


def dues(community_id: int, month: date, item_ids: Sequence[int], *, catch_up: bool) -> list[Due]:
    """What falls to be charged in a month, item by item, missed periods first if asked for."""
    query = select(ChargeItem).where(
        ChargeItem.community_id == community_id, ChargeItem.basis != rules.Basis.ONCE
    )
    if item_ids:
        query = query.where(ChargeItem.id.in_(item_ids))
    found = []
    for item in db.session.scalars(query.order_by(ChargeItem.code)):
        cycle, timing = rules.Cycle(item.cycle), rules.Timing(item.timing)
        if catch_up:
            missed = rules.periods_charged_before(cycle, timing, month, item.starts_on)
            found += [Due(item, period) for period in missed]
        current = rules.period_charged_in(cycle, timing, month)
        found += [Due(item, current)] if current else []
    return [due for due in found if _is_in_use(due)]


def scope_of(
    due: Due, building_ids: tuple[int, ...] | None = None, *, only_missing: bool = False
) -> Scope:
    """The statement's scope for a due, in some buildings or all."""
    developer = bool(value(due.item.community_id, DEVELOPER))
    return Scope(due.item, due.period, building_ids, developer, only_missing)


def preview(due: Due, *, jump_percent: int) -> dict[str, Any]:
    """The figures of one item and period, ready to be kept with the run; amounts in fen."""
    scope = scope_of(due)
    counts = _counts(scope)
    before = _before(scope)
    count, total = counts.get(("", 1), (0, 0))
    return {
        **posted_line(due, count, total),
        "present": counts.get(("", 0), (0, 0))[0],
        "before_count": before[0],
        "before_total": before[1],
        "left_out": {
            reason: count
            for (reason, _fresh), (count, _sum) in sorted(counts.items())
            if reason not in ("", "nothing")
        },
        "left_homes": _left_homes(scope),
        "jumps": _jumps(scope, jump_percent),
    }


def posted_line(due: Due, count: int, total: int) -> dict[str, Any]:
    """The same figures of an item and period that has been posted: `count` receivables, in fen."""
    scope = scope_of(due)
    return {
        "item_id": due.item.id,
        "code": due.item.code,
        "zh": due.item.name_zh,
        "en": due.item.name_en,
        "period": due.period.starts_on.isoformat(),
        "months": due.period.months,
        "due_on": scope.due_on.isoformat(),
        "count": count,
        "total": total,
        "present": 0,
        "before_count": 0,
        "before_total": 0,
        "left_out": {},
        "left_homes": [],
        "jumps": [],
    }


def _is_in_use(due: Due) -> bool:
    scope = Scope(due.item, due.period, None, has_developer=True)
    return scope.since < scope.until


def _counts(scope: Scope) -> dict[tuple[str, int], tuple[int, int]]:
    """Pieces and fen by reason and by whether they are still to be posted (1) or there (0)."""
    statement = f"""{with_pieces(scope)}
        SELECT reason, fresh, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM (
            SELECT c.reason, c.amount, CASE WHEN x.id IS NULL THEN 1 ELSE 0 END AS fresh
            FROM charged c {FRESH} WHERE c.reason <> 'nothing'
        ) y GROUP BY reason, fresh"""
    return {(row[0], row[1]): (row[2], row[3]) for row in db.session.execute(text(statement))}


def _before(scope: Scope) -> tuple[int, int]:
    """Live receivables of the period before, and their fen."""
    statement = f"""SELECT COUNT(*), COALESCE(CAST(SUM(r.amount) AS BIGINT), 0)
        FROM receivables r JOIN receivable_balances b ON b.receivable_id = r.id
        WHERE r.period = {day_literal(scope.period.previous.starts_on)}
          AND r.item_id = {scope.item.id} AND NOT b.is_void"""
    row = db.session.execute(text(statement)).one()
    return row[0], row[1]


def _left_homes(scope: Scope) -> list[list[str]]:
    """The first homes left out: code (with the space's number) and reason."""
    statement = f"""{with_pieces(scope)}
        SELECT h.code, s.no, c.reason FROM charged c JOIN homes h ON h.id = c.home_id
        LEFT JOIN parking_spaces s ON s.id = c.space_id
        WHERE c.reason NOT IN ('', 'nothing') ORDER BY h.sort_code, s.no LIMIT {MOST_SHOWN}"""
    rows = db.session.execute(text(statement))
    return [[" ".join(filter(None, (code, no))), reason] for code, no, reason in rows]


def _jumps(scope: Scope, percent: int) -> list[list[Any]]:
    """Homes whose amount differs from the last period by more than `percent`: code, before, now."""
    place = "space_id" if scope.item.basis == rules.Basis.SPACE else "home_id"
    previous = day_literal(scope.period.previous.starts_on)
    statement = f"""{with_pieces(scope)},
        fresh AS (SELECT c.home_id, c.place_id, SUM(c.amount) AS fen FROM charged c
            WHERE c.reason = '' GROUP BY c.home_id, c.place_id),
        past AS (SELECT r.{place} AS place_id, SUM(r.amount) AS fen
            FROM receivables r JOIN receivable_balances b ON b.receivable_id = r.id
            WHERE r.period = {previous} AND r.item_id = {scope.item.id} AND NOT b.is_void
            GROUP BY r.{place})
        SELECT h.code, CAST(past.fen AS BIGINT), CAST(fresh.fen AS BIGINT)
        FROM fresh JOIN past ON past.place_id = fresh.place_id JOIN homes h ON h.id = fresh.home_id
        WHERE ABS(fresh.fen - past.fen) * 100 > past.fen * {percent}
        ORDER BY ABS(fresh.fen - past.fen) DESC, h.sort_code LIMIT {MOST_SHOWN}"""
    return [list(row) for row in db.session.execute(text(statement))]
