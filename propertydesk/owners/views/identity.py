"""Identity numbers: entered, deleted, and checked by sight."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.owners import services
from propertydesk.owners.forms import IdentityCheckForm, IdentityForm
from propertydesk.owners.models import Person
from propertydesk.owners.rules import Permission
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.reveal import asked, reveals, shown
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("identity", __name__, url_prefix="/people/<int:person_id>/identity")


@bp.get("")
@requires(Permission.CHANGE)
def edit(person_id: int) -> ResponseReturnValue:
    """A number to keep; the present one is not shown."""
    person = load(Person, person_id)
    form = IdentityForm(kind=person.identity_kind).offer(person.kind)
    return page("owners/identity.html", person=person, form=form)


@bp.post("")
@requires(Permission.CHANGE)
@writes
def save(person_id: int) -> ResponseReturnValue:
    """Keep an identity number."""
    person = load(Person, person_id)
    form = IdentityForm().offer(person.kind)

    def keep(data: dict[str, Any]) -> None:
        services.set_identity(person, actor=actor(), now=now(), **data)

    if not form.carries_out(keep):
        return page("owners/identity.html", person=person, form=form), 422
    return _back(person, _("Kept under seal."))


@bp.post("/removal")
@requires(Permission.CHANGE)
@writes
def remove(person_id: int) -> ResponseReturnValue:
    """Delete the number."""
    person = load(Person, person_id)
    services.remove_identity(person, actor=actor(), now=now())
    return _back(person, _("The identity number is deleted."))


@bp.get("/check")
@requires(Permission.CHANGE)
def check(person_id: int) -> ResponseReturnValue:
    """A document is being looked at."""
    person = load(Person, person_id)
    form = IdentityCheckForm(kind=person.identity_kind).offer(person.kind)
    return page("owners/identity_check.html", person=person, form=form)


@bp.post("/check")
@requires(Permission.CHANGE)
@writes
def note_check(person_id: int) -> ResponseReturnValue:
    """Keep the result of the check, and nothing else of it."""
    person = load(Person, person_id)
    form = IdentityCheckForm().offer(person.kind)

    def keep(data: dict[str, Any]) -> None:
        services.check_identity(person, actor=actor(), now=now(), **data)

    if not form.carries_out(keep):
        return page("owners/identity_check.html", person=person, form=form), 422
    return _back(person, _("The check is on record."))


@bp.post("/reveal")
@requires(Permission.REVEAL_IDENTITY)
@reveals
def reveal(person_id: int) -> ResponseReturnValue:
    """The number in full, for a purpose; every look is recorded."""
    person = load(Person, person_id)
    look = services.reveal_identity(person, asked(), actor=actor(), now=now())
    return shown(look, whose=person.title, back=url_for("people.detail", person_id=person.id))


def _back(person: Person, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return see_other(url_for("people.detail", person_id=person.id))
