"""The shared phone: the own PIN, and the change from one guard to the next."""

from dataclasses import replace
from typing import Any

from flask import flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from propertydesk.accounts import queries, rules, services
from propertydesk.accounts.forms import ChangeForm, PinForm
from propertydesk.accounts.models import Staff
from propertydesk.accounts.views import presence
from propertydesk.accounts.views.session import bp
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, signed_in
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.web import page, safe_next, see_other, writes

_TOO_MANY = N_("Too many wrong tries: set a new PIN with your password first.")


@bp.get("/account/pin")
@signed_in
def pin() -> ResponseReturnValue:
    """The own PIN: whether there is one, and a form for another."""
    return _pin_page(PinForm(None))


@bp.post("/account/pin")
@signed_in
@writes(prepare=lambda: _prepare_pin(), repeatable=True)  # noqa: PLW0108  # defined further down
def change_pin() -> ResponseReturnValue:
    """Set the own PIN. Repeatable: what says nothing about a PIN is kept of the form."""
    form: PinForm = g.prepared["form"]
    if form.errors or form.problem:
        return _pin_page(form), 422
    services.set_pin(_myself(), g.prepared["digest"], actor=actor(), now=now())
    flash(_("Your PIN is set."), "good")
    return see_other(url_for("accounts.pin"))


@bp.get("/change-guard")
@signed_in
def change_guard() -> ResponseReturnValue:
    """Who takes over this phone."""
    return _change_page(ChangeForm(None, next=safe_next(request.args.get("next"))))


@bp.post("/change-guard")
@signed_in
def take_over_phone() -> ResponseReturnValue:
    """Check the PIN and change the person; like a sign-in no once-only form, a failure is counted."""
    form = _offered(ChangeForm())
    if not form.validate():
        return _change_page(form), 422
    coming = next(each for each in _guards() if str(each.id) == form.staff_id.data)
    try:
        check_pin(coming.id, form.pin.data, field="pin")
    except Invalid as problem:
        form.add_problem(problem)
        return _change_page(form), 422
    leaving, session_id = current_user.staff, current_user.session.id
    by = replace(actor(), id=coming.id, name=coming.name, staff_no=coming.staff_no)
    token = in_transaction(
        lambda: services.change_person(
            leaving, session_id, coming, presence.device(), actor=by, now=now()
        )
    )
    presence.enter(token)
    flash(_("%(name)s has taken over this phone.", name=coming.name), "good")
    return see_other(safe_next(form.next.data))


def check_pin(staff_id: int, typed: str, *, field: str) -> None:
    """Raise Invalid on `field` unless this is the PIN of an account; wrong tries are counted."""
    digest = in_transaction(lambda: services.take_try(staff_id))
    if digest is None:
        raise Invalid(_TOO_MANY, field=field)
    if not services.pin_fits(staff_id, typed, digest):
        raise Invalid(N_("This PIN is not right."), field=field)
    in_transaction(lambda: services.restore_tries(staff_id, digest))


def prove(typed: str) -> None:
    """What `platform.access.prove` asks: six digits are the PIN of whoever has one, else the password."""
    staff = current_user.staff
    if rules.typed_pin(typed) and queries.pin_of(staff.id):
        check_pin(staff.id, typed, field="confirmation")
        return
    counters = [rules.confirmation_counter(current_user.session.id)]
    if in_transaction(lambda: services.take_turn(counters, now())) is not None:
        raise Invalid(N_("Too many tries. Please wait a little."), field="confirmation")
    if not services.password_fits(staff, typed):
        raise Invalid(N_("This is neither your PIN nor your password."), field="confirmation")
    in_transaction(lambda: services.forget_failures(counters))


def _prepare_pin() -> dict[str, Any]:
    form = PinForm()
    prepared: dict[str, Any] = {"form": form, "digest": ""}
    if not form.validate():
        return prepared
    staff = _myself()
    if not services.password_fits(staff, form.current.data):
        form.add_problem(Invalid(N_("This is not your present password."), field="current"))
        return prepared
    try:
        prepared["digest"] = services.hash_pin(staff, form.pin.data)
    except Invalid as problem:
        form.add_problem(problem)
    return prepared


def _myself() -> Staff:
    return db.session.get_one(Staff, actor().id)


def _pin_page(form: PinForm) -> str:
    return page("accounts/pin.html", form=form, held=queries.pin_of(actor().id or 0))


def _guards() -> list[Staff]:
    return [each for each in queries.guards_with_pin(actor().community_id) if each.id != actor().id]


def _offered(form: ChangeForm) -> ChangeForm:
    form.staff_id.choices = [(str(each.id), f"{each.name} {each.staff_no}") for each in _guards()]
    return form


def _change_page(form: ChangeForm) -> str:
    return page("accounts/change_guard.html", form=_offered(form), guards=_guards())
