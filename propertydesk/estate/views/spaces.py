"""Parking spaces: listed, entered, corrected, ended."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate import queries, rules, services
from propertydesk.estate.forms import EndingForm, SpaceForm
from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.estate.queries.listings import SPACES
from propertydesk.estate.rules import Permission
from propertydesk.platform import listing
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("spaces", __name__, url_prefix="/spaces")


@bp.get("")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All parking spaces."""
    found = listing.page(SPACES, actor=actor(), args=request.args)
    return page("estate/spaces.html", page=found)


@bp.get("/new")
@requires(Permission.CHANGE)
def new() -> ResponseReturnValue:
    """A form for a new parking space; `home` in the link says whose."""
    home = _home_of_link()
    kind = rules.SpaceKind.OWNED if home else rules.SpaceKind.FREE
    form = SpaceForm(home=home.code if home else "", kind=kind.value).offer()
    return page("estate/space_new.html", form=form)


@bp.post("/new")
@requires(Permission.CHANGE)
@writes
def create() -> ResponseReturnValue:
    """Add a parking space."""
    form = SpaceForm().offer()
    space = form.submit(
        lambda data: services.add_space(
            actor().community_id, actor=actor(), now=now(), **_facts(data)
        )
    )
    if space is None:
        return page("estate/space_new.html", form=form), 422
    flash(_("Parking space %(no)s is entered.", no=space.no), "good")
    return see_other(url_for(".index"))


@bp.get("/<int:space_id>/edit")
@requires(Permission.CHANGE)
def edit(space_id: int) -> ResponseReturnValue:
    """A parking space's own facts, and its end."""
    return page("estate/space_edit.html", **_context(load(ParkingSpace, space_id)))


@bp.post("/<int:space_id>/edit")
@requires(Permission.CHANGE)
@writes
def save(space_id: int) -> ResponseReturnValue:
    """Correct a parking space, or give it to another home."""
    space = load(ParkingSpace, space_id)
    form = SpaceForm().offer()

    def correct(data: dict[str, Any]) -> ParkingSpace:
        services.edit_space(space, actor=actor(), now=now(), **_facts(data))
        return space

    if form.submit(correct) is None:
        return page("estate/space_edit.html", **_context(space, form=form)), 422
    flash(_("Parking space %(no)s is corrected.", no=space.no), "good")
    return see_other(url_for(".index"))


@bp.post("/<int:space_id>/ending")
@requires(Permission.CHANGE)
@writes
def end(space_id: int) -> ResponseReturnValue:
    """A parking space is no more."""
    space = load(ParkingSpace, space_id)
    form = EndingForm()

    def finish(data: dict[str, Any]) -> ParkingSpace:
        services.end_space(space, actor=actor(), now=now(), **data)
        return space

    if form.submit(finish) is None:
        return page("estate/space_edit.html", **_context(space, ending_form=form)), 422
    return see_other(url_for(".index"))


def _facts(data: dict[str, Any]) -> dict[str, Any]:
    said = data["home"]
    home = queries.home_named(actor().community_id, said) if said else None
    return {**data, "home": home}


def _home_of_link() -> Home | None:
    said = request.args.get("home", "")
    return load(Home, int(said)) if said.isascii() and said.isdigit() and len(said) < 12 else None


def _context(space: ParkingSpace, **forms: Any) -> dict[str, Any]:
    home = load(Home, space.home_id) if space.home_id else None
    filled = forms.get("form") or SpaceForm(None, obj=space, home=home.code if home else "").offer()
    return {
        "space": space,
        "home": home,
        "form": filled,
        "ending_form": forms.get("ending_form") or EndingForm(None, on=today(zone())),
    }
