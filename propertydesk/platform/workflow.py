"""Applies the state tables that domains declare."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.states import Move, Workflow
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import lock


class Stateful(activity.Subject, Protocol):
    """A record that a workflow moves."""

    state: Any
    state_since: Any
    community_id: Any


def apply(
    flow: Workflow,
    record: Stateful,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    inputs: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    note: str = "",
) -> Move:
    """Move `record` by `action` and write the activity; the only place that sets a state.

    The row is locked and read anew first. Raises Conflict when its state has moved on,
    NotAllowed without the permission, Invalid when a required input is missing or the guard objects.
    The system passes the permission check: its jobs are code.
    """
    lock(record)
    move = flow.move(record.state, action)
    if move is None:
        raise Conflict(
            N_("This cannot be done any more: the record has moved on in the meantime."),
            state=flow.word(record.state),
        )
    if actor.kind == "staff" and not actor.may(move.permission):
        raise NotAllowed(N_("Your role does not include this."))
    for name in move.needs:
        if not (inputs or {}).get(name):
            raise Invalid(N_("This is needed here."), field=name)
    objection = move.guard(record) if move.guard else None
    if objection is not None:
        raise objection
    before, record.state, record.state_since = record.state, move.target, now
    activity.record(
        actor=actor,
        now=now,
        action=f"{flow.subject}.{action}",
        subject=record,
        from_state=before,
        to_state=move.target,
        changes=changes,
        reason=reason,
        note=note,
    )
    return move


def buttons(flow: Workflow, record: Stateful, actor: Actor) -> tuple[Move, ...]:
    """The moves that `actor` may make now."""
    return flow.allowed(record.state, actor.permissions)
