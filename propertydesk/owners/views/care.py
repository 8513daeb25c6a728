"""Special-care notes: written, read for a purpose, ended; only for those who may."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.kernel.errors import Invalid
from propertydesk.owners import queries, rules, services
from propertydesk.owners.forms.profiles import CareForm
from propertydesk.owners.models import CareNote, Person
from propertydesk.owners.rules import Permission, care
from propertydesk.owners.rules.consents import Scope
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.reveal import asked, reveals, shown
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("care", __name__)

_LIVES_THERE = (rules.Tie.OWNER, rules.Tie.TENANT, rules.Tie.MEMBER)


@bp.get("/homes/<int:home_id>/care/<int:person_id>")
@requires(Permission.CARE)
def new(home_id: int, person_id: int) -> ResponseReturnValue:
    """A form for what is to be known about somebody; an earlier note is replaced."""
    home, person = load(Home, home_id), load(Person, person_id)
    form = CareForm(kind=care.CareKind.ALONE.value).offer()
    return page("owners/care_note.html", **_context(home, person, form))


@bp.post("/homes/<int:home_id>/care/<int:person_id>")
@requires(Permission.CARE)
@writes
def keep(home_id: int, person_id: int) -> ResponseReturnValue:
    """Write or replace the note."""
    home, person = load(Home, home_id), load(Person, person_id)
    form = CareForm().offer()
    kept = form.submit(
        lambda data: services.keep_care_note(home, person, actor=actor(), now=now(), **data)
    )
    if kept is None:
        return page("owners/care_note.html", **_context(home, person, form)), 422
    flash(_("The care note is kept under lock."), "good")
    return see_other(url_for("household.detail", home_id=home.id))


@bp.post("/care-notes/<int:care_id>/reading")
@requires(Permission.CARE)
@reveals
def read(care_id: int) -> ResponseReturnValue:
    """What the note says, for a purpose; every look is recorded."""
    note = load(CareNote, care_id)
    look = services.read_care_note(note, asked(), actor=actor(), now=now())
    whose = load(Person, note.person_id).title
    return shown(look, whose=whose, back=url_for("household.detail", home_id=note.home_id))


@bp.post("/care-notes/<int:care_id>/ending")
@requires(Permission.CARE)
@writes
def end(care_id: int) -> ResponseReturnValue:
    """The care is no longer needed."""
    note = load(CareNote, care_id)
    services.end_care_note(note, on=today(zone()), actor=actor(), now=now())
    flash(_("The care note is hidden and will be erased."), "good")
    return see_other(url_for("household.detail", home_id=note.home_id))


def _context(home: Home, person: Person, form: CareForm) -> dict[str, Any]:
    """Raises Invalid for somebody who does not live there."""
    residents = queries.people_of_homes([home.id]).get(home.id, [])
    here = [r for r in residents if r.person.id == person.id and r.tie.tie in _LIVES_THERE]
    if not here:
        raise Invalid(_("A care note is kept for somebody who lives in the home."))
    noted = [each for each in queries.care_of_home(home.id) if each.person.id == person.id]
    return {
        "home": home,
        "person": person,
        "form": form,
        "kept": noted[0].note if noted else None,
        "agreed": queries.agreed(person.id, Scope.CARE),
        "agreed_visit": queries.agreed(person.id, Scope.CARE_VISIT),
    }
