"""Communities: what is printed of them, and the days their service centre is open."""

from datetime import time
from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate import queries, services
from propertydesk.estate.forms import CalendarForm, CommunityForm, EndingForm, NewCommunityForm
from propertydesk.estate.models import CalendarDay, Community
from propertydesk.estate.rules import Permission
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("communities", __name__, url_prefix="/communities")


@bp.get("")
@requires(Permission.CHANGE)
def index() -> ResponseReturnValue:
    """The community at hand, and for who may create them all others too."""
    every = queries.every_community()
    founder = actor().may(Permission.FOUND)
    return page(
        "estate/communities.html",
        places=[each for each in every if founder or each.id == actor().community_id],
    )


@bp.get("/new")
@requires(Permission.FOUND)
def new() -> ResponseReturnValue:
    """A form for a new community."""
    form = NewCommunityForm(zone="Asia/Shanghai", opens=time(8, 30), closes=time(17, 30))
    return page("estate/community_new.html", form=form)


@bp.post("/new")
@requires(Permission.FOUND)
@writes
def create() -> ResponseReturnValue:
    """Create a community."""
    form = NewCommunityForm()
    place = form.submit(lambda data: services.found_community(actor=actor(), now=now(), **data))
    if place is None:
        return page("estate/community_new.html", form=form), 422
    flash(_("%(community)s is created; you can switch to it above.", community=place.name), "good")
    return see_other(url_for(".index"))


@bp.get("/<int:community_id>/edit")
@requires(Permission.CHANGE)
def edit(community_id: int) -> ResponseReturnValue:
    """What is said of the community, and its calendar."""
    return page("estate/community_edit.html", **_context(_own(community_id)))


@bp.post("/<int:community_id>/edit")
@requires(Permission.CHANGE)
@writes
def save(community_id: int) -> ResponseReturnValue:
    """Correct the community."""
    place = _own(community_id)
    form = CommunityForm()

    def correct(data: dict[str, Any]) -> Community:
        services.edit_community(place, actor=actor(), now=now(), **data)
        return place

    if form.submit(correct) is None:
        return page("estate/community_edit.html", **_context(place, form=form)), 422
    flash(_("Saved."), "good")
    return see_other(url_for(".edit", community_id=place.id))


@bp.post("/<int:community_id>/calendar")
@requires(Permission.CHANGE)
@writes
def set_day(community_id: int) -> ResponseReturnValue:
    """Open or close one day."""
    place = _own(community_id)
    form = CalendarForm().offer()
    row = form.submit(
        lambda data: services.set_calendar_day(
            place,
            day=data["day"],
            is_open=data["is_open"] == "open",
            note=data["note"],
            actor=actor(),
            now=now(),
        )
    )
    if row is None:
        return page("estate/community_edit.html", **_context(place, calendar_form=form)), 422
    return see_other(url_for(".edit", community_id=place.id))


@bp.post("/<int:community_id>/calendar/<int:calendar_day_id>/withdrawal")
@requires(Permission.CHANGE)
@writes
def withdraw_day(community_id: int, calendar_day_id: int) -> ResponseReturnValue:
    """Let the public calendar hold on this day again."""
    place = _own(community_id)
    services.withdraw_calendar_day(load(CalendarDay, calendar_day_id), actor=actor(), now=now())
    return see_other(url_for(".edit", community_id=place.id))


@bp.post("/<int:community_id>/ending")
@requires(Permission.FOUND)
@writes
def end(community_id: int) -> ResponseReturnValue:
    """The contract for the community has ended."""
    place = _own(community_id)
    form = EndingForm()

    def finish(data: dict[str, Any]) -> Community:
        services.end_community(place, actor=actor(), now=now(), **data)
        return place

    if form.submit(finish) is None:
        return page("estate/community_edit.html", **_context(place, ending_form=form)), 422
    return see_other(url_for(".index"))


def _own(community_id: int) -> Community:
    """The community the actor works in; another is as missing as none at all."""
    if community_id != actor().community_id:
        raise Missing(N_("There is no such record."))
    return queries.community(community_id)


def _context(place: Community, **forms: Any) -> dict[str, Any]:
    return {
        "place": place,
        "days": queries.calendar_days(place.id, today(zone())),
        "form": forms.get("form") or CommunityForm(None, obj=place),
        "calendar_form": forms.get("calendar_form") or CalendarForm(None, is_open="open").offer(),
        "ending_form": forms.get("ending_form") or EndingForm(None, on=today(zone())),
    }
