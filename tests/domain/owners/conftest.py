"""What tests of imports stand on."""

import pytest

from propertydesk.owners.services import importing
from propertydesk.platform import tasks
from propertydesk.platform.db import db
from propertydesk.platform.tasks import Task
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW


@pytest.fixture
def run(app, community, actor):
    """Check or import a workbook; gives the task as it stands."""

    def take(book, *, dry_run: bool = False) -> Task:
        params = {
            "file": tasks.keep_input(book, ".xlsx"), "name": "业主.xlsx", "dry_run": dry_run,
            "language": "en",
        }  # fmt: skip
        task_id = in_transaction(
            lambda: tasks.enqueue(importing.KIND, params, actor=actor, now=NOW).id
        )
        tasks.run_to_end(task_id, app)
        db.session.rollback()
        return db.session.get_one(Task, task_id, populate_existing=True)

    return take
