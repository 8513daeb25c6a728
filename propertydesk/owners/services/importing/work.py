"""The background task behind both the check and the import."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from propertydesk.estate import queries as estate
from propertydesk.kernel.errors import Conflict, Missing
from propertydesk.kernel.words import N_
from propertydesk.owners.queries.import_result import write_result
from propertydesk.owners.queries.standing import standing
from propertydesk.owners.rules.differences import compare, refused
from propertydesk.owners.rules.reporting import Report, faults_of
from propertydesk.owners.rules.standing import Outcome
from propertydesk.owners.rules.takeover import Household
from propertydesk.owners.services.importing.reading import Batch, read_batch
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
    path = tasks.folder() / str(task.params.get("file", ""))
    if not path.is_file():
        raise Missing(_GONE)
    batch = read_batch(path)
    households = batch.households
    chunks = [households[at : at + CHUNK] for at in range(0, len(households), CHUNK)]
    counts = [sum(len(each.rows) for each in chunk) for chunk in chunks]
    return Material(batch, chunks, list(accumulate(counts)))


def step(task: Task, progress: Progress) -> None:
    """Compare one chunk of households, and, unless this is a check, store what differs."""
    material: Material = progress.material
    progress.expect(len(material.batch.rows))
    report = Report.of(task.outcome)
    at = bisect_right(material.ends, task.done_count)
    if at < len(material.chunks):
        outcomes = _take(task, material.chunks[at])
        progress.advance(
            len(outcomes),
            N_("%(done)s of %(total)s rows compared with the register"),
            done=task.done_count + len(outcomes),
            total=len(material.batch.rows),
        )
    else:
        outcomes = [refused(row) for row in material.batch.homeless]
        progress.advance(len(outcomes))
        if task.params.get("dry_run"):
            progress.finish(N_("Checked. Nothing has been entered yet."))
        else:
            progress.finish(N_("The import is done."))
    _keep(task, at, outcomes)
    report.add(outcomes, mask=masked)
    progress.report(report.stored())


def conclude(task: Task, material: Material) -> Path:
    """The workbook on its way back: every row with what became of it."""
    kept = _kept_path(task)
    marks: dict[tuple[str, int], tuple[str, list[list[object]]]] = {}
    for line in _whole_lines(kept):
        for sheet, number, mark, faults in line:
            marks[sheet, number] = (mark, faults)
    path = tasks.folder() / f"import-{task.id}.xlsx"
    write_result(
        path, material.batch.heads, material.batch.rows, marks, str(task.params.get("language", ""))
    )
    kept.unlink(missing_ok=True)
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
            source=str(task.params.get("name", "")),
            actor=_actor_of(task),
            now=now(),
        )
    except IntegrityError as error:
        raise Conflict(_RACED) from error
    return outcomes


def _actor_of(task: Task) -> Actor:
    kind = "staff" if task.created_by else "system"
    return Actor(kind, task.created_by, task.created_by_name, int(task.community_id or 0))


def _kept_path(task: Task) -> Path:
    return tasks.folder() / f"rows-{task.id}.jsonl"


def _keep(task: Task, at: int, outcomes: Sequence[Outcome]) -> None:
    """Note what became of each row beside the task, so that a kill forgets nothing.

    Written before the commit: if that fails, the same rows are written again, and the last counts.
    """
    rows = [
        [str(each.row.sheet), each.row.number, str(each.mark), faults_of(each.row)]
        for each in outcomes
    ]
    with _kept_path(task).open("a", encoding="utf-8") as kept:
        kept.write(json.dumps(rows, ensure_ascii=False) + "\n")


def _whole_lines(path: Path) -> Iterator[list[tuple[str, int, str, list[list[object]]]]]:
    with path.open(encoding="utf-8") as kept:
        for line in kept:
            if line.endswith("]\n"):  # a kill may leave half a line
                yield json.loads(line)
