"""What is added to an order without moving it, and who looked at its phone number."""

from collections.abc import Sequence
from datetime import datetime

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, attachments
from propertydesk.platform.access import Actor
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.reveal import Asking, Look, Target, record_look
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.rules import reveals as rules


def add_note(order: RepairOrder, text: str, *, actor: Actor, now: datetime) -> None:
    """Write a remark into the order's history."""
    if not text:
        raise Invalid(N_("Write something first."), field="text")
    activity.record(actor=actor, now=now, action="repair.note", subject=order, note=text)


def add_photos(
    order: RepairOrder, photos: Sequence[PreparedFile], *, kind: str, actor: Actor, now: datetime
) -> None:
    """Add pictures; `kind` is report, before or after."""
    if not photos:
        raise Invalid(N_("Choose a picture first."), field="photos")
    for photo in photos:
        attachments.attach(photo, subject=order, kind=kind, actor=actor, now=now)
    activity.record(
        actor=actor,
        now=now,
        action="repair.photo",
        subject=order,
        changes={"photos": [0, len(photos)]},
    )


def reveal_phone(order: RepairOrder, asking: Asking, *, actor: Actor, now: datetime) -> Look:
    """The order's full phone number; who looked and why is written down (A48).

    Raises NotAllowed, and Invalid on `purpose`.
    """
    target = Target(
        value=order.phone,
        masked=mask_phone(order.phone) if order.phone else "",
        subject=order,
        about=("person", order.reporter_id) if order.reporter_id else None,
        home_ids=[order.home_id] if order.home_id else [],
        is_case=order.is_open,
    )
    return record_look(rules.ORDER_PHONE, target, asking, actor=actor, now=now)
