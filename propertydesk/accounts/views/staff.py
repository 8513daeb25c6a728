"""The register of staff."""

import base64
from typing import Any

from flask import Blueprint, current_app, flash, g, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.accounts import queries, rules, services
from propertydesk.accounts.forms import AccountForm, NewAccountForm, ReasonForm, RoleForm
from propertydesk.accounts.models import Staff, StaffSession
from propertydesk.accounts.queries.changes import LISTING
from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform import vault
from propertydesk.platform.access import actor, confirmed, requires
from propertydesk.platform.approvals import Approval
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page, see_other, writes

_LINK = "account_link"
_LINK_PAGES = {
    services.LinkKind.PASSWORD: "links.new_password",
    services.LinkKind.FACTOR: "links.lost_factor",
}

bp = Blueprint("staff", __name__, url_prefix="/staff")


@bp.get("")
@requires(rules.Permission.READ)
def index() -> ResponseReturnValue:
    """Everybody who works in this community."""
    return page("accounts/staff.html", **_list_context())


@bp.get("/changes")
@requires(rules.Permission.READ)
def changes() -> ResponseReturnValue:
    """Who gave whom which role, for the weekly look and as a file."""
    found = listing_page(LISTING, actor=actor(), args=request.args)
    return page("accounts/changes.html", listing_page=found)


@bp.get("/new")
@requires(rules.Permission.MANAGE)
def new() -> ResponseReturnValue:
    """A form for a new account."""
    return page("accounts/staff_new.html", form=_offer_roles(NewAccountForm()))


@bp.post("/new")
@requires(rules.Permission.MANAGE)
@confirmed
@writes(prepare=services.unknown_password)
def create() -> ResponseReturnValue:
    """Open an account with its first role in this community, and a link to choose its password."""
    form = _offer_roles(NewAccountForm())
    staff = form.submit(lambda data: _open(data, g.prepared))
    if staff is None:
        return page("accounts/staff_new.html", form=form), 422
    flash(_("The account of %(name)s is open.", name=staff.name), "good")
    return _hand_over(staff, services.LinkKind.PASSWORD)


@bp.get("/<int:staff_id>")
@requires(rules.Permission.READ)
def detail(staff_id: int) -> ResponseReturnValue:
    """One account."""
    return page("accounts/staff_detail.html", **_detail_context(_staff(staff_id)))


@bp.post("/<int:staff_id>")
@requires(rules.Permission.MANAGE)
@writes
def edit(staff_id: int) -> ResponseReturnValue:
    """Correct name, number, phone."""
    staff = _staff(staff_id)
    form = AccountForm()

    def correct(data: dict[str, Any]) -> Staff:
        services.edit_account(staff, actor=actor(), now=now(), **_own(data))
        return staff

    if form.submit(correct) is None:
        return page("accounts/staff_detail.html", **_detail_context(staff, form=form)), 422
    return see_other(url_for("staff.detail", staff_id=staff_id))


@bp.post("/<int:staff_id>/roles")
@requires(rules.Permission.MANAGE)
@confirmed
@writes
def grant(staff_id: int) -> ResponseReturnValue:
    """Give a role in this community."""
    staff = _staff(staff_id)
    form = _offer_roles(RoleForm())

    def give(data: dict[str, Any]) -> None:
        role = rules.Role(data["role"])
        asked = services.give_or_ask(
            staff, role, reason=data["reason"] or "", actor=actor(), now=now()
        )
        _tell_if_asked(asked)

    if not form.carries_out(give):
        return page("accounts/staff_detail.html", **_detail_context(staff, role_form=form)), 422
    return see_other(url_for("staff.detail", staff_id=staff_id))


@bp.post("/<int:staff_id>/roles/<string:role>/withdrawal")
@requires(rules.Permission.MANAGE)
@confirmed
@writes
def withdraw(staff_id: int, role: str) -> ResponseReturnValue:
    """Take a role back, wherever it was given."""
    staff = _staff(staff_id)
    for held in queries.roles_of([staff.id]).get(staff.id, []):
        if held.role == role and held.community_id in (None, actor().community_id):
            services.withdraw_role(
                staff, rules.Role(role), held.community_id, actor=actor(), now=now()
            )
    return see_other(url_for("staff.detail", staff_id=staff_id))


@bp.post("/<int:staff_id>/closure")
@requires(rules.Permission.MANAGE)
@confirmed
@writes
def close(staff_id: int) -> ResponseReturnValue:
    """Disable the account, or enable it again."""
    staff = _staff(staff_id)
    act = services.close_account if staff.is_active else services.reopen_account
    act(staff, actor=actor(), now=now())
    return see_other(url_for("staff.detail", staff_id=staff_id))


