"""How somebody wants to be reached, and who handles matters of a company."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.owners import rules, services
from propertydesk.owners.forms.profiles import CompanyForm, WishesForm
from propertydesk.owners.models import Person
from propertydesk.owners.rules import Permission
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("profiles", __name__, url_prefix="/people/<int:person_id>")


@bp.get("/wishes")
@requires(Permission.CHANGE)
def wishes(person_id: int) -> ResponseReturnValue:
    """The preferred way, the language, and hours without calls."""
    person = load(Person, person_id)
    return page("owners/wishes.html", person=person, form=WishesForm(obj=person).offer())


@bp.post("/wishes")
@requires(Permission.CHANGE)
@writes
def save_wishes(person_id: int) -> ResponseReturnValue:
    """Change them."""
    person = load(Person, person_id)
    form = WishesForm().offer()
    kept = form.carries_out(
        lambda data: services.set_wishes(person, actor=actor(), now=now(), **_plain(data))
    )
    if not kept:
        return page("owners/wishes.html", person=person, form=form), 422
    flash(_("Saved."), "good")
    return see_other(url_for("people.detail", person_id=person.id))


@bp.get("/company")
@requires(Permission.CHANGE)
def company(person_id: int) -> ResponseReturnValue:
    """Contact person, position and credit code."""
    person = load(Person, person_id)
    is_company = person.kind == rules.PersonKind.COMPANY
    return page(
        "owners/company.html", person=person, form=CompanyForm(obj=person), is_company=is_company
    )


@bp.post("/company")
@requires(Permission.CHANGE)
@writes
def save_company(person_id: int) -> ResponseReturnValue:
    """Change them."""
    person = load(Person, person_id)
    form = CompanyForm()
    kept = form.carries_out(
        lambda data: services.edit_company(person, actor=actor(), now=now(), **_plain(data))
    )
    if not kept:
        is_company = person.kind == rules.PersonKind.COMPANY
        return page("owners/company.html", person=person, form=form, is_company=is_company), 422
    flash(_("Saved."), "good")
    return see_other(url_for("people.detail", person_id=person.id))


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """What was left out is empty text, except times."""
    return {
        key: given if given is not None or key.startswith("quiet") else ""
        for key, given in data.items()
    }
