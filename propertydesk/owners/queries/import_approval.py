"""Whether an import takes a second person (reliability K4)."""

from propertydesk.owners.rules import Permission
from propertydesk.owners.rules.importing import CHANGES_ALONE
from propertydesk.owners.rules.reporting import Report
from propertydesk.owners.rules.standing import Mark
from propertydesk.platform import approvals
from propertydesk.platform.access import Actor
from propertydesk.platform.settings import value
from propertydesk.platform.tasks import Task


def needs_second(check: Task, actor: Actor) -> bool:
    """Whether a check found so many changed rows that somebody else has to agree.

    Where nobody else may import, one person imports alone.
    """
    changed = Report.of(check.outcome).rows[Mark.CHANGED]
    most = value(actor.community_id, CHANGES_ALONE)
    return changed > most and bool(approvals.able_to(Permission.IMPORT, actor))
