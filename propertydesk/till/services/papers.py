"""Papers of the till that are counted, so that a second print says that it is one."""

from datetime import datetime

from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.till.models import DayClose, DepositReturn, PaperPrint, Refund, Shift
from propertydesk.till.queries.prints import prints_of

Document = Shift | DayClose | DepositReturn | Refund


def note_paper(
    document: Document, *, home_id: int | None = None, actor: Actor, now: datetime
) -> int:
    """Count a print of a document that changes no more; gives how many there were before."""
    lock(document)
    kind, _id, number = document.activity_subject
    before = prints_of(document)
    db.session.add(
        PaperPrint(
            community_id=document.community_id,
            kind=kind,
            number=number,
            copy=before + 1,
            printed_by=actor.id,
            at=now,
        )
    )
    activity.record(
        actor=actor,
        now=now,
        action="till_paper.reprint" if before else "till_paper.print",
        subject=document,
        home_id=home_id,
    )
    return before
