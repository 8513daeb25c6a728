"""What taking an import back would do, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.owners.models import ImportBatch
from propertydesk.owners.queries.undoing import Obstacle, undo_plan
from propertydesk.owners.rules.ledger import TABLE_WORDS, TABLES
from propertydesk.platform.db import db
from propertydesk.platform.tasks import Task

MOST_SHOWN = 60


@dataclass(frozen=True)
class ShownObstacle:
    """A home that keeps the import from being taken back: why, and what was done there last."""

    code: str
    reasons: Sequence[str]
    since: str


@dataclass(frozen=True)
class ShownUndo:
    """Counts by kind of record (label, added, changed), and what stands against it."""

    records: Sequence[tuple[str, int, int]]
    obstacles: Sequence[ShownObstacle]
    obstacle_count: int


def shown_undo(batch: ImportBatch) -> ShownUndo:
    """The plan as the page and the command line tell it."""
    plan = undo_plan(batch)
    added, changed = plan.added, plan.changed
    homes = sorted(plan.obstacles, key=lambda each: each.code)
    grouped = [_shown(code, list(group)) for code, group in groupby(homes, lambda each: each.code)]
    return ShownUndo(
        [
            (_(TABLE_WORDS[table]), added.get(table, 0), changed.get(table, 0))
            for table in reversed(TABLES)
            if table in added or table in changed
        ],
        grouped[:MOST_SHOWN],
        len(grouped),
    )


def earlier_imports(check: Task) -> Sequence[ImportBatch]:
    """Imports of the very same file that stand, the latest first: it would change nothing."""
    digest = str(check.params.get("digest", ""))
    query = select(ImportBatch).filter_by(
        community_id=check.community_id, digest=digest, undone_at=None
    )
    return db.session.scalars(query.order_by(ImportBatch.id.desc()).limit(5)).all()


def _shown(code: str, obstacles: Sequence[Obstacle]) -> ShownObstacle:
    reasons = [_(each.text, what=_(TABLE_WORDS[each.table])) for each in obstacles]
    since = next((each.since for each in obstacles if each.since), "")
    return ShownObstacle(code, list(dict.fromkeys(reasons)), since)