@bp.post("/<int:staff_id>/sessions/end")
@requires(rules.Permission.END_SESSIONS)
@confirmed
@writes
def end_sessions(staff_id: int) -> ResponseReturnValue:
    """Sign somebody out on all devices: a phone was lost, a screen left open."""
    staff = _staff(staff_id)
    if staff.id == actor().id:
        raise Invalid(N_("Your own devices are under My account."))
    services.end_sessions(staff, actor=actor(), now=now())
    flash(_("%(name)s is signed out on all devices.", name=staff.name), "good")
    return see_other(url_for("staff.detail", staff_id=staff_id))


@bp.post("/<int:staff_id>/password-link")
@requires(rules.Permission.MANAGE)
@confirmed
@writes
def password_link(staff_id: int) -> ResponseReturnValue:
    """A link by which somebody chooses a new password; nobody else ever knows it."""
    return _hand_over(_staff(staff_id), services.LinkKind.PASSWORD)


@bp.post("/<int:staff_id>/second-factor-link")
@requires(rules.Permission.MANAGE)
@confirmed
@writes
def second_factor_link(staff_id: int) -> ResponseReturnValue:
    """A link by which somebody takes off a second factor that is lost."""
    return _hand_over(_staff(staff_id), services.LinkKind.FACTOR)


@bp.get("/<int:staff_id>/link")
@requires(rules.Permission.MANAGE)
def link(staff_id: int) -> ResponseReturnValue:
    """The link just made, shown once."""
    staff, kept = _staff(staff_id), session.pop(_LINK, "")
    if not kept:
        return see_other(url_for("staff.detail", staff_id=staff_id))
    address = vault.unseal(base64.b64decode(kept), place=f"link:{staff_id}")
    return page("accounts/staff_link.html", staff=staff, address=address)


def _hand_over(staff: Staff, kind: services.LinkKind) -> ResponseReturnValue:
    form = ReasonForm()
    reason = (form.reason.data or "") if form.validate() else ""
    token = services.link_or_ask(kind, staff, reason=reason, actor=actor(), now=now())
    if isinstance(token, Approval):
        _tell_if_asked(token)
        return see_other(url_for("staff.detail", staff_id=staff.id))
    base = current_app.config["DESK"].base_url or request.host_url.rstrip("/")
    address = base + url_for(_LINK_PAGES[kind], token=token)
    sealed = vault.seal(address, place=f"link:{staff.id}")
    session[_LINK] = base64.b64encode(sealed).decode()
    return see_other(url_for("staff.link", staff_id=staff.id))


def _staff(staff_id: int) -> Staff:
    """A member of staff with a role in this community, or none that one may know of."""
    staff = db.session.get(Staff, staff_id) if staff_id < 2**31 else None
    roles = queries.roles_of([staff_id]).get(staff_id, []) if staff else []
    is_here = any(each.community_id in (None, actor().community_id) for each in roles)
    is_new = not roles and actor().may(rules.Permission.MANAGE)
    if staff is None or not (is_here or is_new):
        raise Missing(N_("There is no such record."))
    return staff


def _open(data: dict[str, Any], digest: str) -> Staff:
    role = rules.Role(data.pop("role"))
    staff = services.open_account(password_hash=digest, actor=actor(), now=now(), **data)
    _tell_if_asked(
        services.give_or_ask(staff, role, reason=_("New account"), actor=actor(), now=now())
    )
    return staff


def _tell_if_asked(asked: Approval | None) -> None:
    if asked:
        flash(_("A second administrator is asked: %(number)s.", number=asked.number), "note")


def _seen_sessions(staff: Staff) -> list[StaffSession]:
    if not actor().may(rules.Permission.END_SESSIONS):
        return []
    return queries.open_sessions(staff.id, now())


def _offer_roles(form: Any) -> Any:
    form.role.choices = [
        ("", ""),
        *((role.value, _(rules.ROLE_WORDS[role])) for role in rules.Role),
    ]
    return form


def _own(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("name", "staff_no", "phone")}


def _list_context() -> dict[str, Any]:
    staff = queries.in_community(actor().community_id)
    if actor().may(rules.Permission.MANAGE):
        staff += queries.unplaced()
    return {
        "staff": staff,
        "roles": queries.roles_of([each.id for each in staff]),
        "role_words": rules.ROLE_WORDS,
    }


def _detail_context(staff: Staff, **forms: Any) -> dict[str, Any]:
    held = queries.roles_of([staff.id]).get(staff.id, [])
    return {
        "staff": staff,
        "roles": held,
        "role_words": rules.ROLE_WORDS,
        "takes_two": rules.Role.ADMINISTRATOR in {each.role for each in held},
        "factor": queries.second_factor(staff.id),
        "sessions": _seen_sessions(staff),
        "form": forms.get("form") or AccountForm(None, obj=staff),
        "reason_form": ReasonForm(None),
        "role_form": forms.get("role_form") or _offer_roles(RoleForm(None)),
    }
