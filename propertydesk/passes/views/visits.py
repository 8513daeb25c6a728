"""Visitors at the desk: the list, invitations, one visit."""

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.kernel.clock import business_date
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS
from propertydesk.passes.forms import visits as forms
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.queries import door
from propertydesk.passes.queries import visits as queries
from propertydesk.passes.queries.visit_listing import LISTING
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import visits as rules
from propertydesk.passes.services import visits as services
from propertydesk.passes.views import visit_forms, visit_slips
from propertydesk.platform import workflow
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.forms import Form
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.reveal import asked, reveals, shown
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("visits", __name__, url_prefix="/visits")
_LONGEST_ID = 9


@bp.get("")
@requires(Permission.READ_VISITS)
def index() -> ResponseReturnValue:
    """All visitors, the newest first."""
    found = listing_page(LISTING, actor=actor(), args=request.args)
    here = url_for(".index")
    tabs = [
        (words, f"{here}?{query}" if query else here, found.query == query)
        for words, query in (
            (_("All"), ""),
            (_("Inside"), "state=inside"),
            (_("Invited"), "state=invited"),
            (_("Inside for too long"), "late=1"),
            (_("Refused"), "state=denied"),
        )
    ]
    return page(
        "passes/visits/index.html",
        listing_page=found,
        figures=queries.figures(actor().community_id, now()),
        couriers=sum(queries.couriers_today(actor().community_id, now()).values()),
        tabs=tabs,
    )


@bp.get("/new")
@requires(Permission.INVITE)
def new() -> ResponseReturnValue:
    """An empty invitation, or one for a home (`?home=` its id)."""
    form = visit_forms.offer_purposes(forms.InviteForm(formdata=None))
    wanted = request.args.get("home", "")
    home = _home(wanted)
    form.home.data = home.code if home else ""
    form.day.data = business_date(now(), g.zone)
    return page("passes/visits/new.html", form=form, home=home)


@bp.post("/new")
@requires(Permission.INVITE)
@writes
def invite() -> ResponseReturnValue:
    """Announce a visitor."""
    form = visit_forms.offer_purposes(forms.InviteForm())
    made = form.submit(
        lambda data: services.invite(
            g.community, visit_forms.caller(data), data["day"], actor=actor(), now=now()
        )
    )
    if made is None:
        return page("passes/visits/new.html", form=form, home=None), 422
    return see_other(url_for(".detail", visit_id=made.id))


@bp.get("/<int:visit_id>")
@requires(Permission.READ_VISITS)
def detail(visit_id: int) -> ResponseReturnValue:
    """One visit."""
    return page("passes/visits/detail.html", **_context(load(Visit, visit_id)))


@bp.post("/<int:visit_id>/cancellation")
@requires(Permission.INVITE)
@writes
def cancel(visit_id: int) -> ResponseReturnValue:
    """Call the invitation off."""
    visit = load(Visit, visit_id)
    services.cancel(visit, actor=actor(), now=now())
    return _onward(visit)


@bp.post("/<int:visit_id>/closing")
@requires(Permission.INVITE)
@writes
def close(visit_id: int) -> ResponseReturnValue:
    """Close a visit whose slip never came back."""
    visit, form = load(Visit, visit_id), forms.ReasonForm()
    if not form.carries_out(lambda data: services.close(visit, **data, actor=actor(), now=now())):
        return page("passes/visits/detail.html", **_context(visit, close_form=form)), 422
    return _onward(visit)


@bp.post("/<int:visit_id>/keeping")
@requires(Permission.KEEP_VISITS)
@writes
def keep(visit_id: int) -> ResponseReturnValue:
    """Keep it for an incident."""
    visit, form = load(Visit, visit_id), forms.ReasonForm()
    if not form.carries_out(lambda data: services.keep(visit, **data, actor=actor(), now=now())):
        return page("passes/visits/detail.html", **_context(visit, keep_form=form)), 422
    return _onward(visit)


@bp.post("/<int:visit_id>/keeping/end")
@requires(Permission.KEEP_VISITS)
@writes
def keep_no_more(visit_id: int) -> ResponseReturnValue:
    """The incident is over."""
    visit = load(Visit, visit_id)
    services.keep_no_more(visit, actor=actor(), now=now())
    return _onward(visit)


@bp.post("/<int:visit_id>/slips")
@requires(Permission.INVITE)
@writes
def print_slip(visit_id: int) -> ResponseReturnValue:
    """Print the slip."""
    visit, form = load(Visit, visit_id), visit_forms.offer_languages(forms.SlipForm())
    led = form.submit(lambda data: visit_slips.count_and_lead(visit, data, ".slip_file"))
    if led is None:
        return page("passes/visits/detail.html", **_context(visit, slip_form=form)), 422
    return led


@bp.get("/<int:visit_id>/slip.pdf")
@requires(Permission.INVITE)
def slip_file(visit_id: int) -> ResponseReturnValue:
    """The paper of the last print that was counted."""
    visit = load(Visit, visit_id)
    return visit_slips.paper(visit, url_for(".detail", visit_id=visit.id))


@bp.post("/<int:visit_id>/phone/reveal")
@requires(Permission.REVEAL)
@reveals
def reveal_phone(visit_id: int) -> ResponseReturnValue:
    """The full number, for a purpose that is written down."""
    visit = load(Visit, visit_id)
    look = services.reveal_phone(visit, asked(), actor=actor(), now=now())
    back = ".detail" if actor().may(Permission.READ_VISITS) else "gate_visits.detail"
    return shown(look, whose=visit.number, back=url_for(back, visit_id=visit.id))


def _context(visit: Visit, **given: Any) -> dict[str, Any]:
    sheet = queries.of_visit(visit, now())
    offered = {
        "close_form": forms.ReasonForm(formdata=None),
        "keep_form": forms.ReasonForm(formdata=None),
        "slip_form": visit_forms.offer_languages(forms.SlipForm(formdata=None)),
        **given,
    }
    for name, form in offered.items():
        if isinstance(form, Form):
            for each in form:  # two forms of the page ask for a reason
                each.id = f"{name.removesuffix('_form')}-{each.id}"
    return {
        "sheet": sheet,
        "visit": visit,
        "flow": rules.WORKFLOW,
        "words": rules,
        "late": visit.is_late(now()),
        "moves": {each.action for each in workflow.buttons(rules.WORKFLOW, visit, actor())},
        "address": door.address(sheet.code) if sheet.code and visit.is_open else "",
        "purposes": [(str(each), _(word)) for each, word in REVEAL_PURPOSE_WORDS.items()],
        **offered,
    }


def _onward(visit: Visit) -> ResponseReturnValue:
    flash(f"{visit.number}: {_(rules.WORKFLOW.word(visit.state))}", "good")
    return see_other(url_for(".detail", visit_id=visit.id))


def _home(text: str) -> Home | None:
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_ID:
        return None
    home = db.session.get(Home, int(text))
    fits = home is not None and home.community_id == actor().community_id and not home.ended_on
    return home if fits else None
