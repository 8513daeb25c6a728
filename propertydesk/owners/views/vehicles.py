"""Vehicles of a household."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate import queries as estate
from propertydesk.estate.forms import EndingForm
from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.owners import queries, services
from propertydesk.owners.forms import VehicleForm
from propertydesk.owners.models import Person, Vehicle
from propertydesk.owners.rules import Permission, plates
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("vehicles", __name__)


@bp.get("/homes/<int:home_id>/vehicles/new")
@requires(Permission.CHANGE)
def new(home_id: int) -> ResponseReturnValue:
    """A form for a new vehicle."""
    home = load(Home, home_id)
    form = _offer(VehicleForm(starts_on=today(zone())), home)
    return page("owners/vehicle_new.html", **_new_context(home, form))


@bp.post("/homes/<int:home_id>/vehicles/new")
@requires(Permission.CHANGE)
@writes
def create(home_id: int) -> ResponseReturnValue:
    """Enter a vehicle."""
    home = load(Home, home_id)
    form = _offer(VehicleForm(), home)
    vehicle = form.submit(
        lambda data: services.add_vehicle(home, actor=actor(), now=now(), **_facts(data))
    )
    if vehicle is None:
        return page("owners/vehicle_new.html", **_new_context(home, form)), 422
    flash(_("%(plate)s is entered.", plate=plates.plate_label(vehicle.plate)), "good")
    return see_other(url_for("households.edit", home=home.id))


@bp.get("/vehicles/<int:vehicle_id>/edit")
@requires(Permission.CHANGE)
def edit(vehicle_id: int) -> ResponseReturnValue:
    """A vehicle's facts, and its end."""
    return page("owners/vehicle_edit.html", **_context(load(Vehicle, vehicle_id)))


@bp.post("/vehicles/<int:vehicle_id>/edit")
@requires(Permission.CHANGE)
@writes
def save(vehicle_id: int) -> ResponseReturnValue:
    """Correct a vehicle."""
    vehicle = load(Vehicle, vehicle_id)
    form = _offer(VehicleForm(), load(Home, vehicle.home_id))

    def correct(data: dict[str, Any]) -> Vehicle:
        services.edit_vehicle(vehicle, actor=actor(), now=now(), **_facts(data))
        return vehicle

    if form.submit(correct) is None:
        return page("owners/vehicle_edit.html", **_context(vehicle, form=form)), 422
    return see_other(url_for("households.edit", home=vehicle.home_id))


@bp.post("/vehicles/<int:vehicle_id>/ending")
@requires(Permission.CHANGE)
@writes
def end(vehicle_id: int) -> ResponseReturnValue:
    """The household has the vehicle no longer."""
    vehicle = load(Vehicle, vehicle_id)
    form = EndingForm()

    def finish(data: dict[str, Any]) -> Vehicle:
        services.end_vehicle(vehicle, actor=actor(), now=now(), **data)
        return vehicle

    if form.submit(finish) is None:
        return page("owners/vehicle_edit.html", **_context(vehicle, ending_form=form)), 422
    flash(_("Ended; the record stays."), "good")
    return see_other(url_for("households.edit", home=vehicle.home_id))


def _facts(data: dict[str, Any]) -> dict[str, Any]:
    said = data["space"]
    space = estate.space_named(actor().community_id, said) if said else None
    person = load(Person, int(data["person"])) if data["person"] else None
    return {**data, "space": space, "person": person}


def _offer(form: VehicleForm, home: Home) -> VehicleForm:
    people = queries.people_of_homes([home.id]).get(home.id, [])
    return form.offer(list({str(each.person.id): each.title for each in people}.items()))


def _new_context(home: Home, form: VehicleForm) -> dict[str, Any]:
    return {"home": home, "form": form, "spaces": estate.spaces_of_home(home.id)}


def _context(vehicle: Vehicle, **forms: Any) -> dict[str, Any]:
    home = load(Home, vehicle.home_id)
    space = load(ParkingSpace, vehicle.space_id) if vehicle.space_id else None
    filled = VehicleForm(
        None,
        obj=vehicle,
        space=space.no if space else "",
        person=str(vehicle.person_id or ""),
    )
    return {
        **_new_context(home, forms.get("form") or _offer(filled, home)),
        "vehicle": vehicle,
        "plate": plates.plate_label(vehicle.plate),
        "ending_form": forms.get("ending_form") or EndingForm(None, on=today(zone())),
    }
