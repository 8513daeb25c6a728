"""The one door for using codes: once for each nonce, under the code's lock, with a plain answer.

Kinds of passes call `use` and `refuse` from their own verbs; `then` moves their own record in the
same transaction. The history names the gate, never the short code: it opens as long as it is valid.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from propertydesk.kernel.errors import Invalid, NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.models import Gate, PassCode, PassUse
from propertydesk.passes.queries import door
from propertydesk.passes.rules import Answer, Permission, Way
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock, on_sqlite

Then = Callable[[PassUse], None]
_HERE_ONLY = (Answer.UNKNOWN, Answer.ELSEWHERE)


@dataclass(frozen=True)
class Scan:
    """Where and how a code came to the gate; `nonce` makes a scan that is sent again the same scan."""

    gate: Gate
    nonce: str
    way: Way = Way.OUT
    device_at: datetime | None = None


def use(
    code: PassCode,
    scan: Scan,
    *,
    forced_reason: str = "",
    then: Then | None = None,
    actor: Actor,
    now: datetime,
) -> PassUse:
    """Let through if the code is good, else write down the refusal; gives what was written.

    Of many guards at the same moment one is given a number, the others are told who was first. The
    same nonce again gives the first outcome and does nothing. With `forced_reason` the window alone
    is overruled, and the use is marked as forced. `then` is called once, when it let through.
    Raises NotAllowed at another's gate.
    """
    lock(code)
    earlier = same_scan(code.community_id, scan.nonce)
    if earlier is not None:
        return earlier
    _check_gate(scan.gate, code.community_id, actor)
    found = door.stand(code, now)
    forced = bool(forced_reason) and (found.is_good or found.answer in rules.FORCEABLE)
    if not found.is_good and not forced:
        return _refusal(
            code, scan, answer=found.answer, reason=found.objection, actor=actor, now=now
        )
    use_no = _next_use(code)
    row = _write(
        scan,
        actor,
        now,
        community_id=code.community_id,
        code=code,
        answer=found.answer,
        use_no=use_no,
        forced=forced,
        reason=forced_reason if forced else "",
    )
    activity.record(
        actor=actor,
        now=now,
        action="gate_use.let_through",
        subject=row,
        note=scan.gate.name_zh,
        reason=row.reason,
    )
    if then is not None:
        then(row)
    return row


def refuse(
    code: PassCode,
    scan: Scan,
    *,
    reason: str,
    then: Then | None = None,
    actor: Actor,
    now: datetime,
) -> PassUse:
    """The guard refuses a code that would be good: other goods, a doubtful person. Same nonce, same
    outcome. Raises Invalid without a reason.
    """
    lock(code)
    earlier = same_scan(code.community_id, scan.nonce)
    if earlier is not None:
        return earlier
    if not reason:
        raise Invalid(N_("This is needed here."), field="reason")
    _check_gate(scan.gate, code.community_id, actor)
    found = door.stand(code, now)
    if not found.is_good:
        return _refusal(code, scan, answer=found.answer, reason=reason, actor=actor, now=now)
    row = _refusal(code, scan, answer=Answer.REFUSED, reason=reason, actor=actor, now=now)
    if then is not None:
        then(row)
    return row


def note_scan(
    text: str, community_id: int, scan: Scan, *, actor: Actor, now: datetime
) -> tuple[door.LookUp, PassUse | None]:
    """Look a code up and write the refusal down when it is not good (reliability I34).

    A good code is only shown: the guard still compares. Gives the answer and what was written.
    """
    _check_gate(scan.gate, community_id, actor)
    found = door.look_up(text, community_id, now)
    if found.is_good:
        return found, None
    earlier = same_scan(community_id, scan.nonce)
    if earlier is not None:
        return found, earlier
    code = None if found.answer in _HERE_ONLY else found.code
    row = _write(
        scan,
        actor,
        now,
        community_id=community_id,
        code=code,
        answer=found.answer,
        reason=found.objection,
    )
    activity.record(
        actor=actor,
        now=now,
        action="gate_use.refuse",
        subject=row,
        note=scan.gate.name_zh,
        reason=found.answer,
    )
    return found, row


def _check_gate(gate: Gate, community_id: int, actor: Actor) -> None:
    if actor.kind == "staff" and not actor.may(Permission.GUARD):
        raise NotAllowed(N_("Your role does not include this."))
    if gate.community_id != community_id or gate.ended_on is not None:
        raise NotAllowed(N_("Guards do not stand at this gate."))


def same_scan(community_id: int, nonce: str) -> PassUse | None:
    """What a scan with this nonce has led to before."""
    return db.session.scalar(select(PassUse).filter_by(community_id=community_id, nonce=nonce))


def _next_use(code: PassCode) -> int:
    last = select(func.max(PassUse.use_no)).filter_by(kind=code.kind, subject_id=code.subject_id)
    return (db.session.scalar(last) or 0) + 1


def _refusal(
    code: PassCode, scan: Scan, *, answer: Answer, reason: str, actor: Actor, now: datetime
) -> PassUse:
    row = _write(
        scan,
        actor,
        now,
        community_id=code.community_id,
        code=code,
        answer=answer,
        reason=reason,
    )
    activity.record(
        actor=actor,
        now=now,
        action="gate_use.refuse",
        subject=row,
        note=scan.gate.name_zh,
        reason=reason or answer,
    )
    return row


def _write(
    scan: Scan,
    actor: Actor,
    now: datetime,
    *,
    community_id: int,
    code: PassCode | None,
    answer: Answer,
    use_no: int | None = None,
    forced: bool = False,
    reason: str = "",
) -> PassUse:
    """Insert, or read what the same nonce has written in the meantime."""
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    statement = (
        insert(PassUse)
        .values(
            community_id=community_id,
            nonce=scan.nonce,
            code_id=code.id if code else None,
            kind=code.kind if code else "",
            subject_id=code.subject_id if code else None,
            use_no=use_no,
            way=scan.way,
            answer=answer,
            gate_id=scan.gate.id,
            at=now,
            device_at=scan.device_at,
            guard_id=actor.id if actor.kind == "staff" else None,
            guard=actor.name,
            forced=forced,
            reason=reason,
        )
        .on_conflict_do_nothing(index_elements=["community_id", "nonce"])
    )
    db.session.execute(statement)
    return db.session.scalars(
        select(PassUse).filter_by(community_id=community_id, nonce=scan.nonce)
    ).one()
