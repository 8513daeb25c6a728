"""The background task behind both the check and the import."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError

from propertydesk.estate import queries as estate
from propertydesk.kernel.errors import Conflict, Missing
from propertydesk.kernel.words import N_
from propertydesk.owners.queries.import_result import Marks, SheetBack, write_result
from propertydesk.owners.queries.owners_homes import homes_of_owners
from propertydesk.owners.queries.standing import standing
from propertydesk.owners.rules.differences import compare, refused
from propertydesk.owners.rules.reporting import Report, faults_of, notes_of, weightier
from propertydesk.owners.rules.standing import Mark, Outcome
from propertydesk.owners.rules.takeover import Household
from propertydesk.owners.services.importing.reading import Batch, read_batch
from propertydesk.owners.services.importing.recording import batch_of
from propertydesk.owners.services.importing.storing import masked, take_over
from propertydesk.platform import tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now
from propertydesk.platform.tasks import Progress, Task, TaskKind

KIND = "import-homes"
CHUNK = 200
"""Homes of one transaction."""

_GONE = N_("This file is no longer here. Start the task once more.")
_RACED = N_("Somebody entered one of these homes at the same moment. Start the import once more.")


@dataclass(frozen=True)
class Material:
    """The workbook cut into chunks; `ends` counts the rows up to the end of each."""

    batch: Batch
    chunks: Sequence[Sequence[Household]]
    ends: Sequence[int]


def prepare(task: Task) -> Material:
    """Read the workbook. Raises Invalid, or Missing when the file has been cleared away."""
    path = _sent_path(task)
    if not path.is_file():
        raise Missing(_GONE)
    batch = read_batch(path, lambda rows: homes_of_owners(int(task.community_id or 0), rows))
    chunks = list(_chunks(batch.households))
    counts = [sum(len(each.rows) for each in chunk) for chunk in chunks]
    return Material(batch, chunks, list(accumulate(counts)))


def _chunks(households: Sequence[Household]) -> Iterator[list[Household]]:
    """Homes that a line tells of together stay together: who lives in both is one person."""
    groups: dict[int, list[Household]] = {}
    leader: dict[tuple[str, int], int] = {}
    for at, household in enumerate(households):
        lines = {row.where for row in household.people if row.place}
        first = min((leader[line] for line in lines if line in leader), default=at)
        leader.update(dict.fromkeys(lines, first))
        groups.setdefault(first, []).append(household)
    chunk: list[Household] = []
    for group in groups.values():
        chunk += group
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def step(task: Task, progress: Progress) -> None:
    """Compare one chunk of households, and, unless this is a check, store what differs."""
    material: Material = progress.material
    progress.expect(material.batch.count)
    report = Report.of(task.outcome)
    report.layout, report.passed = str(material.batch.layout), material.batch.passed
    at = bisect_right(material.ends, task.done_count)
    if at < len(material.chunks):
        outcomes = _take(task, material.chunks[at])
        progress.advance(
            len(outcomes),
            N_("%(done)s of %(total)s rows compared with the register"),
            done=task.done_count + len(outcomes),
            total=material.batch.count,
        )
    else:
        outcomes = [refused(row) for row in material.batch.homeless]
        progress.advance(len(outcomes))
        if task.params.get("dry_run"):
            progress.finish(N_("Checked. Nothing has been entered yet."))
        else:
            progress.finish(N_("The import is done."))
    _keep(task, outcomes)
    report.add(outcomes, mask=masked)
    if progress.is_over:
        report.rows = _count(_kept_marks(task))
    progress.report(report.stored())


def conclude(task: Task, material: Material) -> Path:
    """The workbook on its way back: every row with what became of it."""
    marks = _kept_marks(task)
    path = tasks.folder() / f"import-{task.id}.xlsx"
    sheets = [
        SheetBack(each.key, each.name, each.heads, each.lines, each.remarks_last)
        for each in material.batch.sheets
    ]
    write_result(path, sheets, marks, str(task.params.get("language", "")))
    _kept_path(task).unlink(missing_ok=True)
    return path


TASK = TaskKind(KIND, N_("Import from a workbook"), step, prepare, conclude)


def _take(task: Task, chunk: Sequence[Household]) -> list[Outcome]:
    community_id = int(task.community_id or 0)
    for household in chunk:
        for row in household.rows:
            row.ask_anew()
    register = standing(community_id, chunk)
    outcomes = [outcome for household in chunk for outcome in compare(household, register)]
    if task.params.get("dry_run"):
        return outcomes
    try:
        take_over(
            register,
            outcomes,
            community_id=community_id,
            zone=estate.zone_of(community_id),
            batch=batch_of(task, _sent_path(task), now()),
            actor=_actor_of(task),
            now=now(),
        )
    except IntegrityError as error:
        raise Conflict(_RACED) from error
    return outcomes


def _actor_of(task: Task) -> Actor:
    kind = "staff" if task.created_by else "system"
    return Actor(kind, task.created_by, task.created_by_name, int(task.community_id or 0))


def _sent_path(task: Task) -> Path:
    return tasks.folder() / str(task.params.get("file", ""))


def _kept_path(task: Task) -> Path:
    return tasks.folder() / f"rows-{task.id}.jsonl"


def _keep(task: Task, outcomes: Sequence[Outcome]) -> None:
    """Note what became of each row beside the task, so that a kill forgets nothing.

    Written before the commit: if that fails, the same rows are written again, and the last counts.
    """
    rows = [
        [
            *each.row.where,
            each.row.door.key if each.row.door else "",
            f"{each.row.sheet} {each.row.values.get('tie', '')}",
            str(each.mark),
            faults_of(each.row),
            notes_of(each.row),
        ]
        for each in outcomes
    ]
    with _kept_path(task).open("a", encoding="utf-8") as kept:
        kept.write(json.dumps(rows, ensure_ascii=False, default=str) + "\n")


def _kept_marks(task: Task) -> Marks:
    """What became of each line: of its rows the weightiest, and everything said of it."""
    path = _kept_path(task)
    rows: dict[tuple[Any, ...], list[Any]] = {}
    for line in _whole_lines(path) if path.is_file() else ():
        for place, number, door, kind, *told in line:
            rows[place, number, door, kind] = told
    marks: dict[tuple[str, int], tuple[str, list[Any], list[Any]]] = {}
    for (place, number, *_which), (mark, faults, notes) in rows.items():
        before, told_faults, told_notes = marks.get((place, number), (mark, [], []))
        told_faults += [each for each in faults if each not in told_faults]
        told_notes += [each for each in notes if each not in told_notes]
        strongest = str(weightier(Mark(before), Mark(mark)))
        marks[place, number] = (strongest, told_faults, told_notes)
    return marks


def _count(marks: Marks) -> dict[str, int]:
    counts = Counter(mark for mark, _faults, _notes in marks.values())
    return {str(mark): counts[str(mark)] for mark in Mark}


def _whole_lines(path: Path) -> Iterator[list[list[Any]]]:
    with path.open(encoding="utf-8") as kept:
        for line in kept:
            if line.endswith("]\n"):  # a kill may leave half a line
                yield json.loads(line)
