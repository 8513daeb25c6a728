"""The settings of a community, with who changed what and when.

A change asks who it is: settings say how long personal data are kept, who may look how often, which
export and which waiver needs a second person.
"""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.overview.forms import setting_form, typed_value
from propertydesk.overview.queries import installation
from propertydesk.overview.rules import Permission
from propertydesk.platform import settings
from propertydesk.platform.access import actor, confirmed, requires
from propertydesk.platform.clock import now
from propertydesk.platform.forms import Form
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("")
@requires(Permission.CHANGE_SETTINGS)
def index() -> ResponseReturnValue:
    """All settings by domain."""
    groups = installation.settings_by_domain(_community_id())
    return page("overview/settings.html", groups=groups, words=words_of)


@bp.get("/<key>")
@requires(Permission.CHANGE_SETTINGS)
def detail(key: str) -> ResponseReturnValue:
    """One setting: what it is for, what it is, what it was."""
    setting = _setting(key)
    form = setting_form(setting, settings.value(_community_id(), setting))
    return page("overview/setting.html", **_context(setting, form))


@bp.post("/<key>")
@requires(Permission.CHANGE_SETTINGS)
@confirmed
@writes
def change(key: str) -> ResponseReturnValue:
    """Set a value from now on."""
    setting = _setting(key)
    place = _community_id()
    form = setting_form(setting, settings.value(place, setting))
    done = form.submit(
        lambda data: settings.change(
            place, setting, typed_value(setting, data), actor=actor(), now=now()
        )
    )
    if done is None:
        return page("overview/setting.html", **_context(setting, form)), 422
    flash(_("“%(name)s” is changed from now on.", name=_(setting.label)), "good")
    return see_other(url_for(".detail", key=key))


def words_of(setting: Setting, value: Any) -> list[str]:
    """A value of `setting` as people read it, line by line."""
    if setting.kind == "flag":
        return [_("Yes") if value else _("No")]
    if setting.kind == "choice":
        return [_(dict(setting.choices)[value])]
    if setting.kind == "time":
        return [f"{value:%H:%M}"]
    if setting.kind == "phrase":
        return [value["zh"], value["en"]]
    unit = _(setting.unit) if setting.unit else ""
    return [f"{value} {unit}".strip()]


def _setting(key: str) -> Setting:
    found = settings.declared().get(key)
    if found is None:
        raise Missing(N_("There is no such setting."))
    return found


def _community_id() -> int:
    found = actor().community_id
    if not found:
        raise Missing(N_("Choose a community first."))
    return found


def _context(setting: Setting, form: Form) -> dict[str, Any]:
    place = _community_id()
    return {
        "setting": setting,
        "form": form,
        "value": settings.value(place, setting),
        "changes": installation.changes_of(place, setting),
        "words": words_of,
    }
