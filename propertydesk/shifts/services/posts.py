"""The posts of a community: added, changed, taken out of use."""

from datetime import datetime
from typing import Any

from propertydesk.estate.events import CommunityFounded
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend, unless_taken
from propertydesk.platform.db import db, lock
from propertydesk.shifts import queries, rules
from propertydesk.shifts.models import DutyPost

_TAKEN = N_("There is a post with this code.")


def furnish(event: CommunityFounded) -> None:
    """A new community has a gate, a front desk and a till."""
    for kind, code, zh, en, equipment in rules.FIRST_POSTS:
        db.session.add(
            DutyPost(
                community_id=event.community_id,
                kind=kind,
                code=code,
                name_zh=zh,
                name_en=en,
                equipment=equipment,
            )
        )
    db.session.flush()


def add_post(values: dict[str, Any], *, actor: Actor, now: datetime) -> DutyPost:
    """Add a post. Raises Invalid on `code` when another post has it."""
    post = DutyPost(community_id=actor.community_id, **values)
    with unless_taken(Invalid(_TAKEN, field="code")):
        db.session.add(post)
    activity.record(actor=actor, now=now, action="duty_post.add", subject=post)
    return post


def edit_post(post: DutyPost, values: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    """Change a post. Raises Invalid on `code`, Conflict when somebody is there and it would close."""
    lock(post)
    kinds = {rules.PostKind(post.kind)}
    taken = any(
        each.post.id == post.id and each.duty for each in queries.watches(post.community_id, kinds)
    )
    if taken and (not values["is_open"] or values["kind"] != post.kind):
        raise Conflict(N_("Somebody is on duty there: hand over first."))
    with unless_taken(Invalid(_TAKEN, field="code")):
        changes = amend(post, values)
    activity.record(actor=actor, now=now, action="duty_post.edit", subject=post, changes=changes)
