"""People: who somebody is, and where they belong."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules, services
from propertydesk.owners.forms import NumberForm, PersonForm
from propertydesk.owners.models import Person
from propertydesk.owners.queries.disclosures import disclosures_of
from propertydesk.owners.queries.looks import ShownLook
from propertydesk.owners.rules import Permission, consents, contacting, tenancy
from propertydesk.owners.rules.identity import KIND_WORDS
from propertydesk.platform import activity
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("/<int:person_id>")
@requires(Permission.READ)
def detail(person_id: int) -> ResponseReturnValue:
    """One person with numbers, homes and consents; an entry joined to another leads there."""
    person = load(Person, person_id)
    if person.merged_into_id is not None:
        return see_other(url_for(".detail", person_id=person.merged_into_id))
    check_former(person)
    return page("owners/person.html", **person_context(person))


@bp.get("/<int:person_id>/edit")
@requires(Permission.CHANGE)
def edit(person_id: int) -> ResponseReturnValue:
    """A person's own facts."""
    person = load(Person, person_id)
    form = PersonForm(obj=person).offer()
    return page("owners/person_edit.html", person=person, form=form)


@bp.post("/<int:person_id>/edit")
@requires(Permission.CHANGE)
@writes
def save(person_id: int) -> ResponseReturnValue:
    """Correct a person."""
    person = load(Person, person_id)
    form = PersonForm().offer()

    def correct(data: dict[str, Any]) -> Person:
        services.edit_person(person, actor=actor(), now=now(), **data)
        return person

    if form.submit(correct) is None:
        return page("owners/person_edit.html", person=person, form=form), 422
    flash(_("Saved."), "good")
    return see_other(url_for(".detail", person_id=person.id))


def check_former(person: Person) -> None:
    """Raise NotAllowed for somebody of a former household, unless the actor may see those."""
    if not actor().may(Permission.FORMER) and queries.is_former(person.id):
        raise NotAllowed(N_("Former owners and tenants are for those who may see them."))


def _history(person: Person) -> list[activity.Entry]:
    """What happened to somebody, under every entry they have stood in."""
    own, *joined = queries.rows_of(person)
    return activity.timeline(person.community_id, subject=("person", own), also=joined, limit=12)


def _looks(person: Person) -> list[ShownLook]:
    """Who looked at this person's numbers, for those who answer for it."""
    return queries.looks_at(person) if actor().may(Permission.SEE_LOOKS) else []


def person_context(person: Person, **forms: Any) -> dict[str, Any]:
    """What a person's page shows."""
    return {
        "person": person,
        "phones": queries.phones_of([person.id]).get(person.id, ()),
        "homes": queries.homes_of_person(person.id),
        "past": queries.past_ties(person.id) if actor().may(Permission.FORMER) else [],
        "consents": queries.consents_of(person.id, person.community_id),
        "scope_words": consents.SCOPE_WORDS,
        "given_words": consents.GIVEN_WORDS,
        "consent_words": consents.STATE_WORDS,
        "consent_tones": consents.STATE_TONES,
        "channel_words": contacting.CHANNEL_WORDS,
        "quiet": contacting.shown_window(person.quiet_from, person.quiet_until),
        "payer_words": tenancy.FEE_PAYER_WORDS,
        "tie_words": rules.TIE_WORDS,
        "tie_tones": rules.TIE_TONES,
        "kind_words": rules.PERSON_KIND_WORDS,
        "shown_share": rules.shown_share,
        "identity_purposes": queries.purposes(rules.IDENTITY),
        "looks": _looks(person),
        "entries": _history(person),
        "given": disclosures_of(person.id),
        "checks": queries.identity_checks(person.id),
        "document_words": KIND_WORDS,
        "purposes": queries.reveal_purposes(),
        "number_form": forms.get("number_form") or NumberForm(None),
    }
