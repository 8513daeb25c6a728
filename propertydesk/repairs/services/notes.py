"""What is added to an order without moving it, and who looked at its phone number."""

from collections.abc import Sequence
from datetime import datetime

from propertydesk.kernel.errors import Invalid, NotAllowed
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import RevealPurpose
from propertydesk.platform import activity, attachments
from propertydesk.platform.access import Actor
from propertydesk.platform.attachments import PreparedFile
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder


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


def reveal_phone(order: RepairOrder, purpose: str, *, actor: Actor, now: datetime) -> str:
    """The order's full phone number; who looked and why is written down (A48)."""
    _check_purpose(purpose, actor)
    activity.record(
        actor=actor,
        now=now,
        action="repair.reveal",
        subject=order,
        changes={"phone": [None, mask_phone(order.phone)], "purpose": [None, purpose]},
    )
    return order.phone


def _check_purpose(purpose: str, actor: Actor) -> None:
    if actor.kind != "staff" or not actor.may(rules.Permission.REVEAL):
        raise NotAllowed(N_("Your role does not include this."))
    if purpose not in set(RevealPurpose):
        raise Invalid(N_("Say what the number is needed for."), field="purpose")
