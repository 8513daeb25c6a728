"""Looking through the whole chain of seals as a background task, for the page."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.seals import chain, checking
from propertydesk.platform.tasks import Progress, Task, TaskKind

KIND = "check-seals"
MOST_KEPT = 50
_AT_ONCE = 10_000

ACTIONS = {"task.check_seals": ActionWords(N_("Check of the seals asked for"), "shield-check")}


def order_check(*, actor: Actor, now: datetime) -> Task:
    """Ask for the chain to be recomputed from its first seal to the present last one."""
    newest = chain.head()
    task = tasks.enqueue(KIND, {"last": newest.seq if newest else 0}, actor=actor, now=now)
    activity.record(actor=actor, now=now, action="task.check_seals", subject=task)
    return task


def last_check() -> Task | None:
    """The newest check that came to its end, with what it found in `outcome`."""
    over = select(Task).where(Task.kind == KIND, Task.finished_at.is_not(None))
    return db.session.scalar(over.order_by(Task.id.desc()).limit(1))


def _step(task: Task, progress: Progress) -> None:
    end = task.params["last"]
    progress.expect(end)
    first = task.done_count + 1
    last = min(end, task.done_count + _AT_ONCE)
    connection = db.session.connection()
    found = list(checking.chain_breaches(connection, first, last)) if end else []
    if last == end:
        found += checking.side_breaches(connection)
    _keep(task, progress, found)
    progress.advance(last - task.done_count)
    if last < end:
        return
    count = task.outcome["count"]
    if count:
        progress.finish(
            N_("Faults found: %(count)s. The page of the seals names them."), count=count
        )
    else:
        progress.finish(
            N_("Entries checked: %(count)s. All are as they were when they were sealed."), count=end
        )


def _keep(task: Task, progress: Progress, found: list[Any]) -> None:
    before = task.outcome or {"count": 0, "faults": []}
    told = [{name: str(value) for name, value in one.items()} for one in found]
    faults = [*before["faults"], *told][:MOST_KEPT]
    progress.report({"count": before["count"] + len(found), "faults": faults})


TASK = TaskKind(KIND, N_("Check the seals of the activity log"), _step)
