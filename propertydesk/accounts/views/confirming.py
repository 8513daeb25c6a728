"""The password once more, before a sensitive act; the form that was sent is carried out after it."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from propertydesk.accounts import queries, rules, services
from propertydesk.accounts.forms import ConfirmationForm
from propertydesk.accounts.models import Staff
from propertydesk.accounts.views.presence import leave
from propertydesk.platform.access import actor, to_entrance
from propertydesk.platform.clock import now
from propertydesk.platform.idempotency import CONFIRMATION_FIELD
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.web import page, safe_next

_OWN_FIELDS = {CONFIRMATION_FIELD, "csrf_token"}


def confirm() -> ResponseReturnValue | None:
    """None when the password was given minutes ago or comes with this form, else the question."""
    held = current_user.session
    if now() - held.confirmed_at < rules.CONFIRMED_FOR:
        return None
    typed = request.form.get(CONFIRMATION_FIELD)
    if typed is None:
        return _ask()
    return _check(typed)


def _check(typed: str) -> ResponseReturnValue | None:
    held, staff = current_user.session, current_user.staff
    counters = [rules.confirmation_counter(held.id)]
    if in_transaction(lambda: services.take_turn(counters, now())) is not None:
        return _turn_out()
    if _proves_it(staff, typed):
        in_transaction(lambda: services.confirm_session(held.id, counters, now=now()))
        return None
    if queries.must_wait(counters, now()):
        return _turn_out()
    return _ask(_("This is neither your password nor a code that is good now."))


def _proves_it(staff: Staff, typed: str) -> bool:
    if current_user.has_factor and rules.app_code(typed):
        return in_transaction(lambda: services.use_code(staff.id, typed, now())) is not None
    return services.password_fits(staff, typed)


def _turn_out() -> ResponseReturnValue:
    """Whoever guesses at an open screen is not its owner."""
    in_transaction(
        lambda: services.sign_out(
            current_user.staff,
            current_user.session.id,
            why=rules.End.GUESSING,
            actor=actor(),
            now=now(),
        )
    )
    leave()
    return to_entrance()


def _ask(problem: str = "") -> ResponseReturnValue:
    form = ConfirmationForm(MultiDict())
    form.problem = problem
    sent = list(request.form.items(multi=True))
    return (
        page(
            "accounts/confirm.html",
            "accounts/_confirm_part.html",
            form=form,
            sent=[each for each in sent if each[0] not in _OWN_FIELDS],
            has_files=any(each.filename for each in request.files.values()),
            back=_back(),
        ),
        422,
    )


def _back() -> str:
    referrer = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
    return safe_next(referrer, url_for("accounts.own"))
