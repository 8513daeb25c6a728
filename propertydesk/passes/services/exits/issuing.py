"""From the owner's word to a code: phone calls with their witness, issuing, voiding, expiring."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.models import ExitPass
from propertydesk.passes.queries import exits as queries
from propertydesk.passes.rules import Basis, Ended, ExitState, PassKind
from propertydesk.passes.rules.exit_request import ARREARS_RULE, CONSENT_HOURS
from propertydesk.passes.services.codes import end_code, hold, make_code
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.settings import value

FLOW = rules.EXIT_PASS
_AT_ONCE = 500


def needs_reason(exit_pass: ExitPass) -> bool:
    """Whether open fees ask for a reason here."""
    return bool(exit_pass.open_fees) and value(exit_pass.community_id, ARREARS_RULE) == "override"


def note_call(exit_pass: ExitPass, owner_id: int, *, actor: Actor, now: datetime) -> None:
    """The owner was phoned at the registered number and agreed; a second clerk confirms it next.

    Raises Invalid for a person who is no owner with a number, Conflict when nobody waits for it.
    """
    lock(exit_pass)
    if exit_pass.state != ExitState.CONSENT_PENDING or exit_pass.basis != Basis.PHONE:
        raise Conflict(
            N_("This cannot be done any more: the record has moved on in the meantime."),
            state=FLOW.word(exit_pass.state),
        )
    phoned = {each.person_id: each for each in queries.owners_to_phone(exit_pass.home_id)}
    owner = phoned.get(owner_id)
    if owner is None:
        raise Invalid(N_("Choose an owner with a registered number."), field="owner")
    exit_pass.owner_id, exit_pass.owner_name = owner.person_id, owner.name
    exit_pass.owner_phone = mask_phone(owner.phone)
    exit_pass.consented_at = now
    exit_pass.consent_by_id, exit_pass.consent_by = actor.id, actor.name
    exit_pass.witness_id, exit_pass.witness = None, ""
    activity.record(
        actor=actor,
        now=now,
        action="exit_pass.consent",
        subject=exit_pass,
        home_id=exit_pass.home_id,
        note=exit_pass.owner_phone,
    )


def witness(exit_pass: ExitPass, *, actor: Actor, now: datetime) -> None:
    """A second clerk has heard of the call: the pass is issued. Raises Invalid for the first one."""
    lock(exit_pass)
    if actor.id is not None and actor.id == exit_pass.consent_by_id:
        raise Invalid(N_("The second clerk is another person than the one who phoned."))
    exit_pass.witness_id, exit_pass.witness = actor.id, actor.name
    issue_pass(exit_pass, actor=actor, now=now)


def issue_pass(exit_pass: ExitPass, *, actor: Actor, now: datetime) -> None:
    """Make the pass count from now on, with a code of its own. Raises Invalid for what is missing."""
    workflow.apply(FLOW, exit_pass, "issue", actor=actor, now=now, reason=exit_pass.override_reason)
    seal(exit_pass, by=actor, now=now)


def seal(exit_pass: ExitPass, *, by: Actor, now: datetime) -> None:
    """The code of the present version; the verb that calls it has written the activity."""
    missing = rules.missing_for_issue(exit_pass)
    if missing:
        raise Invalid(missing[0][1], field=missing[0][0])
    exit_pass.issued_at, exit_pass.issued_by = now, f"{by.name} {by.staff_no}".strip()
    exit_pass.issued_by_id = by.id
    make_code(
        PassKind.EXIT,
        exit_pass.id,
        exit_pass.community_id,
        version=exit_pass.version,
        valid_from=exit_pass.valid_from,
        valid_to=exit_pass.valid_to,
        uses=1,
        digest=queries.digest_of(exit_pass, queries.items_of(exit_pass)),
        made_by=by.name,
        now=now,
    )


def clear(exit_pass: ExitPass, *, reason: str, actor: Actor, now: datetime) -> None:
    """What the guard refused was looked into: the same pass may come to the gate again."""
    workflow.apply(
        FLOW, exit_pass, "clear", actor=actor, now=now, inputs={"reason": reason}, reason=reason
    )


def void(exit_pass: ExitPass, *, reason: str, actor: Actor, now: datetime) -> None:
    """End a pass for good; its code opens nothing any more."""
    _ending(
        exit_pass,
        Ended.VOID,
        lambda: workflow.apply(
            FLOW, exit_pass, "void", actor=actor, now=now, inputs={"reason": reason}, reason=reason
        ),
        now,
    )


def expire(community_id: int, *, actor: Actor, now: datetime) -> int:
    """Expire what was not used in its window, and what waited too long for consent; gives how many."""
    waited = now - timedelta(hours=value(community_id, CONSENT_HOURS))
    query = (
        select(ExitPass)
        .where(
            ExitPass.community_id == community_id,
            ExitPass.state.in_(rules.OPEN_EXITS),
            or_(
                ExitPass.valid_to <= now,
                and_(
                    ExitPass.state == ExitState.CONSENT_PENDING,
                    ExitPass.state_since <= waited,
                ),
            ),
        )
        .order_by(ExitPass.id)
        .limit(_AT_ONCE)
    )
    over = list(db.session.scalars(query))
    for each in over:
        workflow.apply(FLOW, each, "expire", actor=actor, now=now)
    return len(over)


def count_print(exit_pass: ExitPass, *, language: str, actor: Actor, now: datetime) -> int:
    """Count a print; from the second on the slip carries a reprint mark. Gives the count.

    Raises Conflict while there is no code to print.
    """
    lock(exit_pass)
    if queries.code_of(exit_pass) is None:
        raise Conflict(N_("A slip is printed once the pass is issued."))
    exit_pass.prints += 1
    activity.record(
        actor=actor,
        now=now,
        action="exit_pass.print",
        subject=exit_pass,
        home_id=exit_pass.home_id,
        changes={"prints": [exit_pass.prints - 1, exit_pass.prints]},
        note=language,
    )
    return exit_pass.prints


def _ending(exit_pass: ExitPass, why: Ended, move: Callable[[], object], now: datetime) -> None:
    """The code first, then the pass: the order in which the gate holds them."""
    code = hold(PassKind.EXIT, exit_pass)
    move()
    if code is not None:
        end_code(code, why, now)
