"""Full phone numbers of workers and of those who answer for them, for a purpose on record."""

from datetime import datetime

from propertydesk.kernel.masking import mask_phone
from propertydesk.passes.models import Engagement, WorkerPass
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules.worker_timeline import CONTACT, PHONE
from propertydesk.platform.access import Actor
from propertydesk.platform.reveal import Asking, Look, Target, record_look


def reveal_phone(worker_pass: WorkerPass, asking: Asking, *, actor: Actor, now: datetime) -> Look:
    """A worker's full number. Raises NotAllowed, Invalid."""
    target = Target(
        value=worker_pass.phone,
        masked=mask_phone(worker_pass.phone) if worker_pass.phone else "",
        subject=worker_pass,
        about=None,
        home_ids=[worker_pass.home_id],
        is_case=worker_pass.state in (states.State.WAITING, *states.OUT),
    )
    return record_look(PHONE, target, asking, actor=actor, now=now)


def reveal_contact(engagement: Engagement, asking: Asking, *, actor: Actor, now: datetime) -> Look:
    """The full number of whoever answers for the workers. Raises NotAllowed, Invalid."""
    target = Target(
        value=engagement.phone,
        masked=mask_phone(engagement.phone) if engagement.phone else "",
        subject=engagement,
        about=None,
        home_ids=[engagement.home_id],
        is_case=engagement.is_going_on,
    )
    return record_look(CONTACT, target, asking, actor=actor, now=now)
