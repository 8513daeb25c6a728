"""Owners and their shares, and the sale of a home."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.estate.rules import OCCUPANCY_WORDS
from propertydesk.estate.rules.measures import shown_hundredths
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules, services
from propertydesk.owners.forms import (
    NEW_ROWS,
    OwnersForm,
    TransferForm,
    offer_rows,
    owners_form,
)
from propertydesk.owners.models import HouseholdTie, Person
from propertydesk.owners.rules import Permission
from propertydesk.owners.services import OwnerShare, PersonDetails
from propertydesk.owners.views import choosing
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("ownership", __name__, url_prefix="/homes")


@bp.get("/<int:home_id>/owners")
@requires(Permission.CHANGE)
def owners(home_id: int) -> ResponseReturnValue:
    """All owners with their shares in one form."""
    home = load(Home, home_id)
    return page("owners/shares.html", **_owners_context(home))


@bp.post("/<int:home_id>/owners")
@requires(Permission.CHANGE)
@writes
def change(home_id: int) -> ResponseReturnValue:
    """Set all owners and shares."""
    home = load(Home, home_id)
    context = _owners_context(home, sent=True)
    people = context["people"]
    changed = context["form"].submit(
        lambda data: services.change_owners(
            home, asked_owners(data, people), on=data["on"], actor=actor(), now=now()
        )
    )
    if changed is None:
        return page("owners/shares.html", **context), 422
    flash(_("The owners of %(home)s are entered.", home=home.label), "good")
    return see_other(url_for("households.edit", home=home.id))


@bp.get("/<int:home_id>/transfer")
@requires(Permission.CHANGE)
def transfer(home_id: int) -> ResponseReturnValue:
    """The sale of a home."""
    return page("owners/transfer.html", **_transfer_context(load(Home, home_id)))


@bp.post("/<int:home_id>/transfer")
@requires(Permission.CHANGE)
@writes
def pass_on(home_id: int) -> ResponseReturnValue:
    """Show what will change; once it is confirmed, all owners end and new ones begin."""
    home = load(Home, home_id)
    context = _transfer_context(home, sent=True)
    people = context["people"]
    joined = context["form"].submit(
        lambda data: services.transfer_home(
            home,
            asked_owners(data, people),
            on=data["on"],
            occupancy=data["occupancy"],
            leaving=data["leaving"] or (),
            actor=actor(),
            now=now(),
        )
    )
    sure = context["form"].sure.data
    if joined is None or sure == "0":
        return page("owners/transfer.html", **context), 422
    if not sure:
        # answered with 422, so that the door undoes what has been tried out
        return page("owners/transfer_sure.html", **context, **_preview(home, context, joined)), 422
    flash(_("%(home)s has new owners.", home=home.label), "good")
    return see_other(url_for("households.edit", home=home.id))


def _preview(home: Home, context: dict[str, Any], joined: list[HouseholdTie]) -> dict[str, Any]:
    """What the transfer will change, as tried out; `household` is from before it."""
    residents = queries.people_of_homes([home.id]).get(home.id, [])
    fresh = {tie.id for tie in joined}
    before: queries.Household = context["household"]
    leaving = set(context["form"].leaving.data or ())
    others = [each for each in before.people if each.tie.tie != rules.Tie.OWNER]
    vehicles = before.vehicles if "vehicle" in leaving else []
    return {
        "buyers": [each for each in residents if each.tie.id in fresh],
        "gone": [each for each in others if each.tie.tie in leaving],
        "staying": [each for each in others if each.tie.tie not in leaving],
        "gone_vehicles": vehicles,
        "kept_vehicles": [] if vehicles else before.vehicles,
        "typed": [
            (name, given)
            for name, given in request.form.items(multi=True)
            if name not in ("csrf_token", "once", "sure")
        ],
        "occupancy_words": OCCUPANCY_WORDS,
    }


def asked_owners(data: dict[str, Any], people: list[Person]) -> list[OwnerShare]:
    """The rows with a share, known people first. Raises Invalid on the row at fault."""
    found = []
    for person in people:
        field = f"share_{person.id}"
        if data[field]:
            found.append(OwnerShare(person, _share(data[field], field)))
    for row in range(1, NEW_ROWS + 1):
        name, share = data[f"name_{row}"], data[f"newshare_{row}"]
        if name or share:
            found.append(_new_owner(data, row, name, share))
    return found


def _new_owner(data: dict[str, Any], row: int, name: str, share: str) -> OwnerShare:
    if not name:
        raise Invalid(N_("Write the name."), field=f"name_{row}")
    details = PersonDetails(
        name=name,
        kind=data[f"kind_{row}"] or rules.PersonKind.PERSON,
        salutation=data[f"salutation_{row}"],
        phones=((data[f"phone_{row}"], ""),),
    )
    return OwnerShare(details, _share(share, f"newshare_{row}"))


def _share(text: str, field: str) -> int:
    try:
        return rules.parse_share(text)
    except Invalid as problem:
        raise Invalid(problem.text, field=field) from problem


def _owners_context(home: Home, *, sent: bool = False) -> dict[str, Any]:
    residents = queries.people_of_homes([home.id]).get(home.id, [])
    present = [each for each in residents if each.tie.tie == rules.Tie.OWNER]
    extra = choosing.chosen_people(*choosing.named_ids())
    people = list({p.id: p for p in [*(each.person for each in present), *extra]}.values())
    shape = owners_form(each.id for each in people)
    filled = {f"share_{each.person.id}": shown_hundredths(each.tie.share) for each in present}
    form = shape() if sent else shape(None, data={**filled, "on": today(zone())})
    return _context(home, offer_rows(form), people, set(filled))


def _transfer_context(home: Home, *, sent: bool = False) -> dict[str, Any]:
    people = choosing.chosen_people(*choosing.named_ids())
    shape = owners_form((each.id for each in people), TransferForm)
    usual = [rules.Tie.MEMBER.value, rules.Tie.CONTACT.value, "vehicle"]
    form = shape() if sent else shape(None, data={"on": today(zone()), "leaving": usual})
    if isinstance(form, TransferForm):
        form.offer()
    context = _context(home, offer_rows(form), people, set())
    residents = queries.people_of_homes([home.id]).get(home.id, [])
    context["sellers"] = [each for each in residents if each.tie.tie == rules.Tie.OWNER]
    context["household"] = queries.household(home.id, home.community_id)
    return context


def _context(
    home: Home, form: OwnersForm, people: list[Person], present: set[str]
) -> dict[str, Any]:
    return {
        "home": home,
        "form": form,
        "people": people,
        "present": present,
        "rows": range(1, NEW_ROWS + 1),
        "query": choosing.asked_words(),
        "found": choosing.found_people(people),
    }
