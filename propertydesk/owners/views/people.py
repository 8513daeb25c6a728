"""People: who somebody is, and where they belong."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.owners import queries, rules, services
from propertydesk.owners.forms import NumberForm, PersonForm
from propertydesk.owners.models import Person
from propertydesk.owners.rules import Permission
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("/<int:person_id>")
@requires(Permission.READ)
def detail(person_id: int) -> ResponseReturnValue:
    """One person with numbers and homes."""
    return page("owners/person.html", **person_context(load(Person, person_id)))


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


def person_context(person: Person, **forms: Any) -> dict[str, Any]:
    """What a person's page shows."""
    return {
        "person": person,
        "phones": queries.phones_of([person.id]).get(person.id, ()),
        "homes": queries.homes_of_person(person.id),
        "past": queries.past_ties(person.id),
        "tie_words": rules.TIE_WORDS,
        "tie_tones": rules.TIE_TONES,
        "kind_words": rules.PERSON_KIND_WORDS,
        "shown_share": rules.shown_share,
        "purposes": queries.reveal_purposes(),
        "number_form": forms.get("number_form") or NumberForm(None),
    }
