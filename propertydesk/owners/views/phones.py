"""People's numbers, and the recorded look at one in full."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, services
from propertydesk.owners.forms import CorrectionForm, NumberForm
from propertydesk.owners.models import Person, PersonPhone
from propertydesk.owners.rules import Permission
from propertydesk.owners.views.people import person_context
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.reveal import asked, reveals, shown
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("phones", __name__, url_prefix="/people/<int:person_id>/phones")


@bp.post("")
@requires(Permission.CHANGE)
@writes
def add(person_id: int) -> ResponseReturnValue:
    """Add a number."""
    person = load(Person, person_id)
    form = NumberForm()
    added = form.submit(lambda data: services.add_phone(person, actor=actor(), now=now(), **data))
    if added is None:
        return page("owners/person.html", **person_context(person, number_form=form)), 422
    return see_other(url_for("people.detail", person_id=person_id))


@bp.get("/<int:phone_id>/edit")
@requires(Permission.CHANGE)
def edit(person_id: int, phone_id: int) -> ResponseReturnValue:
    """Another number in place of one."""
    person, phone = _load(person_id, phone_id)
    return page(
        "owners/phone_edit.html", **_context(person, phone, CorrectionForm(note=phone.note))
    )


@bp.post("/<int:phone_id>/edit")
@requires(Permission.CHANGE)
@writes
def correct(person_id: int, phone_id: int) -> ResponseReturnValue:
    """Correct a number or its remark."""
    person, phone = _load(person_id, phone_id)
    form = CorrectionForm()
    corrected = form.submit(
        lambda data: services.correct_phone(
            person, phone, on=today(zone()), actor=actor(), now=now(), **data
        )
    )
    if corrected is None:
        return page("owners/phone_edit.html", **_context(person, phone, form)), 422
    return see_other(url_for("people.detail", person_id=person_id))


@bp.post("/<int:phone_id>/first")
@requires(Permission.CHANGE)
@writes
def put_first(person_id: int, phone_id: int) -> ResponseReturnValue:
    """Call this number first."""
    person, phone = _load(person_id, phone_id)
    services.put_phone_first(person, phone, actor=actor(), now=now())
    return see_other(url_for("people.detail", person_id=person_id))


@bp.post("/<int:phone_id>/ending")
@requires(Permission.CHANGE)
@writes
def end(person_id: int, phone_id: int) -> ResponseReturnValue:
    """A number is no longer theirs."""
    person, phone = _load(person_id, phone_id)
    services.end_phone(person, phone, on=today(zone()), actor=actor(), now=now())
    return see_other(url_for("people.detail", person_id=person_id))


@bp.post("/<int:phone_id>/reveal")
@requires(Permission.REVEAL)
@reveals
def reveal(person_id: int, phone_id: int) -> ResponseReturnValue:
    """The number in full, for a purpose; every look is recorded."""
    person, phone = _load(person_id, phone_id)
    home_id = _home_of(person)
    look = services.reveal_phone(person, phone, asked(), home_id=home_id, actor=actor(), now=now())
    return shown(look, whose=person.title, back=url_for("people.detail", person_id=person.id))


def _load(person_id: int, phone_id: int) -> tuple[Person, PersonPhone]:
    person, phone = load(Person, person_id), load(PersonPhone, phone_id)
    if phone.person_id != person.id:
        raise Missing(N_("There is no such record."))
    return person, phone


def _home_of(person: Person) -> int | None:
    """The household in whose timeline the look belongs: the one in the link, else the first."""
    homes = [home.id for _tie, home in queries.homes_of_person(person.id)]
    asked = [home_id for home_id in homes if str(home_id) == request.args.get("home")]
    return next(iter(asked or homes), None)


def _context(person: Person, phone: PersonPhone, form: CorrectionForm) -> dict[str, Any]:
    return {"person": person, "phone": phone, "masked": mask_phone(phone.number), "form": form}
