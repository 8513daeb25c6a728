"""Cards of a worker's pass: made, printed, replaced, taken back. Each card has a code of its own.

Locks are taken in the order work, code, pass.
"""

from datetime import date, datetime

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Engagement, PassCode, WorkerPass
from propertydesk.passes.queries import worker_deposits
from propertydesk.passes.rules import Ended, PassKind, digest_of
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services import codes
from propertydesk.passes.services.codes import end_code, make_code, shorten_code
from propertydesk.platform import activity, attachments, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.db import db, lock

FLOW = states.WORKFLOW
PHOTO = "worker_photo"


def make_card(worker_pass: WorkerPass, *, made_by: str, now: datetime) -> PassCode:
    """The next card: many uses while it is valid; the guard compares name, photo and home."""
    zone = estate.zone_of(worker_pass.community_id)
    starts, ends = rules.window_of(worker_pass.starts_on, worker_pass.ends_on, zone)
    worker_pass.version += 1
    worker_pass.prints = 0
    return make_code(
        PassKind.WORKER,
        worker_pass.id,
        worker_pass.community_id,
        version=worker_pass.version,
        valid_from=starts,
        valid_to=ends,
        uses=0,
        digest=digest_of(worker_pass.name, worker_pass.home_id, worker_pass.photo_id),
        made_by=made_by,
        now=now,
    )


def require_deposit(worker_pass: WorkerPass, *, more: Money = Money.zero) -> None:
    """No card is made while less is held than the cards of its work need, and `more`.

    Called with the work held. Raises Conflict, saying what has to be taken.
    """
    needed = worker_deposits.needed_for_cards(worker_pass.engagement_id) + more
    missing = rules.still_asked(needed, worker_deposits.held_for(worker_pass.engagement_id))
    if worker_pass.deposit and missing:
        raise Conflict(
            N_("¥%(sum)s of the deposit has to be taken at the till first."), sum=missing.grouped
        )


def photograph(
    worker_pass: WorkerPass, photo: PreparedFile, *, actor: Actor, now: datetime
) -> None:
    """A photo, or a better one, before the card is issued. Raises Conflict afterwards."""
    lock(worker_pass)
    if worker_pass.state != states.State.WAITING:
        raise Conflict(N_("The card bears its photo already; a new pass gets a new one."))
    put_photo(worker_pass, photo, by=actor, now=now)
    activity.record(
        actor=actor,
        now=now,
        action="worker_pass.photograph",
        subject=worker_pass,
        home_id=worker_pass.home_id,
    )


def put_photo(worker_pass: WorkerPass, photo: PreparedFile, *, by: Actor, now: datetime) -> None:
    """Keep the photo in place of any other; the verb that calls it writes the activity."""
    worker_pass.photo_id = None
    db.session.flush()
    attachments.drop("worker_pass", [worker_pass.id])
    kept = attachments.attach(photo, subject=worker_pass, kind=PHOTO, actor=by, now=now)
    db.session.flush()
    worker_pass.photo_id = kept.id


def extend(worker_pass: WorkerPass, ends_on: date, *, actor: Actor, now: datetime) -> None:
    """Valid for longer, within its work: a new card, the old one counts no more.

    Raises Invalid on `ends_on` beyond the work, Conflict when there is nothing to extend or the
    deposit is not held.
    """
    engagement = _work_of(worker_pass)
    lock(engagement)
    code = hold(worker_pass)
    zone = estate.zone_of(worker_pass.community_id)
    rules.check_within(
        worker_pass.starts_on,
        ends_on,
        engagement.starts_on,
        engagement.ends_on,
        business_date(now, zone),
    )
    require_deposit(worker_pass)
    workflow.apply(
        FLOW,
        worker_pass,
        "extend",
        actor=actor,
        now=now,
        inputs={"ends_on": ends_on},
        changes={"ends_on": [f"{worker_pass.ends_on:%Y-%m-%d}", f"{ends_on:%Y-%m-%d}"]},
    )
    worker_pass.ends_on = ends_on
    _end(code, Ended.REPLACED, now)
    make_card(worker_pass, made_by=actor.name, now=now)


