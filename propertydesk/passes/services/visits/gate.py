"""At the gate: letting visitors in and out, and refusing them.

Entering and leaving with a slip are uses of its code, once for each scan; the visit moves in the
same transaction.
"""

from datetime import datetime, timedelta

from propertydesk.estate.models import Community
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Gate, PassUse
from propertydesk.passes.models.visits import StandingVisitor, Visit
from propertydesk.passes.queries import door
from propertydesk.passes.queries import visits as queries
from propertydesk.passes.rules import Ended
from propertydesk.passes.rules import visits as rules
from propertydesk.passes.rules.visits import Confirmation, Refusal, State
from propertydesk.passes.services import uses
from propertydesk.passes.services.codes import end_code
from propertydesk.passes.services.uses import Scan
from propertydesk.passes.services.visits.making import hold, issue, let_be_found, store
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import lock
from propertydesk.platform.settings import value

ALREADY_INSIDE = N_("Came in on this invitation already.")


def enter(
    visit: Visit, scan: Scan, *, id_seen: bool = False, actor: Actor, now: datetime
) -> PassUse:
    """Let an invited visitor in on the code; gives what was written, which may be a refusal.

    Of two guards at the same moment one lets in, the other is told. The same scan again changes
    nothing.
    """
    code = hold(visit)
    if code is None:
        raise Conflict(N_("The host has not agreed yet."))
    if visit.state == State.INSIDE:
        return uses.refuse(code, scan, reason=ALREADY_INSIDE, actor=actor, now=now)
    return uses.use(
        code,
        scan,
        then=lambda use: _go_in(visit, use, Confirmation.CODE, id_seen, actor),
        actor=actor,
        now=now,
    )


def ask_host(visit: Visit, *, actor: Actor, now: datetime) -> None:
    """Name or plate differ from the invitation: the host is asked, as for a walk-in."""
    hold(visit)
    workflow.apply(rules.WORKFLOW, visit, "arrive", actor=actor, now=now)


def admit(
    visit: Visit,
    confirmed_by: Confirmation,
    scan: Scan,
    *,
    id_seen: bool = False,
    actor: Actor,
    now: datetime,
) -> PassUse:
    """Let a walk-in in after the host agreed: the slip is made, unless there was an invitation, and
    used at once.

    Raises Conflict when the visit has moved on, Invalid for a way that does not fit, NotAllowed
    for somebody on the do-not-admit list.
    """
    code = hold(visit)
    if visit.state != State.WAITING:
        raise Conflict(
            N_("This cannot be done any more: the record has moved on in the meantime."),
            state=rules.WORKFLOW.word(visit.state),
        )
    standing = _permission(visit, confirmed_by, now)
    if queries.barred_among(visit, now) is not None:
        raise NotAllowed(N_("This visitor is on the do-not-admit list. Call the office."))
    visit.standing_id = standing.id if standing else None
    if code is None:
        visit.valid_from = now
        visit.valid_to = now + timedelta(hours=value(visit.community_id, rules.HOURS))
        code = issue(visit, actor.name, now)
    return uses.use(
        code,
        scan,
        then=lambda use: _go_in(visit, use, confirmed_by, id_seen, actor),
        actor=actor,
        now=now,
    )


def note_try(visit: Visit, *, actor: Actor, now: datetime) -> None:
    """The host was asked and did not answer. Raises Conflict unless somebody waits."""
    lock(visit)
    if visit.state != State.WAITING:
        raise Conflict(N_("Nobody waits on this entry any more."))
    visit.tries += 1
    activity.record(
        actor=actor,
        now=now,
        action="visit.try",
        subject=visit,
        changes={"tries": [visit.tries - 1, visit.tries]},
    )


def deny(
    visit: Visit, refusal: Refusal, gate: Gate | None = None, *, actor: Actor, now: datetime
) -> None:
    """Refuse somebody at a gate; who it was is forgotten at once, why and where is kept (D7)."""
    code = hold(visit)
    workflow.apply(
        rules.WORKFLOW,
        visit,
        "deny",
        actor=actor,
        now=now,
        inputs={"refusal": refusal},
    )
    visit.refusal, visit.entry_gate_id = refusal, gate.id if gate else None
    visit.visitor = visit.phone = visit.plate = visit.note = ""
    let_be_found(visit)
    if code is not None:
        end_code(code, Ended.VOID, now)


def turn_away(place: Community, gate: Gate, *, actor: Actor, now: datetime) -> Visit:
    """Refuse a salesperson: counted with time and gate, without any identity (A23)."""
    visit = Visit(
        community_id=place.id,
        number="",
        state=State.DENIED,
        state_since=now,
        made_at=now,
        made_by=actor.name,
        is_invited=False,
        purpose=rules.Purpose.SALES,
        refusal=Refusal.SALES,
        valid_from=now,
        valid_to=now,
        entry_gate_id=gate.id,
    )
    store(visit, place, now)
    activity.record(
        actor=actor,
        now=now,
        action="visit.turn_away",
        subject=visit,
        to_state=visit.state,
    )
    return visit


def leave(visit: Visit, scan: Scan, *, actor: Actor, now: datetime) -> None:
    """Let somebody out and take the slip back; once, whoever presses first.

    Leaving is never refused: after the time on the slip it counts no use of the code. Raises
    Conflict when the visitor is not inside.
    """
    code = hold(visit)
    if visit.state != State.INSIDE:
        raise _not_inside(visit)
    if code is not None and door.stand(code, now).is_good:
        uses.use(code, scan, actor=actor, now=now)
    workflow.apply(rules.WORKFLOW, visit, "leave", actor=actor, now=now, note=scan.gate.name_zh)
    visit.left_at, visit.let_out_by = now, actor.name
    visit.exit_gate_id = scan.gate.id
    if code is not None:
        end_code(code, Ended.RETURNED, now)


def _go_in(
    visit: Visit,
    use: PassUse,
    confirmed_by: Confirmation,
    id_seen: bool,  # noqa: FBT001  # handed on
    actor: Actor,
) -> None:
    workflow.apply(
        rules.WORKFLOW,
        visit,
        "enter",
        actor=actor,
        now=use.at,
        inputs={"confirmed_by": confirmed_by},
    )
    visit.entered_at, visit.let_in_by = use.at, use.guard
    visit.entry_gate_id = use.gate_id
    visit.confirmed_by, visit.id_seen = confirmed_by, id_seen


def _permission(visit: Visit, confirmed_by: Confirmation, now: datetime) -> StandingVisitor | None:
    if confirmed_by is not Confirmation.STANDING:
        if confirmed_by not in rules.ASKED:
            raise Invalid(N_("Say how the host agreed."), field="confirmed_by")
        return None
    standing = queries.standing_for(visit, now)
    if standing is None:
        raise Invalid(
            N_("No standing permission of this home fits this visitor."), field="confirmed_by"
        )
    return standing


def _not_inside(visit: Visit) -> Conflict:
    if visit.state == State.LEFT:
        return Conflict(
            N_("This visitor has left already; the slip was handed back."),
            state=rules.WORKFLOW.word(visit.state),
        )
    return Conflict(N_("This visitor is not inside."), state=rules.WORKFLOW.word(visit.state))
