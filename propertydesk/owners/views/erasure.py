"""Erasing one person's data, on their request or because they are no longer needed."""

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.owners import services
from propertydesk.owners.forms import ErasureForm
from propertydesk.owners.models import Person
from propertydesk.owners.rules import Permission
from propertydesk.platform import retention
from propertydesk.platform.access import actor, confirmed, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("erasure", __name__, url_prefix="/people/<int:person_id>/erasure")


@bp.get("")
@requires(Permission.ERASE)
def ask(person_id: int) -> ResponseReturnValue:
    """What will be erased, what stays, and what stands against it."""
    return _page(load(Person, person_id), ErasureForm())


@bp.post("")
@requires(Permission.ERASE)
@confirmed
@writes
def carry_out(person_id: int) -> ResponseReturnValue:
    """Erase."""
    person = load(Person, person_id)
    form = ErasureForm()
    done = form.carries_out(
        lambda data: services.erase_person(person, actor=actor(), now=now(), **data)
    )
    if not done:
        return _page(person, form), 422
    flash(_("The personal data are erased."), "good")
    return see_other(url_for("people.detail", person_id=person.id))


def _page(person: Person, form: ErasureForm) -> str:
    held = retention.held_by("person", person.community_id, person.id)
    return page("owners/erasure.html", person=person, form=form, held=held)
