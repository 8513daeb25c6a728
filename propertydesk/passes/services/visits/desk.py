"""At the desk: closing what nobody closed, printing, looking at a number, keeping for an incident."""

from datetime import datetime

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.words import N_
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.rules import Ended
from propertydesk.passes.rules import visits as rules
from propertydesk.passes.rules.visit_timeline import PHONE
from propertydesk.passes.services.codes import end_code
from propertydesk.passes.services.visits.making import hold
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import lock
from propertydesk.platform.reveal import Asking, Look, Target, record_look


def close(visit: Visit, *, reason: str, actor: Actor, now: datetime) -> None:
    """Close a visit whose slip never came back, with the reason. Raises Conflict unless inside."""
    code = hold(visit)
    workflow.apply(
        rules.WORKFLOW,
        visit,
        "close",
        actor=actor,
        now=now,
        inputs={"reason": reason},
        reason=reason,
    )
    visit.left_at, visit.let_out_by = now, actor.name
    if code is not None:
        end_code(code, Ended.RETURNED, now)


def count_print(visit: Visit, *, actor: Actor, now: datetime) -> int:
    """Count a print of the slip; from the second on it carries a reprint mark. Gives the count.

    Raises Conflict for a visit without a code, or one that is over.
    """
    code = hold(visit)
    if code is None or not visit.is_open:
        raise Conflict(N_("There is no slip to print for this visit."))
    visit.prints += 1
    activity.record(
        actor=actor,
        now=now,
        action="visit.print",
        subject=visit,
        changes={"prints": [visit.prints - 1, visit.prints]},
    )
    return visit.prints


def reveal_phone(visit: Visit, asking: Asking, *, actor: Actor, now: datetime) -> Look:
    """The visitor's full number; who looked and why is written down. Raises NotAllowed, Invalid."""
    target = Target(
        value=visit.phone,
        masked=mask_phone(visit.phone) if visit.phone else "",
        subject=visit,
        about=None,
        home_ids=[visit.home_id] if visit.home_id else [],
        is_case=visit.is_open,
    )
    return record_look(PHONE, target, asking, actor=actor, now=now)


def keep(visit: Visit, *, reason: str, actor: Actor, now: datetime) -> None:
    """Keep a visit beyond its time because of an incident. Raises Invalid without a reason,
    Conflict when it has been erased.
    """
    lock(visit)
    if visit.erased_at is not None:
        raise Conflict(N_("The visitor's data have been erased already."))
    if not reason:
        raise Invalid(N_("This is needed."), field="reason")
    activity.record(actor=actor, now=now, action="visit.keep", subject=visit, reason=reason)
    visit.kept_for = reason


def keep_no_more(visit: Visit, *, actor: Actor, now: datetime) -> None:
    """The incident is over: the visit is erased when its time comes."""
    lock(visit)
    activity.record(actor=actor, now=now, action="visit.keep_no_more", subject=visit)
    visit.kept_for = ""
