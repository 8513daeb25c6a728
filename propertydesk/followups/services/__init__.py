"""What is done about follow-ups: plan, try, answer, give up, close."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from propertydesk.followups import queries, rules
from propertydesk.followups.events import FollowUpAnswered
from propertydesk.followups.models import FollowUp, FollowUpAttempt
from propertydesk.followups.rules import hours
from propertydesk.kernel.clock import business_date, local
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.owners import queries as owners
from propertydesk.owners.events import PersonDied
from propertydesk.owners.models import Person
from propertydesk.owners.rules.contacting import rests
from propertydesk.platform import activity, search, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.events import announce
from propertydesk.platform.reveal import Asking, Look, Target, record_look
from propertydesk.platform.sequences import next_number
from propertydesk.platform.settings import value

S = rules.State
PREFIX = "HF"


@dataclass(frozen=True)
class Source:
    """What is to be followed up, and whom to ask."""

    type: str
    id: int
    number: str
    community_id: int
    home_id: int | None
    contact_name: str
    salutation: str
    phone: str
    language: str = "zh"
    person_id: int | None = None


def plan(source: Source, due_at: datetime, *, zone: str, actor: Actor, now: datetime) -> FollowUp:
    """Put a follow-up on the list, to be made by `due_at`, never in quiet hours.

    Raises Invalid when one is waiting for the same source already.
    """
    if waiting_for(source.type, source.id) is not None:
        raise Invalid(N_("A follow-up for this is planned already."))
    follow_up = FollowUp(
        community_id=source.community_id,
        number="",
        state=S.PLANNED,
        state_since=now,
        home_id=source.home_id,
        source_type=source.type,
        source_id=source.id,
        source_no=source.number,
        contact_name=source.contact_name,
        salutation=source.salutation,
        phone=source.phone,
        language=source.language,
        person_id=source.person_id,
        planned_at=now,
        not_before=now,
        due_at=due_at,
    )
    day = business_date(now, zone)
    serial = next_number(PREFIX, source.community_id, f"{day:%Y%m%d}")
    follow_up.number = document_number(PREFIX, day, serial)
    db.session.add(follow_up)
    db.session.flush()
    search.reindex(
        "followup",
        follow_up.id,
        source.community_id,
        source.home_id,
        search.number_terms(follow_up.number),
    )
    activity.record(
        actor=actor,
        now=now,
        action="followup.plan",
        subject=follow_up,
        to_state=S.PLANNED,
        note=source.number,
    )
    return follow_up


def waiting_for(source_type: str, source_id: int) -> FollowUp | None:
    """The follow-up that still waits for a source."""
    query = select(FollowUp).where(
        FollowUp.source_type == source_type,
        FollowUp.source_id == source_id,
        FollowUp.state.in_(rules.WAITING),
    )
    return db.session.scalar(query)


def open_for(source_type: str, source_id: int) -> bool:
    """Whether a follow-up of a source is not over: it waits, or its number has to be corrected."""
    query = select(FollowUp.id).where(
        FollowUp.source_type == source_type,
        FollowUp.source_id == source_id,
        FollowUp.state.in_((*rules.WAITING, S.WRONG_NUMBER)),
    )
    return db.session.scalar(query.limit(1)) is not None


def note_attempt(
    follow_up: FollowUp,
    result: rules.Result,
    *,
    method: rules.Method = rules.Method.PHONE,
    zone: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Write down a call that reached nobody: try later, correct the number, or give up.

    After the last attempt the follow-up ends as unreachable, which is never counted as satisfied.
    Raises Invalid for a call in quiet hours, before the gap has passed, or after the last attempt.
    """
    lock(follow_up)
    _check_hour(follow_up, method, zone, now)
    _check_turn(follow_up, zone, now)
    _add_attempt(follow_up, result, method, actor, now)
    if result == rules.Result.WRONG_NUMBER:
        workflow.apply(rules.WORKFLOW, follow_up, "wrong_number", actor=actor, now=now)
        return
    if result == rules.Result.REFUSED:
        workflow.apply(rules.WORKFLOW, follow_up, "refuse", actor=actor, now=now)
        _announce(follow_up, actor, now)
        return
    most = value(follow_up.community_id, rules.MAX_ATTEMPTS)
    workflow.apply(
        rules.WORKFLOW,
        follow_up,
        "try",
        actor=actor,
        now=now,
        inputs={"result": result},
        note=f"{follow_up.attempts}/{most}",
    )
    follow_up.not_before = hours.next_attempt(
        now,
        zone,
        value(follow_up.community_id, rules.GAP_HOURS),
        value(follow_up.community_id, rules.QUIET_FROM),
        value(follow_up.community_id, rules.QUIET_UNTIL),
        own_rest=_own_rest(follow_up),
    )
    follow_up.due_at = max(follow_up.due_at, follow_up.not_before)


