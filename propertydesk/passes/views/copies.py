"""Gate copies that come back to the office, and forced releases that somebody looks into."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.passes.forms.exits import CopiesForm, ReviewForm
from propertydesk.passes.models import ExitPass, PassUse
from propertydesk.passes.queries import exit_page as queries
from propertydesk.passes.rules import Permission
from propertydesk.passes.services.exits import gate as services
from propertydesk.passes.views.exit_blueprint import bp
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes

forced_bp = Blueprint("forced_releases", __name__, url_prefix="/forced-releases")


@bp.get("/copies")
@requires(Permission.ISSUE)
def copies() -> ResponseReturnValue:
    """What went out and whose gate copy is still at the gate."""
    return page("passes/exits/copies.html", **_copies())


@bp.post("/copies")
@requires(Permission.ISSUE)
@writes
def take_copies() -> ResponseReturnValue:
    """These copies are in hand."""
    form = _copies_form(CopiesForm())

    def verb(data: dict[str, Any]) -> None:
        if not data["passes"]:
            raise Invalid(N_("Tick the copies you have in hand."), field="passes")
        held = [load(ExitPass, int(each)) for each in data["passes"]]
        services.take_copies(held, actor=actor(), now=now())

    if not form.carries_out(verb):
        return page("passes/exits/copies.html", **_copies(form)), 422
    flash(_("Noted: %(count)s copies are back.", count=len(form.passes.data)), "good")
    return see_other(url_for("exit_passes.copies"))


@bp.post("/copies/filing")
@requires(Permission.ISSUE)
@writes
def file_copies() -> ResponseReturnValue:
    """File what came back."""
    services.file_copies(queries.returned(actor().community_id), actor=actor(), now=now())
    flash(_("Filed."), "good")
    return see_other(url_for("exit_passes.copies"))


@forced_bp.get("")
@requires(Permission.REVIEW)
def index() -> ResponseReturnValue:
    """Releases outside the rules, those not looked into first."""
    return page("passes/forced.html", **_forced())


@forced_bp.post("/<int:use_id>/review")
@requires(Permission.REVIEW)
@writes
def review(use_id: int) -> ResponseReturnValue:
    """Look into one."""
    use, form = load(PassUse, use_id), ReviewForm()

    def verb(data: dict[str, Any]) -> None:
        services.review(
            use,
            in_order=data["in_order"] == "yes",
            note=data["note"],
            actor=actor(),
            now=now(),
        )

    if not form.carries_out(verb):
        return page("passes/forced.html", **_forced((use.id, form))), 422
    return see_other(url_for("forced_releases.index"))


def _copies(form: CopiesForm | None = None) -> dict[str, Any]:
    missing, to_file = queries.outside(actor().community_id)
    return {
        "missing": missing,
        "to_file": to_file,
        "now": now(),
        "form": form or _copies_form(CopiesForm(formdata=None)),
    }


def _copies_form(form: CopiesForm) -> CopiesForm:
    rows, _to_file = queries.outside(actor().community_id)
    form.passes.choices = [(str(each.id), each.number) for each, _home in rows]
    return form


def _forced(given: tuple[int, ReviewForm] | None = None) -> dict[str, Any]:
    rows = queries.forced(actor().community_id)
    forms = {use.id: ReviewForm(formdata=None) for use, _gate, review in rows if not review}
    if given is not None:
        forms[given[0]] = given[1]
    for use_id, form in forms.items():
        for field in form:
            field.id = f"review-{use_id}-{field.id}"
    return {
        "rows": rows,
        "exits": queries.forced_exits([use for use, _gate, _review in rows]),
        "forms": forms,
    }
