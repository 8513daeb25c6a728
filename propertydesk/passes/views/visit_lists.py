"""Standing permissions of households, and the do-not-admit list."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.passes.forms.visits import BarForm, StandingForm
from propertydesk.passes.models.visits import BarredVisitor, StandingVisitor
from propertydesk.passes.queries import visits as queries
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import visits as rules
from propertydesk.passes.services import visits as services
from propertydesk.passes.views import visit_forms
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("visit_lists", __name__, url_prefix="/visits")
_MONTHS = timedelta(days=90)


@bp.get("/standing")
@requires(Permission.READ_VISITS)
def standing() -> ResponseReturnValue:
    """Whom households always let in."""
    return page("passes/visits/standing.html", **_standing_context(_fresh(StandingForm)))


@bp.post("/standing")
@requires(Permission.INVITE)
@writes
def allow() -> ResponseReturnValue:
    """One more."""
    form = visit_forms.offer_purposes(StandingForm())
    made = form.submit(_allow)
    if made is None:
        return page("passes/visits/standing.html", **_standing_context(form)), 422
    flash(_("Written down. The gate knows it at once."), "good")
    return see_other(url_for(".standing"))


@bp.post("/standing/<int:standing_id>/ending")
@requires(Permission.INVITE)
@writes
def end_permission(standing_id: int) -> ResponseReturnValue:
    """The household is asked again."""
    services.end_permission(load(StandingVisitor, standing_id), actor=actor(), now=now())
    return see_other(url_for(".standing"))


@bp.get("/barred")
@requires(Permission.BAR)
def barred() -> ResponseReturnValue:
    """Whom the gate does not admit, and why."""
    return page("passes/visits/barred.html", **_barred_context(_fresh(BarForm)))


@bp.post("/barred")
@requires(Permission.BAR)
@writes
def bar() -> ResponseReturnValue:
    """One more."""
    form = BarForm()
    made = form.submit(_bar)
    if made is None:
        return page("passes/visits/barred.html", **_barred_context(form)), 422
    flash(_("Written down. The gate knows it at once."), "good")
    return see_other(url_for(".barred"))


@bp.post("/barred/<int:barred_id>/ending")
@requires(Permission.BAR)
@writes
def end_ban(barred_id: int) -> ResponseReturnValue:
    """Admitted again."""
    services.end_ban(load(BarredVisitor, barred_id), actor=actor(), now=now())
    return see_other(url_for(".barred"))


def _allow(data: dict[str, Any]) -> StandingVisitor:
    home = visit_forms.home(data["home"])
    if home is None:
        raise Invalid(N_("This is needed."), field="home")
    purpose = rules.Purpose(data["purpose"])
    return services.allow(home, visit_forms.known(data), purpose, actor=actor(), now=now())


def _bar(data: dict[str, Any]) -> BarredVisitor:
    return services.bar(
        g.community,
        visit_forms.known(data),
        visit_forms.home(data["home"]),
        reason=data["reason"],
        actor=actor(),
        now=now(),
    )


def _fresh(kind: type[StandingForm] | type[BarForm]) -> Any:
    form = kind(formdata=None)
    form.starts_on.data = business_date(now(), g.zone)
    form.ends_on.data = form.starts_on.data + _MONTHS
    wanted = request.args.get("home", "")[:20]
    form.home.data = wanted
    return visit_forms.offer_purposes(form) if kind is StandingForm else form


def _standing_context(form: Any) -> dict[str, Any]:
    return {
        "rows": queries.standing_visitors(actor().community_id),
        "form": form,
        "words": rules,
        "today": business_date(now(), g.zone),
    }


def _barred_context(form: Any) -> dict[str, Any]:
    return {
        "rows": queries.barred_visitors(actor().community_id),
        "form": form,
        "today": business_date(now(), g.zone),
    }
