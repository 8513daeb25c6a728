"""The screen of a phone that lies about: locked, and opened by whoever is signed in on it."""

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from propertydesk.accounts.forms import UnlockForm
from propertydesk.accounts.views import presence
from propertydesk.accounts.views.pins import prove
from propertydesk.accounts.views.session import bp
from propertydesk.kernel.errors import Invalid
from propertydesk.platform.access import signed_in
from propertydesk.platform.web import page, safe_next, see_other


@bp.get("/locked")
@signed_in
def locked() -> ResponseReturnValue:
    """What a locked screen shows; one that is open leads on."""
    target = safe_next(request.args.get("next"))
    if not presence.is_locked():
        return see_other(target)
    return _locked_page(UnlockForm(None, next=target))


@bp.post("/lock")
@signed_in
def lock() -> ResponseReturnValue:
    """Lock the screen; a page that covers itself gets the form that opens it."""
    presence.lock()
    if presence.is_locked() and request.headers.get("HX-Request"):
        return _locked_page(UnlockForm(None))
    return see_other(url_for("accounts.locked", next=safe_next(request.form.get("next"))))


@bp.post("/locked")
@signed_in
def unlock() -> ResponseReturnValue:
    """Open the screen; like a sign-in no once-only form, a wrong PIN is counted."""
    form = UnlockForm()
    if not form.validate():
        return _locked_page(form), 422
    try:
        prove(form.confirmation.data)
    except Invalid as problem:
        form.add_problem(problem)
        return _locked_page(form), 422
    presence.unlock()
    if form.next.data or not request.headers.get("HX-Request"):
        return see_other(safe_next(form.next.data))
    return make_response("", 204)  # the page beneath the lock stays as it was left


@bp.get("/awake")
@signed_in
def awake() -> ResponseReturnValue:
    """Somebody touches the screen without asking for a page."""
    return make_response("", 204)


def _locked_page(form: UnlockForm) -> str:
    return page("accounts/locked.html", "accounts/_unlock.html", form=form)
