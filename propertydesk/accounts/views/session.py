"""Signing in and out, the own account, the switches of language and community."""

from typing import Any

from flask import Blueprint, flash, g, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from propertydesk.accounts import queries, rules, services
from propertydesk.accounts.forms import PasswordForm, SignInForm
from propertydesk.accounts.models import Staff
from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, public, signed_in, signed_in_actor
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.i18n import LANGUAGES, due
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.web import page, safe_next, see_other, writes

bp = Blueprint("accounts", __name__)


@bp.get("/sign-in")
@public("somebody has to be able to come in")
def sign_in() -> ResponseReturnValue:
    """The entrance."""
    if signed_in_actor():
        return see_other(safe_next(request.args.get("next")))
    form = SignInForm(next=safe_next(request.args.get("next")))
    return page("accounts/sign_in.html", form=form)


@bp.post("/sign-in")
@public("somebody has to be able to come in")
def enter() -> ResponseReturnValue:
    """Check name and password; the slow hash is computed outside the transaction.

    Not a once-only form: signing in again does no harm, and a failure must be counted.
    """
    form = SignInForm()
    if not form.validate():
        return page("accounts/sign_in.html", form=form), 422
    login = form.login.data.lower()
    waiting = in_transaction(lambda: services.take_turn(login, now()))
    if waiting is not None:
        form.problem = _("Too many tries. Please wait: %(left)s.", left=due(waiting))
        return page("accounts/sign_in.html", form=form), 429
    staff = queries.staff_by_login(login)
    if not services.password_fits(staff, form.password.data) or staff is None:
        form.problem = _("Name and password do not fit together.")
        return page("accounts/sign_in.html", form=form), 422
    _begin_session(staff)
    in_transaction(lambda: services.note_success(staff, actor=actor(), now=now()))
    return see_other(safe_next(form.next.data))


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End this session; nothing is written."""
    logout_user()
    language = session.get("language")
    session.clear()
    session["language"] = language
    return see_other(url_for("accounts.sign_in"))


@bp.post("/language")
@public("owners choose their language too")
def language() -> ResponseReturnValue:
    """Remember the language in the cookie."""
    wanted = request.form.get("lang", "")
    if wanted in LANGUAGES:
        session["language"] = wanted
    return see_other(safe_next(request.form.get("next")))


@bp.post("/community")
@signed_in
def community() -> ResponseReturnValue:
    """Go over to another community, if the person works there."""
    wanted = request.form.get("community_id", "")
    allowed = {str(each.id) for each in queries.open_communities()}
    if wanted not in allowed:
        raise Missing(N_("There is no such record."))
    session["community_id"] = int(wanted)
    return see_other("/")


@bp.get("/account")
@signed_in
def own() -> ResponseReturnValue:
    """The own account."""
    return page("accounts/own.html", **_own_context(PasswordForm()))


@bp.post("/account/password")
@signed_in
@writes(prepare=lambda: _prepare_password())  # noqa: PLW0108  # defined further down
def change_password() -> ResponseReturnValue:
    """A new password: every session ends but the new one begun here."""
    form: PasswordForm = g.prepared["form"]
    if form.errors or form.problem:
        return page("accounts/own.html", **_own_context(form)), 422
    staff = db.session.get_one(Staff, actor().id)
    services.set_password(staff, g.prepared["digest"], actor=actor(), now=now())
    _begin_session(staff)
    flash(_("Your password is changed. Other devices have been signed out."), "good")
    return see_other(url_for("accounts.own"))


def _begin_session(staff: Staff) -> None:
    kept = {name: session.get(name) for name in ("language", "community_id")}
    session.clear()
    session.update({name: value for name, value in kept.items() if value})
    session.permanent = True
    signed = queries.load_session(queries.session_key(staff))
    login_user(signed)
    g.pop("actor", None)
    allowed = [each.id for each in queries.open_communities()]
    if session.get("community_id") not in allowed:
        session["community_id"] = allowed[0] if allowed else 0
        login_user(queries.load_session(queries.session_key(staff)))
    g.pop("actor", None)


def _prepare_password() -> dict[str, Any]:
    form = PasswordForm()
    prepared: dict[str, Any] = {"form": form, "digest": ""}
    if not form.validate():
        return prepared
    staff = db.session.get_one(Staff, actor().id)
    if not services.password_fits(staff, form.current.data):
        form.add_problem(Invalid(N_("This is not your present password."), field="current"))
        return prepared
    try:
        prepared["digest"] = services.hash_password(form.password.data, login=staff.login)
    except Invalid as problem:
        form.add_problem(problem)
    return prepared


def _own_context(form: PasswordForm) -> dict[str, Any]:
    roles = [rules.ROLE_WORDS[rules.Role(each)] for each in sorted(actor().roles)]
    return {"form": form, "staff": current_user.staff, "roles": roles}
