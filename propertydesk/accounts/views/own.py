"""The own account: password, and the devices one is signed in on."""

from typing import Any

from flask import flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from propertydesk.accounts import queries, rules, services
from propertydesk.accounts.forms import PasswordForm
from propertydesk.accounts.models import Staff
from propertydesk.accounts.views import presence
from propertydesk.accounts.views.session import bp
from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, confirmed, signed_in
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.web import page, see_other, writes


@bp.get("/account")
@signed_in
def own() -> ResponseReturnValue:
    """The own account."""
    return page("accounts/own.html", **_own_context(PasswordForm(None)))


@bp.post("/account/password")
@signed_in
@writes(prepare=lambda: _prepare_password())  # noqa: PLW0108  # defined further down
def change_password() -> ResponseReturnValue:
    """A new password: every session ends but the new one begun here."""
    form: PasswordForm = g.prepared["form"]
    if form.errors or form.problem:
        return page("accounts/own.html", **_own_context(form)), 422
    staff = _myself()
    services.set_password(staff, g.prepared["digest"], actor=actor(), now=now())
    presence.enter(services.open_session(staff.id, presence.device(), now=now()))
    flash(_("Your password is changed. Other devices have been signed out."), "good")
    return see_other(url_for("accounts.own"))


@bp.get("/account/sessions")
@signed_in
def sessions() -> ResponseReturnValue:
    """Where one is signed in, and where one was."""
    me = actor().id or 0
    return page(
        "accounts/sessions.html",
        sessions=queries.open_sessions(me, now()),
        past=queries.past_sessions(me, now()),
        present=current_user.session,
        idle=presence.idle(),
        end_words=rules.END_WORDS,
    )


@bp.post("/account/sessions/<int:session_id>/end")
@signed_in
@confirmed
@writes
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out on one other device."""
    mine = {each.id for each in queries.open_sessions(actor().id or 0, now())}
    if session_id not in mine - {current_user.session.id}:
        raise Missing(N_("This device is signed out already."))
    services.sign_out(_myself(), session_id, why=rules.End.ENDED, actor=actor(), now=now())
    flash(_("That device is signed out."), "good")
    return see_other(url_for("accounts.sessions"))


@bp.post("/account/sessions/end-others")
@signed_in
@confirmed
@writes
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    count = services.end_sessions(_myself(), but=current_user.session.id, actor=actor(), now=now())
    flash(
        ngettext("%(num)d device is signed out.", "%(num)d devices are signed out.", count), "good"
    )
    return see_other(url_for("accounts.sessions"))


def _myself() -> Staff:
    return db.session.get_one(Staff, actor().id)


def _prepare_password() -> dict[str, Any]:
    form = PasswordForm()
    prepared: dict[str, Any] = {"form": form, "digest": ""}
    if not form.validate():
        return prepared
    staff = _myself()
    if not services.password_fits(staff, form.current.data):
        form.add_problem(Invalid(N_("This is not your present password."), field="current"))
        return prepared
    try:
        prepared["digest"] = services.hash_password(
            form.password.data, login=staff.login, name=staff.name, company=presence.company()
        )
    except Invalid as problem:
        form.add_problem(problem)
    return prepared


def _own_context(form: PasswordForm) -> dict[str, Any]:
    roles = [rules.ROLE_WORDS[rules.Role(each)] for each in sorted(actor().roles)]
    return {"form": form, "staff": current_user.staff, "roles": roles}
