"""Work at homes: entered, its days, stopped and closed; its workers and their cards."""

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.kernel.clock import business_date
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS
from propertydesk.passes.forms import workers as forms
from propertydesk.passes.models import Engagement, WorkerPass
from propertydesk.passes.queries import worker_deposits
from propertydesk.passes.queries import workers as queries
from propertydesk.passes.queries.worker_listing import ENGAGEMENTS
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services import workers as services
from propertydesk.passes.views import worker_forms
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.forms import Form
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.pictures import read_pictures
from propertydesk.platform.reveal import asked, reveals, shown
from propertydesk.platform.web import page, see_other, writes
from propertydesk.till.rules import (
    DEPOSIT_STATE_TONES,
    DEPOSIT_STATE_WORDS,
)
from propertydesk.till.rules import Permission as TillPermission

bp = Blueprint("engagements", __name__, url_prefix="/engagements")
_PAGE = "passes/workers/engagement.html"


@bp.get("")
@requires(Permission.READ_WORKERS)
def index() -> ResponseReturnValue:
    """All work at homes, the newest first."""
    found = listing_page(ENGAGEMENTS, actor=actor(), args=request.args)
    return page("passes/workers/engagements.html", listing_page=found)


@bp.get("/new")
@requires(Permission.ISSUE_WORKERS)
def new() -> ResponseReturnValue:
    """Empty, or for a home (`?home=` its id), where work that goes on is shown first."""
    form = worker_forms.offer_work(forms.EngagementForm(formdata=None))
    home = worker_forms.home_asked(request.args.get("home", ""))
    form.home.data = home.code if home else ""
    form.starts_on.data = business_date(now(), g.zone)
    return page("passes/workers/engagement_new.html", **_new_context(form, home))


@bp.post("/new")
@requires(Permission.ISSUE_WORKERS)
@writes
def create() -> ResponseReturnValue:
    """Enter work at a home."""
    form = worker_forms.offer_work(forms.EngagementForm())
    made = form.submit(
        lambda data: services.engage(
            g.community, worker_forms.engaging(data), actor=actor(), now=now()
        )
    )
    if made is None:
        return page("passes/workers/engagement_new.html", **_new_context(form, None)), 422
    return see_other(url_for(".new_worker", engagement_id=made.id))


@bp.get("/<int:engagement_id>")
@requires(Permission.READ_WORKERS)
def detail(engagement_id: int) -> ResponseReturnValue:
    """One work with its workers, cards and deposit."""
    return page(_PAGE, **context(load(Engagement, engagement_id)))


@bp.get("/<int:engagement_id>/workers/new")
@requires(Permission.ISSUE_WORKERS)
def new_worker(engagement_id: int) -> ResponseReturnValue:
    """An empty form for one more worker; the days of the work are proposed."""
    engagement = load(Engagement, engagement_id)
    if not engagement.is_going_on:
        return see_other(url_for(".detail", engagement_id=engagement.id))
    form = worker_forms.offer_worker(forms.WorkerForm(formdata=None))
    form.starts_on.data = max(engagement.starts_on, business_date(now(), g.zone))
    form.ends_on.data = engagement.ends_on
    return page("passes/workers/worker_new.html", **_worker_context(form, engagement))


@bp.post("/<int:engagement_id>/workers/new")
@requires(Permission.ISSUE_WORKERS)
@writes(prepare=read_pictures)
def create_worker(engagement_id: int) -> ResponseReturnValue:
    """Take a worker down."""
    engagement = load(Engagement, engagement_id)
    form = worker_forms.offer_worker(forms.WorkerForm())

    def verb(data: dict[str, Any]) -> WorkerPass:
        photo = worker_forms.photo_sent()
        worker = worker_forms.worker(data)
        return services.take_down(engagement, worker, photo, actor=actor(), now=now())

    made = form.submit(verb)
    if made is None:
        shown_page = page("passes/workers/worker_new.html", **_worker_context(form, engagement))
        return shown_page, 422
    flash(_("%(name)s is taken down as %(number)s.", name=made.name, number=made.number), "good")
    if request.form.get("then") == "more":
        return see_other(url_for(".new_worker", engagement_id=engagement.id))
    return see_other(url_for(".detail", engagement_id=engagement.id))


@bp.post("/<int:engagement_id>/span")
@requires(Permission.ISSUE_WORKERS)
@writes
def change_span(engagement_id: int) -> ResponseReturnValue:
    """Other days; passes never last longer."""
    engagement, form = load(Engagement, engagement_id), forms.SpanForm()
    done = form.carries_out(
        lambda data: services.change_span(engagement, **data, actor=actor(), now=now())
    )
    return _onward(engagement, form, "span_form", done=done)


