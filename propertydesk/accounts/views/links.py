"""Pages behind one-time links: the first administrator, a new password, a second factor lost."""

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.accounts import queries, services
from propertydesk.accounts.forms import NewPasswordForm, SetUpForm, SignInForm
from propertydesk.accounts.models import AccountLink, Staff
from propertydesk.accounts.services import LinkKind
from propertydesk.accounts.views import presence
from propertydesk.kernel.errors import Conflict, Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import Actor, public
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("links", __name__)
_BY_LINK = "a one-time link of fifteen minutes, 256 bits, kept as a hash"


@bp.get("/set-up/<string:token>")
@public(_BY_LINK)
def set_up(token: str) -> ResponseReturnValue:
    """First start: who administrates this installation?"""
    _good(token, LinkKind.SET_UP)
    return page("accounts/set_up.html", form=SetUpForm(None), token=token)


@bp.post("/set-up/<string:token>")
@public(_BY_LINK)
@writes(prepare=lambda: _prepare(SetUpForm()))  # defined further down
def found(token: str) -> ResponseReturnValue:
    """Open the first account and sign it in."""
    link, form = _good(token, LinkKind.SET_UP), g.prepared["form"]
    staff = None
    if not form.errors and not form.problem:
        staff = form.submit(
            lambda data: services.set_up_installation(
                link,
                login=data["login"],
                name=data["name"],
                password_hash=g.prepared["digest"],
                actor=_whoever(data["name"]),
                now=now(),
            )
        )
    if staff is None:
        return page("accounts/set_up.html", form=form, token=token), 422
    presence.enter(services.open_session(staff.id, presence.device(), now=now()))
    flash(_("Welcome. The installation is yours: begin with your first community."), "good")
    return presence.remember_device(see_other("/"), staff.login, staff.epoch)


@bp.get("/new-password/<string:token>")
@public(_BY_LINK)
def new_password(token: str) -> ResponseReturnValue:
    """Choose a password with the link that an administrator handed over."""
    staff = _owner(_good(token, LinkKind.PASSWORD))
    return page("accounts/new_password.html", form=NewPasswordForm(None), token=token, staff=staff)


@bp.post("/new-password/<string:token>")
@public(_BY_LINK)
@writes(prepare=lambda: _prepare(NewPasswordForm()))  # defined further down
def choose_password(token: str) -> ResponseReturnValue:
    """Store it; signing in is the next step, with the second factor where there is one."""
    link, form = _good(token, LinkKind.PASSWORD), g.prepared["form"]
    staff = _owner(link)
    if form.errors or form.problem:
        return page("accounts/new_password.html", form=form, token=token, staff=staff), 422
    services.set_password_by_link(
        link, staff, g.prepared["digest"], actor=_whoever(staff.name, staff.id), now=now()
    )
    flash(_("The password is stored. Sign in with it now."), "good")
    return see_other(url_for("accounts.sign_in"))


@bp.get("/lost-phone/<string:token>")
@public(_BY_LINK)
def lost_factor(token: str) -> ResponseReturnValue:
    """Take a lost second factor off; the password proves who it is."""
    staff = _owner(_good(token, LinkKind.FACTOR))
    return page("accounts/lost_factor.html", form=SignInForm(None), token=token, staff=staff)


@bp.post("/lost-phone/<string:token>")
@public(_BY_LINK)
@writes(prepare=lambda: _prepare_owner())  # noqa: PLW0108  # defined further down
def drop_factor(token: str) -> ResponseReturnValue:
    """Done when the password fits; at the next sign-in a new one is set up where it is owed."""
    link, form = _good(token, LinkKind.FACTOR), g.prepared
    staff = _owner(link)
    if form.problem or form.errors:
        return page("accounts/lost_factor.html", form=form, token=token, staff=staff), 422
    services.drop_factor_by_link(link, staff, actor=_whoever(staff.name, staff.id), now=now())
    flash(_("The old second factor is off. Sign in, and set up a new one."), "good")
    return see_other(url_for("accounts.sign_in"))


def _good(token: str, kind: LinkKind) -> AccountLink:
    """The link while it can be used. Raises Missing, or Conflict with plain words when it is over."""
    link = queries.link_by_token(token, kind)
    if link is None:
        raise Missing(N_("This link is not valid."))
    if link.used_at is not None:
        raise Conflict(N_("This link has been used already. Ask for a new one."))
    if link.expires_at <= now():
        raise Conflict(N_("This link is over: it holds for fifteen minutes. Ask for a new one."))
    return link


def _owner(link: AccountLink) -> Staff:
    return db.session.get_one(Staff, link.staff_id)


def _whoever(name: str, staff_id: int | None = None) -> Actor:
    """Somebody with a link: they act for the account it belongs to."""
    return Actor(
        "staff" if staff_id else "system", staff_id, name, address=request.remote_addr or ""
    )


def _prepare(form: Any) -> dict[str, Any]:
    """Hash before the transaction opens; the owner's name must not be the password."""
    prepared: dict[str, Any] = {"form": form, "digest": ""}
    if not form.validate():
        return prepared
    login, name = _names(form)
    try:
        prepared["digest"] = services.hash_password(form.password.data, login=login, name=name)
    except Invalid as problem:
        form.add_problem(problem)
    return prepared


def _names(form: Any) -> tuple[str, str]:
    if isinstance(form, SetUpForm):
        return form.login.data, form.name.data
    link = queries.link_by_token((request.view_args or {})["token"], LinkKind.PASSWORD)
    staff = db.session.get(Staff, link.staff_id) if link else None
    return (staff.login, staff.name) if staff else ("", "")


def _prepare_owner() -> SignInForm:
    form = SignInForm()
    if not form.validate():
        return form
    link = queries.link_by_token((request.view_args or {})["token"], LinkKind.FACTOR)
    staff = db.session.get(Staff, link.staff_id) if link else None
    same = staff is not None and staff.login == form.login.data.lower()
    if not services.password_fits(staff if same else None, form.password.data):
        form.problem = _("Name and password do not fit together.")
    return form
