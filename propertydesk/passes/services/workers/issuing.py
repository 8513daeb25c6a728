"""Taking a worker down, and the first card once the deposit is held."""

from datetime import datetime
from typing import Any

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.masking import mask_identity
from propertydesk.kernel.money import Money
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.owners.queries import identity_fingerprint
from propertydesk.owners.rules import identity as identities
from propertydesk.passes.models import Engagement, WorkerPass
from propertydesk.passes.queries import workers
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services.workers.cards import make_card, put_photo, require_deposit
from propertydesk.platform import activity, search, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.db import db, lock
from propertydesk.platform.sequences import next_number
from propertydesk.platform.settings import value

SERIES = "CR"
FLOW = states.WORKFLOW


def take_down(
    engagement: Engagement,
    worker: rules.Worker,
    photo: PreparedFile | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> WorkerPass:
    """Take a worker down for some work; the card is issued once photo and deposit are there.

    Raises Invalid, naming the field, for a span beyond the work's, for somebody on the
    do-not-admit list and for somebody who has a pass of this work; Conflict once it is closed.
    """
    lock(engagement)
    if not engagement.is_going_on:
        raise Conflict(N_("This work is closed."))
    zone = estate.zone_of(engagement.community_id)
    today = business_date(now, zone)
    _check(engagement, worker, now)
    rules.check_within(
        worker.starts_on, worker.ends_on, engagement.starts_on, engagement.ends_on, today
    )
    marks = _identity(engagement, worker)
    number = next_number(SERIES, engagement.community_id, f"{today:%Y%m%d}")
    worker_pass = WorkerPass(
        community_id=engagement.community_id,
        number=document_number(SERIES, today, number),
        state_since=now,
        made_at=now,
        made_by=actor.name,
        engagement_id=engagement.id,
        home_id=engagement.home_id,
        name=worker.name,
        phone=worker.phone,
        trade=worker.trade,
        starts_on=worker.starts_on,
        ends_on=worker.ends_on,
        deposit=Money(100 * value(engagement.community_id, rules.DEPOSIT)),
        **marks,
    )
    db.session.add(worker_pass)
    db.session.flush()
    if photo is not None:
        put_photo(worker_pass, photo, by=actor, now=now)
    let_be_found(worker_pass)
    activity.record(
        actor=actor,
        now=now,
        action="worker_pass.take_down",
        subject=worker_pass,
        home_id=worker_pass.home_id,
        to_state=states.State.WAITING,
        note=engagement.number,
    )
    return worker_pass


def issue_card(worker_pass: WorkerPass, *, actor: Actor, now: datetime) -> None:
    """Make the first card. Raises Invalid without photo, Conflict while the deposit is not held or
    the work is stopped.
    """
    engagement = db.session.get_one(Engagement, worker_pass.engagement_id)
    lock(engagement)
    if engagement.state != states.WorkState.OPEN:
        raise Conflict(N_("The work is stopped or closed: no card is issued for it."))
    lock(worker_pass)
    require_deposit(worker_pass, more=worker_pass.deposit)
    if worker_pass.photo_id is None:
        raise Invalid(N_("A card needs a photo of the worker."), field="photo")
    workflow.apply(FLOW, worker_pass, "issue", actor=actor, now=now, inputs={"photo": True})
    worker_pass.issued_at, worker_pass.issued_by = now, f"{actor.name} {actor.staff_no}".strip()
    make_card(worker_pass, made_by=actor.name, now=now)


def _check(engagement: Engagement, worker: rules.Worker, now: datetime) -> None:
    if not worker.name:
        raise Invalid(N_("This is needed."), field="name")
    if workers.count_of(engagement.id) >= rules.MOST_WORKERS:
        raise Invalid(
            N_("This work has %(count)s passes already, which is the limit."),
            field="name",
            count=rules.MOST_WORKERS,
        )
    barred = workers.is_barred(engagement.community_id, engagement.home_id, worker.phone, now)
    if barred:
        raise Invalid(N_("This number is on the do-not-admit list."), field="phone")


def _identity(engagement: Engagement, worker: rules.Worker) -> dict[str, Any]:
    """The marks of an identity number; the number itself is kept nowhere. Raises Invalid on
    `identity`.
    """
    if not worker.identity:
        return {}
    try:
        plain = identities.checked(worker.identity_kind, worker.identity)
    except Invalid as problem:
        raise Invalid(problem.text, field="identity", **problem.values) from problem
    mark = identity_fingerprint(plain)
    if workers.has_pass(engagement.id, mark):
        raise Invalid(N_("This person has a pass of this work already."), field="identity")
    return {
        "identity_kind": worker.identity_kind,
        "identity_fingerprint": mark,
        "identity_masked": mask_identity(plain),
    }


def let_be_found(worker_pass: WorkerPass) -> None:
    """By number, name and phone, and with its home."""
    terms = [
        *search.number_terms(worker_pass.number),
        *search.name_terms(worker_pass.name),
        *search.phone_terms(worker_pass.phone),
    ]
    search.reindex(
        "worker_pass", worker_pass.id, worker_pass.community_id, worker_pass.home_id, terms
    )