def report_lost(worker_pass: WorkerPass, *, reason: str, actor: Actor, now: datetime) -> None:
    """The card is gone: its code opens nothing any more, and the gate keeps whoever brings it."""
    code = hold(worker_pass)
    workflow.apply(
        FLOW,
        worker_pass,
        "report_lost",
        actor=actor,
        now=now,
        inputs={"reason": reason},
        reason=reason,
    )
    worker_pass.lost_cards += 1
    _end(code, Ended.LOST, now)


def replace(worker_pass: WorkerPass, *, actor: Actor, now: datetime) -> None:
    """A new card in place of the lost one, until the same day. Raises Invalid once that is over,
    Conflict while the work is stopped or closed, or the deposit is not held: it may have gone back
    for the lost card.
    """
    engagement = _work_of(worker_pass)
    lock(engagement)
    if engagement.state != states.WorkState.OPEN:
        raise Conflict(N_("The work is stopped or closed: no card is issued for it."))
    hold(worker_pass)
    require_deposit(worker_pass)
    workflow.apply(FLOW, worker_pass, "replace", actor=actor, now=now)
    make_card(worker_pass, made_by=actor.name, now=now)


def void(worker_pass: WorkerPass, *, reason: str, actor: Actor, now: datetime) -> None:
    """End a pass for good, with the reason; what has to be done is written on the page."""
    code = hold(worker_pass)
    workflow.apply(
        FLOW,
        worker_pass,
        "void",
        actor=actor,
        now=now,
        inputs={"reason": reason},
        reason=reason,
    )
    _end(code, Ended.VOID, now)


def take_back(worker_pass: WorkerPass, *, actor: Actor, now: datetime) -> None:
    """The card is handed back at the desk; one that was lost is found."""
    _receive(worker_pass, "take_back", actor, now)


def receive_at_gate(worker_pass: WorkerPass, *, actor: Actor, now: datetime) -> None:
    """A guard takes a card away that counts no more."""
    _receive(worker_pass, "take_away", actor, now)


def shorten(
    worker_pass: WorkerPass, ends_on: date, ends_at: datetime, *, actor: Actor, now: datetime
) -> None:
    """The work ends earlier, and the pass with it: the card goes on with less time."""
    code = hold(worker_pass)
    before, worker_pass.ends_on = worker_pass.ends_on, ends_on
    worker_pass.starts_on = min(worker_pass.starts_on, ends_on)
    if code is not None:
        shorten_code(code, ends_at, now)
    activity.record(
        actor=actor,
        now=now,
        action="worker_pass.shorten",
        subject=worker_pass,
        home_id=worker_pass.home_id,
        changes={"ends_on": [f"{before:%Y-%m-%d}", f"{ends_on:%Y-%m-%d}"]},
    )


def count_print(worker_pass: WorkerPass, *, language: str, actor: Actor, now: datetime) -> int:
    """Count a print of the present card. Gives the count; raises Conflict without a card in force."""
    lock(worker_pass)
    if worker_pass.state != states.State.VALID:
        raise Conflict(
            N_("%(number)s has no card in force that could be printed."), number=worker_pass.number
        )
    worker_pass.prints += 1
    activity.record(
        actor=actor,
        now=now,
        action="worker_pass.print",
        subject=worker_pass,
        home_id=worker_pass.home_id,
        changes={"prints": [worker_pass.prints - 1, worker_pass.prints]},
        note=language,
    )
    return worker_pass.prints


def hold(worker_pass: WorkerPass) -> PassCode | None:
    """Hold the code, then the pass; gives the newest code if there is one."""
    return codes.hold(PassKind.WORKER, worker_pass)


def _receive(worker_pass: WorkerPass, action: str, actor: Actor, now: datetime) -> None:
    code = hold(worker_pass)
    was_lost = worker_pass.state == states.State.LOST
    workflow.apply(FLOW, worker_pass, action, actor=actor, now=now)
    worker_pass.card_back_at = now
    worker_pass.lost_cards -= was_lost
    _end(code, Ended.RETURNED, now)


def _end(code: PassCode | None, why: Ended, now: datetime) -> None:
    if code is not None:
        end_code(code, why, now)


def _work_of(worker_pass: WorkerPass) -> Engagement:
    return db.session.get_one(Engagement, worker_pass.engagement_id)
