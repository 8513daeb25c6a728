"""An import that changes much of what stands in the register is looked at by a second person.

A workbook can quietly change owners (reliability K4): what it adds is harmless, what it changes is
shown to somebody else first.
"""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.owners.queries.import_approval import needs_second
from propertydesk.owners.queries.import_result import ShownRow, import_of_check, shown_report
from propertydesk.owners.rules import Permission
from propertydesk.owners.rules.importing import WAITS
from propertydesk.owners.rules.reporting import Report
from propertydesk.owners.rules.standing import Mark
from propertydesk.owners.services.importing.ordering import order_import
from propertydesk.platform import approvals
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval, ApprovalKind, Line
from propertydesk.platform.approvals.kinds import NextStep
from propertydesk.platform.db import db
from propertydesk.platform.tasks import Task

#: Changes that a request shows one by one; the others are counted.
MOST_SHOWN = 30


def import_or_ask(
    check: Task, *, reason: str, language: str, actor: Actor, now: datetime
) -> Task | Approval:
    """Order the import behind a finished check, or ask a second person for it.

    Raises what `order_import` raises, Invalid without a reason where one is needed.
    """
    if not needs_second(check, actor):
        return order_import(check, language=language, actor=actor, now=now)
    if import_of_check(check) is not None:
        raise Conflict(N_("The import of this workbook has been started already."))
    rows = Report.of(check.outcome).rows
    params = {
        "file": check.params["name"],
        "language": language,
        "changed": rows[Mark.CHANGED],
        "added": rows[Mark.ADDED],
    }
    return approvals.ask(IMPORT, subject=check, params=params, reason=reason, actor=actor, now=now)


def _describe(approval: Approval) -> Sequence[Line]:
    params = approval.params
    lines = [
        Line(_("Workbook"), params["file"]),
        Line(_("Rows updated"), str(params["changed"])),
        Line(_("Rows added"), str(params["added"])),
    ]
    check = db.session.get(Task, approval.subject_id)
    changed = shown_report(check).changed[:MOST_SHOWN] if check else []
    for row in changed:
        lines += _changes(row)
    left = params["changed"] - len(changed)
    return [*lines, Line(_("Further rows"), str(left))] if changed and left > 0 else lines


def _changes(row: ShownRow) -> list[Line]:
    return [
        Line(f"{row.home} {row.name} · {label}", after or "—", before or "—")
        for label, before, after in row.differences
    ]


def _carry_out(approval: Approval, *, actor: Actor, now: datetime) -> None:
    asker = Actor("staff", approval.asked_by, approval.asked_by_name, actor.community_id)
    check = db.session.get_one(Task, approval.subject_id)
    order_import(check, language=approval.params["language"], actor=asker, now=now)


def _go_on(approval: Approval) -> NextStep | None:
    return NextStep(_("See the import"), url_for("imports.detail", task_id=approval.subject_id))


IMPORT = ApprovalKind(
    "import",
    N_("Import that changes the register"),
    asked_by=Permission.IMPORT,
    decided_by=Permission.IMPORT,
    describe=_describe,
    carry_out=_carry_out,
    waits=WAITS,
    icon="upload",
    go_on=_go_on,
)
