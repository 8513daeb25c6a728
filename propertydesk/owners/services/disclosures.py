"""Giving personal data to third parties: asked for, checked, approved by the manager, given, expired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid, Missing
from propertydesk.kernel.masking import mask_name, mask_numbers
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.owners.models import DisclosedPerson, Disclosure, HouseholdTie
from propertydesk.owners.queries import disclosures as reading
from propertydesk.owners.rules import Permission
from propertydesk.owners.rules import disclosures as rules
from propertydesk.owners.rules.disclosures import Evidence, State
from propertydesk.platform import activity, approvals, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Told
from propertydesk.platform.approvals import Approval, ApprovalKind, Line
from propertydesk.platform.approvals.kinds import NextStep
from propertydesk.platform.db import db, lock
from propertydesk.platform.i18n import zone
from propertydesk.platform.sequences import next_number

PREFIX = "TG"


@dataclass(frozen=True)
class Request:
    """Who is to get what, for which purpose, on which basis, and until when."""

    recipient: str
    contact: str
    purpose: str
    basis: rules.Basis
    fields: Sequence[rules.Field]
    valid_until: date


def request_disclosure(
    wanted: Request, tie_ids: Sequence[int], question: str, *, actor: Actor, now: datetime
) -> Disclosure:
    """Ask for a disclosure about people by their ties; `question` says in masked words who they are.

    Raises Invalid for nobody, too many people, no field at all, or a day out of bounds.
    """
    today = business_date(now, zone())
    rules.check_validity(wanted.valid_until, today)
    if not wanted.fields:
        raise Invalid(N_("Choose what is to be given, as little as will do."), field="fields")
    ties = _ties(tie_ids, actor.community_id)
    disclosure = Disclosure(
        community_id=actor.community_id,
        number=document_number(
            PREFIX, today, next_number(PREFIX, actor.community_id, f"{today:%Y%m%d}")
        ),
        state=State.REQUESTED,
        state_since=now,
        recipient=wanted.recipient,
        contact=wanted.contact,
        purpose=wanted.purpose,
        basis=wanted.basis,
        fields=[str(each) for each in rules.Field if each in wanted.fields],
        question=question[:600],
        people=len(ties),
        valid_until=wanted.valid_until,
        requested_by_id=actor.id,
        requested_by=_signature(actor),
        requested_at=now,
    )
    db.session.add(disclosure)
    activity.record(
        actor=actor,
        now=now,
        action="disclosure.request",
        subject=disclosure,
        note=wanted.recipient,
        reason=mask_numbers(wanted.purpose),
    )
    rows = [
        {
            "community_id": tie.community_id,
            "disclosure_id": disclosure.id,
            "tie_id": tie.id,
            "person_id": tie.person_id,
            "home_id": tie.home_id,
        }
        for tie in ties
    ]
    db.session.execute(insert(DisclosedPerson), rows)
    return disclosure


def check_disclosure(
    disclosure: Disclosure, evidence: Evidence, *, actor: Actor, now: datetime
) -> Disclosure:
    """Confirm that consent and agreement are there, and ask the manager.

    Raises Invalid where the basis lacks its paper or nobody is left to tell of, Conflict once it
    is checked.
    """
    lock(disclosure)
    if disclosure.requested_by_id != actor.id:
        raise Missing(N_("Only whoever asked can do this."))
    rules.check_evidence(rules.Basis(disclosure.basis), evidence)
    disclosure.consent_ref, disclosure.document_no = evidence.consent_ref, evidence.document_no
    disclosure.nda_ref = evidence.nda_ref
    db.session.flush()
    given = len(reading.given_people(disclosure))
    if not given:
        raise Invalid(N_("None of these people has agreed to it: nothing can be given."))
    disclosure.left_out = disclosure.people - given
    disclosure.checked_by, disclosure.checked_at = _signature(actor), now
    workflow.apply(
        rules.WORKFLOW, disclosure, "check", actor=actor, now=now, inputs={"evidence": evidence}
    )
    approvals.ask(
        DISCLOSURE,
        subject=disclosure,
        params=reading.params_of(disclosure),
        reason=disclosure.purpose,
        actor=actor,
        now=now,
    )
    return disclosure


def withdraw_disclosure(disclosure: Disclosure, *, actor: Actor, now: datetime) -> Disclosure:
    """Take back what nobody has decided yet. Raises Missing for anybody but the asker."""
    lock(disclosure)
    if disclosure.requested_by_id != actor.id:
        raise Missing(N_("Only whoever asked can do this."))
    workflow.apply(rules.WORKFLOW, disclosure, "withdraw", actor=actor, now=now)
    return disclosure


def give(disclosure: Disclosure, *, actor: Actor, now: datetime) -> Disclosure:
    """Write down that the file is made and given, for every person in it.

    Raises Missing for anybody but the asker, Conflict once it has expired or when nobody is left.
    """
    lock(disclosure)
    if disclosure.requested_by_id != actor.id:
        raise Missing(N_("Only whoever asked can do this."))
    if business_date(now, zone()) > disclosure.valid_until:
        raise Conflict(N_("This disclosure has expired. Ask for a new one."))
    people = reading.given_people(disclosure)
    if not people:
        raise Conflict(N_("None of these people has agreed to it: nothing can be given."))
    digest = reading.digest_of(reading.rows_of(disclosure))
    disclosure.digest, disclosure.given = digest, len(people)
    disclosure.left_out = disclosure.people - len(people)
    disclosure.exported_at, disclosure.exports = now, disclosure.exports + 1
    workflow.apply(
        rules.WORKFLOW,
        disclosure,
        "export",
        actor=actor,
        now=now,
        inputs={"digest": digest},
        changes={"people": [None, len(people)], "digest": [None, digest]},
        note=disclosure.recipient,
    )
    ids = [row.id for row, _person in people]
    for start in range(0, len(ids), 500):
        chunk = DisclosedPerson.id.in_(ids[start : start + 500])
        db.session.execute(update(DisclosedPerson).where(chunk).values(given_at=now))
    activity.record_many(
        (
            Told(
                ("person", person.id, mask_name(person.name)),
                home_id=row.home_id,
                changes={"fields": [None, disclosure.fields]},
                note=f"{disclosure.recipient} · {disclosure.number}",
            )
            for row, person in people
        ),
        actor=actor,
        now=now,
        action="person.disclose",
        community_id=disclosure.community_id,
    )
    return disclosure


def expire_disclosures(community_id: int, *, actor: Actor, now: datetime) -> int:
    """End what is valid no longer; gives how many. What waits for a decision expires there."""
    today = business_date(now, zone())
    open_states = (State.REQUESTED, State.APPROVED, State.EXPORTED)
    due = select(Disclosure).where(
        Disclosure.community_id == community_id,
        Disclosure.state.in_(open_states),
        Disclosure.valid_until < today,
    )
    expired = 0
    for disclosure in db.session.scalars(due.order_by(Disclosure.id)).all():
        lock(disclosure)
        if disclosure.state in open_states:
            workflow.apply(rules.WORKFLOW, disclosure, "expire", actor=actor, now=now)
            expired += 1
    return expired


def _approved(approval: Approval, *, actor: Actor, now: datetime) -> None:
    disclosure = db.session.get_one(Disclosure, approval.subject_id)
    lock(disclosure)
    if business_date(now, zone()) > disclosure.valid_until:
        raise Conflict(N_("This disclosure has expired. Ask for a new one."))
    disclosure.approved_by_id, disclosure.approved_by = actor.id, _signature(actor)
    disclosure.approved_at = now
    workflow.apply(rules.WORKFLOW, disclosure, "approve", actor=actor, now=now)


def _let_go(approval: Approval, *, actor: Actor, now: datetime) -> None:
    disclosure = db.session.get_one(Disclosure, approval.subject_id)
    action = {
        approvals.State.REFUSED: "refuse",
        approvals.State.WITHDRAWN: "withdraw",
        approvals.State.EXPIRED: "expire",
    }[approvals.State(approval.state)]
    told = mask_numbers(approval.decision_note)
    workflow.apply(rules.WORKFLOW, disclosure, action, actor=actor, now=now, reason=told)


def _describe(approval: Approval) -> Sequence[Line]:
    return [Line(label, value) for label, value in reading.lines_of(approval.params)]


def _go_on(approval: Approval) -> NextStep:
    url = url_for("disclosures.detail", disclosure_id=approval.subject_id)
    return NextStep(_("To the disclosure"), url)


def _ties(tie_ids: Sequence[int], community_id: int) -> list[HouseholdTie]:
    if not tie_ids:
        raise Invalid(N_("Nobody is meant by this. Choose the people first."))
    if len(tie_ids) > rules.MOST_PEOPLE:
        raise Invalid(
            N_("At most %(count)s people at once. Narrow it down."), count=rules.MOST_PEOPLE
        )
    found: list[HouseholdTie] = []
    for start in range(0, len(tie_ids), 500):
        chunk = HouseholdTie.id.in_(tie_ids[start : start + 500])
        query = select(HouseholdTie).where(chunk, HouseholdTie.community_id == community_id)
        found += db.session.scalars(query)
    return found


def _signature(actor: Actor) -> str:
    return f"{actor.name} {actor.staff_no}".strip()


DISCLOSURE = ApprovalKind(
    "disclosure",
    N_("Personal data to a third party"),
    asked_by=Permission.DISCLOSE,
    decided_by=Permission.APPROVE_DISCLOSURE,
    describe=_describe,
    carry_out=_approved,
    let_go=_let_go,
    waits=timedelta(days=7),
    icon="external-link",
    go_on=_go_on,
)
