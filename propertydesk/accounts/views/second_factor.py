"""The second factor of one's own account: set up, codes for a lost phone, off again."""

import base64
import binascii
from io import BytesIO

import segno
from flask import flash, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from propertydesk.accounts import queries, rules, services
from propertydesk.accounts.forms import EnrolmentForm
from propertydesk.accounts.models import Staff
from propertydesk.accounts.views.session import bp
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import vault
from propertydesk.platform.access import actor, confirmed, signed_in
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.web import page, see_other, writes

_SHOWN_ONCE = "recovery"


@bp.get("/account/second-factor")
@signed_in
def second_factor() -> ResponseReturnValue:
    """How it stands: set up since when, how many codes are left."""
    me = current_user.staff
    return page(
        "accounts/second_factor.html",
        factor=queries.second_factor(me.id),
        left=queries.recovery_codes_left(me.id),
        is_owed=_is_owed(),
    )


@bp.get("/account/second-factor/new")
@signed_in
def new_second_factor() -> ResponseReturnValue:
    """A fresh seed as QR code and to type off; it counts once the app's code comes back."""
    return _enrolment(EnrolmentForm(None), services.new_seed())


@bp.post("/account/second-factor/new")
@signed_in
@confirmed
@writes
def enrol_second_factor() -> ResponseReturnValue:
    """Take the seed into use when the code fits; the recovery codes are shown next, once."""
    form = EnrolmentForm()
    seed = _opened(form.sealed.data or "")
    codes = form.submit(
        lambda data: services.set_up(
            _myself(),
            seed,
            data["code"],
            but=current_user.session.id,
            actor=actor(),
            now=now(),
        )
    )
    if codes is None:
        return _enrolment(form, seed), 422
    return _show_once(codes)


@bp.post("/account/second-factor/removal")
@signed_in
@confirmed
@writes
def remove_second_factor() -> ResponseReturnValue:
    """Go without it, where the role allows."""
    services.take_off(
        _myself(), is_owed=_is_owed(), but=current_user.session.id, actor=actor(), now=now()
    )
    flash(_("The second factor is off. Your password alone opens the account now."), "warn")
    return see_other(url_for("accounts.second_factor"))


@bp.get("/account/recovery-codes")
@signed_in
def recovery_codes() -> ResponseReturnValue:
    """Codes just made; after this page they are only known as hashes."""
    kept = session.pop(_SHOWN_ONCE, "")
    if not kept:
        return see_other(url_for("accounts.second_factor"))
    text = vault.unseal(base64.b64decode(kept), place=_codes_place())
    return page("accounts/recovery_codes.html", codes=text.split(), made_at=now())


@bp.post("/account/recovery-codes")
@signed_in
@confirmed
@writes
def renew_recovery_codes() -> ResponseReturnValue:
    """Ten new ones; the old are void."""
    return _show_once(services.renew_recovery_codes(_myself(), actor=actor(), now=now()))


def _show_once(codes: list[str]) -> ResponseReturnValue:
    """The cookie carries them, sealed, to the one page that shows them."""
    sealed = vault.seal(" ".join(codes), place=_codes_place())
    session[_SHOWN_ONCE] = base64.b64encode(sealed).decode()
    return see_other(url_for("accounts.recovery_codes"))


def _enrolment(form: EnrolmentForm, seed: str) -> str:
    form.sealed.data = base64.b64encode(vault.seal(seed, place=_seed_place())).decode()
    form.sealed.raw_data = [form.sealed.data]
    return page(
        "accounts/second_factor_new.html",
        form=form,
        svg=_drawn(services.address_for_app(seed, current_user.staff.login)),
        secret=rules.in_groups(seed),
        is_owed=current_user.owes_factor,
    )


def _drawn(address: str) -> Markup:
    """The QR code as SVG; everything in it is drawn from numbers."""
    out = BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4
    )
    return Markup(out.getvalue().decode())  # noqa: S704  # drawn here, from modules alone


def _opened(sealed: str) -> str:
    try:
        return vault.unseal(base64.b64decode(sealed, validate=True), place=_seed_place())
    except (binascii.Error, ValueError, vault.Unreadable) as error:
        raise Invalid(N_("This page has been open too long. Please open it again.")) from error


def _is_owed() -> bool:
    return current_user.would_owe_factor


def _myself() -> Staff:
    return db.session.get_one(Staff, actor().id)


def _seed_place() -> str:
    return f"enrolment:{current_user.staff.id}:{current_user.staff.epoch}"


def _codes_place() -> str:
    return f"shown-once:{current_user.session.id}"
