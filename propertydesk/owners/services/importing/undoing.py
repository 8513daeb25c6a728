"""Taking an import back: all of it in one transaction, or nothing.

What it added goes, what it changed is as before; both only while nobody has touched it since.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.exc import IntegrityError

from propertydesk.estate.models import Home
from propertydesk.estate.services import register as estate
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.owners.models import (
    HouseholdTie,
    ImportBatch,
    ImportedPart,
    Person,
    PersonPhone,
    Vehicle,
)
from propertydesk.owners.queries.undoing import UndoPlan, batch_of_task, undo_plan
from propertydesk.owners.rules.ledger import Entry, column_value
from propertydesk.owners.services import indexing
from propertydesk.platform import activity, search, tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now
from propertydesk.platform.db import Base, db, lock
from propertydesk.platform.tasks import Progress, Task, TaskKind

KIND = "undo-import"
ACTION = "home.import_undo"
KEPT = timedelta(days=90)
_AT_A_TIME = 500
_NOTHING = N_("There is nothing to take back: it entered nothing, or 90 days are over.")
_RUNNING = N_("The import is still at work. Wait until it is over.")
_DONE = N_("This import has been taken back already.")
_ORDERED = N_("Taking it back has been started already.")
_BLOCKED = N_(
    "%(count)s homes were touched since, so nothing has been taken back. The page of the import "
    "names them."
)
_HANGS = N_(
    "Somebody entered something for these homes at the same moment. Nothing was taken back."
)
_MODELS: dict[str, Any] = {
    "vehicles": Vehicle,
    "household_ties": HouseholdTie,
    "person_phones": PersonPhone,
    "people": Person,
}


def order_undo(imported: Task, *, actor: Actor, now: datetime) -> Task:
    """Order an import to be taken back. Raises Conflict when it is not over, has entered nothing,
    or when that has been done or ordered already.
    """
    lock(imported)
    batch = batch_of_task(imported.id)
    if batch is None:
        raise Conflict(_NOTHING)
    if not imported.is_over:
        raise Conflict(_RUNNING)
    lock(batch)
    if batch.undone_at is not None:
        raise Conflict(_DONE)
    earlier = db.session.get(Task, batch.undo_task_id) if batch.undo_task_id else None
    if earlier is not None and not earlier.is_over:
        raise Conflict(_ORDERED)
    params = {"batch": batch.id, "import": imported.id, "name": batch.file_name}
    task = tasks.enqueue(KIND, params, actor=actor, now=now, community_id=batch.community_id)
    batch.undo_task_id = task.id
    activity.record(actor=actor, now=now, action="import.undo", subject=batch, note=batch.file_name)
    return task


def step(task: Task, progress: Progress) -> None:
    """Everything at once, or nothing. Raises Conflict when something hangs on the import."""
    batch = db.session.get_one(ImportBatch, int(task.params["batch"]))
    lock(batch)
    if batch.undone_at is not None:
        progress.finish(_DONE)
        return
    plan = undo_plan(batch, locked=True)
    if plan.obstacles:
        raise Conflict(_BLOCKED, count=len({each.code for each in plan.obstacles}))
    actor = Actor("staff", task.created_by, task.created_by_name, int(task.community_id or 0))
    if task.created_by is None:
        actor = Actor("system", None, task.created_by_name, int(task.community_id or 0))
    homes = _homes(plan, batch.community_id)
    try:
        _take_back(plan)
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(_HANGS) from error
    _tell(homes, batch, actor)
    batch.undone_at, batch.undone_by = now(), task.created_by_name
    progress.expect(len(plan.entries))
    progress.report({"added": dict(plan.added), "changed": dict(plan.changed)})
    progress.advance(len(plan.entries))
    progress.finish(N_("The import has been taken back."))


TASK = TaskKind(KIND, N_("Taking back an import"), step)


def _take_back(plan: UndoPlan) -> None:
    others = _others(plan)
    changed = [entry for entry in plan.entries.values() if not entry.is_new]
    for entry in changed:
        if entry.table in _MODELS:
            _restore(entry)
    estate.restore(
        (entry.table, entry.id, _values(entry)) for entry in changed if entry.table not in _MODELS
    )
    for table, model in _MODELS.items():
        for ids in _parts(plan.ids(table, is_new=True)):
            db.session.execute(delete(model).where(model.id.in_(ids)))
    for table, subject in (("people", "person"), ("vehicles", "vehicle")):
        for ids in _parts(plan.ids(table, is_new=True)):
            search.drop_all(subject, ids)
    db.session.expire_all()
    indexing.index_people(others)
    estate.take_out(
        homes=plan.ids("homes", is_new=True),
        spaces=plan.ids("parking_spaces", is_new=True),
        entrances=plan.ids("entrances", is_new=True),
        buildings=plan.ids("buildings", is_new=True),
    )


def _others(plan: UndoPlan) -> set[int]:
    """People who were there before and lose a number or a home: they are found anew."""
    found = set(plan.ids("people", is_new=False))
    for model, table in ((HouseholdTie, "household_ties"), (PersonPhone, "person_phones")):
        ids = [key[1] for key in plan.entries if key[0] == table]
        for part in _parts(ids):
            found |= set(db.session.scalars(select(model.person_id).where(model.id.in_(part))))
    return found - set(plan.ids("people", is_new=True))


def _restore(entry: Entry) -> None:
    model = _MODELS[entry.table]
    db.session.execute(update(model).where(model.id == entry.id).values(**_values(entry)))


def _values(entry: Entry) -> dict[str, Any]:
    columns: Table = Base.metadata.tables[entry.table]
    return {
        name: column_value(columns.c[name].type.python_type, before)
        for name, (before, _after) in entry.changes.items()
    }


def _parts(items: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(items), _AT_A_TIME):
        yield items[at : at + _AT_A_TIME]


def _homes(plan: UndoPlan, community_id: int) -> list[tuple[str, int]]:
    """Codes and ids of the homes that the import touched, also of those that go."""
    codes = sorted({code for code in plan.code_of.values() if code})
    found: list[tuple[str, int]] = []
    for part in _parts(codes):
        query = select(Home.code, Home.id).where(
            Home.community_id == community_id, Home.code.in_(part)
        )
        found += [(code, home_id) for code, home_id in db.session.execute(query)]
    return found


def _tell(homes: list[tuple[str, int]], batch: ImportBatch, actor: Actor) -> None:
    """One activity for each home; one that is gone keeps it under its number."""
    told = [
        activity.Told(("home", home_id, code), home_id, None, batch.file_name)
        for code, home_id in homes
    ]
    activity.record_many(
        told, actor=actor, now=now(), action=ACTION, community_id=batch.community_id
    )


def forget_imports(now: datetime) -> int:
    """Forget how imports of more than 90 days ago are taken back; gives how many parts."""
    old = select(ImportBatch.id).where(ImportBatch.started_at < now - KEPT)
    db.session.execute(update(ImportBatch).where(ImportBatch.id.in_(old)).values(file_name=""))
    done = delete(ImportedPart).where(ImportedPart.batch_id.in_(old))
    return len(db.session.execute(done.returning(ImportedPart.id)).all())
