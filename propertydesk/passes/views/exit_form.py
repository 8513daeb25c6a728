"""The form of an exit pass: choices, defaults, what stands beside it, and what it asks for."""

from datetime import datetime, time
from typing import Any

from flask import g
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.kernel.clock import at, business_date
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.forms.exits import OTHER, ExitForm
from propertydesk.passes.models import ExitPass
from propertydesk.passes.queries import exit_gate
from propertydesk.passes.queries import exits as queries
from propertydesk.passes.rules import Basis
from propertydesk.passes.rules.exit_request import ARREARS_RULE, ExitRequest
from propertydesk.platform.clock import now
from propertydesk.platform.settings import value

#: Hours of a pass when nobody says otherwise (domain.md B6).
FIRST_HOUR, LAST_HOUR = time(6), time(22)


def words_of(words: Any, *but: str) -> list[tuple[str, str]]:
    """A list of words as choices, without some."""
    return [(str(each), _(word)) for each, word in words.items() if each not in but]


def offered(form: ExitForm, home: Home) -> ExitForm:
    """The form with its choices for a home."""
    people = [(str(each.person_id), each.title) for each in queries.people_of(home.id)]
    form.applicant.choices = [*people, (OTHER, _("Another person"))]
    form.applicant_role.choices = words_of(
        rules.APPLICANT_WORDS, rules.Applicant.OWNER, rules.Applicant.TENANT
    )
    form.basis.choices = words_of(rules.BASIS_WORDS, Basis.NIGHT)
    form.reason.choices = words_of(rules.REASON_WORDS)
    if not people and not form.is_submitted():
        form.applicant.data = OTHER
    return form


def today_hours(instant: datetime) -> tuple[datetime, datetime]:
    """The stated day from 06:00 to 22:00; tomorrow when today's hours are over."""
    zone = g.zone
    day = business_date(instant, zone)
    start, end = at(day, FIRST_HOUR, zone), at(day, LAST_HOUR, zone)
    if end <= instant:
        following = business_date(at(day, time(23, 59), zone), zone)
        following = following.fromordinal(following.toordinal() + 1)
        return at(following, FIRST_HOUR, zone), at(following, LAST_HOUR, zone)
    return start, end


def fresh(home: Home) -> ExitForm:
    """An empty form with the usual hours."""
    form = offered(ExitForm(formdata=None), home)
    form.starts.data, form.until.data = today_hours(now())
    return form


def fill(form: ExitForm, exit_pass: ExitPass) -> None:
    """What a pass says at present, to be changed."""
    form.applicant.data = str(exit_pass.applicant_id) if exit_pass.applicant_id else OTHER
    form.applicant_name.data = "" if exit_pass.applicant_id else exit_pass.applicant_name
    form.applicant_role.data = exit_pass.applicant_role
    for name in ("identity_seen", "basis", "consent_ref", "reason", "plate", "carrier", "note"):
        form[name].data = getattr(exit_pass, name)
    form.override_reason.data = exit_pass.override_reason
    form.starts.data, form.until.data = exit_pass.valid_from, exit_pass.valid_to
    for entry, item in zip(form.items, queries.items_of(exit_pass), strict=False):
        for name in ("name", "spec", "quantity", "unit"):
            entry.form[name].data = getattr(item, name)


def request_of(form: ExitForm, data: dict[str, Any], home: Home) -> ExitRequest:
    """What the form asks for. Raises Invalid without an applicant."""
    if not data["applicant"]:
        raise Invalid(N_("Who takes the things out?"), field="applicant")
    known = data["applicant"] != OTHER
    return ExitRequest(
        home_id=home.id,
        applicant_id=int(data["applicant"]) if known else None,
        applicant_name="" if known else data["applicant_name"],
        applicant_role=data["applicant_role"] or rules.Applicant.AGENT,
        identity_seen=data["identity_seen"],
        basis=data["basis"],
        consent_ref=data["consent_ref"],
        reason=data["reason"],
        items=form.listed,
        valid_from=data["starts"],
        valid_to=data["until"],
        plate=data["plate"],
        carrier=data["carrier"],
        note=data["note"],
        override_reason=data["override_reason"],
    )


def context(form: ExitForm, home: Home, **more: Any) -> dict[str, Any]:
    """The page of the form."""
    return {
        "form": form,
        "home": home,
        "standing": queries.standing_of(home),
        "people": queries.people_of(home.id),
        "asks_reason": value(home.community_id, ARREARS_RULE) == "override",
        "other": OTHER,
        "in_words": exit_gate.in_words,
        **more,
    }
