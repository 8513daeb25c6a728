"""Buildings: the tree, the plan of one, entering, correcting and ending."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate import queries, rules, services
from propertydesk.estate.forms import BuildingForm, EndingForm, EntranceForm
from propertydesk.estate.models import Building, Entrance
from propertydesk.estate.rules import Permission
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("buildings", __name__)


@bp.get("/buildings")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All buildings with their entrances, and how they are lived in."""
    return page(
        "estate/buildings.html",
        trees=queries.building_tree(actor().community_id),
        kind_words=rules.BUILDING_KIND_WORDS,
        occupancy_words=rules.OCCUPANCY_WORDS,
        occupancy_tones=rules.OCCUPANCY_TONES,
    )


@bp.get("/buildings/new")
@requires(Permission.CHANGE)
def new() -> ResponseReturnValue:
    """A form for a new building."""
    form = BuildingForm(kind=rules.BuildingKind.HIGH_RISE.value).offer()
    return page("estate/building_new.html", form=form)


@bp.post("/buildings/new")
@requires(Permission.CHANGE)
@writes
def create() -> ResponseReturnValue:
    """Add a building."""
    form = BuildingForm().offer()
    building = form.submit(
        lambda data: services.add_building(actor().community_id, actor=actor(), now=now(), **data)
    )
    if building is None:
        return page("estate/building_new.html", form=form), 422
    flash(_("%(building)s is entered. Now its entrances.", building=building.label), "good")
    return see_other(url_for(".edit", building_id=building.id))


@bp.get("/buildings/<int:building_id>")
@requires(Permission.READ)
def detail(building_id: int) -> ResponseReturnValue:
    """The plan of a building: its homes by storey and door."""
    building = load(Building, building_id)
    return page(
        "estate/building.html",
        building=building,
        floors=queries.building_plan(building.id),
        kind_words=rules.BUILDING_KIND_WORDS,
        occupancy_words=rules.OCCUPANCY_WORDS,
        occupancy_tones=rules.OCCUPANCY_TONES,
        path=rules.household_path,
    )


@bp.get("/buildings/<int:building_id>/edit")
@requires(Permission.CHANGE)
def edit(building_id: int) -> ResponseReturnValue:
    """A building's own facts, its entrances, its end."""
    return page("estate/building_edit.html", **_context(load(Building, building_id)))


@bp.post("/buildings/<int:building_id>/edit")
@requires(Permission.CHANGE)
@writes
def save(building_id: int) -> ResponseReturnValue:
    """Correct a building."""
    building = load(Building, building_id)
    form = BuildingForm().offer()

    def correct(data: dict[str, Any]) -> Building:
        services.edit_building(building, actor=actor(), now=now(), **data)
        return building

    if form.submit(correct) is None:
        return page("estate/building_edit.html", **_context(building, form=form)), 422
    flash(_("%(building)s is corrected.", building=building.label), "good")
    return see_other(url_for(".detail", building_id=building.id))


@bp.post("/buildings/<int:building_id>/ending")
@requires(Permission.CHANGE)
@writes
def end(building_id: int) -> ResponseReturnValue:
    """A building is no more."""
    building = load(Building, building_id)
    form = EndingForm()

    def finish(data: dict[str, Any]) -> Building:
        services.end_building(building, actor=actor(), now=now(), **data)
        return building

    if form.submit(finish) is None:
        return page("estate/building_edit.html", **_context(building, ending_form=form)), 422
    flash(_("%(building)s has ended; its records stay.", building=building.label), "good")
    return see_other(url_for(".index"))


@bp.post("/buildings/<int:building_id>/entrances")
@requires(Permission.CHANGE)
@writes
def add_entrance(building_id: int) -> ResponseReturnValue:
    """Add an entrance."""
    building = load(Building, building_id)
    form = EntranceForm()
    added = form.submit(
        lambda data: services.add_entrance(
            building, actor=actor(), now=now(), **EntranceForm.facts(data)
        )
    )
    if added is None:
        return page("estate/building_edit.html", **_context(building, entrance_form=form)), 422
    return see_other(url_for(".edit", building_id=building.id))


@bp.get("/entrances/<int:entrance_id>/edit")
@requires(Permission.CHANGE)
def edit_entrance(entrance_id: int) -> ResponseReturnValue:
    """An entrance's number and its end."""
    return page("estate/entrance_edit.html", **_entrance_context(load(Entrance, entrance_id)))


@bp.post("/entrances/<int:entrance_id>/edit")
@requires(Permission.CHANGE)
@writes
def save_entrance(entrance_id: int) -> ResponseReturnValue:
    """Correct an entrance."""
    entrance = load(Entrance, entrance_id)
    form = EntranceForm()

    def correct(data: dict[str, Any]) -> Entrance:
        services.edit_entrance(entrance, actor=actor(), now=now(), **EntranceForm.facts(data))
        return entrance

    if form.submit(correct) is None:
        return page("estate/entrance_edit.html", **_entrance_context(entrance, form=form)), 422
    return see_other(url_for(".edit", building_id=entrance.building_id))


@bp.post("/entrances/<int:entrance_id>/ending")
@requires(Permission.CHANGE)
@writes
def end_entrance(entrance_id: int) -> ResponseReturnValue:
    """An entrance is no more."""
    entrance = load(Entrance, entrance_id)
    form = EndingForm()

    def finish(data: dict[str, Any]) -> Entrance:
        services.end_entrance(entrance, actor=actor(), now=now(), **data)
        return entrance

    if form.submit(finish) is None:
        context = _entrance_context(entrance, ending_form=form)
        return page("estate/entrance_edit.html", **context), 422
    return see_other(url_for(".edit", building_id=entrance.building_id))


def _context(building: Building, **forms: Any) -> dict[str, Any]:
    return {
        "building": building,
        "entrances": queries.entrances(building.id),
        "form": forms.get("form") or BuildingForm(None, obj=building).offer(),
        "entrance_form": forms.get("entrance_form") or EntranceForm(None),
        "ending_form": forms.get("ending_form") or EndingForm(None, on=today(zone())),
    }


def _entrance_context(entrance: Entrance, **forms: Any) -> dict[str, Any]:
    return {
        "entrance": entrance,
        "building": load(Building, entrance.building_id),
        "form": forms.get("form") or EntranceForm(None, obj=entrance),
        "ending_form": forms.get("ending_form") or EndingForm(None, on=today(zone())),
    }
