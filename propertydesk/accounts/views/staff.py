"""The register of staff."""

from typing import Any

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.accounts import queries, rules, services
from propertydesk.accounts.forms import AccountForm, NewAccountForm, RoleForm
from propertydesk.accounts.models import Staff
from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("staff", __name__, url_prefix="/staff")


@bp.get("")
@requires(rules.Permission.READ)
def index() -> ResponseReturnValue:
    """Everybody who works in this community."""
    return page("accounts/staff.html", **_list_context())


@bp.get("/new")
@requires(rules.Permission.MANAGE)
def new() -> ResponseReturnValue:
    """A form for a new account."""
    return page("accounts/staff_new.html", form=_offer_roles(NewAccountForm()))


@bp.post("/new")
@requires(rules.Permission.MANAGE)
@writes(prepare=lambda: _prepare_account())  # noqa: PLW0108  # defined further down
def create() -> ResponseReturnValue:
    """Open an account with its first role in this community."""
    form: NewAccountForm = g.prepared["form"]
    staff = None
    if not form.errors and not form.problem:
        staff = form.submit(lambda data: _open(data, g.prepared["digest"]))
    if staff is None:
        return page("accounts/staff_new.html", form=form), 422
    flash(_("The account of %(name)s is open.", name=staff.name), "good")
    return see_other(url_for("staff.detail", staff_id=staff.id))


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
@writes
def grant(staff_id: int) -> ResponseReturnValue:
    """Give a role in this community."""
    staff = _staff(staff_id)
    form = _offer_roles(RoleForm())

    def give(data: dict[str, Any]) -> Staff:
        role = rules.Role(data["role"])
        services.grant_role(staff, role, actor().community_id, actor=actor(), now=now())
        return staff

    if form.submit(give) is None:
        return page("accounts/staff_detail.html", **_detail_context(staff, role_form=form)), 422
    return see_other(url_for("staff.detail", staff_id=staff_id))


@bp.post("/<int:staff_id>/roles/<string:role>/withdrawal")
@requires(rules.Permission.MANAGE)
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
@writes
def close(staff_id: int) -> ResponseReturnValue:
    """Disable the account, or enable it again."""
    staff = _staff(staff_id)
    act = services.close_account if staff.is_active else services.reopen_account
    act(staff, actor=actor(), now=now())
    return see_other(url_for("staff.detail", staff_id=staff_id))


def _staff(staff_id: int) -> Staff:
    """A member of staff with a role in this community, or none that one may know of."""
    staff = db.session.get(Staff, staff_id) if staff_id < 2**31 else None
    roles = queries.roles_of([staff_id]).get(staff_id, []) if staff else []
    if staff is None or not any(r.community_id in (None, actor().community_id) for r in roles):
        raise Missing(N_("There is no such record."))
    return staff


def _open(data: dict[str, Any], digest: str) -> Staff:
    role = rules.Role(data.pop("role"))
    data.pop("password")
    staff = services.open_account(password_hash=digest, actor=actor(), now=now(), **data)
    services.grant_role(staff, role, actor().community_id, actor=actor(), now=now())
    return staff


def _prepare_account() -> dict[str, Any]:
    form = _offer_roles(NewAccountForm())
    prepared: dict[str, Any] = {"form": form, "digest": ""}
    if form.validate():
        try:
            prepared["digest"] = services.hash_password(form.password.data, login=form.login.data)
        except Invalid as problem:
            form.add_problem(problem)
    return prepared


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
    return {
        "staff": staff,
        "roles": queries.roles_of([each.id for each in staff]),
        "role_words": rules.ROLE_WORDS,
    }


def _detail_context(staff: Staff, **forms: Any) -> dict[str, Any]:
    return {
        "staff": staff,
        "roles": queries.roles_of([staff.id]).get(staff.id, []),
        "role_words": rules.ROLE_WORDS,
        "form": forms.get("form") or AccountForm(None, obj=staff),
        "role_form": forms.get("role_form") or _offer_roles(RoleForm(None)),
    }
