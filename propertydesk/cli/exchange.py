"""Workbooks in, listings out."""

import shutil
from pathlib import Path

import click
from flask import current_app
from flask_babel import force_locale

from propertydesk.cli.installation import community_of, operator
from propertydesk.cli.voice import Progress, command
from propertydesk.owners.queries.import_result import PASSED_WORDS
from propertydesk.owners.queries.import_undo import ShownUndo, shown_undo
from propertydesk.owners.queries.undoing import batch_of_task
from propertydesk.owners.services import importing
from propertydesk.platform import tasks
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.listing.ordering import export_listing
from propertydesk.platform.tasks import Task, TaskState
from propertydesk.platform.transaction import in_transaction

IMPORT_HOMES = "import-homes"


@command("import-homes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", "code", required=True, help="The code of the community.")
@click.option("--dry-run", is_flag=True, help="Check only; change nothing.")
def import_homes(file: Path, code: str, dry_run: bool) -> None:  # noqa: FBT001  # click hands its options over
    """Take homes, owners, tenants and vehicles over from the workbook FILE: our template, or a
    file of the old system (room list, five sheets, asset export, vehicle lists).

    Prints rows read, added, changed, unchanged and in error, which layout was recognised, and the
    number of the import by which undo-import takes it back. Good rows go in all the same; when
    rows are in error, they stand with the reason in FILE-result.xlsx beside FILE, and the exit
    code is 1.
    """
    community_id = community_of(code)
    with file.open("rb") as stream:
        kept = tasks.keep_input(stream, file.suffix.lower())
    params = {"file": kept, "name": file.name, "dry_run": dry_run}
    by = operator(community_id)
    task_id = in_transaction(lambda: tasks.enqueue(IMPORT_HOMES, params, actor=by, now=now()).id)
    task = run_with_progress(task_id, "rows")
    for name in ("read", "added", "changed", "unchanged", "errors"):
        click.echo(f"{name}\t{task.outcome.get(name, 0)}")
    click.echo(f"layout\t{task.outcome.get('layout', 'own')}")
    for sheet, heading, why, count in task.outcome.get("passed", ()):
        place = " ".join(part for part in (sheet, heading) if part)
        click.echo(f"passed over\t{place}\t{PASSED_WORDS[why]}\t{count}")
    if not dry_run:
        click.echo(f"import\t{task_id}")
    if task.outcome.get("errors"):
        why = _hand_back(task, file.with_name(f"{file.stem}-result.xlsx"))
        raise click.ClickException(f"{task.outcome['errors']} rows are in error, left out{why}")


@command("undo-import")
@click.argument("number", type=int)
@click.option("--community", "code", required=True, help="The code of the community.")
@click.option("--dry-run", is_flag=True, help="Tell only; change nothing.")
def undo_import(number: int, code: str, dry_run: bool) -> None:  # noqa: FBT001  # click hands its options over
    """Take the import NUMBER back, all of it or nothing.

    Prints what goes and what is as before. When homes were touched since, they are named with the
    reason, nothing is changed, and the exit code is 1.
    """
    community_id = community_of(code)
    task = db.session.get(Task, number)
    batch = batch_of_task(number)
    if task is None or batch is None or batch.community_id != community_id:
        raise click.ClickException(f"There is no import {number} in {code} to be taken back.")
    if batch.undone_at is None:
        with force_locale("en"):
            _tell_plan(shown_undo(batch))
    if dry_run:
        return
    by = operator(community_id)
    ordered = in_transaction(
        lambda: importing.order_undo(db.session.get_one(Task, number), actor=by, now=now()).id
    )
    run_with_progress(ordered, "records")
    click.echo(f"Import {number} has been taken back.")


def _tell_plan(plan: ShownUndo) -> None:
    for label, added, changed in plan.records:
        click.echo(f"{label}\tadded {added}\tchanged {changed}")
    for each in plan.obstacles:
        click.echo(f"{each.code}: {' '.join(each.reasons)} {each.since}".strip(), err=True)
    if plan.obstacles:
        raise click.ClickException(
            f"{plan.obstacle_count} homes were touched since; nothing has been taken back."
        )


@command("export")
@click.argument("listing")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--community", "code", required=True, help="The code of the community, or all.")
def export(listing: str, file: Path, code: str) -> None:
    """Write the LISTING (homes, people, repairs, ...) into FILE, an .xlsx or .csv.

    The first row holds the column keys, the first column the code or number.
    """
    progress = Progress("rows")
    count = export_listing(listing, code, file, progress=lambda done: progress.show(done, None))
    progress.end()
    click.echo(f"{file}: {count} rows.")


def _hand_back(task: Task, target: Path) -> str:
    """Put the result workbook beside the one handed in; gives the end of the sentence about it."""
    if not task.result_path:
        return "."
    shutil.copyfile(tasks.folder() / task.result_path, target)
    return f"; {target} says why."


def run_with_progress(task_id: int, what: str) -> Task:
    """Work off a task here and now, showing how far it is. Raises ClickException when it fails."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's own way to the object
    progress = Progress(what)
    last: list[Task] = []

    def watch(task: Task) -> None:
        last[:] = [task]
        progress.show(task.done_count, task.total, _words(task))

    state = tasks.run_to_end(task_id, app, watch)
    progress.end()
    if state is not TaskState.DONE:
        raise click.ClickException(_words(last[0]) if last else "The database was away.")
    return last[0]


def _words(task: Task) -> str:
    return task.message % task.message_values if task.message else ""
