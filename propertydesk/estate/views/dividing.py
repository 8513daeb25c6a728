"""Splitting a home, and joining homes to one."""

from typing import Any

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate import queries, rules, services
from propertydesk.estate.forms import JoinForm, SplitForm, offer_parts, split_form
from propertydesk.estate.models import Home
from propertydesk.estate.rules import Permission
from propertydesk.estate.rules.dividing import MOST_PARTS
from propertydesk.estate.services import Part
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("dividing", __name__, url_prefix="/homes")
ROWS = range(1, MOST_PARTS + 1)


@bp.get("/<int:home_id>/split")
@requires(Permission.CHANGE)
def split(home_id: int) -> ResponseReturnValue:
    """A form for the parts of a home."""
    form = split_form()(None, data={"on": today(zone()), "household": "1"})
    return _split_page(load(Home, home_id), form)


@bp.post("/<int:home_id>/split")
@requires(Permission.CHANGE)
@writes
def divide(home_id: int) -> ResponseReturnValue:
    """The home ends and its parts begin."""
    home = load(Home, home_id)
    form = offer_parts(split_form()())
    made = form.submit(lambda data: _split(home, data))
    if made is None:
        return _split_page(home, form), 422
    flash(_("%(home)s is split; its records stay with it.", home=home.label), "good")
    return see_other(rules.household_path(home.id))


@bp.get("/<int:home_id>/join")
@requires(Permission.CHANGE)
def join(home_id: int) -> ResponseReturnValue:
    """A form for the homes to join with."""
    form = JoinForm(None, data={"on": today(zone())})
    return page("estate/home_join.html", home=load(Home, home_id), form=form)


@bp.post("/<int:home_id>/join")
@requires(Permission.CHANGE)
@writes
def unite(home_id: int) -> ResponseReturnValue:
    """The homes end and the joined one begins."""
    home = load(Home, home_id)
    form = JoinForm()
    made = form.submit(lambda data: _join(home, data))
    if made is None:
        return page("estate/home_join.html", home=home, form=form), 422
    flash(_("%(home)s is entered; the homes it is made of have ended.", home=made.label), "good")
    return see_other(rules.household_path(made.id))


def _split(home: Home, data: dict[str, Any]) -> list[Home]:
    rows = [row for row in ROWS if data[f"room_no_{row}"]]
    lived_in = int(data["household"])
    parts = [
        Part(data[f"room_no_{row}"], data[f"area_{row}"] or 0, data[f"indoor_{row}"] or 0)
        for row in rows
    ]
    return services.split_home(
        home,
        parts,
        household_in=rows.index(lived_in) if lived_in in rows else -1,
        remeasured=data["remeasured"],
        on=data["on"],
        reason=data["reason"],
        actor=actor(),
        now=now(),
    )


def _join(home: Home, data: dict[str, Any]) -> Home:
    others = [
        _named(home.community_id, data[field], field)
        for field in ("other_1", "other_2", "other_3")
        if data[field]
    ]
    if len({home.id, *(each.id for each in others)}) <= len(others):
        raise Invalid(N_("The same home stands there twice."), field="other_1")
    return services.join_homes(
        [home, *others],
        Part(data["room_no"], data["area_centi"] or 0, data["indoor_centi"] or 0),
        remeasured=data["remeasured"],
        on=data["on"],
        reason=data["reason"],
        actor=actor(),
        now=now(),
    )


def _named(community_id: int, text: str, field: str) -> Home:
    try:
        return queries.home_named(community_id, text)
    except Invalid as problem:
        raise Invalid(problem.text, field=field, **problem.values) from problem


def _split_page(home: Home, form: SplitForm) -> str:
    return page("estate/home_split.html", home=home, form=offer_parts(form), rows=ROWS)
