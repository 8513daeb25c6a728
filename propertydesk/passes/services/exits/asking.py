"""Taking down who wants to take what out, and changing it before or after the pass is issued."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from propertydesk.estate.models import Community, Home
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.models import ExitItem, ExitPass
from propertydesk.passes.queries import exits as queries
from propertydesk.passes.rules import Basis, Ended, PassKind
from propertydesk.passes.rules.exit_request import ExitRequest, Item, check
from propertydesk.passes.services.codes import end_code, hold
from propertydesk.passes.services.exits import issuing
from propertydesk.platform import activity, search, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.sequences import next_number

SERIES = "FX"
FLOW = rules.EXIT_PASS


def ask(place: Community, request: ExitRequest, *, actor: Actor, now: datetime) -> ExitPass:
    """Take a request down; issued at once when its basis is complete, else it waits.

    Raises Invalid, naming the field, for what cannot stand on a pass, for a stranger to the home,
    and for open fees where the community asks for a reason.
    """
    if request.basis == Basis.NIGHT:
        raise Invalid(N_("Choose what it rests on."), field="basis")
    exit_pass = draft(place, request, by=actor, now=now)
    activity.record(
        actor=actor,
        now=now,
        action="exit_pass.ask",
        subject=exit_pass,
        home_id=exit_pass.home_id,
        to_state=exit_pass.state,
        note=_summary(request.items),
    )
    if exit_pass.basis == Basis.PHONE:
        workflow.apply(FLOW, exit_pass, "await_consent", actor=actor, now=now)
    else:
        issuing.issue_pass(exit_pass, actor=actor, now=now)
    return exit_pass


def draft(place: Community, request: ExitRequest, *, by: Actor, now: datetime) -> ExitPass:
    """The record of a request, numbered and found by search; its verb writes the activity."""
    home = _home(place, request.home_id)
    request = _completed(home, request)
    check(request, now)
    exit_pass = ExitPass(
        community_id=place.id,
        state_since=now,
        asked_at=now,
        asked_by=by.name,
        home_id=home.id,
        applicant_id=request.applicant_id,
        **_facts(request),
    )
    _check_fees(exit_pass, home)
    day = business_date(now, place.zone)
    serial = next_number(SERIES, place.id, f"{day:%Y%m%d}")
    exit_pass.number = document_number(SERIES, day, serial)
    db.session.add(exit_pass)
    db.session.flush()
    _list(exit_pass, request.items)
    let_be_found(exit_pass, request.items)
    return exit_pass


def change(
    exit_pass: ExitPass, request: ExitRequest, *, reason: str, actor: Actor, now: datetime
) -> None:
    """A new version of an issued pass: new list, new code, the earlier slip counts no more.

    What rested on a phone call rests on it no longer: the owner is phoned again. Raises Invalid as
    `ask` does, and without a reason.
    """
    home = queries.home_of(exit_pass)
    request = _completed(home, replace(request, home_id=home.id))
    check(request, now)
    code = hold(PassKind.EXIT, exit_pass)
    by_phone = Basis.PHONE in (request.basis, exit_pass.basis)
    workflow.apply(
        FLOW,
        exit_pass,
        "ask_again" if by_phone else "edit",
        actor=actor,
        now=now,
        inputs={"reason": reason},
        reason=reason,
        note=_summary(request.items),
    )
    if code is not None:
        end_code(code, Ended.REPLACED, now)
    for name, value in _facts(request).items():
        setattr(exit_pass, name, value)
    exit_pass.applicant_id = request.applicant_id
    exit_pass.version += 1
    exit_pass.prints = 0
    _forget_call(exit_pass)
    _check_fees(exit_pass, home)
    db.session.flush()
    _list(exit_pass, request.items)
    let_be_found(exit_pass, request.items)
    if not by_phone:
        issuing.seal(exit_pass, by=actor, now=now)


def _home(place: Community, home_id: int) -> Home:
    home = db.session.get(Home, home_id)
    if home is None or home.community_id != place.id or home.ended_on is not None:
        raise Invalid(N_("There is no such home here."), field="home")
    return home


def _completed(home: Home, request: ExitRequest) -> ExitRequest:
    """The request with what the register knows of the applicant."""
    if request.applicant_id is None:
        if request.applicant_role == rules.Applicant.OWNER:
            raise Invalid(
                N_("Choose the owner from the household; somebody else is no owner."),
                field="applicant",
            )
        return request
    people = {each.person_id: each for each in queries.people_of(home.id)}
    known = people.get(request.applicant_id)
    if known is None:
        raise Invalid(N_("This person does not belong to the home."), field="applicant")
    role = queries.ROLE_OF_TIE[queries.Tie(known.tie)]
    return replace(request, applicant_name=known.name, applicant_role=role)


def _facts(request: ExitRequest) -> dict[str, object]:
    return {
        "applicant_name": request.applicant_name,
        "applicant_role": request.applicant_role,
        "identity_seen": request.identity_seen,
        "reason": request.reason,
        "valid_from": request.valid_from,
        "valid_to": request.valid_to,
        "plate": request.plate,
        "carrier": request.carrier,
        "note": request.note,
        "basis": request.basis,
        "consent_ref": request.consent_ref,
        "override_reason": request.override_reason,
    }


def _forget_call(exit_pass: ExitPass) -> None:
    exit_pass.owner_id = exit_pass.consented_at = None
    exit_pass.consent_by_id = exit_pass.witness_id = None
    exit_pass.owner_name = exit_pass.owner_phone = ""
    exit_pass.consent_by = exit_pass.witness = ""


def _check_fees(exit_pass: ExitPass, home: Home) -> None:
    """Fees are told; where the community says so, going on needs a reason that stays on record."""
    standing = queries.standing_of(home)
    exit_pass.open_fees = standing.open_fees
    if issuing.needs_reason(exit_pass) and not exit_pass.override_reason:
        raise Invalid(
            N_("Fees are open: write why the pass is issued all the same. Goods are not held."),
            field="override_reason",
        )


def _list(exit_pass: ExitPass, items: Sequence[Item]) -> None:
    db.session.add_all(
        ExitItem(
            community_id=exit_pass.community_id,
            exit_pass_id=exit_pass.id,
            version=exit_pass.version,
            position=position,
            name=each.name,
            spec=each.spec,
            quantity=each.quantity,
            unit=each.unit,
        )
        for position, each in enumerate(items, 1)
    )
    db.session.flush()


def let_be_found(exit_pass: ExitPass, items: Sequence[Item | ExitItem]) -> None:
    """By its number, its plate and what it lists."""
    terms = [*search.number_terms(exit_pass.number)]
    if exit_pass.plate:
        terms += search.plate_terms(exit_pass.plate)
    terms += search.text_terms(" ".join(each.name for each in items))
    search.reindex("exit_pass", exit_pass.id, exit_pass.community_id, exit_pass.home_id, terms)


def _summary(items: Sequence[Item]) -> str:
    return "、".join(f"{each.name}×{each.quantity}" for each in items)[:120]