def give_up(follow_up: FollowUp, *, actor: Actor, now: datetime) -> None:
    """End a follow-up as unreachable once all attempts are made; raises Invalid before."""
    lock(follow_up)
    if follow_up.attempts < value(follow_up.community_id, rules.MAX_ATTEMPTS):
        raise Invalid(N_("There are attempts left."))
    workflow.apply(rules.WORKFLOW, follow_up, "give_up", actor=actor, now=now)
    _announce(follow_up, actor, now)


def answer(
    follow_up: FollowUp,
    overall: rules.Overall,
    *,
    data: dict[str, Any],
    zone: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Write down what the resident said, and tell everybody above.

    `data` holds method, solved, quality, attitude (1-5), shoe_covers, cleaned_up, card_left,
    reason, comment, promise and promise_at; which of them are needed stands in the state table.
    Raises Invalid for a call in quiet hours, a missing input or a promise in the past.
    """
    lock(follow_up)
    method = rules.Method(data.get("method") or rules.Method.PHONE)
    _check_hour(follow_up, method, zone, now)
    if data.get("promise_at") and data["promise_at"] <= now:
        raise Invalid(N_("A promise lies in the future."), field="promise_at")
    workflow.apply(
        rules.WORKFLOW,
        follow_up,
        overall.value,
        actor=actor,
        now=now,
        inputs=data,
        note=_marks(data),
        reason=data.get("comment") or "",
    )
    _add_attempt(follow_up, rules.Result.REACHED, method, actor, now)
    for name in (
        "solved",
        "quality",
        "attitude",
        "shoe_covers",
        "cleaned_up",
        "card_left",
        "promise_at",
    ):
        setattr(follow_up, name, data.get(name))
    for name in ("reason", "comment", "promise"):
        setattr(follow_up, name, data.get(name) or "")
    if overall == rules.Overall.DELAYED:
        follow_up.not_before = follow_up.due_at = data["promise_at"]
    _announce(follow_up, actor, now)


def replan(
    follow_up: FollowUp, due_at: datetime, phone: str, *, actor: Actor, now: datetime
) -> None:
    """Call again, with a corrected number if one is given."""
    workflow.apply(
        rules.WORKFLOW, follow_up, "replan", actor=actor, now=now, inputs={"due_at": due_at}
    )
    follow_up.phone = phone or follow_up.phone
    follow_up.due_at, follow_up.not_before, follow_up.attempts = due_at, now, 0


def pass_on_calls(event: PersonDied) -> None:
    """Who was to be called has died: the calls go to the next of the household who has a number,
    or end as unreachable where there is nobody; part of the verb that recorded the death.
    """
    waiting = select(FollowUp).where(
        FollowUp.community_id == event.community_id,
        FollowUp.person_id == event.person_id,
        FollowUp.state.in_(rules.WAITING),
    )
    for follow_up in db.session.scalars(waiting.order_by(FollowUp.id)).all():
        lock(follow_up)
        known = owners.callers(follow_up.home_id) if follow_up.home_id else []
        heir = next((each for each in known if each.phone), None)
        if heir is None:
            _release(follow_up, event)
            continue
        follow_up.person_id, follow_up.contact_name = heir.person_id, heir.name
        follow_up.salutation, follow_up.phone = heir.salutation, heir.phone
        follow_up.attempts = 0
        activity.record(
            actor=event.actor.as_system(),
            now=event.now,
            action="followup.pass_on",
            subject=follow_up,
        )


def reveal_phone(follow_up: FollowUp, asking: Asking, *, actor: Actor, now: datetime) -> Look:
    """The full number, in order to call; the look is written down (A48).

    Raises NotAllowed, and Invalid on `purpose`.
    """
    person_id = queries.person_asked(follow_up)
    target = Target(
        value=follow_up.phone,
        masked=mask_phone(follow_up.phone) if follow_up.phone else "",
        subject=follow_up,
        about=("person", person_id) if person_id else None,
        home_ids=[follow_up.home_id] if follow_up.home_id else [],
        is_case=follow_up.state in rules.WAITING,
    )
    return record_look(rules.PHONE, target, asking, actor=actor, now=now)


def link_rework(follow_up_id: int, order_no: str) -> None:
    """Remember the order that a dissatisfied answer led to."""
    db.session.get_one(FollowUp, follow_up_id).follow_on = order_no


def close(follow_up: FollowUp, *, actor: Actor, now: datetime) -> None:
    """File the follow-up after the lead has looked at it."""
    workflow.apply(rules.WORKFLOW, follow_up, "close", actor=actor, now=now)


def list_due(community_id: int, until: datetime, *, now: datetime) -> int:
    """Put everything due before `until` on today's list; gives how many were added."""
    query = select(FollowUp).where(
        FollowUp.community_id == community_id,
        FollowUp.state.in_(rules.WAITING),
        FollowUp.due_at < until,
        FollowUp.listed_on.is_(None),
    )
    rows = list(db.session.scalars(query))
    for row in rows:
        row.listed_on = now
    return len(rows)


def _release(follow_up: FollowUp, event: PersonDied) -> None:
    """Nobody is left to ask."""
    workflow.apply(
        rules.WORKFLOW, follow_up, "give_up", actor=event.actor.as_system(), now=event.now
    )
    _announce(follow_up, event.actor.as_system(), event.now)


def _own_rest(follow_up: FollowUp) -> Callable[[time], bool]:
    """When whoever is to be called rests, by their own wish."""
    person = db.session.get(Person, follow_up.person_id) if follow_up.person_id else None
    if person is None:
        return lambda _at: False
    return lambda at: rests(person.quiet_from, person.quiet_until, at)


def _check_hour(follow_up: FollowUp, method: rules.Method, zone: str, now: datetime) -> None:
    if method != rules.Method.PHONE:
        return
    community_id = follow_up.community_id
    quiet_from, quiet_until = (
        value(community_id, rules.QUIET_FROM),
        value(community_id, rules.QUIET_UNTIL),
    )
    if hours.is_quiet(now, zone, quiet_from, quiet_until):
        raise Invalid(
            N_("No calls between %(start)s:00 and %(end)s:00."), start=quiet_from, end=quiet_until
        )


def _check_turn(follow_up: FollowUp, zone: str, now: datetime) -> None:
    if follow_up.attempts >= value(follow_up.community_id, rules.MAX_ATTEMPTS):
        raise Invalid(N_("All attempts are made. Pay a visit, or end it as unreachable."))
    if now < follow_up.not_before:
        when = f"{local(follow_up.not_before, zone):%m-%d %H:%M}"
        raise Invalid(N_("Too soon after the last call: try again from %(when)s."), when=when)


def _add_attempt(
    follow_up: FollowUp,
    result: rules.Result,
    method: rules.Method,
    actor: Actor,
    now: datetime,
) -> None:
    follow_up.attempts += 1
    last = db.session.scalar(
        select(FollowUpAttempt.position)
        .filter_by(follow_up_id=follow_up.id)
        .order_by(FollowUpAttempt.position.desc())
        .limit(1)
    )
    db.session.add(
        FollowUpAttempt(
            community_id=follow_up.community_id,
            follow_up_id=follow_up.id,
            position=(last or 0) + 1,
            at=now,
            method=method,
            result=result,
            caller_id=actor.id,
            caller=actor.name,
        )
    )


def _marks(data: dict[str, Any]) -> str:
    if not data.get("quality"):
        return ""
    return f"{data['quality']} · {data['attitude']}"


def _announce(follow_up: FollowUp, actor: Actor, now: datetime) -> None:
    announce(
        FollowUpAnswered(
            source_type=follow_up.source_type,
            source_id=follow_up.source_id,
            follow_up_id=follow_up.id,
            outcome=follow_up.state,
            quality=follow_up.quality,
            attitude=follow_up.attitude,
            reason=follow_up.reason,
            comment=follow_up.comment,
            promise=follow_up.promise,
            promise_at=follow_up.promise_at,
            actor=actor,
            now=now,
        )
    )
