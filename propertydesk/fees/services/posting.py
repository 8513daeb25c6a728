"""Posting a billing run: one statement for an item, a period and some buildings, once each.

What is to be done is written down when the run is approved: a task that was killed goes on with
the same list, whatever became of the buildings since. When all of it stands, each group of
buildings is announced, so that money paid ahead is set off; the last one closes the run.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, text

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Building, Home
from propertydesk.fees import queries, rules
from propertydesk.fees.events import BillsPosted
from propertydesk.fees.models import BillingRun, ChargeItem, Receivable
from propertydesk.fees.queries.pieces import FRESH, Scope, day_literal, with_pieces, with_standing
from propertydesk.fees.queries.preview import Due, scope_of
from propertydesk.fees.rules.settings import DEVELOPER
from propertydesk.fees.services.closing import check_open
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform import events, tasks, workflow
from propertydesk.platform.access import system_actor
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.db import db, lock
from propertydesk.platform.settings import value
from propertydesk.platform.tasks import Progress, Task
from propertydesk.platform.types import UtcDateTime

KIND = "billing-run"

#: Homes of one transaction, about: buildings are taken together until they make so many.
CHUNK = 1_000

_BALANCES = text("""
    INSERT INTO receivable_balances (receivable_id, community_id, home_id, due_on, amount,
        adjusted, waived, paid, open, is_void, is_disputed)
    SELECT id, community_id, home_id, due_on, amount, 0, 0, 0, amount, FALSE, FALSE
    FROM receivables WHERE id > :before AND run_id = :run_id
""")
_ADDED = text("""
    SELECT COUNT(*), COALESCE(CAST(SUM(amount) AS BIGINT), 0)
    FROM receivables WHERE id > :before AND run_id = :run_id
""")


@dataclass(frozen=True)
class Chunk:
    """One transaction's work."""

    item_id: int
    period: rules.Period
    building_ids: tuple[int, ...]


@dataclass(frozen=True)
class Posted:
    """What was added, what was there already, and the fen added."""

    added: int
    present: int
    total: int


@dataclass(frozen=True)
class Work:
    """What a run has to do, in this order: the chunks, then the groups to announce."""

    chunks: list[Chunk]
    groups: list[tuple[int, ...]]

    @property
    def count(self) -> int:
        """Its steps, each a transaction."""
        return len(self.chunks) + len(self.groups)


def plan(run: BillingRun) -> dict[str, Any]:
    """The work of a run as its task keeps it."""
    dues = queries.dues(run.community_id, run.month, run.item_ids, catch_up=run.catch_up)
    return {
        "run_id": run.id,
        "dues": [[due.item.id, f"{due.period.starts_on}", due.period.months] for due in dues],
        "groups": _building_groups(run.community_id),
    }


def prepare(task: Task) -> Work:
    """The plan cut into chunks."""
    groups = [tuple(group) for group in task.params["groups"]]
    dues = [
        (item_id, rules.Period(date.fromisoformat(starts_on), months))
        for item_id, starts_on, months in task.params["dues"]
    ]
    return Work([Chunk(*due, group) for due in dues for group in groups], groups)


def step(task: Task, progress: Progress) -> None:
    """Post one chunk or announce one group and note how far the run is; the last closes the run."""
    work: Work = progress.material
    progress.expect(work.count)
    run = db.session.get_one(BillingRun, task.params["run_id"])
    lock(run)
    now, done = clock_now(), task.done_count
    if done < len(work.chunks):
        _post(run, work.chunks[done], now)
    elif done < work.count:
        _announce(run, work.groups[done - len(work.chunks)], now)
    progress.advance(int(done < work.count), N_("%(count)s receivables posted"), count=run.added)
    if task.done_count >= work.count:
        progress.report({"run_id": run.id, "added": run.added, "present": run.present})
        progress.finish(N_("%(count)s receivables posted"), count=run.added)
        workflow.apply(
            rules.RUN,
            run,
            "finish",
            actor=system_actor(run.community_id),
            now=now,
            note=f"{run.added} · ¥{run.total.grouped}",
        )


TASK = tasks.TaskKind(KIND, N_("Billing run"), step, prepare)


def post_month(run_id: int, *, now: datetime) -> None:
    """Post everything of a run at once, and keep with it what was posted in place of a preview.

    For history that is made up or taken over, in the transaction of whoever does it; a run that
    people prepare goes through its task.
    """
    run = db.session.get_one(BillingRun, run_id)
    booked_on = business_date(now, estate.zone_of(run.community_id))
    lines = []
    for due in queries.dues(run.community_id, run.month, run.item_ids, catch_up=False):
        posted = post_scope(run.id, scope_of(due, only_missing=True), booked_on=booked_on, now=now)
        _count(run, posted)
        lines.append(queries.posted_line(due, posted.added, posted.total))
    run.preview = {"lines": lines}
    db.session.flush()


