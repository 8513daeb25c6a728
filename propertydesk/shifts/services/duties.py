"""A shift's way: somebody begins, hands over with a signature, and somebody else takes over.

Rows are held in one order: the duty, then what is new, the number's counter last.
"""

from datetime import datetime

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock
from propertydesk.platform.sequences import next_number
from propertydesk.shifts import queries, rules
from propertydesk.shifts.models import Duty, DutyPost, HandOver, Relief

SERIES = "JB"
_ELSEWHERE = N_("Somebody is on duty there, or you are on duty at another post of this kind.")
_SIGNED = N_("This hand-over has been signed already.")


def begin(post: DutyPost, turn: rules.Turn, *, actor: Actor, now: datetime) -> Duty:
    """Begin at a post where nobody is.

    Raises NotAllowed at a post of another kind of work, Invalid while somebody is there or a
    hand-over waits to be taken over: no new shift without both signatures.
    """
    lock(post)
    if not post.is_open:
        raise Conflict(N_("This post is not in use."))
    return _stand(post, turn, actor=actor, now=now)


def sign_off(duty: Duty, report: rules.Report, *, actor: Actor, now: datetime) -> HandOver:
    """Write the hand-over and sign it: open matters, figures and money are collected this moment.

    Raises NotAllowed for somebody else's shift, Conflict when it is signed already, Invalid as
    `rules.check_report` does.
    """
    lock(duty)
    if duty.staff_id != actor.id:
        raise NotAllowed(N_("Everybody hands over their own shift."))
    workflow.apply(rules.WORKFLOW, duty, "sign_off", actor=actor, now=now)
    post = db.session.get_one(DutyPost, duty.post_id)
    collected = queries.collect(
        queries.Asked(
            duty.community_id, rules.PostKind(duty.kind), duty.staff_id, duty.began_at, now
        )
    )
    rules.check_report(report, keys_held=post.keys_held, cash_expected=collected.cash.expected)
    hand_over = _written(duty, post, report, collected, now)
    with unless_taken(Invalid(_SIGNED)):
        db.session.add(hand_over)
    return hand_over


def take_over(
    hand_over: HandOver, turn: rules.Turn, remark: str, *, actor: Actor, now: datetime
) -> Duty:
    """Sign what the other one wrote, and be on duty from now on.

    Raises NotAllowed for one's own hand-over and at a post of another kind of work, Conflict when
    somebody else has taken over.
    """
    duty = db.session.get_one(Duty, hand_over.duty_id)
    lock(duty)
    if duty.staff_id == actor.id:
        raise NotAllowed(N_("Somebody else takes over from you."))
    workflow.apply(rules.WORKFLOW, duty, "sign_on", actor=actor, now=now)
    post = db.session.get_one(DutyPost, duty.post_id)
    following = _stand(post, turn, actor=actor, now=now)
    with unless_taken(Invalid(_SIGNED)):
        db.session.add(
            Relief(
                community_id=duty.community_id,
                hand_over_id=hand_over.id,
                next_duty_id=following.id,
                outgoing_id=duty.staff_id,
                incoming_id=actor.id,
                incoming_name=actor.name,
                incoming_no=actor.staff_no,
                signed_at=now,
                remark=rules.kept_text(remark),
            )
        )
    return following


def end(duty: Duty, reason: str, *, actor: Actor, now: datetime) -> None:
    """The lead ends a shift that nobody handed over or took over, with a reason."""
    workflow.apply(
        rules.WORKFLOW,
        duty,
        "end",
        actor=actor,
        now=now,
        inputs={"reason": reason},
        reason=rules.kept_text(reason),
    )


def _stand(post: DutyPost, turn: rules.Turn, *, actor: Actor, now: datetime) -> Duty:
    if not actor.may(rules.STANDS[rules.PostKind(post.kind)]):
        raise NotAllowed(N_("Your role is not on duty at this post."))
    day = business_date(now, estate.zone_of(post.community_id))
    number = document_number(SERIES, day, next_number(SERIES, post.community_id, f"{day:%Y%m%d}"))
    duty = Duty(
        community_id=post.community_id,
        post_id=post.id,
        kind=post.kind,
        number=number,
        staff_id=actor.id,
        staff_name=actor.name,
        staff_no=actor.staff_no,
        turn=turn,
        state=rules.DutyState.ON_DUTY,
        state_since=now,
        began_at=now,
        business_date=day,
    )
    with unless_taken(Invalid(_ELSEWHERE)):
        db.session.add(duty)
    activity.record(
        actor=actor,
        now=now,
        action="duty.begin",
        subject=duty,
        to_state=duty.state,
        note=post.name_zh,
    )
    return duty


def _written(
    duty: Duty,
    post: DutyPost,
    report: rules.Report,
    collected: queries.Collected,
    now: datetime,
) -> HandOver:
    return HandOver(
        community_id=duty.community_id,
        duty_id=duty.id,
        post_id=duty.post_id,
        number=duty.number,
        outgoing_id=duty.staff_id,
        signed_at=now,
        items=list(collected.groups),
        figures=list(collected.figures),
        open_count=collected.open_count,
        equipment=list(rules.things(post.equipment)),
        faulty=list(report.faulty),
        keys_in=report.keys_in,
        keys_out=report.keys_out,
        cash=report.cash,
        cash_expected=collected.cash.expected,
        cash_words=[{"label": label, "text": text} for label, text in collected.cash.facts],
        letters=report.letters,
        is_clean=report.is_clean,
        instructions=rules.kept_text(report.instructions),
        incidents=rules.kept_text(report.incidents),
    )


def held_duty(who: Actor, kind: rules.PostKind) -> Duty:
    """The duty that somebody is on, held until the transaction ends: what belongs to their shift
    cannot come in while it is being handed over. Raises Conflict without one.
    """
    found = queries.duty_of(who.id or 0, who.community_id, kind)
    if found is not None:
        lock(found)
    if found is None or found.state != rules.DutyState.ON_DUTY:
        raise Conflict(N_("Begin your shift first: money belongs to the shift that took it."))
    return found