@bp.post("/<int:engagement_id>/stop")
@requires(Permission.VOID_WORKERS)
@writes
def stop(engagement_id: int) -> ResponseReturnValue:
    """Nobody comes in for it any more."""
    engagement, form = load(Engagement, engagement_id), forms.ReasonForm()
    done = form.carries_out(
        lambda data: services.stop_work(engagement, **data, actor=actor(), now=now())
    )
    return _onward(engagement, form, "stop_form", done=done)


@bp.post("/<int:engagement_id>/resumption")
@requires(Permission.VOID_WORKERS)
@writes
def resume(engagement_id: int) -> ResponseReturnValue:
    """It goes on."""
    engagement, form = load(Engagement, engagement_id), forms.ReasonForm()
    done = form.carries_out(
        lambda data: services.resume(engagement, **data, actor=actor(), now=now())
    )
    return _onward(engagement, form, "resume_form", done=done)


@bp.post("/<int:engagement_id>/closing")
@requires(Permission.ISSUE_WORKERS)
@writes
def close(engagement_id: int) -> ResponseReturnValue:
    """Close what is settled."""
    engagement = load(Engagement, engagement_id)
    services.close(engagement, actor=actor(), now=now())
    return _onward(engagement, Form(formdata=None), "", done=True)


@bp.post("/<int:engagement_id>/phone/reveal")
@requires(Permission.REVEAL)
@reveals
def reveal_contact(engagement_id: int) -> ResponseReturnValue:
    """The full number of the contact, for a purpose that is written down."""
    engagement = load(Engagement, engagement_id)
    look = services.reveal_contact(engagement, asked(), actor=actor(), now=now())
    may_read = actor().may(Permission.READ_WORKERS)
    back = url_for(".detail", engagement_id=engagement.id) if may_read else url_for("gate.index")
    return shown(look, whose=engagement.number, back=back)


def context(engagement: Engagement, **given: Any) -> dict[str, Any]:
    """Everything on the page of some work; `given` are forms that were refused."""
    passes = queries.passes_of(engagement.id)
    printable = [each for each in passes if each.state == states.State.VALID]
    span_form = forms.SpanForm(formdata=None)
    span_form.starts_on.data, span_form.ends_on.data = engagement.starts_on, engagement.ends_on
    offered = worker_forms.told_apart(
        {
            "span_form": span_form,
            "stop_form": forms.ReasonForm(formdata=None),
            "resume_form": forms.ReasonForm(formdata=None),
            "cards_form": worker_forms.offer_cards(forms.CardsForm(formdata=None), printable),
            **given,
        }
    )
    return {
        "engagement": engagement,
        "home": db.session.get_one(Home, engagement.home_id),
        "passes": passes,
        "printable": printable,
        "secured": worker_deposits.secured(engagement),
        "deposit_words": DEPOSIT_STATE_WORDS,
        "deposit_tones": DEPOSIT_STATE_TONES,
        "may_take": actor().may(TillPermission.DEPOSIT),
        "may_see_till": actor().may(TillPermission.READ),
        "flow": states.WORK,
        "pass_flow": states.WORKFLOW,
        "words": rules,
        "moves": {each.action for each in workflow.buttons(states.WORK, engagement, actor())},
        "inside": queries.inside_ids(engagement.id),
        "purposes": [(str(each), _(word)) for each, word in REVEAL_PURPOSE_WORDS.items()],
        "today": business_date(now(), g.zone),
        "entries": activity.timeline(
            engagement.community_id, subject=("engagement", engagement.id), limit=30
        ),
        **offered,
    }


def _new_context(form: Any, home: Home | None) -> dict[str, Any]:
    going_on = queries.engagements_going_on(home.id) if home else []
    return {"form": form, "home": home, "going_on": going_on, "words": rules, "flow": states.WORK}


def _worker_context(form: Any, engagement: Engagement) -> dict[str, Any]:
    return {
        "form": form,
        "engagement": engagement,
        "home": db.session.get_one(Home, engagement.home_id),
        "count": queries.count_of(engagement.id),
        "hours": queries.hours_of(engagement.community_id),
        "words": rules,
    }


def _onward(engagement: Engagement, form: Any, name: str, *, done: bool) -> ResponseReturnValue:
    if not done:
        return page(_PAGE, **context(engagement, **{name: form})), 422
    flash(f"{engagement.number}: {_(states.WORK.word(engagement.state))}", "good")
    return see_other(url_for(".detail", engagement_id=engagement.id))
