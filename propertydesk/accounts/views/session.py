"""The entrance: signing in and out, the switches of language and community."""

from flask import Blueprint, Response, flash, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from propertydesk.accounts import queries, rules, services
from propertydesk.accounts.forms import CodeForm, SignInForm
from propertydesk.accounts.models import Staff
from propertydesk.accounts.views import halfway, presence
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import Actor, actor, public, signed_in, signed_in_actor
from propertydesk.platform.clock import now
from propertydesk.platform.headers import forget
from propertydesk.platform.i18n import LANGUAGES, due, moment
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
    return page("accounts/sign_in.html", form=form, idled="seen" in session)


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
    staff = queries.staff_by_login(login)
    device = presence.known_device(login, staff.epoch if staff else 0)
    counters = rules.sign_in_counters(login, request.remote_addr or "", device)
    waiting = in_transaction(lambda: services.take_turn(counters, now()))
    if waiting is not None:
        form.problem = _("Too many tries. Please wait: %(left)s.", left=due(waiting))
        return page("accounts/sign_in.html", form=form), 429
    if not services.password_fits(staff, form.password.data) or staff is None:
        form.problem = _("Name and password do not fit together.")
        return page("accounts/sign_in.html", form=form), 422
    if queries.second_factor(staff.id):
        halfway.begin(staff, safe_next(form.next.data), device)
        return see_other(url_for("accounts.ask_code"))
    return _admit(staff, counters, safe_next(form.next.data))


@bp.get("/sign-in/code")
@public("after the password; without it this leads back")
def ask_code() -> ResponseReturnValue:
    """The second step: a code of the app."""
    if halfway.who() is None:
        return see_other(url_for("accounts.sign_in"))
    return page("accounts/sign_in_code.html", form=CodeForm(None))


@bp.post("/sign-in/code")
@public("after the password; without it this leads back")
def enter_code() -> ResponseReturnValue:
    """Check the code. Like the password it is no once-only form: a failure must be counted."""
    staff, form = halfway.who(), CodeForm()
    if staff is None:
        return see_other(url_for("accounts.sign_in"))
    if not form.validate():
        return page("accounts/sign_in_code.html", form=form), 422
    counters = (rules.code_counter(staff.id),)
    waiting = in_transaction(lambda: services.take_turn(counters, now()))
    if waiting is not None:
        form.problem = _("Too many tries. Please wait: %(left)s.", left=due(waiting))
        return page("accounts/sign_in_code.html", form=form), 429
    proof = in_transaction(lambda: services.use_code(staff.id, form.code.data, now()))
    if proof is None:
        return _send_back(form, counters)
    failures = (*counters, *halfway.counters())
    return _admit(staff, failures, halfway.target(), proof)


@bp.post("/sign-out")
@signed_in
@writes(repeatable=True)
def sign_out() -> ResponseReturnValue:
    """End this session, here and for every copy of its cookie."""
    services.sign_out(current_user.staff, current_user.session.id, actor=actor(), now=now())
    presence.leave()
    return forget(see_other(url_for("accounts.sign_in")))


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
    session.update(queries.minutes_of(current_user, int(wanted)))
    return see_other(safe_next(request.form.get("next")))


def _send_back(form: CodeForm, counters: tuple[rules.Counter, ...]) -> ResponseReturnValue:
    """After five wrong codes the password is asked again."""
    if queries.must_wait(counters, now()):
        halfway.end()
        flash(_("Too many wrong codes. Please begin with your password."), "bad")
        return see_other(url_for("accounts.sign_in"))
    form.problem = _("This code is not good. Wait for the next one, or use a recovery code.")
    return page("accounts/sign_in_code.html", form=form), 422


def _admit(
    staff: Staff,
    counters: tuple[rules.Counter, ...],
    target: str,
    proof: services.Proof = services.Proof.APP,
) -> Response:
    by = Actor("staff", staff.id, staff.name, address=request.remote_addr or "")
    by_recovery = proof is services.Proof.RECOVERY
    token = in_transaction(
        lambda: services.sign_in(
            staff,
            presence.device(),
            epoch=staff.epoch,
            counters=counters,
            action="staff.sign_in_recovery" if by_recovery else "staff.sign_in",
            actor=by,
            now=now(),
        )
    )
    presence.enter(token)
    for link in in_transaction(lambda: services.take_note_of_resets(staff.id, now())):
        flash(
            _(
                "%(name)s made a reset link for your account, %(time)s.",
                name=link.made_by_name,
                time=moment(link.made_at),
            ),
            "warn",
        )
    if by_recovery:
        left = queries.recovery_codes_left(staff.id)
        flash(_("You used a recovery code; %(left)s are left.", left=left), "warn")
    return presence.remember_device(see_other(target), staff.login, staff.epoch)
