"""What technicians can do."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete

from propertydesk.accounts.models import Staff
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.repairs import rules
from propertydesk.repairs.models import TechnicianSkill
from propertydesk.repairs.queries import technicians


def set_skills(
    technician: Staff, categories: Iterable[str], *, actor: Actor, now: datetime
) -> frozenset[str]:
    """Let a technician have exactly these main categories as skills; gives them."""
    wanted = frozenset(categories)
    if wanted - {each.code for each in rules.CATEGORIES}:
        raise Invalid(N_("Choose from the list."), field="categories")
    lock(technician)
    before = technicians.skills_of([technician.id]).get(technician.id, frozenset())
    db.session.execute(delete(TechnicianSkill).where(TechnicianSkill.staff_id == technician.id))
    db.session.add_all(
        TechnicianSkill(staff_id=technician.id, category=each) for each in sorted(wanted)
    )
    activity.record(
        actor=actor,
        now=now,
        action="repair.skills",
        subject=technician,
        community_id=actor.community_id,
        changes={"skills": [sorted(before), sorted(wanted)]},
    )
    return wanted
