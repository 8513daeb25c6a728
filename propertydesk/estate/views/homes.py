"""Entering, correcting and ending homes."""

from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate import queries, rules, services
from propertydesk.estate.forms import EndingForm, HomeForm
from propertydesk.estate.models import Building, Entrance, Home
from propertydesk.estate.rules import Permission
from propertydesk.estate.services.homes import HomeFacts
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("estate_homes", __name__, url_prefix="/homes")


@bp.get("/new")
@requires(Permission.CHANGE)
def new() -> ResponseReturnValue:
    """A form for a new home; `door` in the link chooses building or entrance."""
    form = _offer(HomeForm(door=request.args.get("door", ""), kind=rules.HomeKind.HOME.value))
    return page("estate/home_new.html", form=form)


@bp.post("/new")
@requires(Permission.CHANGE)
@writes
def create() -> ResponseReturnValue:
    """Add a home."""
    form = _offer(HomeForm())
    home = form.submit(_add)
    if home is None:
        return page("estate/home_new.html", form=form), 422
    flash(_("%(home)s is entered.", home=home.label), "good")
    return see_other(rules.household_path(home.id))


@bp.get("/<int:home_id>/edit")
@requires(Permission.CHANGE)
def edit(home_id: int) -> ResponseReturnValue:
    """A home's own facts, and its end."""
    return page("estate/home_edit.html", **_context(load(Home, home_id)))


@bp.post("/<int:home_id>/edit")
@requires(Permission.CHANGE)
@writes
def save(home_id: int) -> ResponseReturnValue:
    """Correct a home."""
    home = load(Home, home_id)
    form = _offer(HomeForm())
    if form.submit(lambda data: _edit(home, data)) is None:
        return page("estate/home_edit.html", **_context(home, form=form)), 422
    flash(_("%(home)s is corrected.", home=home.label), "good")
    return see_other(rules.household_path(home.id))


@bp.post("/<int:home_id>/ending")
@requires(Permission.CHANGE)
@writes
def end(home_id: int) -> ResponseReturnValue:
    """A home is no more."""
    home = load(Home, home_id)
    form = EndingForm()
    if form.submit(lambda data: _end(home, data)) is None:
        return page("estate/home_edit.html", **_context(home, ending_form=form)), 422
    flash(_("%(home)s has ended; its records stay.", home=home.label), "good")
    return see_other(rules.household_path(home.id))


def _add(data: dict[str, Any]) -> Home:
    building, entrance = _door(data.pop("door"))
    room_no = data.pop("room_no")
    return services.add_home(
        building, entrance, room_no=room_no, facts=HomeFacts(**data), actor=actor(), now=now()
    )


def _edit(home: Home, data: dict[str, Any]) -> Home:
    building, entrance = _door(data.pop("door"))
    room_no = data.pop("room_no")
    facts = HomeFacts(**data)
    services.edit_home(
        home, building, entrance, room_no=room_no, facts=facts, actor=actor(), now=now()
    )
    return home


def _end(home: Home, data: dict[str, Any]) -> Home:
    services.end_home(home, actor=actor(), now=now(), **data)
    return home


def _door(chosen: str) -> tuple[Building, Entrance | None]:
    """The building and entrance of a choice that the form has checked."""
    if chosen.startswith("b"):
        return load(Building, int(chosen[1:])), None
    entrance = load(Entrance, int(chosen[1:]))
    return load(Building, entrance.building_id), entrance


def _offer(form: HomeForm) -> HomeForm:
    return form.offer([("", ""), *queries.door_choices(actor().community_id)])


def _context(home: Home, **forms: Any) -> dict[str, Any]:
    door = f"e{home.entrance_id}" if home.entrance_id else f"b{home.building_id}"
    return {
        "home": home,
        "form": forms.get("form") or _offer(HomeForm(None, obj=home, door=door)),
        "ending_form": forms.get("ending_form") or EndingForm(None, on=today(zone())),
    }
