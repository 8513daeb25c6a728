"""At the gate: workers in and out on their cards, many times while they are valid.

Coming in is a use of the code, once for each scan. Leaving is never refused: on a good card it is
a use, too; after its time, or when it was ended, it is only written down.
"""

from datetime import datetime

from sqlalchemy import select

from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Gate, PassUse, WorkerPass, WorkerStay
from propertydesk.passes.queries import door
from propertydesk.passes.queries.workers import stay_inside
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services import uses
from propertydesk.passes.services.uses import Scan
from propertydesk.passes.services.workers.cards import hold, receive_at_gate
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock


def enter(worker_pass: WorkerPass, scan: Scan, *, actor: Actor, now: datetime) -> PassUse:
    """Let a worker in on the card; gives what was written, which may be a refusal.

    A card is inside once: of two who come with copies the second is refused. The same scan again
    changes nothing. Raises Conflict when no card was ever made.
    """
    code = hold(worker_pass)
    if code is None:
        raise Conflict(N_("No card was issued for this pass."))
    if uses.same_scan(code.community_id, scan.nonce) is None and stay_inside(worker_pass.id):
        return uses.refuse(code, scan, reason=rules.ALREADY_INSIDE, actor=actor, now=now)
    return uses.use(code, scan, then=lambda use: _come_in(worker_pass, use), actor=actor, now=now)


def leave(worker_pass: WorkerPass, scan: Scan, *, actor: Actor, now: datetime) -> WorkerStay:
    """Let a worker out; once, whoever presses first, and the same scan again is the same leaving.

    Raises Conflict when the worker is not inside.
    """
    code = hold(worker_pass)
    earlier = uses.same_scan(worker_pass.community_id, scan.nonce)
    stay = stay_inside(worker_pass.id)
    if earlier is not None or stay is None:
        return _left_before(worker_pass, earlier)
    lock(stay)
    if code is not None and door.stand(code, now).is_good:
        uses.use(code, scan, actor=actor, now=now)
    else:
        _note_leaving(worker_pass, scan.gate, actor, now)
    stay.left_at, stay.let_out_by, stay.exit_gate_id = now, actor.name, scan.gate.id
    return stay


def not_the_person(worker_pass: WorkerPass, scan: Scan, *, actor: Actor, now: datetime) -> PassUse:
    """Somebody else came with the card: refused. Raises Conflict when no card was ever made."""
    code = hold(worker_pass)
    if code is None:
        raise Conflict(N_("No card was issued for this pass."))
    return uses.refuse(code, scan, reason=rules.NOT_THE_PERSON, actor=actor, now=now)


def take_away(worker_pass: WorkerPass, *, actor: Actor, now: datetime) -> None:
    """Keep a card that counts no more. Raises Conflict for one that does."""
    receive_at_gate(worker_pass, actor=actor, now=now)


def _come_in(worker_pass: WorkerPass, use: PassUse) -> None:
    db.session.add(
        WorkerStay(
            community_id=worker_pass.community_id,
            pass_id=worker_pass.id,
            use_id=use.id,
            entered_at=use.at,
            entry_gate_id=use.gate_id,
            let_in_by=use.guard,
        )
    )
    db.session.flush()


def _left_before(worker_pass: WorkerPass, earlier: PassUse | None) -> WorkerStay:
    """The stay that this very scan ended."""
    if earlier is not None:
        ended = select(WorkerStay).filter_by(pass_id=worker_pass.id, left_at=earlier.at)
        stay = db.session.scalar(ended)
        if stay is not None:
            return stay
    raise Conflict(N_("This worker is not inside."))


def _note_leaving(worker_pass: WorkerPass, gate: Gate, actor: Actor, now: datetime) -> None:
    activity.record(
        actor=actor,
        now=now,
        action="worker_pass.leave",
        subject=worker_pass,
        home_id=worker_pass.home_id,
        note=gate.name_zh,
    )
