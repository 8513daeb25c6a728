"""What is agreed for single homes: a tenant who pays, a vacancy rate for some time."""

from datetime import date, datetime

from sqlalchemy import or_, select, update

from propertydesk.estate.models import Home
from propertydesk.estate.services.endings import check_open as check_standing
from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, PayerAgreement, VacancyRate
from propertydesk.fees.services.runs import check_second_person
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.masking import mask_name
from propertydesk.kernel.words import N_
from propertydesk.owners import queries as owners
from propertydesk.owners.events import PersonMerged
from propertydesk.owners.models import Person
from propertydesk.owners.rules import Tie
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock

S = rules.Decision


def let_tenant_pay(
    home: Home,
    person: Person,
    *,
    item: ChargeItem | None,
    starts_on: date,
    paper: str,
    actor: Actor,
    now: datetime,
) -> PayerAgreement:
    """A tenant takes over one fee, or all (`item` None), from a day on (条例 Art 41).

    Raises Invalid for somebody who is no tenant of the home, and while another agreement for the
    same holds.
    """
    lock(home)
    check_standing(home.ended_on)
    tenants = {tie.person_id for tie in owners.live_ties(home.id, Tie.TENANT)}
    if person.id not in tenants:
        raise Invalid(N_("Choose a tenant of this home."), field="person")
    query = select(PayerAgreement.id).where(
        PayerAgreement.home_id == home.id,
        PayerAgreement.item_id == (item.id if item else None),
        or_(PayerAgreement.ends_on.is_(None), PayerAgreement.ends_on > starts_on),
    )
    if db.session.scalar(query.limit(1)) is not None:
        raise Invalid(N_("Another agreement holds on this day. End it first."), field="starts_on")
    agreement = PayerAgreement(
        community_id=home.community_id,
        home_id=home.id,
        item_id=item.id if item else None,
        person_id=person.id,
        starts_on=starts_on,
        paper=paper,
        entered_by=actor.name,
        entered_at=now,
    )
    db.session.add(agreement)
    activity.record(
        actor=actor,
        now=now,
        action="payer_agreement.add",
        subject=agreement,
        note=f"{mask_name(person.name)} · {starts_on:%Y-%m-%d}",
    )
    return agreement


def end_agreement(agreement: PayerAgreement, *, on: date, actor: Actor, now: datetime) -> None:
    """From a day on the owner pays again. Raises Invalid on `on`, Conflict when it has ended."""
    lock(agreement)
    if agreement.ends_on is not None:
        raise Conflict(N_("This has ended already; somebody else was faster."))
    if on <= agreement.starts_on:
        raise Invalid(N_("The end lies before the beginning."), field="on")
    agreement.ends_on = on
    activity.record(
        actor=actor,
        now=now,
        action="payer_agreement.end",
        subject=agreement,
        note=on.isoformat(),
    )


def propose_vacancy(
    home: Home,
    *,
    percent: int,
    starts_on: date,
    ends_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> VacancyRate:
    """Ask that a vacant home pays `percent` from `starts_on` up to (not with) `ends_on`.

    Vacancy alone frees nobody (民法典 944): it needs an application, dates and an approval.
    Raises Invalid on the field at fault.
    """
    check_standing(home.ended_on)
    if not 0 <= percent < 100:
        raise Invalid(N_("Choose a number from %(minimum)s to %(maximum)s."),
                      field="percent", minimum=0, maximum=99)  # fmt: skip
    if ends_on <= starts_on:
        raise Invalid(N_("The end lies before the beginning."), field="ends_on")
    vacancy = VacancyRate(
        community_id=home.community_id,
        home_id=home.id,
        percent=percent,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        proposed_by=actor.name,
        proposed_by_id=actor.id,
        proposed_at=now,
        state_since=now,
    )
    db.session.add(vacancy)
    activity.record(
        actor=actor,
        now=now,
        action="vacancy.propose",
        subject=vacancy,
        to_state=S.PROPOSED,
        note=f"{starts_on:%Y-%m-%d} – {ends_on:%Y-%m-%d}",
        reason=reason,
    )
    return vacancy


def approve_vacancy(vacancy: VacancyRate, *, actor: Actor, now: datetime) -> None:
    """Approve a vacancy rate. Raises NotAllowed for whoever asked, Conflict when it has been
    decided on, Invalid when it overlaps an approved one.
    """
    lock(db.session.get_one(Home, vacancy.home_id))
    check_second_person(vacancy.community_id, vacancy.proposed_by_id, actor)
    _check_alone(vacancy)
    workflow.apply(rules.VACANCY, vacancy, "approve", actor=actor, now=now)
    vacancy.decided_by, vacancy.decided_at = actor.name, now


def refuse_vacancy(vacancy: VacancyRate, *, reason: str, actor: Actor, now: datetime) -> None:
    """Turn an application down. Raises Conflict when it has been decided on."""
    inputs = {"reason": reason}
    workflow.apply(
        rules.VACANCY, vacancy, "refuse", actor=actor, now=now, inputs=inputs, reason=reason
    )
    vacancy.decided_by, vacancy.decided_at = actor.name, now


def _check_alone(vacancy: VacancyRate) -> None:
    query = select(VacancyRate.id).where(
        VacancyRate.home_id == vacancy.home_id,
        VacancyRate.id != vacancy.id,
        VacancyRate.state == S.APPROVED,
        VacancyRate.starts_on < vacancy.ends_on,
        VacancyRate.ends_on > vacancy.starts_on,
    )
    if db.session.scalar(query.limit(1)) is not None:
        raise Invalid(N_("An approved rate covers some of these days already."), field="starts_on")


def follow_person(merged: PersonMerged) -> None:
    """Two entries of a tenant became one: what they agreed to pay goes on with it.

    Receivables never change; they bear the payer's name and the entry of their day.
    """
    agreements = update(PayerAgreement).where(PayerAgreement.person_id == merged.from_id)
    db.session.execute(agreements.values(person_id=merged.into_id))
