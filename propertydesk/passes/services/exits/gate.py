"""At the gate: everything, a part, or nothing goes out; and the night path."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from propertydesk.estate.models import Community
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.models import (
    ExitCheck,
    ExitPass,
    ExitTick,
    ForcedReview,
    PassCode,
    PassUse,
)
from propertydesk.passes.queries import exits as queries
from propertydesk.passes.rules import Basis, PassKind, Result
from propertydesk.passes.rules.exit_request import COPY_DAYS, ExitRequest
from propertydesk.passes.services import uses
from propertydesk.passes.services.codes import make_code
from propertydesk.passes.services.exits import asking
from propertydesk.passes.services.uses import Scan
from propertydesk.platform import activity, attachments, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.db import db, lock
from propertydesk.platform.settings import value

FLOW = rules.EXIT_PASS
#: How long a pass of the night path holds: it is used in the same verb.
NIGHT_LASTS = timedelta(hours=2)


@dataclass(frozen=True)
class Found:
    """What the guard saw: the lines that agree, who moves them, and what does not fit."""

    item_ids: Collection[int] = ()
    mover: str = ""
    plate: str = ""
    id_seen: bool = False
    difference: str = ""
    signature: PreparedFile | None = None
    photos: Sequence[PreparedFile] = ()


def release(
    exit_pass: ExitPass,
    scan: Scan,
    found: Found,
    *,
    forced_reason: str = "",
    duty_manager_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> PassUse:
    """Let out what was ticked: all of the list, or a part of it with a word on the rest.

    Once for each pass, whatever number of guards try; the others are told when and where. After
    hours of the pass the duty manager's word on the phone overrules the window, marked as forced.
    Raises Invalid when nothing is ticked, the mover is not named, the identity card was not seen,
    or a part is let out without saying why.
    """
    code = _code(exit_pass)
    result = _result(exit_pass, found)
    _check_manager(exit_pass, forced_reason, duty_manager_id)

    def then(use: PassUse) -> None:
        _write(exit_pass, use, result, found, actor=actor, now=now)
        exit_pass.duty_manager_id = duty_manager_id if use.forced else None
        exit_pass.copy_due = now + timedelta(days=value(exit_pass.community_id, COPY_DAYS))
        workflow.apply(
            FLOW,
            exit_pass,
            "release" if result is Result.ALL else "release_part",
            actor=actor,
            now=now,
            inputs={"mover": found.mover, "difference": found.difference},
            note=found.difference,
        )

    return uses.use(code, scan, forced_reason=forced_reason, then=then, actor=actor, now=now)


def refuse(
    exit_pass: ExitPass, scan: Scan, found: Found, *, actor: Actor, now: datetime
) -> PassUse:
    """Nothing goes out: other goods, a copy, a doubtful person; the office is told at once.

    Raises Invalid without a reason.
    """
    code = _code(exit_pass)
    if not found.difference:
        raise Invalid(N_("Say what does not fit."), field="difference")

    def then(use: PassUse) -> None:
        _write(exit_pass, use, Result.REFUSED, found, actor=actor, now=now)
        workflow.apply(
            FLOW,
            exit_pass,
            "refuse",
            actor=actor,
            now=now,
            inputs={"difference": found.difference},
            reason=found.difference,
        )

    return uses.refuse(code, scan, reason=found.difference, then=then, actor=actor, now=now)


def release_at_night(
    place: Community,
    request: ExitRequest,
    scan: Scan,
    found: Found,
    *,
    duty_manager_id: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> ExitPass:
    """After hours nobody issues a pass: the guard phones the duty manager, whose word lets it out.

    The record is made and used at once, marked as forced; the office completes its papers the next
    day and the duty manager confirms. Raises Invalid without reason, mover, manager or list.
    """
    if not reason:
        raise Invalid(N_("This is needed here."), field="reason")
    earlier = uses.same_scan(place.id, scan.nonce)
    if earlier is not None and earlier.subject_id is not None:
        return db.session.get_one(ExitPass, earlier.subject_id)
    exit_pass = asking.draft(place, request, by=actor, now=now)
    _check_manager(exit_pass, reason, duty_manager_id)
    exit_pass.duty_manager_id, exit_pass.papers_due = duty_manager_id, True
    items = queries.items_of(exit_pass)
    code = _night_code(exit_pass, by=actor, now=now)
    everything = Found(
        [each.id for each in items],
        found.mover or request.applicant_name,
        found.plate or request.plate,
        found.id_seen,
        "",
        found.signature,
        found.photos,
    )

    def then(use: PassUse) -> None:
        _write(exit_pass, use, Result.ALL, everything, actor=actor, now=now)
        workflow.apply(
            FLOW,
            exit_pass,
            "release_at_night",
            actor=actor,
            now=now,
            inputs={"duty_manager": duty_manager_id, "reason": reason},
            reason=reason,
            note=queries.staff_name(duty_manager_id),
        )

    uses.use(code, scan, forced_reason=reason, then=then, actor=actor, now=now)
    return exit_pass


def _night_code(exit_pass: ExitPass, *, by: Actor, now: datetime) -> PassCode:
    """A code that is used in the same verb."""
    return make_code(
        PassKind.EXIT,
        exit_pass.id,
        exit_pass.community_id,
        version=exit_pass.version,
        valid_from=now,
        valid_to=now + NIGHT_LASTS,
        uses=1,
        digest=queries.digest_of(exit_pass, queries.items_of(exit_pass)),
        made_by=by.name,
        now=now,
    )


def complete_papers(
    exit_pass: ExitPass, *, basis: str, consent_ref: str, actor: Actor, now: datetime
) -> None:
    """The office adds the owner's word to what went out at night. Raises Invalid without it."""
    lock(exit_pass)
    if not exit_pass.papers_due:
        raise Invalid(N_("The papers of this pass are complete."))
    if not consent_ref:
        raise Invalid(N_("Write down which paper or call it rests on."), field="consent_ref")
    if basis == Basis.NIGHT:
        raise Invalid(N_("Choose what it rests on."), field="basis")
    before = exit_pass.basis
    exit_pass.basis, exit_pass.consent_ref, exit_pass.papers_due = basis, consent_ref, False
    activity.record(
        actor=actor,
        now=now,
        action="exit_pass.complete_papers",
        subject=exit_pass,
        home_id=exit_pass.home_id,
        changes={"basis": [before, basis]},
        note=consent_ref,
    )


