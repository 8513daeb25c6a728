"""Two entries that may be one person: the list, side by side, joined, or said to be two."""

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Community
from propertydesk.kernel.errors import Conflict, Missing
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules, services
from propertydesk.owners.forms import NOTHING, MergeForm
from propertydesk.owners.models import Person
from propertydesk.owners.queries import merging as asking
from propertydesk.owners.queries.duplicates import LISTING
from propertydesk.owners.rules import Permission
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import zone
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("merging", __name__, url_prefix="/people")


@bp.get("/duplicates")
@requires(Permission.MERGE)
def index() -> ResponseReturnValue:
    """Entries that may be the same person, the surest first."""
    found = listing_page(LISTING, actor=actor(), args=request.args)
    return page("owners/duplicates.html", listing=found)


@bp.post("/duplicates/search")
@requires(Permission.MERGE)
@writes
def look_again() -> ResponseReturnValue:
    """Look through the community at once."""
    count = services.search_duplicates(load_community(), actor=actor(), now=now())
    flash(_("Looked through everybody: %(count)s pairs wait.", count=count), "good")
    return see_other(url_for(".index"))


@bp.get("/<int:person_id>/merge")
@requires(Permission.MERGE)
def choose(person_id: int) -> ResponseReturnValue:
    """Whom this entry may be joined with."""
    person = load(Person, person_id)
    return page("owners/merge_choose.html", person=person, found=asking.alike(person))


@bp.get("/<int:person_id>/merge/<int:other_id>")
@requires(Permission.MERGE)
def compare(person_id: int, other_id: int) -> ResponseReturnValue:
    """Both entries side by side; what differs is chosen."""
    one, other = _pair(person_id, other_id)
    return page("owners/merge.html", **_context(one, other, _fresh(one, other)))


@bp.post("/<int:person_id>/merge/<int:other_id>")
@requires(Permission.MERGE)
@writes
def merge(person_id: int, other_id: int) -> ResponseReturnValue:
    """Join the two."""
    one, other = _pair(person_id, other_id)
    form = MergeForm().offer(one, other)
    kept = {str(one.id): (one, other), str(other.id): (other, one)}

    def join(data: dict[str, Any]) -> Person:
        survivor, given_up = kept[data.pop("survivor")]
        taken = frozenset(key for key, value in data.items() if value == str(given_up.id))
        services.merge_people(
            survivor, given_up, taken_over=taken, zone=zone(), actor=actor(), now=now()
        )
        return survivor

    survivor = form.submit(join)
    if survivor is None:
        return page("owners/merge.html", **_context(one, other, form)), 422
    flash(_("The two entries are one now. The other one leads here."), "good")
    return see_other(url_for("people.detail", person_id=survivor.id))


@bp.post("/<int:person_id>/merge/<int:other_id>/dismissal")
@requires(Permission.MERGE)
@writes
def dismiss(person_id: int, other_id: int) -> ResponseReturnValue:
    """They are two people."""
    one, other = _pair(person_id, other_id)
    services.dismiss_pair(one, other, actor=actor(), now=now())
    flash(_("Noted: two people. This pair is not shown again."), "good")
    return see_other(url_for(".index"))


def load_community() -> Community:
    """The community at hand."""
    place: Community = g.community
    return place


def _pair(person_id: int, other_id: int) -> tuple[Person, Person]:
    one, other = load(Person, person_id), load(Person, other_id)
    if one.id == other.id:
        raise Missing(N_("There is no such record."))
    if one.merged_into_id or other.merged_into_id:
        raise Conflict(N_("One of the two has been joined already. Open the page again."))
    return one, other


def _fresh(one: Person, other: Person) -> MergeForm:
    """The older entry stays, with what only the other one says."""
    form = MergeForm(formdata=None).offer(one, other)
    form.survivor.data = str(min(one.id, other.id))
    for field in form.facts:
        has_none = field.choices[0].label == NOTHING
        field.data = str(other.id if has_none else one.id)
    return form


def _context(one: Person, other: Person, form: MergeForm) -> dict[str, Any]:
    both = [asking.side(one), asking.side(other)]
    return {
        "one": one,
        "other": other,
        "form": form,
        "sides": both,
        "phones": queries.phones_of([one.id, other.id]),
        "tie_words": rules.TIE_WORDS,
        "tie_tones": rules.TIE_TONES,
        "shown_share": rules.shown_share,
    }
