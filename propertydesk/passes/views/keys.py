"""Keys that seal codes: which there are, and withdrawing one that may have become known."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from propertydesk.passes.forms.visits import ReasonForm
from propertydesk.passes.models import PassKey
from propertydesk.passes.queries import keys as queries
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules.keys import KEY_DAYS
from propertydesk.passes.services import codes as services
from propertydesk.platform.access import actor, confirmed, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.settings import value
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("pass_keys", __name__, url_prefix="/gates/keys")


@bp.get("")
@requires(Permission.SET_GATES)
def index() -> ResponseReturnValue:
    """All keys, the one in use first."""
    return page("passes/keys.html", **_context())


@bp.post("/<int:key_id>/withdrawal")
@requires(Permission.SET_GATES)
@confirmed
@writes
def withdraw(key_id: int) -> ResponseReturnValue:
    """What it sealed opens nothing any more."""
    key, form = load(PassKey, key_id), ReasonForm()
    concerned = form.submit(
        lambda data: services.revoke_key(key, reason=data["reason"], actor=actor(), now=now())
    )
    if concerned is None:
        return page("passes/keys.html", **_context((key.id, form))), 422
    told = ngettext(
        "Withdrawn. %(num)d open pass is printed anew; its short code goes on.",
        "Withdrawn. %(num)d open passes are printed anew; their short codes go on.",
        concerned,
    )
    flash(told, "good")
    return see_other(url_for(".index"))


def _context(given: tuple[int, ReasonForm] | None = None) -> dict[str, Any]:
    here = actor().community_id
    rows = queries.rows_of(here, now())
    forms = {each.key.id: ReasonForm(formdata=None) for each in rows if each.key.revoked_at is None}
    if given is not None:
        forms[given[0]] = given[1]
    for key_id, form in forms.items():
        for field in form:
            field.id = f"key-{key_id}-{field.id}"
    return {"rows": rows, "forms": forms, "key_days": value(here, KEY_DAYS)}