def post_scope(run_id: int, scope: Scope, *, booked_on: date, now: datetime) -> Posted:
    """Insert what a scope owes and is not there yet, with its balances.

    The unique keys stand behind it: whoever posts the same at the same moment adds nothing.
    """
    live, void = _standing_counts(scope)
    scope = replace(scope, is_fresh=not (live or void))
    before = int(db.session.scalar(select(func.coalesce(func.max(Receivable.id), 0))) or 0)
    developer = value(scope.item.community_id, DEVELOPER)
    statement = text(_insert(scope, run_id, booked_on)).bindparams(
        bindparam("now", now, type_=UtcDateTime()), bindparam("developer", developer)
    )
    db.session.execute(statement)
    new = {"before": before, "run_id": run_id}
    db.session.execute(_BALANCES, new)
    added, total = db.session.execute(_ADDED, new).one()
    return Posted(added, live, total)


def _standing_counts(scope: Scope) -> tuple[int, int]:
    """Live and void receivables that stand for the scope already."""
    query = f"{with_standing(scope)} SELECT is_void, COUNT(*) FROM standing GROUP BY is_void"
    counts = {row[0]: row[1] for row in db.session.execute(text(query))}
    return counts.get(0, 0), counts.get(1, 0)


def _post(run: BillingRun, chunk: Chunk, now: datetime) -> None:
    item = db.session.get_one(ChargeItem, chunk.item_id)
    lock(item)  # one run at a time posts an item, and its prices stand still meanwhile
    booked_on = business_date(now, estate.zone_of(run.community_id))
    check_open(run.community_id, booked_on)
    scope = scope_of(Due(item, chunk.period), chunk.building_ids, only_missing=True)
    _count(run, post_scope(run.id, scope, booked_on=booked_on, now=now))


def _announce(run: BillingRun, building_ids: tuple[int, ...], now: datetime) -> None:
    by = system_actor(run.community_id)
    events.announce(BillsPosted(run.community_id, run.id, run.month, building_ids, by, now))


def _count(run: BillingRun, posted: Posted) -> None:
    run.added += posted.added
    run.present += posted.present
    run.total += Money(posted.total)


def _insert(scope: Scope, run_id: int, booked_on: date) -> str:
    period = day_literal(scope.period.starts_on)
    return f"""
    INSERT INTO receivables (community_id, run_id, item_id, home_id, space_id, price_id, payer_id,
        payer_role, payer_name, period, starts_on, ends_on, booked_on, due_on, quantity, price,
        surcharge, months_part, months_whole, percent, rounding, amount, words, replaces_id,
        created_at)
    {with_pieces(scope)}
    SELECT {scope.item.community_id}, {run_id}, {scope.item.id}, c.home_id, c.space_id, c.price_id,
        CASE WHEN c.payer_id > 0 THEN c.payer_id END, c.payer_role,
        COALESCE(n.name, CAST(:developer AS VARCHAR(80))), {period}, c.starts_on, c.ends_on,
        {day_literal(booked_on)}, {day_literal(scope.due_on)}, c.quantity, c.price, c.surcharge,
        c.months_part, c.months_whole, c.percent, c.rounding, c.amount, '',
        COALESCE(v.id, 0), :now
    FROM charged c LEFT JOIN people n ON n.id = c.payer_id
    {FRESH}
    LEFT JOIN (SELECT place_id, starts_on, MAX(id) AS id FROM standing WHERE is_void = 1
        GROUP BY place_id, starts_on) v ON v.place_id = c.place_id AND v.starts_on = c.starts_on
    WHERE c.reason = '' AND x.id IS NULL
    ORDER BY c.place_id, c.starts_on
    ON CONFLICT DO NOTHING"""


def _building_groups(community_id: int) -> list[list[int]]:
    """The buildings in order, together until they make about CHUNK homes."""
    query = (
        select(Building.id, func.count(Home.id))
        .join(Home, Home.building_id == Building.id)
        .where(Building.community_id == community_id)
        .group_by(Building.id)
        .order_by(Building.id)
    )
    groups: list[list[int]] = []
    size = CHUNK
    for building_id, homes in db.session.execute(query):
        if size >= CHUNK:
            groups.append([])
            size = 0
        groups[-1].append(building_id)
        size += homes
    return groups
