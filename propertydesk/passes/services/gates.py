"""The gates of a community."""

from datetime import date, datetime

from propertydesk.estate.events import CommunityFounded
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Gate
from propertydesk.passes.queries import door
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.sequences import next_number

_SERIES = "gate"


def add_gate(
    community_id: int, *, name_zh: str, name_en: str = "", actor: Actor, now: datetime
) -> Gate:
    """Add a gate; its number is the next one. Raises Invalid without a Chinese name."""
    if not name_zh:
        raise Invalid(N_("This is needed here."), field="name_zh")
    number = next_number(_SERIES, community_id, "")
    gate = Gate(community_id=community_id, number=number, name_zh=name_zh, name_en=name_en)
    db.session.add(gate)
    db.session.flush()
    activity.record(actor=actor, now=now, action="gate.found", subject=gate)
    return gate


def rename_gate(gate: Gate, *, name_zh: str, name_en: str, actor: Actor, now: datetime) -> None:
    """Change how a gate is called."""
    lock(gate)
    changes = {"name": [f"{gate.name_zh} {gate.name_en}", f"{name_zh} {name_en}"]}
    gate.name_zh, gate.name_en = name_zh, name_en
    activity.record(actor=actor, now=now, action="gate.change", subject=gate, changes=changes)


def end_gate(gate: Gate, *, on: date, actor: Actor, now: datetime) -> None:
    """Use a gate no more; what passed there stays. Raises Invalid for the last one."""
    lock(gate)
    if len(door.gates(gate.community_id)) < 2:
        raise Invalid(N_("A community needs at least one gate."))
    gate.ended_on = on
    activity.record(actor=actor, now=now, action="gate.end", subject=gate)


def found_first_gate(event: CommunityFounded) -> None:
    """A new community begins with one gate."""
    add_gate(
        event.community_id,
        name_zh="1号门",
        name_en="Gate 1",
        actor=event.actor.as_system(),
        now=event.now,
    )
