"""The death of somebody in the register, and what follows for the homes they owned."""

from typing import Any

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.estate.rules.measures import shown_hundredths
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules, services
from propertydesk.owners.forms import NEW_ROWS, offer_rows, owners_form
from propertydesk.owners.forms.profiles import DeathForm, InheritanceForm, MistakeForm
from propertydesk.owners.models import HouseholdTie, Person
from propertydesk.owners.rules import Permission
from propertydesk.owners.rules.inheritance import Ground
from propertydesk.owners.views import choosing
from propertydesk.owners.views.ownership import asked_owners
from propertydesk.platform import attachments
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.pictures import Pictures, read_pictures
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("deaths", __name__)


@bp.get("/people/<int:person_id>/death")
@requires(Permission.CHANGE)
def ask(person_id: int) -> ResponseReturnValue:
    """A form for a death, or for taking a mistaken one back."""
    person = load(Person, person_id)
    return page("owners/death.html", **_context(person, DeathForm(on=today(zone())), MistakeForm()))


@bp.post("/people/<int:person_id>/death")
@requires(Permission.CHANGE)
@writes
def record(person_id: int) -> ResponseReturnValue:
    """Record a death."""
    person = load(Person, person_id)
    form = DeathForm()
    done = form.carries_out(
        lambda data: services.record_death(person, actor=actor(), now=now(), **data)
    )
    if not done:
        return page("owners/death.html", **_context(person, form, MistakeForm(None))), 422
    flash(_("Recorded. Nobody will be asked to call this person."), "note")
    return see_other(url_for("people.detail", person_id=person.id))


@bp.post("/people/<int:person_id>/death/correction")
@requires(Permission.CHANGE)
@writes
def revoke(person_id: int) -> ResponseReturnValue:
    """The death was recorded by mistake."""
    person = load(Person, person_id)
    form = MistakeForm()
    done = form.carries_out(
        lambda data: services.revoke_death(person, actor=actor(), now=now(), **data)
    )
    if not done:
        return page("owners/death.html", **_context(person, DeathForm(None), form)), 422
    flash(_("Taken back. The person may be called again."), "good")
    return see_other(url_for("people.detail", person_id=person.id))


@bp.get("/homes/<int:home_id>/inheritance")
@requires(Permission.CHANGE)
def inheritance(home_id: int) -> ResponseReturnValue:
    """The heirs of a home, with all shares and the paper it rests on."""
    return page("owners/inheritance.html", **_inheritance(load(Home, home_id)))


@bp.post("/homes/<int:home_id>/inheritance")
@requires(Permission.CHANGE)
@writes(prepare=read_pictures)
def inherit(home_id: int) -> ResponseReturnValue:
    """The shares of who died pass on."""
    home = load(Home, home_id)
    context = _inheritance(home, sent=True)
    people, sent = context["people"], g.prepared

    def pass_on(data: dict[str, Any]) -> list[HouseholdTie]:
        return _pass_on(home, people, sent, data)

    if context["form"].submit(pass_on) is None:
        return page("owners/inheritance.html", **context), 422
    flash(_("%(home)s has passed on to the heirs.", home=home.label), "good")
    return see_other(url_for("households.edit", home=home.id))


@bp.get("/homes/<int:home_id>/inheritance/papers/<int:attachment_id>")
@requires(Permission.FORMER)
def paper(home_id: int, attachment_id: int) -> ResponseReturnValue:
    """A photo of the paper that an inheritance rests on."""
    home, picture = load(Home, home_id), load(Attachment, attachment_id)
    found = (picture.subject_type, picture.subject_id, picture.kind)
    if found != ("home", home.id, "inheritance"):
        raise Missing(N_("There is no such record."))
    return attachments.send(picture)


def _pass_on(
    home: Home, people: list[Person], sent: Pictures, data: dict[str, Any]
) -> list[HouseholdTie]:
    if sent.problem:
        raise sent.problem
    return services.inherit_home(
        home,
        asked_owners(data, people),
        on=data["on"],
        ground=Ground(data["ground"]),
        papers=sent.files,
        note=data["note"] or "",
        actor=actor(),
        now=now(),
    )


def _context(person: Person, form: DeathForm, mistake: MistakeForm) -> dict[str, Any]:
    homes = queries.homes_of_person(person.id)
    return {
        "person": person,
        "form": form,
        "mistake": mistake,
        "owned": [home for tie, home in homes if tie.tie == rules.Tie.OWNER],
    }


def _inheritance(home: Home, *, sent: bool = False) -> dict[str, Any]:
    residents = queries.people_of_homes([home.id]).get(home.id, [])
    present = [each for each in residents if each.tie.tie == rules.Tie.OWNER]
    living = [each for each in present if each.person.died_on is None]
    extra = choosing.chosen_people(*choosing.named_ids())
    people = list({p.id: p for p in [*(each.person for each in living), *extra]}.values())
    people = [each for each in people if each.died_on is None]
    shape = owners_form((each.id for each in people), InheritanceForm)
    filled = {f"share_{each.person.id}": shown_hundredths(each.tie.share) for each in living}
    form = shape() if sent else shape(None, data={**filled, "on": today(zone())})
    if isinstance(form, InheritanceForm):
        form.offer()
    return {
        "home": home,
        "form": offer_rows(form),
        "people": people,
        "present": set(filled),
        "rows": range(1, NEW_ROWS + 1),
        "query": choosing.asked_words(),
        "found": choosing.found_people(people),
        "deceased": [each for each in present if each.person.died_on],
    }