def review(use: PassUse, *, in_order: bool, note: str, actor: Actor, now: datetime) -> ForcedReview:
    """Look into a forced use. Raises Invalid when it was not forced, or found wrong without a word;
    Conflict when somebody has looked into it already.
    """
    lock(use)
    if not use.forced:
        raise Invalid(N_("This release was not forced."))
    if actor.id is not None and actor.id == use.guard_id:
        raise Invalid(N_("Somebody else looks into one's own forced release."))
    if not in_order and not note:
        raise Invalid(N_("Say what was not in order."), field="note")
    if queries.review_of(use) is not None:
        raise Conflict(N_("Somebody has looked into this release already."))
    row = ForcedReview(
        community_id=use.community_id,
        use_id=use.id,
        at=now,
        reviewer_id=actor.id,
        reviewer=actor.name,
        in_order=in_order,
        note=note,
    )
    db.session.add(row)
    activity.record(actor=actor, now=now, action="gate_use.review", subject=use, note=note)
    return row


def take_copies(passes: Sequence[ExitPass], *, actor: Actor, now: datetime) -> None:
    """The gate's copies came back to the office (weekly)."""
    for each in sorted(passes, key=lambda one: one.id):
        workflow.apply(FLOW, each, "take_copy", actor=actor, now=now)
        each.copy_back_at = now


def file_copies(passes: Sequence[ExitPass], *, actor: Actor, now: datetime) -> None:
    """What came back is filed."""
    for each in sorted(passes, key=lambda one: one.id):
        workflow.apply(FLOW, each, "file", actor=actor, now=now)


def _code(exit_pass: ExitPass) -> PassCode:
    code = queries.code_of(exit_pass)
    if code is None:
        raise Invalid(N_("This pass has not been issued."))
    return code


def _result(exit_pass: ExitPass, found: Found) -> Result:
    wanted = {each.id for each in queries.items_of(exit_pass)}
    ticked = set(found.item_ids)
    if not ticked or ticked - wanted:
        raise Invalid(N_("Tick what goes out, item by item."), field="items")
    if not found.mover:
        raise Invalid(N_("Who takes the things out?"), field="mover")
    if not found.id_seen:
        raise Invalid(
            N_("See the mover's identity card first; its number is not written down."),
            field="id_seen",
        )
    if ticked == wanted:
        return Result.ALL
    if not found.difference:
        raise Invalid(N_("Say what stays here."), field="difference")
    return Result.PART


def _check_manager(exit_pass: ExitPass, reason: str, duty_manager_id: int | None) -> None:
    """A forced release rests on a named person's word by phone."""
    if not reason:
        return
    managers = {each.id for each in queries.duty_managers(exit_pass.community_id)}
    if duty_manager_id not in managers:
        raise Invalid(N_("Choose the duty manager you have phoned."), field="duty_manager")


def _write(
    exit_pass: ExitPass,
    use: PassUse,
    result: Result,
    found: Found,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """What the guard found, with ticks, signature and pictures."""
    items = queries.items_of(exit_pass)
    row = ExitCheck(
        community_id=exit_pass.community_id,
        exit_pass_id=exit_pass.id,
        use_id=use.id,
        version=exit_pass.version,
        digest=queries.digest_of(exit_pass, items),
        result=result,
        difference=found.difference,
        mover=found.mover,
        plate=found.plate,
        id_seen=found.id_seen,
    )
    db.session.add(row)
    db.session.flush()
    if result is not Result.REFUSED:
        db.session.add_all(
            ExitTick(community_id=exit_pass.community_id, check_id=row.id, item_id=each)
            for each in sorted(set(found.item_ids))
        )
    pictures = [("gate", each) for each in found.photos]
    if found.signature is not None:
        pictures.append(("signature", found.signature))
    for kind, picture in pictures:
        attachments.attach(picture, subject=exit_pass, kind=kind, actor=actor, now=now)
