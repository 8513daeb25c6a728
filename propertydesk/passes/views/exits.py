"""Exit passes at the desk: the list, asking for one, changing it."""

from typing import Any

from flask import flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.estate.queries import home_named
from propertydesk.kernel.errors import Invalid
from propertydesk.passes import rules
from propertydesk.passes.forms.exits import ChangeForm, ExitForm
from propertydesk.passes.models import ExitPass
from propertydesk.passes.queries import exits as queries
from propertydesk.passes.queries.listing import LISTING
from propertydesk.passes.rules import Permission
from propertydesk.passes.services.exits import asking
from propertydesk.passes.views import exit_form
from propertydesk.passes.views.exit_blueprint import bp
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.forms import clean
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page, see_other, writes


@bp.get("")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All exit passes, the newest first."""
    shown = listing_page(LISTING, actor=actor(), args=request.args)
    return page("passes/exits/index.html", listing_page=shown)


@bp.get("/new")
@requires(Permission.ISSUE)
def new() -> ResponseReturnValue:
    """A form for a home (`?home=` its id, or `?place=` as it is called); first asks which."""
    home, problem = _home_asked()
    if home is None:
        return page("passes/exits/which_home.html", problem=problem)
    return page("passes/exits/new.html", **exit_form.context(exit_form.fresh(home), home))


@bp.post("/homes/<int:home_id>")
@requires(Permission.ISSUE)
@writes
def create(home_id: int) -> ResponseReturnValue:
    """Take the request down: issued at once, or waiting for the owner's word."""
    home = load(Home, home_id)
    form = exit_form.offered(ExitForm(), home)
    made = form.submit(
        lambda data: asking.ask(
            g.community, exit_form.request_of(form, data, home), actor=actor(), now=now()
        )
    )
    if made is None:
        return page("passes/exits/new.html", **exit_form.context(form, home)), 422
    flash(
        _("%(number)s: %(state)s", number=made.number, state=_(rules.EXIT_PASS.word(made.state))),
        "good",
    )
    return see_other(url_for(".detail", exit_id=made.id))


@bp.get("/<int:exit_id>/edit")
@requires(Permission.ISSUE)
def edit(exit_id: int) -> ResponseReturnValue:
    """What was asked for, to be changed; a new slip replaces the old one."""
    exit_pass = load(ExitPass, exit_id)
    home = queries.home_of(exit_pass)
    if rules.EXIT_PASS.move(exit_pass.state, "edit") is None:
        return see_other(url_for(".detail", exit_id=exit_pass.id))
    form = ChangeForm(formdata=None)
    exit_form.offered(form, home)
    exit_form.fill(form, exit_pass)
    return page("passes/exits/edit.html", **exit_form.context(form, home, exit_pass=exit_pass))


@bp.post("/<int:exit_id>/edit")
@requires(Permission.ISSUE)
@writes
def save(exit_id: int) -> ResponseReturnValue:
    """A new version, with a code of its own."""
    exit_pass = load(ExitPass, exit_id)
    home = queries.home_of(exit_pass)
    form = ChangeForm()
    exit_form.offered(form, home)

    def verb(data: dict[str, Any]) -> ExitPass:
        asking.change(
            exit_pass,
            exit_form.request_of(form, data, home),
            reason=data["why"],
            actor=actor(),
            now=now(),
        )
        return exit_pass

    if form.submit(verb) is None:
        return (
            page("passes/exits/edit.html", **exit_form.context(form, home, exit_pass=exit_pass)),
            422,
        )
    flash(
        _("Version %(version)s: the earlier slip counts no more.", version=exit_pass.version),
        "note",
    )
    return see_other(url_for(".detail", exit_id=exit_pass.id))


def _home_asked() -> tuple[Home | None, str]:
    wanted = request.args.get("home", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
        return load(Home, int(wanted)), ""
    text = clean(request.args.get("place", "")[:40])
    if not text:
        return None, ""
    try:
        return home_named(actor().community_id, text), ""
    except Invalid as problem:
        return None, _(problem.text, **problem.values)
